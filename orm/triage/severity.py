"""From the rules that fired to one category with its severity. Tone plays no part (domain.md §3.1)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from orm.model.judgement import AuthorType, Category, Severity
from orm.triage.authors import Author
from orm.triage.checks import ALWAYS_RAISED
from orm.triage.rules import Match
from orm.triage.tables import CategoryPolicy

_STAFF_SUBTYPES = {
    Category.T10: "a",
    Category.T9: "b",
    Category.T7: "b",
    Category.T6: "b",
    Category.T5: "b",
    Category.T4: "c",
    Category.T3: "b",
}
"""What a post by a member of staff is when the words are of this kind (domain.md T16)."""

_AT_A_PERSON = frozenset(
    {Category.T5, Category.T6, Category.T7, Category.T9, Category.T10, Category.T16}
)
"""Kinds of words that have a person as their target."""

_PLAIN_NEWS = frozenset({Category.T1, Category.T2, Category.T20})
"""What a report may say without finding fault."""

_ORDINARY = frozenset({Category.T0, Category.T1, Category.T2, Category.T3})


@dataclass(frozen=True, slots=True)
class Finding:
    """What kind of thing a post is. `marks` are remarks that keep removal shut. `review`: it may be
    graver than its category, so a person looks at it.
    """

    category: Category
    severity: Severity
    subtype: str = ""
    also: tuple[Category, ...] = ()
    marks: frozenset[str] = frozenset()
    seals: bool = False
    review: bool = False


def classify(
    matches: Sequence[Match],
    facts: frozenset[str],
    author: Author,
    categories: Mapping[Category, CategoryPolicy],
) -> Finding:
    """The highest-ranking category among the matches, as the kind of author and place turn it."""
    said = _said(matches, facts)
    ranked = sorted(said, key=lambda c: -categories[c].rank)
    top = ranked[0]
    category, subtype = _turned(top, facts, author, matches)
    severity = max(said[top], *(s for c, s in said.items() if c not in _ORDINARY), Severity.S0)
    if category is not top:
        severity = max(severity, _floor(category, subtype, said, categories))
    else:
        severity = max(severity, _base(category, said, categories))
    if author.type is AuthorType.PUPIL and category is Category.T5:
        severity = Severity.S1
    others = (*ranked, *(c for m in matches for c in m.rule.also))
    also = tuple(dict.fromkeys(c for c in others if c is not category and c not in _ORDINARY))
    return Finding(
        category=category,
        severity=severity,
        subtype=subtype,
        also=also,
        marks=_marks(matches, said, category, top),
        seals=any(m.rule.seals for m in matches),
    )


def _marks(
    matches: Sequence[Match], said: Mapping[Category, Severity], category: Category, top: Category
) -> frozenset[str]:
    """Remarks that keep removal shut, those that follow from several rules together included."""
    marks = {mark for m in matches for mark in m.rule.marks}
    if Category.T4 in said:
        marks.add("grievance")
    if category is Category.T16 and top not in _AT_A_PERSON:
        marks.add("no-person")
    return frozenset(marks)


def _said(matches: Sequence[Match], facts: frozenset[str]) -> dict[Category, Severity]:
    """Every category that a rule states, with its highest severity; without any, a default."""
    said: dict[Category, Severity] = {}
    for one in matches:
        if one.rule.category is not None:
            before = said.get(one.rule.category, Severity.S0)
            said[one.rule.category] = max(before, one.rule.severity)
    if said:
        return said
    poor = "low-rating" in facts or ("review" in facts and "high-rating" not in facts)
    if "high-rating" in facts:
        return {Category.T1: Severity.S0}
    return {Category.T3: Severity.S1} if poor else {Category.T2: Severity.S0}


def _turned(
    top: Category, facts: frozenset[str], author: Author, matches: Sequence[Match]
) -> tuple[Category, str]:
    """The row of the table that the author or the place moves a post to, with its subtype."""
    subtype = next((m.rule.subtype for m in matches if m.rule.subtype), "")
    if author.type is AuthorType.OFFICIAL:
        return Category.T18, ""
    if author.type is AuthorType.NEWS:
        return Category.T20, ""
    if top in ALWAYS_RAISED:
        return top, ""
    if "handed-in" in facts:
        return Category.T21, ""
    if author.type is AuthorType.STAFF:
        return _staff(top, facts, subtype)
    return top, subtype if top is Category.T16 else ""


def _staff(top: Category, facts: frozenset[str], subtype: str) -> tuple[Category, str]:
    if "school-named" not in facts:
        return Category.T16, "d"
    if top is Category.T16:
        return top, subtype or "b"
    return (Category.T16, _STAFF_SUBTYPES[top]) if top in _STAFF_SUBTYPES else (top, "")


def _base(
    category: Category,
    said: Mapping[Category, Severity],
    categories: Mapping[Category, CategoryPolicy],
) -> Severity:
    """The category's own severity where no rule of it says more or less."""
    stated = said.get(category, Severity.S0)
    if category is Category.T20:
        return _press(said)
    if stated is Severity.S0 or category in ALWAYS_RAISED:
        return categories[category].severity
    return stated


def _press(said: Mapping[Category, Severity]) -> Severity:
    """Coverage that finds fault needs facts and a line to take; plain and kind reports need nothing.

    domain.md §6.3, examples 20.1 to 20.4.
    """
    stated = said.get(Category.T20, Severity.S0)
    faulted = any(severity for category, severity in said.items() if category not in _PLAIN_NEWS)
    return max(stated, Severity.S2) if faulted else stated


def _floor(
    category: Category,
    subtype: str,
    said: Mapping[Category, Severity],
    categories: Mapping[Category, CategoryPolicy],
) -> Severity:
    """The least severity of a category that the author or the place gave."""
    if category is Category.T20:
        return _press(said)
    if category is Category.T16:
        return {"a": Severity.S3, "d": Severity.S0}.get(subtype, Severity.S2)
    return categories[category].severity
