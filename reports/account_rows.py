"""The digest's official accounts: what their last checks came to, in numbers (domain.md §5.2, 8).

No handle and no name of a look-alike: an email says how many, the desk says which.
"""

from collections.abc import Iterator

from orm.model.schools import AccountStatus
from orm.model.weeks import AccountsWeek
from reports import bank
from reports.plain import listed
from reports.view import Row, Section

_TITLE = "Official accounts"
_LEAD = "To see to"
_MOST_FINDINGS = 3
_MOST_PLATFORMS = 4
_STATES = {AccountStatus.DORMANT: " (dormant)", AccountStatus.CLOSED: " (closed)"}


def accounts(week: AccountsWeek, *, href: str) -> Section:
    """What needs the comms lead first, then what could not be checked, then how things stand."""
    return Section(_TITLE, tuple(_rows(week, href)))


def _rows(week: AccountsWeek, href: str) -> Iterator[Row]:
    if _is_well(week):
        yield Row(f"{_platforms(week)}: {bank.say('all_well')}")
        return
    said = (*_findings(week), " ".join((*_standing(week), *_around(week))))
    wait = bool(week.findings or week.lookalikes or week.website)
    for place, text in enumerate(said):
        yield Row(text, lead=_LEAD, href=href) if wait and not place else Row(text)


def _is_well(week: AccountsWeek) -> bool:
    """Everything that we may look at was looked at, and nothing was found."""
    wrong = (week.findings, week.could_not, week.unchecked, week.lookalikes, week.website)
    return bool(week.platforms) and week.searched is True and not any(wrong)


def _findings(week: AccountsWeek) -> Iterator[str]:
    for check, number in week.findings[:_MOST_FINDINGS]:
        yield f"{bank.account(check, number)}."
    rest = sum(number for _, number in week.findings[_MOST_FINDINGS:])
    if rest:
        yield f"{bank.counted(rest, 'findings')} more."


def _standing(week: AccountsWeek) -> Iterator[str]:
    if not week.platforms:
        yield bank.say("no_accounts")
        return
    yield f"{_platforms(week)} registered."
    if week.unchecked:
        yield bank.say("accounts_unchecked", accounts=bank.counted(week.unchecked, "accounts"))
    if week.could_not:
        yield bank.say("accounts_partly", accounts=bank.counted(week.could_not, "accounts"))
    if not (week.findings or week.unchecked or week.could_not):
        yield bank.say("accounts_well")


def _around(week: AccountsWeek) -> Iterator[str]:
    if week.website:
        yield bank.say("website", findings=bank.counted(week.website, "findings"))
    if week.lookalikes:
        yield bank.say("lookalikes", lookalikes=bank.counted(week.lookalikes, "lookalikes"))
    elif week.searched:
        yield bank.say("no_lookalikes")
    if week.searched is None:
        yield bank.say("not_searched_yet")
    elif not week.searched:
        yield bank.say("unsearched")


def _platforms(week: AccountsWeek) -> str:
    named = [_platform(name) + _STATES.get(status, "") for name, status in week.platforms]
    said = listed(list(dict.fromkeys(named)), most=_MOST_PLATFORMS)
    return f"{said[:1].upper()}{said[1:]}"


def _platform(name: str) -> bank.Said:
    return bank.words("platform").get(name.strip().lower()) or bank.word("other_platform")
