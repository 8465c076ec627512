"""GDELT: a world-wide index of news articles, asked for the school's name and town.

- **What is read:** headline, address, site, language and the time GDELT saw the article. There is
  no text, and no article is opened. The social image is not read.
- **Blind to:** the text, so an article that names the school only below its headline is not seen;
  small papers that the crawler passes by; what is older than `days`.
- **Access:** A, keyless: "available for unlimited and unrestricted use for any academic,
  commercial, or governmental use" with a link to GDELT (contracts/web.md §1.5, October 2026).
- **Rate:** every 1 to 3 hours per school, never two requests within ten seconds. GDELT allows one
  in five, punishes longer than that, and refuses shared addresses at once; it answers with status
  200 and a sentence.
- **Searching:** names and the town, each in quotation marks (a dash outside them is an error), the
  names joined by `OR` in parentheses. The town is asked for because a headline alone can seldom
  tell two schools of one name apart.
- **Dates:** `seendate` is when the crawler passed, not when the article appeared, so it is kept
  with the precision of a day.
- **Personal data:** names inside headlines.
- **Known by:** the canonical address.
- **Golden files:** `tests/golden/gdelt/`.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import ClassVar
from urllib.parse import urlencode

from orm.errors import RateLimited, Refused
from orm.model.items import Identity, Item, Kind, Precision
from orm.model.polls import Access, Cadence, Page, Request, Response, Skipped
from orm.model.schools import Watch
from sources._parsing.answers import body_of, expect_ok, read_json, unreadable
from sources._parsing.dates import read_date
from sources._parsing.documents import page_of, short_key
from sources._parsing.links import canonical, site, web_address
from sources._parsing.text import LONGEST_TITLE, clean, is_media, plain

_MOST_NAMES = 3
_SHORTEST_NAME = 5
_MOST_DAYS = 90
_QUOTABLE = re.compile(r"[^\w\s'-]+")
_PAUSE = re.compile(rb"limit requests to one every", re.IGNORECASE)
_BAD_QUERY = re.compile(
    rb"query was too short|parenthetical clauses|queries containing or'd terms"
    rb"|contained an illegal character|keywords? (?:were|was) too (?:short|common|long)"
    rb"|phrase is too (?:short|long)|not a valid (?:query|timespan|mode|format)",
    re.IGNORECASE,
)
_SENTENCE_WITHIN = 500
_BAD_ESCAPE = re.compile(rb'\\(?!["\\/bfnrt]|u[0-9a-fA-F]{4})')
_PAIR = re.compile(rb"\\\\")
# GDELT sets spaces around punctuation: "St Orrin ' s wins" .
_TIGHT = (
    (re.compile(r"\s+(['’])\s+(?=(?:s|t|re|ve|ll|d|m)\b)", re.IGNORECASE), r"\1"),
    (re.compile(r"\s+(?=[,.;:!?%)\]](?:\s|$))"), ""),
    (re.compile(r"(?<=[(\[£$#])\s+"), ""),
)
_LANGUAGES = {
    "english": "en", "welsh": "cy", "irish": "ga", "polish": "pl", "romanian": "ro", "urdu": "ur",
    "bengali": "bn", "punjabi": "pa", "gujarati": "gu", "arabic": "ar", "french": "fr",
    "german": "de", "spanish": "es", "portuguese": "pt", "italian": "it", "turkish": "tr",
    "ukrainian": "uk", "russian": "ru", "chinese": "zh", "somali": "so",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class GdeltOptions:
    """`[sources.gdelt]`."""

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}

    endpoint: str = field(
        default="https://api.gdeltproject.org/api/v2/doc/doc",
        metadata={"doc": "Address of the DOC 2.0 interface."},
    )
    country: str = field(
        default="UK",
        metadata={"doc": "FIPS code of the country whose sites are searched; empty means all."},
    )
    days: int = field(
        default=7,
        metadata={"doc": "How many days back each question looks; more than a day heals gaps."},
    )

    def __post_init__(self) -> None:
        web_address(self.endpoint)
        if not 1 <= self.days <= _MOST_DAYS:
            raise ValueError(f"days must be from 1 to {_MOST_DAYS}")
        if self.country and not (self.country.isascii() and self.country.isalpha()):
            raise ValueError('country is a FIPS code of two letters, like "UK"')


@dataclass(frozen=True, slots=True)
class Gdelt:
    """News articles that GDELT's crawler saw."""

    options: GdeltOptions = GdeltOptions()

    name: ClassVar[str] = "gdelt"
    access: ClassVar[Access] = Access.A
    cadence: ClassVar[Cadence] = Cadence(
        shortest=timedelta(hours=1),
        usual=timedelta(hours=3),
        longest=timedelta(hours=12),
        silence=timedelta(days=60),
        spacing=timedelta(seconds=10),
    )

    def plan(self, watch: Watch) -> Iterable[Request]:
        """One question per school; none when no name is long enough to ask for."""
        names = dict.fromkeys(_phrase(name) for name in (watch.name, *watch.other_names))
        usable = [name for name in names if len(name) >= _SHORTEST_NAME][:_MOST_NAMES]
        if not usable:
            return ()
        query = self._query(usable, _phrase(watch.town))
        asked = {
            "query": query,
            "mode": "artlist",
            "format": "json",
            "maxrecords": 250,
            "sort": "datedesc",
            "timespan": f"{self.options.days}d",
        }
        url = f"{self.options.endpoint}?{urlencode(asked)}"
        accept = "application/json, */*;q=0.5"
        return (Request(self.name, query, url, accept=accept, interface=True),)

    def _query(self, names: list[str], town: str) -> str:
        quoted = [f'"{name}"' for name in names]
        either = f"({' OR '.join(quoted)})" if len(quoted) > 1 else quoted[0]
        country = f"sourcecountry:{self.options.country}" if self.options.country else ""
        return " ".join(part for part in (either, f'"{town}"' if town else "", country) if part)

    def parse(self, response: Response) -> Page:
        """The articles found; `{}` is an honest nothing.

        Raises:
            SourceError: RateLimited or Refused by GDELT's sentences whatever the status, else by
                status; Unreadable for anything but its JSON.
        """
        _refusals(response)
        expect_ok(response)
        body = body_of(response)
        found = read_json(response, _BAD_ESCAPE.sub(rb"\\\\", _PAIR.sub(rb"\\u005c", body)))
        articles = _articles(found)
        if articles is None:
            raise unreadable(response, "the JSON is not a list of articles")
        return page_of((_item(article, response) for article in articles), response)


def _articles(found: object) -> list[object] | None:
    """The list of articles: under its name, or bare as archives of answers keep it.

    A bare empty list is no answer of GDELT's: it says `{}` when it finds nothing.
    """
    if isinstance(found, dict):
        listed = found.get("articles") if found else []
        return listed if isinstance(listed, list) else None
    return found if isinstance(found, list) and found else None


def _phrase(name: str) -> str:
    return clean(_QUOTABLE.sub(" ", clean(name).replace("’", "'").replace("_", " "))).strip("'- ")


def _refusals(response: Response) -> None:
    sentence = response.body[:_SENTENCE_WITHIN]
    if sentence.lstrip().startswith((b"{", b"[")):  # a headline may quote such a sentence
        return
    if _PAUSE.search(sentence):
        raise RateLimited("GDELT asks for a pause between requests", until=response.retry_at)
    if _BAD_QUERY.search(sentence):
        said = plain(sentence.decode("utf-8", "replace"), limit=200)
        raise Refused(
            f"GDELT does not take this question ({said}); check the school's names in config.toml"
        )


def _title(article: dict[str, object]) -> str:
    title = plain(article.get("title"), limit=LONGEST_TITLE)
    for loose, tight in _TIGHT:
        title = loose.sub(tight, title)
    return title


def _item(article: object, response: Response) -> Item | Skipped:
    if not isinstance(article, dict):
        return Skipped("an article that is no object")
    link = article.get("url")
    url = canonical(link)
    title = _title(article)
    if not isinstance(link, str) or not url or is_media(link) or not title:
        return Skipped("an article without an address or a headline")
    seen = read_date(article.get("seendate"), fetched_at=response.fetched_at)
    return Item(
        identity=Identity("gdelt", short_key(url)),
        kind=Kind.NEWS,
        platform="web",
        url=url,
        title=title,
        posted_at=seen.at,
        posted_raw=seen.raw,
        precision=Precision.DAY if seen.at else Precision.UNKNOWN,
        outlet=plain(article.get("domain"), limit=LONGEST_TITLE) or site(url),
        language=_LANGUAGES.get(plain(article.get("language")).lower(), ""),
        via_url=link if link != url else "",
    )
