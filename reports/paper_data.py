"""The papers' words as data: one TOML file per template, one for the facts, one for the lint."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Literal

from pydantic import BaseModel, ConfigDict

from orm.model.papers import Form, Template

_RULES = ConfigDict(extra="forbid", frozen=True)


class FactWords(BaseModel):
    """What a fact is called, who fills it in, and how it may be answered.

    `own_words` marks text that the school writes about somebody: the lint reads it. `never` are
    words that this answer never holds, in any paper. `longest` is the most characters shown.
    """

    model_config = _RULES
    words: str
    who: str
    choices: tuple[str, ...] = ()
    own_words: bool = False
    never: tuple[str, ...] = ()
    longest: int = 0


class Guard(BaseModel):
    """What must be so before a template is used; `because` is said to the person otherwise.

    Each answer of `fact` is one of `allowed`, or is another than that of `unlike`. With `where` and
    `has` the guard counts only if the fact `where` has that answer.
    """

    model_config = _RULES
    fact: str
    because: str
    allowed: tuple[str, ...] = ()
    unlike: str = ""
    where: str = ""
    has: str = ""


class BlockWords(BaseModel):
    """One block of a template: exactly one of the first seven keys.

    `{fact}` is a slot. A block with an empty slot is left out; a row says "Not known" instead.
    `each` is a fact with one item per entry, `figures` a fact of labelled numbers. `when` and
    `without` name a fact that must be there, or must not.
    """

    model_config = _RULES
    heading: str = ""
    text: str = ""
    quote: str = ""
    items: tuple[str, ...] = ()
    each: str = ""
    figures: str = ""
    rows: tuple[tuple[str, str], ...] = ()
    columns: tuple[str, str] = ("Fact", "What is known")
    when: str = ""
    without: str = ""


class Layout(BaseModel):
    """One template. A `letter` has head, greeting and signature; a `reply` is its words only.

    What is `about` the school carries no case's reference; what a person gives for themselves, such
    as a section 5 notice, carries no school either. `greeting_unnamed` stands where the greeting's slot has no answer.
    """

    model_config = _RULES
    name: str
    version: str
    kind: Literal["letter", "reply", "sheet"]
    about: Literal["case", "school", "person"] = "case"
    forms: tuple[Form, ...] = ()
    used: str
    subject: str
    greeting: str = ""
    greeting_unnamed: str = ""
    valediction: str = "Yours sincerely"
    needs: tuple[str, ...]
    needs_one: tuple[tuple[str, ...], ...] = ()
    must_not: tuple[str, ...] = ()
    may_say: tuple[str, ...] = ()
    guard: tuple[Guard, ...] = ()
    block: tuple[BlockWords, ...]


class Lint(BaseModel):
    """Words that no paper says (domain.md §4, R33, R53)."""

    model_config = _RULES
    must_not: tuple[str, ...]


def _read(name: str) -> dict[str, object]:
    text = files("reports").joinpath("data", "papers", f"{name}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def layout(template: Template) -> Layout:
    """The words of a template."""
    return Layout.model_validate(_read(template.value))


@cache
def fact_words() -> Mapping[str, FactWords]:
    """Every fact by its field's name, in the order in which a person is asked."""
    return {name: FactWords.model_validate(row) for name, row in _read("facts").items()}


@cache
def forbidden(template: Template) -> tuple[str, ...]:
    """The words that this template never says: the general ones and its own, less its own names.

    `may_say` is for names that others have given, such as that of an Act.
    """
    own = layout(template)
    general = Lint.model_validate(_read("words")).must_not
    return tuple(
        word for word in dict.fromkeys((*general, *own.must_not)) if word not in own.may_say
    )
