"""A form as a page asks it: one field after the other, what it is called and what may be answered."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

LONGEST = 2000
"""The most characters of a text that stands in the record."""
LONGEST_LINE = 200


class Asking(StrEnum):
    """How a field is asked."""

    CHOICES = "choices"
    PICK = "pick"
    TICKS = "ticks"
    TICK = "tick"
    LINE = "line"
    AREA = "area"
    HIDDEN = "hidden"


@dataclass(frozen=True, slots=True)
class Option:
    """One answer: `value` is sent, `label` is read."""

    value: str
    label: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class FieldAsked:
    """One field. `value` is what stands in it; a list has one entry per line. `needed` ones may not
    be empty; `most` is the most characters.
    """

    name: str
    label: str
    asking: Asking
    value: str = ""
    hint: str = ""
    options: tuple[Option, ...] = ()
    needed: bool = True
    most: int = LONGEST
    wrong: str = ""

    @property
    def ticked(self) -> tuple[str, ...]:
        """The answers of a list that stand in it."""
        return tuple(self.value.splitlines())


def named(kind: Iterable[StrEnum]) -> tuple[Option, ...]:
    """The answers of a list by their names, as the shell spells them."""
    return tuple(
        Option(name_of(each), f"{each.value[:1].upper()}{each.value[1:]}") for each in kind
    )


def name_of(answer: StrEnum) -> str:
    """Like "no-breach"."""
    return answer.name.lower().replace("_", "-")


def reason(label: str = "Why?", hint: str = "") -> FieldAsked:
    """The reason that every step has."""
    said = hint or (
        "One or two sentences. They stay in the record for ever, and whoever they are about may"
        " read them: write roles, not names."
    )
    return FieldAsked("reason", label, Asking.AREA, hint=said)
