"""Trustpilot's reviews, from its interface and from pages that a person saved (contracts/web.md §5.2)."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bs4 import BeautifulSoup, Tag

from orm.model.polls import Response
from sources._parsing.answers import read_json, unreadable
from sources._parsing.results import part
from sources._parsing.schema_org import json_ld, types_of

_ID = re.compile(r"[0-9a-f]{24}")
_ID_IN_LINK = re.compile(r"/(?:reviews?|Review)/(?:[^/\s]+/)?([0-9a-f]{24})(?![0-9a-f])")
_OURS = re.compile(rb"trustpilot", re.IGNORECASE)
_MOST_SCRIPTS = 1_000


@dataclass(frozen=True, slots=True)
class Written:
    """A review as Trustpilot states it; `review_id` is empty when it states none."""

    review_id: str = ""
    stars: object = None
    title: object = ""
    text: object = ""
    author: object = ""
    created: object = ""
    language: object = ""


def from_interface(review: Mapping[str, object]) -> Written:
    """A review of `/business-units/{id}/reviews`, or of a webhook."""
    consumer = part(dict(review), "consumer")
    return Written(
        review_id=_identifier(review.get("id")),
        stars=review.get("stars"),
        title=review.get("title"),
        text=review.get("text"),
        author=consumer.get("displayName") or consumer.get("name"),
        created=review.get("createdAt"),
        language=review.get("language"),
    )


def saved_reviews(page: BeautifulSoup, response: Response) -> list[Written]:
    """The reviews of a saved page: today's layout, its JSON-LD, or that of 2016 to 2020.

    Raises:
        Unreadable: it is not Trustpilot's page, or it counts reviews and carries none.
    """
    if not _OURS.search(response.body):
        raise unreadable(response, "neither Trustpilot's JSON nor one of its pages")
    state = _next_data(page, response)
    if state is not None:
        return _of_state(state, response)
    found = [*_linked_data(page), *_old_layout(page)]
    if not found:
        raise unreadable(response, "Trustpilot's page carries no reviews that can be read")
    return found


def _identifier(stated: object) -> str:
    return stated if isinstance(stated, str) and _ID.fullmatch(stated) else ""


def _next_data(page: BeautifulSoup, response: Response) -> dict[str, object] | None:
    script = page.find("script", id="__NEXT_DATA__")
    if script is None:
        return None
    found = read_json(response, script.get_text().encode("utf-8", "replace"))
    props = part(found, "props") if isinstance(found, dict) else {}
    return part(props, "pageProps")


def _of_state(state: dict[str, object], response: Response) -> list[Written]:
    reviews = state.get("reviews")
    if not isinstance(reviews, list):
        raise unreadable(response, "Trustpilot's page holds no list of reviews")
    if not reviews and part(state, "businessUnit").get("numberOfReviews"):
        raise unreadable(response, "Trustpilot counts reviews but this page carries none")
    return [_of_page(review) if isinstance(review, dict) else Written() for review in reviews]


def _of_page(review: dict[str, object]) -> Written:
    return Written(
        review_id=_identifier(review.get("id")),
        stars=review.get("rating"),
        title=review.get("title"),
        text=review.get("text"),
        author=part(review, "consumer").get("displayName"),
        created=part(review, "dates").get("publishedDate"),
        language=review.get("language"),
    )


def _linked_data(page: BeautifulSoup) -> Iterator[Written]:
    for thing in json_ld(page):
        if "Review" not in types_of(thing):
            continue
        stated = thing.get("@id")
        link = _ID_IN_LINK.search(stated) if isinstance(stated, str) else None
        yield Written(
            review_id=link[1] if link else "",
            stars=part(thing, "reviewRating").get("ratingValue"),
            title=thing.get("headline"),
            text=thing.get("reviewBody"),
            author=part(thing, "author").get("name"),
            created=thing.get("datePublished"),
            language=thing.get("inLanguage"),
        )


def _old_layout(page: BeautifulSoup) -> Iterator[Written]:
    """One script of words and one of dates per card. Where the id stands is unverified."""
    dates = page.find_all("script", attrs={"data-initial-state": "review-dates"})
    infos = page.find_all("script", attrs={"data-initial-state": "review-info"})
    for number, script in enumerate(infos[:_MOST_SCRIPTS]):
        info = _state_of(script)
        card = script.find_parent("article")
        own = card.find("script", attrs={"data-initial-state": "review-dates"}) if card else None
        nearest = dates[number] if number < len(dates) else None
        yield Written(
            review_id=_identifier(info.get("reviewId")) or _card_id(card),
            stars=info.get("stars"),
            title=info.get("reviewHeader"),
            text=info.get("reviewBody"),
            author=info.get("consumerName"),
            created=_state_of(own if isinstance(own, Tag) else nearest).get("publishedDate"),
        )


def _card_id(card: Tag | None) -> str:
    if card is None:
        return ""
    links = (str(link.get("href")) for link in card.find_all("a", href=True)[:20])
    found = next(filter(None, map(_ID_IN_LINK.search, links)), None)
    return _identifier(card.get("id")) or (found[1] if found else "")


def _state_of(script: Tag | None) -> dict[str, object]:
    if script is None:
        return {}
    try:
        found = json.loads(script.get_text(), strict=False)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def of_event(event: object) -> Written | None:
    """The review of a webhook's event; None for one that brings none."""
    if not isinstance(event, dict):
        return Written()
    name = str(event.get("eventName"))
    if not name.startswith("service-review-") or name.endswith("-deleted"):
        return None
    return from_interface(part(event, "eventData"))
