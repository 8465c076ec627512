"""Review pages: what parents write about the school on a page that the operator names.

- **What is read:** the schema.org reviews that the page carries for search engines (JSON-LD, else
  microdata): title, text, author's display name, date, rating. Only the address listed for a
  school; no further page, no profile, no picture.
- **Blind to:** reviews that the page does not carry in its record for search engines; further pages;
  sites whose terms forbid reading.
- **Access:** A for a site whose terms and robots.txt allow it: the operator lists the page and
  answers for that. Never list Trustpilot, Glassdoor, Indeed, Mumsnet or Snobe: their terms forbid
  it (contracts/web.md §5, October 2026).
- **Rate:** daily, twelve hours apart at the closest.
- **Teaser:** pages carry some of their reviews, not all; the newest may be missing.
- **Honest gaps:** a page that counts reviews but carries none, or carries no schema.org record of
  a place at all, is unreadable: its layout changed.
- **Personal data:** authors' display names and what they write, sometimes about children.
- **Known by:** the review's own `@id` or address, so an edit keeps its identity; else a hash of
  page, author, date and text. Ratings are normalised to 0..1.
- **Golden files:** `tests/golden/review_page/`.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import ClassVar
from urllib.parse import urldefrag

from orm.model.items import Identity, Item, Kind
from orm.model.polls import Access, Cadence, Page, Request, Response, Scope, Skipped
from orm.model.schools import Watch
from sources._parsing.answers import body_of, expect_ok, read_page, unreadable
from sources._parsing.dates import read_date
from sources._parsing.documents import digest, page_of, short_key
from sources._parsing.links import absolute, canonical, site, web_address
from sources._parsing.schema_org import json_ld, microdata, types_of
from sources._parsing.text import LONGEST_TITLE, is_media, person, plain

_USUAL_BEST = 5.0
_PLACES = frozenset({
    "School", "Preschool", "ElementarySchool", "MiddleSchool", "HighSchool", "ChildCare",
    "CollegeOrUniversity", "EducationalOrganization", "LocalBusiness",
})  # fmt: skip
_OTHER_REVIEWS = frozenset({"ClaimReview", "MediaReview"})  # fact checks


@dataclass(frozen=True, slots=True)
class PageEntry:
    """A review page of one school."""

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}

    school: str = field(metadata={"doc": "Id of the school that the page is about."})
    url: str = field(metadata={"doc": "Address of the page with the school's reviews."})

    def __post_init__(self) -> None:
        web_address(self.url)


@dataclass(frozen=True, slots=True)
class ReviewPageOptions:
    """`[sources.review_page]`."""

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}

    pages: tuple[PageEntry, ...] = field(default=(), metadata={"doc": "Review pages to read."})


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """Reviews on pages about one school."""

    options: ReviewPageOptions = ReviewPageOptions()

    name: ClassVar[str] = "review_page"
    access: ClassVar[Access] = Access.A
    cadence: ClassVar[Cadence] = Cadence(
        shortest=timedelta(hours=12),
        usual=timedelta(days=1),
        longest=timedelta(days=7),
        silence=timedelta(days=365),
        spacing=timedelta(seconds=5),
    )

    def plan(self, watch: Watch) -> Iterable[Request]:
        """One request per page listed for the school."""
        pages = (web_address(p.url) for p in self.options.pages if p.school == watch.school_id)
        return tuple(
            Request(self.name, url, url, Scope.ABOUT, accept="text/html, */*;q=0.5")
            for url in dict.fromkeys(pages)
        )

    def parse(self, response: Response) -> Page:
        """The reviews the page carries.

        Raises:
            SourceError: by status; Unreadable when the page carries no record of reviews.
        """
        expect_ok(response)
        page = read_page(response, body_of(response))
        things = list(json_ld(page))
        if not any(map(_is_review, things)):
            things += microdata(page)
        reviews = [thing for thing in things if _is_review(thing)]
        if not reviews:
            _expect_honest_nothing(things, response)
        shared = _shared_ids(reviews, response)
        return page_of((_item(r, response, shared) for r in reviews), response)


def _is_review(thing: dict[str, object]) -> bool:
    return any(name.endswith("Review") for name in types_of(thing) - _OTHER_REVIEWS)


def _expect_honest_nothing(things: list[dict[str, object]], response: Response) -> None:
    counts = [
        _number(thing.get(name))
        for thing in things
        if "AggregateRating" in types_of(thing)
        for name in ("reviewCount", "ratingCount")
    ]
    if any(counts):
        raise unreadable(response, "the page counts reviews but carries none that can be read")
    if not any(types_of(thing) & _PLACES for thing in things) and not counts:
        raise unreadable(response, "the page carries no schema.org record of a place or a review")


def _first(value: object) -> object:
    return next(iter(value), None) if isinstance(value, list) else value


def _words(thing: Mapping[str, object], *names: str) -> object:
    values = (_first(thing.get(name)) for name in names)
    return next((value for value in values if isinstance(value, str) and value.strip()), "")


def _author(review: dict[str, object]) -> str:
    author = _first(review.get("author"))
    if isinstance(author, dict):
        author = _words(author, "name", "alternateName")
    return person(author)


def _number(value: object) -> float | None:
    """A number as sites write it: 4, "4", "4,5"."""
    value = _first(value)
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    try:
        number = float(value.strip().replace(",", ".") if isinstance(value, str) else value)
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None


def _rating(review: dict[str, object]) -> float | None:
    """0 is the worst the site knows, 1 the best; None outside its own scale."""
    rating = _first(review.get("reviewRating") or review.get("rating"))
    if not isinstance(rating, dict):
        rating = {"ratingValue": rating}
    value, best, worst = (
        _number(rating.get(n)) for n in ("ratingValue", "bestRating", "worstRating")
    )
    best = _USUAL_BEST if best is None else best
    worst = min(1.0, best - 1) if worst is None else worst
    if value is None or not worst < best or not worst <= value <= best:
        return None
    return round((value - worst) / (best - worst), 4)


def _stated_id(review: dict[str, object], response: Response) -> str:
    """The review's own name: its `@id`, or an address that is not just the page's."""
    for name in ("@id", "url"):
        stated = _words(review, name)
        blank = isinstance(stated, str) and stated.startswith("_:")  # numbered anew every time
        link = "" if blank else absolute(response.url, stated)
        page, fragment = urldefrag(link)
        if link and (fragment or canonical(page) != canonical(response.url)):
            return f"{canonical(page)}#{fragment}" if fragment else canonical(page)
    return ""


def _shared_ids(reviews: list[dict[str, object]], response: Response) -> frozenset[str]:
    """What the site calls an id and gives to different reviews: no identity at all."""
    distinct = {(_stated_id(r, response), _author(r), _body(r)) for r in reviews}
    times = Counter(stated for stated, _, _ in distinct)
    return frozenset(stated for stated, count in times.items() if count > 1)


def _body(review: dict[str, object]) -> str:
    return plain(_words(review, "reviewBody", "description", "text"))


def _item(review: dict[str, object], response: Response, shared: frozenset[str]) -> Item | Skipped:
    title = plain(_words(review, "headline", "name"), limit=LONGEST_TITLE)
    text = _body(review)
    rating = _rating(review)
    if not title and not text and rating is None:
        return Skipped("a review without words or a rating")
    page = canonical(response.url)
    author = _author(review)
    stated = read_date(
        _words(review, "datePublished", "dateCreated"), fetched_at=response.fetched_at
    )
    key = _stated_id(review, response)
    if not key or key in shared:
        key = digest(page, author, stated.raw, text or title)
    link = absolute(response.url, _words(review, "url"))
    own = "" if is_media(link) else canonical(link)
    return Item(
        identity=Identity("review_page", short_key(key)),
        kind=Kind.REVIEW,
        platform="web",
        url=own or page,
        title=title,
        text=text,
        author=author,
        posted_at=stated.at,
        posted_raw=stated.raw,
        precision=stated.precision,
        outlet=site(response.url),
        rating=rating,
        language=plain(_words(review, "inLanguage"), limit=35).lower(),
        via_url=response.url if response.url != (own or page) else "",
    )
