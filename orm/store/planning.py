"""The plan: which polls exist, who wants them, and when a new one first runs."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zlib import crc32

from sqlalchemy import Connection, RowMapping, bindparam, delete, insert, select, tuple_, update

from orm.model.polls import PollPlan, PollState
from orm.model.records import PlanChange
from orm.store.dialect import chunks, insert_new
from orm.store.tables.columns import storable
from orm.store.tables.polling import DOMAINS, POLL_SCHOOLS, POLLS

_Key = tuple[str, str]
_NOTHING_READ = {"etag": "", "last_modified": "", "seen": b""}


@dataclass(frozen=True, slots=True)
class _Moment:
    now: datetime
    starts: Mapping[_Key, datetime]


def plan(
    connection: Connection, plans: Sequence[PollPlan], *, now: datetime, spread: timedelta
) -> PlanChange:
    """Make the polls that are not retired exactly these.

    A poll keeps its cursor as long as its (source, key) is planned, and finds it again when it
    comes back. It reads everything anew when its address or its document changes, or when another
    school wants it: what it brought before was never judged for that school.
    """
    wanted = {_key(each): each for each in plans}
    stored = {(row["source"], row["key"]): row for row in _polls(connection)}
    starting = [
        key for key in wanted if key not in stored or _starts_anew(stored[key], wanted[key])
    ]
    when = _Moment(now, _starts(starting, now=now, spread=spread))
    _add_domains(connection, wanted.values(), now=now)
    fresh = [_new_row(wanted[key], when) for key in wanted if key not in stored]
    if fresh:
        connection.execute(insert(POLLS), fresh)
    gained = _want(connection, wanted)
    _update(connection, wanted, stored, gained, when)
    gone = [row["id"] for key, row in stored.items() if key not in wanted and not _retired(row)]
    for chunk in chunks(gone):
        connection.execute(
            update(POLLS).where(POLLS.c.id.in_(chunk)).values(state=PollState.RETIRED.value)
        )
    kept = sum(1 for key in wanted if key in stored and not _retired(stored[key]))
    return PlanChange(added=len(wanted) - kept, kept=kept, retired=len(gone))


def _key(plan_: PollPlan) -> _Key:
    return storable(plan_.request.source), storable(plan_.request.key)


def _polls(connection: Connection) -> Sequence[RowMapping]:
    left_out = {"unreadable_head", "last_detail"}
    columns = [column for column in POLLS.c if column.name not in left_out]
    return connection.execute(select(*columns)).mappings().all()


def _retired(row: RowMapping) -> bool:
    return bool(row["state"] == PollState.RETIRED.value)


def _starts_anew(row: RowMapping, plan_: PollPlan) -> bool:
    return _retired(row) or row["planned_url"] != storable(plan_.request.url)


def _starts(keys: Sequence[_Key], *, now: datetime, spread: timedelta) -> dict[_Key, datetime]:
    """Evenly over `spread`, sources mixed, the same for the same polls."""
    mixed = sorted(keys, key=lambda key: (crc32("|".join(key).encode()), key))
    return {key: now + spread * place / len(mixed) for place, key in enumerate(mixed)}


def _add_domains(connection: Connection, plans: Iterable[PollPlan], *, now: datetime) -> None:
    domains = sorted({each.domain for each in plans})
    if domains:
        rows = [{"domain": domain, "next_at": now} for domain in domains]
        connection.execute(insert_new(connection, DOMAINS), rows)


def _asked(plan_: PollPlan) -> dict[str, object]:
    """The columns that follow the plan and nothing else."""
    request, cadence = plan_.request, plan_.cadence
    return {
        "planned_url": storable(request.url),
        "scope": request.scope.value,
        "shape": request.shape,
        "accept": request.accept,
        "conditional": request.conditional,
        "credential": request.credential,
        "interface": request.interface,
        "max_bytes": request.max_bytes,
        "domain": plan_.domain,
        "shortest": cadence.shortest,
        "usual": cadence.usual,
        "longest": cadence.longest,
        "silence": cadence.silence,
        "spacing": cadence.spacing,
    }


def _new_row(plan_: PollPlan, when: _Moment) -> dict[str, object]:
    return {
        **_asked(plan_),
        **_NOTHING_READ,
        "source": plan_.request.source,
        "key": plan_.request.key,
        "url": plan_.request.url,
        "interval": plan_.cadence.usual,
        "next_poll_at": when.starts[_key(plan_)],
        "failures": 0,
        "state": PollState.ACTIVE.value,
        "last_detail": "",
        "unreadable_head": b"",
        "created_at": when.now,
    }


def _update(
    connection: Connection,
    wanted: Mapping[_Key, PollPlan],
    stored: Mapping[_Key, RowMapping],
    gained: frozenset[int],
    when: _Moment,
) -> None:
    """One statement for every poll whose row is not yet as the plan and its people want it."""
    rows = [
        {**values, "poll_id": stored[key]["id"]}
        for key, each in wanted.items()
        if key in stored and (values := _changed(stored[key], each, gained=gained, when=when))
    ]
    if rows:
        names = [name for name in rows[0] if name != "poll_id"]
        connection.execute(
            update(POLLS)
            .where(POLLS.c.id == bindparam("poll_id"))
            .values({name: bindparam(name) for name in names}),
            rows,
        )


def _changed(
    row: RowMapping, plan_: PollPlan, *, gained: frozenset[int], when: _Moment
) -> dict[str, object]:
    """Every column that planning may touch as it shall be; empty when it is so already."""
    moved = row["planned_url"] != storable(plan_.request.url)
    reread = moved or row["shape"] != plan_.request.shape or row["id"] in gained
    restarted = _starts_anew(row, plan_)
    cadence = plan_.cadence
    shall = {
        **_asked(plan_),
        "url": storable(plan_.request.url) if moved else row["url"],
        "etag": "" if reread else row["etag"],
        "last_modified": "" if reread else row["last_modified"],
        "seen": b"" if reread else row["seen"],
        "interval": min(max(row["interval"], cadence.shortest), cadence.longest),
        "next_poll_at": _next(row, plan_, when),
        "failures": 0 if restarted else row["failures"],
        "state": PollState.ACTIVE.value if restarted else row["state"],
    }
    return shall if any(row[name] != value for name, value in shall.items()) else {}


def _next(row: RowMapping, plan_: PollPlan, when: _Moment) -> datetime:
    """Where it was, unless it starts anew or a shorter cadence would have asked before."""
    if _starts_anew(row, plan_):
        return when.starts[_key(plan_)]
    next_poll_at: datetime = row["next_poll_at"]
    if row["failures"] or row["longest"] <= plan_.cadence.longest:
        return next_poll_at
    return min(next_poll_at, when.now + plan_.cadence.longest)


def _want(connection: Connection, wanted: Mapping[_Key, PollPlan]) -> frozenset[int]:
    """Write who wants what; the polls that a school newly wants.

    A retired poll remembers who wanted it, so that it can come back without reading all again.
    """
    ids = {
        (row.source, row.key): row.id
        for row in connection.execute(select(POLLS.c.id, POLLS.c.source, POLLS.c.key))
    }
    shall = {
        (ids[key], school_id): scope.value
        for key, each in wanted.items()
        for school_id, scope in each.wanted_by
    }
    is_now = {
        (row.poll_id, row.school_id): row.scope for row in connection.execute(select(POLL_SCHOOLS))
    }
    planned = {ids[key] for key in wanted}
    stale = [
        (poll_id, school_id)
        for (poll_id, school_id), scope in is_now.items()
        if poll_id in planned and shall.get((poll_id, school_id)) != scope
    ]
    for chunk in chunks(stale):
        both = tuple_(POLL_SCHOOLS.c.poll_id, POLL_SCHOOLS.c.school_id)
        connection.execute(delete(POLL_SCHOOLS).where(both.in_(chunk)))
    rows = [
        {"poll_id": poll_id, "school_id": school_id, "scope": scope}
        for (poll_id, school_id), scope in shall.items()
        if is_now.get((poll_id, school_id)) != scope
    ]
    if rows:
        connection.execute(insert(POLL_SCHOOLS), rows)
    return frozenset(poll_id for poll_id, school_id in shall if (poll_id, school_id) not in is_now)
