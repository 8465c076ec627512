"""Google Places: whether Google shows a star rating, or a closure, on the school's own listing.

- **What is read:** place id, average rating, number of ratings, business status, the website's host
  and the links to the listing, for each place id in the school's accounts. Never a review: the
  field mask does not ask for them, and one in a saved answer is not read. Nor the place's name.
- **Blind to:** every review's words, questions, photos, a second listing whose id nobody entered,
  and whether the website on the listing is the right one. Since 18 February 2025 Google shows no
  reviews on profiles of UK schools for ages 6 to 18 (contracts/social.md §17): a listing without
  rating is the normal state and gives nothing; one with ratings is a finding (wrong category, or
  a nursery, club or hall on the same site).
- **Access:** C. Maps Platform terms forbid to "copy and save business names, addresses, or user
  reviews"; place ids may be kept, ratings and counts are a grey area that the operator settles
  with Google's terms (contracts/social.md §1, §17, October 2026).
- **Key:** an API key of a Google Cloud project with billing and the "Places API (New)" on, limited
  to that API and without a referrer restriction (console.cloud.google.com, APIs & Services,
  Credentials). `[sources.google_places] key = "env:ORM_GOOGLE_PLACES_KEY"`. Accounts of the school
  register with platform `google_places` hold the place id.
- **Rate:** every 2 days for each listing. Unverified: 1,000 calls a month free in this price class,
  then up to 25 dollars for 1,000; `monthly_calls` stops at the free ones, counted from midnight
  Pacific time.
- **Personal data:** none.
- **Known by:** the place id; a change of rating or status is an edit. Google replaces ids now and
  then: a 404 asks for the new one.
- **Golden files:** `tests/golden/google_places/`.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from http import HTTPStatus
from typing import ClassVar
from urllib.parse import urlencode

from orm.errors import Gone, Refused, Unreachable
from orm.model.items import Identity, Item, Kind
from orm.model.keys import Allowance, HeaderKey, Signing, Window
from orm.model.polls import Access, Cadence, Page, Request, Response, Scope, Skipped
from orm.model.schools import Watch
from sources._parsing.answers import unreadable
from sources._parsing.documents import page_of
from sources._parsing.google import PACIFIC, Api, Refusal, answer_of, per_day, refuse
from sources._parsing.links import canonical, site, web_address
from sources._parsing.posts import open_handles
from sources._parsing.results import part
from sources._parsing.text import clean

_PLACE = re.compile(r"[\w-]{10,300}", re.ASCII)
_FIELDS = (
    "id", "rating", "userRatingCount", "businessStatus", "websiteUri", "googleMapsUri",
    "googleMapsLinks",
)  # fmt: skip
_WORST, _BEST = 1.0, 5.0
_API = Api(
    name="Places API (New)",
    source="google_places",
    missing="Google no longer knows this place id; look the listing up again and put its new id "
    "into the school's accounts in config.toml",
)
_CLOSED = {
    "CLOSED_TEMPORARILY": "Google marks the listing as temporarily closed.",
    "CLOSED_PERMANENTLY": "Google marks the listing as permanently closed.",
    "FUTURE_OPENING": "Google marks the listing as not open yet.",
}
# The old interface says everything with status 200 (contracts/social.md §1b).
_LEGACY = {"id": "place_id", "userRatingCount": "user_ratings_total", "websiteUri": "website",
           "businessStatus": "business_status", "googleMapsUri": "url"}  # fmt: skip
_LEGACY_FINDS = frozenset({"OK", "ZERO_RESULTS"})


@dataclass(frozen=True, slots=True)
class GooglePlacesOptions:
    """`[sources.google_places]`. The places come from the school's official accounts."""

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}

    base_url: str = field(
        default="https://places.googleapis.com",
        metadata={"doc": "Address of the interface; another one only for tests."},
    )
    monthly_calls: int = field(
        default=1_000,
        metadata={"doc": "Most calls in a month; Google's free ones are 1,000 (unverified)."},
    )

    def __post_init__(self) -> None:
        web_address(self.base_url)
        if self.monthly_calls < 1:
            raise ValueError("monthly_calls must be at least 1")


@dataclass(frozen=True, slots=True)
class GooglePlaces:
    """Ratings and closures that Google shows for the school's listings."""

    options: GooglePlacesOptions = GooglePlacesOptions()

    name: ClassVar[str] = "google_places"
    access: ClassVar[Access] = Access.C
    signing: ClassVar[Signing] = HeaderKey("googleapis.com", header="X-Goog-Api-Key", prefix="")
    cadence: ClassVar[Cadence] = Cadence(
        shortest=timedelta(days=1),
        usual=timedelta(days=2),
        longest=timedelta(days=7),
        silence=timedelta(days=730),
    )

    @property
    def allowances(self) -> tuple[Allowance, ...]:
        """The month's calls; the price is the worst case, after the free ones."""
        calls = self.options.monthly_calls
        return (Allowance("place details", calls, Window.MONTH, PACIFIC, micros=25_000),)

    def plan(self, watch: Watch) -> Iterable[Request]:
        """One request per place id."""
        base = web_address(self.options.base_url).rstrip("/")
        query = urlencode({"fields": ",".join(_FIELDS), "languageCode": "en-GB"}, safe=",")
        return tuple(
            Request(
                source=self.name,
                key=place,
                url=f"{base}/v1/places/{place}?{query}",
                scope=Scope.ABOUT,
                accept="application/json",
                interface=True,
            )
            for place in open_handles(watch, self.name)
            if _PLACE.fullmatch(place)
        )

    def parse(self, response: Response) -> Page:
        """The listing, when there is something to say of it: a rating or a closure.

        Raises:
            SourceError: what Google's error means, else by status; Unreadable for anything but a
                place, or a list of places.
        """
        found = answer_of(response)
        if isinstance(found, Refusal):
            refuse(found, response, _API)
        places = _places(found, response)
        return page_of(filter(None, map(_item, places)), response)


def _places(found: dict[str, object], response: Response) -> list[object]:
    """The places of an answer: one, the results of a text search, or the old interface's."""
    if _place_id(found):
        return [found]
    listed = found.get("places")
    if isinstance(listed, list):
        return listed
    if isinstance(found.get("status"), str) and found.keys() & {
        "result", "results", "candidates", "html_attributions", "error_message",
    }:  # fmt: skip
        return _legacy(found, response)
    raise unreadable(response, "the JSON is not a place")


def _legacy(found: dict[str, object], response: Response) -> list[object]:
    _expect_legacy_ok(found, response)
    result = found.get("result")
    listed = found.get("results", found.get("candidates", []))
    several = listed if isinstance(listed, list) else []
    places = [result] if isinstance(result, dict) else several
    return [_renamed(place) if isinstance(place, dict) else place for place in places]


def _expect_legacy_ok(found: dict[str, object], response: Response) -> None:
    status = found.get("status")
    if status == "NOT_FOUND":
        raise Gone(_API.missing)
    if status == "REQUEST_DENIED":
        raise Refused("Google's old Places API refuses the key; use a key for the Places API (New)")
    if status == "OVER_QUERY_LIMIT":
        said = Refusal(HTTPStatus.TOO_MANY_REQUESTS, daily=per_day(str(found.get("error_message"))))
        refuse(said, response, replace(_API, name="Google's old Places API"))
    if status == "UNKNOWN_ERROR":
        raise Unreachable("Google's old Places API is not well; tried again later")
    if status not in _LEGACY_FINDS:
        raise unreadable(response, "the old Places API does not take this request")


def _renamed(place: dict[str, object]) -> dict[str, object]:
    renamed = {new: place[old] for new, old in _LEGACY.items() if old in place}
    return renamed | ({"rating": place["rating"]} if "rating" in place else {})


def _place_id(place: Mapping[str, object]) -> str:
    stated = place.get("id")
    if not isinstance(stated, str):
        resource = place.get("name")
        starts = isinstance(resource, str) and resource.startswith("places/")
        stated = str(resource).removeprefix("places/") if starts else ""
    return stated if _PLACE.fullmatch(stated) else ""


def _item(place: object) -> Item | Skipped | None:
    """A finding; None for a listing without ratings, which is how a school's should be."""
    if not isinstance(place, dict):
        return Skipped("a place that is no object")
    place_id = _place_id(place)
    if not place_id:
        return Skipped("a place without an id")
    rating, count = _average(place.get("rating")), _count(place.get("userRatingCount"))
    closed = _CLOSED.get(str(place.get("businessStatus")), "")
    if rating is None and not count and not closed:
        return None
    home = place.get("websiteUri")
    host = clean(site(home)) if isinstance(home, str) else ""
    said = (_ratings(rating, count), closed, f"The listing's website is {host}." if host else "")
    return Item(
        identity=Identity("google_places", place_id),
        kind=Kind.RECORD,
        platform="google",
        url=_address(place, place_id),
        title="Google listing",
        text=" ".join(sentence for sentence in said if sentence),
        outlet="Google Maps",
        rating=None if rating is None else round((rating - _WORST) / (_BEST - _WORST), 4),
        language="en",
    )


def _average(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if _WORST <= value <= _BEST else None


def _count(value: object) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else 0


def _ratings(rating: float | None, count: int) -> str:
    if rating is None and not count:
        return ""
    number = f"{count} rating{'' if count == 1 else 's'}" if count else "ratings"
    return f"Google lists {number}" + ("." if rating is None else f", average {rating:.1f} of 5.")


def _address(place: dict[str, object], place_id: str) -> str:
    links = part(place, "googleMapsLinks")
    stated = (links.get("reviewsUri"), links.get("placeUri"), place.get("googleMapsUri"))
    known = (canonical(link) for link in stated)
    query = urlencode({"api": "1", "query": "Google", "query_place_id": place_id})
    return next(filter(None, known), f"https://google.com/maps/search/?{query}")
