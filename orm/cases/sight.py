"""Who may see a case and read a post (domain.md §1.2, §5.1, gates G7 and G8).

`orm.store.sight` says the same of rows; a test compares the two.
"""

from collections.abc import Iterable, Sequence

from orm.model.cases import Case
from orm.model.judgement import Verdict
from orm.model.schools import Contact, Role, SchoolId
from orm.model.settlements import MentionFile
from orm.model.sight import COMMS_CASES, SEALED_TEAM, Sight


def sight_of(contact: Contact, contacts: Sequence[Contact], schools: Iterable[SchoolId]) -> Sight:
    """What a person may see of these schools, which are all of the installation."""
    here = frozenset(schools)
    return Sight(
        schools=here & contact.schools if contact.schools else here,
        own=contact.roles,
        covered=_covered(contact, contacts),
    )


def may_see(case: Case, contact: Contact, *, contacts: Sequence[Contact]) -> bool:
    """Whether this person may open this case, by their own roles or those that they deputise for.

    A case about someone is never open to that someone. A sealed one is open to the safeguarding
    team, the headteacher and its owner.
    """
    return may_open(case, sight_of(contact, contacts, (case.school_id,)))


def may_open(case: Case, sight: Sight) -> bool:
    """The same of a sight."""
    if case.school_id not in sight.schools or sight.own & case.about:
        return False
    roles = sight.roles - case.about
    if case.sealed:
        return bool(roles & {*SEALED_TEAM, case.owner})
    return any(_sees(role, case) for role in roles)


def may_read_mention(file: MentionFile, sight: Sight) -> bool:
    """Whether this person may read this post: one of their schools', in its latest version, thought
    or suspected to be about the school, of a kind that is theirs to read, not sealed, and held by no
    case that they may not open.
    """
    return (
        file.mention.school_id in sight.schools
        and file.mention.verdict is not Verdict.NOT_US
        and not file.stale
        and file.decision.category in sight.categories
        and not file.sealed
        and all(may_open(case, sight) for case in file.cases)
    )


def roles_in(case: Case, contact: Contact, contacts: Sequence[Contact]) -> frozenset[Role]:
    """The roles that a person holds in a case, by themselves or as a deputy; never one that it is
    about.
    """
    return (contact.roles | _covered(contact, contacts)) - case.about


def shown_to_anybody(case: Case) -> bool:
    """Whether a list that nobody signed in for may say what kind of case it is."""
    return not case.sealed and case.owner is not Role.CHAIR


def _covered(contact: Contact, contacts: Sequence[Contact]) -> frozenset[Role]:
    """The roles of those whose deputy this person is."""
    return frozenset[Role]().union(*(each.roles for each in contacts if each.deputy == contact.id))


def _sees(role: Role, case: Case) -> bool:
    """The leaders who may approve a request (policy R118) see all but the chair's cases and those
    about the headteacher, who is their own leader; the comms lead what needs a reply; all what they
    own.
    """
    if role in {Role.HEADTEACHER, Role.SLT} and Role.HEADTEACHER not in case.about:
        return case.owner is not Role.CHAIR
    return case.owner is role or (role is Role.COMMS and case.category in COMMS_CASES)
