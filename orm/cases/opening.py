"""When a decision becomes a case."""

from datetime import datetime

from orm.cases.references import case_ref
from orm.model.cases import NewCase
from orm.model.judgement import Decision
from orm.model.schools import SchoolCalendar, SchoolId
from orm.school_calendar import HasDeadlines, due_at


def open_case(
    decision: Decision,
    *,
    school_id: SchoolId,
    fingerprint: str,
    now: datetime,
    policy: HasDeadlines,
    calendar: SchoolCalendar,
) -> NewCase | None:
    """The case a decision opens, or None where nobody must act.

    Raises:
        ConfigError: the decision's deadline is not in the policy.
    """
    if not decision.opens_case:
        return None
    return NewCase(
        ref=case_ref(school_id, fingerprint),
        school_id=school_id,
        category=decision.category,
        severity=decision.severity,
        owner=decision.owner,
        sealed=decision.sealed,
        due_at=due_at(policy, decision.deadline, now=now, calendar=calendar),
    )
