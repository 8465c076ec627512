"""The audit trail of people: lines are added and read, never changed."""

from datetime import datetime

from sqlalchemy import Connection, insert, select

from orm.model.entry import AuditLine
from orm.model.schools import SchoolId
from orm.store.tables.register import AUDIT, SCHOOLS


def note(connection: Connection, line: AuditLine) -> None:
    """Add a line. A school that is not saved yet is left out of it."""
    school = select(SCHOOLS.c.id).where(SCHOOLS.c.id == line.school_id).scalar_subquery()
    connection.execute(
        insert(AUDIT).values(
            at=line.at,
            actor=line.actor,
            action=line.action,
            subject=line.subject,
            school_id=school,
            detail=line.detail,
        )
    )


def audit(
    connection: Connection, *, since: datetime, school_ids: frozenset[SchoolId], most: int
) -> tuple[AuditLine, ...]:
    """The newest lines first; of these schools only, or of the whole installation."""
    query = select(AUDIT).where(AUDIT.c.at >= since).order_by(AUDIT.c.id.desc()).limit(most)
    if school_ids:
        query = query.where(AUDIT.c.school_id.in_(sorted(school_ids)))
    return tuple(
        AuditLine(
            at=row["at"],
            actor=row["actor"],
            action=row["action"],
            subject=row["subject"],
            school_id=SchoolId(row["school_id"]) if row["school_id"] else None,
            detail=row["detail"],
        )
        for row in connection.execute(query).mappings()
    )
