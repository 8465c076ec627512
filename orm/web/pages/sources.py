"""Sources: how each does, what we cannot see, pausing one and letting it go on."""

from collections.abc import Callable
from dataclasses import dataclass, field

from orm.errors import Conflict, NotAllowed
from orm.model.pauses import Pause
from orm.model.schools import School
from orm.model.source_records import SourceRecord
from orm.reading.sources import (
    LATELY,
    MAY_PAUSE,
    SourcePage,
    SourcesPage,
    Switched,
    go_on,
    one,
    page,
    pause,
)
from orm.web.asking import Answer, Ask, Missing, Page, Went
from orm.web.forms import Filled, Problem
from orm.web.routes import ADMINISTRATORS, EVERY_PERSON, look, press
from orm.wiring.source_records import source_records


@dataclass(frozen=True, slots=True)
class SourcesView:
    """What the list shows."""

    school: School
    schools: tuple[School, ...]
    page: SourcesPage


@dataclass(frozen=True, slots=True)
class SourceView:
    """What one source's page shows. `filled` is its form as it was typed."""

    school: School
    source: SourcePage
    may_pause: bool
    is_paused: bool
    shared: bool
    filled: Filled = field(default_factory=Filled)


def show(ask: Ask) -> Answer:
    """How every source of a school does."""
    school = ask.reader.school(ask.query.one("school"))
    return Page(
        "sources.html", "Sources", SourcesView(school, ask.reader.schools, _page(ask, school))
    )


def show_one(ask: Ask) -> Answer:
    """One source."""
    record = _record(ask)
    if record is None:
        return Missing()
    school = ask.reader.school(ask.query.one("school"))
    return _one(ask, school, record, Filled())


def do_pause(ask: Ask) -> Answer:
    """Pause a source for a school."""
    return _press(ask, pause, done="source-paused")


def do_go_on(ask: Ask) -> Answer:
    """Let a source go on for a school."""
    return _press(ask, go_on, done="source-went-on")


def _press(ask: Ask, step: Callable[..., None], *, done: str) -> Answer:
    record = _record(ask)
    school = ask.reader.school(ask.form.one("school"))
    if record is None or not any(row.name == record.name for row in _page(ask, school).rows):
        return Missing()
    try:
        step(
            ask.house.edges.store.pauses,
            school,
            record.name,
            by=ask.reader.contact,
            reason=ask.form.one("reason"),
            now=ask.now,
        )
    except NotAllowed as error:
        filled = Filled(ask.form, (Problem("reason", str(error)),))
        return _one(ask, school, record, filled, status=422)
    except Conflict as error:
        filled = Filled(ask.form, (Problem("", str(error)),))
        return _one(ask, school, record, filled, status=409)
    return Went(f"/sources/{record.name}?school={school.id}", done=done)


def _one(
    ask: Ask, school: School, record: SourceRecord, filled: Filled, *, status: int = 200
) -> Page:
    found = one(_page(ask, school), record, _switched(ask))
    view = SourceView(
        school=school,
        source=found,
        may_pause=bool(ask.reader.roles & MAY_PAUSE) and found.row is not None,
        is_paused=found.row is not None and found.row.paused is not None,
        shared=len(ask.house.schools) > 1,
        filled=filled,
    )
    return Page("source.html", record.called, view, status=status)


def _page(ask: Ask, school: School) -> SourcesPage:
    store = ask.house.edges.store
    return page(
        store.source_health(since=ask.now - LATELY, now=ask.now, school_id=school.id),
        source_records(),
        _switched(ask),
        pauses=_pauses(ask, school),
        contacts=ask.house.config.contacts,
        now=ask.now,
    )


def _pauses(ask: Ask, school: School) -> tuple[Pause, ...]:
    return ask.house.edges.store.pauses.open([school.id], now=ask.now)


def _switched(ask: Ask) -> Switched:
    config = ask.house.config
    return Switched(
        on=frozenset(ask.house.sources),
        waiting={each.name: each.why for each in config.idle},
        budgets={
            each.name: each.monthly_budget
            for each in config.sources
            if each.monthly_budget is not None
        },
    )


def _record(ask: Ask) -> SourceRecord | None:
    return next((each for each in source_records() if each.name == ask.path["name"]), None)


ROUTES = (
    look("/sources", show, EVERY_PERSON),
    look("/sources/{name}", show_one, EVERY_PERSON),
    press("/sources/{name}/pause", do_pause, ADMINISTRATORS, largest=20_000),
    press("/sources/{name}/go-on", do_go_on, ADMINISTRATORS, largest=20_000),
)
