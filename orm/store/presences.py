"""Looking at schools beside their accounts: claimed with a lease, recorded, settled by people."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import Connection, and_, func, or_, select, update

from orm.errors import Conflict
from orm.model.accounts import CheckOutcome, SettledBy
from orm.model.entry import AuditLine
from orm.model.first_page import FirstPage
from orm.model.presence import Notice, Noticed, Presence, PresenceCheck
from orm.model.schools import ContactId, SchoolId
from orm.store.auditing import note
from orm.store.dialect import chunks, insert_new, queue_for_claims, replace_rows
from orm.store.engine import Database
from orm.store.presence_codec import notice_json, notice_of, result_json
from orm.store.presence_files import NEVER, presences
from orm.store.tables.columns import storable
from orm.store.tables.presence import FIRST_PAGES, PRESENCES
from orm.store.tables.register import SCHOOLS

SETTLED = "presence-settled"
FIRST_PAGE_KEPT = "first-page-kept"
"""The audit actions; their subjects are the check and the month."""

_LET_GO: dict[str, object] = {"claimed_by": None, "claimed_until": None}


class SqlPresences:
    """`orm.ports.Presences` on SQLite or PostgreSQL: one method, one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, school_ids: Iterable[SchoolId]) -> tuple[Presence, ...]:
        """Of each of these schools, by id; one that was never looked at is due, and has nothing."""
        wanted = tuple(school_ids)
        return self._database.read(lambda c: presences(c, wanted))

    def claim(
        self, *, now: datetime, worker: str, lease: timedelta, limit: int
    ) -> tuple[Presence, ...]:
        """Take watched schools that are due by compare-and-swap, the earliest due first."""
        return self._database.write(
            lambda c: _claim(c, now=now, worker=worker, lease=lease, limit=limit)
        )

    def hasten(self, school_ids: Iterable[SchoolId], *, now: datetime) -> None:
        """Make these due now."""
        wanted = tuple(school_ids)
        self._database.write(lambda c: _hasten(c, wanted, now=now))

    def record(
        self,
        school_id: SchoolId,
        noticed: Sequence[Noticed],
        *,
        at: datetime,
        next_check_at: datetime,
        worker: str,
    ) -> bool:
        """Write what was noticed, and let go of the claim; False when it is another worker's."""
        return self._database.write(
            lambda c: _record(
                c, school_id, noticed, at=at, next_check_at=next_check_at, worker=worker
            )
        )

    def settle(
        self, school_id: SchoolId, check: PresenceCheck, key: str, settled: SettledBy
    ) -> None:
        """Keep a person's word on a finding.

        Raises:
            Conflict: it is no finding any more, or somebody settled it first.
        """
        self._database.write(lambda c: _settle(c, school_id, check, key, settled))

    def keep_first_page(self, page: FirstPage) -> None:
        """Keep what a search showed first; one a month, the later word stands. Due now."""
        self._database.write(lambda c: _keep_first_page(c, page))


def _claim(
    connection: Connection, *, now: datetime, worker: str, lease: timedelta, limit: int
) -> tuple[Presence, ...]:
    queue_for_claims(connection)
    due_at = func.coalesce(PRESENCES.c.next_check_at, NEVER)
    free = or_(
        PRESENCES.c.claimed_until.is_(None),
        PRESENCES.c.claimed_until <= now,
        PRESENCES.c.claimed_by == worker,
    )
    query = (
        select(SCHOOLS.c.id)
        .outerjoin(PRESENCES, PRESENCES.c.school_id == SCHOOLS.c.id)
        .where(SCHOOLS.c.watched, free, or_(due_at <= now, PRESENCES.c.school_id.is_(None)))
        .order_by(due_at, SCHOOLS.c.id)
        .limit(limit)
    )
    chosen = [SchoolId(each) for each in connection.execute(query).scalars()]
    _make_rows(connection, chosen)
    for chunk in chunks(chosen):
        mine = update(PRESENCES).where(PRESENCES.c.school_id.in_(chunk))
        connection.execute(mine.values(claimed_by=worker, claimed_until=now + lease))
    found = {each.school_id: each for each in presences(connection, chosen)}
    return tuple(found[school_id] for school_id in chosen)


def _make_rows(connection: Connection, school_ids: Sequence[SchoolId]) -> None:
    rows = [
        {"school_id": school_id, "notices": [], "next_check_at": NEVER}
        for school_id in sorted(school_ids)
    ]
    if rows:
        connection.execute(insert_new(connection, PRESENCES), rows)


def _hasten(connection: Connection, school_ids: Sequence[SchoolId], *, now: datetime) -> None:
    """Due now, and nobody's: a look that is under way may have begun too early."""
    for chunk in chunks(sorted(set(school_ids))):
        statement = update(PRESENCES).where(PRESENCES.c.school_id.in_(chunk))
        connection.execute(statement.values(next_check_at=now, **_LET_GO))


def _record(
    connection: Connection,
    school_id: SchoolId,
    noticed: Sequence[Noticed],
    *,
    at: datetime,
    next_check_at: datetime,
    worker: str,
) -> bool:
    mine = and_(PRESENCES.c.school_id == school_id, PRESENCES.c.claimed_by == worker)
    held = connection.execute(select(PRESENCES.c.notices).where(mine).with_for_update()).first()
    if held is None:
        return False
    before = {_name(each.noticed): each for each in map(notice_of, held.notices)}
    now = {_name(each): _going_on(before.get(_name(each)), each, at=at) for each in noticed}
    unchecked = {each.check for each in noticed if each.outcome is CheckOutcome.COULD_NOT}
    waiting = {
        name: each
        for name, each in before.items()
        if each.settled and each.noticed.check in unchecked and name not in now
    }
    connection.execute(
        update(PRESENCES)
        .where(mine)
        .values(
            notices=[notice_json(each) for each in (now | waiting).values()],
            checked_at=at,
            next_check_at=next_check_at,
            **_LET_GO,
        )
    )
    return True


def _name(noticed: Noticed) -> tuple[PresenceCheck, str]:
    return noticed.check, storable(noticed.key)


def _going_on(before: Notice | None, noticed: Noticed, *, at: datetime) -> Notice:
    if before is None or before.noticed.outcome is not noticed.outcome:
        return Notice(noticed, since=at, last_at=at)
    return replace(before, noticed=noticed, last_at=at)


def _settle(
    connection: Connection,
    school_id: SchoolId,
    check: PresenceCheck,
    key: str,
    settled: SettledBy,
) -> None:
    theirs = PRESENCES.c.school_id == school_id
    held = connection.execute(select(PRESENCES.c.notices).where(theirs).with_for_update()).first()
    notices = [] if held is None else [notice_of(each) for each in held.notices]
    meant = [each for each in notices if _name(each.noticed) == (check, storable(key))]
    if not meant or meant[0].noticed.outcome is not CheckOutcome.FINDING or meant[0].settled:
        raise Conflict("This is settled already, or no longer found. Nothing was changed.")
    changed = [replace(each, settled=settled) if each is meant[0] else each for each in notices]
    connection.execute(
        update(PRESENCES).where(theirs).values(notices=[notice_json(each) for each in changed])
    )
    _note(connection, SETTLED, check.value, school_id, by=settled.by, at=settled.at)


def _keep_first_page(connection: Connection, page: FirstPage) -> None:
    row: dict[str, object] = {
        "school_id": page.school_id,
        "month": page.month,
        "by": page.by,
        "at": page.at,
        "results": [result_json(each) for each in page.results],
    }
    replace_rows(connection, FIRST_PAGES, [row], keys=("school_id", "month"))
    _hasten(connection, [page.school_id], now=page.at)
    month = page.month.isoformat()
    _note(connection, FIRST_PAGE_KEPT, month, page.school_id, by=page.by, at=page.at)


def _note(
    connection: Connection,
    action: str,
    subject: str,
    school_id: SchoolId,
    *,
    by: ContactId | None,
    at: datetime,
) -> None:
    line = AuditLine(at=at, actor=by or "orm", action=action, subject=subject, school_id=school_id)
    note(connection, line)
