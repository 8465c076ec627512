"""One sheet of answers being read: each field checked by its kind, each problem told beside it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime

from orm.config.first_draft import Step, Typed
from orm.config.problems import shown

LONGEST = 200
_LONGEST_LIST = 40
_YEARS = range(2000, 2101)
_WRITTEN = ("%d/%m/%Y", "%d.%m.%Y", "%d %B %Y", "%d %b %Y")


@dataclass(frozen=True, slots=True)
class Wrong:
    """What to put right in one field of a step; without a field, in the step as a whole."""

    step: Step
    field: str
    says: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """The fields of a step, and what is wrong with them as far as they were read."""

    step: Step
    typed: Typed
    wrong: list[Wrong] = field(default_factory=list)

    def one(self, name: str) -> str:
        """What was typed, on one line; empty when nothing was."""
        return " ".join(self.typed.get(name, ("",))[-1].split())

    def lines(self, name: str) -> tuple[str, ...]:
        """Each line that says something."""
        typed = self.typed.get(name, ("",))[-1].splitlines()
        return tuple(" ".join(line.split()) for line in typed if line.strip())

    def every(self, name: str) -> tuple[str, ...]:
        """Every value of boxes that were ticked."""
        return tuple(dict.fromkeys(value.strip() for value in self.typed.get(name, ())))

    def tell(self, name: str, says: str) -> None:
        """Note a problem."""
        self.wrong.append(Wrong(self.step, name, says))

    def read(self, name: str, kind: Callable[[str], str], *, missing: str = "") -> str:
        """The field as the file holds it; empty where it is, or where it is wrong."""
        text = self.one(name)
        if text:
            return self._checked(name, text, kind)
        if missing:
            self.tell(name, missing)
        return ""

    def read_lines(self, name: str, kind: Callable[[str], str]) -> list[str]:
        """The right ones of several lines, each once."""
        lines = self.lines(name)
        if len(lines) > _LONGEST_LIST:
            self.tell(name, f"Write at most {_LONGEST_LIST} lines; config.toml can hold more.")
        read = [self._checked(name, line, kind) for line in lines[:_LONGEST_LIST]]
        return list(dict.fromkeys(line for line in read if line))

    def read_day(self, name: str, *, missing: str = "") -> date | None:
        """A day; None where there is none, or where it is wrong."""
        text = self.one(name)
        if not text:
            if missing:
                self.tell(name, missing)
            return None
        return self._day(name, text)

    def read_days(self, name: str) -> list[date]:
        """Days, one on each line, in order."""
        lines = self.lines(name)
        if len(lines) > _LONGEST_LIST:
            self.tell(name, f"Write at most {_LONGEST_LIST} days.")
        found = [self._day(name, line) for line in lines[:_LONGEST_LIST]]
        return sorted({day for day in found if day is not None})

    def read_choice(self, name: str, choices: tuple[str, ...], *, missing: str) -> str:
        """One of several; empty when none was chosen."""
        if self.one(name) in choices:
            return self.one(name)
        self.tell(name, missing)
        return ""

    def _checked(self, name: str, text: str, kind: Callable[[str], str]) -> str:
        if len(text) > LONGEST:
            self.tell(name, f"{shown(text)} is too long; write at most {LONGEST} characters.")
            return ""
        try:
            return kind(text)
        except ValueError as error:
            self.tell(name, f"{shown(text)} {error}.")
            return ""

    def _day(self, name: str, text: str) -> date | None:
        found = written_day(text)
        if found is None:
            self.tell(name, f"{shown(text)} is not a day; write it like 2/9/2026.")
        elif found.year not in _YEARS:
            self.tell(name, f"{shown(text)} is in another century; look at the year.")
            return None
        return found


def written_day(text: str) -> date | None:
    """A day as people in Britain write it, or as browsers do: 2/9/2026, 2 September 2026, 2026-09-02."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        for pattern in _WRITTEN:
            if (found := _read(text, pattern)) is not None:
                return found
    return None


def _read(text: str, pattern: str) -> date | None:
    try:
        return datetime.strptime(text, pattern).date()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        return None
