"""One route of a case on its page: proposed with its paper's facts, approved, sent, answered."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from orm.cases.replay import Played
from orm.desk.drafting import approve, facts_kept, facts_of, paper_of, propose, send, template_of
from orm.desk.pressing import press as take_step
from orm.errors import ConfigError, Conflict, NotAllowed
from orm.model.judgement import Route
from orm.model.papers import Paper
from orm.model.steps import Answered, Propose, Reply, Sent
from orm.reading.case_page import CaseHead
from orm.reading.case_posts import Post, posts
from orm.reading.case_route import (
    FACT,
    Known,
    RoutePage,
    Stage,
    fact_fields,
    fields_of,
    given,
    route_page,
)
from orm.reading.case_standpoint import Standpoint
from orm.reading.case_words import route_called
from orm.web.asking import Answer, Ask, Page
from orm.web.forms import Problem
from orm.web.pages.case_at import (
    MISSING,
    NO_LETTER,
    head_of,
    looked_at,
    onward,
    opened,
    pressed,
    pressing,
    ref_of,
)
from orm.web.pages.case_typed import Typed, typed
from orm.web.routes import CASE_WORKERS, look, press

_LARGEST = 1_000_000


@dataclass(frozen=True, slots=True)
class RouteView:
    """The page of one route. `paper` is its letter or pack, None where there is none to read;
    `unwritten` says why it cannot be shown, `before` what was typed into a form that is over.
    """

    head: CaseHead
    route: RoutePage
    form: Typed
    filled_in: Typed
    posts: tuple[Post, ...]
    paper: Paper | None
    unwritten: str
    before: tuple[tuple[str, str], ...]

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with the form."""
        return (*self.form.problems, *self.filled_in.problems)


@dataclass(frozen=True, slots=True)
class _Asked:
    """One request for a route's page."""

    ask: Ask
    at: Standpoint
    route: Route
    known: tuple[Known, ...]
    page: RoutePage

    def shown(
        self,
        form: Typed,
        filled_in: Typed,
        *,
        before: tuple[tuple[str, str], ...] = (),
        error: str = "",
        status: int = 200,
    ) -> Page:
        """The page with this form."""
        paper, unwritten = self._paper()
        view = RouteView(
            head=head_of(self.ask, self.at),
            route=self.page,
            form=form,
            filled_in=filled_in,
            posts=posts(self.at),
            paper=paper,
            unwritten=unwritten,
            before=before,
        )
        return Page("case_route.html", self.page.label, view, status=status, error=error)

    def moved_on(self, wanted: Stage, *, error: str, status: int) -> Page:
        """The page as it is now, with what was typed into the form of another stage to read."""
        facts = fact_fields(self.route, self.known, {})
        parts = fields_of(self.at, self.route, wanted, facts)
        before = typed((*parts[0], *parts[1]), self.ask.form).answers
        now = Typed(self.page.fields), Typed(self.page.filled_in)
        return self.shown(*now, before=before, error=error, status=status)

    def _paper(self) -> tuple[Paper | None, str]:
        if not self.page.has_paper:
            return None, ""
        try:
            paper = paper_of(
                self.ask.house.writing,
                ref_of(self.at),
                self.route,
                by=self.at.by,
                now=self.ask.now,
            )
        except (NotAllowed, Conflict) as error:
            return None, str(error)
        except ConfigError:
            return None, NO_LETTER
        return paper, ""


def show_route(ask: Ask) -> Answer:
    """How far a route came, and the form that moves it on."""
    asked = _asked(ask, opened(ask))
    if asked is None:
        return MISSING
    return asked.shown(Typed(asked.page.fields), Typed(asked.page.filled_in))


def move(ask: Ask) -> Answer:
    """The form of a route's page, sent."""
    asked = _asked(ask, looked_at(ask))
    if asked is None:
        return MISSING
    page = asked.page
    wanted = ask.path["stage"]
    if wanted not in set(Stage) - {Stage.NOTHING}:
        return MISSING
    form, filled_in = typed(page.fields, ask.form), typed(page.filled_in, ask.form)
    if wanted != page.stage:
        return _out_of_date(asked, Stage(wanted))
    if form.problems or filled_in.problems:
        return asked.shown(form, filled_in, status=422)
    values = {**form.values, **filled_in.values}

    def do() -> Answer:
        played = _MOVES[page.stage](asked, values)
        on = page.stage in {Stage.PROPOSE, Stage.APPROVE}
        return onward(
            ask, played, to=f"/routes/{page.called}" if on else "", done=_DONE[page.stage]
        )

    return pressed(ask, do, partial(_again, ask, form, filled_in))


def _again(ask: Ask, form: Typed, filled_in: Typed, error: str, status: int) -> Answer:
    """The same form over the case as it is now; where it is for another form now, what was typed."""
    asked = _asked(ask, looked_at(ask))
    if asked is None:
        return MISSING
    if asked.page.stage == ask.path["stage"]:
        return asked.shown(form, filled_in, error=error, status=status)
    return asked.moved_on(Stage(ask.path["stage"]), error=error, status=status)


def _out_of_date(asked: _Asked, wanted: Stage) -> Page:
    """Another step is due than the form is for: who may not take it is told why, or that the case
    moved.
    """
    refused = asked.page.refused
    if refused:
        return asked.moved_on(wanted, error=refused, status=403)
    error = (
        f"This has moved on since you opened it: it cannot be {_CALLED[wanted]} now."
        " Nothing was changed."
    )
    return asked.moved_on(wanted, error=error, status=409)


def _asked(ask: Ask, at: Standpoint | None) -> _Asked | None:
    route = route_called(ask.path["route"])
    if at is None or route is None:
        return None
    writing, ref = ask.house.writing, ref_of(at)
    template = template_of(route, at.view.played.standing.author)
    known: tuple[Known, ...] = ()
    kept: Mapping[str, tuple[str, ...]] = {}
    if template is not None:
        facts = facts_of(writing, at.view, template, by=at.by)
        known = tuple((each.question, each.lines) for each in facts)
        kept = facts_kept(writing, ref, route)
    return _Asked(ask, at, route, known, route_page(at, route, known, kept))


def _propose(asked: _Asked, values: Mapping[str, str]) -> Played:
    step = Propose(asked.route, values.get("rule", ""), urgent=values.get("urgent", "") == "yes")
    facts = {name: value for name, value in values.items() if name.startswith(FACT)}
    return propose(
        asked.ask.house.writing,
        ref_of(asked.at),
        step,
        pressing(asked.ask, values["reason"]),
        given(facts, asked.known),
    )


def _approve(asked: _Asked, values: Mapping[str, str]) -> Played:
    why = pressing(asked.ask, values["reason"])
    return approve(asked.ask.house.writing, ref_of(asked.at), asked.route, why)


def _send(asked: _Asked, values: Mapping[str, str]) -> Played:
    step = Sent(asked.route, values["reference"])
    why = pressing(asked.ask, values["reason"])
    return send(asked.ask.house.writing, ref_of(asked.at), step, why)


def _reply(asked: _Asked, values: Mapping[str, str]) -> Played:
    came = Reply[values["came"].upper().replace("-", "_")]
    why = pressing(asked.ask, values["reason"])
    return take_step(asked.ask.house.desk, ref_of(asked.at), Answered(asked.route, came), why)


_MOVES = {
    Stage.PROPOSE: _propose,
    Stage.APPROVE: _approve,
    Stage.SEND: _send,
    Stage.REPLY: _reply,
}
_DONE = {
    Stage.PROPOSE: "proposed",
    Stage.APPROVE: "approved",
    Stage.SEND: "step",
    Stage.REPLY: "step",
}
_CALLED = {
    Stage.PROPOSE: "proposed",
    Stage.APPROVE: "approved",
    Stage.SEND: "marked as sent",
    Stage.REPLY: "answered",
}

ROUTES = (
    look("/cases/{ref}/routes/{route}", show_route, CASE_WORKERS),
    press("/cases/{ref}/routes/{route}/{stage}", move, CASE_WORKERS, largest=_LARGEST),
)
