"""The sentence bank: everything that a letter may say about a post (domain.md §5.3).

The sentences are data (`data/sentences.toml`). A sentence takes numbers and `Said` text only, and
`Said` text is made nowhere but here, from the lists of the bank, dates, counts and references. So a
word of a post, an author or an address has no way into a sentence.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from typing import Any

from orm.model.accounts import Check
from orm.model.cases import CaseRef
from orm.model.judgement import Category
from reports import plain
from reports.words import SOURCES

_ANY = "any"
_REFERENCE = re.compile(r"[0-9A-Z]{1,4}(?:-[0-9A-Z]{1,4})?")
_SLOT = re.compile(r"\{(\w+)\}")


class Said(str):
    """Text that the bank has made. Joined or formatted elsewhere it is ordinary text again."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """What may be said of one category. `digest` is empty where it has no words on purpose.

    `count` is for a reader who may not know the category; `sealed_count` takes {items}.
    """

    digest: Said
    ground: Said
    count: Said
    sealed: bool
    sealed_count: str

    def with_the_dsl(self, number: int) -> Said:
        """How many sealed items somebody else looks after."""
        return _filled(self.sealed_count, {"items": counted(number, "items")})


@cache
def bank() -> Mapping[str, Any]:
    """The tables of `sentences.toml`."""
    text = files("reports").joinpath("data", "sentences.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def entry(category: Category, subtype: str = "") -> Entry:
    """What may be said of a category; an unknown subtype says what its category says."""
    tables = bank()["category"]
    read = {**tables[_ANY], **tables[category.value], **tables.get(f"{category}{subtype}", {})}
    return Entry(
        digest=Said(read["digest"]),
        ground=Said(read["ground"]),
        count=Said(read["count"]),
        sealed=read.get("sealed", False),
        sealed_count=read["sealed_count"],
    )


def say(name: str, **slots: Said | int) -> Said:
    """The sentence of this name in [line].

    Raises:
        TypeError: a slot was given text that the bank has not made.
    """
    return _filled(bank()["line"][name], slots)


def word(table: str, key: str = _ANY) -> Said:
    """A word of one of the bank's lists."""
    return Said(bank()[table][key])


def words(table: str) -> Mapping[str, Said]:
    """A whole list of the bank, in its order."""
    return {key: Said(text) for key, text in bank()[table].items()}


def fixed(table: str, name: str, **slots: Said) -> Said:
    """A sentence of [alert] or [held]."""
    return _filled(bank()[table][name], slots)


def fixed_list(table: str, name: str) -> tuple[Said, ...]:
    """Sentences of [alert] that stand together."""
    return tuple(Said(each) for each in bank()[table][name])


def source(name: str) -> Said:
    """What a reader calls a source."""
    return Said(SOURCES.get(name) or bank()["other_source"][_ANY])


def account(check: Check, number: int) -> Said:
    """What so many accounts' check found, like "2 accounts without a link to our website"."""
    are = "one" if number == 1 else "many"
    slots = {"accounts": counted(number, "accounts"), "are": word("are", are)}
    return _filled(str(bank()["account"][check.value]), slots)


def counted(number: int, noun: str) -> Said:
    """Like "1 decision" or "2 decisions"; `noun` is a key of [noun]."""
    one, many = bank()["noun"][noun]
    return Said(plain.count(number, one, many))


def moment(at: datetime) -> Said:
    """Like "Wed 18 Nov, 16:00", Europe/London."""
    return Said(plain.moment(at))


def day(on: date) -> Said:
    """Like "Wed 18 Nov"."""
    return Said(plain.weekday(on))


def short_day(on: date) -> Said:
    """Like "18 Nov"."""
    return Said(plain.day(on))


def capital(said: Said) -> Said:
    """The same with a capital letter at its start."""
    return Said(said[:1].upper() + said[1:])


def number(number: int) -> Said:
    """A number by itself, like "12"."""
    return Said(f"{number:d}")


def median(number: float) -> Said:
    """A number without needless noughts, like "2" or "2.5"."""
    return Said(f"{number:g}")


def reference(ref: CaseRef) -> Said:
    """A case's reference.

    Raises:
        ValueError: it is not letters and digits in at most two halves.
    """
    if not _REFERENCE.fullmatch(ref):
        raise ValueError("this is no case reference")
    return Said(ref)


def listed(parts: Sequence[Said], *, most: int) -> Said:
    """Like "a, b and 2 more"; at most `most` are named."""
    return Said(plain.listed(_made(parts), most=most))


def joined(parts: Iterable[Said], *, by: str) -> Said:
    """Sentences or words side by side; `by` is what stands between, such as ", "."""
    return Said(by.join(_made(parts)))


def _made(parts: Iterable[Said]) -> list[Said]:
    kept = list(parts)
    if not all(isinstance(each, Said) for each in kept):
        raise TypeError("only what the bank has made may be said of a post")
    return kept


def _filled(template: str, slots: Mapping[str, Said | int]) -> Said:
    if not all(isinstance(each, Said | int) for each in slots.values()):
        raise TypeError("only what the bank has made may be said of a post")
    return Said(_SLOT.sub(lambda slot: str(slots[slot[1]]), template))
