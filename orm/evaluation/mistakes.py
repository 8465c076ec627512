"""Where labels and answers differ, one line per post and field."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from orm.evaluation.measures import SIDES, Marked
from orm.model.judgement import Stance, Verdict

Value = str | bool


@dataclass(frozen=True, slots=True)
class Mistake:
    """One field of one post. `removal` is whether one may be proposed, and whether it was."""

    id: str
    field: str
    expected: Value
    got: Value


_VERDICTS: dict[Verdict, Value] = {
    Verdict.US: True,
    Verdict.NOT_US: False,
    Verdict.UNSURE: "unsure",
}


def mistakes(marked: Sequence[Marked]) -> tuple[Mistake, ...]:
    """Every mistake, by post in the order of the file.

    A removal that may be proposed and was not is one. Where the house abstained, or either side says
    mixed, there is no mistake of sentiment.
    """
    return tuple(
        Mistake(each.id, field, expected, got)
        for each in marked
        for field, expected, got in _of(each)
    )


def kinds(found: Sequence[Mistake]) -> Counter[tuple[str, Value, Value]]:
    """How often each kind of mistake was made, as (field, expected, got)."""
    return Counter((each.field, each.expected, each.got) for each in found if each.field != "leak")


def _of(one: Marked) -> Iterator[tuple[str, Value, Value]]:
    gold, answer = one.gold, one.answer
    pairs: tuple[tuple[str, Value, Value], ...] = (
        ("about_us", gold.about_us, _VERDICTS[answer.verdict]),
        ("category", gold.category.value, one.category.value),
        ("urgent", gold.urgent, answer.urgent),
        ("sealed", gold.sealed, answer.sealed),
        ("removal", gold.removal_allowed, answer.removal_proposed),
        ("author", gold.author.value, answer.author.value),
    )
    yield from (pair for pair in pairs if pair[1] != pair[2])
    stances: tuple[Stance, Stance] = (gold.sentiment, answer.stance)
    if SIDES.issuperset(stances) and gold.sentiment is not answer.stance:
        yield "sentiment", gold.sentiment.value, answer.stance.value
    for words in one.leaked:
        yield "leak", "in no letter", words
