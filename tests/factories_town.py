"""Questions to the invented town, at a day and time of the demo."""

import xml.etree.ElementTree as ET
from datetime import datetime, time

from orm.demo.town.answers import Answer
from orm.demo.town.moments import FIRST_MONDAY, moment
from orm.demo.town.posts import When
from orm.demo.town.town import Town

PORT = 8765
TOWN = Town()


def at(day: int, clock: str = "20:00") -> datetime:
    """A moment of the demo."""
    return moment(FIRST_MONDAY, When(day, time.fromisoformat(clock)))


def ask(site: str, path: str, now: datetime, *, query: str = "", **headers: str) -> Answer:
    """What a site answers. Header names are written with underscores."""
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    host = f"{site}.localhost:{PORT}"
    return TOWN.respond(host, path, query=query, headers=sent, now=now)


def xml(answer: Answer) -> ET.Element:
    """The body as strict XML; a parser with network or entities is not needed for our own bytes."""
    return ET.fromstring(answer.body)  # noqa: S314 - our own document, made a line above
