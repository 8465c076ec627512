"""What each site shows at one moment: posts appear, are edited and are deleted."""

import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from orm.demo.town.posts import Edit, Post, When

LONDON = ZoneInfo("Europe/London")
FIRST_MONDAY = date(2026, 11, 2)
"""The demo's usual first day; any Monday will do."""

_BUILT = timedelta(days=60)  # the sites were put up this long before the first Monday


@dataclass(frozen=True, slots=True)
class Seen:
    """A post as its site shows it now. Times are aware UTC; `number` is the site's own id."""

    id: str
    number: int
    slug: str
    title: str
    text: str
    author: str
    rating: int | None
    page: str
    section: str
    stated: str
    markup: bool
    published_at: datetime
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class Shelf:
    """Everything one site shows now, newest first, and when that last changed."""

    posts: tuple[Seen, ...]
    changed_at: datetime

    def numbered(self, number: str) -> Seen | None:
        """The post with this number, when it is there."""
        return next((post for post in self.posts if str(post.number) == number), None)


@dataclass(frozen=True, slots=True)
class Spell:
    """A stretch of the demo, from `first` up to but not including `last`."""

    first: When
    last: When

    def covers(self, first_monday: date, now: datetime) -> bool:
        """Whether `now` lies in the spell."""
        return moment(first_monday, self.first) <= now < moment(first_monday, self.last)


def moment(first_monday: date, when: When | Edit | Post) -> datetime:
    """A moment of the demo as aware UTC."""
    day = first_monday + timedelta(days=when.day)
    return datetime.combine(day, when.at, tzinfo=LONDON).astimezone(UTC)


def shelf(posts: Sequence[Post], *, first_monday: date, now: datetime) -> Shelf:
    """What a site with these posts shows at `now`."""
    visible = [
        _seen(post, first_monday, now) for post in posts if _is_visible(post, first_monday, now)
    ]
    visible.sort(key=lambda seen: (seen.published_at, seen.id), reverse=True)
    built_at = datetime.combine(first_monday, time(9), tzinfo=UTC) - _BUILT
    past = (at for post in posts for at in _changes(post, first_monday) if at <= now)
    return Shelf(posts=tuple(visible), changed_at=max(past, default=built_at))


def slug(words: str) -> str:
    """Words as part of an address."""
    return re.sub(r"[^a-z0-9]+", "-", words.lower().replace("’", "").replace("'", "")).strip("-")


def number(post_id: str) -> int:
    """A site's own number for a post: six digits that follow from the post's id."""
    return 100_000 + zlib.crc32(post_id.encode()) % 900_000


def _is_visible(post: Post, first_monday: date, now: datetime) -> bool:
    if post.deleted is not None and moment(first_monday, post.deleted) <= now:
        return False
    return moment(first_monday, post) <= now


def _changes(post: Post, first_monday: date) -> Iterator[datetime]:
    yield moment(first_monday, post)
    for edit in post.edits:
        yield moment(first_monday, edit)
    if post.deleted is not None:
        yield moment(first_monday, post.deleted)


def _seen(post: Post, first_monday: date, now: datetime) -> Seen:
    done = [edit for edit in post.edits if moment(first_monday, edit) <= now]
    latest = max(done, key=lambda edit: (edit.day, edit.at), default=None)
    published_at = moment(first_monday, post)
    return Seen(
        id=post.id,
        number=number(post.id),
        slug=slug(post.title or post.id),
        title=(latest.title if latest else "") or post.title,
        text=((latest.text if latest else "") or post.text).strip(),
        author=post.author,
        rating=latest.rating if latest and latest.rating is not None else post.rating,
        page=post.page,
        section=post.section,
        stated=post.stated,
        markup=post.markup,
        published_at=published_at,
        changed_at=moment(first_monday, latest) if latest else published_at,
    )
