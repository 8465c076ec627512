"""What the school's own website must show (domain.md R77, R135, R141), and whether it does."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class SiteTopic(StrEnum):
    """What is looked for, in the order in which it is told."""

    ACCOUNTS = "accounts"
    COMPLAINTS = "complaints"
    WHISTLEBLOWING = "whistleblowing"
    SOCIAL_MEDIA = "social-media"
    NEWS = "news"


@dataclass(frozen=True, slots=True)
class SitePage:
    """One page of the website as a visitor meets it. `links` are (words, address), addresses whole
    and without fragments.
    """

    url: str
    links: tuple[tuple[str, str], ...]
    text: str
    fetched_at: datetime
