"""Keys that end soon, as far as the operator knows their last day."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from orm.config.values import SourceSettings

SOON = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class EndingKey:
    """One key, what to do about it, and whether it is too late."""

    source: str
    over: bool
    says: str


def ending_keys(sources: Iterable[SourceSettings], *, today: date) -> Iterator[EndingKey]:
    """Every key whose last day is within two weeks, or past."""
    for source in sources:
        for key in source.keys:
            if key.ends_on is not None and key.ends_on - today <= SOON:
                over = key.ends_on < today
                name = f' "{key.name}"' if key.name else ""
                verb = "ended" if over else "ends"
                yield EndingKey(
                    source=source.name,
                    over=over,
                    says=f"the key{name} of {source.name} {verb} on {key.ends_on:%d %B %Y}:"
                    " make a new one and put it in its place (docs/sources.md)",
                )
