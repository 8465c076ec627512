"""What a source reads from the public web."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Kind(StrEnum):
    """What an item is."""

    NEWS = "news"
    REVIEW = "review"
    POST = "post"
    COMMENT = "comment"
    BLOG = "blog"
    VIDEO = "video"
    ENCYCLOPEDIA = "encyclopedia"
    RECORD = "record"


class Precision(StrEnum):
    """How exactly the site states `posted_at`."""

    SECOND = "second"
    MINUTE = "minute"
    DAY = "day"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, order=True)
class Identity:
    """The same thing seen again has the same identity: source family, and native id or canonical URL."""

    family: str
    key: str


@dataclass(frozen=True, slots=True)
class Item:
    """One public item. Text only: no field can hold media (domain.md G4).

    `posted_at` is None when the site states no readable date; `posted_raw` is what it stated.
    `rating` is 0..1. `url` is canonical; `via_url` is where it was found when that differs.
    `pictures` is how many pictures and films hang on it at least, `undescribed` how many of them have
    no words for people who cannot see them; None where the source does not tell.
    """

    identity: Identity
    kind: Kind
    platform: str
    url: str
    title: str = ""
    text: str = ""
    author: str = ""
    posted_at: datetime | None = None
    posted_raw: str = ""
    precision: Precision = Precision.UNKNOWN
    outlet: str = ""
    rating: float | None = None
    language: str = ""
    via_url: str = ""
    pictures: int | None = None
    undescribed: int | None = None
