"""Days in an address: `{today-7}` and its like become dates when the question is asked."""

import re
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from orm.model.polls import Request

_MARK = re.compile(r"(?:\{|%7B)(today|yyyymmdd)(?:-(\d{1,4}))?(?:\}|%7D)", re.IGNORECASE)
_LONDON = ZoneInfo("Europe/London")


def dated(request: Request, *, now: datetime) -> Request:
    """The request with its day marks filled in; `{today}` is the day in London."""
    today = now.astimezone(_LONDON).date()
    url = _MARK.sub(lambda mark: _day(mark, today), request.url)
    return request if url == request.url else replace(request, url=url)


def is_dated(request: Request) -> bool:
    """Whether the request holds a day mark."""
    return _MARK.search(request.url) is not None


def _day(mark: re.Match[str], today: date) -> str:
    day = today - timedelta(days=int(mark[2] or 0))
    return day.isoformat() if mark[1].lower() == "today" else f"{day:%Y%m%d}"
