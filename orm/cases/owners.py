"""Who must be told of a case now: the fewest people who can act, and never the person it is about.

Gates G7 (no judge in their own case) and G8 (sealed) of the policy.
"""

from collections.abc import Iterable, Sequence

from orm.model.schools import Contact, ContactId, Role, SchoolId

SEALED_ROLES = frozenset({Role.DSL, Role.HEADTEACHER, Role.CHAIR})
"""Who may see a sealed case at all. The headteacher and the chair see it only when it is theirs or
when nobody closer can be told."""

_FALLBACK: dict[Role, tuple[Role, ...]] = {
    Role.HEADTEACHER: (Role.CHAIR, Role.DSL, Role.SLT),
    Role.DSL: (Role.HEADTEACHER, Role.CHAIR),
    Role.CHAIR: (Role.DSL, Role.DPO, Role.SLT),
    Role.COMMS: (Role.HEADTEACHER, Role.SLT, Role.CHAIR),
    Role.SLT: (Role.HEADTEACHER, Role.CHAIR),
    Role.DPO: (Role.HEADTEACHER, Role.CHAIR),
    Role.IT: (Role.HEADTEACHER, Role.SLT),
}
"""Who is asked in turn when nobody holds the role; after these, the rest in the order of Role."""


def recipients(
    new_case_owner: Role,
    *,
    sealed: bool,
    urgent: bool,
    contacts: Sequence[Contact],
    school_id: SchoolId,
    subject_roles: frozenset[Role],
) -> tuple[Contact, ...]:
    """The contacts to tell: every holder of the owner's role, with their deputies when `urgent`.

    A contact who holds a role in `subject_roles` is never among them, nor is one who may not see a
    sealed case. Where nobody is left the documented fallback is walked, so that the result is empty
    only when no contact of the school may see the case. A deputy stands in for a missing owner
    before any other role does; a deputy of the DSL belongs to the safeguarding team. A sealed case
    of the headteacher (an allegation against staff) is told to the DSL as well.
    """
    here = [c for c in contacts if not c.schools or school_id in c.schools]
    may_see = [c for c in here if subject_roles.isdisjoint(c.roles)]
    if sealed:
        team = _deputies_of(Role.DSL, here)
        may_see = [c for c in may_see if c.roles & SEALED_ROLES or c.id in team]
    deputies = _deputies_of(new_case_owner, here)
    owners = [c for c in may_see if new_case_owner in c.roles]
    if sealed and new_case_owner is Role.HEADTEACHER:
        owners += [c for c in may_see if Role.DSL in c.roles and c not in owners]
    standing_in = [c for c in may_see if c.id in deputies and c not in owners]
    if owners:
        return tuple(owners + standing_in) if urgent else tuple(owners)
    if standing_in:
        return tuple(standing_in)
    return _first_found(_order(new_case_owner), may_see)


def _deputies_of(role: Role, contacts: Iterable[Contact]) -> frozenset[ContactId]:
    return frozenset(c.deputy for c in contacts if role in c.roles and c.deputy is not None)


def _order(role: Role) -> tuple[Role, ...]:
    return tuple(dict.fromkeys((*_FALLBACK[role], *Role)))


def _first_found(roles: Iterable[Role], may_see: Sequence[Contact]) -> tuple[Contact, ...]:
    """Everyone who holds the first role that anybody holds; failing that, whoever may see it."""
    for role in roles:
        found = tuple(c for c in may_see if role in c.roles)
        if found:
            return found
    return tuple(may_see)
