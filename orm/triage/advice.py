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
from orm.triage.checks import ALWAYS_RAISED, NEVER_REMOVED_SUBTYPES
from orm.triage.severity import Finding
from orm.triage.tables import CategoryPolicy

UNREAD = "second-reading"
"""The mark that keeps removal shut where the two readings differ."""

_CALM = frozenset({Category.T1, Category.T2, Category.T3, Category.T4, Category.T18, Category.T20})
"""What a post may be that is likely what every school hears."""

_HEARD = frozenset({Category.T1, Category.T2, Category.T3, Category.T4})
"""What is answered, whoever writes it."""

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
    spoken_with: float = 0.6
    near: float = 0.5
    read: float = 0.25
    ordinary: float = 0.6


LIMITS = Limits()
OWN = replace(LIMITS, critical=0.3, urgent=0.6, sealed=0.3)
"""For what the school itself says: few of its pages are at fault, and a rule names most that are."""

SECOND_READING = "second-reading"
"""The ground of what no rule found."""


def advised(
    finding: Finding,
    author: Author,
    opinion: Opinion,
    categories: Mapping[Category, CategoryPolicy],
    *,
    limits: Limits | None = None,
) -> tuple[Finding, Author]:
    """The finding and the author as they stand after the second reading."""
    limits = limits or (OWN if author.type is AuthorType.OFFICIAL else LIMITS)
    if finding.category is Category.T8 and finding.severity is Severity.S4:
        # A danger to life that a rule read is not argued with.
        seals = finding.seals or opinion.sealed >= limits.sealed
        marked = replace(finding, marks=finding.marks | {UNREAD}, seals=seals)
        return marked, _author(author, finding, finding.category, opinion, limits)
    category = _category(finding, author, opinion, limits)
    writer = _author(author, finding, category, opinion, limits)
    severity = _severity(finding, category, opinion, categories, limits)
    grave = max(opinion.critical / limits.critical, opinion.urgent / limits.urgent) >= 1
    found = replace(
        finding,
        category=category,
        severity=severity,
        subtype=_subtype(finding, category),
        also=_also(finding, category, opinion, limits),
        seals=opinion.sealed >= limits.sealed or (finding.seals and category is finding.category),
        review=grave and category in _REVIEWED,
    )
    if writer.type is author.type and _agree(finding, found, opinion, limits):
        return found, writer
    return replace(found, marks=finding.marks | {UNREAD}), writer


def _author(
    author: Author, finding: Finding, category: Category, opinion: Opinion, limits: Limits
) -> Author:
    """A link to the school is believed when both readings see it (domain.md G6). A child's age stays
    known (G9).

    Of praise, a question, criticism, a complaint and a concern of staff it leads to an invitation at
    most, and a writer is not to miss that by their spelling: less certainty will do.
    """
    heard = category in _HEARD | _concern(finding)
    least = limits.spoken_with if heard else limits.community
    if author.type.community and opinion.community < least:
        return replace(author, type=AuthorType.UNKNOWN)
    return author


def _category(finding: Finding, author: Author, opinion: Opinion, limits: Limits) -> Category:
    among = set(Category) - {Category.T0}
    if opinion.critical < limits.suspected:
        among -= ALWAYS_RAISED
    if opinion.ordinary >= limits.ordinary and finding.category is not opinion.likeliest:
        among &= _CALM | _concern(finding)
    among -= _of_another_place(finding, author)
    category = _or_complaint(finding, _likeliest(opinion, among), opinion, limits)
    if finding.category in ALWAYS_RAISED and not _is_false_alarm(opinion, limits):
        if category not in ALWAYS_RAISED:
            return finding.category
    elif author.type is AuthorType.NEWS and category not in ALWAYS_RAISED:
        return Category.T20
    return category


def _of_another_place(finding: Finding, author: Author) -> frozenset[Category]:
    """What depends on where a post stands, unless its writer or a rule says so: news is the press's
    (T20), and our own page is ours (T18).
    """
    told = {finding.category, *finding.also}
    rows = ((Category.T20, AuthorType.NEWS), (Category.T18, AuthorType.OFFICIAL))
    return frozenset(row for row, writer in rows if row not in told and author.type is not writer)


def _concern(finding: Finding) -> frozenset[Category]:
    """T16 where a member of staff raises a concern: that asks nobody for anything either."""
    concern = finding.category is Category.T16 and finding.subtype in NEVER_REMOVED_SUBTYPES
    return frozenset({Category.T16}) if concern else frozenset()


def _or_complaint(
    finding: Finding, category: Category, opinion: Opinion, limits: Limits
) -> Category:
    """A complaint where that is nearly as likely as what needs no answer, or less where a rule read
    one: a writer who is pointed to the complaints procedure loses nothing, one who is not told of it
    does.
    """
    least = limits.read if finding.category is Category.T4 else limits.near
    near = opinion.category[Category.T4] >= least * opinion.category[category]
    return Category.T4 if near and category in {Category.T2, Category.T3} else category


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
        found = finding.severity if finding.category in ALWAYS_RAISED else Severity.S3
        return max(severity, found, Severity.S3)
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


def _agree(finding: Finding, found: Finding, opinion: Opinion, limits: Limits) -> bool:
    """Whether the two readings are of one mind about a post that somebody may ask to be taken down."""
    same = finding.category is found.category is opinion.likeliest
    return same and found.severity is finding.severity and opinion.removable >= limits.removable
