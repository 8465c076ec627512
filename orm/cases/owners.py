"""Who must be told of a case now (domain.md §1.2, G7, G8)."""

from collections.abc import Sequence

from orm.model.judgement import Decision
from orm.model.schools import Contact, Role, SchoolId

_SUBJECTS = {"about-headteacher": Role.HEADTEACHER, "about-dsl": Role.DSL}


def subject_roles(decision: Decision) -> frozenset[Role]:
    """The roles that the post is about."""
    return frozenset(_SUBJECTS[g.rule] for g in decision.grounds if g.rule in _SUBJECTS)


def recipients(
    owner: Role,
    *,
    sealed: bool,
    urgent: bool,
    contacts: Sequence[Contact],
    school_id: SchoolId,
    subject_roles: frozenset[Role],
) -> tuple[Contact, ...]:
    """TEMPORARY."""
    here = [c for c in contacts if not c.schools or school_id in c.schools]
    may = [c for c in here if not c.roles & subject_roles]
    order = (owner, Role.DSL, Role.HEADTEACHER, Role.CHAIR)
    for role in order:
        found = [c for c in may if role in c.roles]
        if found:
            return tuple(found)
    return ()
