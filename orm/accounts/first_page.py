"""What a parent sees first: what changed on the first page of a search, in plain words."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from urllib.parse import urlsplit

from orm.model.first_page import Change, FirstPage, Move, Result, Tone
from orm.model.report_facts import SearchMonth

_IGNORED = ("www.", "m.")
_NAMED = 3  # results that a summary names; the page lists all
_ORDER = tuple(Move)
_LONGER_THAN_A_MONTH = timedelta(days=31)
_NOTHING = (
    "Nothing was recorded of this search. Search for the school’s name and town, and put down what "
    "comes first."
)


def changes(page: FirstPage, before: FirstPage | None) -> tuple[Change, ...]:
    """What is new, gone or in another place, the new ones first; nothing without a page before.

    An address is the same with and without `www`, `https` and a slash at its end.
    """
    if before is None:
        return ()
    then, now = _by_address(before), _by_address(page)
    found = [*_still(now, then), *_gone(then, now)]
    return tuple(sorted(found, key=lambda c: (_ORDER.index(c.move), c.result.place)))


def summary(page: FirstPage, before: FirstPage | None) -> tuple[str, ...]:
    """The page in sentences for a comms lead: what is ours, what speaks ill, what changed."""
    if not page.results:
        return (_NOTHING,)
    return (_ownership(page), *_tones(page), *_changed(page, before))


def by_month(pages: Sequence[FirstPage], first_on: date, last_on: date) -> tuple[SearchMonth, ...]:
    """Each month between two days, oldest first, beside the page before; `pages` are those of that
    time and the last one before it, the newest first.
    """
    found, before = [], next((page for page in pages if page.month < first_on.replace(day=1)), None)
    known = {page.month: page for page in pages}
    month = first_on.replace(day=1)
    while month <= last_on:
        page = known.get(month)
        since = before.month if page and before else None
        found.append(SearchMonth(month, page, since, changes(page, before) if page else ()))
        before = page or before
        month = (month + _LONGER_THAN_A_MONTH).replace(day=1)
    return tuple(found)


def _by_address(page: FirstPage) -> dict[str, Result]:
    """Each address at its best place."""
    found: dict[str, Result] = {}
    for result in sorted(page.results, key=lambda one: one.place):
        found.setdefault(_plain(result.url), result)
    return found


def _plain(url: str) -> str:
    try:
        parts = urlsplit(url.strip() if "://" in url else f"https://{url.strip()}")
    except ValueError:  # what is no address is itself
        return url.strip()
    host = parts.netloc.lower()
    for prefix in _IGNORED:
        host = host.removeprefix(prefix)
    query = f"?{parts.query}" if parts.query else ""
    return f"{host}{parts.path.rstrip('/')}{query}"


def _still(now: dict[str, Result], then: dict[str, Result]) -> Iterator[Change]:
    for address, result in now.items():
        old = then.get(address)
        if old is None:
            yield Change(Move.NEW, result, None)
        elif old.place != result.place:
            yield Change(Move.UP if result.place < old.place else Move.DOWN, result, old.place)


def _gone(then: dict[str, Result], now: dict[str, Result]) -> Iterator[Change]:
    for address, result in then.items():
        if address not in now:
            yield Change(Move.GONE, result, result.place)


def _ownership(page: FirstPage) -> str:
    ours = [result for result in page.results if result.ours]
    said = (
        f"{len(ours) or 'None'} of {_results(len(page.results))} {_is(len(ours))} the school’s own"
    )
    if not ours:
        return f"{said}. Ask who looks after the school’s website why it does not come up."
    first = min(result.place for result in ours)
    return f"{said}." if first == 1 else f"{said}; the first of them is in place {first}."


def _tones(page: FirstPage) -> Iterator[str]:
    ill = [result for result in page.results if result.tone is Tone.NEGATIVE]
    if ill:
        yield f"{_results(len(ill))} {_speak(len(ill))} ill of the school: {_names(ill)}."
    unknown = sum(result.tone is Tone.UNKNOWN for result in page.results)
    if unknown:
        yield f"Nobody has said yet how {_results(unknown)} {_speak(unknown)} of the school."


def _changed(page: FirstPage, before: FirstPage | None) -> Iterator[str]:
    if before is None:
        yield "This is the first month; there is nothing to compare it with."
        return
    moved = changes(page, before)
    if not moved:
        yield "Nothing has changed since the month before."
    for move, words in _WORDS.items():
        of_it = [change.result for change in moved if change.move is move]
        if of_it:
            yield f"{words}: {_names(of_it)}."


_WORDS = {
    Move.NEW: "New on the page",
    Move.GONE: "Gone from the page",
    Move.UP: "Further up",
    Move.DOWN: "Further down",
}


def _names(results: Iterable[Result]) -> str:
    """Like "a.example (place 2), b.example (place 4) and 3 more"."""
    said = [f"{result.site} (place {result.place})" for result in results]
    more = len(said) - _NAMED
    if more > 0:
        said = [*said[:_NAMED], f"{more} more"]
    return said[0] if len(said) == 1 else f"{', '.join(said[:-1])} and {said[-1]}"


def _results(count: int) -> str:
    return "1 result" if count == 1 else f"{count} results"


def _is(count: int) -> str:
    return "is" if count <= 1 else "are"


def _speak(count: int) -> str:
    return "speaks" if count == 1 else "speak"
