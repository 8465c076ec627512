"""What every reader needs to know: which schools there are, who brings, and how words are spelt."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from orm.model.schools import SchoolId


@dataclass(frozen=True, slots=True)
class Spelling:
    """One spelling for addresses, words and dates: that of the collectors, so that both agree.

    `canonical` gives "" for what is not a web address. `plain` is text without markup and without
    addresses of media. `moment` reads a date as people write it; a time without a zone is London's.
    """

    canonical: Callable[[object], str]
    plain: Callable[[object], str]
    is_media: Callable[[str], bool]
    moment: Callable[[str, datetime], datetime | None]


@dataclass(frozen=True, slots=True)
class Reception:
    """Where posts are handed in. `now` is when; `brought_by` a contact's id or "shell"."""

    schools: tuple[SchoolId, ...]
    brought_by: str
    now: datetime
    spelling: Spelling
