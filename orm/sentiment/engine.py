"""One sentence to one number: VADER with the school lexicon.

Phrases and signs are replaced by tokens of their own, so that VADER's rules for boosters, negation
and "but" go on working around them.
"""

from collections.abc import Sequence
from importlib.metadata import version

from ahocorasick_rs import AhoCorasick, MatchKind
from vaderSentiment.vaderSentiment import NEGATE

from orm.sentiment.lexicon import Lexicon
from orm.sentiment.vader import Vader

_TOKEN = "\ue000"  # noqa: S105 - private use: no text of the web holds it
_FAR_NEGATIONS = frozenset(("nobody", "no-one", "noone", "none", "neither"))
_OPINION_VERBS = frozenset(("think", "feel", "believe", "find", "reckon", "say", "seem", "seems"))
_FAR_REACHING = ("think", "feel", "believe", "find", "reckon", "say", "seem", *_FAR_NEGATIONS)
"""Without one of these in it, no sentence holds a far negation or an opinion verb."""
_CLAUSE_ENDS = (",", ";", ":", ".", "!", "?")
_REACH = 3  # tokens that the package's own negation reaches
_FAR = 10  # tokens that ours reaches


class Engine:
    """Built once. `score` is deterministic and keeps no state."""

    def __init__(self, lexicon: Lexicon) -> None:
        replaced = {**lexicon.phrases, **lexicon.signs}
        self._patterns = tuple(replaced)
        marks = {f"{_TOKEN}{index}": valence for index, valence in enumerate(replaced.values())}
        self._vader = Vader.with_words({**lexicon.words, **marks})
        self._matcher = AhoCorasick(self._patterns, matchkind=MatchKind.LeftmostLongest)
        self._negations = frozenset(NEGATE)
        self.name = f"vaderSentiment-{version('vaderSentiment')}+school-{lexicon.version}"

    def score(self, sentence: str) -> float:
        """The sentence's tone, -1..1."""
        lower = _lower(sentence)
        text = self._with_phrases(sentence, lower)
        for said in _FAR_REACHING:
            if said in lower:
                text = self._negated(text)
                break
        return self._vader.compound(text)

    def _with_phrases(self, sentence: str, lower: str) -> str:
        """Each known phrase or sign as one token."""
        parts: list[str] = []
        done = 0
        for index, start, end in self._matcher.find_matches_as_indexes(lower):
            if _whole(lower, start, end):
                parts += [sentence[done:start], f" {_TOKEN}{index} "]
                done = end
        return "".join([*parts, sentence[done:]])

    def _negated(self, text: str) -> str:
        """The text with a "not" before praise that a negation further back takes away.

        "I don't think the staff are very helpful", "nobody in the office ever seems to care".
        """
        lower = text.lower().split()
        words = [token.strip('.,;:!?"()') for token in lower]
        taking = {place for place, word in enumerate(words) if self._takes_away(word, place, lower)}
        if not taking:
            return text
        out: list[str] = []
        since = _FAR + 1
        for place, token in enumerate(text.split()):
            word = words[place]
            since += 1
            if place in taking:
                since = 0
            elif _REACH < since <= _FAR and self._vader.valence(word) > 0:
                out.append("not")
            out.append(token)
            if token.endswith(_CLAUSE_ENDS) or word == "but":
                since = _FAR + 1
        return " ".join(out)

    def _takes_away(self, word: str, place: int, lower: Sequence[str]) -> bool:
        """The word here is a far negation, or a near one before an opinion verb."""
        if word in _FAR_NEGATIONS:
            return True
        if word not in self._negations and not word.endswith("n't"):
            return False
        return place + 1 < len(lower) and lower[place + 1].strip(".,") in _OPINION_VERBS


def _lower(text: str) -> str:
    """Lower case of the same length, each letter by itself."""
    if "İ" in text or "Σ" in text:
        return "".join(c if len(c.lower()) != 1 else c.lower() for c in text)
    return text.lower()


def _whole(text: str, start: int, end: int) -> bool:
    before = text[start - 1 : start]
    return not (before.isalnum() and text[start].isalnum()) and not (
        text[end : end + 1].isalnum() and text[end - 1].isalnum()
    )
