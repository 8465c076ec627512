"""Which routes are open to a person now, and for every other one the gate and the reason.

At triage the words of a post decide what may be proposed (orm.triage.gates). Here a person has
added what no program knows: who wrote it, whether it is fact or opinion, what was tried. What the
policy never does stays shut whatever anybody answers (domain.md §3.2 to §3.4).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from orm.cases.clocks import platform_wait
from orm.cases.expression import objections, unanswered
from orm.cases.replay import Played
from orm.model.cases import CaseFile
from orm.model.judgement import (
    REMOVAL_ROUTES,
    AuthorType,
    Category,
    Decision,
    LockedRoute,
    Route,
    Severity,
    Verdict,
)
from orm.model.settings import PolicyProfile
from orm.triage.gates import Doors, Situation, forbidden
from orm.triage.policy import Policy

ALWAYS = frozenset(
    {Route.NO_ACTION, Route.NOTE_THEME, Route.DSL, Route.MYCONCERN_REF, Route.POLICE_999}
)
"""Open in every case (domain.md §3.3c)."""

_BOTH_AGREE = 2
_ASKED_GENTLY = frozenset({Category.T10})
"""A friendly request is itself the gentle step where other people's children are shown."""

Shut = tuple[str, str]
"""(gate, reason)."""


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What the gates ask of the world. `saved`: what was seen is in the archive (G3). `own_account`:
    the school has an account where the post stands. `own_site`: the post stands on a site that the
    school runs. `rules`: the rules of the platform that may fit, by its own names; empty where the
    platform is not known. `hosts`: the platform hosts what its users write. `platform` is
    its name, or empty.
    """

    now: datetime
    saved: bool
    own_account: bool = False
    own_site: bool = False
    rules: tuple[str, ...] = ()
    hosts: bool = True
    platform: str = ""


@dataclass(frozen=True, slots=True)
class View:
    """A case as the gates look at it."""

    file: CaseFile
    played: Played
    policy: Policy
    profile: PolicyProfile
    around: Circumstances

    @property
    def situation(self) -> Situation:
        """What the policy's tables are asked about."""
        case, standing = self.played.case, self.played.standing
        return Situation(
            category=case.category,
            severity=case.severity,
            author=standing.author,
            verdict=self.file.verdict,
            subtype=standing.subtype,
        )


def ways(view: View) -> Doors:
    """Open and shut routes; every route is in one of the two."""
    open_routes: list[Route] = []
    locked: list[LockedRoute] = []
    for route in Route:
        shut = why_not(route, view)
        if shut is None:
            open_routes.append(route)
        else:
            locked.append(shut)
    return Doors(tuple(open_routes), tuple(locked))


def as_it_stands(view: View) -> Decision:
    """The decision with what people have said since: kind, author, and the routes that are open now.

    Of the shut ones, those that the policy knows for such a post; the rest would be noise.
    """
    case, standing = view.played.case, view.played.standing
    found = ways(view)
    row = view.policy.categories[case.category]
    known = row.known(standing.author, case.severity) | REMOVAL_ROUTES
    return replace(
        view.file.decision,
        category=case.category,
        severity=case.severity,
        author=standing.author,
        author_cue=standing.basis,
        subtype=standing.subtype,
        routes=found.routes,
        locked=tuple(each for each in found.locked if each.route in known),
        owner=case.owner,
        sealed=case.sealed,
    )


def why_not(route: Route, view: View, *, urgent: bool = False) -> LockedRoute | None:
    """What keeps a route shut, or None. `urgent`: there is a safeguarding reason not to wait."""
    never = forbidden(route, view.situation, policy=view.policy, profile=view.profile)
    if never is not None:
        return never
    reasons: list[Callable[[View], Iterable[Shut]]] = []
    if route in REMOVAL_ROUTES:
        reasons.append(_removal)
    if route in _OWN and not (urgent and route is Route.POSH):
        reasons.append(_OWN[route])
    reasons.append(_table(route))
    for each in reasons:
        for gate, reason in each(view):
            return LockedRoute(route, gate, reason)
    return None


def _table(route: Route) -> Callable[[View], Iterator[Shut]]:
    def reasons(view: View) -> Iterator[Shut]:
        row, author = view.policy.categories[view.played.case.category], view.played.standing.author
        known = row.known(author, view.played.case.severity) | ALWAYS
        if route not in known:
            yield (
                view.policy.routes[route].gate,
                "the policy does not use this for such a post by such an author",
            )

    return reasons


def _removal(view: View) -> Iterator[Shut]:
    """What must hold before anything that takes a post down (G2, G3, G9, G10)."""
    case, standing = view.played.case, view.played.standing
    if view.file.verdict is not Verdict.US:
        yield "G2", "not sure it is about us: settle that first"
    if standing.author is AuthorType.NEWS:
        yield "G10", "news is never asked to be removed"
    if _child_wrote(view):
        yield "G9", "the author seems to be a child: the DSL and the parents, no request to a child"
    if case.severity < view.policy.categories[case.category].removal_from:
        yield "G2", "below the severity at which anything is taken down; criticism is welcome"
    if case.held:
        yield "G3", "evidence is on hold: police or the DSL release it first"
    yield from _expression(view)
    if not view.around.saved:
        yield "G3", "what was seen is not yet saved as evidence; it will be within minutes"


def _child_wrote(view: View) -> bool:
    standing = view.played.standing
    seemed = any(shut.gate == "G9" for shut in view.file.decision.locked)
    return seemed and not (standing.confirmed_by and standing.author is not AuthorType.PUPIL)


def _expression(view: View) -> Iterator[Shut]:
    standing = view.played.standing
    for missing in unanswered(standing.answers):
        yield "G2", missing
    if standing.answers is None or len(standing.overridden_by) >= _BOTH_AGREE:
        return
    for reason in objections(
        standing.answers, view.played.case.category, underneath=standing.underneath
    ):
        yield "G2", reason


def _deletion(view: View) -> Iterator[Shut]:
    case, standing = view.played.case, view.played.standing
    if not standing.author.community:
        yield "G6", "nothing shows that the author is of the school community"
    if not standing.confirmed_by:
        yield "G6", "confirm who wrote it, and how that is known, without looking anybody up"
    if case.severity is Severity.S4:
        yield "G3", "a crime is possible: 999 and the police come first"
    if not standing.talked and case.category not in _ASKED_GENTLY:
        yield "ladder", "a conversation comes first: offer one and write down what came of it"


def _warning(view: View) -> Iterator[Shut]:
    standing = view.played.standing
    if not standing.refused_and_continued:
        yield "ladder", "only where the author refused and went on"
    if standing.underneath is None:
        yield "ladder", "the complaint underneath is answered first, or found to be none"


def _platform(view: View) -> Iterator[Shut]:
    case, standing = view.played.case, view.played.standing
    first = view.policy.categories[case.category].now[standing.author]
    if standing.author.community and Route.PLATFORM_REPORT not in first and not standing.refused:
        yield "ladder", "the author is of the school community: talk and ask first"


def _posh(view: View) -> Iterator[Shut]:
    if (
        Route.POSH
        in view.policy.categories[view.played.case.category].now[view.played.standing.author]
    ):
        return
    report = view.played.standing.courses.get(Route.PLATFORM_REPORT)
    if report is None or report.sent_at is None:
        yield "ladder", "the platform is asked first; or say why it cannot wait (safeguarding)"
    elif view.around.now < platform_wait(report.sent_at):
        yield "ladder", "48 hours after the platform report, or say why it cannot wait"


def _section_5(view: View) -> Iterator[Shut]:
    standing = view.played.standing
    if standing.author.community:
        yield "G2", "the author is known: a section 5 notice is for one that nobody can identify"
    if not view.around.hosts:
        yield "G2", "a section 5 notice goes to who hosts what users write; this site does not"


def _police(view: View) -> Iterator[Shut]:
    if view.played.case.severity < Severity.S3:
        yield "G11", "below the threshold: the police are not there for rudeness"


def _own_account(view: View) -> Iterator[Shut]:
    if not view.around.own_account:
        yield "G1", "the school has no official account there to answer from"


def _school_site(view: View) -> Iterator[Shut]:
    if not view.around.own_site:
        yield "ladder", "the school does not run that site"
    if not view.played.standing.refused:
        yield "ladder", "the author is asked first"


_OWN: Mapping[Route, Callable[[View], Iterable[Shut]]] = {
    Route.DELETION_REQUEST: _deletion,
    Route.WRITTEN_WARNING: _warning,
    Route.PLATFORM_REPORT: _platform,
    Route.POSH: _posh,
    Route.S5_NOTICE: _section_5,
    Route.POLICE_101: _police,
    Route.TRUE_VISION: _police,
    Route.REPLY_PUBLIC: _own_account,
    Route.BLOCK_SCHOOL_SITE: _school_site,
}
