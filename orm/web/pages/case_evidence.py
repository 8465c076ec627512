"""The evidence of a case: what is kept, whether it is as it was kept, and the package for others."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from orm.model.evidence import CustodyLine, Entry, Handling, Holding
from orm.model.schools import ContactId
from orm.pipeline.keeping_evidence import Keeping, export, keep_case, verify_case, view
from orm.reading.case_form import Asking, FieldAsked
from orm.reading.case_page import CaseHead
from orm.reading.case_standpoint import Standpoint
from orm.reading.case_words import who
from orm.web.asking import Answer, Ask, Download, Page
from orm.web.forms import Problem
from orm.web.pages.case_at import MISSING, head_of, looked_at, opened, pressed, ref_of
from orm.web.pages.case_typed import Typed, typed
from orm.web.routes import CASE_WORKERS, look, press

FROM_THE_DESK = "listed on the desk"
_ONCE_IN = timedelta(minutes=15)
_MOST = 300
_WHY = FieldAsked(
    "reason",
    "Why, and for whom?",
    Asking.LINE,
    hint="One line, such as: for the police, crime reference 42/1. It stands in the custody log.",
    most=_MOST,
)
_KINDS = {
    "record": "The post as it was collected",
    "pointer": "Where and when, without words",
    "capture": "A page that was looked at again",
    "paper": "An approved letter or pack",
    "removal": "Files that were deleted",
}


@dataclass(frozen=True, slots=True)
class FileLine:
    """One entry of the manifest. `there` says that its file was not deleted."""

    number: int
    at: datetime
    kind: str
    what: str
    size: int
    sha256: str
    there: bool


@dataclass(frozen=True, slots=True)
class HandlingLine:
    """One line of the custody log."""

    at: datetime
    who: str
    did: str
    why: str


@dataclass(frozen=True, slots=True)
class EvidenceView:
    """What is kept of a case. `checked` is None before a check, else what does not hold."""

    head: CaseHead
    files: tuple[FileLine, ...]
    custody: tuple[HandlingLine, ...]
    form: Typed
    checked: tuple[str, ...] | None

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with the form."""
        return self.form.problems


def show_evidence(ask: Ask) -> Answer:
    """What is kept; the custody log notes who looked, once in 15 minutes."""
    at = opened(ask)
    if at is None or ask.house.edges.archive is None:
        return MISSING
    keeping, ref = ask.house.keeping, ref_of(at)
    keep_case(ref, keeping, now=ask.now)
    held = keeping.archive.holding(ref)
    if held.entries and not _noted(held, at.by.id, ask.now):
        held = view(ref, who=at.by.id, why=FROM_THE_DESK, keeping=keeping, now=ask.now)
    return _page(ask, at, held)


def check(ask: Ask) -> Answer:
    """Read every byte, and say what does not hold."""
    at = looked_at(ask)
    if at is None or ask.house.edges.archive is None:
        return MISSING
    problems = verify_case(ref_of(at), ask.house.keeping)
    return _page(ask, at, _held(ask, at), checked=problems)


def hand_over(ask: Ask) -> Answer:
    """The package; the custody log and the case note the hand-over first."""
    at = looked_at(ask)
    if at is None or ask.house.edges.archive is None:
        return MISSING
    form = typed((_WHY,), ask.form)
    if form.problems:
        return _page(ask, at, _held(ask, at), form=form, status=422)
    ref, keeping = ref_of(at), ask.house.keeping
    problems = verify_case(ref, keeping)
    if problems:
        said = "It is not as it was kept, so nothing is handed over. Tell your IT manager."
        return _page(ask, at, _held(ask, at), form=form, checked=problems, error=said, status=409)
    return pressed(
        ask,
        partial(_package, ask, at, keeping, form.values["reason"]),
        partial(_again, ask, at, form),
    )


def _package(ask: Ask, at: Standpoint, keeping: Keeping, why: str) -> Answer:
    ref = ref_of(at)
    content = export(ref, who=at.by.id, why=why, keeping=keeping, now=ask.now)
    return Download(f"{ref}-evidence.zip", "application/zip", content)


def _again(ask: Ask, at: Standpoint, form: Typed, error: str, status: int) -> Answer:
    return _page(ask, at, _held(ask, at), form=form, error=error, status=status)


def _held(ask: Ask, at: Standpoint) -> Holding:
    return ask.house.keeping.archive.holding(ref_of(at))


def _noted(held: Holding, by: ContactId, now: datetime) -> bool:
    return any(
        line.who == by and line.action is Handling.VIEWED and now - line.at < _ONCE_IN
        for line in held.custody
    )


def _page(
    ask: Ask,
    at: Standpoint,
    held: Holding,
    *,
    form: Typed | None = None,
    checked: tuple[str, ...] | None = None,
    error: str = "",
    status: int = 200,
) -> Page:
    standing = {entry.seq for entry in held.standing}
    shown = EvidenceView(
        head=head_of(ask, at),
        files=tuple(_file(each, there=each.seq in standing) for each in held.entries),
        custody=tuple(_handled(held.custody, at)),
        form=form or Typed((_WHY,)),
        checked=checked,
    )
    return Page("case_evidence.html", "Evidence", shown, status=status, error=error)


def _file(entry: Entry, *, there: bool) -> FileLine:
    return FileLine(
        number=entry.seq,
        at=entry.at,
        kind=_KINDS[entry.kind],
        what=entry.what,
        size=entry.size,
        sha256=entry.sha256,
        there=there or not entry.file,
    )


def _handled(custody: Sequence[CustodyLine], at: Standpoint) -> tuple[HandlingLine, ...]:
    return tuple(
        HandlingLine(each.at, who(each.who, at.contacts), each.action.value, each.why)
        for each in custody
    )


ROUTES = (
    look("/cases/{ref}/evidence", show_evidence, CASE_WORKERS),
    press("/cases/{ref}/evidence/check", check, CASE_WORKERS),
    press("/cases/{ref}/evidence/package", hand_over, CASE_WORKERS),
)
