"""Schools, the people who act for them, and what may be asked about them."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NewType

SchoolId = NewType("SchoolId", str)
ContactId = NewType("ContactId", str)


class Role(StrEnum):
    """A role that owns work (domain.md §1.2). One person may hold several."""

    HEADTEACHER = "headteacher"
    DSL = "dsl"
    SLT = "slt"
    COMMS = "comms"
    CHAIR = "chair"
    DPO = "dpo"
    IT = "it"


class AccountStatus(StrEnum):
    """What the register says of an official account."""

    ACTIVE = "active"
    DORMANT = "dormant"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Namesake:
    """Something else of the same name. `name` is matched against posts; `what` is for people."""

    name: str
    what: str = ""


@dataclass(frozen=True, slots=True)
class OfficialAccount:
    """An account the school says is its own. `handle` is the platform's id or handle."""

    platform: str
    handle: str
    display_name: str = ""
    status: AccountStatus = AccountStatus.ACTIVE


@dataclass(frozen=True, slots=True)
class School:
    """A watched school. `name` is the register's name; `aliases` are other full names.

    `short_names` (initials, nicknames) are never enough by themselves.
    `context_terms` speak for the school; `namesakes` speak against it. `address`, `telephone` and
    `email` are the office's, for letters.
    """

    id: SchoolId
    name: str
    town: str
    aliases: tuple[str, ...] = ()
    short_names: tuple[str, ...] = ()
    former_names: tuple[str, ...] = ()
    county: str = ""
    postcode: str = ""
    local_authority: str = ""
    urn: str = ""
    website: str = ""
    trust: str = ""
    school_type: str = ""
    context_terms: tuple[str, ...] = ()
    namesakes: tuple[Namesake, ...] = ()
    accounts: tuple[OfficialAccount, ...] = ()
    address: str = ""
    telephone: str = ""
    email: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """Everything the school is or was called."""
        return (self.name, *self.aliases, *self.short_names, *self.former_names)


@dataclass(frozen=True, slots=True)
class Contact:
    """A person who acts for one or more schools. `deputy` is another contact's id.

    An empty `schools` means every school of this installation.
    """

    id: ContactId
    name: str
    email: str
    roles: frozenset[Role]
    deputy: ContactId | None = None
    schools: frozenset[SchoolId] = frozenset()
    digest: bool = True


@dataclass(frozen=True, slots=True)
class Watch:
    """What a source may ask for: topics and addresses, never a person (domain.md G5)."""

    school_id: SchoolId
    name: str
    other_names: tuple[str, ...] = ()
    town: str = ""
    county: str = ""
    website: str = ""
    accounts: tuple[OfficialAccount, ...] = ()
    urn: str = ""


@dataclass(frozen=True, slots=True)
class Term:
    """A school term, both days included."""

    first_on: date
    last_on: date


@dataclass(frozen=True, slots=True)
class SchoolCalendar:
    """When a school is open. `nation` is ENG, WLS, SCT or NIR and picks the bank holidays."""

    nation: str = "ENG"
    terms: tuple[Term, ...] = ()
    inset_on: frozenset[date] = frozenset()
