"""Checks of official accounts: claimed with a lease, recorded, settled and accepted by people."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    and_,
    bindparam,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
    update,
)

from orm.errors import Conflict
from orm.model.accounts import (
    AccountFile,
    AccountId,
    CheckOutcome,
    FindingId,
    Known,
    Round,
    SettledBy,
)
from orm.model.entry import AuditLine
from orm.model.schools import ContactId
from orm.school_calendar import LONDON
from orm.store.account_codec import (
    Columns,
    Row,
    finding_columns,
    known_columns,
    settled_columns,
    subject_of,
)
from orm.store.account_entries import LET_GO
from orm.store.account_files import files_of
from orm.store.auditing import note
from orm.store.dialect import chunks, queue_for_claims
from orm.store.tables.accounts import ACCOUNT_FINDINGS, ACCOUNTS
from orm.store.tables.register import SCHOOLS

SETTLED = "finding-settled"
ACCEPTED = "account-accepted"
"""The audit actions; their subject is platform and handle."""

_WEIGHT = (CheckOutcome.OK, CheckOutcome.COULD_NOT, CheckOutcome.FINDING)


def claim(
    connection: Connection, *, now: datetime, worker: str, lease: timedelta, limit: int
) -> tuple[AccountFile, ...]:
    """Due accounts of watched schools, leased to the worker: school after school, that with the
    earliest due account first.
    """
    queue_for_claims(connection)
    may = _may_claim(now, worker)
    taken: list[RowMapping] = []
    for chunk in chunks(_chosen(connection, may, limit=limit)):
        statement = (
            update(ACCOUNTS)
            .where(ACCOUNTS.c.id.in_(chunk), may)
            .values(claimed_by=worker, claimed_until=now + lease)
            .returning(*ACCOUNTS.c)
        )
        taken += connection.execute(statement).mappings().all()
    return files_of(connection, _school_after_school(taken))


def hasten(connection: Connection, account_ids: Iterable[AccountId], *, now: datetime) -> None:
    """Due now, and nobody's: a check that is under way may have begun too early."""
    for chunk in chunks(sorted(set(account_ids))):
        statement = update(ACCOUNTS).where(ACCOUNTS.c.id.in_(chunk))
        connection.execute(statement.values(next_check_at=now, **LET_GO))


def record(connection: Connection, rounds: Sequence[Round], *, worker: str) -> int:
    """Write those rounds whose account the worker still holds; how many."""
    written = 0
    for each in sorted(rounds, key=lambda each: each.id):
        statement = (
            update(ACCOUNTS)
            .where(ACCOUNTS.c.id == each.id, ACCOUNTS.c.claimed_by == worker)
            .values(
                checked_at=each.at,
                next_check_at=each.next_check_at,
                **known_columns(each.known),
                **LET_GO,
            )
        )
        if connection.execute(statement).rowcount:
            _replace_findings(connection, each)
            written += 1
    return written


def settle(connection: Connection, finding_id: FindingId, settled: SettledBy) -> None:
    """Keep a person's word on a finding.

    Raises:
        Conflict: it is no finding any more, or somebody settled it first.
    """
    statement = (
        update(ACCOUNT_FINDINGS)
        .where(
            ACCOUNT_FINDINGS.c.id == finding_id,
            ACCOUNT_FINDINGS.c.outcome == CheckOutcome.FINDING.value,
            ACCOUNT_FINDINGS.c.settled_at.is_(None),
        )
        .values(settled_columns(settled))
        .returning(ACCOUNT_FINDINGS.c.account_id, ACCOUNT_FINDINGS.c.check_name)
    )
    found = connection.execute(statement).first()
    if found is None:
        raise Conflict("This is settled already, or no longer found. Nothing was changed.")
    query = select(ACCOUNTS).where(ACCOUNTS.c.id == found.account_id)
    account = connection.execute(query).mappings().one()
    _note(connection, SETTLED, account, by=settled.by, at=settled.at, detail=found.check_name)


def accept(connection: Connection, account_id: AccountId, *, by: ContactId, now: datetime) -> None:
    """Forget what the account was, so that the next check remembers what it is.

    Raises:
        Conflict: there is no such account.
    """
    looked = Known(looked_on=now.astimezone(LONDON).date())
    statement = (
        update(ACCOUNTS)
        .where(ACCOUNTS.c.id == account_id)
        .values(next_check_at=now, **known_columns(looked), **LET_GO)
        .returning(*ACCOUNTS.c)
    )
    account = connection.execute(statement).mappings().first()
    if account is None:
        raise Conflict("This account is not in the register. Nothing was changed.")
    _note(connection, ACCEPTED, account, by=by, at=now)


def _may_claim(now: datetime, worker: str) -> ColumnElement[bool]:
    """Due, of a watched school, and nobody's, this worker's own, or its lease is over."""
    watched = exists().where(SCHOOLS.c.id == ACCOUNTS.c.school_id, SCHOOLS.c.watched)
    free = or_(
        ACCOUNTS.c.claimed_until.is_(None),
        ACCOUNTS.c.claimed_until <= now,
        ACCOUNTS.c.claimed_by == worker,
    )
    return and_(ACCOUNTS.c.next_check_at <= now, free, watched.correlate(ACCOUNTS))


def _chosen(connection: Connection, may: ColumnElement[bool], *, limit: int) -> Sequence[int]:
    earliest = func.min(ACCOUNTS.c.next_check_at).over(partition_by=ACCOUNTS.c.school_id)
    due = select(
        ACCOUNTS.c.id, ACCOUNTS.c.school_id, ACCOUNTS.c.next_check_at, earliest.label("earliest")
    )
    found = due.where(may).subquery()
    order = (found.c.earliest, found.c.school_id, found.c.next_check_at, found.c.id)
    chosen = select(found.c.id).order_by(*order).limit(limit)
    ids: Any = (
        select(ACCOUNTS.c.id).where(ACCOUNTS.c.id.in_(chosen)).with_for_update(skip_locked=True)
    )
    return connection.execute(ids).scalars().all()


def _school_after_school(rows: Sequence[RowMapping]) -> list[RowMapping]:
    earliest: dict[str, datetime] = {}
    for row in rows:
        due = row["next_check_at"]
        earliest[row["school_id"]] = min(due, earliest.get(row["school_id"], due))
    return sorted(
        rows,
        key=lambda row: (
            earliest[row["school_id"]],
            row["school_id"],
            row["next_check_at"],
            row["id"],
        ),
    )


def _replace_findings(connection: Connection, each: Round) -> None:
    """One that came to something else is another one, with a number of its own."""
    query = select(ACCOUNT_FINDINGS).where(ACCOUNT_FINDINGS.c.account_id == each.id)
    before = {row["identity"]: row for row in connection.execute(query).mappings()}
    # of two with one key the graver counts
    checks = sorted(each.checks, key=lambda checked: _WEIGHT.index(checked.outcome))
    now = {str(row["identity"]): row for row in map(finding_columns, checks)}
    on = {name for name in now if name in before and _same(before[name], now[name])}
    unchecked = {each.check.value for each in checks if each.outcome is CheckOutcome.COULD_NOT}
    gone = [
        row["id"] for name, row in before.items() if name not in on and not _waits(row, unchecked)
    ]
    for chunk in chunks(gone):
        connection.execute(delete(ACCOUNT_FINDINGS).where(ACCOUNT_FINDINGS.c.id.in_(chunk)))
    if on:
        _go_on(connection, each, [(before[name]["id"], now[name]) for name in sorted(on)])
    times = {"account_id": each.id, "since": each.at, "last_at": each.at, **settled_columns(None)}
    new = [{**row, **times} for name, row in now.items() if name not in on]
    if new:
        connection.execute(insert(ACCOUNT_FINDINGS), new)


def _waits(row: RowMapping, unchecked: Collection[str]) -> bool:
    """What a person has settled waits while it cannot be checked: nobody settles a thing twice
    because a website was ill for a day.
    """
    return row["settled_at"] is not None and row["check_name"] in unchecked


def _same(before: Row, now: Row) -> bool:
    return bool(before["outcome"] == now["outcome"])


def _go_on(connection: Connection, each: Round, found: Sequence[tuple[int, Columns]]) -> None:
    statement = (
        update(ACCOUNT_FINDINGS)
        .where(ACCOUNT_FINDINGS.c.id == bindparam("number"))
        .values(says=bindparam("told"), evidence=bindparam("shown"), last_at=each.at)
    )
    connection.execute(
        statement,
        [
            {"number": number, "told": row["says"], "shown": row["evidence"]}
            for number, row in found
        ],
    )


def _note(
    connection: Connection,
    action: str,
    account: Row,
    *,
    by: ContactId,
    at: datetime,
    detail: str = "",
) -> None:
    line = AuditLine(
        at=at,
        actor=by,
        action=action,
        subject=subject_of(account["platform"], account["handle"]),
        school_id=account["school_id"],
        detail=detail,
    )
    note(connection, line)
