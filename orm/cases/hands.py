"""Whose hand may take a step: the owner's, an approver's, a second person's (G1, G7, G8, G11)."""

from collections.abc import Sequence
from dataclasses import dataclass

from orm.cases.approvals import PUBLIC, approvals_needed, approvers
from orm.cases.owners import SEALED_ROLES
from orm.cases.replay import Played
from orm.cases.sight import may_see, roles_in
from orm.errors import NotAllowed
from orm.model.cases import Case, CaseFile
from orm.model.judgement import Route
from orm.model.schools import Contact, Role
from orm.model.steps import Assign, Course

HEADS = frozenset({Role.HEADTEACHER, Role.CHAIR})
_ONLY = {
    Route.LADO: (HEADS, "the headteacher or the chair of governors calls the LADO"),
    Route.IWF: (frozenset({Role.DSL}), "the safeguarding lead reports to the IWF"),
    Route.CEOP: (frozenset({Role.DSL}), "the safeguarding lead reports to CEOP"),
    Route.ACT_PREVENT: (frozenset({Role.DSL}), "the safeguarding lead makes this referral"),
}
"""Routes of one role only (domain.md §3.3c)."""


@dataclass(frozen=True, slots=True)
class Hand:
    """A person at a case, with the roles that they hold there, by themselves or as a deputy."""

    contact: Contact
    roles: frozenset[Role]


def hand(file: CaseFile, played: Played, contact: Contact, contacts: Sequence[Contact]) -> Hand:
    """The hand of a person in a case.

    Raises:
        NotAllowed: for this person there is no such case.
    """
    if not may_see(played.case, contact, contacts=contacts):
        raise NotAllowed(f"There is no case {file.case.ref} that {contact.name} may open.")
    return Hand(contact, roles_in(played.case, contact, contacts))


def check_assigning(by: Hand, step: Assign, case: Case) -> None:
    """Raises NotAllowed: not theirs to give away, or the role may not have it."""
    check_owner(by, case, "gives it to another role")
    if step.owner in case.about:
        raise NotAllowed("The case is about the holder of that role; they may not have it (G7).")
    if case.sealed and step.owner not in SEALED_ROLES:
        raise NotAllowed(
            "A sealed case stays with the safeguarding lead, the headteacher or the chair (G8)."
        )


def check_owner(by: Hand, case: Case, what: str) -> None:
    """Raises NotAllowed: neither the owner's role nor one that may approve."""
    if not by.roles & ({case.owner} | approvers(case)):
        raise NotAllowed(f"The case's owner ({case.owner}) or a leader {what}.")


def check_proposer(by: Hand, route: Route) -> None:
    """Raises NotAllowed: the route is another role's."""
    roles, words = _ONLY.get(route, (frozenset(), ""))
    if roles and not by.roles & roles:
        raise NotAllowed(f"{words[0].upper()}{words[1:]}; pass it on.")


def check_approver(by: Hand, course: Course, played: Played) -> None:
    """Raises NotAllowed: not an approver's role, their own public words, or approved by them before."""
    case, route = played.case, course.route
    if not by.roles & approvers(case):
        wanted = ", ".join(sorted(approvers(case)))
        raise NotAllowed(f"Approving is for {wanted}; ask one of them (G1).")
    if route is Route.WRITTEN_WARNING and not by.roles & HEADS:
        raise NotAllowed("The headteacher signs off a written warning, or the chair.")
    if route in PUBLIC and by.contact.id == course.proposed_by:
        raise NotAllowed("Who drafts what the public reads does not approve it: ask another (G1).")
    if by.contact.id in course.approved_by:
        raise NotAllowed("You approved this before; another person is needed (G11).")
    if len(course.approved_by) >= approvals_needed(route, played.standing):
        raise NotAllowed("It is approved already.")


def check_override(by: Hand, played: Played) -> None:
    """Raises NotAllowed: gate G2 is set aside by the headteacher or the chair, and then by another
    leader (domain.md §3.2, G2 and G11).
    """
    first = not played.standing.overridden_by
    if by.contact.id in played.standing.overridden_by:
        raise NotAllowed(
            "You set the gate aside already; another person agrees, or it stays (G11)."
        )
    if first and not by.roles & HEADS:
        raise NotAllowed("Only the headteacher or the chair sets gate G2 aside, with a reason.")
    if not by.roles & approvers(played.case):
        raise NotAllowed("A second leader agrees to set gate G2 aside (G11).")


def check_release(by: Hand) -> None:
    """Raises NotAllowed: the DSL, or the headteacher on the word of the police, releases evidence."""
    if not by.roles & {Role.DSL, Role.HEADTEACHER}:
        raise NotAllowed(
            "The safeguarding lead releases evidence, or the headteacher for the police."
        )
