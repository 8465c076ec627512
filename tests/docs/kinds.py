"""The part of docs/policy.md that shows, for each kind of post, what may be done and what never."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from orm.model.judgement import AuthorType, Category, Route, Severity
from orm.model.schools import Role
from orm.model.settings import PolicyProfile
from orm.triage.gates import Situation, doors, forbidden
from orm.triage.policy import Policy
from orm.triage.tables import CategoryPolicy
from tests.docs.tables import table

AUTHORS = {
    AuthorType.PARENT: "parent, carer, governor",
    AuthorType.PUPIL: "pupil, former pupil",
    AuthorType.STAFF: "staff",
    AuthorType.THIRD_PARTY: "third party",
    AuthorType.UNKNOWN: "unknown",
    AuthorType.OFFICIAL: "our own account",
    AuthorType.NEWS: "news",
}
ROLES = {
    Role.HEADTEACHER: "headteacher",
    Role.DSL: "DSL",
    Role.SLT: "leadership team",
    Role.COMMS: "comms lead",
    Role.CHAIR: "chair of governors",
    Role.DPO: "data protection officer",
    Role.IT: "IT",
}
SUBTYPES = {
    Category.T16: {
        "a": "a: pupil or colleague data",
        "b": "b: derogatory",
        "c": "c: raises a concern",
        "d": "d: lawful opinion",
    }
}
TELLING = (
    Route.DELETION_REQUEST,
    Route.WRITTEN_WARNING,
    Route.PLATFORM_REPORT,
    Route.POSH,
    Route.S5_NOTICE,
    Route.REPLY_PUBLIC,
    Route.INVITE_CONTACT,
    Route.COMPLAINTS,
    Route.POLICE_101,
    Route.TRUE_VISION,
    Route.LEGAL_ADVICE,
    Route.HR,
)
"""Routes of which it matters to a reader that they are never used."""

_TIMES = (("S0 to S1", Severity.S1), ("S2 to S3", Severity.S3), ("S4", Severity.S4))
_ANY_TIME = (("any", Severity.S3),)


def kinds(policy: Policy) -> str:
    """One section for each kind of post."""
    return "\n".join(line for each in policy.categories for line in _kind(each, policy))


def _kind(category: Category, policy: Policy) -> Iterator[str]:
    row = policy.categories[category]
    yield f"### {category.value} {row.label}\n"
    yield f"{row.basis}.\n"
    yield f"- **Owner:** {_owner(row)}.{_seen(row)}"
    yield f"- **By when:** {_deadlines(row, policy)}."
    yield f"- **Becomes a case:** {_case(row)}. **Kept:** {row.retain.value}.\n"
    yield table(
        ("who wrote it", "how grave", "may be proposed", "later, and what it waits for"),
        _rows(category, policy),
    )
    yield from (f"- **Never** {line}" for line in _never(category, policy))
    yield ""


def _owner(row: CategoryPolicy) -> str:
    told = ", ".join(ROLES[role] for role in row.also_told)
    return ROLES[row.owner] + (f"; also told: {told}" if told else "")


def _seen(row: CategoryPolicy) -> str:
    return " Sealed: others see only that one exists." if row.sealed else ""


def _case(row: CategoryPolicy) -> str:
    if row.opens_case_from is None:
        return "never"
    return "always" if row.opens_case_from == 0 else f"from S{row.opens_case_from.value}"


def _deadlines(row: CategoryPolicy, policy: Policy) -> str:
    said = [
        f"{'' if level == 'S0' else f'from {level} '}{policy.deadlines[key].label}"
        for level, key in row.deadline.items()
    ]
    return "; ".join(said)


def _rows(category: Category, policy: Policy) -> Iterator[tuple[str, ...]]:
    """One row for each author and severity that differs; authors with the same row share it."""
    row = policy.categories[category]
    for when, severity in _TIMES if row.mild or row.emergency else _ANY_TIME:
        shared: dict[tuple[str, str], list[str]] = {}
        for author, subtype, name in _authors(category):
            found = doors(
                Situation(category, severity, author, subtype=subtype),
                policy=policy,
                profile=PolicyProfile(),
            )
            waiting = {each.route: each.reason for each in found.locked}
            later = [route for route in row.later.get(author, ()) if route in waiting]
            said = (labels(policy, found.routes), _waiting(later, waiting, policy))
            shared.setdefault(said, []).append(name)
        for (now, then), names in shared.items():
            who = "everybody" if len(names) == len(AUTHORS) else "; ".join(names)
            yield who, when, now, then


def _waiting(later: Sequence[Route], reasons: Mapping[Route, str], policy: Policy) -> str:
    by_reason: dict[str, list[Route]] = {}
    for route in later:
        by_reason.setdefault(reasons[route], []).append(route)
    return "; ".join(f"{labels(policy, those)} ({why})" for why, those in by_reason.items())


def _authors(category: Category) -> Iterator[tuple[AuthorType, str, str]]:
    for author, name in AUTHORS.items():
        if author is AuthorType.STAFF and category in SUBTYPES:
            for letter, says in SUBTYPES[category].items():
                yield author, letter, f"staff, {says}"
        else:
            yield author, "", name


def _never(category: Category, policy: Policy) -> Iterator[str]:
    """What no answer opens, by reason; for whom, where that is not everybody."""
    everybody = tuple(name for *_, name in _authors(category))
    found: dict[tuple[str, tuple[str, ...]], list[Route]] = {}
    for route in TELLING:
        by_reason: dict[str, list[str]] = {}
        for author, subtype, name in _authors(category):
            case = Situation(category, Severity.S3, author, subtype=subtype)
            shut = forbidden(route, case, policy=policy, profile=PolicyProfile())
            if shut is not None:
                by_reason.setdefault(shut.reason, []).append(name)
        for reason, those in by_reason.items():
            found.setdefault((reason, tuple(those)), []).append(route)
    for (reason, names), routes in found.items():
        whom = "" if names == everybody else f", where the author is {' or '.join(names)}"
        yield f"{labels(policy, routes)}{whom}: {reason}."


def labels(policy: Policy, routes: Iterable[Route]) -> str:
    """Routes as people call them, in one line."""
    return "; ".join(label(policy, route) for route in routes)


def label(policy: Policy, route: Route) -> str:
    """A route's name inside a sentence; abbreviations keep their capitals."""
    said = policy.routes[route].label
    return said if said[1:2].isupper() else said[:1].lower() + said[1:]


def summary(policy: Policy) -> str:
    """All kinds in one table."""
    rows = (
        (
            category.value,
            row.label,
            ", ".join(row.four_c),
            _owner(row),
            "yes" if row.sealed else "",
            _case(row),
            _deadlines(row, policy),
            row.retain.value,
        )
        for category, row in policy.categories.items()
    )
    heading = ("", "kind", "4C", "owner", "sealed", "case", "by when", "kept")
    return table(heading, rows)
