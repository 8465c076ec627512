"""Every fixed run of words that a letter may be made of: what the safety check lets pass."""

import re
from collections.abc import Iterable
from importlib.resources import files

from orm.model.brought import ONLY_BY_HAND
from reports import plain, words
from reports.bank import bank

_SLOT = re.compile(r"\{\w+\}")


def phrases() -> tuple[str, ...]:
    """What stands between the slots of the bank's sentences, each word of its lists, and the rest."""
    said = [
        *_texts([table for table in bank().values() if isinstance(table, dict)]),
        *_texts([words.UNMEASURED, words.SOURCES]),
        *(words.NOT_ASKED, words.PAUSED, words.LIMITS, words.BY_HAND),
        *plain.CALENDAR,
        *(place.name for place in ONLY_BY_HAND),
        *_templates(),
    ]
    return tuple(piece for text in said for piece in _SLOT.split(text) if piece.strip())


def _templates() -> Iterable[str]:
    folder = files("reports").joinpath("templates")
    for each in sorted(folder.iterdir(), key=lambda each: each.name):
        if each.is_file():  # the folder inside holds papers that no email is made of
            yield each.read_text(encoding="utf-8")


def _texts(value: object) -> Iterable[str]:
    """Every text in nested tables and lists."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)
