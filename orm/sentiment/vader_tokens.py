"""What VADER's rules need to know of one token, read once and kept.

The tables of boosters, negations and special cases are those of the installed vaderSentiment.
"""

import string
from collections.abc import Mapping
from dataclasses import dataclass

from vaderSentiment.vaderSentiment import BOOSTER_DICT, NEGATE, SPECIAL_CASES

BOOSTS: Mapping[str, float] = BOOSTER_DICT
IDIOMS: Mapping[str, float] = SPECIAL_CASES

KEPT = 200_000
"""Raw tokens that are remembered; one more, and all are forgotten."""

LONGEST = 64
"""Characters of a token that is remembered. What is longer hardly comes again."""

SMALL, CAPITALS, CHARGED, TELLING, BUT = (1 << bit for bit in range(5))
"""Facts of tokens: in capitals or not, and the fields and words of these names."""

_EMOTICON = 2  # what is this short without its punctuation was a face, and keeps it
_NEGATIONS = frozenset(NEGATE)
_ACTING = frozenset(("no", "this", "least"))
_PHRASES = tuple(phrase for phrase in (*IDIOMS, *BOOSTS) if " " in phrase)
_TELLING = frozenset(max(phrase.split(), key=len) for phrase in _PHRASES)
_NAMED = _ACTING.union(
    ("or", "nor", "never", "so", "without", "doubt", "at", "very", "but"),
    *(phrase.split() for phrase in _PHRASES),
)


@dataclass(frozen=True, slots=True, eq=False)
class Token:
    """A token as the rules see it. `word` is lower-case, and empty if no rule looks at it.

    `valence` is the lexicon's, None without an entry. A `charged` token speaks with it; a booster
    never does. An `acts` token may move others or, like "no", have a rule of its own. `telling`
    says that an idiom or a two-word booster may be near. `facts` are for a glance at a whole text.
    """

    word: str = ""
    valence: float | None = None
    boost: float = 0.0
    caps: bool = False
    negates: bool = False
    charged: bool = False
    acts: bool = False
    telling: bool = False
    facts: int = 0


class Tokens(dict[str, Token]):
    """What every raw token met so far is. Alike tokens are one object.

    Threads may share it: a reading depends on nothing else, so the worst is to read a token twice.
    """

    def __init__(self, lexicon: Mapping[str, float]) -> None:
        super().__init__()
        self._lexicon = dict(lexicon)
        self._alike: dict[tuple[str, bool, bool], Token] = {}

    def __missing__(self, raw: str) -> Token:
        bare = _bare(raw)
        token = self._token(bare.lower(), caps=bare.isupper())
        if len(raw) <= LONGEST:
            if len(self) >= KEPT:
                self.clear()
            self[raw] = token
        return token

    def _token(self, word: str, *, caps: bool) -> Token:
        negates = word in _NEGATIONS or "n't" in word
        known = word in self._lexicon or word in BOOSTS or word in _NAMED
        alike = (word if known else "", caps, negates)
        token = self._alike.get(alike)
        if token is None:
            token = self._alike.setdefault(alike, self._new(word, *alike))
        return token

    def _new(self, word: str, named: str, caps: bool, negates: bool) -> Token:
        valence = self._lexicon.get(word)
        boost = BOOSTS.get(word, 0.0)
        charged = valence is not None and word not in BOOSTS
        telling = word in _TELLING
        facts = (CAPITALS if caps else SMALL) | CHARGED * charged | TELLING * telling
        return Token(
            word=named,
            valence=valence,
            boost=boost,
            caps=caps,
            negates=negates,
            charged=charged,
            acts=bool(boost) or negates or word in _ACTING,
            telling=telling,
            facts=facts | BUT * (word == "but"),
        )


def _bare(raw: str) -> str:
    """The token without punctuation around it, unless that leaves too little to be a word."""
    bare = raw.strip(string.punctuation)
    return bare if len(bare) > _EMOTICON else raw
