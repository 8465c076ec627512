"""What people have settled comes before what the words of an item say."""

from collections.abc import Collection, Iterable
from dataclasses import replace

from orm.model.judgement import Evidence, Mention, Verdict
from orm.model.polls import Scope
from orm.model.schools import SchoolId
from orm.model.settlements import SETTLED, Settlement


def settle(
    mentions: Iterable[Mention],
    settlements: Iterable[Settlement],
    *,
    watched: Collection[SchoolId],
) -> tuple[Mention, ...]:
    """The item's mentions with people's verdicts in the place of the program's, by school id.

    An item that a person said is about a watched school is a mention of it even when its words no
    longer name the school.
    """
    found = {mention.school_id: mention for mention in mentions}
    for said in settlements:
        if said.school_id in found:
            found[said.school_id] = as_settled(found[said.school_id], said)
        elif said.verdict is Verdict.US and said.school_id in watched:
            unnamed = Mention(said.school_id, Verdict.NOT_US, score=0.0, evidence=())
            found[said.school_id] = as_settled(unnamed, said)
    return tuple(found[school] for school in sorted(found))


def as_settled(mention: Mention, said: Settlement) -> Mention:
    """The mention with the person's verdict, and their word before every other reason.

    The score and the other reasons stay the program's: beside the verdict they show what it missed.
    """
    others = tuple(one for one in mention.evidence if one.rule != SETTLED)
    return replace(mention, verdict=said.verdict, evidence=(_word(said), *others))


def scope_in(evidence: Iterable[Evidence]) -> Scope:
    """The scope that a mention was judged in, as its evidence tells."""
    rules = {one.rule for one in evidence}
    return next((scope for scope in Scope if f"scope-{scope.value}" in rules), Scope.OPEN)


def _word(said: Settlement) -> Evidence:
    weight = 1.0 if said.verdict is Verdict.US else -1.0
    return Evidence(SETTLED, f"{said.by}, {said.at:%Y-%m-%d}", weight)
