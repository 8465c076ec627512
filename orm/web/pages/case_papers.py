"""Letters, packs and sheets of a case: to read, and to keep as a file. Nothing is sent from here."""

from collections.abc import Mapping
from dataclasses import dataclass

from orm.desk.drafting import facts_of, paper_of, sheet
from orm.errors import ConfigError, Conflict, NotAllowed
from orm.model.papers import Paper
from orm.reading.case_form import FieldAsked
from orm.reading.case_page import CaseHead
from orm.reading.case_route import FACT, Known, fact_fields, given
from orm.reading.case_sheets import Sheet, sheet_called
from orm.reading.case_standpoint import Standpoint
from orm.reading.case_words import route_called
from orm.web.asking import Answer, Ask, Download, Page
from orm.web.forms import Problem
from orm.web.pages.case_at import MISSING, NO_LETTER, head_of, looked_at, opened, pressed, ref_of
from orm.web.pages.case_typed import Typed, typed
from orm.web.routes import CASE_WORKERS, look, press

_LARGEST = 1_000_000
_MEDIA = {
    "txt": "text/plain; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}
FORMS = tuple(_MEDIA)


@dataclass(frozen=True, slots=True)
class PaperView:
    """A paper to read. `called` is its route's name and `label` what people call it; `forms` are the
    kinds of file that it comes as.
    """

    head: CaseHead
    called: str
    label: str
    paper: Paper
    forms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SheetView:
    """A sheet: the facts that it states, and once they are given the sheet itself."""

    head: CaseHead
    sheet: Sheet
    form: Typed
    filled_in: Typed
    paper: Paper | None
    forms: tuple[str, ...]

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with the form."""
        return (*self.form.problems, *self.filled_in.problems)


@dataclass(frozen=True, slots=True)
class _Asked:
    """One request for a sheet's page."""

    ask: Ask
    at: Standpoint
    sheet: Sheet
    known: tuple[Known, ...]

    @property
    def fields(self) -> tuple[tuple[FieldAsked, ...], tuple[FieldAsked, ...]]:
        """Those to fill in, needed ones first, and those that the desk has filled in."""
        facts = fact_fields(None, self.known, {})
        empty = sorted((each for each in facts if not each.value), key=lambda each: not each.needed)
        return tuple(empty), tuple(each for each in facts if each.value)

    def shown(
        self,
        form: Typed,
        filled_in: Typed,
        *,
        paper: Paper | None = None,
        error: str = "",
        status: int = 200,
    ) -> Page:
        """The page with this form, and the sheet where it was written."""
        view = SheetView(
            head=head_of(self.ask, self.at),
            sheet=self.sheet,
            form=form,
            filled_in=filled_in,
            paper=paper,
            forms=_forms(paper) if paper else (),
        )
        return Page("case_sheet.html", self.sheet.name, view, status=status, error=error)


def show_paper(ask: Ask) -> Answer:
    """The letter or pack of a route, as a page of text."""
    at = opened(ask)
    route = route_called(ask.path["route"])
    if at is None or route is None:
        return MISSING
    label = ask.house.policy.routes[route].label

    def do() -> Answer:
        writing, ref = ask.house.writing, ref_of(at)
        paper = paper_of(writing, ref, route, by=at.by, now=ask.now)
        view = PaperView(head_of(ask, at), ask.path["route"], label, paper, _forms(paper))
        return Page("case_paper.html", label, view)

    return pressed(ask, do, lambda error, status: Page("message.html", label, error, status=status))


def keep_paper(ask: Ask) -> Answer:
    """The letter or pack of a route as a file."""
    at = opened(ask)
    route = route_called(ask.path["route"])
    form = ask.path["form"]
    if at is None or route is None or form not in _MEDIA:
        return MISSING
    try:
        paper = paper_of(ask.house.writing, ref_of(at), route, by=at.by, now=ask.now)
    except NotAllowed:
        return MISSING
    except Conflict as error:
        return Page("message.html", "Not possible", str(error), status=409)
    except ConfigError:
        return Page("message.html", "Not possible", NO_LETTER, status=409)
    return _file(paper, form, f"{ref_of(at)}-{ask.path['route']}")


def show_sheet(ask: Ask) -> Answer:
    """The facts that a sheet states."""
    asked = _asked(ask, opened(ask))
    if asked is None:
        return MISSING
    fields, filled_in = asked.fields
    return asked.shown(Typed(fields), Typed(filled_in))


def write_sheet(ask: Ask) -> Answer:
    """The sheet with these facts, on the page or as a file. Nothing is kept of it."""
    asked = _asked(ask, looked_at(ask))
    if asked is None:
        return MISSING
    fields, known = asked.fields
    form, filled_in = typed(fields, ask.form), typed(known, ask.form)
    if form.problems or filled_in.problems:
        return asked.shown(form, filled_in, status=422)

    def do() -> Answer:
        values = {**form.values, **filled_in.values}
        paper = _written(asked, {n: v for n, v in values.items() if n.startswith(FACT)})
        wanted = ask.form.one("as")
        if wanted in _MEDIA:
            return _file(paper, wanted, f"{ref_of(asked.at)}-{asked.sheet.called}")
        return asked.shown(form, filled_in, paper=paper)

    return pressed(
        ask, do, lambda error, status: asked.shown(form, filled_in, error=error, status=status)
    )


def _asked(ask: Ask, at: Standpoint | None) -> _Asked | None:
    found = sheet_called(ask.path["sheet"], at.view) if at else None
    if at is None or found is None:
        return None
    facts = facts_of(ask.house.writing, at.view, found.template, by=at.by)
    return _Asked(ask, at, found, tuple((each.question, each.lines) for each in facts))


def _written(asked: _Asked, values: Mapping[str, str]) -> Paper:
    return sheet(
        asked.ask.house.writing,
        ref_of(asked.at),
        asked.sheet.template,
        by=asked.at.by,
        now=asked.ask.now,
        given=given(values, asked.known),
    )


def _forms(paper: Paper) -> tuple[str, ...]:
    there = {"txt": True, "docx": paper.docx is not None, "pdf": paper.pdf is not None}
    return tuple(form for form in FORMS if there[form])


def _file(paper: Paper, form: str, stem: str) -> Answer:
    content = {"txt": paper.text.encode(), "docx": paper.docx, "pdf": paper.pdf}[form]
    if content is None:
        return MISSING
    return Download(f"{stem}.{form}", _MEDIA[form], content)


ROUTES = (
    look("/cases/{ref}/papers/{route}.{form}", keep_paper, CASE_WORKERS),
    look("/cases/{ref}/papers/{route}", show_paper, CASE_WORKERS),
    look("/cases/{ref}/sheets/{sheet}", show_sheet, CASE_WORKERS),
    press("/cases/{ref}/sheets/{sheet}", write_sheet, CASE_WORKERS, largest=_LARGEST),
)
