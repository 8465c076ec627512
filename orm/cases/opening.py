"""When a decision becomes a case."""

from datetime import datetime

from orm.cases.references import case_ref
from orm.model.cases import NewCase
from orm.model.judgement import Category, Decision, Severity
from orm.model.schools import SchoolCalendar, SchoolId
from orm.model.sight import subject_roles
from orm.school_calendar import HasDeadlines, due_at, working_days

_MAY_BE_A_CRIME = frozenset({Category.T8, Category.T13, Category.T14})
"""A threat, imagery of a child, terrorism: evidence is on hold from the start (gate G3)."""


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

    A sealed case does not wait for term: its days are working days (domain.md §2.1, LADO).

    Raises:
        ConfigError: the decision's deadline is not in the policy.
    """
    if not decision.opens_case:
        return None
    days = working_days(calendar.nation) if decision.sealed else calendar
    return NewCase(
        ref=case_ref(school_id, fingerprint),
        school_id=school_id,
        category=decision.category,
        severity=decision.severity,
        owner=decision.owner,
        sealed=decision.sealed,
        due_at=due_at(policy, decision.deadline, now=now, calendar=days),
        about=subject_roles(decision),
        held=decision.category in _MAY_BE_A_CRIME or decision.severity is Severity.S4,
    )
