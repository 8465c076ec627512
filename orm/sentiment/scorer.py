"""Stance toward the school, from the tone of each sentence (measurements.md §3.1)."""

from collections.abc import Sequence
from math import log

from orm.model.items import Item, Kind
from orm.model.judgement import Assessment, Mention, Stance, Tones
from orm.model.opinions import Opinion
from orm.sentiment.engine import Engine
from orm.sentiment.lexicon import Lexicon, school_lexicon
from orm.sentiment.plain import masked, sentences, straightened

_NEGATIVE_WEIGHT = 1.5
_RATING_WEIGHT = 0.5
_SIGNAL = 0.05  # VADER's own threshold: nearer to 0 nothing was said
_POSITIVE_FROM = 0.3  # polite words are cheap in Britain: between signal and this, abstain
_NEGATIVE_FROM = -0.1
_LIKELY = 0.6  # a stance less likely than this is not told
_MIXED_FROM = 0.6
_LEAST = 1e-6
_WORDS_WEIGHT, _TONE_WEIGHT = 0.35, 2.5  # set on held-back feedback
_SPARED = 0.2  # in favour of neither side
_STRONG = 0.5  # a sentence this strong on each side makes a text mixed …
_BALANCE = 0.1  # … unless the text as a whole falls on one side
_REPORTS = frozenset({Kind.NEWS, Kind.RECORD, Kind.ENCYCLOPEDIA})
_REPORT_STANCE = 0.45  # a report of events must be this warm or cold to take a side


class Scorer:
    """Built once; pure and safe to share between threads."""

    def __init__(self, lexicon: Lexicon | None = None) -> None:
        self._engine = Engine(lexicon or school_lexicon())

    def tones(self, item: Item, mention: Mention) -> Tones:
        """The tone of the whole and of each sentence; the school's names are masked first."""
        scores = tuple(self._engine.score(s) for s in sentences(_readable(item, mention)))
        return Tones(round(_with_rating(_mean(scores), item.rating), 4), scores)

    def assess(
        self, item: Item, tones: Tones, opinion: Opinion | None = None, *, asked: bool = False
    ) -> Assessment:
        """The item's stance toward the school. Without an `opinion`, from the tones alone.

        `asked`: it was left where a service asks for feedback.
        """
        if opinion is None:
            stance = _stance(item, tones)
        else:
            stance = _of_feedback(tones, opinion) if asked else _opined(opinion)
        return Assessment(stance, tones.compound, tones.sentences, self._engine.name)


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


def _stance(item: Item, tones: Tones) -> Stance:
    compound, scores = tones.compound, tones.sentences
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


def _opined(opinion: Opinion) -> Stance:
    """The likeliest stance of a post, where it is likely enough."""
    stance = max(opinion.stance, key=lambda each: opinion.stance[each])
    needed = _MIXED_FROM if stance is Stance.MIXED else _LIKELY
    return stance if opinion.stance[stance] >= needed else Stance.ABSTAIN


def _of_feedback(tones: Tones, opinion: Opinion) -> Stance:
    """The stance of feedback, where tones mean what they say: words and tones weighed together."""
    said = {
        stance: _WORDS_WEIGHT * log(max(share, _LEAST))
        for stance, share in opinion.feedback.items()
    }
    lean = _TONE_WEIGHT * (tones.compound - (_POSITIVE_FROM + _NEGATIVE_FROM) / 2)
    said[Stance.POSITIVE] += lean
    said[Stance.NEGATIVE] -= lean
    said[Stance.NEUTRAL] += _TONE_WEIGHT * (_POSITIVE_FROM - _NEGATIVE_FROM) / 2 + _SPARED
    return max(said, key=lambda each: said[each])
