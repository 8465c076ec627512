"""Who is told what the house tells of itself, and when. Pure."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from orm.cases.overdue import Rota, is_quiet, is_school_day, on_call
from orm.model.schools import Contact, Role, SchoolId

KEEPERS = (Role.IT, Role.SLT, Role.HEADTEACHER)
"""Who keeps house: the administrator; then who deputises; then who answers for it all."""

_ABOUT_POSTS = frozenset({Role.HEADTEACHER, Role.COMMS})


def spike_readers(rota: Rota, school_id: SchoolId, *, now: datetime) -> tuple[Contact, ...]:
    """The headteacher and the comms lead on a school day, else whoever is on call.

    Nobody in quiet hours, and nobody on a day off where nobody is on call: it waits.
    """
    if is_quiet(rota.rules, now):
        return ()
    here = _here(rota.contacts, school_id)
    if is_school_day(rota, now):
        return tuple(each for each in here if each.roles & _ABOUT_POSTS)
    return tuple(each for each in on_call(rota) if each in here)


def house_keeper(rota: Rota, school_id: SchoolId, *, now: datetime) -> Contact | None:
    """Who keeps house for this school, outside quiet hours."""
    if is_quiet(rota.rules, now):
        return None
    return next(_by_role(_here(rota.contacts, school_id)), None)


def _here(contacts: Sequence[Contact], school_id: SchoolId) -> tuple[Contact, ...]:
    return tuple(each for each in contacts if not each.schools or school_id in each.schools)


def _by_role(contacts: Sequence[Contact]) -> Iterator[Contact]:
    """Those who keep house; of several with one role, who does so for all schools comes first."""
    for role in KEEPERS:
        holders = (each for each in contacts if role in each.roles)
        yield from sorted(holders, key=lambda each: bool(each.schools))
