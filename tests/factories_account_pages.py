"""Official accounts of the desk's two invented schools, with what their checks found."""

import re
from dataclasses import replace
from datetime import date, datetime, timedelta

from orm.model.accounts import (
    Account,
    AccountFile,
    AccountId,
    Check,
    Checked,
    CheckOutcome,
    Finding,
    FindingId,
    Known,
    Round,
    SettledBy,
    Sighting,
)
from orm.model.first_page import FirstPage, Result, Tone
from orm.model.lookalikes import Candidate, Lookalike, LookalikeId, Reason, Scored, Sort
from orm.model.presence import Notice, Noticed, Presence, PresenceCheck
from orm.model.schools import ContactId, School, SchoolId
from tests.factories_desk import NOW, DeskUnderTest

WRENBECK, ST_ORRINS = SchoolId("wrenbeck"), SchoolId("st-orrins")
SCHOOL = School(
    id=WRENBECK,
    name="Wrenbeck Primary School",
    town="Harrowmere",
    website="https://wrenbeck.example",
)
MORNING = NOW - timedelta(hours=2)
DAY = timedelta(days=1)
HOSTILE = '<script>alert(1)</script>\u202e"><img src=x> {{ 7*7 }}'

FINDING, COULD_NOT, OK = CheckOutcome.FINDING, CheckOutcome.COULD_NOT, CheckOutcome.OK

KEEP = frozenset({"head", "deputy", "comms", "it"})
READ = KEEP | {"dsl", "dep-dsl", "trust"}
JUDGE = frozenset({"head", "deputy", "comms"})
"""Who keeps Wrenbeck's register, reads it, and judges look-alikes; the deputy stands for the head."""

_ALL_KEEP, _ALL_READ = KEEP | {"other-head"}, READ | {"other-head"}
OF_ACCOUNTS = {
    "GET /accounts": _ALL_READ,
    "POST /accounts/check": _ALL_KEEP,
    "POST /accounts/notices": _ALL_KEEP,
    "POST /accounts/questions": _ALL_KEEP,
    "GET /accounts/register.csv": _ALL_READ,
    "GET /accounts/register.pdf": _ALL_READ,
    "GET /accounts/import": _ALL_KEEP,
    "POST /accounts/import": _ALL_KEEP,
    "GET /accounts/new": _ALL_KEEP,
    "POST /accounts/new": _ALL_KEEP,
    "GET /accounts/first-page": _ALL_READ,
    "POST /accounts/first-page": _ALL_KEEP,
}
"""Addresses about all accounts of a school, with who may have them of one of the two."""

OF_ONE_ACCOUNT = {
    "GET /accounts/{id}": READ,
    "POST /accounts/{id}/findings/{finding}": KEEP,
    "POST /accounts/{id}/accept": KEEP,
    "GET /accounts/{id}/change": KEEP,
    "POST /accounts/{id}/change": KEEP,
    "POST /lookalikes/{id}": JUDGE,
}
"""Addresses of one account or look-alike, with who may have them."""


def account(handle="@wrenbeckprimary", **changes) -> Account:
    """An account of Wrenbeck's in the register."""
    told = {
        "school_id": WRENBECK,
        "platform": "bluesky",
        "handle": handle,
        "display_name": "Wrenbeck Primary",
        "url": "https://bsky.example/wrenbeck",
        "purpose": "News for families",
        "owner": ContactId("comms"),
        "keepers": (ContactId("comms"), ContactId("head")),
        "approved_by": ContactId("head"),
        "approved_on": date(2026, 9, 2),
    }
    return Account(**{**told, **changes})


def checked(check=Check.LINKS_OUT, outcome=FINDING, says="", evidence="", key="k") -> Checked:
    """What a check came to."""
    said = says or "Its profile has no link to our website. Add one."
    return Checked(check, outcome, said, evidence, key)


def finding(number=1, settled=None, since=MORNING, **told) -> Finding:
    """The latest of one check."""
    return Finding(FindingId(number), checked(**told), since, MORNING, settled)


def file(*findings, number=1, known=None, checked_at=MORNING, **changes) -> AccountFile:
    """An account with what its last checks came to."""
    return AccountFile(
        id=AccountId(number),
        account=account(**changes),
        known=known or Known(),
        findings=findings,
        checked_at=checked_at,
        next_check_at=NOW + DAY,
    )


def settled(by="comms", at=MORNING, reason="we added the link") -> SettledBy:
    """A person's word."""
    return SettledBy(ContactId(by), at, reason)


def noticed(check=PresenceCheck.SITE, outcome=FINDING, says="", evidence="", key="news") -> Noticed:
    """What was noticed around the school."""
    said = says or "The news page has nothing newer than two months. Add something."
    return Noticed(check, outcome, said, evidence, key)


def notice(word=None, **told) -> Notice:
    """The latest of it."""
    return Notice(noticed(**told), MORNING, MORNING, word)


def presence(*notices, checked_at=MORNING, pages=(), school_id=WRENBECK) -> Presence:
    """What is known of a school beside its accounts."""
    return Presence(school_id, notices, checked_at, NOW + DAY, pages)


def first_page(month=date(2026, 11, 1), *results: Result) -> FirstPage:
    """One month's first page."""
    shown = results or (
        Result(
            1, "Wrenbeck Primary School", "wrenbeck.example", "https://wrenbeck.example", ours=True
        ),
        Result(2, "Reviews", "reviews.example", "https://reviews.example/wrenbeck", Tone.NEGATIVE),
    )
    return FirstPage(WRENBECK, month, ContactId("comms"), MORNING, shown)


CANDIDATE = Candidate(
    sort=Sort.ACCOUNT,
    platform="bluesky",
    key="did:plc:posing",
    handle="@wrenbeck-official.example",
    name="Wrenbeck Primary Official",
    url="https://bsky.example/posing",
    description="The official page. Send us money at https://pay.example",
)


def scored(key="did:plc:posing", score=0.8, **changes) -> Scored:
    """Something that could be mistaken for Wrenbeck."""
    reasons = (
        Reason("name", "It has our name with “official”.", 0.6),
        Reason("town", "It names another town.", -0.2),
    )
    return Scored(replace(CANDIDATE, key=key, **changes), score, reasons)


def lookalike(number=1, **changes) -> Lookalike:
    """One that was kept."""
    told = {"school_id": WRENBECK, "first_seen_at": MORNING, "last_seen_at": MORNING}
    return Lookalike(**{"id": LookalikeId(number), "scored": scored(), **told, **changes})


def registered(
    desk: DeskUnderTest, *checks: Checked, at: datetime = MORNING, **changes
) -> AccountFile:
    """Put an account into the desk's register, with what one round of checks came to."""
    accounts = desk.house.edges.store.accounts
    number = accounts.enter([account(**changes)], by=None, now=at - DAY)[0]
    if checks:
        check(desk, number, *checks, at=at)
    found = accounts.file(number)
    assert found is not None
    return found


def check(desk: DeskUnderTest, number: AccountId, *checks: Checked, at: datetime = MORNING) -> None:
    """Another round of an account's checks."""
    accounts = desk.house.edges.store.accounts
    accounts.hasten([number], now=at)
    accounts.claim(now=at, worker="w", lease=DAY, limit=1_000)
    seen = Sighting("bluesky", "did:plc:wrenbeck", "wrenbeckprimary", name="Wrenbeck Primary")
    known = Known(seen=seen, seen_at=at)
    assert accounts.record([Round(number, checks, known, at, NOW + DAY)], worker="w") == 1


def looked_around(
    desk: DeskUnderTest, *found: Noticed, school_id=WRENBECK, at: datetime = MORNING
) -> None:
    """What a look at the school's website and name came to."""
    presences = desk.house.edges.store.presences
    presences.claim(now=at, worker="w", lease=DAY, limit=100)
    assert presences.record(school_id, found, at=at, next_check_at=NOW + DAY, worker="w")


def posing(
    desk: DeskUnderTest, *found: Scored, school_id=WRENBECK, at: datetime = MORNING
) -> tuple[Lookalike, ...]:
    """Keep what could be mistaken for the school."""
    lookalikes = desk.house.edges.store.lookalikes
    lookalikes.record(school_id, found or (scored(),), now=at)
    return lookalikes.of([school_id])


def page(desk: DeskUnderTest, person: str = "comms", path: str = "/accounts") -> str:
    """A page that this person has."""
    answer = desk.browser(person).get(path)
    assert answer.status_code == 200, answer.text
    return answer.text


def words(html: str) -> str:
    """What a page says, without its tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def hidden(html: str, name: str) -> str:
    """What the first hidden field of this name holds."""
    found = re.search(rf'name="{name}" value="([\w-]+)"', html)
    assert found is not None, name
    return found[1]


def press(desk: DeskUnderTest, path: str, person: str = "comms", **fields):
    """A form that this person sends."""
    return desk.press(desk.browser(person), path, **fields)
