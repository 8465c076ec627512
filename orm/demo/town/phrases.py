"""How the town's search engines read a question: phrases in quotation marks, or plain words."""

import re

_PHRASE = re.compile(r'"([^"]+)"')
_WORD = re.compile(r"[^\W_]+")


def phrases(asked: str) -> tuple[str, ...]:
    """What stands between quotation marks."""
    return tuple(_PHRASE.findall(asked))


def any_phrase(asked: str, text: str) -> bool:
    """Whether the text holds one of the phrases, as whole words in any case."""
    return any(_folded(phrase) in _folded(text) for phrase in phrases(asked))


def every_phrase(asked: str, text: str) -> bool:
    """Whether the text holds each of the phrases; a question without any finds nothing."""
    wanted = phrases(asked)
    return bool(wanted) and all(_folded(phrase) in _folded(text) for phrase in wanted)


def every_word(asked: str, text: str) -> bool:
    """Whether the text holds each word somewhere; a question without any finds nothing."""
    wanted = set(_WORD.findall(asked.lower()))
    return bool(wanted) and wanted <= set(_WORD.findall(text.lower()))


def _folded(text: str) -> str:
    return f" {' '.join(_WORD.findall(text.lower()))} "
