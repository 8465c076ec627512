"""Dates, times and numbers as the pages write them: British, Europe/London."""

from datetime import date, datetime

from orm.school_calendar import LONDON


def day(value: date) -> str:
    """Like "23 Nov 2026"."""
    return f"{value.day} {value:%b %Y}"


def when(value: datetime | None) -> str:
    """Like "23 Nov 2026, 16:00"; "not known" without a moment."""
    if value is None:
        return "not known"
    local = value.astimezone(LONDON)
    return f"{day(local.date())}, {local:%H:%M}"


def plural(count: int, one: str, many: str = "") -> str:
    """Like "1 case" or "1,200 cases"."""
    return f"{count:,} {one if count == 1 else many or f'{one}s'}"
