"""What stands around every page: its title, the way to the other pages, who is signed in."""

from collections.abc import Sequence
from dataclasses import dataclass

from orm.web.asking import Ask, Page
from orm.web.done import said
from orm.web.routes import (
    ACCOUNT_READERS,
    CASE_WORKERS,
    EVERY_PERSON,
    POST_READERS,
    REPORT_READERS,
    SAFEGUARDING,
    SETTINGS_READERS,
    Who,
)


@dataclass(frozen=True, slots=True)
class Way:
    """A link of the main menu."""

    label: str
    to: str
    here: bool = False


@dataclass(frozen=True, slots=True)
class Chrome:
    """The frame of one page. `form_token` goes into every form; `done` says what was just done."""

    title: str
    who: str
    ways: tuple[Way, ...]
    form_token: str
    done: str
    error: str


PURPOSE = "desk"
"""What the desk's form tokens are made for."""

MENU: Sequence[tuple[str, str, Who]] = (
    ("Today", "/", EVERY_PERSON),
    ("Cases", "/cases", CASE_WORKERS),
    ("Mentions", "/mentions", POST_READERS),
    ("Sealed", "/sealed", SAFEGUARDING),
    ("Official accounts", "/accounts", ACCOUNT_READERS),
    ("Trends", "/trends", EVERY_PERSON),
    ("Reports", "/reports", REPORT_READERS),
    ("Digest", "/digests", EVERY_PERSON),
    ("Sources", "/sources", EVERY_PERSON),
    ("Settings", "/settings", SETTINGS_READERS),
)
"""Each page that a person can start from, and who has it."""


def chrome(ask: Ask, page: Page) -> Chrome:
    """The frame of a page."""
    return Chrome(
        title=page.title,
        who=ask.who.contact.name if ask.who else "",
        ways=tuple(_ways(ask)),
        form_token=_form_token(ask),
        done=said(ask.query.one("done")),
        error=page.error,
    )


def plain_chrome(page: Page) -> Chrome:
    """The frame of a page that is shown where nobody can be asked who they are."""
    return Chrome(page.title, "", (), "", "", page.error)


def _form_token(ask: Ask) -> str:
    if ask.token:
        return ask.door.form_token(ask.token, PURPOSE)
    return ask.door.visitor_token(ask.visitor, PURPOSE)


def _ways(ask: Ask) -> list[Way]:
    if ask.who is None:
        return []
    roles, here = ask.who.roles, ask.target.partition("?")[0]
    ways = [
        Way(label, to, here == to or (to != "/" and here.startswith(f"{to}/")))
        for label, to, who in MENU
        if who.roles is None or who.roles & roles
    ]
    if len(ask.who.schools) > 1:
        ways.insert(1, Way("Schools", "/group", here == "/group"))
    return ways
