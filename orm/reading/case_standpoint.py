"""A case and the person who looks at it: what the engine would let them do, without doing it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from orm.cases.sight import roles_in
from orm.cases.taking import Wish, take
from orm.cases.ways import View, why_not
from orm.errors import CaseError
from orm.model.cases import OPEN_STATES
from orm.model.judgement import Route
from orm.model.schools import Contact, Role
from orm.model.steps import Propose, Step

_WHY = "to see whether it may follow"


@dataclass(frozen=True, slots=True)
class Standpoint:
    """Who looks at which case. `contacts` are the people of the installation."""

    view: View
    by: Contact
    contacts: Sequence[Contact]

    @property
    def seen(self) -> int:
        """The number of the last step that is shown."""
        return self.view.file.events[-1].seq

    @property
    def roles(self) -> frozenset[Role]:
        """The roles that this person holds in the case, by themselves or as a deputy."""
        return roles_in(self.view.played.case, self.by, self.contacts)

    @property
    def is_open(self) -> bool:
        """Whether the case has not ended."""
        return self.view.played.case.state in OPEN_STATES

    def refusal(self, step: Step) -> str:
        """Why this step may not follow now by this person; empty where it may. Nothing is written."""
        try:
            take(Wish(step, self.by, _WHY, self.seen), self.view, self.contacts)
        except CaseError as error:
            return str(error)
        return ""

    def after(self, step: Step) -> "Standpoint":
        """The same after a step, where it may follow; else as it is."""
        wish = Wish(step, self.by, _WHY, self.seen)
        try:
            event, played = take(wish, self.view, self.contacts)
        except CaseError:
            return self
        file = replace(self.view.file, case=played.case, events=(*self.view.file.events, event))
        return replace(self, view=replace(self.view, file=file, played=played))

    def may(self, step: Step) -> bool:
        """Whether this step may follow now by this person."""
        return not self.refusal(step)

    def proposal(self, route: Route, *, urgent: bool = False) -> Propose:
        """A proposal of this route that lacks nothing that a form asks for."""
        rules = self.view.around.rules
        return Propose(route, rule=rules[0] if rules else "said in the form", urgent=urgent)

    def only_urgent(self, route: Route) -> bool:
        """Whether a route is open only with a safeguarding reason not to wait."""
        shut = why_not(route, self.view)
        return shut is not None and why_not(route, self.view, urgent=True) is None
