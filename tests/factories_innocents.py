"""Invented accounts and addresses that share a school's name and pose as nobody."""

from tests.factories_lookalikes import (
    PELLGRAVE,
    ST_AGNES,
    ST_ORRIN,
    WRENBECK,
    address,
    candidate,
    is_innocent,
)

INNOCENTS = (
    is_innocent(
        "PTA",
        WRENBECK,
        candidate(
            "wrenbeckpta",
            "Wrenbeck Primary PTA",
            "Run by parents. We raise funds for Wrenbeck Primary School, Harrowmere.",
            links=(WRENBECK.website,),
        ),
    ),
    is_innocent(
        "the official account of the PTA",
        PELLGRAVE,
        candidate("pellgraveptfa", "Pellgrave PTFA", "Official page of Pellgrave Academy PTFA"),
    ),
    is_innocent(
        "alumni", WRENBECK, candidate("wrenbeckold", "Wrenbeck Primary Old Pupils", "Since 1961.")
    ),
    is_innocent(
        "namesake that the register knows",
        WRENBECK,
        candidate(
            "wrenbeckacademy",
            "Wrenbeck Primary Academy",
            "A happy school in Tollworth.",
            links=("https://wrenbeck.tollworth.sch.uk",),
        ),
    ),
    is_innocent(
        "namesake that nobody knew of",
        WRENBECK,
        candidate(
            "wrenbeckps",
            "Wrenbeck Primary School",
            "A primary school in Copley Vale, Northshire. Our pupils' news.",
            links=("https://www.wrenbeck.northshire.sch.uk",),
        ),
    ),
    is_innocent(
        "residents of a street",
        WRENBECK,
        candidate("wrenbecklane", "Wrenbeck Lane Residents", "Neighbours in Harrowmere"),
    ),
    is_innocent(
        "parody that says so",
        WRENBECK,
        candidate("notwrenbeck", "Not Wrenbeck Primary", "Parody. Not affiliated with any school."),
    ),
    is_innocent(
        "football club",
        WRENBECK,
        candidate("wrenbeckrovers", "Wrenbeck Rovers FC", "Official account of the Rovers."),
    ),
    is_innocent(
        "class of another school",
        WRENBECK,
        candidate("wrenbrook_y4", "Wrenbrook Primary Year 4", "Our class at Wrenbrook Primary"),
    ),
    is_innocent(
        "nursery next door",
        WRENBECK,
        candidate(
            "littleducks",
            "Little Ducks Nursery",
            "Harrowmere. Next door to Wrenbeck Primary School.",
        ),
    ),
    is_innocent(
        "newspaper", WRENBECK, candidate("harroherald", "Harrowmere Herald", "News of Harrowmere")
    ),
    is_innocent(
        "news page",
        WRENBECK,
        candidate("wrenbecknews", "Wrenbeck Village News", "All that happens in the village."),
    ),
    is_innocent(
        "parents' community group",
        WRENBECK,
        candidate(
            "wrenbeckparents",
            "Wrenbeck Primary Parents Chat",
            "A community group for families in Harrowmere. Not run by the school.",
        ),
    ),
    is_innocent(
        "church of the same saint",
        ST_ORRIN,
        candidate("storrinschurch", "St Orrin's Church, Thale Bay", "Sunday worship. All welcome."),
    ),
    is_innocent(
        "pub",
        WRENBECK,
        candidate(
            "wrenbeckarms", "The Wrenbeck Arms", "Harrowmere's local. Roasts. DM us to book."
        ),
    ),
    is_innocent(
        "estate agent",
        WRENBECK,
        candidate(
            "marlowfinch",
            "Marlow & Finch Estate Agents",
            "Homes near Wrenbeck Primary School, Harrowmere. Message us to view.",
        ),
    ),
    is_innocent(
        "a Member of Parliament's visit",
        WRENBECK,
        candidate(
            "orwellformp",
            "Dana Orwell MP",
            "Official account. Today at Wrenbeck Primary School in Harrowmere.",
            verified=True,
        ),
    ),
    is_innocent(
        "governors",
        ST_ORRIN,
        candidate("storrinsgov", "Governors of St Orrin's CE Primary", "Meet the governors"),
    ),
    is_innocent(
        "spotted page", PELLGRAVE, candidate("spottedpell", "Spotted: Pellgrave Academy", "lol")
    ),
    is_innocent(
        "fan page", PELLGRAVE, candidate("pellfans", "Pellgrave Academy fan page", "Go Pellgrave!")
    ),
    is_innocent(
        "friends of the school",
        ST_ORRIN,
        candidate(
            "friendsofstorrins",
            "Friends of St Orrin's School",
            "We raise money for St Orrin's CE Primary. Next fair 4 December.",
            links=("https://www.storrins.co.uk/friends",),
        ),
    ),
    is_innocent(
        "reunion",
        PELLGRAVE,
        candidate("pellgrave2009", "Pellgrave Academy Class of 2009", "Reunion next summer"),
    ),
    is_innocent(
        "scouts", WRENBECK, candidate("1stwrenbeck", "1st Wrenbeck Scout Group", "Harrowmere")
    ),
    is_innocent(
        "dance school",
        PELLGRAVE,
        candidate(
            "pellgravedance",
            "Pellgrave Dance Academy",
            "Official account. Ballet and tap, Dunstow.",
        ),
    ),
    is_innocent("a person", WRENBECK, candidate("jo_wrenbeck", "Jo Wrenbeck", "Artist.")),
    is_innocent(
        "a band",
        WRENBECK,
        candidate("wrenbeckband", "Wrenbeck", "Folk trio. New album out now. DM us for gigs."),
    ),
    is_innocent(
        "a brand that the platform verified",
        WRENBECK,
        candidate("wrenbeck", "Wrenbeck", "Outdoor clothing. Official account.", verified=True),
    ),
    is_innocent(
        "another kind of school of the same saint",
        ST_ORRIN,
        candidate(
            "storrinshigh",
            "St Orrin's Catholic High School",
            "Secondary school, Brackley Ford.",
            links=("https://storrins.brackley.sch.uk",),
        ),
    ),
    is_innocent(
        "one of hundreds of schools of a common saint",
        ST_AGNES,
        candidate(
            "stagnescps", "St Agnes Catholic Primary School", "Part of St Agnes Parish, Wold"
        ),
    ),
    is_innocent(
        "an address of somebody else",
        WRENBECK,
        address("wrenbeckmill.co.uk", "Wrenbeck Mill: flour and bread", likeness=0.01),
    ),
)
