"""From reasons to a verdict."""

from collections.abc import Sequence

from orm.match.evidence import ELSEWHERE
from orm.model.judgement import Evidence, Verdict
from orm.model.polls import Scope

US_FROM = 0.5
UNSURE_FROM = 0.3
_SCOPES = {Scope.OPEN: 0.0, Scope.LOCAL: 0.15, Scope.ABOUT: 0.75, Scope.OWN: 1.0}


def scope_evidence(scope: Scope) -> tuple[Evidence, ...]:
    """What the place where an item was found says for the school."""
    weight = _SCOPES[scope]
    return (Evidence(f"scope-{scope.value}", "", weight),) if weight else ()


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
