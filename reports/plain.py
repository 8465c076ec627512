"""Plain words: times, counts and lines that are safe to put in a letter."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
CALENDAR = (*_DAYS, *_MONTHS)
"""The short names of days and months."""

_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_MARKS_IN_A_ROW = 2
_NOT_FOR_EMAIL = re.compile(
    r"[@＠]|\[SLUR\]|://|\bwww\.|\b[\w-]+\.(?:com|org|net|uk|example|io|info|me|ly|co|tv|social)\b",
    re.IGNORECASE,
)


def day(on: date) -> str:
    """Like "22 Nov": day and month, the same in every locale."""
    return f"{on.day} {_MONTHS[on.month - 1]}"


def weekday(on: date) -> str:
    """Like "Wed 18 Nov"."""
    return f"{_DAYS[on.weekday()]} {day(on)}"


def moment(at: datetime) -> str:
    """Like "Wed 18 Nov, 16:00", Europe/London."""
    local = at.astimezone(LONDON)
    return f"{weekday(local.date())}, {local:%H:%M}"


def local_day(at: datetime) -> date:
    """The Europe/London date of an aware moment."""
    return at.astimezone(LONDON).date()


def count(number: int, noun: str, plural: str = "") -> str:
    """Like "1 decision" or "2 decisions"."""
    return f"{number} {noun if number == 1 else plural or noun + 's'}"


def listed(words: Sequence[str], *, most: int) -> str:
    """Like "a, b and 2 more"; at most `most` words are named."""
    named = list(words[:most])
    left = len(words) - len(named)
    if left:
        named.append(f"{left} more")
    if len(named) < 2:  # noqa: PLR2004 - one word needs no "and"
        return "".join(named)
    return f"{', '.join(named[:-1])} and {named[-1]}"


def one_line(text: str, *, longest: int) -> str:
    """Hostile text as one visible line of at most `longest` characters.

    Control, formatting (right-to-left overrides, zero-width), private and unassigned characters
    go; so do stacked accents, which would paint over other lines.
    """
    plain = text.isascii() and text.isprintable()
    line = " ".join((text if plain else _visible(text)).split())
    return line if len(line) <= longest else f"{line[: longest - 1].rstrip()}…"


def _visible(text: str) -> str:
    kept: list[str] = []
    marks = 0
    for char in text:
        kind = unicodedata.category(char)
        marks = marks + 1 if kind == "Mn" else 0
        if marks <= _MARKS_IN_A_ROW:
            kept.append(" " if kind in _UNSEEN else char)
    return "".join(kept)


def fit_for_email(line: str) -> bool:
    """False when a line holds a handle, a web address or a slur mark (domain.md §5.3)."""
    return not _NOT_FOR_EMAIL.search(line)
