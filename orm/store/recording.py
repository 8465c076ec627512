"""The end of polls: everything they brought and their new cursors, in one transaction."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, RowMapping, bindparam, case, insert, select, update

from orm.model.polls import Outcome, PollState
from orm.model.records import JudgedItem, PollRecord, Recorded
from orm.store.codec import assessment_columns, decision_columns, mention_columns
from orm.store.counting import mark
from orm.store.dialect import chunks
from orm.store.flooding import queue_alerts
from orm.store.indexing import index
from orm.store.keeping import Filed, keep_items, see_again
from orm.store.opening import Chain, open_cases
from orm.store.questioning import ask
from orm.store.tables.judging import ASSESSMENTS, DECISIONS, MENTIONS
from orm.store.tables.polling import DOMAINS, FETCH_LOG, POLLS


def record(
    connection: Connection, ended: Sequence[PollRecord], *, chain: Chain
) -> tuple[Recorded, ...]:
    """Write them all; of a poll that another worker has taken meanwhile, nothing."""
    rows = _held(connection, ended)
    mine = [each for each in ended if _is_mine(each, rows)]
    kept = {each.poll.id: _bring(connection, each, chain) for each in mine}
    _move_cursors(connection, mine, rows)
    _release_domains(connection, mine)
    if mine:
        connection.execute(insert(FETCH_LOG), [_logged(e, kept[e.poll.id]) for e in mine])
    return tuple(kept.get(each.poll.id, Recorded(kept=False)) for each in ended)


def _bring(connection: Connection, ended: PollRecord, chain: Chain) -> Recorded:
    """What the poll brought: items, rulings, cases and the letters that tell of them."""
    now = ended.ended_at
    see_again(connection, ended.again, now=now)
    if not ended.judged:
        return Recorded(kept=True)
    return take_in(connection, ended.judged, source=ended.poll.request.source, chain=chain, now=now)


def take_in(
    connection: Connection,
    judged: Sequence[JudgedItem],
    *,
    source: str,
    chain: Chain,
    now: datetime,
) -> Recorded:
    """Write items with their rulings, the cases they open and the letters that go with those."""
    kept = keep_items(connection, judged, source=source, now=now)
    _write_rulings(connection, kept.filed, now=now)
    ask(connection, judged, now=now)
    touched = kept.changed.union(each.item_id for each in kept.filed)
    index(connection, touched)
    mark(connection, touched)
    opened = open_cases(connection, kept.filed, chain=chain, now=now)
    letters = queue_alerts(connection, opened.letters, now=now)
    return Recorded(
        kept=True,
        items_new=kept.new,
        items_edited=kept.edited,
        mentions=len(kept.filed),
        cases=opened.cases,
        letters=letters,
    )


def _held(connection: Connection, ended: Sequence[PollRecord]) -> dict[int, RowMapping]:
    """The polls' rows, locked, in one order for everybody."""
    rows: dict[int, RowMapping] = {}
    for chunk in chunks(sorted({each.poll.id for each in ended})):
        query = (
            select(
                POLLS.c.id,
                POLLS.c.url,
                POLLS.c.etag,
                POLLS.c.last_modified,
                POLLS.c.state,
                POLLS.c.claimed_by,
            )
            .where(POLLS.c.id.in_(chunk))
            .order_by(POLLS.c.id)
            .with_for_update()
        )
        rows |= {row["id"]: row for row in connection.execute(query).mappings()}
    return rows


def _is_mine(ended: PollRecord, rows: Mapping[int, RowMapping]) -> bool:
    """While it is this worker's; a lease that ran out unnoticed is fine."""
    row = rows.get(ended.poll.id)
    return row is not None and row["claimed_by"] == ended.worker


def _write_rulings(connection: Connection, filed: Sequence[Filed], *, now: datetime) -> None:
    if not filed:
        return
    statement = insert(MENTIONS).returning(MENTIONS.c.id, MENTIONS.c.item_id, MENTIONS.c.school_id)
    rows = [
        {
            **mention_columns(each.ruling.mention, keep_words=each.keep_words),
            "item_id": each.item_id,
            "version": each.version,
            "seen_at": now,
        }
        for each in filed
    ]
    written = connection.execute(statement, rows)
    ids = {(row.item_id, row.school_id): row.id for row in written}
    pairs = [(ids[each.item_id, each.ruling.mention.school_id], each) for each in filed]
    connection.execute(
        insert(ASSESSMENTS),
        [{"mention_id": i, **assessment_columns(each.ruling.assessment)} for i, each in pairs],
    )
    connection.execute(
        insert(DECISIONS),
        [
            {
                "mention_id": i,
                **decision_columns(each.ruling.decision, keep_words=each.keep_words),
            }
            for i, each in pairs
        ],
    )


def _move_cursors(
    connection: Connection, ended: Sequence[PollRecord], rows: Mapping[int, RowMapping]
) -> None:
    """One statement for all polls that change the same columns."""
    by_columns: dict[tuple[str, ...], list[dict[str, object]]] = {}
    for each in ended:
        values = _cursor(each, rows[each.poll.id])
        by_columns.setdefault(tuple(values), []).append({**values, "poll_id": each.poll.id})
    for names, moved in by_columns.items():
        connection.execute(
            update(POLLS)
            .where(POLLS.c.id == bindparam("poll_id"))
            .values({name: bindparam(name) for name in names}),
            moved,
        )


def _cursor(ended: PollRecord, row: RowMapping) -> dict[str, object]:
    values: dict[str, object] = {
        "next_poll_at": ended.pace.next_poll_at,
        "interval": ended.pace.interval,
        "failures": ended.pace.failures,
        "last_outcome": ended.outcome.value,
        "last_detail": ended.detail,
        "claimed_by": None,
        "claimed_until": None,
    }
    if row["state"] != PollState.RETIRED.value:
        values["state"] = ended.pace.state.value
    if ended.outcome.measured:
        values["last_measured_at"] = ended.ended_at
        values["unreadable_head"] = b""
    if ended.outcome is Outcome.NEW:
        values["last_new_at"] = ended.ended_at
    if ended.outcome is Outcome.UNREADABLE:
        values["unreadable_head"] = ended.head
    if _unplanned(ended, row):
        values["etag"] = ended.validators.etag
        values["last_modified"] = ended.validators.last_modified
        values["url"] = ended.moved_to or row["url"]
        values["seen"] = ended.seen
    return values


def _unplanned(ended: PollRecord, row: RowMapping) -> bool:
    """No plan has asked for another address or a fresh reading since the poll was claimed."""
    was = ended.poll
    asked = (was.request.url, was.validators.etag, was.validators.last_modified)
    return asked == (row["url"], row["etag"], row["last_modified"])


def _release_domains(connection: Connection, ended: Sequence[PollRecord]) -> None:
    """A domain's pause never gets shorter, and only the holder's claim is given back."""
    later = DOMAINS.c.next_at < bindparam("free_at")
    mine = DOMAINS.c.claimed_by == bindparam("worker")
    freed = [
        {
            "name": each.poll.domain,
            "free_at": each.pace.domain_next_at,
            "worker": each.worker,
        }
        for each in sorted(ended, key=lambda each: each.poll.domain)
    ]
    if freed:
        connection.execute(
            update(DOMAINS)
            .where(DOMAINS.c.domain == bindparam("name"))
            .values(
                next_at=case((later, bindparam("free_at")), else_=DOMAINS.c.next_at),
                claimed_by=case((mine, None), else_=DOMAINS.c.claimed_by),
                claimed_until=case((mine, None), else_=DOMAINS.c.claimed_until),
            ),
            freed,
        )


def _logged(ended: PollRecord, recorded: Recorded) -> dict[str, object]:
    return {
        "poll_id": ended.poll.id,
        "started_at": ended.started_at,
        "ended_at": ended.ended_at,
        "outcome": ended.outcome.value,
        "measured": ended.outcome.measured,
        "detail": ended.detail,
        "read": ended.read,
        "skipped": ended.skipped,
        "new": recorded.items_new + recorded.items_edited,
        "bytes": ended.bytes_read,
    }
