"""What a letter says, before it is laid out: both bodies are rendered from the same view."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from reports.plain import count


class Tone(StrEnum):
    """How the verdict looks. BLIND says that we do not know."""

    CALM = "calm"
    ACT = "act"
    BLIND = "blind"


@dataclass(frozen=True, slots=True)
class Row:
    """One fact. `lead` names it, `mark` is a short flag such as "Overdue", `note` is quieter.

    `href` is an address on the school's own desk, or empty.
    """

    text: str
    lead: str = ""
    note: str = ""
    mark: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """Facts under one heading. A section without rows is not shown."""

    title: str
    rows: tuple[Row, ...]

    @property
    def short(self) -> bool:
        """One plain sentence, which can stand beside its title."""
        only = self.rows[0] if len(self.rows) == 1 else None
        return only is not None and not (only.lead or only.mark or only.href)


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture of the letter's own: its page shows it as `cid:<name>`, so many CSS pixels wide and
    high. `alt` says what it shows in a sentence, `figures` is all of it in words and numbers.
    """

    name: str
    alt: str
    width: int
    height: int
    figures: str


@dataclass(frozen=True, slots=True)
class DigestView:
    """One reader's week. `preheader` is what an inbox shows behind the subject, `caveats` stand under
    the verdict, and the pictures after all sections.
    """

    subject: str
    school: str
    period: str
    verdict: str
    tone: Tone
    caveats: tuple[str, ...]
    sections: tuple[Section, ...]
    footer: tuple[Row, ...]
    preheader: str = ""
    pictures: tuple[Shown, ...] = ()


@dataclass(frozen=True, slots=True)
class AlertView:
    """One alert. `href` is the case on the school's own desk, or empty."""

    subject: str
    school: str
    heading: str
    lines: tuple[str, ...]
    href: str
    urgent: bool


def capped(rows: Sequence[Row], *, most: int, more: str) -> tuple[Row, ...]:
    """The first `most` rows, and one that counts the rest, such as "3 more articles on the desk".

    `more` is the noun; one screen is one screen (domain.md §5.2).
    """
    left = len(rows) - most
    if left <= 0:
        return tuple(rows)
    return (*rows[:most], Row(f"and {count(left, f'more {more}', f'more {more}s')}"))
