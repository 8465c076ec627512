"""Report a post: a form that any member of staff may be given, by link, without signing in."""

from dataclasses import dataclass

from orm.model.brought import Brought
from orm.model.schools import School
from orm.reading.reporting import Place, places
from orm.web.asking import Answer, Ask, Missing, Page, Went
from orm.web.forms import Filled, Problem
from orm.web.report_form import read_report
from orm.web.routes import ANYBODY, look, press

BY_LINK = "report-link"
"""Who brought it, as the record says where nobody signed in."""

_TOO_MANY = (
    "Too many reports came in under this link, or from where you are. Nothing was kept. Wait an hour,"
    " or tell the school office or the designated safeguarding lead (DSL) yourself."
)


@dataclass(frozen=True, slots=True)
class ReportView:
    """The form of one school. `path` is the link's own."""

    school: str
    path: str
    filled: Filled
    places: tuple[Place, ...]


def show(ask: Ask) -> Answer:
    """The empty form."""
    school = _school(ask)
    return Missing() if school is None else _form(ask, school, Filled())


def take_in(ask: Ask) -> Answer:
    """A report, looked at and judged at once."""
    school = _school(ask)
    if school is None:
        return Missing()
    read = read_report(ask, school.id, brought_by=BY_LINK)
    if not isinstance(read, Brought):
        return _form(ask, school, Filled(ask.form, read), status=422)
    if not ask.turnstile.admits(ask.path["token"], ask.address):
        return _form(ask, school, Filled(ask.form, (Problem("", _TOO_MANY),)), status=429)
    if ask.house.take_in(read).taken.letters:
        ask.house.deliver()
    return Went(f"/report/{ask.path['token']}/thanks")


def thanks(ask: Ask) -> Answer:
    """What happens next. It says nothing of what the post was taken for."""
    school = _school(ask)
    if school is None:
        return Missing()
    view = ReportView(school.name, _path(ask), Filled(), ())
    return Page("report_thanks.html", "Thank you", view)


def _school(ask: Ask) -> School | None:
    """The school of the link; None while the form is switched off."""
    if not ask.house.config.desk.report_link:
        return None
    link = ask.house.edges.store.report_links.find(ask.path["token"])
    if link is None:
        return None
    return next((each for each in ask.house.schools if each.id == link.school_id), None)


def _form(ask: Ask, school: School, filled: Filled, *, status: int = 200) -> Page:
    view = ReportView(school.name, _path(ask), filled, places())
    return Page("report.html", "Report a post", view, status=status)


def _path(ask: Ask) -> str:
    return f"/report/{ask.path['token']}"


ROUTES = (
    look("/report/{token}", show, ANYBODY),
    press("/report/{token}", take_in, ANYBODY),
    look("/report/{token}/thanks", thanks, ANYBODY),
)
