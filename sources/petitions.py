"""UK Parliament petitions: petitions whose words name the school.

- **What is read:** what is asked for, its background, the further details, what Parliament did with
  it (open, closed, rejected and why) and the government's answer.
- **Blind to:** who signs and how many (a count that grows would make a new version every day),
  petitions to other bodies (councils, Change.org, 38 Degrees), those of earlier parliaments, and
  petitions that wait for moderation and are not published. Schools are rarely their subject.
- **Access:** A, keyless; the site publishes its data as JSON under the Open Government Licence
  [licence unverified], and `robots.txt` allows these paths (contracts/web.md §4.6, October 2026).
- **Rate:** daily, one request per name, at most three names. Free.
- **Searching:** the site finds petitions with all the words, not the phrase; `match` decides.
- **Personal data:** none is kept. The site names the creator while a petition is open; that name
  is not read.
- **Known by:** the petition's number.
- **Golden files:** `tests/golden/petitions/`.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import ClassVar
from urllib.parse import urlencode

from orm.model.items import Identity, Item, Kind
from orm.model.polls import Access, Cadence, Page, Request, Response, Skipped
from orm.model.schools import Watch
from sources._parsing.answers import expect_ok, unreadable
from sources._parsing.dates import UNDATED, Stated, read_date
from sources._parsing.links import absolute, canonical, site, web_address
from sources._parsing.posts import LeftOut, posts_page, read_answer
from sources._parsing.queries import names, next_page
from sources._parsing.results import part
from sources._parsing.text import LONGEST_TEXT, LONGEST_TITLE, plain

_STATES = frozenset({
    "all", "open", "closed", "rejected", "awaiting_response", "with_response", "awaiting_debate",
    "debated", "not_debated",
})  # fmt: skip
_MOST_PAGES = 5


@dataclass(frozen=True, slots=True)
class PetitionsOptions:
    """`[sources.petitions]`."""

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}

    state: str = field(
        default="all", metadata={"doc": 'Which petitions: "all", "open", "closed", ….'}
    )
    pages: int = field(
        default=2, metadata={"doc": "How many pages of one search are read at most."}
    )
    base_url: str = field(
        default="https://petition.parliament.uk",
        metadata={"doc": "Address of the interface; another one only for tests."},
    )

    def __post_init__(self) -> None:
        web_address(self.base_url)
        if self.state not in _STATES:
            raise ValueError(f'there is no state "{self.state}"; known are {sorted(_STATES)}')
        if not 1 <= self.pages <= _MOST_PAGES:
            raise ValueError(f"pages must be from 1 to {_MOST_PAGES}")


@dataclass(frozen=True, slots=True)
class Petitions:
    """Petitions to the UK Parliament that name a school."""

    options: PetitionsOptions = PetitionsOptions()

    name: ClassVar[str] = "petitions"
    access: ClassVar[Access] = Access.A
    cadence: ClassVar[Cadence] = Cadence(
        shortest=timedelta(hours=12),
        usual=timedelta(days=1),
        longest=timedelta(days=3),
        silence=timedelta(days=3 * 365),
    )

    def plan(self, watch: Watch) -> Iterable[Request]:
        """One search per name."""
        return tuple(self._search(name) for name in names(watch))

    def _search(self, name: str) -> Request:
        asked = urlencode({"q": name, "state": self.options.state, "page": 1})
        url = f"{self._home()}/petitions.json?{asked}"
        return Request(self.name, name, url, accept="application/json")

    def _home(self) -> str:
        return web_address(self.options.base_url).rstrip("/")

    def parse(self, response: Response) -> Page:
        """The petitions found, or the one petition of a petition's own page.

        Raises:
            SourceError: by status; Unreadable for anything but petitions.
        """
        expect_ok(response)
        answer = read_answer(response)
        data = answer.get("data") if isinstance(answer, dict) else None
        if not isinstance(answer, dict) or not isinstance(data, list | dict):
            raise unreadable(response, "the JSON holds no petitions")
        links = part(answer, "links")
        if isinstance(data, dict):
            return posts_page([self._item(data, links.get("self"), response)], response)
        more = isinstance(links.get("next"), str)
        return posts_page(
            (self._listed(one, response) for one in data),
            response,
            follow=next_page(response.request, page="page", last=self.options.pages)
            if more
            else (),
        )

    def _listed(self, one: object, response: Response) -> Item | Skipped:
        if not isinstance(one, dict):
            return Skipped("a petition that is no object")
        return self._item(one, part(one, "links").get("self"), response)

    def _item(self, one: dict[str, object], link: object, response: Response) -> Item | Skipped:
        number, says = one.get("id"), part(one, "attributes")
        action = plain(says.get("action"), limit=LONGEST_TITLE)
        if one.get("type") != "petition" or not isinstance(number, int) or not says:
            return Skipped("an entry that is no petition")
        if plain(says.get("state")) in {"hidden", "removed", "stopped"}:
            return LeftOut("a petition that Parliament does not show")
        if not action:
            return Skipped("a petition that asks for nothing")
        own = f"{self._home()}/petitions/{number}"
        started = _started(says, response)
        return Item(
            identity=Identity(self.name, str(number)),
            kind=Kind.POST,
            platform="petitions",
            url=canonical(absolute(own, link).removesuffix(".json")) or canonical(own),
            title=action,
            text=_text(says),
            posted_at=started.at,
            posted_raw=started.raw,
            precision=started.precision,
            outlet=site(self._home()),
            language="en",
        )


def _started(says: dict[str, object], response: Response) -> Stated:
    """When it was opened for signatures, else when it was written."""
    dates = (says.get(name) for name in ("opened_at", "rejected_at", "created_at"))
    stated = (read_date(date, fetched_at=response.fetched_at) for date in dates if date)
    return next((one for one in stated if one.raw), UNDATED)


def _text(says: dict[str, object]) -> str:
    answered = part(says, "government_response")
    rejected = plain(part(says, "rejection").get("details"))
    parts = (
        plain(says.get("background")),
        plain(says.get("additional_details")),
        "This petition is closed." if says.get("state") == "closed" else "",
        "This petition was rejected." if says.get("state") == "rejected" else "",
        rejected,
        plain(says.get("committee_note")),
        f"The government responded: {plain(answered.get('summary'))}" if answered else "",
    )
    return " ".join(one for one in parts if one)[:LONGEST_TEXT]
