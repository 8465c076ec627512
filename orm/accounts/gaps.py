"""What the register itself says of an account: who looks after it, what is missing, what is overdue.

Rules: domain.md R47, R49, R66-R68, R72, R134, R137-R139, R142, R146; row T18. The key of a finding
begins with the register's field; behind a colon stands what makes it another finding.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from urllib.parse import urlsplit

from dateutil.relativedelta import relativedelta

from orm.accounts.outcomes import count, day, finding, mark, well
from orm.model.accounts import Account, Check, Checked
from orm.model.schools import AccountStatus, Contact, ContactId, Role, School

LEADERS = frozenset({Role.HEADTEACHER, Role.SLT, Role.DSL})
"""Who counts as leadership that can get in (R68, R138)."""

APPROVERS = frozenset({Role.HEADTEACHER, Role.DSL})
"""Who may approve an account (R49, R66)."""

FEWEST_KEEPERS = 2
TEST_ACCESS_EVERY = timedelta(days=92)
LOOK_EVERY = timedelta(days=14)
"""How often a person looks at an account that no program looks at."""

_FREE = (
    "aol.com gmail.com googlemail.com hotmail.co.uk hotmail.com icloud.com live.co.uk live.com "
    "me.com msn.com outlook.com proton.me yahoo.co.uk yahoo.com"
)
_FREE_MAIL = frozenset(_FREE.split())
_LEFT = {
    "owner": "The person named as looking after this account has left or has no role at the school "
    "any more. Name somebody else, and make sure that the old access is gone.",
    "approved_by": "The person who approved this account has left or has no role at the school any "
    "more. Ask the headteacher or the safeguarding lead to approve it again.",
    "second_reader": "The second reader has left or has no role at the school any more. Name "
    "another colleague who reads before anything is published.",
}
_GAPS = {
    "purpose": "The register does not say what this account is for. Write down its purpose.",
    "outcomes": "The register does not say what this account is meant to achieve. Write that down.",
    "owner": "Nobody is named as looking after this account. Name one person.",
    "risk_assessed_on": "No risk assessment is recorded. Do one and enter its date.",
    "approved_by": "Nobody is recorded as having approved this account. Ask the headteacher or the "
    "safeguarding lead.",
    "approved_on": "The day of the approval is missing. Enter it.",
    "admin_email": "The email address that this account is registered with is missing. Enter the "
    "school address that is used for it.",
    "second_reader": "Nobody is named to read before anything is published. Name a second reader.",
    "moderation_days": "It is not agreed how long a comment may wait. Agree a number of days with "
    "the safeguarding lead.",
    "consent": "The register does not say how consent for pictures is checked. Write down how.",
    "agreement_signed_on": "It is not recorded that the person who runs this account has signed "
    "the acceptable use agreement. Have it signed and enter the day.",
    "minimum_age": "The platform's minimum age is missing. Look it up in its terms and enter it.",
}
_YEARLY = {
    "risk_assessed_on": "The risk assessment is more than a year old. Go through it again and enter "
    "the new date.",
    "agreement_signed_on": "The acceptable use agreement was signed more than a year ago. Have it "
    "signed again.",
}
_DATED = {
    "access_tested_on": "the test of access",
    "risk_assessed_on": "the risk assessment",
    "approved_on": "the approval",
    "agreement_signed_on": "the signed agreement",
}
_WHAT_TO_LOOK_FOR = (
    "Open it and check that it carries our name and words, links to our website, shows only posts "
    "of ours and has no comment waiting; then confirm it here."
)


def register_checks(
    account: Account,
    *,
    contacts: Iterable[Contact],
    school: School,
    domains: frozenset[str],
    looked_on: date | None,
    by_hand: bool,
    today: date,
) -> tuple[Checked, ...]:
    """BY_HAND where only a person can look, then PEOPLE, REGISTER and DATES.

    `domains` are those that the school's mail may go to; an admin address is on one of these or on
    the school's own. Of a closed account the register asks nothing.
    """
    if account.status is AccountStatus.CLOSED:
        return ()
    here = {
        one.id: one
        for one in contacts
        if one.roles and (not one.schools or account.school_id in one.schools)
    }
    own = domains | _own_domains(school)
    return (
        *((_by_hand(looked_on, today),) if by_hand else ()),
        *_or_well(_people(account, here), Check.PEOPLE, _PEOPLE_WELL),
        *_or_well(_gaps(account, here, own), Check.REGISTER, "The register entry is complete."),
        *_or_well(_dates(account, today), Check.DATES, "Nothing in the register is overdue."),
    )


_PEOPLE_WELL = "At least two people can get in, one of them in the school's leadership."


def _or_well(found: Iterator[Checked], check: Check, says: str) -> tuple[Checked, ...]:
    return tuple(found) or (well(check, says),)


def _by_hand(looked_on: date | None, today: date) -> Checked:
    if looked_on is None:
        says = f"Nobody has looked at this account yet, and only a person can. {_WHAT_TO_LOOK_FOR}"
        return finding(Check.BY_HAND, "never", says)
    if today - looked_on >= LOOK_EVERY:
        says = f"It is time to look at this account again. {_WHAT_TO_LOOK_FOR}"
        return finding(Check.BY_HAND, looked_on.isoformat(), says, f"Last looked {day(looked_on)}")
    again = day(looked_on + LOOK_EVERY)
    return well(Check.BY_HAND, f"A person looked on {day(looked_on)}; due again on {again}.")


def _people(account: Account, here: Mapping[ContactId, Contact]) -> Iterator[Checked]:
    keepers = dict.fromkeys(account.keepers)
    left = [one for one in keepers if one not in here]
    staying = [here[one] for one in keepers if one in here]
    if left:
        yield finding(Check.PEOPLE, f"keepers:left:{mark(*sorted(left))}", _keeper_left(staying))
    elif len(staying) < FEWEST_KEEPERS:
        yield finding(
            Check.PEOPLE,
            "keepers",
            "Fewer than two people can get into this account. Give a second person access and "
            "enter both.",
        )
    if staying and not any(one.roles & LEADERS for one in staying):
        yield finding(
            Check.PEOPLE,
            "keepers:leadership",
            "Nobody in the school's leadership can get into this account. Give the headteacher, a "
            "senior leader or the safeguarding lead access.",
        )
    yield from _others_left(account, here)


def _keeper_left(staying: Sequence[Contact]) -> str:
    missing = FEWEST_KEEPERS - len(staying)
    says = (
        "Somebody who left, or has no role here any more, is still listed as able to get into this "
        "account. Take the access away and change the password"
    )
    return f"{says}; then give another person access." if missing > 0 else f"{says}."


def _others_left(account: Account, here: Mapping[ContactId, Contact]) -> Iterator[Checked]:
    named = {
        "owner": account.owner,
        "approved_by": account.approved_by,
        "second_reader": account.second_reader,
    }
    for field, who in named.items():
        if who is not None and who not in here:
            yield finding(Check.PEOPLE, f"{field}:left:{mark(who)}", _LEFT[field])


def _gaps(
    account: Account, here: Mapping[ContactId, Contact], own: frozenset[str]
) -> Iterator[Checked]:
    for field, says in _GAPS.items():
        value: object = getattr(account, field)
        if value is None or (isinstance(value, str) and not value.strip()):
            yield finding(Check.REGISTER, field, says)
    approver = here.get(account.approved_by) if account.approved_by is not None else None
    if approver is not None and not approver.roles & APPROVERS:
        yield finding(
            Check.REGISTER,
            f"approved_by:role:{mark(approver.id)}",
            "The person named as having approved this account is neither headteacher nor "
            "safeguarding lead. Ask one of them to approve it.",
        )
    if account.owner is not None and account.second_reader == account.owner:
        yield finding(
            Check.REGISTER,
            "second_reader:owner",
            "The second reader is the person who looks after the account. Name somebody else, so "
            "that two people read what is published.",
        )
    yield from _address(account.admin_email, own)


def _address(email: str, own: frozenset[str]) -> Iterator[Checked]:
    if not email.strip():
        return
    domain = email.strip().rpartition("@")[2].casefold()
    if "@" in email and any(domain == one or domain.endswith(f".{one}") for one in own):
        return
    yield finding(
        Check.REGISTER,
        f"admin_email:{mark(domain)}",
        "This account is registered with an email address that is not the school's. Change it to a "
        "school address, in the account and here.",
        f"An address at {domain}" if "@" in email else "",
    )


def _own_domains(school: School) -> frozenset[str]:
    """The domains of the school's website and office address; never one of free mail."""
    website = school.website.strip()
    try:
        host = urlsplit(website if "//" in website else f"//{website}").hostname or ""
    except ValueError:
        host = ""
    office = school.email.strip().rpartition("@")[2].casefold() if "@" in school.email else ""
    return frozenset({host.rstrip(".").removeprefix("www."), office}) - _FREE_MAIL - {""}


def _dates(account: Account, today: date) -> Iterator[Checked]:
    for field, what in _DATED.items():
        on = getattr(account, field)
        if isinstance(on, date) and on > today:
            says = f"The date of {what} lies in the future. Correct it."
            yield finding(Check.DATES, f"{field}:{on.isoformat()}", says, day(on))
    yield from _access_test(account.access_tested_on, today)
    for field, says in _YEARLY.items():
        on = getattr(account, field)
        if isinstance(on, date) and on < today - relativedelta(years=1):
            yield finding(Check.DATES, f"{field}:{on.isoformat()}", says, f"Dated {day(on)}")
    yield from _review(account.review_on, today)


def _access_test(on: date | None, today: date) -> Iterator[Checked]:
    says = "Have everybody who is listed sign in once, then enter the day."
    if on is None:
        untested = "It was never tested that the people listed can get in."
        yield finding(Check.DATES, "access_tested_on", f"{untested} {says}")
    elif today - on > TEST_ACCESS_EVERY:
        key = f"access_tested_on:{on.isoformat()}"
        old = f"Access was last tested {count((today - on).days, 'day')} ago; it is due every three months."
        yield finding(Check.DATES, key, f"{old} {says}", f"Tested {day(on)}")


def _review(on: date | None, today: date) -> Iterator[Checked]:
    if on is None:
        says = "No day is set on which this account is looked at again as a whole. Set one."
        yield finding(Check.DATES, "review_on", says)
    elif on < today:
        says = (
            "The review of this account is overdue. Decide whether it goes on, and set a new day."
        )
        yield finding(Check.DATES, f"review_on:{on.isoformat()}", says, f"Due {day(on)}")
