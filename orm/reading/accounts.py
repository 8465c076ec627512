"""Official accounts of a school, as the comms lead sees them in the morning: what needs somebody,
what nobody knows, and what is as it should be. What was not checked is never told as well.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from orm.accounts.first_page import summary
from orm.model.accounts import AccountFile, AccountId
from orm.model.lookalikes import Lookalike, Verdict
from orm.model.presence import Presence
from orm.model.schools import AccountStatus, Contact, School
from orm.ports import Store
from orm.reading.accounts_findings import (
    ACCOUNTS_OLD,
    Line,
    Unknown,
    is_recorded,
    open_lines,
    presence_lines,
    unknown_around,
    unknown_of,
    waiting,
    waits,
)
from orm.reading.accounts_words import called
from orm.reading.lookalikes import Eye, Lookalikes, lookalikes
from orm.reading.plain_words import quotable, readable

MOST_LINES = 50
"""Findings on one page; the rest follow as these are settled."""

MOST_UNKNOWN = 50

NO_ACCOUNTS = (
    "No official accounts registered: then every account that claims to be the school is a finding."
)


@dataclass(frozen=True, slots=True)
class Kept:
    """What the store has of one school's accounts, look-alikes and presence."""

    school: School
    files: tuple[AccountFile, ...]
    lookalikes: tuple[Lookalike, ...]
    presence: Presence


@dataclass(frozen=True, slots=True)
class AccountLine:
    """One account in the list. `state` says it all without the colour of `kind`."""

    id: AccountId
    where: str
    name: str
    state: str
    kind: str
    checked_at: datetime | None


@dataclass(frozen=True, slots=True)
class FirstSight:
    """What a parent sees first, in short. `month` is the newest that was recorded, as its first day."""

    month: date | None
    says: tuple[str, ...]
    is_due: bool


@dataclass(frozen=True, slots=True)
class AccountsPage:
    """The page. `needs` is everything that waits for somebody, `unchecked` what nobody knows;
    `more` of each are beyond those given. `notices` is what else was looked at around the school.
    """

    says: str
    empty: str
    needs: int
    lines: tuple[Line, ...]
    more: int
    lookalikes: Lookalikes
    unknown: tuple[Unknown, ...]
    unknown_more: int
    accounts: tuple[AccountLine, ...]
    notices: tuple[Line, ...]
    looked_around_at: datetime | None
    first: FirstSight


def kept_of(store: Store, school: School) -> Kept:
    """What the store has of a school."""
    return Kept(
        school=school,
        files=store.accounts.files([school.id]),
        lookalikes=store.lookalikes.of([school.id]),
        presence=store.presences.of([school.id])[0],
    )


def page(kept: Kept, eye: Eye, *, now: datetime) -> AccountsPage:
    """The page of a school."""
    contacts = eye.contacts
    lines = open_lines(kept.files, kept.presence, contacts, now=now)
    unknown = (
        *(one for file in kept.files for one in unknown_of(file, contacts, now=now)),
        *unknown_around(kept.presence, contacts, now=now),
    )
    alike = lookalikes(kept.lookalikes, eye)
    needs = len(lines) + alike.open
    around = presence_lines(kept.presence, contacts, now=now)
    return AccountsPage(
        says=_verdict(needs, len(unknown), looked=_was_looked(kept)),
        empty="" if kept.files else NO_ACCOUNTS,
        needs=needs,
        lines=lines[:MOST_LINES],
        more=max(0, len(lines) - MOST_LINES),
        lookalikes=alike,
        unknown=unknown[:MOST_UNKNOWN],
        unknown_more=max(0, len(unknown) - MOST_UNKNOWN),
        accounts=tuple(account_line(file, contacts, now=now) for file in kept.files),
        notices=tuple(line for line in around if not line.is_open),
        looked_around_at=kept.presence.checked_at,
        first=_first(kept.presence, now=now),
    )


def needs(kept: Kept, *, now: datetime) -> int:
    """How many things of a school's accounts wait for somebody: the number of the page's verdict."""
    alike = sum(each.verdict is Verdict.OPEN for each in kept.lookalikes)
    return waiting(kept.files, kept.presence, now=now) + alike


def _verdict(needs: int, unknown: int, *, looked: bool) -> str:
    could_not = f"{_things(unknown)} could not be checked" if unknown else ""
    if needs:
        waits = f"{_things(needs)} {'needs' if needs == 1 else 'need'} you"
        return f"{waits}; {could_not}." if unknown else f"{waits}."
    if not looked:
        return "Nothing was checked yet, so nobody knows whether all is as it should be."
    if unknown:
        return f"Everything we could check is as it should be; {could_not}."
    return "Everything is as it should be, as far as it was checked."


def _things(number: int) -> str:
    return "1 thing" if number == 1 else f"{number} things"


def _was_looked(kept: Kept) -> bool:
    checked = (kept.presence.checked_at, *(file.checked_at for file in kept.files))
    return any(at is not None for at in checked)


def account_line(file: AccountFile, contacts: Sequence[Contact], *, now: datetime) -> AccountLine:
    """One account in short."""
    state, kind = _state(file, contacts, now=now)
    return AccountLine(
        id=file.id,
        where=called(file.account),
        name=quotable(file.account.display_name),
        state=state,
        kind=kind,
        checked_at=file.checked_at,
    )


def _state(file: AccountFile, contacts: Sequence[Contact], *, now: datetime) -> tuple[str, str]:
    """The state in words, with the tag's kind; the worst counts."""
    number = sum(map(waits, file.findings))
    checked_at = file.checked_at
    states = (
        (number > 0, f"{number} to settle", "act"),
        (checked_at is None, "Not checked yet", "wait"),
        (checked_at and now - checked_at > ACCOUNTS_OLD, "Not checked lately", "wait"),
        (unknown_of(file, contacts, now=now), "Could not be checked in full", "wait"),
        (file.account.status is AccountStatus.CLOSED, "Closed", "plain"),
        (any(each.settled for each in file.findings), "Findings settled", "plain"),
        (True, "As it should be", "good"),
    )
    return next((state, kind) for holds, state, kind in states if holds)


def _first(presence: Presence, *, now: datetime) -> FirstSight:
    pages = presence.first_pages
    if not pages:
        return FirstSight(None, (), is_due=True)
    before = pages[1] if len(pages) > 1 else None
    return FirstSight(
        month=pages[0].month,
        says=tuple(readable(line) for line in summary(pages[0], before)),
        is_due=not is_recorded(presence, now=now),
    )
