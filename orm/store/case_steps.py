"""The steps of cases that count: taken in a time, and not taken back."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, func, select

from orm.model.judgement import Category
from orm.store.tables.casework import CASE_EVENTS, CASES

SENT, ANSWERED, CLOSED, PROPOSED, DISMISSED, UNDERNEATH, GATE = (
    "sent",
    "answered",
    "closed",
    "proposed",
    "dismissed",
    "complaint underneath",
    "gate G2 answered",
)
"""Actions as `orm.cases.steps` names them."""

_UNDONE = "taken back"


@dataclass(frozen=True, slots=True)
class Done:
    """One step of a case that was not taken back. `told` is what it changed, as JSON, or empty."""

    ref: str
    at: datetime
    actor: str
    action: str
    told: str
    category: Category
    opened_at: datetime

    @property
    def details(self) -> Mapping[str, object]:
        """What it changed."""
        return _parts(self.told)

    def said(self, name: str) -> str:
        """A text of its details; empty when there is none."""
        found = self.details.get(name)
        return found if isinstance(found, str) else ""


def done(
    connection: Connection,
    such: ColumnElement[bool],
    *,
    actions: Sequence[str],
    since: datetime,
) -> list[Done]:
    """Steps of these cases since then, case by case in order; what was taken back up to now is left out."""
    query = (
        select(
            CASE_EVENTS.c.ref,
            CASE_EVENTS.c.seq,
            CASE_EVENTS.c.at,
            CASE_EVENTS.c.actor,
            CASE_EVENTS.c.action,
            CASE_EVENTS.c.details,
            CASES.c.category,
            CASES.c.opened_at,
        )
        .join(CASES, CASES.c.ref == CASE_EVENTS.c.ref)
        .where(
            such,
            CASES.c.moved_at >= since,
            CASE_EVENTS.c.at >= since,
            CASE_EVENTS.c.action.in_((*actions, _UNDONE)),
        )
        .order_by(CASE_EVENTS.c.ref, CASE_EVENTS.c.seq)
    )
    rows = connection.execute(query).all()
    undone = {(row.ref, _parts(row.details).get("seq")) for row in rows if row.action == _UNDONE}
    return [
        Done(ref, at, actor, action, told, Category(category), opened_at)
        for ref, seq, at, actor, action, told, category, opened_at in rows
        if action != _UNDONE and (ref, seq) not in undone
    ]


def number(connection: Connection, *such: ColumnElement[bool]) -> int:
    """How many cases."""
    return connection.execute(select(func.count()).select_from(CASES).where(*such)).scalar_one()


def _parts(told: str) -> Mapping[str, object]:
    found = json.loads(told) if told else {}
    return found if isinstance(found, dict) else {}
