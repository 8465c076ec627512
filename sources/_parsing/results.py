"""What search interfaces answer: an object of JSON, results with an address, words about failure."""

import re
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta, tzinfo

from orm.errors import Unreadable
from orm.model.items import Item, Precision
from orm.model.polls import Response, Skipped
from sources._parsing.answers import body_of, read_json
from sources._parsing.dates import Stated, read_date
from sources._parsing.documents import Entry, Feed, Label, entry_item
from sources._parsing.links import canonical, site
from sources._parsing.text import is_media, plain

_LONGEST_REASON = 200
# Keys are long runs of letters and digits; the words of a message are not.
_KEY = re.compile(r"[\w-]*\d[\w-]{18,}|[\w-]{18,}\d[\w-]*|[A-Za-z0-9]{25,}", re.ASCII)
_LANGUAGE = re.compile(r"[a-z]{2}(?![a-z])")


def json_object(response: Response) -> dict[str, object]:
    """The JSON object that is the body; empty for any other body."""
    try:
        found = read_json(response, body_of(response))
    except Unreadable:
        return {}
    return found if isinstance(found, dict) else {}


def part(thing: dict[str, object], name: str) -> dict[str, object]:
    """The object called `name` inside another; empty when there is none."""
    value = thing.get(name)
    return value if isinstance(value, dict) else {}


def reason(words: object) -> str:
    """What an interface says of itself, in one line that holds no key."""
    return _KEY.sub("[key]", plain(words))[:_LONGEST_REASON].rstrip()


def next_midnight(now: datetime, zone: tzinfo = UTC) -> datetime:
    """The next midnight in `zone`, as UTC."""
    tomorrow = now.astimezone(zone).date() + timedelta(days=1)
    return datetime.combine(tomorrow, time(), zone).astimezone(UTC)


def next_month(now: datetime) -> datetime:
    """The first moment of the next month, in UTC."""
    first = now.astimezone(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return (first + timedelta(days=31)).replace(day=1)


def engine_date(response: Response, *raw: object) -> Stated:
    """The first date that can be read, to the day: search engines guess at dates of pages."""
    stated = [read_date(one, fetched_at=response.fetched_at) for one in raw]
    best = next((one for one in stated if one.at), None)
    if best:
        return replace(best, precision=Precision.DAY)
    return next((one for one in stated if one.raw), Stated())


def result_item(
    entry: Entry, label: Label, response: Response, *, language: object = ""
) -> Item | Skipped:
    """A result as an item, known by its canonical address."""
    url = canonical(entry.link)
    if not url or is_media(entry.link) or is_media(url):
        return Skipped("a result without an address of a page")
    named = replace(label, outlet=label.outlet or site(url))
    code = _LANGUAGE.match(language.lower()) if isinstance(language, str) else None
    feed = Feed(language=code[0] if code else "")
    return entry_item(entry, feed, named, response)
