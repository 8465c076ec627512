"""What a parent sees first: the words to search for, the form of one month's page, what changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlsplit

from orm.accounts.first_page import changes, summary
from orm.cases.clocks import local_day
from orm.model.first_page import Change, FirstPage, Move, Result, Tone
from orm.model.presence import Presence
from orm.model.schools import Contact, ContactId, School
from orm.reading.accounts_words import who
from orm.reading.plain_words import defanged, quotable, readable

PLACES = 10
"""Results of a first page."""

LONGEST_TITLE = 300
LONGEST_URL = 1_000

TONES: Mapping[Tone, str] = {
    Tone.POSITIVE: "Speaks well of us",
    Tone.NEUTRAL: "Speaks neither well nor ill",
    Tone.NEGATIVE: "Speaks ill of us",
    Tone.UNKNOWN: "Nobody has judged it",
}
_MOVES: Mapping[Move, str] = {
    Move.NEW: "New",
    Move.GONE: "Gone",
    Move.UP: "Further up",
    Move.DOWN: "Further down",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One place of the form, as it was typed."""

    place: int
    title: str = ""
    url: str = ""
    tone: str = Tone.UNKNOWN.value
    ours: bool = False


@dataclass(frozen=True, slots=True)
class Wrong:
    """What to put right: the field's name, or empty for the whole form."""

    field: str
    says: str


@dataclass(frozen=True, slots=True)
class ResultLine:
    """One result, told; its address is written so that no slip opens it."""

    place: int
    title: str
    address: str
    tone: str
    ours: bool


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """A result that moved; `before` is its place then."""

    what: str
    line: ResultLine
    before: int | None


@dataclass(frozen=True, slots=True)
class Month:
    """One month's page."""

    month: date
    by: str
    at: datetime
    results: tuple[ResultLine, ...]
    says: tuple[str, ...]
    changes: tuple[ChangeLine, ...]


@dataclass(frozen=True, slots=True)
class FirstPages:
    """The page: the words to search for, this month's rows, and every month that was recorded."""

    search: str
    month: date
    rows: tuple[Row, ...]
    is_recorded: bool
    has_earlier: bool
    months: tuple[Month, ...]


def first_pages(
    school: School,
    presence: Presence,
    contacts: Sequence[Contact],
    *,
    start: bool = False,
    now: datetime,
) -> FirstPages:
    """What was recorded. The form shows this month's page; with `start`, the newest there is."""
    month = _month(now)
    pages = presence.first_pages
    this = next((page for page in pages if page.month == month), None)
    shown = this or (pages[0] if start and pages else None)
    return FirstPages(
        search=f"{school.name} {school.town}".strip(),
        month=month,
        rows=_rows(shown.results if shown else ()),
        is_recorded=this is not None,
        has_earlier=this is None and bool(pages),
        months=tuple(
            _told(page, before, contacts)
            for page, before in zip(pages, (*pages[1:], None), strict=False)
        ),
    )


def read_page(
    rows: Sequence[Row], school: School, *, by: ContactId, now: datetime
) -> FirstPage | tuple[Wrong, ...]:
    """One month's page as it was typed, or everything that is wrong. Empty rows are left out."""
    filled = [row for row in rows if row.title or row.url]
    if not filled:
        return (Wrong("url-1", "Type at least the first result: its title and its address."),)
    wrong = tuple(problem for row in filled for problem in _problems(row))
    if wrong:
        return wrong
    return FirstPage(
        school_id=school.id,
        month=_month(now),
        by=by,
        at=now,
        results=tuple(
            Result(row.place, row.title, _site(row.url), row.url, Tone(row.tone), ours=row.ours)
            for row in filled
        ),
    )


def _problems(row: Row) -> list[Wrong]:
    place, wrong = row.place, []
    if not row.title:
        wrong.append(Wrong(f"title-{place}", f"Place {place}: type its title."))
    elif len(row.title) > LONGEST_TITLE or not row.title.isprintable():
        says = f"Place {place}: type the title in one line of at most {LONGEST_TITLE} characters."
        wrong.append(Wrong(f"title-{place}", says))
    if len(row.url) > LONGEST_URL or not row.url.isprintable() or not _site(row.url):
        says = (
            f"Place {place}: copy its address, like https://… (at most {LONGEST_URL} characters)."
        )
        wrong.append(Wrong(f"url-{place}", says))
    if row.tone not in {tone.value for tone in Tone}:
        wrong.append(Wrong(f"tone-{place}", f"Place {place}: choose how it speaks of the school."))
    return wrong


def _site(url: str) -> str:
    """The host of a web address; empty where it is none."""
    try:
        parts = urlsplit(url if "://" in url else f"https://{url}")
        host = parts.hostname or ""
    except ValueError:
        return ""
    return host if parts.scheme in {"http", "https"} and "." in host else ""


def _month(now: datetime) -> date:
    return local_day(now).replace(day=1)


def _rows(results: Sequence[Result]) -> tuple[Row, ...]:
    known = {each.place: each for each in results}
    return tuple(
        Row(place, each.title, each.url, each.tone.value, each.ours)
        if (each := known.get(place))
        else Row(place)
        for place in range(1, PLACES + 1)
    )


def _told(page: FirstPage, before: FirstPage | None, contacts: Sequence[Contact]) -> Month:
    return Month(
        month=page.month,
        by=who(page.by, contacts) if page.by else "a program",
        at=page.at,
        results=tuple(map(_line, page.results)),
        says=tuple(readable(line) for line in summary(page, before)),
        changes=tuple(map(_change, changes(page, before))),
    )


def _line(each: Result) -> ResultLine:
    return ResultLine(
        place=each.place,
        title=quotable(each.title),
        address=quotable(defanged(each.url)),
        tone=TONES[each.tone],
        ours=each.ours,
    )


def _change(each: Change) -> ChangeLine:
    return ChangeLine(_MOVES[each.move], _line(each.result), each.before)
