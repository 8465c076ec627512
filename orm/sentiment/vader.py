"""VADER (Hutto & Gilbert 2014) with the numbers of the installed vaderSentiment, in linear time.

Every rule is the package's, its slips included: scores are equal to the last bit, which
`tests/unit/test_vader.py` holds against the package itself. The package reads the whole text again
at each charged word; here each token is read once, and each charged word looks at its neighbours.
"""

import math
import re
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from heapq import heappop, heappush
from typing import Self

from vaderSentiment.vaderSentiment import C_INCR, N_SCALAR, SentimentIntensityAnalyzer

from orm.sentiment.vader_tokens import (
    BOOSTS,
    BUT,
    CAPITALS,
    CHARGED,
    IDIOMS,
    SMALL,
    TELLING,
    Token,
    Tokens,
)

_CAPS: float = C_INCR
_NEGATED: float = N_SCALAR
_NEVER_SO = 1.25
_SECOND = 0.95  # what a booster two tokens back still does
_THIRD = 0.9  # and three back
_BEFORE_BUT = 0.5
_AFTER_BUT = 1.5
_EXCLAMATIONS = 4
_EXCLAIMED = 0.292  # each
_ASKED = (0.0, 0.0, 2 * 0.18, 3 * 0.18)  # by the number of question marks
_MANY_ASKED = 0.96
_SO = frozenset(("so", "this"))
_OR = frozenset(("or", "nor"))
_NOT_LEAST = frozenset(("at", "very"))  # "at least good" is good
_ALPHA = 15  # the package's guess at the greatest sum
_EDGE = Token()  # stands where the text does not reach: three places before it, two after
_NOWHERE: frozenset[int] = frozenset()
_BOTH = CAPITALS | SMALL


@dataclass(frozen=True, slots=True)
class Scores:
    """Shares of negative, neutral and positive words, and the whole tone, -1..1."""

    neg: float
    neu: float
    pos: float
    compound: float


_EMPTY = Scores(0.0, 0.0, 0.0, 0.0)
_NEUTRAL = Scores(0.0, 1.0, 0.0, 0.0)


@cache
def _package() -> SentimentIntensityAnalyzer:
    """With its word list read, once for every house of the process; nobody changes it."""
    return SentimentIntensityAnalyzer()


class Vader:
    """Built once for a lexicon, which it copies. Deterministic; threads may share it."""

    def __init__(self, lexicon: Mapping[str, float], emoji: Mapping[str, str]) -> None:
        self._tokens = Tokens(lexicon)
        # The package looks one character at a time, so longer emoji never count as one.
        self._spelt = {sign: f" {said}" for sign, said in emoji.items() if len(sign) == 1}
        # One range, not a set: `re` is slow on a set of a thousand characters.
        first, last = min(self._spelt, default=""), max(self._spelt, default="")
        self._sign = re.compile(f"[{re.escape(first)}-{re.escape(last)}]" if first else "(?!)")

    @classmethod
    def with_words(cls, extra: Mapping[str, float]) -> Self:
        """The installed package's lexicon and emoji, and more words (lower-case) or other values."""
        package = _package()
        return cls({**package.lexicon, **extra}, package.emojis)

    def scores(self, text: str) -> Scores:
        """All four numbers, rounded as the package rounds them."""
        spelt = self._with_signs_spelt(text)
        words = spelt.split()
        charges = self._charges(words)
        if not charges:
            return _NEUTRAL if words else _EMPTY
        emphasis = _emphasis(spelt)
        return Scores(*_shares(charges, len(words), emphasis), _compound(charges, emphasis))

    def compound(self, text: str) -> float:
        """The whole tone alone."""
        spelt = self._with_signs_spelt(text)
        charges = self._charges(spelt.split())
        return _compound(charges, _emphasis(spelt)) if charges else 0.0

    def valence(self, word: str) -> float:
        """What the lexicon says of a lower-case word; 0 where it says nothing."""
        return self._tokens[word].valence or 0.0

    def _with_signs_spelt(self, text: str) -> str:
        """Each emoji as its description. What follows stays glued to it, as in the package."""
        return self._sign.sub(self._spell, text)

    def _spell(self, sign: re.Match[str]) -> str:
        return self._spelt.get(sign[0], sign[0])

    def _charges(self, words: Iterable[str]) -> list[float]:
        """The valence of each charged token, as its neighbours and any "but" leave it."""
        read = list(map(self._tokens.__getitem__, words))
        facts = 0
        for token in set(read):
            facts |= token.facts
        if not facts & CHARGED:
            return []
        tokens = [_EDGE, _EDGE, _EDGE, *read, _EDGE, _EDGE]
        places = [place for place, token in enumerate(tokens) if token.charged]
        caps = facts & _BOTH == _BOTH
        near = _near_phrases(tokens) if facts & TELLING else _NOWHERE
        charges = [_charge(tokens, place, caps, near) for place in places]
        return _weighed(charges, places, _first_but(tokens)) if facts & BUT else charges


def _charge(tokens: Sequence[Token], place: int, caps: bool, near: Container[int]) -> float:
    """The valence of a charged token, moved by the three before it, nearest first.

    A token of the lexicon moves none after it. `caps` says that some tokens are in capitals and
    some are not; `near`, where an idiom may be.
    """
    third, second, first, token = tokens[place - 3 : place + 1]
    idiom = place in near
    if not (idiom or token.acts or first.acts or second.acts or third.acts):
        return _loud(token, token.valence or 0.0, caps=caps)
    if token.word == "kind" and tokens[place + 1].word == "of":
        return 0.0
    valence = _own(tokens, place, caps=caps)
    if first.valence is None:
        valence += _boost(first, valence, caps=caps)
        valence *= _NEGATED if first.negates else 1.0
    if second.valence is None:
        valence += _boost(second, valence, caps=caps) * _SECOND
        valence *= _negation(second, first, first)
    if third.valence is None and third is not _EDGE:
        valence += _boost(third, valence, caps=caps) * _THIRD
        # The package's slip: "so" or "this" right before stresses, whatever stands three back.
        valence *= _NEVER_SO if first.word in _SO else _negation(third, second, first)
        valence = _phrased(valence, tokens[place - 3 : place + 3]) if idiom else valence
    if first.word == "least" and first.valence is None and second.word not in _NOT_LEAST:
        valence *= _NEGATED
    return valence


def _own(tokens: Sequence[Token], place: int, *, caps: bool) -> float:
    """The lexicon's valence, taken away by a "no" before it, louder in capitals.

    "No" itself only negates when a word of the lexicon follows.
    """
    third, second, first, token, following = tokens[place - 3 : place + 2]
    valence = listed = token.valence or 0.0
    if token.word == "no" and following.valence is not None:
        valence = 0.0
    joined = third.word == "no" and first.word in _OR
    if joined or first.word == "no" or second.word == "no":
        valence = listed * _NEGATED
    return _loud(token, valence, caps=caps)


def _loud(token: Token, valence: float, *, caps: bool) -> float:
    """The valence, stronger for a token in capitals among others that are not."""
    if caps and token.caps:
        return valence + _CAPS if valence > 0 else valence - _CAPS
    return valence


def _boost(token: Token, valence: float, *, caps: bool) -> float:
    """What a booster ("very") or dampener ("barely") adds to a valence."""
    if not token.boost:
        return 0.0
    boost = -token.boost if valence < 0 else token.boost
    if caps and token.caps:
        return boost + _CAPS if valence > 0 else boost - _CAPS
    return boost


def _negation(token: Token, following: Token, nearest: Token) -> float:
    """What a token two or three back multiplies by. "Never so" stresses, "without doubt" is mute."""
    if not token.negates:
        return 1.0
    if token.word == "never" and following.word in _SO:
        return _NEVER_SO
    if token.word == "without" and "doubt" in (following.word, nearest.word):
        return 1.0
    return _NEGATED


def _phrased(valence: float, around: Sequence[Token]) -> float:
    """The valence of an idiom instead, and what boosters of two words add.

    `around` is the three tokens before, the token, and the two after it.
    """
    third, second, first, word, after, later = [token.word for token in around]
    back = (f"{third} {second} {first}", f"{third} {second}", f"{second} {first}")
    for phrase in (f"{first} {word}", f"{second} {first} {word}", back[2], back[0], back[1]):
        if phrase in IDIOMS:
            valence = IDIOMS[phrase]
            break
    for phrase in (f"{word} {after}", f"{word} {after} {later}"):
        valence = IDIOMS.get(phrase, valence)
    for phrase in back:
        if phrase in BOOSTS:
            valence += BOOSTS[phrase]
    return valence


def _weighed(charges: Iterable[float], places: Sequence[int], but: int) -> list[float]:
    """Charges before the first "but" halved, those after it half as much again.

    The package looks each charge up by its value and changes the first that is equal, which may be
    one that it changed before. `passed` finds that one without a search: of the charges already
    passed, the indexes of each value, smallest first.
    """
    weighed = list(charges)
    passed: dict[float, list[int]] = {}
    for index, charge in enumerate(weighed):
        equal = passed.setdefault(charge, [])
        heappush(equal, index)
        found = heappop(equal)
        factor = _BEFORE_BUT if places[found] < but else _AFTER_BUT if places[found] > but else 1.0
        weighed[found] = charge * factor
        heappush(passed.setdefault(weighed[found], []), found)
    return weighed


def _near_phrases(tokens: Iterable[Token]) -> frozenset[int]:
    """The places that have a telling token at most three before or two after."""
    telling = [place for place, token in enumerate(tokens) if token.telling]
    return frozenset(place + step for place in telling for step in range(-2, 4))


def _first_but(tokens: Iterable[Token]) -> int:
    return next(place for place, token in enumerate(tokens) if token.word == "but")


def _emphasis(text: str) -> float:
    """What exclamation marks (up to four) and question marks (two or more) add."""
    questions = text.count("?")
    asked = _MANY_ASKED if questions >= len(_ASKED) else _ASKED[questions]
    return min(text.count("!"), _EXCLAMATIONS) * _EXCLAIMED + asked


def _compound(charges: Iterable[float], emphasis: float) -> float:
    total = float(sum(charges))
    if total > 0:
        total += emphasis
    elif total < 0:
        total -= emphasis
    return round(total / math.sqrt(total * total + _ALPHA), 4)


def _shares(charges: Iterable[float], words: int, emphasis: float) -> tuple[float, float, float]:
    """Negative, neutral and positive. A charged word counts its valence and one, others one."""
    positive = negative = 0.0
    neutral = words
    for charge in charges:
        if charge:
            neutral -= 1
        if charge > 0:
            positive += charge + 1
        elif charge < 0:
            negative -= charge - 1
    if positive > negative:
        positive += emphasis
    elif positive < negative:
        negative += emphasis
    total = positive + negative + neutral
    return round(negative / total, 3), round(neutral / total, 3), round(positive / total, 3)
