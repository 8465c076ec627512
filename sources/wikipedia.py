"""Wikipedia: edits of the articles that the operator lists, and articles that name the school.

- **What is read:** of each listed article the newest edits: comment, the words of the lines that
  the edit put in, size, time, public name of the editor, and whether the edit was reverted or
  reverts others. Of the search: title, snippet and time of the last edit of each article found.
- **Blind to:** words that an edit only took out (the size tells), talk pages, the sections of an
  article as such, edits beyond the newest `edits` since the last reading, suppressed revisions,
  and articles in which the school's name and its town do not both stand.
- **Access:** A, keyless; CC BY-SA. Wikimedia's API usage guidelines and User-Agent policy ask for
  a descriptive name with a contact, requests in series and `maxlag` (contracts/web.md §4.7, read
  October 2026). The interface is published for programs; `robots.txt` speaks of its pages.
- **Rate:** every 6 hours, one request per article and per name (at most three names), one second
  apart. Free. "maxlag" and "ratelimited" come with status 200 or 429 and become a pause.
- **Searching:** each name in quotation marks with the town, newest edit first.
- **Personal data:** public editor names; an editor shown as an IP address is left out. Comments of
  edits may name other editors. Nothing is asked about an editor.
- **Known by:** the wiki and the revision id; a search hit by the wiki and the page id.
- **Golden files:** `tests/golden/wikipedia/`.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from ipaddress import ip_address
from itertools import pairwise
from typing import ClassVar
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from orm.errors import Gone, RateLimited, Refused, Unreachable
from orm.model.items import Identity, Item, Kind
from orm.model.polls import Access, Cadence, Page, Request, Response, Scope, Skipped
from orm.model.schools import Watch
from sources._parsing.answers import expect_ok, unreadable
from sources._parsing.dates import read_date
from sources._parsing.links import canonical, site, web_address
from sources._parsing.posts import LeftOut, posts_page
from sources._parsing.queries import askable, names, parameter
from sources._parsing.results import json_object, part, reason
from sources._parsing.text import LONGEST_TEXT, LONGEST_TITLE, person, plain
from sources._parsing.wikitext import lines_put_in, words

_MOST_EDITS = 50
_PER_PAGE = 50
_LATER = ("maxlag", "ratelimited", "readonly", "cirrussearch-too-busy-error")
_UNWELL = ("internal_api_error", "cirrussearch-backend-error", "cirrussearch-parse-error")
_FORBIDDEN = ("readapidenied", "permissiondenied", "blocked", "autoblocked", "globalblocking")
_TAGS = {
    "mw-reverted": "This edit was reverted.",
    "mw-rollback": "This edit rolls others back.",
    "mw-undo": "This edit undoes another.",
    "mw-manual-revert": "This edit restores an earlier version.",
    "mw-blank": "This edit empties the page.",
    "mw-replace": "This edit replaces the whole text.",
}
_SECTION = re.compile(r"/\* ?([^*/]*?) ?\*/")
_LANGUAGE = re.compile(r"([a-z]{2,3})\.")


@dataclass(frozen=True, slots=True)
class Article:
    """One article whose edits are read.

    Raises:
        ValueError: the title is empty.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}

    title: str = field(metadata={"doc": "Its title, as it stands above the article."})
    schools: tuple[str, ...] = field(
        default=(),
        metadata={"doc": "Ids of the schools it is about; empty: read for all, about none."},
    )

    def __post_init__(self) -> None:
        if not self.title.strip(" _") or "|" in self.title:
            raise ValueError(f'"{self.title}" is not the title of one article')


@dataclass(frozen=True, slots=True)
class WikipediaOptions:
    """`[sources.wikipedia]`."""

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}

    articles: tuple[Article, ...] = field(
        default=(), metadata={"doc": "Articles whose edits are read."}
    )
    search: bool = field(
        default=True, metadata={"doc": "Whether articles that name a school are searched for."}
    )
    edits: int = field(
        default=20, metadata={"doc": "How many of the newest edits of an article are read."}
    )
    pages: int = field(
        default=2, metadata={"doc": "How many pages of 50 search hits are read at most."}
    )
    base_url: str = field(
        default="https://en.wikipedia.org",
        metadata={"doc": "Address of the wiki, also one in another language."},
    )

    def __post_init__(self) -> None:
        web_address(self.base_url)
        if not 2 <= self.edits <= _MOST_EDITS:  # noqa: PLR2004 - an edit is seen beside its predecessor
            raise ValueError(f"edits must be from 2 to {_MOST_EDITS}")
        if not 1 <= self.pages <= 5:  # noqa: PLR2004 - the house's most
            raise ValueError("pages must be from 1 to 5")


@dataclass(frozen=True, slots=True)
class Wikipedia:
    """Edits of listed articles, and articles that name a school."""

    options: WikipediaOptions = WikipediaOptions()

    name: ClassVar[str] = "wikipedia"
    access: ClassVar[Access] = Access.A
    cadence: ClassVar[Cadence] = Cadence(
        shortest=timedelta(hours=3),
        usual=timedelta(hours=6),
        longest=timedelta(days=1),
        silence=timedelta(days=365),
        spacing=timedelta(seconds=1),
    )

    def plan(self, watch: Watch) -> Iterable[Request]:
        """One question per listed article of this school, and one search per name."""
        articles = [
            self._edits(article)
            for article in self.options.articles
            if not article.schools or watch.school_id in article.schools
        ]
        searches = [self._search(watch, name) for name in names(watch)]
        return (*articles, *(searches if self.options.search else ()))

    def parse(self, response: Response) -> Page:
        """The edits of an article, or the hits of a search.

        Raises:
            SourceError: the interface's own errors whatever the status, else by status; Gone for
                an article that does not exist; Unreadable for anything else.
        """
        answer = json_object(response)
        _refusals(answer, response)
        expect_ok(response)
        query = part(answer, "query")
        hits = query.get("search")
        if isinstance(hits, list):
            found = (self._hit(hit, response) for hit in hits)
            return posts_page(found, response, follow=self._next(answer, response))
        pages = query.get("pages")
        listed = list(pages.values()) if isinstance(pages, dict) else pages
        if not isinstance(listed, list) or not listed:
            raise unreadable(response, "neither edits nor search hits")
        return posts_page(
            (item for page in listed for item in self._page(page, response)), response
        )

    def _edits(self, article: Article) -> Request:
        title = article.title.replace("_", " ").strip()
        return self._asked(
            f"article|{title}",
            "edits",
            Scope.ABOUT if article.schools else Scope.LOCAL,
            {
                "prop": "revisions",
                "titles": title,
                "redirects": "1",
                "rvprop": "ids|timestamp|user|comment|size|tags|content",
                "rvslots": "main",
                "rvlimit": str(self.options.edits),
            },
        )

    def _search(self, watch: Watch, name: str) -> Request:
        town = askable(watch.town)
        phrase = f'"{name}" "{town}"' if town else f'"{name}"'
        return self._asked(
            f"search|{phrase}",
            "search",
            Scope.OPEN,
            {
                "list": "search",
                "srsearch": phrase,
                "srsort": "last_edit_desc",
                "srlimit": str(_PER_PAGE),
                "srprop": "snippet|timestamp|size",
            },
        )

    def _asked(self, key: str, shape: str, scope: Scope, what: dict[str, str]) -> Request:
        always = {"action": "query", "format": "json", "formatversion": "2", "maxlag": "5"}
        url = f"{self._home()}/w/api.php?{urlencode(always | what)}"
        return Request(self.name, key, url, scope, shape, accept="application/json", interface=True)

    def _home(self) -> str:
        return web_address(self.options.base_url).rstrip("/")

    def _next(self, answer: dict[str, object], response: Response) -> tuple[Request, ...]:
        """The next hits, asked with every continuation key that the answer gave."""
        given = {
            name: plain(str(value), limit=500)
            for name, value in part(answer, "continue").items()
            if isinstance(value, int | str)
        }
        asked = response.request
        here = parameter(asked.url, "sroffset") or 0
        offset = given.get("sroffset", "")
        if not (offset.isascii() and offset.isdigit() and len(offset) <= len("9999")):
            return ()
        if not here < int(offset) < _PER_PAGE * self.options.pages:
            return ()
        parts = urlsplit(asked.url)
        url = parts._replace(query=urlencode(dict(parse_qsl(parts.query)) | given)).geturl()
        return (replace(asked, key=url, url=url),)

    def _hit(self, hit: object, response: Response) -> Item | Skipped:
        if not isinstance(hit, dict):
            return Skipped("a hit that is no object")
        title, number = plain(hit.get("title"), limit=LONGEST_TITLE), hit.get("pageid")
        if not title or not isinstance(number, int):
            return Skipped("a hit without a title or a page id")
        address = f"{self._home()}/wiki/{quote(title.replace(' ', '_'))}"
        edited = read_date(hit.get("timestamp"), fetched_at=response.fetched_at)
        return Item(
            identity=self._identity(f"page {number}"),
            kind=Kind.ENCYCLOPEDIA,
            platform="wikipedia",
            url=canonical(address),
            title=title,
            text=plain(hit.get("snippet")),
            posted_at=edited.at,
            posted_raw=edited.raw,
            precision=edited.precision,
            outlet=site(self._home()),
            language=self._language(),
        )

    def _identity(self, what: str) -> Identity:
        return Identity(self.name, f"{site(self._home())}|{what}")

    def _language(self) -> str:
        code = _LANGUAGE.match(site(self._home()))
        return code[1] if code else ""

    def _page(self, page: object, response: Response) -> Iterator[Item | Skipped]:
        if not isinstance(page, dict):
            yield Skipped("an article that is no object")
            return
        title = plain(page.get("title"), limit=LONGEST_TITLE)
        if _flag(page, "missing") or _flag(page, "invalid"):
            raise Gone(
                f'{site(self._home())} has no article "{title}"; correct its title under '
                "sources.wikipedia.articles in config.toml"
            )
        edits = page.get("revisions")
        if not title or not isinstance(edits, list) or not edits:
            raise unreadable(response, "an article without its edits")
        # The oldest one is there to compare with, unless nothing came before it.
        for edit, before in pairwise((*edits, None)):
            if before is not None or len(edits) == 1 or _first(edit):
                yield self._edit(title, edit, before, response)

    def _edit(self, title: str, edit: object, before: object, response: Response) -> Item | Skipped:
        number = edit.get("revid") if isinstance(edit, dict) else None
        if not isinstance(edit, dict) or not isinstance(number, int):
            return Skipped("an edit without its number")
        if _flag(edit, "texthidden") and _flag(edit, "commenthidden"):
            return LeftOut("an edit whose words are hidden")
        made = read_date(edit.get("timestamp"), fetched_at=response.fetched_at)
        return Item(
            identity=self._identity(f"revision {number}"),
            kind=Kind.ENCYCLOPEDIA,
            platform="wikipedia",
            url=canonical(f"{self._home()}/w/index.php?diff={number}"),
            title=title,
            text=_told(edit, before if isinstance(before, dict) else {}),
            author=_editor(edit),
            posted_at=made.at,
            posted_raw=made.raw,
            precision=made.precision,
            outlet=site(self._home()),
            language=self._language(),
        )


def _refusals(answer: dict[str, object], response: Response) -> None:
    """The interface's own errors, in the old form and in the new one."""
    several = answer.get("errors")
    first = several[0] if isinstance(several, list) and several else answer.get("error")
    if not isinstance(first, dict):
        return
    code = plain(first.get("code"), limit=100)
    said = reason(first.get("info") or first.get("text") or first.get("html"))
    where = site(response.url) or "the wiki"
    if code.startswith(_LATER):
        raise RateLimited(f"{where} asks for a pause ({code})", until=response.retry_at)
    if code.startswith(_UNWELL):
        raise Unreachable(f"{where} is not well ({code}); tried again later")
    if code.startswith(_FORBIDDEN):
        raise Refused(
            f"{where} does not let us read ({code}); check the contact in the User-Agent "
            "in config.toml, then ask Wikimedia"
        )
    raise unreadable(response, f"the interface says {code or 'an error'}: {said}")


def _flag(thing: Mapping[str, object], name: str) -> bool:
    # formatversion=1 writes a flag that is set as "".
    return name in thing and thing[name] is not False


def _first(edit: object) -> bool:
    return isinstance(edit, dict) and edit.get("parentid") == 0


def _editor(edit: Mapping[str, object]) -> str:
    name = person(edit.get("user"))
    try:
        ip_address(name)
    except ValueError:
        return "" if _flag(edit, "userhidden") or _flag(edit, "anon") else name
    return ""


def _content(edit: Mapping[str, object]) -> str | None:
    slots = edit.get("slots")
    main = slots.get("main") if isinstance(slots, dict) else edit
    if not isinstance(main, dict) or _flag(main, "texthidden") or _flag(edit, "texthidden"):
        return None
    text = main.get("content", main.get("*"))
    return text if isinstance(text, str) else None


def _told(edit: Mapping[str, object], before: Mapping[str, object]) -> str:
    """What an edit did, in one line: its comment, its fate, its size, its words."""
    tags = edit.get("tags")
    comment = edit.get("comment")
    hidden = _flag(edit, "commenthidden") or not isinstance(comment, str)
    told = [
        "" if hidden else words(_SECTION.sub(r"\1:", str(comment))),
        *(said for tag, said in _TAGS.items() if isinstance(tags, list) and tag in tags),
        _size(edit, before),
    ]
    old, new = _content(before) if before else "", _content(edit)
    if new is not None and old is not None and (before or _first(edit)):
        put_in = lines_put_in(old, new)
        told.append(f"Words put in: {put_in}" if put_in else "")
    return " ".join(part for part in told if part)[:LONGEST_TEXT]


def _size(edit: Mapping[str, object], before: Mapping[str, object]) -> str:
    size, was = edit.get("size"), 0 if _first(edit) else before.get("size")
    if not isinstance(size, int):
        return ""
    change = f" ({size - was:+d})" if isinstance(was, int) else ""
    return f"Size {size} bytes{change}."
