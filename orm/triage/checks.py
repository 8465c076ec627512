"""What must hold between the policy's tables, and what no table may ever open."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from orm.model.judgement import ALWAYS_SEALED, REMOVAL_ROUTES, AuthorType, Category, Route
from orm.school_calendar import Deadline
from orm.triage.rules import Rule
from orm.triage.tables import Authority, CategoryPolicy, RoutePolicy

NEVER_REMOVED = frozenset(
    {
        Category.T0,
        Category.T1,
        Category.T2,
        Category.T3,
        Category.T4,
        Category.T8,
        Category.T11,
        Category.T12,
        Category.T13,
        Category.T14,
        Category.T17,
        Category.T18,
        Category.T20,
        Category.T21,
    }
)
"""Categories for which nothing that takes a post down is ever proposed at triage (design.md §6)."""

NEVER_REMOVED_SUBTYPES = frozenset({"c", "d"})
"""Of T16: whistleblowing, and lawful opinion that is not about the school."""

ALWAYS_RAISED = ALWAYS_SEALED | {Category.T8}
"""Always open a case and reach a named human in the same run (design.md §5)."""

ITEM_FACTS = frozenset(
    {
        "news",
        "review",
        "low-rating",
        "high-rating",
        "comment",
        "own-page",
        "official-author",
        "handed-in",
        "lookalike",
        "school-named",
        "empty",
        "youth-platform",
    }
)
"""Facts about an item that a rule may ask for with `only` and `never`, besides "author: LIST"."""


def category_problems(
    categories: Mapping[Category, CategoryPolicy],
    routes: Mapping[Route, RoutePolicy],
    deadlines: Mapping[str, Deadline],
) -> Iterable[str]:
    """Faults between categories, routes and deadlines, one sentence each."""
    for missing in sorted(set(Category) - set(categories)):
        yield f"categories.toml: {missing} is missing; every category needs a row"
    for missing_route in sorted(set(Route) - set(routes)):
        yield f"routes.toml: {missing_route} is missing; every route needs a row"
    for category, row in categories.items():
        where = f"categories.toml, {category}"
        for key in sorted(set(row.deadline.values()) - set(deadlines)):
            yield f"{where}: deadlines.toml has no '{key}'"
        for name, table in (("now", row.now), ("mild", row.mild), ("emergency", row.emergency)):
            if name != "now" and not table:
                continue
            for author in sorted(set(AuthorType) - set(table)):
                yield f"{where}.{name}: no routes for author type {author}"
        yield from _opened_though_forbidden(category, row, where)
        yield from _not_raised(category, row, where, deadlines)


def contact_problems(
    routes: Mapping[Route, RoutePolicy], authorities: Sequence[Authority]
) -> Iterable[str]:
    """Faults between routes and those outside the school that they lead to, one sentence each."""
    for key, count in sorted(Counter(each.id for each in authorities).items()):
        if count > 1:
            yield f"contacts.toml: contact '{key}' is there {count} times; keep one"
    known = {"", *(each.id for each in authorities)}
    for route, row in routes.items():
        if row.contact not in known:
            yield f"routes.toml, {route}: contacts.toml has no '{row.contact}'"


def _opened_though_forbidden(category: Category, row: CategoryPolicy, where: str) -> Iterable[str]:
    forbidden = row.forbidden
    if category in NEVER_REMOVED:
        forbidden |= REMOVAL_ROUTES
    for name, table in (("now", row.now), ("mild", row.mild), ("emergency", row.emergency)):
        for author, open_routes in table.items():
            for route in sorted(forbidden.intersection(open_routes)):
                yield f"{where}.{name}.{author}: {route} is forbidden for this category; take it out"


def _not_raised(
    category: Category, row: CategoryPolicy, where: str, deadlines: Mapping[str, Deadline]
) -> Iterable[str]:
    if category in ALWAYS_RAISED and (row.opens_case_from is None or row.opens_case_from > 0):
        yield f"{where}: opens_case_from must be 0; this category always reaches a person"
    if category in ALWAYS_SEALED and not row.sealed:
        yield f"{where}: sealed must be true"
    if row.opens_case_from is None:
        return
    for key in sorted(set(row.deadline.values())):
        known = deadlines.get(key)
        if known is not None and known.hours is None and known.school_days is None:
            yield f"{where}: it opens cases, so deadline '{key}' must name a time"


def rule_problems(rules: Sequence[Rule], names: frozenset[str]) -> Iterable[str]:
    """Faults of rules: a list nobody knows, an id used twice, a rule that could always fire."""
    for rule_id, count in sorted(Counter(rule.id for rule in rules).items()):
        if count > 1:
            yield f"grounds.toml: rule id '{rule_id}' is used {count} times; ids are never reused"
    for rule in rules:
        needed = {name for need in rule.needs for name in need.split("|")} | set(rule.signs)
        blocking = {*rule.unless, *rule.unless_before, *rule.unless_near}
        for name in sorted((needed | blocking) - names):
            yield f"grounds.toml, {rule.id}: words.toml has no list or shape '{name}'"
        for fact in sorted(rule.only | rule.never):
            if fact not in ITEM_FACTS and fact.removeprefix("author: ") not in names:
                yield f"grounds.toml, {rule.id}: nobody knows the fact '{fact}'"
        if not rule.needs and not rule.only:
            yield f"grounds.toml, {rule.id}: give it needs or only; now it always fires"
