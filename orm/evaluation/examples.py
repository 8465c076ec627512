"""What people settled, as the labelled posts that `orm eval` reads (its format: `reading`)."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from orm.match.settling import scope_in
from orm.model.brought import FAMILY
from orm.model.items import Item, Kind
from orm.model.judgement import Category, Decision, Retain, Severity, Stance, Verdict
from orm.model.polls import Scope
from orm.model.settlements import MentionFile

_NO_OPINION = Stance.NEUTRAL


@dataclass(frozen=True, slots=True)
class Examples:
    """`lines` of JSON, one per post, and how many posts were left out: sealed ones, and those of
    which no words are kept.
    """

    lines: tuple[str, ...]
    sealed: int
    wordless: int


def examples(settled: Iterable[MentionFile]) -> Examples:
    """Each settled mention as a labelled post: a person says whether it is about the school, the
    other labels are the decision's. The same mentions always give the same lines.
    """
    files = sorted((file for file in settled if file.settled), key=lambda file: file.id)
    opened = [file for file in files if not file.sealed]
    told = [file for file in opened if _has_words(file)]
    return Examples(
        lines=tuple(json.dumps(_line(file), ensure_ascii=False) for file in told),
        sealed=len(files) - len(opened),
        wordless=len(opened) - len(told),
    )


def _has_words(file: MentionFile) -> bool:
    return file.retain is Retain.FULL and bool(file.item.title or file.item.text)


def _line(file: MentionFile) -> dict[str, object]:
    item = file.item
    return {
        "id": f"settled-{file.id}",
        "school": file.mention.school_id,
        "kind": _kind(item, scope_in(file.mention.evidence)),
        "platform": item.platform,
        "author": item.author or None,
        "title": item.title or None,
        "text": item.text,
        "posted": f"{item.posted_at:%Y-%m-%d}" if item.posted_at else None,
        "gold": _gold(file),
    }


def _kind(item: Item, scope: Scope) -> str:
    """The kind by which a reader of the labels knows the scope."""
    if item.identity.family == FAMILY:
        return "handed_in"
    if scope is Scope.OWN:
        return "official_comment" if item.kind is Kind.COMMENT else "official_post"
    return item.kind.value


def _gold(file: MentionFile) -> dict[str, object]:
    us, decision = file.mention.verdict is Verdict.US, file.decision
    leak = [file.item.author] if _is_a_person(file.item) else []
    if not us and not _is_danger_to_life(decision):
        return {"about_us": False, **_SET_ASIDE, "leak": leak}
    stance = file.assessment.stance if us else _NO_OPINION
    return {
        "about_us": us,
        "category": decision.category.value,
        "also": [category.value for category in decision.also],
        "severity": int(decision.severity),
        "author_type": decision.author.value,
        "author_cue": decision.author_cue or None,
        "sentiment": (_NO_OPINION if stance is Stance.ABSTAIN else stance).value,
        "tags_4c": list(decision.tags_4c),
        "urgent": decision.urgent,
        "removal_allowed": decision.removal_proposed,
        "sealed": decision.sealed,
        "leak": leak,
    }


_SET_ASIDE: dict[str, object] = {
    "category": Category.T0.value,
    "also": [],
    "severity": int(Severity.S0),
    "author_type": "?",
    "author_cue": None,
    "sentiment": _NO_OPINION.value,
    "tags_4c": [],
    "urgent": False,
    "removal_allowed": False,
    "sealed": False,
}
"""What is not about the school is T0, whatever it would be if it were (domain.md §3.3)."""


def _is_danger_to_life(decision: Decision) -> bool:
    """Raised whoever it is about."""
    return decision.category is Category.T8 and decision.severity is Severity.S4


def _is_a_person(item: Item) -> bool:
    """Whether the author is a name that no email may hold; a paper's own name may be in one."""
    return bool(item.author) and item.author not in {item.outlet, item.platform}
