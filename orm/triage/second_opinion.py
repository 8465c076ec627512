"""Two opinions of one post become one, and what the second of them can never do.

The learned judge's opinion comes first; the other one is another judge's, which the operator plugs
in and whose answers nobody here has measured. So the other opinion may add a person's look and take
none away, and it opens no removal route that is shut without it. `heeded` looks at the decisions
themselves, so that this holds whatever the limits of orm/triage/advice.py are.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TypeVar

from orm.model.items import Item
from orm.model.judgement import (
    ALWAYS_SEALED,
    REMOVAL_ROUTES,
    Category,
    Decision,
    Mention,
    Retain,
    Route,
    Verdict,
)
from orm.model.opinions import Opinion
from orm.model.questions import Question
from orm.model.schools import School
from orm.triage.checks import ALWAYS_RAISED
from orm.triage.decide import ABOUT_DSL, ABOUT_HEADTEACHER
from orm.triage.severity import Finding

K = TypeVar("K")

SEALED_STAYS = 0.2
"""The learned probability of "for the safeguarding team only" from which a post is not shown."""

_STAYS = ALWAYS_SEALED | {Category.T21}
_SUBJECTS = frozenset({ABOUT_HEADTEACHER, ABOUT_DSL})


def joined(learned: Opinion, other: Opinion) -> Opinion:
    """One opinion of two. What calls for a person is the larger, what opens something the smaller."""
    return Opinion(
        about=(learned.about + other.about) / 2,
        category=_mean(learned.category, other.category),
        stance=_mean(learned.stance, other.stance),
        feedback=_mean(learned.feedback, other.feedback),
        urgent=max(learned.urgent, other.urgent),
        critical=max(learned.critical, other.critical),
        sealed=max(learned.sealed, other.sealed),
        removable=min(learned.removable, other.removable),
        community=min(learned.community, other.community),
        ordinary=min(learned.ordinary, other.ordinary),
    )


def _mean(one: Mapping[K, float], two: Mapping[K, float]) -> Mapping[K, float]:
    return {key: (one.get(key, 0.0) + two.get(key, 0.0)) / 2 for key in dict.fromkeys((*one, *two))}


def may_be_shown(mention: Mention, finding: Finding, learned: Opinion, alone: Decision) -> bool:
    """Whether another judge may read the post at all.

    False for what is not about the school, for what is sealed or may be (domain.md G8), for private
    material that was handed in (T21), and for what the house itself keeps no text of (T13, G9).
    `finding` is the rules'; `alone` is what is decided without the other judge.
    """
    found = {finding.category, alone.category, *finding.also, *alone.also}
    return (
        mention.verdict is not Verdict.NOT_US
        and not found & _STAYS
        and not (finding.seals or alone.sealed)
        and learned.sealed < SEALED_STAYS
        and alone.retain is Retain.FULL
    )


def question(item: Item, school: School) -> Question:
    """What another judge is told of an item."""
    return Question(
        school=school.name,
        place=school.town,
        kind=item.kind.value,
        platform=item.platform,
        title=item.title,
        text=item.text,
    )


def heeded(
    learned: Opinion, other: Opinion, *, alone: Decision, decided: Callable[[Opinion], Decision]
) -> tuple[Opinion, Decision]:
    """The opinion that counts, and its decision.

    The joined one where that takes nothing away from `alone` and opens nothing; else the same with
    removal shut; else with the learned categories too; else the learned one.
    """
    both = joined(learned, other)
    shut = replace(both, removable=0.0)
    for opinion in (both, shut, replace(shut, category=learned.category)):
        decision = decided(opinion)
        if _adds_only(decision, alone):
            return opinion, decision
    return learned, alone


def _adds_only(decision: Decision, alone: Decision) -> bool:
    """A decision that calls for at least the same people as `alone`, and opens no removal route."""
    return (
        _removals(decision) <= _removals(alone)
        and decision.urgent >= alone.urgent
        and decision.sealed >= alone.sealed
        and decision.opens_case >= alone.opens_case
        and _subjects(decision) >= _subjects(alone)
        and (alone.category not in ALWAYS_RAISED or decision.category is alone.category)
    )


def _removals(decision: Decision) -> frozenset[Route]:
    return REMOVAL_ROUTES.intersection(decision.routes)


def _subjects(decision: Decision) -> frozenset[str]:
    """Whom the post accuses, who therefore must not decide (domain.md G7)."""
    return _SUBJECTS.intersection(ground.rule for ground in decision.grounds)
