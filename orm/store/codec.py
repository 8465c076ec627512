"""Judgements as columns, and back again."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import RowMapping

from orm.model.judgement import (
    Assessment,
    AuthorType,
    Category,
    Decision,
    Evidence,
    Ground,
    LockedRoute,
    Mention,
    Retain,
    Route,
    Severity,
    Span,
)
from orm.model.schools import Role

Columns = dict[str, object]


def mention_columns(mention: Mention, *, keep_words: bool) -> Columns:
    """Without `keep_words`, nothing that quotes the item."""
    return {
        "school_id": mention.school_id,
        "verdict": mention.verdict.value,
        "score": mention.score,
        "evidence": evidence_json(mention.evidence, keep_words=keep_words),
        "spans": [[s.field, s.start, s.end] for s in mention.spans] if keep_words else [],
    }


def evidence_json(evidence: Iterable[Evidence], *, keep_words: bool) -> list[object]:
    """`[rule, words, weight]` each."""
    return [[each.rule, each.words if keep_words else "", each.weight] for each in evidence]


def evidence_of(stored: Sequence[Sequence[Any]]) -> tuple[Evidence, ...]:
    """The evidence that `evidence_json` wrote."""
    return tuple(Evidence(rule, words, weight) for rule, words, weight in stored)


def assessment_columns(assessment: Assessment) -> Columns:
    """One row of `assessments`."""
    return {
        "stance": assessment.stance.value,
        "compound": assessment.compound,
        "sentences": list(assessment.sentences),
        "engine": assessment.engine,
    }


def decision_columns(decision: Decision, *, keep_words: bool) -> Columns:
    """One row of `decisions`; without `keep_words`, nothing that quotes the item."""
    return {
        "category": decision.category.value,
        "subtype": decision.subtype,
        "severity": int(decision.severity),
        "author": decision.author.value,
        "author_cue": decision.author_cue if keep_words else "",
        "owner": decision.owner.value,
        "deadline": decision.deadline,
        "policy": decision.policy,
        "retain": decision.retain.value,
        "sealed": decision.sealed,
        "opens_case": decision.opens_case,
        "grounds": grounds_json(decision.grounds, keep_words=keep_words),
        "routes": [route.value for route in decision.routes],
        "locked": [[lock.route.value, lock.gate, lock.reason] for lock in decision.locked],
        "also": [category.value for category in decision.also],
        "tags_4c": list(decision.tags_4c),
        "themes": list(decision.themes),
    }


def grounds_json(grounds: Iterable[Ground], *, keep_words: bool) -> list[object]:
    """`[rule, quote, [field, start, end] or null]` each."""
    return [
        [
            ground.rule,
            ground.quote if keep_words else "",
            [ground.span.field, ground.span.start, ground.span.end]
            if ground.span is not None and keep_words
            else None,
        ]
        for ground in grounds
    ]


def grounds_of(stored: Sequence[Sequence[Any]]) -> tuple[Ground, ...]:
    """The grounds that `grounds_json` wrote."""
    return tuple(
        Ground(rule, quote, Span(*span) if span is not None else None)
        for rule, quote, span in stored
    )


def decision_of(row: RowMapping) -> Decision:
    """The decision behind a row of `decisions`."""
    return Decision(
        category=Category(row["category"]),
        severity=Severity(row["severity"]),
        author=AuthorType(row["author"]),
        grounds=grounds_of(row["grounds"]),
        routes=tuple(Route(route) for route in row["routes"]),
        locked=tuple(LockedRoute(Route(route), gate, why) for route, gate, why in row["locked"]),
        owner=Role(row["owner"]),
        deadline=row["deadline"],
        policy=row["policy"],
        subtype=row["subtype"],
        also=tuple(Category(category) for category in row["also"]),
        author_cue=row["author_cue"],
        tags_4c=tuple(row["tags_4c"]),
        themes=tuple(row["themes"]),
        sealed=row["sealed"],
        opens_case=row["opens_case"],
        retain=Retain(row["retain"]),
    )
