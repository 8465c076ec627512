"""Every clock of a case that runs now, in words (docs/deadlines.md)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from orm.cases.clocks import lado_due, platform_wait, posh_next_open, re_check_due
from orm.cases.ways import View
from orm.model.cases import OPEN_STATES
from orm.model.judgement import Category, Route
from orm.model.opening_hours import Opening
from orm.model.schools import SchoolCalendar
from orm.model.steps import Course


@dataclass(frozen=True, slots=True)
class ClockLine:
    """A clock: what it is for and when it ends (aware UTC). `late` says that something was to be
    done by then and was not.
    """

    what: str
    at: datetime
    late: bool


_Clock = tuple[str, datetime, bool]
"""What, when it ends, and whether something is to be done by then."""


def clocks(view: View, *, calendar: SchoolCalendar, opening: Opening) -> tuple[ClockLine, ...]:
    """The running clocks, the next to end first. `opening` is POSH's."""
    if view.played.case.state not in OPEN_STATES:
        return ()
    found = (
        *_case(view, calendar.nation),
        *_courses(view, calendar),
        *_posh(view, opening),
    )
    lines = (ClockLine(what, at, by_then and at < view.around.now) for what, at, by_then in found)
    return tuple(sorted(lines, key=lambda line: line.at))


def _case(view: View, nation: str) -> Iterator[_Clock]:
    case, courses = view.played.case, view.played.standing.courses
    if not any(course.sent_at for course in courses.values()):
        yield "Decide what to do by", case.due_at, True
    lado = courses.get(Route.LADO)
    if case.category is Category.T12 and (lado is None or lado.sent_at is None):
        yield "Tell the local authority (LADO) by", lado_due(case.opened_at, nation), True


def _courses(view: View, calendar: SchoolCalendar) -> Iterator[_Clock]:
    for course in view.played.standing.courses.values():
        if course.sent_at is not None and course.reply is None:
            yield from _awaited(view, course, calendar)


def _awaited(view: View, course: Course, calendar: SchoolCalendar) -> Iterator[_Clock]:
    label = view.policy.routes[course.route].label
    if course.route is Route.PLATFORM_REPORT and course.sent_at is not None:
        yield "The platform has 48 hours, until", platform_wait(course.sent_at), False
        if course.due_at is not None:
            yield "Then POSH can be asked, from", course.due_at, False
    elif course.due_at is not None:
        yield f"{label}: an answer is due by", course.due_at, True
    if course.route is Route.DELETION_REQUEST and course.due_at is not None:
        by = re_check_due(course.due_at, calendar)
        yield "Look whether it is still there by", by, True


def _posh(view: View, opening: Opening) -> Iterator[_Clock]:
    posh = view.played.standing.courses.get(Route.POSH)
    if posh is not None and posh.sent_at is None:
        yield "POSH can be rung from", posh_next_open(view.around.now, opening), False
