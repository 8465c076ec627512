"""A school's official accounts in numbers, as its digest tells them."""

from collections import Counter
from collections.abc import Iterable

from sqlalchemy import Connection, func, select

from orm.model.accounts import AccountFile, Check, CheckOutcome
from orm.model.lookalikes import TELL, Verdict
from orm.model.presence import Presence, PresenceCheck
from orm.model.schools import AccountStatus, SchoolId
from orm.model.weeks import AccountsWeek
from orm.store.account_files import files
from orm.store.presence_files import presences
from orm.store.tables.accounts import LOOKALIKES

_ORDER = tuple(Check)
_SEEN = frozenset({Check.EXISTS, Check.LINKED_BACK})


def accounts_week(connection: Connection, school_id: SchoolId) -> AccountsWeek:
    """What the last checks came to. What a person has settled is in no number."""
    theirs = files(connection, [school_id])
    (presence,) = presences(connection, [school_id])
    lookalikes = (
        select(func.count())
        .select_from(LOOKALIKES)
        .where(
            LOOKALIKES.c.school_id == school_id,
            LOOKALIKES.c.verdict == Verdict.OPEN.value,
            LOOKALIKES.c.score >= TELL,
        )
    )
    return AccountsWeek(
        platforms=tuple((file.account.platform, file.account.status) for file in theirs),
        findings=_findings(theirs),
        could_not=sum(map(_is_unseen, theirs)),
        unchecked=sum(_is_unchecked(file) for file in theirs),
        lookalikes=connection.execute(lookalikes).scalar_one(),
        searched=_searched(presence),
        website=sum(
            notice.noticed.check is PresenceCheck.SITE
            and notice.noticed.outcome is CheckOutcome.FINDING
            and notice.settled is None
            for notice in presence.notices
        ),
    )


def _findings(theirs: Iterable[AccountFile]) -> tuple[tuple[Check, int], ...]:
    """Accounts by check: two gaps in one account's register are one account with gaps."""
    counts: Counter[Check] = Counter()
    for file in theirs:
        counts.update(
            {
                finding.checked.check
                for finding in file.findings
                if finding.checked.outcome is CheckOutcome.FINDING and finding.settled is None
            }
        )
    return tuple(sorted(counts.items(), key=lambda each: _ORDER.index(each[0])))


def _is_unseen(file: AccountFile) -> bool:
    """The account or the website was not seen. What a platform never tells is on the desk only: it
    would be in every digest for ever.
    """
    return any(
        finding.checked.outcome is CheckOutcome.COULD_NOT and finding.checked.check in _SEEN
        for finding in file.findings
    )


def _is_unchecked(file: AccountFile) -> bool:
    return file.checked_at is None and file.account.status is not AccountStatus.CLOSED


def _searched(presence: Presence) -> bool | None:
    """Whether any platform could be searched at the last look; None before the first."""
    outcomes = {
        notice.noticed.outcome
        for notice in presence.notices
        if notice.noticed.check is PresenceCheck.SEARCH
    }
    return CheckOutcome.OK in outcomes if outcomes else None
