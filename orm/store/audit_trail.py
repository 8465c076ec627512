"""The audit trail as a person may read it."""

from sqlalchemy import Connection, RowMapping, case, exists, not_, select

from orm.model.entry import AuditLine
from orm.model.schools import SchoolId
from orm.model.sight import Sight
from orm.model.trail import TrailLine, TrailWish
from orm.store.sight import about_any, may_see_case
from orm.store.tables.casework import CASES
from orm.store.tables.register import AUDIT


def trail(connection: Connection, sight: Sight, wish: TrailWish) -> tuple[TrailLine, ...]:
    """The newest lines first; none about a case that is about the reader, or about whom they stand
    in for (gate G7). A sealed case that they may not open is not named (gate G8).
    """
    theirs = CASES.c.ref == AUDIT.c.subject
    hidden = exists().where(theirs, about_any(sight.roles))
    sealed = exists().where(theirs, CASES.c.sealed, not_(may_see_case(sight)))
    subject = case((sealed.correlate(AUDIT), ""), else_=AUDIT.c.subject).label("named")
    query = (
        select(AUDIT, subject)
        .where(
            AUDIT.c.at >= wish.since,
            AUDIT.c.action.in_(sorted(wish.actions)),
            ~hidden.correlate(AUDIT),
        )
        .order_by(AUDIT.c.id.desc())
        .limit(wish.most)
    )
    if not wish.whole:
        query = query.where(AUDIT.c.school_id.in_(sorted(sight.schools)))
    if wish.before is not None:
        query = query.where(AUDIT.c.id < wish.before)
    return tuple(_line(row) for row in connection.execute(query).mappings())


def _line(kept: RowMapping) -> TrailLine:
    school = kept["school_id"]
    return TrailLine(
        number=kept["id"],
        line=AuditLine(
            at=kept["at"],
            actor=kept["actor"],
            action=kept["action"],
            subject=kept["named"],
            school_id=SchoolId(school) if school else None,
            detail=kept["detail"],
        ),
    )
