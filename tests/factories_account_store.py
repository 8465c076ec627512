"""Official accounts, what was seen of them, and look-alikes for the store's tests; all invented."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from orm.model.accounts import (
    Account,
    AccountFile,
    Check,
    Checked,
    CheckOutcome,
    Finding,
    Known,
    Round,
    SettledBy,
    Sighting,
    State,
)
from orm.model.lookalikes import Candidate, Reason, Scored, Sort
from orm.model.schools import AccountStatus, ContactId, SchoolId
from orm.store.accounts import SqlAccounts
from tests.factories_store import LEASE, NOW, ST_ORRINS, WRENBECK

DAY = timedelta(days=1)
COMMS = ContactId("comms")
LONG = "".join(chr(0x4E00 + (number * 7919) % 20_000) for number in range(100_000))
"""A text that PostgreSQL cannot press into an index."""
HOSTILE = f"\0\ud800\u202e{LONG}"

FULL = Account(
    school_id=WRENBECK,
    platform="bluesky",
    handle="@wrenbeck.example",
    display_name="Wrenbeck Primary",
    status=AccountStatus.DORMANT,
    stable_id="did:plc:wrenbeck",
    url="https://bsky.example/wrenbeck",
    purpose="News for parents",
    outcomes="They know what is on",
    owner=COMMS,
    keepers=(COMMS, ContactId("head")),
    access_tested_on=date(2026, 9, 4),
    risk_assessed_on=date(2026, 9, 1),
    approved_by=ContactId("head"),
    approved_on=date(2026, 9, 2),
    admin_email="social@wrenbeck.example",
    second_reader=ContactId("office"),
    moderation_days=3,
    consent="the yearly form",
    agreement_signed_on=date(2026, 9, 3),
    minimum_age=13,
    hours=(time(7, 30), time(18, 0)),
    dormant_after_days=30,
    review_on=date(2027, 9, 1),
)
BARE = Account(WRENBECK, "mastodon", "wrenbeck@harrowmere.example")
THEIRS = Account(ST_ORRINS, "bluesky", "@wrenbeck.example")

SEEN = Sighting(
    platform="bluesky",
    stable_id="did:plc:wrenbeck",
    handle="wrenbeck.example",
    url="https://bsky.example/wrenbeck",
    state=State.LIVE,
    name="Wrenbeck Primary",
    description="News",
    links=("https://wrenbeck.example",),
    proven_links=("https://wrenbeck.example",),
    verified=False,
    posted_at=(NOW, NOW - DAY),
    waiting_since=NOW - 3 * DAY,
)
KNOWN = Known(seen=SEEN, seen_at=NOW - DAY, misses=2, looked_on=date(2026, 11, 2))
SILENT = Checked(
    Check.ALIVE, CheckOutcome.FINDING, "Nothing was posted for 70 days.", "2026-09-09", "2026-09-09"
)
FOUND = Checked(Check.EXISTS, CheckOutcome.OK, "The account is there.")
WALLED = Checked(Check.LINKED_BACK, CheckOutcome.COULD_NOT, "The website did not answer.")
DONE = SettledBy(COMMS, NOW + DAY, "we posted today")

CANDIDATE = Candidate(
    sort=Sort.ACCOUNT,
    platform="bluesky",
    key="did:plc:notwrenbeck",
    handle="@wrenbeckprimary.example",
    name="Wrenbeck Primary Official",
    url="https://bsky.example/notwrenbeck",
    description="The official school",
    links=("https://pay.example",),
    verified=False,
    posted_at=datetime(2026, 11, 17, 20, 0, tzinfo=UTC),
    likeness=0.4,
)
SCORED = Scored(
    CANDIDATE, 0.8, (Reason("name", "It has the school's name.", 0.6), Reason("link", "x", 0.2))
)


def numbered(count: int, school_id=WRENBECK) -> tuple[Account, ...]:
    """So many accounts of a school."""
    return tuple(Account(school_id, "mastodon", f"@class{number:03}") for number in range(count))


def round_of(file: AccountFile, *checks: Checked, at: datetime = NOW, **changes) -> Round:
    """A day's checks; the next is tomorrow."""
    return Round(**{"id": file.id, "checks": checks, "known": KNOWN, "at": at,
                    "next_check_at": at + DAY, **changes})  # fmt: skip


def claim(accounts, now: datetime = NOW, worker: str = "w1", limit: int = 1000):
    """Due accounts."""
    return accounts.claim(now=now, worker=worker, lease=LEASE, limit=limit)


def check_all(accounts, *checks: Checked, at: datetime = NOW, worker: str = "w1", **changes):
    """Claim what is due and record these checks of each; how many."""
    files = claim(accounts, at, worker)
    return accounts.record([round_of(f, *checks, at=at, **changes) for f in files], worker=worker)


def scored(key: str, score: float = 0.8, **changes) -> Scored:
    """Another look-alike."""
    return replace(SCORED, candidate=replace(CANDIDATE, key=key, **changes), score=score)


def handles(found) -> list[str]:
    """The handles of accounts or of their files."""
    return [getattr(each, "account", each).handle for each in found]


def one(accounts: SqlAccounts, school: SchoolId = WRENBECK) -> AccountFile:
    """A school's only account."""
    (file,) = accounts.files([school])
    return file


def findings(accounts: SqlAccounts) -> tuple[Finding, ...]:
    """What the last checks of Wrenbeck's only account came to."""
    return one(accounts).findings
