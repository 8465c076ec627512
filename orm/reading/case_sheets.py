"""Papers that follow no route: call sheets, checklists and notes, where a case may need one."""

from collections.abc import Iterable
from dataclasses import dataclass

from orm.cases.ways import View, ways
from orm.model.judgement import Category, Route, Severity
from orm.model.papers import Template

_REPORTS = frozenset({Route.IWF, Route.CEOP, Route.ACT_PREVENT, Route.REPORT_FRAUD})
_POLICE = frozenset({Route.POLICE_101, Route.TRUE_VISION})
_AT_A_PERSON = frozenset({Category.T5, Category.T6, Category.T7, Category.T9, Category.T10})
_POSING = frozenset({Category.T15, Category.T19})


@dataclass(frozen=True, slots=True)
class Sheet:
    """A paper by the name that addresses use, what people call it, and when it is used."""

    template: Template
    called: str
    name: str
    used: str


_SHEETS = (
    Sheet(Template.DSL_NOTE, "dsl-note", "Note to the safeguarding lead", "always allowed"),
    Sheet(
        Template.LADO_SHEET,
        "lado-sheet",
        "Call sheet for the LADO",
        "to ring the local authority about an adult who works with children",
    ),
    Sheet(
        Template.POLICE_SHEET,
        "police-sheet",
        "Police report sheet",
        "for 101 or the force's website; in danger ring 999 first",
    ),
    Sheet(
        Template.REPORT_CHECKLISTS,
        "report-checklists",
        "Checklists for other reports",
        "IWF, CEOP, ACT and Prevent, Report Fraud: beside the body's own form",
    ),
    Sheet(
        Template.RHC_LEAFLET,
        "rhc-leaflet",
        "Leaflet for the person concerned",
        "Report Harmful Content, for them to use themselves",
    ),
    Sheet(
        Template.PARENT_NOTICE,
        "parent-notice",
        "Notice to parents",
        "about a fake account or a scam",
    ),
    Sheet(Template.DEBRIEF, "debrief", "Debrief note", "when a case closes"),
)


def sheets(view: View) -> tuple[Sheet, ...]:
    """The papers that this case may need."""
    wanted = set(_wanted(view))
    return tuple(sheet for sheet in _SHEETS if sheet.template in wanted)


def sheet_called(name: str, view: View) -> Sheet | None:
    """The paper that an address names, where the case may need it."""
    return next((sheet for sheet in sheets(view) if sheet.called == name), None)


def _wanted(view: View) -> Iterable[Template]:
    case, found = view.played.case, set(ways(view).routes)
    taken = set(view.played.standing.courses)
    yield Template.DSL_NOTE
    if case.category is Category.T12 or Route.LADO in taken:
        yield Template.LADO_SHEET
    if case.category is Category.T8 or case.severity is Severity.S4 or (found | taken) & _POLICE:
        yield Template.POLICE_SHEET
    if (found | taken) & _REPORTS:
        yield Template.REPORT_CHECKLISTS
    if case.category in _AT_A_PERSON:
        yield Template.RHC_LEAFLET
    if case.category in _POSING:
        yield Template.PARENT_NOTICE
    yield Template.DEBRIEF
