"""Stop my digest: the page behind the link of a letter, and the one click of mail programs.

Looking changes nothing, so neither a scanner that opens every link nor a browser that loads pages in
advance stops anything. Stopping takes a POST with what RFC 8058 says, from the page or a mail program.
"""

from dataclasses import dataclass

from orm.model.letter_book import BY_LETTER, Stop
from orm.model.letters import STOP_PATH
from orm.model.schools import Contact, School
from orm.web.asking import Answer, Ask, Missing, Page
from orm.web.routes import ANYBODY, look, press_from_anywhere
from orm.weekly.letter_book import LetterBook
from orm.weekly.stopping import reader_of

FIELD, ONE_CLICK = "List-Unsubscribe", "One-Click"
"""The form of RFC 8058, which the page sends as well."""

_LARGEST = 20_000
_TOO_OFTEN = "That was tried too often from where you are. Nothing was changed. Wait an hour."


@dataclass(frozen=True, slots=True)
class StopView:
    """The page: of which school, and whether its digest is stopped. It names nobody."""

    school: str
    path: str
    stopped: bool


def show(ask: Ask) -> Answer:
    """The page with its button; nothing changes."""
    if not ask.turnstile.admits_look(ask.address):
        return _too_often()
    found = _found(ask)
    if found is None:
        return Missing()
    book, contact, school = found
    return _page(ask, school, stopped=_is_stopped(book, contact, school))


def stop(ask: Ask) -> Answer:
    """Stop the digest; a second time changes nothing. No redirect: mail programs follow none."""
    if not ask.turnstile.admits_stop(ask.address):
        return _too_often()
    found = _found(ask)
    if found is None:
        return Missing()
    book, contact, school = found
    if ask.form.one(FIELD) != ONE_CLICK:
        return _page(ask, school, stopped=_is_stopped(book, contact, school))
    book.stop(Stop(school.id, contact.id, BY_LETTER, ask.now))
    return _page(ask, school, stopped=True)


def _found(ask: Ask) -> tuple[LetterBook, Contact, School] | None:
    book = ask.house.edges.letter_book
    found = reader_of(
        ask.path["token"], ask.house.config.contacts, ask.house.schools, ask.door.keys.stop_holds
    )
    return None if book is None or found is None else (book, *found)


def _is_stopped(book: LetterBook, contact: Contact, school: School) -> bool:
    return any((s.contact_id, s.school_id) == (contact.id, school.id) for s in book.stops())


def _page(ask: Ask, school: School, *, stopped: bool) -> Page:
    view = StopView(school.name, f"{STOP_PATH}{ask.path['token']}", stopped)
    return Page("unsubscribe.html", "Stop the weekly email", view)


def _too_often() -> Page:
    return Page("message.html", "Too often", _TOO_OFTEN, status=429)


ROUTES = (
    look(f"{STOP_PATH}{{token}}", show, ANYBODY),
    press_from_anywhere(f"{STOP_PATH}{{token}}", stop, largest=_LARGEST),
)
