"""Stance toward the school, from the tone of each sentence (measurements.md §3.1)."""

from collections.abc import Sequence

from orm.model.items import Item, Kind
from orm.model.judgement import Assessment, Mention, Stance
from orm.sentiment.engine import Engine
from orm.sentiment.lexicon import Lexicon, school_lexicon
from orm.sentiment.plain import masked, sentences, straightened

_NEGATIVE_WEIGHT = 1.5
_RATING_WEIGHT = 0.5
_SIGNAL = 0.05  # VADER's own threshold: nearer to 0 nothing was said
_POSITIVE_FROM = 0.3  # polite words are cheap in Britain: between signal and this, abstain
_NEGATIVE_FROM = -0.1
_STRONG = 0.5  # a sentence this strong on each side makes a text mixed …
_BALANCE = 0.1  # … unless the text as a whole falls on one side
_REPORTS = frozenset({Kind.NEWS, Kind.RECORD, Kind.ENCYCLOPEDIA})
_REPORT_STANCE = 0.45  # a report of events must be this warm or cold to take a side


class Scorer:
    """Built once; `assess` is pure and safe to share between threads."""

    def __init__(self, lexicon: Lexicon | None = None) -> None:
        self._engine = Engine(lexicon or school_lexicon())

    def assess(self, item: Item, mention: Mention) -> Assessment:
        """The item's stance toward the school of `mention`, whose names are masked first."""
        scores = tuple(self._engine.score(s) for s in sentences(_readable(item, mention)))
        compound = round(_with_rating(_mean(scores), item.rating), 4)
        return Assessment(_stance(item, compound, scores), compound, scores, self._engine.name)


def _readable(item: Item, mention: Mention) -> str:
    fields = (("title", item.title), ("text", item.text))
    return "\n".join(
        straightened(masked(said, [(s.start, s.end) for s in mention.spans if s.field == field]))
        for field, said in fields
        if said
    )


def _mean(scores: Sequence[float]) -> float:
    """The mean of the sentences that say something; negative ones weigh more."""
    said = [(score, _NEGATIVE_WEIGHT if score < 0 else 1.0) for score in scores if score]
    total = sum(weight for _, weight in said)
    return sum(score * weight for score, weight in said) / total if total else 0.0


def _with_rating(compound: float, rating: float | None) -> float:
    if rating is None:
        return compound
    return (1 - _RATING_WEIGHT) * compound + _RATING_WEIGHT * (2 * rating - 1)


def _stance(item: Item, compound: float, scores: Sequence[float]) -> Stance:
    sides = max(scores, default=0.0) >= _STRONG and min(scores, default=0.0) <= -_STRONG
    if item.kind in _REPORTS and abs(compound) < _REPORT_STANCE:
        return Stance.NEUTRAL
    if sides and abs(compound) < _BALANCE:
        return Stance.MIXED
    if compound >= _POSITIVE_FROM:
        return Stance.POSITIVE
    if compound <= _NEGATIVE_FROM:
        return Stance.NEGATIVE
    return Stance.NEUTRAL if abs(compound) < _SIGNAL else Stance.ABSTAIN
