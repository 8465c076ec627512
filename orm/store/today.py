"""What waits for a person, and the figures beside it: counted by the database, row by row nowhere."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, exists, func, literal, not_, or_, select
from sqlalchemy import case as case_when

from orm.model.cases import OPEN_STATES, CaseState
from orm.model.judgement import Category, Severity, Stance, Verdict
from orm.model.polls import Outcome, PollState
from orm.model.schools import Role, SchoolId
from orm.model.sight import Sight
from orm.model.today import Duties, OpenCases, Praised, Tally, Turns, Workload
from orm.store.casework import case_of
from orm.store.mentions import mention_files
from orm.store.pausing import is_paused
from orm.store.sight import may_see_case, may_see_mention
from orm.store.tables.casework import CASE_ITEMS, CASES
from orm.store.tables.judging import ASSESSMENTS, DECISIONS, ITEMS, MENTIONS
from orm.store.tables.polling import POLL_SCHOOLS, POLLS

_OWNERS_MOVE = frozenset(
    {
        CaseState.NEW,
        CaseState.REVIEW,
        CaseState.APPROVED,
        CaseState.REFUSED,
        CaseState.ESCALATED,
        CaseState.REMOVED,
    }
)
_OTHERS_MOVE = frozenset({CaseState.SENT, CaseState.WAITING})
_MEASURED = frozenset(outcome for outcome in Outcome if outcome.measured)


def turns(
    connection: Connection,
    sight: Sight,
    school_id: SchoolId,
    duties: Duties,
    *,
    now: datetime,
    most: int,
) -> Turns:
    """The cases of a school that may wait for this person, the earliest due first.

    Where an answer is awaited from outside, only once its time has passed.
    """
    waits = and_(
        CASES.c.school_id == school_id,
        may_see_case(sight),
        or_(_owned(duties, now), _to_approve(duties)),
    )
    query = select(CASES).where(waits).order_by(CASES.c.due_at, CASES.c.ref).limit(most)
    found = tuple(case_of(row) for row in connection.execute(query).mappings())
    if len(found) < most:
        return Turns(found)
    count = select(func.count()).select_from(CASES).where(waits)
    return Turns(found, connection.execute(count).scalar_one() - len(found))


def open_cases(
    connection: Connection, sight: Sight, school_id: SchoolId, *, but: Iterable[Role] = ()
) -> OpenCases:
    """How many open cases of a school this person may see; sealed ones of the owners in `but` are
    left out.
    """
    counted = and_(CASES.c.sealed, not_(_owner_in(but)))
    query = select(
        func.count(case_when((not_(CASES.c.sealed), 1))).label("ordinary"),
        func.count(case_when((counted, 1))).label("sealed"),
    ).where(CASES.c.school_id == school_id, _is_open(), may_see_case(sight))
    found = connection.execute(query).one()
    return OpenCases(ordinary=found.ordinary, sealed=found.sealed)


def praise(
    connection: Connection, sight: Sight, school_id: SchoolId, *, since: datetime, most: int
) -> Praised:
    """The newest praise of a school since then that this person may read."""
    query = (
        select(MENTIONS.c.id)
        .join(ITEMS, ITEMS.c.id == MENTIONS.c.item_id)
        .join(DECISIONS, DECISIONS.c.mention_id == MENTIONS.c.id)
        .where(
            MENTIONS.c.school_id == school_id,
            MENTIONS.c.seen_at >= since,
            MENTIONS.c.verdict == Verdict.US.value,
            DECISIONS.c.category == Category.T1.value,
            may_see_mention(sight),
        )
        .order_by(MENTIONS.c.seen_at.desc(), MENTIONS.c.id.desc())
        .limit(most + 1)
    )
    numbers = connection.execute(query).scalars().all()
    files = mention_files(connection, numbers[:most])
    newest = tuple(sorted(files, key=lambda file: (file.seen_at, file.id), reverse=True))
    return Praised(newest, more=len(numbers) > most)


def tallies(
    connection: Connection, sight: Sight, school_id: SchoolId, edges: Sequence[datetime]
) -> tuple[Tally, ...]:
    """Posts about a school by tone between each two of the moments, which come latest first.

    Sealed posts, and those of a case about this very person, are in no number, so that nobody finds
    one by subtraction (gates G7 and G8); nor is what nobody is sure of.
    """
    spans = list(zip(edges[1:], edges[:-1], strict=True))
    place = case_when(
        *((MENTIONS.c.seen_at >= start, number) for number, (start, _) in enumerate(spans))
    )
    query = (
        select(place.label("place"), ASSESSMENTS.c.stance, func.count())
        .select_from(MENTIONS)
        .join(ITEMS, ITEMS.c.id == MENTIONS.c.item_id)
        .join(DECISIONS, DECISIONS.c.mention_id == MENTIONS.c.id)
        .join(ASSESSMENTS, ASSESSMENTS.c.mention_id == MENTIONS.c.id)
        .where(
            MENTIONS.c.school_id.in_(sorted(sight.schools & {school_id})),
            MENTIONS.c.seen_at >= edges[-1],
            MENTIONS.c.seen_at < edges[0],
            MENTIONS.c.verdict == Verdict.US.value,
            MENTIONS.c.version == ITEMS.c.version,
            not_(DECISIONS.c.sealed),
            not_(_in_hidden_case(sight)),
        )
        .group_by(place, ASSESSMENTS.c.stance)
    )
    found: dict[int, list[tuple[Stance, int]]] = {}
    for number, stance, count in connection.execute(query):
        found.setdefault(number, []).append((Stance(stance), count))
    return tuple(Tally(tuple(sorted(found.get(number, ())))) for number in range(len(spans)))


def unsure(
    connection: Connection, sight: Sight, schools: Iterable[SchoolId], *, since: datetime
) -> Mapping[SchoolId, int]:
    """How many posts first seen since then wait for this person's word, by school."""
    query = (
        select(MENTIONS.c.school_id, func.count())
        .select_from(MENTIONS)
        .join(ITEMS, ITEMS.c.id == MENTIONS.c.item_id)
        .join(DECISIONS, DECISIONS.c.mention_id == MENTIONS.c.id)
        .where(
            MENTIONS.c.school_id.in_(sorted(schools)),
            MENTIONS.c.verdict == Verdict.UNSURE.value,
            MENTIONS.c.seen_at >= since,
            may_see_mention(sight),
        )
        .group_by(MENTIONS.c.school_id)
    )
    return {SchoolId(school): count for school, count in connection.execute(query)}


def workloads(
    connection: Connection, sight: Sight, *, since: datetime, now: datetime
) -> tuple[Workload, ...]:
    """What waits at each of this person's schools, by id; unsure posts since then."""
    cases = _case_counts(connection, sight, now)
    waiting = unsure(connection, sight, sight.schools, since=since)
    sources = _source_counts(connection, sight.schools)
    return tuple(
        Workload(
            school_id=school,
            open=cases.get(school, _NO_CASES).open,
            overdue=cases.get(school, _NO_CASES).overdue,
            unsure=waiting.get(school, 0),
            unread=sources.get(school, (0, 0))[1],
            sources=sources.get(school, (0, 0))[0],
        )
        for school in sorted(sight.schools)
    )


@dataclass(frozen=True, slots=True)
class _CaseCount:
    open: int
    overdue: int


_NO_CASES = _CaseCount(0, 0)


def _case_counts(
    connection: Connection, sight: Sight, now: datetime
) -> Mapping[SchoolId, _CaseCount]:
    late = func.sum(case_when((CASES.c.due_at < now, 1), else_=0))
    query = (
        select(CASES.c.school_id, func.count(), late)
        .where(_is_open(), may_see_case(sight))
        .group_by(CASES.c.school_id)
    )
    return {
        SchoolId(school): _CaseCount(count, int(overdue))
        for school, count, overdue in connection.execute(query)
    }


def _source_counts(
    connection: Connection, schools: Iterable[SchoolId]
) -> Mapping[SchoolId, tuple[int, int]]:
    """Each school's sources, and how many of them have a poll that failed or is not asked."""
    read = func.coalesce(POLLS.c.last_outcome, "").in_(sorted(each.value for each in _MEASURED))
    failed = case_when((and_(read, not_(is_paused())), 0), else_=1)
    each = (
        select(POLL_SCHOOLS.c.school_id, POLLS.c.source, func.max(failed).label("failed"))
        .join(POLLS, POLLS.c.id == POLL_SCHOOLS.c.poll_id)
        .where(
            POLLS.c.state != PollState.RETIRED.value,
            POLL_SCHOOLS.c.school_id.in_(sorted(schools)),
        )
        .group_by(POLL_SCHOOLS.c.school_id, POLLS.c.source)
        .subquery()
    )
    query = select(each.c.school_id, func.count(), func.sum(each.c.failed)).group_by(
        each.c.school_id
    )
    return {
        SchoolId(school): (count, int(unread))
        for school, count, unread in connection.execute(query)
    }


def _owned(duties: Duties, now: datetime) -> ColumnElement[bool]:
    """A case that is theirs to take up, in a state in which its owner moves next."""
    pressing = or_(CASES.c.due_at <= now, CASES.c.severity >= int(Severity.S3))
    theirs = or_(
        and_(not_(CASES.c.sealed), _owner_in(duties.ordinary)),
        and_(not_(CASES.c.sealed), pressing, _owner_in(duties.pressing)),
        and_(CASES.c.sealed, _owner_in(duties.sealed)),
        and_(CASES.c.sealed, pressing, _owner_in(duties.sealed_pressing)),
    )
    unanswered = and_(_in_state(_OTHERS_MOVE), CASES.c.due_at <= now)
    return and_(theirs, or_(_in_state(_OWNERS_MOVE), unanswered))


def _to_approve(duties: Duties) -> ColumnElement[bool]:
    kinds = [
        sealed for sealed, may in ((False, duties.approves), (True, duties.approves_sealed)) if may
    ]
    return and_(CASES.c.state == CaseState.PROPOSED.value, CASES.c.sealed.in_(kinds))


def _owner_in(roles: Iterable[Role]) -> ColumnElement[bool]:
    return CASES.c.owner.in_(sorted(role.value for role in roles))


def _in_state(states: Iterable[CaseState]) -> ColumnElement[bool]:
    return CASES.c.state.in_(sorted(state.value for state in states))


def _is_open() -> ColumnElement[bool]:
    return _in_state(OPEN_STATES)


def _in_hidden_case(sight: Sight) -> ColumnElement[bool]:
    """Whether a case of the school holds the post that is sealed or about the person who asks."""
    spaced = literal(" ") + CASES.c.about + literal(" ")
    hidden = or_(
        CASES.c.sealed, *(spaced.contains(f" {role.value} ") for role in sorted(sight.own))
    )
    held = and_(
        CASE_ITEMS.c.item_id == MENTIONS.c.item_id,
        CASES.c.ref == CASE_ITEMS.c.ref,
        CASES.c.school_id == MENTIONS.c.school_id,
    )
    return exists().where(held, hidden).correlate(MENTIONS)
