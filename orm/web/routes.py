"""What a route is: its address, its page, and who may ask for it."""

from dataclasses import dataclass
from enum import StrEnum

from orm.model import accounts, remarks
from orm.model.schools import Role
from orm.reading import reports
from orm.web.asking import View


class Method(StrEnum):
    """How a page is asked: looking changes nothing, pressing may."""

    GET = "GET"
    POST = "POST"


@dataclass(frozen=True, slots=True)
class Who:
    """Who may ask. `signed_in` is false for what anybody may open; `roles` are those of which one
    is held; None is every person. `enrolling` lets in who has no second factor yet.
    """

    signed_in: bool = True
    roles: frozenset[Role] | None = None
    enrolling: bool = False


ANYBODY = Who(signed_in=False)
EVERY_PERSON = Who()
ENROLLING = Who(enrolling=True)
POST_READERS = Who(roles=frozenset({Role.HEADTEACHER, Role.DSL, Role.SLT, Role.COMMS}))
"""Who may read posts that no case seals (domain.md §5.1)."""
THANKERS = Who(roles=remarks.THANKERS)
"""Who passes thanks on and says whether an article is accurate."""
CASE_WORKERS = Who(
    roles=frozenset({Role.HEADTEACHER, Role.DSL, Role.SLT, Role.COMMS, Role.CHAIR, Role.DPO})
)
"""Who may hold a case; which one they may open is `orm.cases.sight`'s to say."""
SAFEGUARDING = Who(roles=frozenset({Role.DSL}))
LEADERS = Who(roles=frozenset({Role.HEADTEACHER, Role.SLT, Role.CHAIR, Role.IT, Role.DPO}))
ADMINISTRATORS = Who(roles=frozenset({Role.IT, Role.HEADTEACHER}))
SETTINGS_READERS = Who(roles=frozenset({Role.IT, Role.HEADTEACHER, Role.DPO}))
"""Who may read what the house was told; how much of it is `orm.reading.settings`' to say."""

ACCOUNT_READERS = Who(roles=accounts.READERS)
ACCOUNT_KEEPERS = Who(roles=accounts.KEEPERS)
LOOKALIKE_JUDGES = Who(roles=accounts.JUDGES)
REPORT_READERS = Who(roles=frozenset().union(*reports.READERS.values()))
"""Who may have a report; which one is `orm.reading.reports`' to say."""


@dataclass(frozen=True, slots=True)
class Route:
    """One address of the desk. `path` is like "/cases/{ref}"; `largest` is the most bytes that a
    form may have. `own_form` says that a form is only taken from a page of the desk.
    """

    method: Method
    path: str
    view: View
    who: Who
    largest: int = 200_000
    own_form: bool = True


def look(path: str, view: View, who: Who) -> Route:
    """A page to look at."""
    return Route(Method.GET, path, view, who)


def press(path: str, view: View, who: Who, *, largest: int = 200_000) -> Route:
    """A form to send."""
    return Route(Method.POST, path, view, who, largest)


def press_from_anywhere(path: str, view: View, *, largest: int) -> Route:
    """A form that a mail program sends by itself, without a page, a session or a cookie (RFC 8058).

    Its address must be a secret of its own, and it may only do what the secret alone allows.
    """
    return Route(Method.POST, path, view, ANYBODY, largest, own_form=False)
