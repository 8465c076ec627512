"""One request answered: who asks, whether they may, what the page says, in which frame.

Whatever is not for this person is answered like what does not exist. What changes something needs
the form's own token and comes from the desk's own pages.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from secrets import token_urlsafe
from urllib.parse import quote, urlsplit

from orm.cases.sight import sight_of
from orm.entry.door import FrontDoor
from orm.entry.outcomes import SignedIn
from orm.errors import Conflict, NotAllowed
from orm.web.asking import Answer, Ask, Fields, Missing, Page, Reader, Upload, Went
from orm.web.chrome import PURPOSE, chrome
from orm.web.providers import Providers
from orm.web.rendering import render
from orm.web.routes import Method, Route
from orm.web.turnstile import Turnstile
from orm.wiring import House

FORM_TOKEN = "form_token"  # noqa: S105 - the name of a field
SIGN_IN = "/sign-in"
ENROL = "/second-factor"
_OURS = frozenset({"", "same-origin", "none"})
_ENDED = (
    "Your session ended, so nothing was changed. Go back to see what you typed, copy it, sign in,"
    " and send it again."
)
_GONE = "There is nothing here that you may see. It may have moved, or it may not be for you."


@dataclass(frozen=True, slots=True)
class Incoming:
    """A request as it arrived. `origin` is where the browser says that a form comes from, `site`
    its own word for how near that is; both may be empty.
    """

    path: Mapping[str, str]
    query: Fields
    form: Fields
    uploads: tuple[Upload, ...]
    address: str
    token: str
    visitor: str
    browser: str
    origin: str
    site: str
    target: str


@dataclass(frozen=True, slots=True)
class Outgoing:
    """An answer with the cookies that go with it: `token` and `browser` as in `Went`; `visitor` is
    a new browser's name, or empty.
    """

    answer: Answer
    html: str = ""
    token: str | None = None
    visitor: str = ""
    browser: str = ""


@dataclass(frozen=True, slots=True)
class Desk:
    """The desk that pages are asked of. `url` is its own address as browsers know it; `turnstile`
    counts what comes in without a sign-in.
    """

    house: House
    door: FrontDoor
    url: str
    providers: Providers
    turnstile: Turnstile = field(default_factory=Turnstile)

    def now(self) -> datetime:
        """The time, once a request."""
        return self.house.edges.clock.now()


def answer(desk: Desk, route: Route, incoming: Incoming) -> Outgoing:
    """The page's answer to one request; a refusal is a page as well."""
    now = desk.now()
    visitor = incoming.visitor or token_urlsafe(24)
    signed_in = desk.door.look(incoming.token, now=now) if incoming.token else None
    ask = _asked(desk, incoming, signed_in, visitor=visitor, now=now)
    given = _given(route, ask, incoming, signed_in)
    shown = render(given, chrome(ask, given)) if isinstance(given, Page) else ""
    return Outgoing(
        answer=given,
        html=shown,
        token=given.token if isinstance(given, Went) else None,
        visitor="" if incoming.visitor else visitor,
        browser=given.browser if isinstance(given, Went) else "",
    )


def missing() -> Page:
    """What is said where nothing is, or nothing for this person."""
    return Page("message.html", "Not found", _GONE, status=404)


def is_from(host: str, *, origin: str, site: str) -> bool:
    """Whether a form may come from a page of this host, by what the browser says of it. What it does
    not say, only the form's own token tells.
    """
    return site in _OURS and (not origin or urlsplit(origin).netloc == host)


def _given(route: Route, ask: Ask, incoming: Incoming, signed_in: SignedIn | None) -> Answer:
    turned = _turned_away(route, ask, signed_in)
    if turned is not None:
        return turned
    if _must_be_own(route) and not _is_own_form(ask, incoming):
        return Page(
            "message.html",
            "Send it again",
            "This form was open too long, or did not come from the desk. Nothing was changed."
            " Go back, load the page again, and send it once more.",
            status=403,
        )
    try:
        given = route.view(ask)
    except Conflict as error:
        return Page("message.html", "Somebody was quicker", str(error), status=409)
    except NotAllowed as error:
        return Page("message.html", "Not possible", str(error), status=403)
    return missing() if isinstance(given, Missing) else given


def _turned_away(route: Route, ask: Ask, signed_in: SignedIn | None) -> Answer | None:
    """Where somebody goes who may not have this page; None where they may."""
    who = route.who
    if not who.signed_in:
        return None
    if ask.who is None and route.method is Method.POST:
        return Page("message.html", "You are signed out", _ENDED, status=403)
    if ask.who is None:
        return Went(f"{SIGN_IN}?next={quote(ask.target, safe='')}")
    if signed_in is not None and signed_in.must_enrol and not who.enrolling:
        return Went(ENROL)
    if who.roles is not None and not who.roles & ask.who.roles:
        return missing()
    return None


def _must_be_own(route: Route) -> bool:
    return route.method is Method.POST and route.own_form


def _is_own_form(ask: Ask, incoming: Incoming) -> bool:
    """Whether a form comes from a page of the desk that this browser was given."""
    if not is_from(urlsplit(ask.url).netloc, origin=incoming.origin, site=incoming.site):
        return False
    mark = ask.form.one(FORM_TOKEN)
    if ask.token:
        return ask.door.form_token_holds(mark, ask.token, PURPOSE)
    return ask.door.visitor_token_holds(mark, incoming.visitor, PURPOSE)


def _asked(
    desk: Desk, incoming: Incoming, signed_in: SignedIn | None, *, visitor: str, now: datetime
) -> Ask:
    house = desk.house
    return Ask(
        house=house,
        door=desk.door,
        now=now,
        who=_reader(house, signed_in) if signed_in else None,
        path=incoming.path,
        query=incoming.query,
        form=incoming.form,
        uploads=incoming.uploads,
        address=incoming.address,
        visitor=visitor,
        browser=incoming.browser,
        token=incoming.token if signed_in else "",
        url=desk.url,
        target=incoming.target,
        providers=desk.providers,
        turnstile=desk.turnstile,
    )


def _reader(house: House, signed_in: SignedIn) -> Reader:
    contact = signed_in.contact
    schools = tuple(
        school for school in house.schools if not contact.schools or school.id in contact.schools
    )
    return Reader(
        contact=contact,
        session=signed_in.session,
        schools=schools,
        sight=sight_of(contact, house.config.contacts, [each.id for each in schools]),
    )
