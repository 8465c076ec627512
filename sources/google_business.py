"""Google Business Profile: every review of the school's own, verified listings.

- **What is read:** stars, words, date and display name of the reviews, newest change first. The
  school's reply, profile pictures and photos are not read. Where Google puts a translation beside
  the words, the words that were written are kept.
- **Blind to:** listings that the signed-in account does not manage or that are not verified;
  questions and photos; reviews that Google or their author took away, which simply vanish; on a
  large listing whatever lies beyond `pages` pages. Most UK school profiles carry no reviews since
  18 February 2025 (contracts/social.md §17): `{}` is the normal answer; nurseries, clubs and halls
  still have some.
- **Access:** C. Owner's own data under the Business Profile policies (contracts/social.md §2,
  October 2026). Google grants access by hand: until then the quota is 0 and says so with a 429.
- **Key:** first ask for access (support.google.com/business/workflow/16726127; unverified: the
  profile must be verified for 60 days). Then an OAuth client (console.cloud.google.com), published
  and not "in testing", because its sign-ins would end after a week (unverified), and the refresh
  token of an owner or manager for scope `business.manage`, written
  `CLIENT_ID:CLIENT_SECRET:REFRESH_TOKEN`: `[sources.google_business] key =
  "env:ORM_GOOGLE_BUSINESS_KEY"`. A listing with another owner has a key of its own:
  `[[sources.google_business.keys]]` with its handle as `name`, and `secret`. Accounts of the school
  register with platform `google_business` hold `accounts/NUMBER/locations/NUMBER`.
- **Rate:** every 6 hours, at most `pages` calls of 50 reviews for each listing; Google allows 300
  calls a minute and charges nothing.
- **Personal data:** display names of reviewers who are not anonymous, and what they write,
  sometimes about children. A review that vanished is to be deleted here too (retention).
- **Known by:** the review's resource name; an edited review keeps it. Reviews have no address of
  their own: the link leads to the owner's list.
- **Golden files:** `tests/golden/google_business/`.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import ClassVar
from urllib.parse import urlencode

from orm.errors import Refused
from orm.model.items import Identity, Item, Kind
from orm.model.keys import RefreshToken, Signing
from orm.model.polls import Access, Cadence, Page, Request, Response, Scope, Skipped
from orm.model.schools import Watch
from sources._parsing.answers import unreadable
from sources._parsing.dates import read_date
from sources._parsing.documents import page_of
from sources._parsing.google import Api, Refusal, answer_of, refuse
from sources._parsing.links import web_address
from sources._parsing.posts import next_page, open_handles, with_query
from sources._parsing.results import part
from sources._parsing.text import person, plain

_LOCATION = re.compile(r"accounts/\d{1,40}/locations/\d{1,40}", re.ASCII)
_REVIEW = re.compile(r"accounts/\d{1,40}/locations/\d{1,40}/reviews/[\w.~=+-]{1,300}", re.ASCII)
_SHAPE = "page-1"
_PER_PAGE = 50
_MOST_PAGES = 10
_ANSWERS = frozenset({"reviews", "averageRating", "totalReviewCount", "nextPageToken"})
_STARS = {"ONE": 0.0, "TWO": 0.25, "THREE": 0.5, "FOUR": 0.75, "FIVE": 1.0}
_TRANSLATED = re.compile(r"\(Translated by Google\)", re.IGNORECASE)
_ORIGINAL = re.compile(r"\(Original\)", re.IGNORECASE)
_NOBODY = frozenset({"a google user"})
_OWNERS_LIST = "https://business.google.com/reviews"
_API = Api(
    name="Business Profile API",
    source="google_business",
    missing="Google knows no such listing, or it is not verified; check the account's handle "
    "(accounts/NUMBER/locations/NUMBER) in config.toml",
)


@dataclass(frozen=True, slots=True)
class GoogleBusinessOptions:
    """`[sources.google_business]`. The listings come from the school's official accounts."""

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}

    base_url: str = field(
        default="https://mybusiness.googleapis.com",
        metadata={"doc": "Address of the interface; another one only for tests."},
    )
    pages: int = field(
        default=3, metadata={"doc": "Pages of 50 reviews that are read each time, 1 to 10."}
    )

    def __post_init__(self) -> None:
        web_address(self.base_url)
        if not 1 <= self.pages <= _MOST_PAGES:
            raise ValueError(f"pages must be from 1 to {_MOST_PAGES}")


@dataclass(frozen=True, slots=True)
class GoogleBusiness:
    """The reviews of the school's own listings."""

    options: GoogleBusinessOptions = GoogleBusinessOptions()

    name: ClassVar[str] = "google_business"
    access: ClassVar[Access] = Access.C
    signing: ClassVar[Signing] = RefreshToken(
        domain="googleapis.com",
        token_url="https://oauth2.googleapis.com/token",  # noqa: S106 - an address
    )
    cadence: ClassVar[Cadence] = Cadence(
        shortest=timedelta(hours=2),
        usual=timedelta(hours=6),
        longest=timedelta(days=1),
        silence=timedelta(days=365),
    )

    def plan(self, watch: Watch) -> Iterable[Request]:
        """One request per listing of the school."""
        base = web_address(self.options.base_url).rstrip("/")
        query = urlencode({"pageSize": _PER_PAGE, "orderBy": "updateTime desc"})
        return tuple(
            Request(
                source=self.name,
                key=handle,
                url=f"{base}/v4/{handle}/reviews?{query}",
                # Not the school's own words: reviews are about it.
                scope=Scope.ABOUT,
                shape=_SHAPE,
                accept="application/json",
                credential=handle,
                interface=True,
            )
            for handle in open_handles(watch, self.name)
            if _LOCATION.fullmatch(handle)
        )

    def parse(self, response: Response) -> Page:
        """The reviews of a listing; `{}` is Google's way to say that there are none.

        Raises:
            SourceError: what Google's error means (a quota of 0 is an access not yet granted),
                else by status; Unreadable for anything but a list of reviews.
        """
        found = answer_of(response)
        if isinstance(found, Refusal):
            _expect_granted(found)
            refuse(found, response, _API)
        reviews = _reviews(found, response)
        page = page_of((_item(review, response) for review in reviews), response)
        return replace(page, follow=self._next(found, response.request))

    def _next(self, found: dict[str, object], request: Request) -> tuple[Request, ...]:
        token = found.get("nextPageToken")
        if not isinstance(token, str) or not token or not request.shape:
            return ()
        return next_page(request, with_query(request.url, pageToken=token), most=self.options.pages)


def _expect_granted(said: Refusal) -> None:
    if said.quota == "0":
        raise Refused(
            "Google has not granted this project access to the Business Profile API (its quota is "
            "0); ask for it at support.google.com/business/workflow/16726127"
        )


def _reviews(found: dict[str, object], response: Response) -> list[object]:
    listed = found.get("reviews", [])
    if not isinstance(listed, list) or not found.keys() <= _ANSWERS:
        raise unreadable(response, "the JSON is not a list of reviews")
    if not listed and found.get("totalReviewCount") and "pageToken=" not in response.request.url:
        raise unreadable(response, "Google counts reviews but gives none")
    return listed


def _item(review: object, response: Response) -> Item | Skipped:
    if not isinstance(review, dict):
        return Skipped("a review that is no object")
    name = review.get("name")
    if not isinstance(name, str) or not _REVIEW.fullmatch(name):
        return Skipped("a review without a name")
    text = plain(_written(review.get("comment")))
    rating = _STARS.get(str(review.get("starRating")))
    if not text and rating is None:
        return Skipped("a review without stars or words")
    stated = read_date(review.get("createTime"), fetched_at=response.fetched_at)
    return Item(
        identity=Identity("google_business", name),
        kind=Kind.REVIEW,
        platform="google",
        url=_OWNERS_LIST,
        text=text,
        author=_reviewer(review),
        posted_at=stated.at,
        posted_raw=stated.raw,
        precision=stated.precision,
        outlet="Google reviews",
        rating=rating,
    )


def _reviewer(review: dict[str, object]) -> str:
    reviewer = part(review, "reviewer")
    name = person(reviewer.get("displayName"))
    return "" if reviewer.get("isAnonymous") is True or name.casefold() in _NOBODY else name


def _written(comment: object) -> str:
    """What the reviewer wrote, without Google's translation before or after it (unverified)."""
    if not isinstance(comment, str):
        return ""
    translated = _TRANSLATED.search(comment)
    if translated is None:
        return comment
    original = _ORIGINAL.search(comment, translated.end())
    if original is not None:
        return comment[original.end() :]
    return comment[: translated.start()].strip() or comment[translated.end() :]
