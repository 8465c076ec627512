"""What checks of accounts and of a school's presence came to, line by line, and what nobody knows.

What was not checked, or not lately, is told as not known; never as well.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from orm.cases.clocks import local_day
from orm.model.accounts import AccountFile, AccountId, CheckOutcome, Finding, FindingId
from orm.model.presence import Notice, Noticed, Presence, PresenceCheck
from orm.model.schools import Contact
from orm.reading.accounts_words import CHECKS, PRESENCE_CHECKS, Said, called, said, tamed

ACCOUNTS_OLD = timedelta(days=2)
"""Accounts are checked daily; a check that is older tells nothing of today."""

PRESENCE_OLD = timedelta(days=9)
"""Schools are looked at weekly."""

_ASK_IT = "Ask your IT manager whether orm is running."


@dataclass(frozen=True, slots=True)
class Line:
    """What one check came to. `outcome` is never well for a finding, even when it is settled.

    `place` tells it from others on a page; `account` and `number` are of an account's finding. `to`
    is the page where it is seen to, empty where there is none but the list.
    """

    where: str
    about: str
    outcome: CheckOutcome
    says: str
    evidence: str
    since: datetime
    settled: Said | None
    place: str
    account: AccountId | None = None
    number: FindingId | None = None
    to: str = ""

    @property
    def is_open(self) -> bool:
        """Somebody must settle it."""
        return self.outcome is CheckOutcome.FINDING and self.settled is None


@dataclass(frozen=True, slots=True)
class Unknown:
    """What nobody knows, why, and who can do what. `since` is None where it was never known."""

    where: str
    says: str
    evidence: str = ""
    since: datetime | None = None
    account: AccountId | None = None


def account_lines(file: AccountFile, contacts: Sequence[Contact]) -> tuple[Line, ...]:
    """Every check of an account, in `Check`'s order."""
    return tuple(_account_line(file, each, contacts) for each in file.findings)


def presence_lines(
    presence: Presence, contacts: Sequence[Contact], *, now: datetime
) -> tuple[Line, ...]:
    """Every check of a school's presence. What a parent sees first is done once it is recorded."""
    return tuple(_presence_line(each, contacts) for each in _told(presence, now=now))


def is_recorded(presence: Presence, *, now: datetime) -> bool:
    """Whether this month's first page is there."""
    month = local_day(now).replace(day=1)
    return any(page.month == month for page in presence.first_pages)


def open_lines(
    files: Iterable[AccountFile],
    presence: Presence,
    contacts: Sequence[Contact],
    *,
    now: datetime,
) -> tuple[Line, ...]:
    """Everything that somebody must settle: the school's own first, then account by account."""
    return (
        *(_presence_line(each, contacts) for each in _told(presence, now=now) if waits(each)),
        *(
            _account_line(file, each, contacts)
            for file in files
            for each in file.findings
            if waits(each)
        ),
    )


def waiting(files: Iterable[AccountFile], presence: Presence, *, now: datetime) -> int:
    """How many findings somebody must settle: as many as `open_lines` gives."""
    theirs = sum(waits(each) for file in files for each in file.findings)
    return theirs + sum(map(waits, _told(presence, now=now)))


def waits(found: Finding | Notice) -> bool:
    """Whether somebody must settle it."""
    checked = found.checked if isinstance(found, Finding) else found.noticed
    return checked.outcome is CheckOutcome.FINDING and found.settled is None


def unknown_of(file: AccountFile, contacts: Sequence[Contact], *, now: datetime) -> list[Unknown]:
    """What is not known of an account today."""
    where = called(file.account)
    if file.checked_at is None:
        says = "Not checked yet. It is checked within minutes of being entered. If it is not: "
        return [Unknown(where, says + _ASK_IT, account=file.id)]
    could_not = (
        _account_line(file, each, contacts)
        for each in file.findings
        if each.checked.outcome is CheckOutcome.COULD_NOT
    )
    found = [Unknown(where, each.says, each.evidence, each.since, file.id) for each in could_not]
    if now - file.checked_at > ACCOUNTS_OLD:
        says = f"Not checked lately, so nobody knows how it is today. {_ASK_IT}"
        found.insert(0, Unknown(where, says, "", file.checked_at, file.id))
    return found


def unknown_around(
    presence: Presence, contacts: Sequence[Contact], *, now: datetime
) -> list[Unknown]:
    """What is not known of the school's website and name."""
    around = "Our website and our name"
    if presence.checked_at is None:
        says = f"Not looked at yet. It is done within the hour. If it is not: {_ASK_IT}"
        return [Unknown(around, says)]
    found = [
        Unknown(line.about, line.says, line.evidence, line.since)
        for line in presence_lines(presence, contacts, now=now)
        if line.outcome is CheckOutcome.COULD_NOT
    ]
    if now - presence.checked_at > PRESENCE_OLD:
        says = f"Not looked at lately, so nobody knows how it is today. {_ASK_IT}"
        found.insert(0, Unknown(around, says, "", presence.checked_at))
    return found


def _told(presence: Presence, *, now: datetime) -> tuple[Notice, ...]:
    """The notices but that of a first page that is recorded since."""
    if not is_recorded(presence, now=now):
        return presence.notices
    return tuple(
        each for each in presence.notices if each.noticed.check is not PresenceCheck.FIRST_PAGE
    )


def place_of(noticed: Noticed) -> str:
    """What tells a school's finding from others on a page and in a form; its key may be any text."""
    return f"notice-{noticed.check}-{sha256(noticed.key.encode()).hexdigest()[:16]}"


def _account_line(file: AccountFile, found: Finding, contacts: Sequence[Contact]) -> Line:
    checked = found.checked
    return Line(
        where=called(file.account),
        about=CHECKS[checked.check],
        outcome=checked.outcome,
        says=tamed(checked.says),
        evidence=tamed(checked.evidence),
        since=found.since,
        settled=_settled(checked.outcome, said(found.settled, contacts)),
        place=f"finding-{found.id}",
        account=file.id,
        number=found.id,
    )


def _presence_line(found: Notice, contacts: Sequence[Contact]) -> Line:
    noticed = found.noticed
    return Line(
        where=PRESENCE_CHECKS[noticed.check],
        about=PRESENCE_CHECKS[noticed.check],
        outcome=noticed.outcome,
        says=tamed(noticed.says),
        evidence=tamed(noticed.evidence),
        since=found.since,
        settled=_settled(noticed.outcome, said(found.settled, contacts)),
        place=place_of(noticed),
        to="/accounts/first-page" if noticed.check is PresenceCheck.FIRST_PAGE else "",
    )


def _settled(outcome: CheckOutcome, word: Said | None) -> Said | None:
    """Only a finding can be settled."""
    return word if outcome is CheckOutcome.FINDING else None
