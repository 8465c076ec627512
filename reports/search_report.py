"""What parents see first (R03): the first page of a search for the school, month by month.

Results are told by their site. A title is repeated where it is of the school's own pages, or where a
person judged that the result speaks well of the school or neither way; never where it speaks ill.
"""

from collections.abc import Sequence

from orm.model.first_page import FirstPage, Move, Result, Tone
from orm.model.report_facts import ReportWords, SearchMonth
from reports import plain
from reports.report_view import Heading, ReportTable, ReportView, about, day, month, name

NOBODY_LOOKED = "Nobody looked this month, so nothing is said about it."
_TITLE = 120
_SITE = 80
_TONES = {
    Tone.POSITIVE: "well",
    Tone.NEUTRAL: "neither well nor ill",
    Tone.NEGATIVE: "ill",
    Tone.UNKNOWN: "nobody has judged it",
}
_TOLD = frozenset({Tone.POSITIVE, Tone.NEUTRAL})
_UNTOLD = "(not repeated)"
_CLOSING = (
    (
        "Somebody of the school searches for its name and town once a month and writes down what comes "
        "first. A search engine shows each person something else, so this is one person’s page."
    ),
    (
        "A title is repeated where the page is the school’s own or a person judged that it does not speak "
        "ill of the school. Addresses are not repeated; they are on the desk, under Official accounts."
    ),
)


def search_report(
    months: Sequence[SearchMonth], words: ReportWords, heading: Heading
) -> ReportView:
    """Each month of a time, oldest first."""
    looked = sum(each.page is not None for each in months)
    first_on, last_on = heading.period.first_on, heading.period.last_on
    return ReportView(
        title=f"What parents see first: {name(heading.name)}",
        about=about(heading),
        opening=(
            (
                f"The first page of a search for the school, from {day(first_on)} to {day(last_on)}. "
                f"Somebody looked in {looked} of {plain.count(len(months), 'month')}."
            ),
        ),
        tables=tuple(
            table for each in months for table in (_results(each, words), _gone(each)) if table
        ),
        closing=_CLOSING,
        wide=True,
    )


def _results(of: SearchMonth, words: ReportWords) -> ReportTable:
    results = of.page.results if of.page else ()
    return ReportTable(
        f"First page in {month(of.first_on)}",
        ("Place", "Site", "Title", "Our own", "Speaks of the school", _compared(of)),
        tuple(_row(each, of) for each in results),
        none="Nothing came up." if of.page else NOBODY_LOOKED,
        notes=(_looked(of.page, words),) if of.page else (),
        widths=(2, 5, 8, 2, 4, 4),
    )


def _row(result: Result, of: SearchMonth) -> tuple[str, ...]:
    return (
        str(result.place),
        _site(result),
        _title(result),
        "yes" if result.ours else "no",
        _TONES[result.tone],
        _moved(result, of),
    )


def _gone(of: SearchMonth) -> ReportTable | None:
    gone = [change.result for change in of.changes if change.move is Move.GONE]
    if not gone:
        return None
    return ReportTable(
        f"Gone from the first page in {month(of.first_on)}",
        ("Place before", "Site", "Spoke of the school"),
        tuple((str(each.place), _site(each), _TONES[each.tone]) for each in gone),
    )


def _compared(of: SearchMonth) -> str:
    return f"Since {month(of.since)}" if of.since else "Since the month before"


def _moved(result: Result, of: SearchMonth) -> str:
    """What became of a result since the page before; of one page twice the best place counts."""
    if of.since is None:
        return "nothing to compare with"
    change = next(
        (each for each in of.changes if each.result == result and each.move is not Move.GONE), None
    )
    if change is None:
        return "same place"
    return f"was in place {change.before}" if change.before else "new"


def _looked(page: FirstPage, words: ReportWords) -> str:
    who = name(words.people.get(page.by, "somebody who has left")) if page.by else "a program"
    return f"Written down by {who} on {day(plain.local_day(page.at))}."


def _site(result: Result) -> str:
    return plain.one_line(result.site, longest=_SITE)


def _title(result: Result) -> str:
    if not (result.ours or result.tone in _TOLD):
        return _UNTOLD
    line = plain.one_line(result.title, longest=_TITLE)
    return line if line and plain.fit_for_email(line) else _UNTOLD
