"""Trustpilot: what is written about the school on its own Trustpilot profile.

- **What is read:** stars, title, words, date, language and display name of the newest reviews of the
  profiles named in the school's accounts. The school's reply, who is behind a name, pictures and
  scores are not read. A reviews page that a person saved, or a webhook's body, is understood by
  `orm parse`; such a page is never asked for.
- **Blind to:** profiles that nobody entered, product and location reviews, reviews that were taken
  down or are hidden while Trustpilot looks at them, and what lies beyond `pages` pages. State
  schools are seldom there; independent schools and tutors are.
- **Access:** C, the business interface only. Reading the website by machine is forbidden by terms
  and robots.txt (contracts/social.md §14, contracts/web.md §5.2, October 2026).
- **Key:** the API key of a Trustpilot business account whose plan has the interface
  (businessapp.trustpilot.com, Integrations, APIs; unverified). `[sources.trustpilot] key =
  "env:ORM_TRUSTPILOT_KEY"`. Accounts of the school register with platform `trustpilot` hold the
  profile's domain (`school.example`) or its id of 24 signs.
- **Rate:** once a day; a domain costs one call to find its profile and one per page of 100 reviews.
  Trustpilot allows 833 calls in five minutes and 10,000 in an hour; the house makes at most 10,000
  a day. Free beyond the plan.
- **Personal data:** reviewers' display names and what they write, sometimes about children.
- **Known by:** Trustpilot's id of the review; an edited review keeps it.
- **Golden files:** `tests/golden/trustpilot/`.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from http import HTTPStatus
from typing import ClassVar
from urllib.parse import urlencode

from orm.errors import Gone, RateLimited, Refused
from orm.model.items import Identity, Item, Kind
from orm.model.keys import Allowance, HeaderKey, Signing
from orm.model.polls import Access, Cadence, Page, Request, Response, Scope, Skipped
from orm.model.schools import Watch
from sources._parsing.answers import body_of, expect_ok, read_json, read_page, unreadable
from sources._parsing.dates import read_date
from sources._parsing.documents import page_of
from sources._parsing.links import canonical, web_address
from sources._parsing.posts import open_handles
from sources._parsing.queries import next_page
from sources._parsing.results import part
from sources._parsing.text import LONGEST_TITLE, person
from sources._parsing.trustpilot_pages import Written, from_interface, of_event, saved_reviews
from sources._parsing.wording import exact

_UNIT = re.compile(r"[0-9a-f]{24}")
_DOMAIN = re.compile(r"(?:[a-z0-9-]{1,63}\.)+[a-z]{2,24}", re.IGNORECASE)
_BLANK = b"\xef\xbb\xbf \t\r\n"
_FIND = "find"
_REVIEWS = "reviews"
_PER_PAGE = 100
_MOST_PAGES = 5
_MOST_STARS = 5.0
_FIVE_MINUTES = timedelta(minutes=5)
_NO_KEY = frozenset({HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN})
_PAUSE = frozenset({HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE})


@dataclass(frozen=True, slots=True)
class TrustpilotOptions:
    """`[sources.trustpilot]`. The profiles come from the school's official accounts."""

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}

    base_url: str = field(
        default="https://api.trustpilot.com/v1",
        metadata={"doc": "Address of the interface; another one only for tests."},
    )
    pages: int = field(
        default=3, metadata={"doc": "Pages of 100 reviews that are read each time, 1 to 5."}
    )

    def __post_init__(self) -> None:
        web_address(self.base_url)
        if not 1 <= self.pages <= _MOST_PAGES:
            raise ValueError(f"pages must be from 1 to {_MOST_PAGES}")


@dataclass(frozen=True, slots=True)
class Trustpilot:
    """The reviews of the school's profiles."""

    options: TrustpilotOptions = TrustpilotOptions()

    name: ClassVar[str] = "trustpilot"
    access: ClassVar[Access] = Access.C
    signing: ClassVar[Signing] = HeaderKey("trustpilot.com", header="apikey", prefix="")
    allowances: ClassVar[tuple[Allowance, ...]] = (Allowance("calls", 10_000),)
    cadence: ClassVar[Cadence] = Cadence(
        shortest=timedelta(hours=6),
        usual=timedelta(days=1),
        longest=timedelta(days=3),
        silence=timedelta(days=365),
    )

    def plan(self, watch: Watch) -> Iterable[Request]:
        """One request per profile: for its reviews, or first for its id."""
        base = web_address(self.options.base_url).rstrip("/")
        return tuple(
            self._first(base, handle.lower())
            for handle in open_handles(watch, self.name)
            if _UNIT.fullmatch(handle.lower()) or _DOMAIN.fullmatch(handle)
        )

    def _first(self, base: str, handle: str) -> Request:
        by_id = _UNIT.fullmatch(handle)
        return Request(
            source=self.name,
            key=handle,
            url=_reviews_of(base, handle)
            if by_id
            else f"{base}/business-units/find?{urlencode({'name': handle})}",
            scope=Scope.ABOUT,
            shape=_REVIEWS if by_id else _FIND,
            accept="application/json",
            conditional=bool(by_id),  # a profile that did not change may have new reviews
            interface=True,
        )

    def parse(self, response: Response) -> Page:
        """The reviews; from a profile, the way to them.

        Raises:
            SourceError: Refused for the key, Gone for the profile, RateLimited for a pause, else by
                status; Unreadable for anything but Trustpilot's answers and pages.
        """
        _expect_answer(response)
        body = body_of(response)
        if body.lstrip(_BLANK).startswith(b"<"):
            page = read_page(response, body)
            return page_of(_items(saved_reviews(page, response), response), response)
        found = read_json(response, body)
        if not isinstance(found, dict):
            raise unreadable(response, "the JSON is not one of Trustpilot's answers")
        return self._from_json(found, response)

    def _from_json(self, found: dict[str, object], response: Response) -> Page:
        _expect_no_fault(found, response)
        reviews, events, unit = found.get("reviews"), found.get("events"), found.get("id")
        if isinstance(reviews, list):
            written = (from_interface(r) if isinstance(r, dict) else Written() for r in reviews)
            page = page_of(_items(written, response), response)
            return replace(page, follow=self._more(reviews, response.request))
        if isinstance(events, list):
            heard = filter(None, map(of_event, events))
            return page_of(_items(heard, response), response)
        if isinstance(unit, str) and _UNIT.fullmatch(unit) and "displayName" in found:
            return Page(follow=_to_reviews(unit, response.request))
        raise unreadable(response, "the JSON is not one of Trustpilot's answers")

    def _more(self, reviews: list[object], request: Request) -> tuple[Request, ...]:
        if request.shape != _REVIEWS or len(reviews) < _PER_PAGE:
            return ()
        return next_page(request, page="page", last=self.options.pages)


def _reviews_of(base: str, unit: str) -> str:
    query = urlencode({"perPage": _PER_PAGE, "page": 1, "orderBy": "createdat.desc"})
    return f"{base}/business-units/{unit}/reviews?{query}"


def _to_reviews(unit: str, request: Request) -> tuple[Request, ...]:
    if request.shape != _FIND:
        return ()
    url = _reviews_of(request.url.partition("/business-units/")[0], unit)
    return (replace(request, key=url, url=url, shape=_REVIEWS),)


def _expect_answer(response: Response) -> None:
    if response.status in _NO_KEY:
        raise _refused(response.status)
    if response.status in {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}:
        raise Gone(
            "Trustpilot has no such profile; check the school's trustpilot account in config.toml"
        )
    if response.status in _PAUSE:
        raise _pause(response)
    expect_ok(response)


def _refused(said: object) -> Refused:
    return Refused(
        f"Trustpilot does not take the key ({said}); the business account's owner checks that the "
        "plan has the API, and a new key goes where [sources.trustpilot] names it"
    )


def _pause(response: Response) -> RateLimited:
    return RateLimited(
        "Trustpilot asks for a pause (833 calls in five minutes, 10,000 in an hour)",
        until=response.retry_at or response.fetched_at + _FIVE_MINUTES,
    )


def _expect_no_fault(found: dict[str, object], response: Response) -> None:
    """The gateway's own errors, which a saved answer shows without their status (unverified)."""
    fault = part(found, "fault")
    code = str(part(fault, "detail").get("errorcode", "")).lower()
    if "apikey" in code or "oauth" in code:
        raise _refused("the gateway's word")
    if "ratelimit" in code or "quota" in code:
        raise _pause(response)
    if fault:
        raise unreadable(response, "Trustpilot's gateway reports an error")


def _items(written: Iterable[Written], response: Response) -> Iterator[Item | Skipped]:
    return (_item(one, response) for one in written)


def _item(review: Written, response: Response) -> Item | Skipped:
    title, text = exact(review.title, limit=LONGEST_TITLE), exact(review.text)
    rating = _rating(review.stars)
    if not review.review_id or (not title and not text and rating is None):
        return Skipped("a review without an id, stars or words")
    stated = read_date(review.created, fetched_at=response.fetched_at)
    return Item(
        identity=Identity("trustpilot", review.review_id),
        kind=Kind.REVIEW,
        platform="trustpilot",
        url=canonical(f"https://www.trustpilot.com/reviews/{review.review_id}"),
        title=title,
        text=text,
        author=person(review.author),
        posted_at=stated.at,
        posted_raw=stated.raw,
        precision=stated.precision,
        outlet="Trustpilot",
        rating=rating,
        language=exact(review.language, limit=35).lower(),
    )


def _rating(stars: object) -> float | None:
    """Stars, a number or its digits, as 0 to 1."""
    if isinstance(stars, str) and stars in {"1", "2", "3", "4", "5"}:
        stars = int(stars)
    if isinstance(stars, bool) or not isinstance(stars, int | float):
        return None
    return round((stars - 1) / (_MOST_STARS - 1), 4) if 1 <= stars <= _MOST_STARS else None
