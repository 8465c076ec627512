"""The list of people: who may come in, where each stands, and what may be done for whom."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from orm.model.entry import Standing, Status
from orm.model.schools import Contact, ContactId, Role, School
from orm.model.sight import Sight
from orm.reading.plain_words import roles

STATES: Mapping[Status, str] = {
    Status.NEVER: "not invited",
    Status.INVITED: "invited",
    Status.NO_FACTOR: "no second factor",
    Status.ACTIVE: "active",
}
_KINDS: Mapping[Status, str] = {
    Status.NEVER: "plain",
    Status.INVITED: "wait",
    Status.NO_FACTOR: "wait",
    Status.ACTIVE: "good",
}


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person. `mine` is the reader; `in_hand` says that the reader may look after them."""

    id: ContactId
    name: str
    email: str
    roles: str
    schools: str
    deputy: str
    state: str
    kind: str
    status: Status
    entered_at: datetime | None
    recovery_left: int
    digest: bool
    mine: bool
    in_hand: bool


def people_page(
    contacts: Sequence[Contact],
    schools: Sequence[School],
    standings: Mapping[ContactId, Standing],
    reader: Contact,
    sight: Sight,
) -> tuple[PersonRow, ...]:
    """Everybody who acts for one of the reader's schools, in the order of config.toml."""
    names = {each.id: each.name for each in contacts}
    return tuple(
        _row(each, schools, standings.get(each.id, Standing(Status.NEVER)), reader, sight, names)
        for each in contacts
        if _theirs(each, schools) & sight.schools
    )


def in_hand(contact: Contact, schools: Sequence[School], sight: Sight) -> bool:
    """Whether every school that a person acts for is one of the reader's."""
    return _theirs(contact, schools) <= sight.schools


def _theirs(contact: Contact, schools: Iterable[School]) -> frozenset[str]:
    here = frozenset[str](school.id for school in schools)
    return frozenset[str](contact.schools) or here


def _row(
    contact: Contact,
    schools: Sequence[School],
    standing: Standing,
    reader: Contact,
    sight: Sight,
    names: Mapping[ContactId, str],
) -> PersonRow:
    own = [school.name for school in schools if school.id in contact.schools]
    return PersonRow(
        id=contact.id,
        name=contact.name,
        email=contact.email,
        roles=_capital(roles([role for role in Role if role in contact.roles])),
        schools=", ".join(own) or "every school",
        deputy=names.get(contact.deputy, "") if contact.deputy else "",
        state=STATES[standing.status],
        kind=_KINDS[standing.status],
        status=standing.status,
        entered_at=standing.entered_at,
        recovery_left=standing.recovery_left,
        digest=contact.digest,
        mine=contact.id == reader.id,
        in_hand=in_hand(contact, schools, sight),
    )


def _capital(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}"
