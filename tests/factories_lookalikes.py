"""Invented schools with their registers, and candidates that may pose as them."""

from dataclasses import dataclass
from datetime import timedelta

from orm.http.domains import registrable_domain
from orm.model.accounts import Account
from orm.model.lookalikes import Candidate, Sort
from orm.model.schools import Namesake, School, SchoolId
from tests.factories import NOW

WRENBECK = School(
    id=SchoolId("wrenbeck"),
    name="Wrenbeck Primary School",
    town="Harrowmere",
    county="Eastmarch",
    short_names=("Wrenbeck",),
    website="https://www.wrenbeck.harrowmere.sch.uk/",
    namesakes=(
        Namesake("Wrenbeck Primary Academy, Tollworth", "a school in another town"),
        Namesake("The Wrenbeck Arms", "a pub"),
    ),
)
ST_ORRIN = School(
    id=SchoolId("st-orrin"),
    name="St Orrin's Church of England Primary School",
    town="Thale Bay",
    county="Eastmarch",
    short_names=("St Orrin's",),
    website="https://www.storrins.co.uk",
)
PELLGRAVE = School(
    id=SchoolId("pellgrave"),
    name="Pellgrave Academy",
    town="Dunstow",
    county="Northmoor",
    website="https://pellgrave-academy.org.uk",
    school_type="secondary",
)
LLANFERIG = School(
    id=SchoolId("llanferig"),
    name="Ysgol Llanferig",
    aliases=("Llanferig School",),
    town="Llanferig",
    website="https://ysgol-llanferig.example",
)
ST_AGNES = School(
    id=SchoolId("st-agnes"),
    name="St Agnes Catholic Primary School",
    town="Harrowmere",
    county="Eastmarch",
    website="https://stagnes.harrowmere.sch.uk",
)

REGISTER = (
    Account(WRENBECK.id, "x", "wrenbeckschool", "Wrenbeck Primary School", stable_id="501"),
    Account(WRENBECK.id, "bluesky", "wrenbeck.harrowmere.sch.uk", stable_id="did:plc:wren"),
    Account(WRENBECK.id, "facebook", "WrenbeckPrimary", stable_id="70001"),
    Account(ST_ORRIN.id, "x", "StOrrinsCE", "St Orrin's CE Primary", stable_id="502"),
    Account(PELLGRAVE.id, "instagram", "pellgraveacademy", "Pellgrave Academy", stable_id="9001"),
)
"""St Agnes and Ysgol Llanferig have no accounts."""


@dataclass(frozen=True, slots=True)
class Posed:
    """A candidate, the school it was found for, and whether it poses as that school."""

    what: str
    school: School
    candidate: Candidate
    impostor: bool


def candidate(handle: str, name: str, description: str = "", **changes) -> Candidate:
    """An account on X that posted ten days ago."""
    return Candidate(
        **{
            "sort": Sort.ACCOUNT,
            "platform": "x",
            "key": f"id-{handle}",
            "handle": handle,
            "name": name,
            "url": f"https://x.example/{handle}",
            "description": description,
            "posted_at": NOW - timedelta(days=10),
            **changes,
        }
    )


def address(domain: str, title: str, *, likeness: float | None, description: str = "") -> Candidate:
    """An address whose home page has this title."""
    return Candidate(
        sort=Sort.DOMAIN,
        platform="web",
        key=domain,
        handle=domain,
        name=title,
        url=f"https://{domain}/",
        description=description,
        likeness=likeness,
    )


def accounts_of(school: School) -> tuple[Account, ...]:
    return tuple(account for account in REGISTER if account.school_id == school.id)


def ours_of(school: School) -> frozenset[str]:
    return frozenset({registrable_domain(school.website)})


def poses(what: str, school: School, seen: Candidate) -> Posed:
    return Posed(what, school, seen, impostor=True)


def is_innocent(what: str, school: School, seen: Candidate) -> Posed:
    return Posed(what, school, seen, impostor=False)
