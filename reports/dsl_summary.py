"""The safeguarding lead's termly report (R101, R104): sealed cases in numbers, no reference of anybody."""

from orm.model.report_facts import ReportWords, SealedFacts
from reports import plain
from reports.report_view import (
    Heading,
    ReportTable,
    ReportView,
    about,
    day,
    month,
    name,
    took,
)

_CLOSING = (
    (
        "Small numbers can tell who a case is about to people who know the school. Hand this on only to "
        "those who are told of safeguarding matters."
    ),
    (
        "A reference is missing where somebody wrote down that a step was taken, and not what the other "
        "side called it. The references themselves stand in the cases only."
    ),
)


def dsl_summary(facts: SealedFacts, words: ReportWords, heading: Heading) -> ReportView:
    """One school's sealed cases in a time, as far as this reader may open them."""
    return ReportView(
        title=f"Safeguarding seen online: {name(heading.name)}",
        about=about(heading),
        opening=(
            (
                f"Sealed cases from {day(facts.period.first_on)} to {day(facts.period.last_on)}, for the "
                "safeguarding team. It tells numbers only."
            ),
        ),
        tables=(_opened(facts, words), _time(facts), _references(facts, words)),
        closing=_CLOSING,
        fields=("Read by", "Date"),
    )


def _opened(facts: SealedFacts, words: ReportWords) -> ReportTable:
    return ReportTable(
        "Sealed cases opened",
        ("Month", "Kind", "Cases"),
        tuple(
            (month(first_on), words.kinds.get(kind, kind), str(number))
            for first_on, kind, number in facts.months
        ),
        none="No sealed case was opened in this time.",
    )


def _time(facts: SealedFacts) -> ReportTable:
    handed = plain.count(len(facts.handed_over), "case")
    return ReportTable(
        "Time to hand-over",
        ("Of the cases opened in this time", "Result"),
        (
            ("Handed over, or ended", handed),
            ("How long that took", took(facts.handed_over)),
            ("Not handed over yet", plain.count(facts.waiting, "case")),
            ("Sealed cases open on the day of this report", plain.count(facts.open_now, "case")),
        ),
    )


def _references(facts: SealedFacts, words: ReportWords) -> ReportTable:
    return ReportTable(
        "References of what was handed over",
        ("Step", "Reference written down", "Reference missing"),
        tuple(
            (words.routes.get(route, route), str(present), str(missing))
            for route, present, missing in facts.references
        ),
        none="Nothing was handed over in this time.",
    )
