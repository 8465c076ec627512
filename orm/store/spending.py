"""Calls and money that keys have used: counted before a call is made, so that no limit is passed."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, select

from orm.model.records import Charge, Spent
from orm.store.dialect import hold_spending, replace_rows
from orm.store.tables.polling import SPENDING

_KEYS = ("source", "credential", "allowance", "window_start")


def spend(
    connection: Connection, charges: Sequence[Charge], *, source: str, credential: str
) -> Charge | None:
    """Count a call in every quota, or in none when it does not fit into one: that one comes back."""
    hold_spending(connection)
    rows = []
    for charge in charges:
        calls, micros = _used(connection, charge, source=source, credential=credential)
        too_many = charge.calls is not None and calls + 1 > charge.calls
        too_dear = charge.micros is not None and micros + charge.price > charge.micros
        if too_many or too_dear:
            return charge
        rows.append(
            {
                "source": source,
                "credential": credential,
                "allowance": charge.allowance,
                "window_start": charge.window_start,
                "calls": calls + 1,
                "micros": micros + charge.price,
            }
        )
    replace_rows(connection, SPENDING, rows, keys=_KEYS)
    return None


def spent(connection: Connection, *, since: datetime) -> tuple[Spent, ...]:
    """What was used in windows that started since then."""
    query = (
        select(SPENDING)
        .where(SPENDING.c.window_start >= since)
        .order_by(*(SPENDING.c[name] for name in _KEYS))
    )
    return tuple(Spent(**row) for row in connection.execute(query).mappings())


def _used(
    connection: Connection, charge: Charge, *, source: str, credential: str
) -> tuple[int, int]:
    query = select(SPENDING.c.calls, SPENDING.c.micros).where(
        SPENDING.c.source == source,
        SPENDING.c.credential == credential,
        SPENDING.c.allowance == charge.allowance,
        SPENDING.c.window_start == charge.window_start,
    )
    row = connection.execute(query).first()
    return (row.calls, row.micros) if row else (0, 0)
