"""From reasons to a verdict."""

from collections.abc import Iterable, Sequence

from orm.match.evidence import ELSEWHERE
from orm.model.judgement import Evidence, Mention, Verdict
from orm.model.polls import Scope
from orm.model.settlements import SETTLED

US_FROM = 0.5
UNSURE_FROM = 0.3
_SCOPES = {Scope.LOCAL: 0.15, Scope.ASKED: 0.0, Scope.ABOUT: 0.75, Scope.OWN: 1.0}


def scope_evidence(scope: Scope) -> tuple[Evidence, ...]:
    """What the place where an item was found says for the school.

    That it was asked for weighs nothing: whatever the search brings was.
    """
    if scope is Scope.OPEN:
        return ()
    return (Evidence(f"scope-{scope.value}", "", _SCOPES[scope]),)


_EVEN = 0.5
_LIMITS = {Verdict.US: (0.6, 0.0), Verdict.UNSURE: (0.9, 0.3), Verdict.NOT_US: (0.985, 0.5)}
"""By the rules' verdict on a name: ours from, doubted from (training/README.md)."""
_UNNAMED = (0.6, 0.2)
"""The same for an item without a name that was found by asking for it."""


def reconsidered(mention: Mention, *, about: float, scope: Scope) -> Mention:
    """The mention after a second reading that thinks it is about the school with this probability.

    What a person settled stands, and so does where an item was found: a page of the school's own,
    or one that the operator says is about it.
    """
    settled = mention.evidence[:1] and mention.evidence[0].rule == SETTLED
    if settled or scope in {Scope.ABOUT, Scope.OWN}:
        return mention
    seen = Evidence("second-reading", "", round(about - _EVEN, 2))
    found = tuple(sorted((*mention.evidence, seen), key=lambda reason: -abs(reason.weight)))
    said = {reason.rule for reason in mention.evidence}
    return Mention(
        school_id=mention.school_id,
        verdict=_second(mention.verdict, said, about),
        score=mention.score,
        evidence=found,
        spans=mention.spans,
    )


def _second(first: Verdict, said: Iterable[str], about: float) -> Verdict:
    named = any(rule == "namesake" or rule.startswith("name-") for rule in said)
    us, unsure = _LIMITS[first] if named else _UNNAMED
    return Verdict.US if about >= us else Verdict.UNSURE if about >= unsure else Verdict.NOT_US


def verdict(found: Sequence[Evidence], *, named: bool, scope: Scope) -> tuple[Verdict, float]:
    """The verdict and its score, 0..1.

    `named`: at least one name may be the school's. The school's own pages are about it; a page
    about the school is, unless the item itself says another place.
    """
    score = round(min(1.0, max(0.0, sum(one.weight for one in found))), 3)
    if scope is Scope.OWN:
        return Verdict.US, 1.0
    if scope is Scope.ABOUT:
        away = any(one.rule.startswith("elsewhere") and one.weight <= ELSEWHERE for one in found)
        return (
            (Verdict.NOT_US, min(score, UNSURE_FROM)) if away else (Verdict.US, max(score, US_FROM))
        )
    if not named or score < UNSURE_FROM:
        return Verdict.NOT_US, score if named else 0.0
    return (Verdict.US if score >= US_FROM else Verdict.UNSURE), score
