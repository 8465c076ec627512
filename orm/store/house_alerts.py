"""What the house tells of itself: what there is to tell, and that it was told, once."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    exists,
    func,
    not_,
    select,
    update,
)

from orm.errors import Conflict
from orm.model.house_alerts import HouseAlert, Matter, MergedAlert, SourceState
from orm.model.judgement import Verdict
from orm.model.letters import Letter
from orm.model.polls import PollState
from orm.model.schools import SchoolId
from orm.store import flooding
from orm.store.dialect import chunks, insert_new, unindexed
from orm.store.engine import Database
from orm.store.outbox import queue
from orm.store.outcomes import SEALED_KINDS
from orm.store.tables.alerts import HOUSE_ALERTS
from orm.store.tables.casework import CASE_ITEMS, CASES
from orm.store.tables.judging import DECISIONS, ITEMS, MENTIONS
from orm.store.tables.pausing import SOURCE_PAUSES
from orm.store.tables.polling import POLL_SCHOOLS, POLLS

_FAILURES = 3
"""So many failures in a row are no hiccup."""


class SqlAlertBook:
    """`orm.pipeline.alerting.AlertBook` on SQLite or PostgreSQL: one method, one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def loud(
        self, school_ids: Iterable[SchoolId], *, since: datetime, least: int
    ) -> tuple[SchoolId, ...]:
        """The schools of which at least so many stories were seen since then."""
        return self._database.read(lambda c: loud(c, school_ids, since=since, least=least))

    def seen(
        self, school_id: SchoolId, *, since: datetime
    ) -> tuple[tuple[datetime, datetime | None], ...]:
        """When each story of a school was first seen since then, and the latest day it bears."""
        return self._database.read(lambda c: seen(c, school_id, since=since))

    def source_states(self, school_ids: Iterable[SchoolId]) -> tuple[SourceState, ...]:
        """How every source that is not paused has done, by school and source."""
        return self._database.read(lambda c: source_states(c, school_ids))

    def spikes(self, school_ids: Iterable[SchoolId]) -> tuple[HouseAlert, ...]:
        """Every spike of these schools, told or not, and every other that waits; oldest first."""
        return self._database.read(lambda c: spikes(c, school_ids))

    def told_of(self, names: Iterable[str]) -> frozenset[str]:
        """Those of these alerts, by name, that were told."""
        return self._database.read(lambda c: told_of(c, names))

    def last_told(self, matter: Matter, school_ids: Iterable[SchoolId]) -> datetime | None:
        """When an alert about this matter of any of these schools was last told."""
        return self._database.read(lambda c: last_told(c, matter, school_ids))

    def note(self, alert: HouseAlert) -> None:
        """Keep an alert that waits; one of this name that waits becomes as grave as this."""
        self._database.write(lambda c: note(c, alert))

    def tell(self, told: Sequence[HouseAlert], letters: Sequence[Letter], *, now: datetime) -> int:
        """Mark alerts as told and queue the letters that tell of them; how many are to be sent.

        Raises:
            Conflict: another worker has told one of them; nothing is written.
        """
        return self._database.write(lambda c: tell(c, told, letters, now=now))

    def waiting_alerts(self, *, before: datetime) -> tuple[MergedAlert, ...]:
        """Alerts of cases that are to be told together, of readers of whom one came before then."""
        return self._database.read(lambda c: flooding.waiting_alerts(c, before=before))

    def tell_together(
        self,
        merged: Sequence[MergedAlert],
        letters: Sequence[Letter],
        *,
        told_in: str,
        now: datetime,
    ) -> int:
        """Queue the letters that count these alerts; how many are to be sent.

        Raises:
            Conflict: another worker has told one of them; nothing is written.
        """
        return self._database.write(
            lambda c: flooding.tell_together(c, merged, letters, told_in=told_in, now=now)
        )


def loud(
    connection: Connection, school_ids: Iterable[SchoolId], *, since: datetime, least: int
) -> tuple[SchoolId, ...]:
    """The schools of which at least so many stories were seen since then."""
    found: list[SchoolId] = []
    for chunk in chunks(sorted(school_ids)):
        query = (
            select(MENTIONS.c.school_id)
            .join(ITEMS, ITEMS.c.id == MENTIONS.c.item_id)
            .where(
                MENTIONS.c.school_id.in_(chunk),
                MENTIONS.c.seen_at >= since,
                MENTIONS.c.verdict == Verdict.US.value,
            )
            .group_by(MENTIONS.c.school_id)
            .having(func.count(ITEMS.c.story_id.distinct()) >= least)
            .order_by(MENTIONS.c.school_id)
        )
        found += [SchoolId(each) for each in connection.execute(query).scalars()]
    return tuple(found)


def seen(
    connection: Connection, school_id: SchoolId, *, since: datetime
) -> tuple[tuple[datetime, datetime | None], ...]:
    """Stories about the school that are not sealed, each once, by when it was first seen.

    As Trends counts them (`orm.store.counting`): a story whose copy was seen earlier is not new.
    """
    lately = (
        select(ITEMS.c.story_id)
        .join(MENTIONS, MENTIONS.c.item_id == ITEMS.c.id)
        .where(
            MENTIONS.c.school_id == school_id,
            MENTIONS.c.seen_at >= since,
            MENTIONS.c.verdict == Verdict.US.value,
        )
    )
    first_seen = func.min(MENTIONS.c.seen_at)
    query = (
        select(first_seen.label("seen_at"), func.max(ITEMS.c.posted_at).label("posted_at"))
        .select_from(ITEMS)
        .join(MENTIONS, MENTIONS.c.item_id == ITEMS.c.id)
        .where(unindexed(MENTIONS.c.school_id) == school_id, ITEMS.c.story_id.in_(lately))
        .where(MENTIONS.c.verdict != Verdict.NOT_US.value)
        .where(ITEMS.c.story_id.not_in(_sealed_stories(school_id)))
        .group_by(ITEMS.c.story_id)
        .having(first_seen >= since)
        .order_by("seen_at")
    )
    return tuple((row.seen_at, row.posted_at) for row in connection.execute(query))


def source_states(
    connection: Connection, school_ids: Iterable[SchoolId]
) -> tuple[SourceState, ...]:
    """How every source that is not paused has done, by school and source."""
    found: list[SourceState] = []
    for chunk in chunks(sorted(school_ids)):
        query = (
            select(
                POLL_SCHOOLS.c.school_id,
                POLLS.c.source,
                func.max(POLLS.c.last_measured_at).label("measured_at"),
                func.max(POLLS.c.last_new_at).label("new_at"),
                func.max(POLLS.c.silence).label("silence"),
                func.min(POLLS.c.failures).label("failures"),
            )
            .join(POLLS, POLLS.c.id == POLL_SCHOOLS.c.poll_id)
            .where(
                POLL_SCHOOLS.c.school_id.in_(chunk),
                POLLS.c.state != PollState.RETIRED.value,
                not_(_paused()),
            )
            .group_by(POLL_SCHOOLS.c.school_id, POLLS.c.source)
            .order_by(POLL_SCHOOLS.c.school_id, POLLS.c.source)
        )
        found += [_state(row) for row in connection.execute(query).mappings()]
    return tuple(found)


def spikes(connection: Connection, school_ids: Iterable[SchoolId]) -> tuple[HouseAlert, ...]:
    """Every spike of these schools, told or not, and every other that waits; oldest first."""
    found: dict[int, HouseAlert] = {}
    wanted = [HOUSE_ALERTS.c.school_id.in_(chunk) for chunk in chunks(sorted(school_ids))]
    for such in (*wanted, HOUSE_ALERTS.c.told_at.is_(None)):
        query = select(HOUSE_ALERTS).where(HOUSE_ALERTS.c.matter == Matter.SPIKE.value, such)
        found |= {row["id"]: _alert(row) for row in connection.execute(query).mappings()}
    return tuple(found[number] for number in sorted(found))


def told_of(connection: Connection, names: Iterable[str]) -> frozenset[str]:
    """Those of these alerts, by name, that were told."""
    found: set[str] = set()
    for chunk in chunks(names):
        query = select(HOUSE_ALERTS.c.once).where(
            HOUSE_ALERTS.c.once.in_(chunk), HOUSE_ALERTS.c.told_at.is_not(None)
        )
        found.update(connection.execute(query).scalars())
    return frozenset(found)


def last_told(
    connection: Connection, matter: Matter, school_ids: Iterable[SchoolId]
) -> datetime | None:
    """When an alert about this matter of any of these schools was last told."""
    latest: list[datetime | None] = []
    for chunk in chunks(sorted(school_ids)):
        query = select(func.max(HOUSE_ALERTS.c.told_at)).where(
            HOUSE_ALERTS.c.matter == matter.value, HOUSE_ALERTS.c.school_id.in_(chunk)
        )
        latest.append(connection.execute(query).scalar_one())
    return max((each for each in latest if each is not None), default=None)


def note(connection: Connection, alert: HouseAlert) -> None:
    """Keep an alert that waits; one of this name that waits becomes as grave as this."""
    _keep(connection, [alert])
    graver = (HOUSE_ALERTS.c.once == alert.once) & (HOUSE_ALERTS.c.number < alert.number)
    connection.execute(
        update(HOUSE_ALERTS)
        .where(graver, HOUSE_ALERTS.c.told_at.is_(None))
        .values(number=alert.number, usual=alert.usual, at=alert.at)
    )


def tell(
    connection: Connection, told: Sequence[HouseAlert], letters: Sequence[Letter], *, now: datetime
) -> int:
    """Mark alerts as told and queue the letters that tell of them; how many are to be sent."""
    _keep(connection, told)
    marked = 0
    for chunk in chunks(sorted({each.once for each in told})):
        waits = HOUSE_ALERTS.c.once.in_(chunk) & HOUSE_ALERTS.c.told_at.is_(None)
        marked += connection.execute(update(HOUSE_ALERTS).where(waits).values(told_at=now)).rowcount
    if marked != len({each.once for each in told}):
        raise Conflict("another worker has told of this first; nothing was changed")
    return queue(connection, letters, now=now)


def _keep(connection: Connection, found: Sequence[HouseAlert]) -> None:
    rows = [
        {
            "once": each.once,
            "matter": each.matter.value,
            "school_id": each.school_id,
            "at": each.at,
            "number": each.number,
            "usual": each.usual,
        }
        for each in found
    ]
    if rows:
        connection.execute(insert_new(connection, HOUSE_ALERTS), rows)


def _alert(row: RowMapping) -> HouseAlert:
    return HouseAlert(
        once=row["once"],
        matter=Matter(row["matter"]),
        school_id=SchoolId(row["school_id"]),
        at=row["at"],
        number=row["number"],
        usual=row["usual"],
        told_at=row["told_at"],
    )


def _state(row: RowMapping) -> SourceState:
    return SourceState(
        school_id=SchoolId(row["school_id"]),
        source=row["source"],
        measured_at=row["measured_at"],
        new_at=row["new_at"],
        silence=row["silence"] or timedelta(0),
        failing=row["failures"] >= _FAILURES,
    )


def _paused() -> ColumnElement[bool]:
    """A person has paused the source for the school, and it has not gone on."""
    return exists().where(
        SOURCE_PAUSES.c.source == POLLS.c.source,
        SOURCE_PAUSES.c.school_id == POLL_SCHOOLS.c.school_id,
        SOURCE_PAUSES.c.ended_at.is_(None),
    )


def _sealed_stories(school_id: SchoolId) -> ColumnElement[object]:
    """Stories of which a copy is sealed for the school, by its decision or its case."""
    in_sealed_case = (
        select(CASE_ITEMS.c.item_id)
        .join(CASES, CASES.c.ref == CASE_ITEMS.c.ref)
        .where(CASES.c.school_id == school_id, CASES.c.sealed)
    )
    sealed = DECISIONS.c.sealed | DECISIONS.c.category.in_(SEALED_KINDS)
    return (
        select(ITEMS.c.story_id)
        .join(MENTIONS, MENTIONS.c.item_id == ITEMS.c.id)
        .join(DECISIONS, DECISIONS.c.mention_id == MENTIONS.c.id)
        .where(MENTIONS.c.school_id == school_id, ITEMS.c.story_id.is_not(None))
        .where(sealed | ITEMS.c.id.in_(in_sealed_case))
        .scalar_subquery()
    )
