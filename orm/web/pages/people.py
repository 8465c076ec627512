"""People: who may come in, and what an administrator does for them."""

from collections.abc import Callable
from dataclasses import dataclass, field

from orm.desk.looking_after import LONGEST_REASON, Caring
from orm.entry.ticketing import link
from orm.errors import NotAllowed
from orm.model.entry import Purpose, Standing
from orm.model.schools import Contact, ContactId
from orm.reading.people import PersonRow, people_page
from orm.web.asking import Answer, Ask, Missing, Page, Went
from orm.web.forms import Filled, Problem
from orm.web.routes import ADMINISTRATORS, look, press
from orm.wiring.linking import queue_link


@dataclass(frozen=True, slots=True)
class PeopleView:
    """Everybody whom the reader may see."""

    people: tuple[PersonRow, ...]
    by_link: bool
    reachable: bool


@dataclass(frozen=True, slots=True)
class PersonView:
    """One person, with what may be done. `longest` is of a reason."""

    person: PersonRow
    by_link: bool
    reachable: bool
    filled: Filled = field(default_factory=Filled)
    longest: int = LONGEST_REASON


def show(ask: Ask) -> Answer:
    """The list."""
    view = PeopleView(_people(ask), _by_link(ask), bool(ask.house.config.digest.desk_url))
    return Page("people.html", "People and roles", view)


def show_one(ask: Ask) -> Answer:
    """One person."""
    return _one(ask, Filled())


def invite(ask: Ask) -> Answer:
    """Send an invitation."""
    return _done(ask, lambda c, p: c.invite(p, _bring(ask), now=ask.now), "person-invited")


def reset(ask: Ask) -> Answer:
    """Send a link for a new password."""
    return _done(ask, lambda c, p: c.reset(p, _bring(ask), now=ask.now), "person-reset")


def sign_out(ask: Ask) -> Answer:
    """End every session of a person."""
    return _done(ask, lambda c, p: c.sign_out(p, now=ask.now), "person-signed-out")


def remove_second_factor(ask: Ask) -> Answer:
    """Forget a second factor that is lost."""
    reason = ask.form.one("reason")
    if not ask.form.has("sure"):
        says = "Tick that you know who asks: a stranger may pretend to have lost a telephone."
        return _one(ask, Filled(ask.form, (Problem("sure", says),)), status=422)
    return _done(
        ask,
        lambda c, p: c.remove_second_factor(p, reason, now=ask.now),
        "person-factor",
        named="reason",
    )


def _done(
    ask: Ask, step: Callable[[Caring, Contact], object], done: str, *, named: str = ""
) -> Answer:
    """The step taken, or its page again with the reason why not."""
    person = _contact(ask)
    if person is None:
        return Missing()
    try:
        step(_caring(ask), person)
    except NotAllowed as error:
        filled = Filled(ask.form, (Problem(named, str(error)),))
        return _one(ask, filled, status=422 if named else 403)
    own = person.id == ask.reader.contact.id and done == "person-signed-out"
    return Went("/sign-in" if own else f"/settings/people/{person.id}", done=done)


def _caring(ask: Ask) -> Caring:
    return Caring(
        door=ask.door,
        schools=ask.house.schools,
        by=ask.reader.contact,
        sight=ask.reader.sight,
        local_accounts=_by_link(ask),
    )


def _bring(ask: Ask) -> Callable[[ContactId, str, Purpose], None]:
    def bring(contact_id: ContactId, token: str, purpose: Purpose) -> None:
        contact = ask.door.contact(contact_id)
        if contact is not None:
            queue_link(ask.house, contact, link(ask.url, token), purpose, now=ask.now)

    return bring


def _people(ask: Ask) -> tuple[PersonRow, ...]:
    contacts = ask.house.config.contacts
    known = ask.door.book.standings(now=ask.now)
    standings: dict[ContactId, Standing] = {}
    for each in contacts:
        standing = known.get(ask.door.person(each.id))
        if standing is not None:
            standings[each.id] = standing
    reader = ask.reader
    return people_page(contacts, ask.house.schools, standings, reader.contact, reader.sight)


def _contact(ask: Ask) -> Contact | None:
    """The person of the address, where the reader may see them."""
    visible = {row.id for row in _people(ask)}
    wanted = ask.door.contact(ContactId(ask.path["person"]))
    return wanted if wanted is not None and wanted.id in visible else None


def _by_link(ask: Ask) -> bool:
    return ask.house.config.desk.local_accounts


def _one(ask: Ask, filled: Filled, *, status: int = 200) -> Answer:
    for row in _people(ask):
        if row.id == ask.path["person"]:
            reachable = bool(ask.house.config.digest.desk_url)
            view = PersonView(row, _by_link(ask), reachable, filled)
            return Page("person.html", row.name, view, status=status)
    return Missing()


_AT = "/settings/people/{person}"
ROUTES = (
    look("/settings/people", show, ADMINISTRATORS),
    look(_AT, show_one, ADMINISTRATORS),
    press(f"{_AT}/invite", invite, ADMINISTRATORS),
    press(f"{_AT}/reset", reset, ADMINISTRATORS),
    press(f"{_AT}/sign-out", sign_out, ADMINISTRATORS),
    press(f"{_AT}/second-factor", remove_second_factor, ADMINISTRATORS),
)
