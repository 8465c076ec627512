"""What could be mistaken for a school, and what people said of it."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, insert, select, update

from orm.errors import Conflict
from orm.model.accounts import SettledBy
from orm.model.cases import CaseRef
from orm.model.entry import AuditLine
from orm.model.lookalikes import (
    Candidate,
    Lookalike,
    LookalikeId,
    Reason,
    Scored,
    Sort,
    Verdict,
)
from orm.model.schools import SchoolId
from orm.store.account_codec import (
    Columns,
    Row,
    identity,
    moment_json,
    moment_of,
    settled_columns,
    settled_of,
    subject_of,
)
from orm.store.auditing import note
from orm.store.dialect import chunks
from orm.store.engine import Database
from orm.store.tables.accounts import LOOKALIKES
from orm.store.tables.columns import storable
from orm.store.tables.register import SCHOOLS

JUDGED = "lookalike-judged"
"""The audit action; its subject is platform and handle, its detail the verdict."""

_TAKEN_BACK = "an earlier word was taken back"
_NEWS = ("facts", "score", "reasons")
"""What a new look at one that is kept changes."""


class SqlLookalikes:
    """`orm.ports.Lookalikes` on SQLite or PostgreSQL: one method, one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def record(self, school_id: SchoolId, scored: Sequence[Scored], *, now: datetime) -> int:
        """Keep these, with what a person said of those that are kept already; how many are new."""
        return self._database.write(lambda c: _record(c, school_id, scored, now=now))

    def of(self, school_ids: Iterable[SchoolId]) -> tuple[Lookalike, ...]:
        """All of these schools, open ones first, the highest score first."""
        wanted = tuple(school_ids)
        return self._database.read(lambda c: _of(c, wanted))

    def judge(
        self,
        lookalike_id: LookalikeId,
        verdict: Verdict,
        settled: SettledBy,
        *,
        ref: CaseRef | None = None,
    ) -> None:
        """Keep a person's word; `OPEN` takes an earlier one back, and its case with it.

        Raises:
            Conflict: there is none, or somebody said the same first.
        """
        self._database.write(lambda c: _judge(c, lookalike_id, verdict, settled, ref=ref))


def _record(
    connection: Connection, school_id: SchoolId, scored: Sequence[Scored], *, now: datetime
) -> int:
    rows = {str(row["identity"]): row for row in map(_columns, scored)}
    known = _known(connection, school_id, rows)
    old = [
        {f"new_{name}": row[name] for name in _NEWS} | {"number": known[each]}
        for each, row in rows.items()
        if each in known
    ]
    if old:
        news: Columns = {name: bindparam(f"new_{name}") for name in _NEWS}
        statement = update(LOOKALIKES).where(LOOKALIKES.c.id == bindparam("number"))
        connection.execute(statement.values(last_seen_at=now, **news), old)
    first: Columns = {
        "school_id": school_id,
        "first_seen_at": now,
        "last_seen_at": now,
        "verdict": Verdict.OPEN.value,
        **settled_columns(None),
    }
    new = [row | first for each, row in rows.items() if each not in known]
    if new:
        connection.execute(insert(LOOKALIKES), new)
    return len(new)


def _known(connection: Connection, school_id: SchoolId, wanted: Iterable[str]) -> dict[str, int]:
    """The rows of those that are kept. Nobody else adds any of this school until the end."""
    school = select(SCHOOLS.c.id).where(SCHOOLS.c.id == school_id)
    connection.execute(school.with_for_update(key_share=True))
    known: dict[str, int] = {}
    for chunk in chunks(wanted):
        query = select(LOOKALIKES.c.identity, LOOKALIKES.c.id).where(
            LOOKALIKES.c.school_id == school_id, LOOKALIKES.c.identity.in_(chunk)
        )
        known.update((row.identity, row.id) for row in connection.execute(query))
    return known


def _of(connection: Connection, school_ids: Iterable[SchoolId]) -> tuple[Lookalike, ...]:
    found: list[Lookalike] = []
    for chunk in chunks(sorted(set(school_ids))):
        query = select(LOOKALIKES).where(LOOKALIKES.c.school_id.in_(chunk))
        found += map(_lookalike, connection.execute(query).mappings())
    return tuple(sorted(found, key=_place))


def _place(each: Lookalike) -> tuple[bool, float, int]:
    return each.verdict is not Verdict.OPEN, -each.scored.score, each.id


def _judge(
    connection: Connection,
    lookalike_id: LookalikeId,
    verdict: Verdict,
    settled: SettledBy,
    *,
    ref: CaseRef | None,
) -> None:
    is_open = verdict is Verdict.OPEN
    word = settled_columns(None if is_open else settled)
    statement = (
        update(LOOKALIKES)
        .where(LOOKALIKES.c.id == lookalike_id, LOOKALIKES.c.verdict != verdict.value)
        .values(verdict=verdict.value, ref=None if is_open else ref, **word)
        .returning(*LOOKALIKES.c)
    )
    row = connection.execute(statement).mappings().first()
    if row is None:
        raise Conflict("Somebody has said the same of it already. Nothing was changed.")
    line = AuditLine(
        at=settled.at,
        actor=settled.by,
        action=JUDGED,
        subject=subject_of(row["platform"], row["facts"]["handle"] or row["key"]),
        school_id=SchoolId(row["school_id"]),
        detail=_TAKEN_BACK if is_open else verdict.value,
    )
    note(connection, line)


def _columns(scored: Scored) -> Columns:
    candidate = scored.candidate
    return {
        "identity": identity(candidate.sort, candidate.platform, candidate.key),
        "sort": candidate.sort.value,
        "platform": candidate.platform,
        "key": candidate.key,
        "facts": _facts_json(candidate),
        "score": scored.score,
        "reasons": [
            [storable(reason.rule), storable(reason.says), reason.weight]
            for reason in scored.reasons
        ],
    }


def _facts_json(candidate: Candidate) -> Columns:
    return {
        "handle": storable(candidate.handle),
        "name": storable(candidate.name),
        "url": storable(candidate.url),
        "description": storable(candidate.description),
        "links": [storable(link) for link in candidate.links],
        "verified": candidate.verified,
        "posted_at": moment_json(candidate.posted_at),
        "likeness": candidate.likeness,
    }


def _lookalike(row: Row) -> Lookalike:
    return Lookalike(
        id=LookalikeId(row["id"]),
        school_id=SchoolId(row["school_id"]),
        scored=Scored(
            candidate=_candidate(row),
            score=row["score"],
            reasons=tuple(Reason(rule, says, weight) for rule, says, weight in row["reasons"]),
        ),
        first_seen_at=row["first_seen_at"],
        last_seen_at=row["last_seen_at"],
        verdict=Verdict(row["verdict"]),
        settled=settled_of(row),
        ref=CaseRef(row["ref"]) if row["ref"] is not None else None,
    )


def _candidate(row: Row) -> Candidate:
    facts = row["facts"]
    return Candidate(
        sort=Sort(row["sort"]),
        platform=row["platform"],
        key=row["key"],
        handle=facts["handle"],
        name=facts["name"],
        url=facts["url"],
        description=facts["description"],
        links=tuple(facts["links"]),
        verified=facts["verified"],
        posted_at=moment_of(facts["posted_at"]),
        likeness=facts["likeness"],
    )
