"""Several schools side by side: what waits, what was seen, how well it was read. No case's text."""

from collections.abc import Sequence

from orm.model.report_facts import TrustFacts
from reports import plain
from reports.report_view import (
    Heading,
    ReportTable,
    ReportView,
    about,
    day,
    name,
    total,
)

_CLOSING = (
    (
        "Open cases, cases past their time and posts to settle are those of today that you may open. The "
        "other numbers are of the time above; sealed cases, cases about a leader and cases of the chair "
        "are in none of those."
    ),
    "A low number at a school whose weeks were not all read does not mean that little was said.",
)


def trust_summary(schools: Sequence[TrustFacts], heading: Heading) -> ReportView:
    """The schools in the given order."""
    return ReportView(
        title=f"Online mentions: {plain.count(len(schools), 'school')} side by side",
        about=about(heading),
        opening=(
            (
                f"From {day(heading.period.first_on)} to {day(heading.period.last_on)}. It describes no "
                "case and names nobody."
            ),
        ),
        tables=(_load(schools), _time(schools), _coverage(schools), _kept(schools)),
        closing=_CLOSING,
        wide=True,
    )


def _load(schools: Sequence[TrustFacts]) -> ReportTable:
    return ReportTable(
        "What waits today",
        ("School", "Open cases", "Past their time", "Posts to settle", "Sources not read"),
        tuple(
            (
                name(each.name),
                str(each.load.open),
                str(each.load.overdue),
                str(each.load.unsure),
                f"{each.load.unread} of {each.load.sources}"
                if each.load.sources
                else "none set up",
            )
            for each in schools
        ),
        none="There is no school to tell of.",
    )


def _time(schools: Sequence[TrustFacts]) -> ReportTable:
    return ReportTable(
        "What was seen and done",
        ("School", "Posts", "Cases opened", "Cases ended", "Removal asked", "Removal granted"),
        tuple(
            (
                name(each.name),
                _posts(each),
                str(total(each.facts.work.opened)),
                str(total(each.facts.work.endings) + each.facts.work.not_ours),
                str(each.facts.work.removals.asked),
                str(each.facts.work.removals.granted),
            )
            for each in schools
        ),
        none="There is no school to tell of.",
    )


def _posts(each: TrustFacts) -> str:
    posts, watched = total(each.facts.kinds), each.facts.watched
    if not posts and watched.weeks and watched.blind:
        return "not measured"
    return str(posts)


def _coverage(schools: Sequence[TrustFacts]) -> ReportTable:
    return ReportTable(
        "How well each school was read, in weeks",
        ("School", "Every source", "A part", "No source", "Not known", "Not watched yet"),
        tuple(
            (
                name(each.name),
                *(
                    str(number)
                    for number in (
                        each.facts.watched.whole,
                        each.facts.watched.partly,
                        each.facts.watched.nothing,
                        each.facts.watched.unknown,
                        each.facts.watched.before,
                    )
                ),
            )
            for each in schools
        ),
        none="There is no school to tell of.",
    )


def _kept(schools: Sequence[TrustFacts]) -> ReportTable:
    """Official accounts: how many, and how many findings nobody has settled."""
    pairs = [
        (name(each.name), len(each.facts.accounts.platforms), total(each.facts.accounts.findings))
        for each in schools
    ]
    return ReportTable(
        "Official accounts, as last checked",
        ("School", "Accounts", "Open findings", "Look-alikes to judge"),
        tuple(
            (label, str(accounts), str(findings), str(each.facts.accounts.lookalikes))
            for (label, accounts, findings), each in zip(pairs, schools, strict=True)
        ),
        none="There is no school to tell of.",
    )
