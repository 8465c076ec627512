"""The end of a poll: everything it brought and its new cursor, in one transaction."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, RowMapping, case, insert, select, update

from orm.model.polls import Outcome, PollState
from orm.model.records import PollRecord, Recorded
from orm.store.codec import assessment_columns, decision_columns, mention_columns
from orm.store.keeping import Filed, Kept, keep_items
from orm.store.opening import Chain, open_cases
from orm.store.outbox import queue
from orm.store.tables.judging import ASSESSMENTS, DECISIONS, MENTIONS
from orm.store.tables.polling import DOMAINS, FETCH_LOG, POLLS


def record(connection: Connection, ended: PollRecord, *, chain: Chain) -> Recorded:
    """Write it all, or nothing when another worker has taken the poll meanwhile."""
    row = _held(connection, ended)
    if row is None:
        return Recorded(kept=False)
    now = ended.ended_at
    kept = keep_items(connection, ended.judged, source=ended.poll.request.source, now=now)
    _write_rulings(connection, kept.filed, now=now)
    opened = open_cases(connection, kept.filed, chain=chain, now=now)
    letters = queue(connection, opened.letters, now=now)
    _move_cursor(connection, ended, row)
    _release_domain(connection, ended)
    _log(connection, ended, kept)
    return Recorded(
        kept=True,
        items_new=kept.new,
        items_edited=kept.edited,
        mentions=len(kept.filed),
        cases=opened.cases,
        letters=letters,
    )


def _held(connection: Connection, ended: PollRecord) -> RowMapping | None:
    """The poll's row, locked, while it is this worker's; a lease that ran out unnoticed is fine."""
    query = (
        select(POLLS.c.url, POLLS.c.etag, POLLS.c.last_modified, POLLS.c.state)
        .where(POLLS.c.id == ended.poll.id, POLLS.c.claimed_by == ended.worker)
        .with_for_update()
    )
    return connection.execute(query).mappings().first()


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


def _move_cursor(connection: Connection, ended: PollRecord, row: RowMapping) -> None:
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
    values.update(_measured(ended))
    if _unplanned(ended, row):
        values["etag"] = ended.validators.etag
        values["last_modified"] = ended.validators.last_modified
        values["url"] = ended.moved_to or row["url"]
    connection.execute(update(POLLS).where(POLLS.c.id == ended.poll.id).values(values))


def _measured(ended: PollRecord) -> dict[str, object]:
    values: dict[str, object] = {}
    if ended.outcome.measured:
        values["last_measured_at"] = ended.ended_at
        values["unreadable_head"] = b""
    if ended.outcome is Outcome.NEW:
        values["last_new_at"] = ended.ended_at
    if ended.outcome is Outcome.UNREADABLE:
        values["unreadable_head"] = ended.head
    return values


def _unplanned(ended: PollRecord, row: RowMapping) -> bool:
    """No plan has asked for another address or a fresh reading since the poll was claimed."""
    was = ended.poll
    asked = (was.request.url, was.validators.etag, was.validators.last_modified)
    return asked == (row["url"], row["etag"], row["last_modified"])


def _release_domain(connection: Connection, ended: PollRecord) -> None:
    """The domain's pause never gets shorter, and only the holder's claim is given back."""
    later = DOMAINS.c.next_at < ended.pace.domain_next_at
    mine = DOMAINS.c.claimed_by == ended.worker
    connection.execute(
        update(DOMAINS)
        .where(DOMAINS.c.domain == ended.poll.domain)
        .values(
            next_at=case((later, ended.pace.domain_next_at), else_=DOMAINS.c.next_at),
            claimed_by=case((mine, None), else_=DOMAINS.c.claimed_by),
            claimed_until=case((mine, None), else_=DOMAINS.c.claimed_until),
        )
    )


def _log(connection: Connection, ended: PollRecord, kept: Kept) -> None:
    row = {
        "poll_id": ended.poll.id,
        "started_at": ended.started_at,
        "ended_at": ended.ended_at,
        "outcome": ended.outcome.value,
        "measured": ended.outcome.measured,
        "detail": ended.detail,
        "read": ended.read,
        "skipped": ended.skipped,
        "new": kept.new + kept.edited,
        "bytes": ended.bytes_read,
    }
    connection.execute(insert(FETCH_LOG).values(row))
