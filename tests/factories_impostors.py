"""Invented accounts and addresses that pose as a school, and some of both sorts held back."""

from tests.factories_lookalikes import (
    LLANFERIG,
    PELLGRAVE,
    ST_AGNES,
    ST_ORRIN,
    WRENBECK,
    address,
    candidate,
    is_innocent,
    poses,
)

IMPOSTORS = (
    poses(
        "same name with official",
        WRENBECK,
        candidate("wrenbeckprimaryofficial", "Wrenbeck Primary School Official", "Updates."),
    ),
    poses(
        "same name, nothing else",
        WRENBECK,
        candidate("wren_bk", "Wrenbeck Primary School", platform="instagram", posted_at=None),
    ),
    poses(
        "handle with an underscore",
        WRENBECK,
        candidate("wrenbeck_school", "Wrenbeck", "School news from Harrowmere"),
    ),
    poses("capital I for l", WRENBECK, candidate("wrenbeckschooI", "Wrenbeck School")),
    poses(
        "a letter left out",
        WRENBECK,
        candidate("wrenbekprimary", "Wrenbek Primary School", "News from our classrooms"),
    ),
    poses(
        "two letters swapped, with a year",
        WRENBECK,
        candidate("wrenbcekschool2026", "Wrenbeck 2026", platform="instagram"),
    ),
    poses(
        "Cyrillic letters",
        WRENBECK,
        candidate("wrnbck.primary", "Wrenb\u0435\u0441k Primary School", platform="facebook"),
    ),
    poses(
        "fundraiser",
        WRENBECK,
        candidate(
            "wrenbeck.appeal",
            "Wrenbeck Primary School Roof Appeal",
            "Help us fix the roof! Donate by bank transfer, sort code by DM.",
            platform="instagram",
        ),
    ),
    poses(
        "copied description with the school's link",
        WRENBECK,
        candidate(
            "wrenbeckfamilies",
            "Wrenbeck Primary",
            "Welcome to Wrenbeck Primary School, a friendly school in the heart of Harrowmere. "
            "School closures and term dates are posted here first.",
            links=(WRENBECK.website,),
        ),
    ),
    poses(
        "uniform shop",
        WRENBECK,
        candidate(
            "wrenbeckuniform", "Wrenbeck Primary Uniform Shop", "Order jumpers here. DM us to pay."
        ),
    ),
    poses(
        "official in brackets",
        ST_ORRIN,
        candidate("storrins_official", "St Orrin's CE Primary (Official)", platform="tiktok"),
    ),
    poses(
        "a letter left out of a saint",
        ST_ORRIN,
        candidate("stoorin_primary", "St. Orin's C of E Primary School", "Our pupils' news"),
    ),
    poses(
        "Cyrillic letters in a saint",
        ST_ORRIN,
        candidate("st0rrin5", "\u0405t Orr\u0456n's Primary School"),
    ),
    poses(
        "asks for children's details",
        ST_ORRIN,
        candidate(
            "storrinsadmissions",
            "St Orrin's Primary admissions",
            "Apply now for September places. Message us with your child's details.",
        ),
    ),
    poses("our handle with a year", ST_ORRIN, candidate("StOrrinsCE_2026", "St Orrin's CE")),
    poses(
        "copied with the school's link",
        PELLGRAVE,
        candidate(
            "pellgraveac",
            "Pellgrave Academy",
            "We are an 11-18 academy in Dunstow. Ambition for all our students.",
            links=("https://pellgrave-academy.org.uk/",),
        ),
    ),
    poses("a letter twice", PELLGRAVE, candidate("pellgraveacademyy", "Pellgrave Academyy")),
    poses("digits for letters", PELLGRAVE, candidate("pe11grave", "Pe11grave Academy")),
    poses(
        "official, and hides behind a word",
        PELLGRAVE,
        candidate(
            "pellgraveparents",
            "Pellgrave Academy Parents",
            "Official page of Pellgrave Academy for parents and the PTA.",
        ),
    ),
    poses(
        "a parents' group that asks for bank transfers",
        PELLGRAVE,
        candidate(
            "pellgravepta1",
            "Pellgrave Academy PTA",
            "Trip money is due: pay by bank transfer, DM us for the account number.",
        ),
    ),
    poses(
        "a school without accounts",
        ST_AGNES,
        candidate("stagnesharrowmere", "St Agnes Catholic Primary School, Harrowmere"),
    ),
    poses(
        "an address with copied words",
        WRENBECK,
        address("wrenbeckschool.co.uk", "Wrenbeck Primary School", likeness=0.85),
    ),
    poses(
        "an address with a typo that asks to pay",
        PELLGRAVE,
        address(
            "pelgrave-academy.org.uk",
            "Pellgrave Academy payments",
            likeness=0.3,
            description="Pay here for trips and dinners",
        ),
    ),
)

HELD_BACK = (
    poses("official in Welsh", LLANFERIG, candidate("llanf_sw", "Ysgol Llanferig Swyddogol")),
    poses(
        "speaks as the school",
        LLANFERIG,
        candidate(
            "llanferigschool_news",
            "Llanferig School News",
            "Latest updates from Ysgol Llanferig. Closures are posted here.",
        ),
    ),
    poses(
        "letters of mathematics",
        PELLGRAVE,
        candidate(
            "pllgrv",
            "".join(chr(0x1D5EE + ord(c) - 97) if c.islower() else c for c in "Pellgrave Academy"),
        ),
    ),
    poses(
        "crowdfunder",
        ST_ORRIN,
        candidate(
            "saveorrins",
            "St Orrin's Primary Crowdfunder",
            "Every pound helps the school's new library.",
            links=("https://gofundme.example/storrins",),
        ),
    ),
    poses(
        "an address with the town in it",
        WRENBECK,
        address("wrenbeck-harrowmere.co.uk", "Wrenbeck Primary School", likeness=0.8),
    ),
    is_innocent(
        "friends of the school in Welsh",
        LLANFERIG,
        candidate("cyfeillion_ll", "Cyfeillion Ysgol Llanferig", "Grŵp rhieni'r pentref"),
    ),
    is_innocent(
        "community council",
        LLANFERIG,
        candidate("llanferigcc", "Llanferig Community Council", "Minutes and meetings"),
    ),
    is_innocent(
        "running club",
        PELLGRAVE,
        candidate("pellgraverunners", "Pellgrave Running Club", "Official club account. Dunstow."),
    ),
    is_innocent(
        "namesake with its own site",
        ST_ORRIN,
        candidate(
            "storrinskeld",
            "St Orrin's Primary School",
            "Small school in Keldmoor. Welcome to our pupils' page!",
            links=("https://www.st-orrins.keldmoor.sch.uk/",),
        ),
    ),
    is_innocent(
        "pupils' joke about lunches",
        PELLGRAVE,
        candidate(
            "ratepellcanteen", "Rate My Canteen: Pellgrave Academy", "Unofficial, just for fun"
        ),
    ),
    is_innocent(
        "former pupils",
        PELLGRAVE,
        candidate("oldpell", "Old Pellgravians", "Former pupils of Pellgrave Academy, Dunstow"),
    ),
    is_innocent(
        "an address of a trade",
        WRENBECK,
        address("wrenbeckplumbing.co.uk", "Wrenbeck Plumbing & Heating", likeness=0.02),
    ),
)
"""Written before the first weight was set; no weight was set by them."""
