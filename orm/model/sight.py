"""What a person may see, as a value that pages, rules and queries share (domain.md §1.2, §5.1)."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from orm.model.judgement import Category, Decision
from orm.model.schools import Role, SchoolId

SUBJECT_RULES = {"about-headteacher": Role.HEADTEACHER, "about-dsl": Role.DSL}
"""Rule ids of the policy that say whom a post accuses."""

SEALED_TEAM = frozenset({Role.DSL, Role.HEADTEACHER})
"""Who sees every sealed case that is not about them (gate G8); besides them its owner."""

READERS = frozenset({Role.HEADTEACHER, Role.DSL, Role.SLT})
"""Who reads posts of every kind that is not sealed. The comms lead reads `COMMS_CATEGORIES`; the
chair, the data protection officer and IT see figures and no post.
"""

COMMS_CASES = frozenset(
    {
        Category.T1,
        Category.T2,
        Category.T3,
        Category.T4,
        Category.T18,
        Category.T20,
    }
)
"""Cases that the comms lead may open although another role owns them: what needs a reply, news."""

COMMS_CATEGORIES = COMMS_CASES | {Category.T0}
"""Posts that the comms lead may read; never detail of the rest."""


@dataclass(frozen=True, slots=True)
class Sight:
    """The schools that a person acts for, their own roles, and those that they deputise for."""

    schools: frozenset[SchoolId]
    own: frozenset[Role]
    covered: frozenset[Role] = frozenset()

    @property
    def roles(self) -> frozenset[Role]:
        """Every role that they act in, where the matter is not about its holder."""
        return self.own | self.covered

    @property
    def categories(self) -> frozenset[Category]:
        """The kinds of post that they may read where nothing seals or hides one."""
        if self.roles & READERS:
            return frozenset(Category)
        return COMMS_CATEGORIES if Role.COMMS in self.roles else frozenset()


def subject_roles(decision: Decision) -> frozenset[Role]:
    """The roles that a post accuses, by the facts that triage noted on the decision."""
    return frozenset(SUBJECT_RULES[g.rule] for g in decision.grounds if g.rule in SUBJECT_RULES)


def owner_beside(owner: Role, about: AbstractSet[Role]) -> Role:
    """Who has a case that is about these roles: the owner, or, where it is about the owner, the next
    who may decide (gate G7).
    """
    if owner not in about:
        return owner
    if owner is Role.DSL and Role.HEADTEACHER not in about:
        return Role.HEADTEACHER
    return Role.CHAIR
