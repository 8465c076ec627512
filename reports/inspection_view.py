"""What anyone can see of a school, before an inspection (R04): by month and subject, with what was
done and what is open. No text of a post, no author.

It is what the public web says; it is not what inspectors look at.
"""

from collections.abc import Sequence

from orm.model.report_facts import MonthFacts, ReportWords, SchoolFacts
from reports.governors_summary import done, endings, fairness, opened
from reports.plain import fit_for_email
from reports.report_view import (
    Heading,
    ReportTable,
    ReportView,
    about,
    counts,
    day,
    marked,
    month,
    name,
    read,
    total,
)

_MOST_THEMES = 15
_MOST_OUTLETS = 25
_MOST_MONTHS = 13
_CLOSING = (
    (
        "The numbers by month and by subject are of whole weeks: a week is in the month of its Thursday. "
        "Copies of one story count once. A post may be about several subjects."
    ),
    "A program reads the tone and often gets irony wrong; nothing is ever decided by it.",
    (
        "Sealed safeguarding cases, cases about a leader and cases of the chair are in none of the "
        "tables. Private groups are never read, so few posts do not mean that nothing was said."
    ),
)


def inspection_view(facts: SchoolFacts, words: ReportWords, heading: Heading) -> ReportView:
    """One school's year, or another time, as anyone could see it."""
    return ReportView(
        title=f"What anyone can see online: {name(heading.name)}",
        about=about(heading),
        opening=tuple(_opening(facts)),
        tables=(
            _months(facts.months),
            _themes(facts.months, words),
            _outlets(facts),
            done(facts.work, words, thanked=facts.thanked),
            opened(facts.work, words),
            endings(facts.work),
            fairness(facts.work),
            _open(facts, words),
        ),
        closing=_CLOSING,
        wide=True,
    )


def _opening(facts: SchoolFacts) -> list[str]:
    said = [
        (
            f"From {day(facts.period.first_on)} to {day(facts.period.last_on)}. This is what public pages "
            "said about the school, as far as orm could read them. It quotes no post and names no author."
        ),
        read(facts.watched),
    ]
    if facts.sealed is not None:
        cases = "case was" if facts.sealed == 1 else "cases were"
        said.append(
            f"{facts.sealed} sealed {cases} opened that you may open; no more is said here."
        )
    return said


def _months(months: Sequence[MonthFacts]) -> ReportTable:
    rows = tuple(
        (
            month(each.first_on),
            marked(each.stories, each.watched),
            marked(each.positive, each.watched),
            marked(each.negative, each.watched),
            str(each.unsure),
        )
        for each in months
    )
    return ReportTable(
        "Posts and tone, by month",
        ("Month", "Posts", "Lean towards the school", "Lean against it", "May not be ours"),
        (*rows, _year(months)) if rows else (),
        none="The time holds no full week.",
        notes=(f"A usual month in this time: {_usual([each.stories for each in months])} posts.",)
        if rows
        else (),
    )


def _year(months: Sequence[MonthFacts]) -> tuple[str, ...]:
    return (
        "All",
        str(sum(each.stories for each in months)),
        str(sum(each.positive for each in months)),
        str(sum(each.negative for each in months)),
        str(sum(each.unsure for each in months)),
    )


def _themes(months: Sequence[MonthFacts], words: ReportWords) -> ReportTable:
    """The most frequent subjects by month, beside a usual month of the time."""
    by_month = [dict(each.themes) for each in months]
    names = {theme for each in by_month for theme in each}
    sums = {theme: sum(each.get(theme, 0) for each in by_month) for theme in names}
    told = sorted(names, key=lambda theme: (-sums[theme], theme))
    shown, of = told[:_MOST_THEMES], months[-_MOST_MONTHS:]
    rows = tuple(
        (
            name(words.themes.get(theme, theme)),
            *(_of_month(each, theme) for each in of),
            str(sums[theme]),
            _usual([each.get(theme, 0) for each in by_month]),
        )
        for theme in shown
    )
    more = len(told) - len(shown)
    return ReportTable(
        "Subjects, by month",
        ("Subject", *(month(each.first_on) for each in of), "All", "Usual month"),
        rows,
        none="No post had a subject of the policy’s list.",
        notes=("A question mark: no source was read in that month.",)
        + ((f"And {more} more subjects that came up less.",) if more else ()),
    )


def _of_month(each: MonthFacts, theme: str) -> str:
    number = dict(each.themes).get(theme, 0)
    return "?" if each.watched.blind and not number else str(number)


def _usual(numbers: Sequence[int]) -> str:
    return f"{sum(numbers) / len(numbers):.1f}".removesuffix(".0") if numbers else "not known"


def _outlets(facts: SchoolFacts) -> ReportTable:
    named = [
        (outlet, number)
        for raw, number in facts.outlets
        if (outlet := name(raw)) and fit_for_email(outlet)
    ]
    shown = named[:_MOST_OUTLETS]
    rest = total(facts.outlets) - total(shown)
    return ReportTable(
        "Papers and review sites",
        ("Where", "Articles or reviews"),
        counts([*shown, ("Elsewhere", rest)] if rest else shown),
        none="No article and no review was found in what could be read.",
    )


def _open(facts: SchoolFacts, words: ReportWords) -> ReportTable:
    rows = [(words.kinds.get(kind, kind), number) for kind, number in facts.work.open_now]
    return ReportTable(
        "Open on the day of this report",
        ("Kind of post", "Cases"),
        counts([*rows, ("Past their time", facts.work.overdue)]) if rows else (),
        none="No case is open.",
    )
