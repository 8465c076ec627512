"""What is wrong with a form, said beside its field and at the top of the page."""

from dataclasses import dataclass, field

from orm.web.asking import Fields


@dataclass(frozen=True, slots=True)
class Problem:
    """What to put right in one field; `field` is its name, or empty for the whole form."""

    field: str
    says: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer of a list: `value` is sent, `label` is read."""

    value: str
    label: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Filled:
    """A form as it was typed, with what is wrong: what a page shows again."""

    typed: Fields = field(default_factory=Fields)
    problems: tuple[Problem, ...] = ()

    def said(self, name: str) -> str:
        """What was typed into a field."""
        return self.typed.one(name)

    def wrong(self, name: str) -> str:
        """What is wrong with a field; empty when nothing is."""
        return next((each.says for each in self.problems if each.field == name), "")


def needed(fields: Fields, *names: tuple[str, str]) -> tuple[Problem, ...]:
    """A problem for each (field, sentence) that nothing was typed into."""
    return tuple(Problem(name, says) for name, says in names if not fields.one(name))
