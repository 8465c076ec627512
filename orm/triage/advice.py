"""What a second reading may change of what the rules found, and what it may not.

The learned judge knows which rules fired and how often each was right on the corpus, so its
category stands. It may add a person's look; it takes one away only where it is nearly certain and
the rule is known for false alarms. It opens nothing: where the two readings differ, every removal
route is shut. Thresholds are set on the development posts and on hands that were held out
(training/README.md).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from orm.model.judgement import AuthorType, Category, Severity
from orm.model.opinions import Opinion
from orm.triage.authors import Author
from orm.triage.checks import ALWAYS_RAISED
from orm.triage.severity import Finding
from orm.triage.tables import CategoryPolicy

UNREAD = "second-reading"
"""The mark that keeps removal shut where the two readings differ."""

_CALM = frozenset({Category.T1, Category.T2, Category.T3, Category.T4, Category.T18, Category.T20})
"""What a post may be that is likely what every school hears."""

_REVIEWED = frozenset({Category.T0, Category.T1, Category.T2, Category.T3, Category.T4})
"""What has no case of its own: a post of these that may be grave is opened for review."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Probabilities from which, or below which, the second reading counts."""

    kept: float = 0.002
    certain: float = 0.97
    suspected: float = 0.01
    critical: float = 0.05
    urgent: float = 0.1
    calm: float = 0.06
    sealed: float = 0.06
    complaint: float = 0.75
    removable: float = 0.97
    community: float = 0.97
    ordinary: float = 0.6


LIMITS = Limits()


def advised(
    finding: Finding,
    author: Author,
    opinion: Opinion,
    categories: Mapping[Category, CategoryPolicy],
    *,
    limits: Limits = LIMITS,
) -> tuple[Finding, Author]:
    """The finding and the author as they stand after the second reading."""
    author = _author(author, opinion, limits)
    category = _category(finding, author, opinion, limits)
    severity = _severity(finding, category, opinion, categories, limits)
    grave = max(opinion.critical / limits.critical, opinion.urgent / limits.urgent) >= 1
    return (
        replace(
            finding,
            category=category,
            severity=severity,
            subtype=_subtype(finding, category),
            also=_also(finding, category, opinion, limits),
            marks=finding.marks | _marks(finding, category, opinion, limits),
            seals=opinion.sealed >= limits.sealed
            or (finding.seals and category is finding.category),
            review=grave and category in _REVIEWED,
        ),
        author,
    )


def _author(author: Author, opinion: Opinion, limits: Limits) -> Author:
    """A link to the school is believed when both readings see it (domain.md G6). A child's age stays
    known (G9).
    """
    if author.type.community and opinion.community < limits.community:
        return replace(author, type=AuthorType.UNKNOWN)
    return author


def _category(finding: Finding, author: Author, opinion: Opinion, limits: Limits) -> Category:
    among = set(Category) - {Category.T0}
    if opinion.critical < limits.suspected:
        among -= ALWAYS_RAISED
    if opinion.ordinary >= limits.ordinary:
        among &= _CALM
    category = _likeliest(opinion, among)
    if finding.category in ALWAYS_RAISED and not _is_false_alarm(opinion, limits):
        if category not in ALWAYS_RAISED:
            return finding.category
    elif author.type is AuthorType.NEWS and category not in ALWAYS_RAISED:
        return Category.T20
    return category


def _is_false_alarm(opinion: Opinion, limits: Limits) -> bool:
    """Whether a rule for what is grave is certain to have met its words by chance."""
    return opinion.ordinary >= limits.certain and opinion.critical < limits.kept


def _likeliest(opinion: Opinion, among: Iterable[Category]) -> Category:
    return max(sorted(among), key=lambda category: opinion.category[category])


def _severity(
    finding: Finding,
    category: Category,
    opinion: Opinion,
    categories: Mapping[Category, CategoryPolicy],
    limits: Limits,
) -> Severity:
    """The rules' severity where they found the same, else the category's own; then raised or calmed."""
    same = finding.category is category
    severity = finding.severity if same else categories[category].severity
    doubted = opinion.ordinary >= limits.ordinary or (
        not same and opinion.category[category] < limits.complaint
    )
    if category is Category.T4 and doubted:
        severity = Severity.S1
    if category in ALWAYS_RAISED:
        return max(severity, Severity.S3)
    if max(opinion.critical / limits.critical, opinion.urgent / limits.urgent) >= 1:
        return max(severity, Severity.S3)
    return min(severity, Severity.S2) if opinion.urgent < limits.calm else severity


def _subtype(finding: Finding, category: Category) -> str:
    """Of T16: the rules' letter; without one, (c), which asks nobody for anything."""
    if category is not Category.T16:
        return ""
    if finding.category is category and finding.subtype:
        return finding.subtype
    return "c"


def _also(
    finding: Finding, category: Category, opinion: Opinion, limits: Limits
) -> tuple[Category, ...]:
    """What applies too: the rules' categories, and the gravest that the second reading suspects."""
    told = [*finding.also]
    if finding.category in ALWAYS_RAISED:
        told.append(finding.category)
    if opinion.critical >= limits.critical or opinion.sealed >= limits.sealed:
        told.append(_likeliest(opinion, ALWAYS_RAISED))
    return tuple(dict.fromkeys(one for one in told if one is not category))


def _marks(
    finding: Finding, category: Category, opinion: Opinion, limits: Limits
) -> frozenset[str]:
    agreed = finding.category is category and opinion.removable >= limits.removable
    return frozenset() if agreed else frozenset({UNREAD})
