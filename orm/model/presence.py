"""What is looked at of a school beside its accounts: its website, and who else uses its name."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from orm.model.accounts import CheckOutcome, SettledBy
from orm.model.first_page import FirstPage
from orm.model.schools import SchoolId


class PresenceCheck(StrEnum):
    """In the order in which it is told. `SEARCH` looks for accounts under the school's name,
    `DOMAINS` for addresses that look like the website's; `FIRST_PAGE` is what a parent sees first.
    """

    SITE = "site"
    SEARCH = "search"
    DOMAINS = "domains"
    FIRST_PAGE = "first-page"


@dataclass(frozen=True, slots=True)
class Noticed:
    """What one check came to; as `orm.model.accounts.Checked`. `key` tells two of a check apart."""

    check: PresenceCheck
    outcome: CheckOutcome
    says: str
    evidence: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """The latest of one check, since when it has been so, and who settled it."""

    noticed: Noticed
    since: datetime
    last_at: datetime
    settled: SettledBy | None = None


@dataclass(frozen=True, slots=True)
class Presence:
    """A school's notices in `PresenceCheck`'s order. `checked_at` is None before the first look."""

    school_id: SchoolId
    notices: tuple[Notice, ...]
    checked_at: datetime | None
    next_check_at: datetime
    first_pages: tuple[FirstPage, ...] = ()
    """The newest first, at most so many as a year has months."""
