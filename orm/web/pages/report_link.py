"""The link under which staff report posts: made, replaced, ended."""

from dataclasses import dataclass
from datetime import datetime

from orm.entry.keys import new_token
from orm.model.report_links import ReportLink
from orm.model.schools import Role, School
from orm.web.asking import Answer, Ask, Missing, Page, Went
from orm.web.routes import Who, look, press

MAY_HAND_OUT = Who(roles=frozenset({Role.IT, Role.HEADTEACHER, Role.DSL}))


@dataclass(frozen=True, slots=True)
class LinkView:
    """One school's link; `url` is empty while there is none. `off`: the form is switched off."""

    school: School
    schools: tuple[School, ...]
    url: str
    made_at: datetime | None
    made_by: str
    off: bool


def show(ask: Ask) -> Answer:
    """The link as it is."""
    school = ask.reader.school(ask.query.one("school"))
    link = ask.house.edges.store.report_links.of(school.id)
    by = next((each.name for each in ask.house.config.contacts if link and each.id == link.by), "")
    view = LinkView(
        school=school,
        schools=ask.reader.schools,
        url=f"{ask.url}/report/{link.token}" if link else "",
        made_at=link.at if link else None,
        made_by=by,
        off=not ask.house.config.desk.report_link,
    )
    return Page("report_link.html", "The link for staff", view)


def make(ask: Ask) -> Answer:
    """A new link; the one before opens nothing any more."""
    school = _school(ask)
    if school is None:
        return Missing()
    made = ReportLink(school.id, new_token(), ask.reader.contact.id, ask.now)
    ask.house.edges.store.report_links.make(made)
    return Went(f"/report-link?school={school.id}", done="report-link-made")


def end(ask: Ask) -> Answer:
    """No link any more."""
    school = _school(ask)
    if school is None:
        return Missing()
    ask.house.edges.store.report_links.end(school.id, by=ask.reader.contact.id, now=ask.now)
    return Went(f"/report-link?school={school.id}", done="report-link-ended")


def _school(ask: Ask) -> School | None:
    """The school that the form names, of this reader's."""
    wanted = ask.form.one("school")
    return next((each for each in ask.reader.schools if each.id == wanted), None)


ROUTES = (
    look("/report-link", show, MAY_HAND_OUT),
    press("/report-link/make", make, MAY_HAND_OUT),
    press("/report-link/end", end, MAY_HAND_OUT),
)
