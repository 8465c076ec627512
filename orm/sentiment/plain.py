"""Text made ready for scoring: names masked, marks straightened, cut into short sentences."""

import html
import re
from collections.abc import Iterable, Iterator, Sequence

CAP = 50_000
"""Characters of one item that are scored."""

SENTENCE_TOKENS = 60
"""The longest sentence handed to the engine, whose cost grows with the square of its length."""

_SIGN_TOKENS = 5  # the engine reads a sign as the words of its description
_REPEATS = 3  # one token said more often in a row says no more
_MASK = "it"
_STRAIGHT = str.maketrans(
    {
        "’": "'",
        "‘": "'",
        "ʼ": "'",
        "´": "'",
        "`": "'",
        "“": '"',
        "”": '"',
        "„": '"',
        "–": " - ",
        "—": " - ",
        "…": ". ",
    }
)
_NOTHING = re.compile(
    "[\ud800-\udfff\ufe0e\ufe0f\u200b-\u200f\u202a-\u202e\u2060\ufeff\U0001f3fb-\U0001f3ff]"
)
_SIGN = re.compile("([\u2190-\u2bff\U0001f000-\U0001faff])")
_GLUED = re.compile(r"(?<=[^\W\d_])(\.{2,}|[/;:!?]+|,)(?=[^\W\d_])")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+")
_END = re.compile(r"(?<=[.!?])[\"')\]]*\s+|\n+")


def masked(text: str, ranges: Sequence[tuple[int, int]]) -> str:
    """The text with each half-open range replaced by "it": names carry valence of their own."""
    parts: list[str] = []
    done = 0
    for start, end in sorted(ranges):
        if start >= done:
            parts += [text[done:start], _MASK]
            done = end
    return "".join([*parts, text[done:]])


def straightened(text: str) -> str:
    """One spelling for quotes, dashes, entities and signs; tokens that were glued stand apart."""
    text = html.unescape(text[:CAP]).translate(_STRAIGHT)
    text = _ADDRESS.sub(" ", _NOTHING.sub("", text))
    return _GLUED.sub(r"\1 ", _SIGN.sub(r" \1 ", text))


def sentences(text: str) -> tuple[str, ...]:
    """The sentences of a straightened text, none longer than `SENTENCE_TOKENS` once signs are read."""
    return tuple(
        piece
        for sentence in _END.split(text)
        for piece in _cut(sentence.split())
        if any(character.isalnum() or _SIGN.match(character) for character in piece)
    )


def weight(tokens: Iterable[str]) -> int:
    """How many tokens the engine will see."""
    return sum(_SIGN_TOKENS if _SIGN.match(token) else 1 for token in tokens)


def _cut(tokens: Sequence[str]) -> Iterator[str]:
    piece: list[str] = []
    size = 0
    for token in tokens:
        if piece[-_REPEATS:] == [token] * _REPEATS:
            continue
        cost = weight((token,))
        if size + cost > SENTENCE_TOKENS:
            yield " ".join(piece)
            piece, size = [], 0
        piece.append(token)
        size += cost
    yield " ".join(piece)
