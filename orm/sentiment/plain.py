"""Text made ready for scoring: names masked, marks straightened, cut into short sentences."""

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from operator import eq

CAP = 50_000
"""Characters of one item that are scored."""

SENTENCE_TOKENS = 60
"""The longest sentence handed to the engine, whose cost grows with the square of its length."""

_SIGN_TOKENS = 5  # the engine reads a sign as the words of its description
_REPEATS = 3  # one token said more often in a row says no more
_MASK = "it"
_STRAIGHT = {
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
_CURLY = re.compile(f"[{''.join(_STRAIGHT)}]")
_NOTHING = re.compile(
    "[\ud800-\udfff\ufe0e\ufe0f\u200b-\u200f\u202a-\u202e\u2060\ufeff\U0001f3fb-\U0001f3ff]"
)
_SIGN = re.compile("([\u2190-\u2bff\U0001f000-\U0001faff])")
# Both begin with the characters that they need and look back from there: that is what `re` searches
# for quickly.
_GLUED = re.compile(
    r"[./;:!?,](?<=[^\W\d_].)(?:(?<=,)|(?<=\.)\.+|(?<=[/;:!?])[/;:!?]*)(?=[^\W\d_])"
)
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+")
_END = re.compile(r"[.!?\n](?:(?<=\n)\n*|(?<!\n)[\"')\]]*\s+)")


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
    text = html.unescape(text[:CAP])
    plain = text.isascii()
    if not plain or "`" in text:
        text = _CURLY.sub(_straight, text)
    if not plain:
        text = _NOTHING.sub("", text)
    if "://" in text or "www." in text:
        text = _ADDRESS.sub(" ", text)
    if not plain:
        text = _SIGN.sub(r" \1 ", text)
    return _GLUED.sub(r"\g<0> ", text)


def _straight(mark: re.Match[str]) -> str:
    return _STRAIGHT[mark[0]]


def sentences(text: str) -> tuple[str, ...]:
    """The sentences of a straightened text, none longer than `SENTENCE_TOKENS` once signs are read."""
    return tuple(
        piece
        for sentence in _split(text)
        for piece in _pieces(sentence)
        if any(character.isalnum() or _SIGN.match(character) for character in piece)
    )


def _split(text: str) -> Iterator[str]:
    """What stands between the ends of sentences. A mark stays with its sentence, a line break does not."""
    done = 0
    for found in _END.finditer(text):
        start = found.start()
        yield text[done : start if text[start] == "\n" else start + 1]
        done = found.end()
    yield text[done:]


def weight(tokens: Iterable[str]) -> int:
    """How many tokens the engine will see."""
    return sum(_SIGN_TOKENS if _SIGN.match(token) else 1 for token in tokens)


def _pieces(sentence: str) -> Iterable[str]:
    """The sentence as it is where nothing in it has to be cut: no sign, no word said twice in a row."""
    tokens = sentence.split()
    if (
        len(tokens) <= SENTENCE_TOKENS
        and (sentence.isascii() or _SIGN.search(sentence) is None)
        and not any(map(eq, tokens, tokens[1:]))
    ):
        return (" ".join(tokens),)
    return _cut(tokens)


def _cut(tokens: Sequence[str]) -> Iterator[str]:
    piece: list[str] = []
    size = 0
    for token in tokens:
        if piece and piece[-1] == token and piece[-_REPEATS:] == [token] * _REPEATS:
            continue
        cost = 1 if token.isascii() else weight((token,))
        if size + cost > SENTENCE_TOKENS:
            yield " ".join(piece)
            piece, size = [], 0
        piece.append(token)
        size += cost
    yield " ".join(piece)
