"""What joins reports for people who ask: the store's figures, the policy's labels and the papers."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from orm.accounts.first_page import by_month
from orm.errors import NotAllowed
from orm.model.report_facts import (
    Period,
    ReportForm,
    ReportKind,
    ReportWords,
    SchoolFacts,
    TrustFacts,
)
from orm.model.schools import School
from orm.model.sight import Sight
from orm.reading.reports import refuse_others
from orm.school_calendar import LONDON
from orm.wiring import House
from reports.dsl_summary import dsl_summary
from reports.governors_summary import governors_summary
from reports.inspection_view import inspection_view
from reports.press_pack import press_pack
from reports.report_paper import report_csv, report_pdf
from reports.report_view import Heading, ReportView
from reports.search_report import search_report
from reports.trust_summary import trust_summary

_Facts = TypeVar("_Facts")
_UNSURE = timedelta(days=90)
_MEDIA = {ReportForm.PDF: "application/pdf", ReportForm.CSV: "text/csv; charset=utf-8"}


@dataclass(frozen=True, slots=True)
class ReportWish:
    """Which report of which school and time; of schools side by side, all of the reader's."""

    kind: ReportKind
    form: ReportForm
    school: School
    period: Period


@dataclass(frozen=True, slots=True)
class ReportFile:
    """A report to keep. `name` is plain ASCII."""

    name: str
    media: str
    content: bytes


def report_file(house: House, wish: ReportWish, *, sight: Sight, now: datetime) -> ReportFile:
    """The report as a file.

    Raises:
        NotAllowed: it is not for this reader, or not of this school.
    """
    refuse_others(wish.kind, sight)
    if wish.school.id not in sight.schools:
        raise NotAllowed("There is no such school for you here.")
    view = _view(house, wish, sight, now)
    content = report_pdf(view) if wish.form is ReportForm.PDF else report_csv(view)
    about = "schools" if wish.kind is ReportKind.TRUST else wish.school.id
    last_on = wish.period.last_on
    name = f"{wish.kind}-{about}-{last_on.isoformat()}.{wish.form}"
    return ReportFile(name, _MEDIA[wish.form], content)


def _view(house: House, wish: ReportWish, sight: Sight, now: datetime) -> ReportView:
    words, shelf, school_id = _words(house), house.shelf, wish.school.id
    heading = Heading(wish.school.name, wish.period, now.astimezone(LONDON).date())
    if wish.kind is ReportKind.TRUST:
        return _side_by_side(house, wish, sight, now)
    if wish.kind is ReportKind.DSL:
        sealed = shelf.sealed_facts(sight, school_id, wish.period)
        return dsl_summary(_given(sealed), words, heading)
    if wish.kind is ReportKind.PRESS:
        press = shelf.press_facts(sight, school_id, wish.period, now=now)
        return press_pack(_given(press), words, heading)
    if wish.kind is ReportKind.FIRST_PAGE:
        pages = _given(shelf.first_pages(sight, school_id, wish.period))
        return search_report(
            by_month(pages, wish.period.first_on, wish.period.last_on), words, heading
        )
    facts = _given(shelf.school_facts(sight, school_id, wish.period, now=now))
    if wish.kind is ReportKind.GOVERNORS:
        return governors_summary(facts, words, heading)
    return inspection_view(facts, words, heading)


def _side_by_side(house: House, wish: ReportWish, sight: Sight, now: datetime) -> ReportView:
    loads = {
        each.school_id: each for each in house.shelf.workloads(sight, since=now - _UNSURE, now=now)
    }
    schools = [
        TrustFacts(school.name, loads[school.id], _facts(house, school, wish.period, sight, now))
        for school in house.schools
        if school.id in loads
    ]
    schools.sort(key=lambda each: (-each.load.overdue, -each.load.open, each.name))
    told = f"{len(schools)} schools"
    return trust_summary(schools, Heading(told, wish.period, now.astimezone(LONDON).date()))


def _facts(
    house: House, school: School, period: Period, sight: Sight, now: datetime
) -> SchoolFacts:
    return _given(house.shelf.school_facts(sight, school.id, period, now=now))


def _words(house: House) -> ReportWords:
    policy = house.policy
    return ReportWords(
        kinds={category: row.label for category, row in policy.categories.items()},
        routes={route: row.label for route, row in policy.routes.items()},
        themes={key: row.label for key, row in policy.themes.items()},
        people={each.id: each.name for each in house.config.contacts},
    )


def _given(facts: _Facts | None) -> _Facts:
    """What the store gave; it gives nothing to whom a report is not for."""
    if facts is None:
        raise NotAllowed("There is no such report for you here.")
    return facts
