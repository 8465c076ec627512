"""Which routes may be proposed, and for every other one the gate that keeps it shut and why.

The data says what a category allows; this module holds what no data can open (design.md §6).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from orm.model.judgement import (
    REMOVAL_ROUTES,
    AuthorType,
    Category,
    LockedRoute,
    Route,
    Severity,
    Verdict,
)
from orm.model.settings import PolicyProfile
from orm.triage.checks import NEVER_REMOVED, NEVER_REMOVED_SUBTYPES
from orm.triage.policy import Policy

MARKS = {
    "helper": "the writer seems to be reporting it, not doing it",
    "first-hand": "the writer says they saw it, so it may be true: check the facts first",
    "no-person": "no person can be identified as the target",
    "protest": "it reads as protest: a call for somebody to go is lawful",
    "grievance": "there is a complaint under it: answer that first, some of it may be true",
    "bereavement": "it may be a real bereavement: ask gently before anyone says scam",
    "maybe-child": "the writer may be a child: the DSL looks first",
    "second-reading": "two readings of it differ: a person decides what it is first",
    "own-fault": "the fault is the school's own: mend it, there is nothing to ask of the writer",
}
"""Remarks of rules that keep removal shut by gate G2, in the words a person sees."""

_ONLY_FOR = {
    "first-hand": frozenset({Category.T6, Category.T7, Category.T16}),
    "grievance": frozenset({Category.T5, Category.T6, Category.T7}),
}
"""Marks that speak against removal in these categories only: an insult stays one at first hand."""

_LATER_STEPS = frozenset({Route.WRITTEN_WARNING, Route.S5_NOTICE})
"""Never a first step: the one needs a refusal, the other a person's consent and an adviser."""

_STAFF_FIRST = "HR advice and a written word on proportionality first; two people approve"

_PROFILE_FREE = frozenset(
    {
        Route.NO_ACTION,
        Route.DSL,
        Route.MYCONCERN_REF,
        Route.POLICE_999,
        Route.POLICE_101,
        Route.LADO,
        Route.CHAIR,
    }
)
"""Always open whatever a school's own policy contains: a child or a life may depend on them."""


@dataclass(frozen=True, slots=True)
class Situation:
    """Everything the gates look at. Tone is not part of it."""

    category: Category
    severity: Severity
    author: AuthorType
    verdict: Verdict = Verdict.US
    subtype: str = ""
    marks: frozenset[str] = frozenset()
    child_author: bool = False
    about_headteacher: bool = False


@dataclass(frozen=True, slots=True)
class Doors:
    """The routes that stay open and those that do not."""

    routes: tuple[Route, ...]
    locked: tuple[LockedRoute, ...]


def doors(case: Situation, *, policy: Policy, profile: PolicyProfile) -> Doors:
    """Open and locked routes. Every removal route is in one of the two."""
    return _doors(case, policy, profile)


@lru_cache(maxsize=4096)
def _doors(case: Situation, policy: Policy, profile: PolicyProfile) -> Doors:
    """Worked out once: few situations come, and they come again with every post."""
    row = policy.categories[case.category]
    wanted = row.offered(case.author, case.severity)
    open_routes: list[Route] = []
    locked: dict[Route, LockedRoute] = {}
    for route in wanted:
        shut = _shut(route, case, policy=policy, profile=profile)
        if shut is None:
            open_routes.append(route)
        else:
            locked[route] = shut
    if case.about_headteacher and Route.CHAIR not in open_routes:
        open_routes.append(Route.CHAIR)
    removal = [route for route in Route if route in REMOVAL_ROUTES and route not in open_routes]
    for route in (*row.later.get(case.author, ()), *removal):
        shut = _shut(route, case, policy=policy, profile=profile)
        locked.setdefault(route, shut or _waiting(route, case, policy))
    return Doors(routes=tuple(open_routes), locked=tuple(locked.values()))


def forbidden(
    route: Route, case: Situation, *, policy: Policy, profile: PolicyProfile
) -> LockedRoute | None:
    """What shuts a route whatever anybody answers: the table, the policy's exceptions, the school's
    own profile; None where nothing does.
    """
    reasons = (*_never(route, case, policy), *_profile(route, profile))
    return next((LockedRoute(route, gate, reason) for gate, reason in reasons), None)


def _shut(
    route: Route, case: Situation, *, policy: Policy, profile: PolicyProfile
) -> LockedRoute | None:
    """The first gate that keeps a route shut, or None."""
    reasons = (*_never(route, case, policy), *_profile(route, profile))
    if route in REMOVAL_ROUTES:
        reasons = (*reasons, *_removal(route, case, policy))
    return next((LockedRoute(route, gate, reason) for gate, reason in reasons), None)


def _waiting(route: Route, case: Situation, policy: Policy) -> LockedRoute:
    """What a route that may be open later waits for."""
    if route is Route.DELETION_REQUEST and case.author is AuthorType.STAFF:
        return LockedRoute(route, "G11", _STAFF_FIRST)
    if route is Route.DELETION_REQUEST and case.author is AuthorType.PUPIL:
        return LockedRoute(route, "G9", "no letter to a child: the DSL and the parents")
    if route is Route.DELETION_REQUEST and case.author.community:
        return LockedRoute(route, "G2", "the policy does not ask this author for such a post")
    return LockedRoute(route, policy.routes[route].gate, _waits(route, policy))


def _waits(route: Route, policy: Policy) -> str:
    row = policy.routes[route]
    return row.waits_for or row.needs


def _never(route: Route, case: Situation, policy: Policy) -> Iterable[tuple[str, str]]:
    """What the table forbids outright."""
    names = {case.category.value, case.category.value + case.subtype}
    row = policy.routes[route]
    if names.intersection(row.never_for) or route in policy.categories[case.category].forbidden:
        never = row.never_because or "the policy never uses this route here"
        yield _never_said(route, case, never)
    elif route in REMOVAL_ROUTES and (
        case.category in NEVER_REMOVED
        or (case.category is Category.T16 and case.subtype in NEVER_REMOVED_SUBTYPES)
    ):
        never = "the policy never asks for removal of this kind of post"
        yield _never_said(route, case, never)


def _never_said(route: Route, case: Situation, never: str) -> tuple[str, str]:
    gate = _gate_of_never(case)
    if gate == "G3" and route in REMOVAL_ROUTES:
        return gate, "evidence first: police, LADO or the DSL decide whether anything is taken down"
    return gate, never


def _gate_of_never(case: Situation) -> str:
    if case.category is Category.T20:
        return "G10"
    if case.category in {Category.T8, Category.T11, Category.T12, Category.T13, Category.T14}:
        return "G3"
    return "G2"


def _profile(route: Route, profile: PolicyProfile) -> Iterable[tuple[str, str]]:
    if route not in profile.routes and route not in _PROFILE_FREE:
        yield "profile", "this school's own policy does not contain this route (config.toml)"


def _removal(route: Route, case: Situation, policy: Policy) -> Iterable[tuple[str, str]]:
    """What keeps a removal route shut although the table knows it."""
    if case.verdict is not Verdict.US:
        yield "G2", "not sure it is about us: a person says so first"
    if case.child_author:
        yield "G9", "the author seems to be a child: the DSL and the parents, no request to a child"
    if case.severity < policy.categories[case.category].removal_from:
        yield "G2", "below the severity at which anything is taken down; criticism is welcome"
    for mark in sorted(case.marks & set(MARKS)):
        if case.category in _ONLY_FOR.get(mark, frozenset({case.category})):
            yield "G2", MARKS[mark]
    yield from _by_author(route, case)
    if route in _LATER_STEPS:
        yield policy.routes[route].gate, _waits(route, policy)


def _by_author(route: Route, case: Situation) -> Iterable[tuple[str, str]]:
    """What keeps a removal route shut because of who wrote it, or of a possible crime."""
    if case.author is AuthorType.NEWS:
        yield "G10", "news is never asked to be removed"
    if case.severity is Severity.S4 and route not in {Route.PLATFORM_REPORT, Route.POSH}:
        yield "G3", "a crime is possible: evidence is on hold until police or DSL release it"
    if route is Route.DELETION_REQUEST and not case.author.community:
        yield "G6", "nothing shows that the author is of the school community"
    if route is Route.DELETION_REQUEST and case.category is Category.T16 and case.subtype != "a":
        yield "G11", _STAFF_FIRST
