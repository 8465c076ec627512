"""Who may see a case (domain.md §1.2, §5.1, gates G7 and G8)."""

from collections.abc import Sequence

from orm.cases.owners import subject_roles
from orm.model.cases import Case
from orm.model.judgement import Category, Decision
from orm.model.schools import Contact, Role

_COMMS = frozenset({Category.T1, Category.T2, Category.T3, Category.T4, Category.T18, Category.T20})


def may_see(
    case: Case, decision: Decision, contact: Contact, *, contacts: Sequence[Contact]
) -> bool:
    """Whether this person may open this case, by their own roles or those that they deputise for.

    A case about someone is never open to that someone. A sealed one is open to the safeguarding
    team, the headteacher and its owner.
    """
    if contact.schools and case.school_id not in contact.schools:
        return False
    if contact.roles & subject_roles(decision):
        return False
    roles = roles_in(decision, contact, contacts)
    if case.sealed:
        return bool(roles & {Role.DSL, Role.HEADTEACHER, case.owner})
    return any(_sees(role, case) for role in roles)


def roles_in(decision: Decision, contact: Contact, contacts: Sequence[Contact]) -> frozenset[Role]:
    """The roles that a person holds in a case, by themselves or as a deputy; never one that it is
    about.
    """
    covered = (each.roles for each in contacts if each.deputy == contact.id)
    return contact.roles.union(*covered) - subject_roles(decision)


def shown_to_anybody(case: Case) -> bool:
    """Whether a list that nobody signed in for may say what kind of case it is."""
    return not case.sealed and case.owner is not Role.CHAIR


def _sees(role: Role, case: Case) -> bool:
    """The leaders who may approve a request (policy R118) see all but the chair's cases; the comms
    lead what needs a reply; others what they own.
    """
    if role in {Role.HEADTEACHER, Role.SLT}:
        return case.owner is not Role.CHAIR
    return case.owner is role or (role is Role.COMMS and case.category in _COMMS)
