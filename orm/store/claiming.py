"""Taking due polls: due, free, one per domain, and never by two workers at once."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    RowMapping,
    Select,
    Table,
    and_,
    bindparam,
    func,
    not_,
    or_,
    select,
    update,
)

from orm.model.polls import (
    Cadence,
    Claim,
    Poll,
    PollId,
    PollState,
    Request,
    Scope,
    Validators,
)
from orm.model.schools import SchoolId
from orm.store.dialect import chunks, queue_for_claims
from orm.store.pausing import is_paused
from orm.store.tables.polling import DOMAINS, POLL_SCHOOLS, POLLS

_Wanted = tuple[tuple[SchoolId, Scope], ...]

# What is asked for every poll is put together once: to do so takes longer than to run it.
_AT = bindparam("at", type_=POLLS.c.next_poll_at.type)
_WHO = bindparam("who", type_=POLLS.c.claimed_by.type)
_OF = bindparam("of", type_=POLLS.c.source.type)

_WANTED = and_(
    POLLS.c.state.in_([PollState.ACTIVE.value, PollState.PAUSED.value]), not_(is_paused())
)
"""Some school wants it, and not every one that does has paused its source."""

_DUE = and_(_WANTED, POLLS.c.next_poll_at <= _AT, or_(_OF.is_(None), POLLS.c.source == _OF))


def _free(table: Table) -> ColumnElement[bool]:
    """Nobody's, or this worker's own, or its lease is over."""
    return or_(
        table.c.claimed_until.is_(None), table.c.claimed_until <= _AT, table.c.claimed_by == _WHO
    )


def _choice() -> Select[int]:
    """The earliest due poll of each free domain."""
    place = func.row_number().over(
        partition_by=POLLS.c.domain, order_by=(POLLS.c.next_poll_at, POLLS.c.id)
    )
    first = (
        select(POLLS.c.id, POLLS.c.next_poll_at, place.label("place"))
        .join(DOMAINS, DOMAINS.c.domain == POLLS.c.domain)
        .where(_DUE, _free(POLLS), _free(DOMAINS), DOMAINS.c.next_at <= _AT)
        .where(DOMAINS.c.domain.not_in(bindparam("busy", expanding=True)))
        .subquery()
    )
    chosen = (
        select(first.c.id)
        .where(first.c.place == 1)
        .order_by(first.c.next_poll_at, first.c.id)
        .limit(bindparam("most", type_=Integer))
    )
    return select(POLLS.c.id).where(POLLS.c.id.in_(chosen)).with_for_update(skip_locked=True)


_CHOICE = _choice()
_TAKE = (
    update(POLLS)
    .where(POLLS.c.id.in_(bindparam("chosen", expanding=True)), _free(POLLS), _DUE)
    .values(
        claimed_by=bindparam("claimed_by"),
        claimed_until=bindparam("claimed_until"),
    )
    .returning(*POLLS.c)
)


def claim_polls(connection: Connection, claim: Claim) -> tuple[Poll, ...]:
    """The earliest due poll of each free domain, `claim.limit` at most, leased to the worker.

    The limit counts after the choice per domain, so a domain with many due polls starves nobody.
    """
    queue_for_claims(connection)
    asked = {"at": claim.now, "who": claim.worker, "of": claim.source}
    choice = {"busy": sorted(claim.busy), "most": claim.limit}
    ids = connection.execute(_CHOICE, asked | choice).scalars().all()
    lease = {"claimed_by": claim.worker, "claimed_until": claim.now + claim.lease}
    taken: list[RowMapping] = []
    for chunk in chunks(ids):
        taken += connection.execute(_TAKE, asked | lease | {"chosen": chunk}).mappings().all()
    for domains in chunks(sorted(row["domain"] for row in taken)):
        connection.execute(update(DOMAINS).where(DOMAINS.c.domain.in_(domains)).values(lease))
    wanted = _wanted_by(connection, [row["id"] for row in taken])
    taken.sort(key=lambda row: (row["next_poll_at"], row["id"]))
    return tuple(poll_of(row, wanted.get(row["id"], ())) for row in taken)


def next_due_at(connection: Connection, *, source: str | None = None) -> datetime | None:
    """The earliest moment at which a poll is due; None without any poll."""
    query = select(func.min(POLLS.c.next_poll_at)).where(_WANTED)
    if source is not None:
        query = query.where(POLLS.c.source == source)
    return connection.execute(query).scalar()


def next_free_at(
    connection: Connection, *, due_by: datetime, worker: str, source: str | None = None
) -> datetime | None:
    """When the first domain of a poll that is due by then is free; None without such a poll.

    Polls and domains that another worker holds are left out: nobody knows when they come free. Those
    of this one are of a process that was killed, and can be claimed again.
    """
    theirs = (POLLS.c.claimed_by, DOMAINS.c.claimed_by)
    query = (
        select(func.min(DOMAINS.c.next_at))
        .join(POLLS, POLLS.c.domain == DOMAINS.c.domain)
        .where(_WANTED, POLLS.c.next_poll_at <= due_by)
        .where(*(or_(held_by.is_(None), held_by == worker) for held_by in theirs))
    )
    if source is not None:
        query = query.where(POLLS.c.source == source)
    return connection.execute(query).scalar()


def poll_of(row: RowMapping, wanted_by: _Wanted) -> Poll:
    """The poll behind a row of `polls`."""
    return Poll(
        id=PollId(row["id"]),
        request=Request(
            source=row["source"],
            key=row["key"],
            url=row["url"],
            scope=Scope(row["scope"]),
            shape=row["shape"],
            accept=row["accept"],
            conditional=row["conditional"],
            credential=row["credential"],
            interface=row["interface"],
            max_bytes=row["max_bytes"],
        ),
        domain=row["domain"],
        cadence=Cadence(
            shortest=row["shortest"],
            usual=row["usual"],
            longest=row["longest"],
            silence=row["silence"],
            spacing=row["spacing"],
        ),
        wanted_by=wanted_by,
        interval=row["interval"],
        next_poll_at=row["next_poll_at"],
        validators=Validators(row["etag"], row["last_modified"]),
        failures=row["failures"],
        state=PollState(row["state"]),
        last_new_at=row["last_new_at"],
        last_measured_at=row["last_measured_at"],
        seen=row["seen"],
    )


def _wanted_by(connection: Connection, poll_ids: Sequence[int]) -> dict[int, _Wanted]:
    wanted: dict[int, _Wanted] = {}
    for chunk in chunks(poll_ids):
        query = (
            select(POLL_SCHOOLS)
            .where(POLL_SCHOOLS.c.poll_id.in_(chunk))
            .order_by(POLL_SCHOOLS.c.poll_id, POLL_SCHOOLS.c.school_id)
        )
        for row in connection.execute(query):
            pair = (SchoolId(row.school_id), Scope(row.scope))
            wanted[row.poll_id] = (*wanted.get(row.poll_id, ()), pair)
    return wanted
