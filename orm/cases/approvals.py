"""How many people must agree before something leaves the house, and who they may be (G1, G11)."""

from orm.cases.owners import SEALED_ROLES
from orm.model.cases import Case
from orm.model.judgement import REMOVAL_ROUTES, AuthorType, Route
from orm.model.schools import Role
from orm.model.steps import Standing

INSIDE = frozenset(
    {
        Route.NO_ACTION,
        Route.NOTE_THEME,
        Route.DSL,
        Route.MYCONCERN_REF,
        Route.HR,
        Route.BEHAVIOUR,
        Route.DPO_BREACH,
        Route.OFFICIAL_FIX,
        Route.CHAIR,
        Route.LEGAL_ADVICE,
    }
)
"""Routes that go to nobody outside: nobody approves them."""

AT_ONCE = frozenset({Route.POLICE_999, Route.LADO, Route.IWF, Route.CEOP, Route.ACT_PREVENT})
"""Nobody waits for an approval before a call that protects a child or a life."""

PUBLIC = frozenset({Route.REPLY_PUBLIC, Route.PRESS_LINE, Route.EDITOR_CORRECTION, Route.THANK})
"""What everybody can read: who drafts it does not approve it (G1)."""

TWO_PEOPLE = frozenset({Route.POLICE_101, Route.TRUE_VISION, Route.S5_NOTICE})
"""Gate G11."""

LEADERS = frozenset({Role.HEADTEACHER, Role.SLT, Role.CHAIR})
"""Who may approve what leaves the house (G1)."""


def approvals_needed(route: Route, standing: Standing) -> int:
    """0, 1 or 2 people.

    A request to a member of staff, gate G2 set aside, and removal of what a person took out of the
    kinds that are never taken down need two (G11).
    """
    if route in INSIDE or route in AT_ONCE:
        return 0
    if route in TWO_PEOPLE:
        return 2
    exceptional = (
        standing.author is AuthorType.STAFF or standing.overridden_by or standing.reclassified
    )
    return 2 if route in REMOVAL_ROUTES and exceptional else 1


def approvers(case: Case) -> frozenset[Role]:
    """The roles that may approve for this case."""
    return SEALED_ROLES if case.sealed else LEADERS
