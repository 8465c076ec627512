"""Looking again whether a post is still there: three times at most, and only when a person asks."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial

from orm.cases.taking import acted_since
from orm.errors import Conflict, NotAllowed
from orm.looking.judging import gone
from orm.model.looks import MOST_LOOKS, Finding, Subject
from orm.pipeline.looking_again import check_case
from orm.reading.case_page import CaseHead
from orm.reading.case_standpoint import Standpoint
from orm.web.asking import Answer, Ask, Page
from orm.web.pages.case_at import (
    MISSING,
    head_of,
    looked_at,
    opened,
    pressed,
    ref_of,
    seen_of,
)
from orm.web.routes import CASE_WORKERS, look, press

_FOUND = {
    Finding.STILL_THERE: "Still there",
    Finding.REMOVED: "Removed",
    Finding.COULD_NOT_LOOK: "Could not look",
}
_QUICKER = "Somebody else acted on the case first. Look at it again, then look at the post."


@dataclass(frozen=True, slots=True)
class LookLine:
    """One look at one post; `number` is the post's, counted as on the case's page."""

    number: int
    look: int
    at: datetime
    found: str
    detail: str


@dataclass(frozen=True, slots=True)
class LookView:
    """What was found so far, and whether another look may follow. `gone`: seen twice by now."""

    head: CaseHead
    looks: tuple[LookLine, ...]
    left: int
    gone: bool
    refused: str


def show_looks(ask: Ask) -> Answer:
    """What was found so far."""
    at = opened(ask)
    return MISSING if at is None else _page(ask, at)


def look_now(ask: Ask) -> Answer:
    """Ask each site once."""
    at = looked_at(ask)
    if at is None:
        return MISSING

    def do() -> Answer:
        if acted_since(at.view.file.events, seen_of(ask)):
            raise Conflict(_QUICKER)
        ask.house.look_again(ref_of(at), by=at.by.id)
        after = looked_at(ask)
        return MISSING if after is None else _page(ask, after)

    return pressed(ask, do, partial(_again, ask))


def _again(ask: Ask, error: str, status: int) -> Answer:
    at = looked_at(ask)
    return MISSING if at is None else _page(ask, at, error=error, status=status)


def looks_left(ask: Ask, at: Standpoint) -> int:
    """How often somebody may still look, by the address that has most looks left."""
    subjects = ask.house.edges.store.subjects(ref_of(at))
    return max((_left(each) for each in subjects), default=0)


def why_not_look(at: Standpoint) -> str:
    """Why nobody looks again for this case; empty where somebody may."""
    try:
        check_case(at.view.file, ref_of(at))
    except NotAllowed as error:
        return str(error)
    return ""


def _left(subject: Subject) -> int:
    return MOST_LOOKS - max((look.number for look in subject.looks), default=0)


def _page(ask: Ask, at: Standpoint, *, error: str = "", status: int = 200) -> Page:
    subjects = ask.house.edges.store.subjects(ref_of(at))
    lines = tuple(
        LookLine(number, each.number, each.at, _FOUND[each.finding], each.detail)
        for number, subject in enumerate(subjects, start=1)
        for each in subject.looks
    )
    view = LookView(
        head=head_of(ask, at),
        looks=lines,
        left=max((_left(each) for each in subjects), default=0),
        gone=any(gone(subject.looks) for subject in subjects),
        refused=why_not_look(at),
    )
    return Page("case_look.html", "Look again", view, status=status, error=error)


ROUTES = (
    look("/cases/{ref}/look", show_looks, CASE_WORKERS),
    press("/cases/{ref}/look", look_now, CASE_WORKERS),
)
