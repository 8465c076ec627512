"""The termly summary for governors or trustees (domain.md §4, L19): figures, and no detail of a case."""

from collections.abc import Iterator

from orm.model.accounts import Check
from orm.model.report_facts import CaseWork, ReportWords, SchoolFacts
from orm.model.schools import AccountStatus
from orm.model.steps import Ending
from orm.model.weeks import AccountsWeek
from reports import plain
from reports.report_view import (
    Heading,
    ReportTable,
    ReportView,
    about,
    counts,
    day,
    name,
    read,
    took,
    total,
)

CHECKS = {
    Check.EXISTS: "is not there",
    Check.SAME: "is not the account that it was",
    Check.CHANGED: "has changed",
    Check.LINKS_OUT: "does not link to our website",
    Check.LINKED_BACK: "is not linked from our website",
    Check.ALIVE: "has gone quiet",
    Check.MODERATED: "has comments that wait",
    Check.POSTING: "posts outside its hours",
    Check.BY_HAND: "is to be looked at by hand",
    Check.PEOPLE: "has gaps in who looks after it",
    Check.REGISTER: "has gaps in the register",
    Check.DATES: "has a date that has passed",
}
"""What a check of the official accounts found, after "an account"."""

ENDINGS = {
    Ending.REMOVED: "Removed",
    Ending.CORRECTED: "Corrected or answered",
    Ending.STAYS: "Stays, and that is right",
    Ending.REFUSED: "Stays although we asked",
    Ending.HANDED_OVER: "Handed over to those whose task it is",
    Ending.NO_ACTION: "Ended without action",
}
"""How a case ended, as a row of a table."""

_CLOSING = (
    (
        "Sealed safeguarding cases, cases about a leader and cases of the chair are in none of these "
        "numbers, whoever asks for the report. The safeguarding lead reports on sealed cases separately."
    ),
    (
        "Copies of one story count once, in the week in which they were first seen. A kind of post is "
        "what the written policy calls it, or what a person said it is. Answers count up to the day on "
        "which this was made."
    ),
    "Private groups are never read, so few posts do not mean that nothing was said.",
)
_THANKED = "Thanks for praise passed on to the people it was for"
_FIELDS = (
    "Data protection impact assessment (DPIA): status and date",
    "Changes of the school’s own policy in this time",
    "What governors ask for next",
)


def governors_summary(facts: SchoolFacts, words: ReportWords, heading: Heading) -> ReportView:
    """One school's term in figures; the same for every reader."""
    return ReportView(
        title=f"Online mentions: summary for governors, {name(heading.name)}",
        about=about(heading),
        opening=(
            (
                f"This is a summary in numbers for {day(facts.period.first_on)} to "
                f"{day(facts.period.last_on)}. It describes no case and names nobody."
            ),
        ),
        tables=(
            _found(facts, words),
            _coverage(facts),
            opened(facts.work, words),
            done(facts.work, words, thanked=facts.thanked),
            _time(facts.work),
            endings(facts.work),
            fairness(facts.work),
            _accounts(facts.accounts),
            _lessons(facts.work, words),
            _policy(facts),
        ),
        closing=_CLOSING,
        fields=_FIELDS,
    )


def opened(work: CaseWork, words: ReportWords) -> ReportTable:
    """Cases opened, by kind of post."""
    rows = [(words.kinds.get(kind, kind), number) for kind, number in work.opened]
    return ReportTable(
        "Cases opened, by kind",
        ("Kind of post", "Cases"),
        counts([*rows, ("All", total(work.opened))]) if rows else (),
        none="No case was opened in this time.",
    )


def done(work: CaseWork, words: ReportWords, *, thanked: int) -> ReportTable:
    """What was sent or set going, by route, and how often thanks were passed on for praise."""
    rows = [(words.routes.get(route, route), number) for route, number in work.sent]
    if thanked:
        rows.append((_THANKED, thanked))
    return ReportTable(
        "What was done",
        ("Step", "Times"),
        counts(rows),
        none="Nothing was sent in this time.",
        notes=(
            "A step counts when somebody wrote down that it was taken, not when it was drafted.",
        ),
    )


def endings(work: CaseWork) -> ReportTable:
    """How cases ended."""
    rows = [(ENDINGS[ending], number) for ending, number in work.endings]
    if work.not_ours:
        rows.append(("Not about the school after all", work.not_ours))
    return ReportTable(
        "How cases ended", ("Ending", "Cases"), counts(rows), none="No case ended in this time."
    )


def fairness(work: CaseWork) -> ReportTable:
    """How little was asked to be taken down, and what came of it."""
    return ReportTable(
        "Fairness",
        ("What", "Cases"),
        counts(
            (
                ("Removal asked for", work.removals.asked),
                ("Removal granted", work.removals.granted),
                ("Removal refused", work.removals.refused),
                ("No answer yet", work.removals.waiting),
                ("Free expression gate (G2) set aside by two leaders", work.overrides),
                ("Pointed to the complaints procedure", work.signposted),
            )
        ),
    )


def _found(facts: SchoolFacts, words: ReportWords) -> ReportTable:
    rows = [(words.kinds.get(kind, kind), number) for kind, number in facts.kinds]
    blind = facts.watched.weeks > 0 and facts.watched.blind
    return ReportTable(
        "What was found, by kind",
        ("Kind of post", "Posts"),
        counts([*rows, ("All", total(facts.kinds))]) if rows else (),
        none="No source was read, so nothing is said about posts."
        if blind
        else "No post was found in what could be read.",
    )


def _coverage(facts: SchoolFacts) -> ReportTable:
    each = facts.watched
    return ReportTable(
        "What could not be measured",
        ("How the weeks were read", "Weeks"),
        counts(
            (
                ("Every source was read", each.whole),
                ("A part of the sources was not read", each.partly),
                ("No source was read", each.nothing),
                ("Not known", each.unknown),
                ("Before orm watched the school", each.before),
            )
        ),
        notes=(read(each),),
    )


def _time(work: CaseWork) -> ReportTable:
    return ReportTable(
        "Time to action",
        ("Of the cases opened in this time", "Result"),
        (
            ("Until the first step was taken or the case ended", took(work.acted)),
            ("No step yet", str(work.unacted)),
            ("Open on the day of this report", str(total(work.open_now))),
            ("Of these past their time", str(work.overdue)),
        ),
    )


def _accounts(found: AccountsWeek) -> ReportTable:
    return ReportTable(
        "Official accounts, as last checked",
        ("What", "Number"),
        counts(_audit(found)) if found.platforms else (),
        none="The school has no official accounts in its register.",
        notes=tuple(_searched(found)),
    )


def _audit(found: AccountsWeek) -> Iterator[tuple[str, int]]:
    for status in AccountStatus:
        yield f"Accounts, {status.value}", sum(each is status for _, each in found.platforms)
    for check, number in found.findings:
        yield f"An account {CHECKS[check]}", number
    yield "Accounts that could not be checked in full", found.could_not
    yield "Accounts that were never checked", found.unchecked
    yield "Findings about the school’s website", found.website


def _searched(found: AccountsWeek) -> Iterator[str]:
    if found.searched is None:
        yield "Look-alikes were not searched for yet."
    elif found.searched:
        yield f"{plain.count(found.lookalikes, 'look-alike')} that could be mistaken for the school and wait for a person’s word."
    else:
        yield "Look-alikes could not be searched for: no platform’s search could be asked."


def _lessons(work: CaseWork, words: ReportWords) -> ReportTable:
    return ReportTable(
        "Lessons",
        ("Kind of post", "Debriefed on"),
        tuple((words.kinds.get(kind, kind), day(on)) for kind, on in work.lessons),
        none="No case was closed with a lesson in this time.",
        notes=("What a lesson says stays in the case: ask the headteacher.",)
        if work.lessons
        else (),
    )


def _policy(facts: SchoolFacts) -> ReportTable:
    return ReportTable(
        "The written policy that posts were judged by",
        ("Version", "Used"),
        tuple((name(version), "in this time") for version in facts.policies),
        none="No post was judged in this time.",
        notes=("More than one version means that the program’s rules changed in this time.",)
        if len(facts.policies) > 1
        else (),
    )
