"""One official account: what the register says of it, and what every check of it came to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from orm.model.account_sheet import AccountRow
from orm.model.accounts import Account, AccountFile, Check, CheckOutcome
from orm.model.schools import Contact, ContactId
from orm.model.sight import Sight
from orm.reading.accounts import AccountLine, account_line
from orm.reading.accounts_findings import Line, Unknown, account_lines, unknown_of
from orm.reading.accounts_words import (
    NOT_KNOWN,
    STATUSES,
    day,
    platform,
    several,
    tamed,
    who,
)
from orm.reading.addresses import may_follow, shown_address
from orm.reading.plain_words import quotable
from orm.school_calendar import LONDON

Facts = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Seen:
    """What the account was when it was last accepted; `at` is None where a person has just done so
    and the next check remembers it.
    """

    facts: Facts
    at: datetime | None
    looked_on: date | None


@dataclass(frozen=True, slots=True)
class Entry:
    """The page of one account. `to_settle` are open findings, `lines` every other check, settled
    findings among them. `link` opens the account, or is empty.
    """

    line: AccountLine
    address: str
    link: str
    groups: tuple[tuple[str, Facts], ...]
    to_settle: tuple[Line, ...]
    lines: tuple[Line, ...]
    unknown: tuple[Unknown, ...]
    seen: Seen
    next_check_at: datetime


def entry(file: AccountFile, contacts: Sequence[Contact], sight: Sight, *, now: datetime) -> Entry:
    """The page of an account."""
    lines = account_lines(file, contacts)
    url = file.account.url or (file.known.seen.url if file.known.seen else "")
    return Entry(
        line=account_line(file, contacts, now=now),
        address=shown_address(url, sight),
        link=url if may_follow(url, sight) else "",
        groups=tuple(_groups(file.account, contacts)),
        to_settle=tuple(line for line in lines if line.is_open),
        lines=tuple(line for line in lines if not line.is_open),
        unknown=tuple(unknown_of(file, contacts, now=now)),
        seen=_seen(file),
        next_check_at=file.next_check_at,
    )


def register_rows(
    files: Sequence[AccountFile], contacts: Sequence[Contact]
) -> tuple[AccountRow, ...]:
    """The accounts as they are printed for the headteacher's signature."""
    return tuple(_printed(file, contacts) for file in files)


def _groups(account: Account, contacts: Sequence[Contact]) -> list[tuple[str, Facts]]:
    return [
        (
            "The account",
            (
                ("Name shown", quotable(account.display_name) or NOT_KNOWN),
                ("State in the register", STATUSES[account.status].capitalize()),
                ("What it is for", tamed(account.purpose) or NOT_KNOWN),
                ("What it is to achieve", tamed(account.outcomes) or NOT_KNOWN),
                ("The platform’s own number for it", quotable(account.stable_id) or NOT_KNOWN),
            ),
        ),
        (
            "Who looks after it",
            (
                ("Owner", who(account.owner, contacts)),
                ("Can get in", several(account.keepers, contacts)),
                ("Access last tested", day(account.access_tested_on)),
                ("Registered with", quotable(account.admin_email) or NOT_KNOWN),
                ("Reads before it is published", who(account.second_reader, contacts)),
                ("Agreement signed", day(account.agreement_signed_on)),
            ),
        ),
        (
            "Approval",
            (
                ("Risk assessed", day(account.risk_assessed_on)),
                ("Approved by", who(account.approved_by, contacts)),
                ("Approved on", day(account.approved_on)),
                ("Next review", day(account.review_on)),
            ),
        ),
        ("How it is kept", _keeping(account)),
    ]


def _keeping(account: Account) -> Facts:
    return (
        ("Consent for pictures", tamed(account.consent) or NOT_KNOWN),
        ("A comment waits at most", _days(account.moderation_days)),
        ("The platform’s minimum age", _number(account.minimum_age)),
        ("Posts are sent", _hours(account.hours)),
        ("Counts as unused after", f"{_days(account.dormant_after_days)} of term"),
    )


def _seen(file: AccountFile) -> Seen:
    known, seen = file.known, file.known.seen
    if seen is None:
        return Seen((), None, known.looked_on)
    facts = (
        ("Name", quotable(seen.name or "") or "not told"),
        ("Handle", quotable(seen.handle) or "not told"),
        ("Description", tamed(seen.description or "") or "not told"),
        ("Verified by the platform", _answer(answer=seen.verified)),
    )
    return Seen(facts, known.seen_at, known.looked_on)


def _answer(*, answer: bool | None) -> str:
    return "not told" if answer is None else "yes" if answer else "no"


def _number(number: int | None) -> str:
    return NOT_KNOWN if number is None else str(number)


def _days(number: int | None) -> str:
    if number is None:
        return NOT_KNOWN
    return "1 day" if number == 1 else f"{number} days"


def _hours(hours: tuple[time, time] | None) -> str:
    return f"{hours[0]:%H:%M} to {hours[1]:%H:%M}" if hours else "at any hour"


def _printed(file: AccountFile, contacts: Sequence[Contact]) -> AccountRow:
    account = file.account

    def named(contact_id: ContactId | None) -> str:
        return who(contact_id, contacts) if contact_id else ""

    return AccountRow(
        platform=platform(account.platform),
        handle=account.handle,
        name=account.display_name,
        status=STATUSES[account.status],
        owner=named(account.owner),
        keepers=tuple(map(named, account.keepers)),
        second_reader=named(account.second_reader),
        access_tested_on=account.access_tested_on,
        risk_assessed_on=account.risk_assessed_on,
        approved_by=named(account.approved_by),
        approved_on=account.approved_on,
        agreement_signed_on=account.agreement_signed_on,
        review_on=account.review_on,
        gaps=_found(file, of_register=True),
        findings=_found(file, of_register=False),
        could_not=tuple(
            each.checked.says
            for each in file.findings
            if each.checked.outcome is CheckOutcome.COULD_NOT
        ),
        checked_on=file.checked_at.astimezone(LONDON).date() if file.checked_at else None,
    )


def _found(file: AccountFile, *, of_register: bool) -> tuple[str, ...]:
    """What was found and nobody has settled: in the register itself, or by the other checks."""
    return tuple(
        each.checked.says
        for each in file.findings
        if each.checked.outcome is CheckOutcome.FINDING
        and each.settled is None
        and (each.checked.check is Check.REGISTER) is of_register
    )
