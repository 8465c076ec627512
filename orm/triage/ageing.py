"""What of the written policy nobody has checked for a year (domain.md §2: details go out of date)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from orm.triage.policy import Policy

STALE_AFTER = timedelta(days=365)
OUTSIDE = ("contacts", "platforms")
"""The files that tell how to reach somebody outside the school."""


@dataclass(frozen=True, slots=True)
class Stale:
    """One part that is too old: `file` without ".toml"; `what` is the entry's name, or empty for
    the file itself.
    """

    file: str
    what: str
    last_checked: date
    source: str


def stale(policy: Policy, today: date) -> tuple[Stale, ...]:
    """Every file and entry last checked more than a year before `today`, oldest first."""
    old = (each for each in _dated(policy) if today - each.last_checked > STALE_AFTER)
    return tuple(sorted(old, key=lambda each: (each.last_checked, each.file, each.what)))


def contacts_checked_on(policy: Policy, today: date) -> date | None:
    """The oldest day on which stale details of helplines or platforms were checked, or None."""
    days = [each.last_checked for each in stale(policy, today) if each.file in OUTSIDE]
    return min(days, default=None)


def _dated(policy: Policy) -> Iterator[Stale]:
    for name, stamp in policy.stamps.items():
        yield Stale(name, "", stamp.last_checked, stamp.source)
    for contact in policy.authorities:
        yield Stale("contacts", contact.name, contact.last_checked, contact.source)
    for platform in policy.platforms:
        yield Stale("platforms", platform.name, platform.last_checked, platform.source)
