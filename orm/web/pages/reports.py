"""Reports: which there are for this reader, and each as a PDF or a sheet for two days and all between."""

from dataclasses import dataclass, field

from orm.errors import NotAllowed
from orm.model.report_facts import ReportForm
from orm.model.schools import School
from orm.reading.reports import (
    ReportRow,
    offered,
    read_form,
    read_kind,
    read_period,
    usual_period,
)
from orm.reading.reports import may_have as is_for
from orm.school_calendar import LONDON
from orm.web.asking import Answer, Ask, Download, Missing, Page
from orm.web.forms import Filled, Problem
from orm.web.routes import REPORT_READERS, look
from orm.wiring.reports import ReportWish, report_file

_FORMS = (ReportForm.PDF, ReportForm.CSV)


@dataclass(frozen=True, slots=True)
class ReportsView:
    """What the page shows. `filled` is what was typed for a report that was refused, and why."""

    school: School
    schools: tuple[School, ...]
    rows: tuple[ReportRow, ...]
    wrong: str = ""
    filled: Filled = field(default_factory=Filled)
    forms: tuple[ReportForm, ...] = _FORMS


def show(ask: Ask) -> Answer:
    """The reports that this reader may have."""
    return _page(ask, ask.reader.school(ask.query.one("school")))


def make(ask: Ask) -> Answer:
    """One report as a file."""
    kind, form = read_kind(ask.path["kind"]), read_form(ask.path["form"])
    if kind is None or form is None or not is_for(kind, ask.reader.sight):
        return Missing()
    school = ask.reader.school(ask.query.one("school"))
    today = ask.now.astimezone(LONDON).date()
    usual = usual_period(kind, ask.house.config.calendar, today)
    try:
        period = read_period(ask.query.one("from"), ask.query.one("to"), usual, today=today)
    except NotAllowed as error:
        problem = Problem(f"from-{kind}", str(error))
        return _page(ask, school, wrong=kind.value, filled=Filled(ask.query, (problem,)))
    wish = ReportWish(kind, form, school, period)
    made = report_file(ask.house, wish, sight=ask.reader.sight, now=ask.now)
    return Download(made.name, made.media, made.content)


def _page(ask: Ask, school: School, *, wrong: str = "", filled: Filled | None = None) -> Page:
    today = ask.now.astimezone(LONDON).date()
    view = ReportsView(
        school=school,
        schools=ask.reader.schools,
        rows=offered(ask.reader.sight, calendar=ask.house.config.calendar, today=today),
        wrong=wrong,
        filled=filled or Filled(),
    )
    return Page("reports.html", "Reports", view, status=422 if wrong else 200)


ROUTES = (
    look("/reports", show, REPORT_READERS),
    look("/reports/{kind}.{form}", make, REPORT_READERS),
)
