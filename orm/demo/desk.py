"""The demo's desk: the real one, and a link for each of the invented people that signs them in.

The links stand in for a school's own sign-in; they exist in the demo only, on this machine only.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from orm.entry.outcomes import Entered
from orm.model.schools import Contact
from orm.web.answering import Desk
from orm.web.app import desk_app
from orm.web.asking import Answer, Ask, Missing, Went
from orm.web.desk_routes import ROUTES
from orm.web.house_desk import desk_of
from orm.web.routes import ANYBODY, look
from orm.web.serving import serving
from orm.wiring import House

_ISSUER = "https://sign-in.harrowmere.example"


@contextmanager
def desk_open(house: House) -> Iterator[Desk]:
    """The desk of a demo's house answers on its port while the block runs."""
    desk = desk_of(house)
    app = desk_app(lambda: desk, (*ROUTES, look("/as/{person}", _enter, ANYBODY)), url=desk.url)
    settings = house.config.desk
    with serving(app, host=settings.host, port=settings.port):
        yield desk


def links(desk: Desk) -> Iterator[tuple[Contact, str]]:
    """Each of the invented people with the address that signs them in."""
    for contact in desk.house.config.contacts:
        yield contact, f"{desk.url}/as/{contact.id}"


def _enter(ask: Ask) -> Answer:
    for contact in ask.house.config.contacts:
        if contact.id == ask.path["person"]:
            came = ask.door.enter_by_openid(
                contact.email, issuer=_ISSUER, subject=contact.id, now=ask.now
            )
            return Went("/", token=came.token) if isinstance(came, Entered) else Missing()
    return Missing()
