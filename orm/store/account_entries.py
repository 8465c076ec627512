"""Entering official accounts into the register and changing them, each change on record."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from orm.errors import Conflict
from orm.model.accounts import Account, AccountId
from orm.model.entry import AuditLine
from orm.model.schools import AccountStatus, ContactId, SchoolId
from orm.store.account_codec import (
    Columns,
    Row,
    account_identity,
    changed_fields,
    register_columns,
    subject_of,
)
from orm.store.auditing import note
from orm.store.dialect import chunks
from orm.store.tables.accounts import ACCOUNTS
from orm.store.tables.register import SCHOOLS

ENTERED = "account-entered"
CHANGED = "account-changed"
CLOSED = "account-closed"
"""The audit actions; their subject is platform and handle, their detail the fields' names."""

LET_GO = {"claimed_by": None, "claimed_until": None}
"""A check that began before a person changed something about the account writes nothing."""

_CONFIGURATION = "configuration"
_UNCHECKED: Columns = {"seen": None, "seen_at": None, "misses": 0, "looked_on": None}


@dataclass(frozen=True, slots=True)
class _Hand:
    """Who changes the register, and when."""

    by: ContactId | None
    at: datetime


def enter(
    connection: Connection, accounts: Sequence[Account], *, by: ContactId | None, now: datetime
) -> tuple[AccountId, ...]:
    """Put these into the register, or make those with the same school, platform and handle equal
    to them. New ones are due at once.
    """
    hand = _Hand(by, now)
    kept = _kept(connection, {account.school_id for account in accounts})
    ids = []
    for account in accounts:
        columns = register_columns(account)
        place = (account.school_id, str(columns["identity"]))
        before = kept.get(place)
        number = _insert(connection, columns, hand) if before is None else before["id"]
        if before is not None:
            _update(connection, before, columns, hand)
        kept[place] = {"id": number, **columns}
        ids.append(AccountId(number))
    return tuple(ids)


def enter_missing(connection: Connection, accounts: Iterable[Account], *, now: datetime) -> None:
    """Put those of config.toml into the register that it does not have and never had under this
    handle; those that it has stay as they are.
    """
    wanted: dict[tuple[str, str], Account] = {}
    for account in accounts:
        place = (account.school_id, account_identity(account.platform, account.handle))
        wanted.setdefault(place, account)
    known: set[tuple[str, str]] = set()
    for row in _kept(connection, {account.school_id for account in wanted.values()}).values():
        known |= {(row["school_id"], row["identity"]), (row["school_id"], row["entered_as"])}
    new = [account for place, account in wanted.items() if place not in known]
    enter(connection, new, by=None, now=now)


def change(
    connection: Connection,
    account_id: AccountId,
    account: Account,
    *,
    by: ContactId,
    now: datetime,
) -> None:
    """Make an account of a school equal to this one.

    Raises:
        Conflict: the school has no such account, or another one with this handle.
    """
    columns = register_columns(account)
    theirs = _kept(connection, {account.school_id})
    before = next((row for row in theirs.values() if row["id"] == account_id), None)
    if before is None:
        raise Conflict("There is no such account in the school's register. Nothing was changed.")
    other = theirs.get((account.school_id, str(columns["identity"])))
    if other is not None and other["id"] != account_id:
        raise Conflict(
            "The school's register has another account with this handle. Nothing was changed."
        )
    _update(connection, before, columns, _Hand(by, now))


def _kept(connection: Connection, school_ids: Iterable[SchoolId]) -> dict[tuple[str, str], Row]:
    """Every account of these schools, which nobody else can change until this transaction ends."""
    kept: dict[tuple[str, str], Row] = {}
    for chunk in chunks(sorted(school_ids)):
        schools = select(SCHOOLS.c.id).where(SCHOOLS.c.id.in_(chunk)).order_by(SCHOOLS.c.id)
        connection.execute(schools.with_for_update(key_share=True))
        query = select(ACCOUNTS).where(ACCOUNTS.c.school_id.in_(chunk))
        for row in connection.execute(query).mappings():
            kept[(row["school_id"], row["identity"])] = row
    return kept


def _insert(connection: Connection, columns: Columns, hand: _Hand) -> int:
    row = {
        **columns,
        **_UNCHECKED,
        "entered_as": columns["identity"],
        "next_check_at": hand.at,
    }
    statement = insert(ACCOUNTS).values(row).returning(ACCOUNTS.c.id)
    number: int = connection.execute(statement).scalar_one()
    _note(connection, ENTERED, columns, hand)
    return number


def _update(connection: Connection, before: Row, after: Columns, hand: _Hand) -> None:
    names = changed_fields(before, after)
    if not names:
        return
    connection.execute(update(ACCOUNTS).where(ACCOUNTS.c.id == before["id"]).values(after | LET_GO))
    closed = "status" in names and after["status"] == AccountStatus.CLOSED.value
    words = [name.replace("_", " ") for name in names if not (closed and name == "status")]
    if "handle" in names:
        words.append(f"it was {subject_of(before['platform'], before['handle'])}")
    _note(connection, CLOSED if closed else CHANGED, after, hand, ", ".join(words))


def _note(connection: Connection, action: str, account: Row, hand: _Hand, detail: str = "") -> None:
    line = AuditLine(
        at=hand.at,
        actor=hand.by or _CONFIGURATION,
        action=action,
        subject=subject_of(account["platform"], account["handle"]),
        school_id=account["school_id"],
        detail=detail,
    )
    note(connection, line)
