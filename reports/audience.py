"""Who may read what (domain.md §5.1, gates G7, G8 and G12)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto

from orm.model.cases import CaseState
from orm.model.judgement import ALWAYS_SEALED, Category
from orm.model.schools import Contact, ContactId, Role, SchoolId
from orm.model.weeks import WeekCase


class Part(Enum):
    """A part of the digest that not everybody gets. Decisions and coverage are everybody's."""

    GOOD = auto()
    THEMES = auto()
    OWED = auto()
    NEWS = auto()
    ACCOUNTS = auto()
    FAIRNESS = auto()
    HOUSEKEEPING = auto()


PARTS: Mapping[Role, frozenset[Part]] = {
    Role.HEADTEACHER: frozenset(Part),
    Role.DSL: frozenset({Part.FAIRNESS}),
    Role.SLT: frozenset({Part.GOOD, Part.THEMES, Part.ACCOUNTS, Part.FAIRNESS, Part.HOUSEKEEPING}),
    Role.COMMS: frozenset({Part.GOOD, Part.OWED, Part.NEWS, Part.ACCOUNTS, Part.FAIRNESS}),
    Role.CHAIR: frozenset({Part.FAIRNESS}),
    Role.DPO: frozenset({Part.FAIRNESS, Part.HOUSEKEEPING}),
    Role.IT: frozenset({Part.HOUSEKEEPING}),
}

ORDINARY = frozenset({Category.T1, Category.T2, Category.T3, Category.T4})
FOR_COMMS = ORDINARY | {Category.T18, Category.T20}

TO_DECIDE = frozenset(
    {
        CaseState.NEW,
        CaseState.REVIEW,
        CaseState.PROPOSED,
        CaseState.APPROVED,
        CaseState.REFUSED,
        CaseState.ESCALATED,
    }
)
UNDER_WAY = frozenset({CaseState.SENT, CaseState.WAITING})

_LEADERS = frozenset({Role.HEADTEACHER, Role.DSL, Role.SLT, Role.CHAIR})


@dataclass(frozen=True, slots=True)
class Audience:
    """What one reader is, for one school.

    `covers` are roles whose holder names this reader as deputy; `unheld` are roles of nobody.
    """

    roles: frozenset[Role]
    covers: frozenset[Role]
    unheld: frozenset[Role]

    def gets(self, part: Part) -> bool:
        """One of the reader's roles gets this part."""
        return any(part in PARTS[role] for role in self.roles)

    @property
    def leads(self) -> bool:
        """False for those who never see detail of T5 and above that is not theirs."""
        return bool(self.roles & _LEADERS)

    def owns(self, case: WeekCase, *, now: datetime) -> bool:
        """The case waits for this reader: by role, or because nobody else would take it up.

        An overdue case becomes visible to the owner's deputy (G12), a sealed one never does so.
        """
        if self.kept_from(case):
            return False
        if case.owner in self.roles:
            return True
        if case.owner in self.unheld:
            return Role.HEADTEACHER in self.roles
        return self.leads and case.owner in self.covers and case.due_at < now and not sealed(case)

    def sees(self, case: WeekCase, *, now: datetime) -> bool:
        """An unsealed case may be listed for this reader."""
        if sealed(case) or self.kept_from(case):
            return False
        everything = Role.HEADTEACHER in self.roles
        for_comms = Role.COMMS in self.roles and case.category in FOR_COMMS
        return everything or for_comms or self.owns(case, now=now)

    def may_name(self, case: WeekCase) -> bool:
        """The kind of the case may be put in words for this reader."""
        return self.leads or case.category in FOR_COMMS or Role.COMMS not in self.roles

    def kept_from(self, case: WeekCase) -> bool:
        """G7: a case that went to the chair may be about the headteacher; only the chair reads it."""
        if case.owner is not Role.CHAIR:
            return False
        return Role.HEADTEACHER in self.roles or Role.CHAIR not in self.roles | self.covers


def sealed(case: WeekCase) -> bool:
    """Outside the DSL's team nothing but its number may show (G8), whatever the flag says."""
    return case.sealed or case.category in ALWAYS_SEALED


def acts_for(contact: Contact, school_id: SchoolId) -> bool:
    """The contact acts for this school; an empty list of schools means all of them."""
    return not contact.schools or school_id in contact.schools


def audience(reader: Contact, contacts: Sequence[Contact], school_id: SchoolId) -> Audience:
    """What `reader` is for this school, given everybody who acts for it."""
    here = [contact for contact in contacts if acts_for(contact, school_id)]
    held = frozenset(role for contact in (*here, reader) for role in contact.roles)
    return Audience(
        roles=reader.roles,
        covers=_covered(reader.id, here) - reader.roles,
        unheld=frozenset(Role) - held,
    )


def _covered(reader: ContactId, here: Sequence[Contact]) -> frozenset[Role]:
    return frozenset(role for each in here if each.deputy == reader for role in each.roles)
