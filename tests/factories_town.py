"""Questions to the invented town, at a day and time of the demo, by hand and by the house's readers."""

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime, time

from orm.demo.clock import DemoClock
from orm.demo.town.addresses import TownAddresses, addresses
from orm.demo.town.answers import Answer
from orm.demo.town.moments import FIRST_MONDAY, moment
from orm.demo.town.posts import When
from orm.demo.town.server import RunningTown, serve
from orm.demo.town.town import Town
from orm.http.fetcher import Fetcher
from orm.model.items import Item
from orm.model.polls import Page, Request, Response, Validators
from orm.model.schools import OfficialAccount, SchoolId, Watch
from orm.model.settings import Manners
from orm.pipeline.dating import dated
from orm.ports import Source

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


@dataclass(frozen=True, slots=True)
class Reader:
    """A fetcher with its town, its clock and the addresses."""

    town: RunningTown
    clock: DemoClock
    fetch: Fetcher
    urls: TownAddresses

    def answers(self, source: Source, watch: Watch) -> list[Page]:
        """Everything that a source finds for one school, page by page."""
        asked = list(source.plan(watch))
        found = []
        while asked:
            page = source.parse(self._answer(asked.pop(0)))
            asked += page.follow
            found.append(page)
        return found

    def items(self, source: Source, watch: Watch) -> dict[str, Item]:
        """What a source finds for one school, by title, else by text."""
        pages = self.answers(source, watch)
        return {item.title or item.text: item for page in pages for item in page.items}

    def _answer(self, request: Request) -> Response:
        answer = self.fetch(dated(request, now=self.clock.now()), Validators())
        assert isinstance(answer, Response)
        return answer


@contextmanager
def town_reader() -> Iterator[Reader]:
    """A reader of a town that is served until the end, from the day before the first."""
    clock = DemoClock(at(-1))
    manners = Manners(contact="demo@harrowmere.example", allow_addresses=("127.0.0.0/8",))
    fetch = Fetcher(manners, clock, resolve=lambda _host, _port: ("127.0.0.1",))
    with closing(fetch), serve(Town(), clock.now) as town:
        yield Reader(town, clock, fetch, addresses(town.port))


def wrenbeck(urls: TownAddresses) -> Watch:
    """Wrenbeck Primary School as the demo watches it."""
    return Watch(
        school_id=SchoolId("wrenbeck"),
        name="Wrenbeck Primary School",
        other_names=("Wrenbeck Primary",),
        town="Harrowmere",
        urn="990101",
        website=urls.wrenbeck_website,
        accounts=(
            OfficialAccount("youtube", urls.video_channel),
            OfficialAccount("bluesky", urls.sky_account),
            OfficialAccount("telegram", urls.telegram_channel),
        ),
    )


def st_orrins(urls: TownAddresses) -> Watch:
    """St Orrin's as the demo watches it."""
    return Watch(
        school_id=SchoolId("st-orrins"),
        name="St Orrin's C of E Primary School",
        other_names=("St Orrin's",),
        town="Harrowmere",
        urn="990102",
        website=urls.st_orrins_website,
        accounts=(OfficialAccount("mastodon", urls.social_account),),
    )
