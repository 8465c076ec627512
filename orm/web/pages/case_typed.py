"""What was typed into a form of a case, as plain words, with what is wrong beside each field."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from orm.reading.case_form import Asking, FieldAsked
from orm.web.asking import Fields
from orm.web.forms import Problem

_BY_CHOICE = frozenset({Asking.CHOICES, Asking.PICK, Asking.TICKS})


@dataclass(frozen=True, slots=True)
class Typed:
    """A form as it was typed: its fields with what stands in them, and its problems."""

    fields: tuple[FieldAsked, ...]
    problems: tuple[Problem, ...] = ()

    @property
    def answers(self) -> tuple[tuple[str, str], ...]:
        """What was typed, by label, for a form that can no longer be sent."""
        return tuple((each.label, _answer(each)) for each in self.fields if _answer(each))

    @property
    def values(self) -> Mapping[str, str]:
        """What was typed, by the field's name."""
        return {each.name: each.value for each in self.fields}


def typed(asked: Sequence[FieldAsked], form: Fields) -> Typed:
    """The fields as a person sent them."""
    fields = tuple(_typed(each, form) for each in asked)
    problems = tuple(Problem(each.name, each.wrong) for each in fields if each.wrong)
    return Typed(fields, problems)


def _typed(field: FieldAsked, form: Fields) -> FieldAsked:
    value = _words(field, form)
    return replace(field, value=value, wrong=_wrong(field, value))


def _words(field: FieldAsked, form: Fields) -> str:
    """Line ends as everywhere else, and no tabs: a browser sends its own."""
    if field.asking is Asking.TICKS:
        return "\n".join(form.every(field.name))
    said = form.one(field.name).replace("\r\n", "\n").replace("\r", "\n")
    return said.replace("\t", " ").strip()


def _wrong(field: FieldAsked, value: str) -> str:
    if field.asking in _BY_CHOICE:
        return _wrong_choice(field, value)
    if field.needed and not value:
        return f"{field.label.rstrip('?')}: write an answer."
    if len(value) > field.most:
        return f"{field.label.rstrip('?')}: write at most {field.most:,} characters."
    if not value.replace("\n", "").isprintable():
        return f"{field.label.rstrip('?')}: it holds characters that cannot be kept; type it anew."
    return ""


def _wrong_choice(field: FieldAsked, value: str) -> str:
    known = {option.value for option in field.options}
    chosen = set(value.splitlines() if field.asking is Asking.TICKS else [value])
    if (not value and not field.needed) or (value and chosen <= known):
        return ""
    return f"{field.label.rstrip('?')}: choose one of the answers."


def _answer(field: FieldAsked) -> str:
    if field.asking is Asking.HIDDEN:
        return ""
    labels = {option.value: option.label for option in field.options}
    return "\n".join(labels.get(each, each) for each in field.value.split("\n"))
