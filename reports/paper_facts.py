"""The facts as they are shown, and what is refused before a paper is written (domain.md §4).

Text from outside is plain text: control characters that no file format can hold are dropped, and
characters that would turn the direction of the text around are shown by their number.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields

from orm.errors import NotAllowed
from orm.model.papers import Facts, Figure, Template
from reports.paper_data import FactWords, Guard, fact_words, forbidden, layout

_LINE_ENDS = re.compile(r"\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_UNWRITABLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_TURNING = re.compile(r"[\u202a-\u202e\u2066-\u2069]")

ALWAYS = ("school_name", "school_address")
"""What every paper needs."""

Shown = Mapping[str, tuple[str, ...]]
"""Each fact's lines, cleaned, by field name; an empty fact has none. Figures are not in it."""


def clean(text: str) -> str:
    """The text as any file format can hold it; lines end alike and a tab is a space."""
    lines = _LINE_ENDS.sub("\n", text).replace("\t", " ")
    writable = _UNWRITABLE.sub("", lines)
    calm = writable if writable.isascii() else "".join(_calmed(writable))
    return _TURNING.sub(lambda found: f"[U+{ord(found[0]):04X}]", calm).strip()


def shown(facts: Facts) -> Shown:
    """Every fact but the figures as cleaned lines, shortened where it may not be quoted at length."""
    return {
        field.name: tuple(_lines(getattr(facts, field.name), fact_words()[field.name]))
        for field in fields(facts)
        if not _figured(getattr(facts, field.name))
    }


def figures(facts: Facts, name: str) -> tuple[tuple[str, str], ...]:
    """The labelled numbers of a fact, cleaned; what has neither label nor number is left out."""
    given: tuple[Figure, ...] = getattr(facts, name)
    pairs = ((clean(each.label), clean(each.value)) for each in given)
    return tuple(pair for pair in pairs if any(pair))


def refuse(template: Template, facts: Facts) -> None:
    """Nothing, if the template may be used with these facts.

    Raises:
        NotAllowed: facts are missing, an answer does not exist, the template is not for this case,
            or the school's own words hold what §4 forbids. Says what, and who mends it.
    """
    said = shown(facts)
    figured = {field.name for field in fields(facts) if figures_given(facts, field.name)}
    problems = (
        *_missing(template, {name for name, lines in said.items() if lines} | figured),
        *_unknown_answers(template, said),
        *_guarded(template, said),
        *_worded(template, said),
    )
    if problems:
        raise NotAllowed(
            f"“{layout(template).name}” ({template}) cannot be written yet. " + " ".join(problems)
        )


def figures_given(facts: Facts, name: str) -> bool:
    """The fact is made of labelled numbers and has at least one."""
    return _figured(getattr(facts, name)) and bool(figures(facts, name))


def _figured(value: object) -> bool:
    return isinstance(value, tuple) and any(isinstance(each, Figure) for each in value)


def _lines(value: str | tuple[str, ...], words: FactWords) -> Iterator[str]:
    for each in (value,) if isinstance(value, str) else value:
        line = clean(each)
        if words.longest and len(line) > words.longest:
            line = f"{line[: words.longest].rsplit(' ', 1)[0]}…"
        if line:
            yield line


def _calmed(text: str) -> Iterator[str]:
    """Without the third and later accents on one letter: they would paint over other lines."""
    marks = 0
    for char in text:
        marks = marks + 1 if unicodedata.category(char) in {"Mn", "Me"} else 0
        if marks <= 2:  # noqa: PLR2004 - two are found in real languages
            yield char


def _called(name: str) -> str:
    return f"{fact_words()[name].words} ({fact_words()[name].who})"


def _missing(template: Template, known: set[str]) -> Iterator[str]:
    words = layout(template)
    lacking = [_called(name) for name in (*ALWAYS, *words.needs) if name not in known]
    lacking += [
        " or ".join(_called(name) for name in either)
        for either in words.needs_one
        if not known.intersection(either)
    ]
    if lacking:
        yield f"Missing, and in brackets who fills it in: {'; '.join(lacking)}."


def _unknown_answers(template: Template, said: Shown) -> Iterator[str]:
    for name in uses(template):
        choices = fact_words()[name].choices
        given = {answer.casefold() for answer in said.get(name, ())}
        if choices and not given <= {choice.casefold() for choice in choices}:
            yield f"For {_called(name)} choose: {', '.join(choices)}."


def _guarded(template: Template, said: Shown) -> Iterator[str]:
    return (guard.because for guard in layout(template).guard if _stops(guard, said))


def _stops(guard: Guard, said: Shown) -> bool:
    answers = [answer.casefold() for answer in said[guard.fact]]
    if guard.where and guard.has not in [each.casefold() for each in said[guard.where]]:
        return False
    if guard.unlike:
        return bool(answers) and answers == [each.casefold() for each in said[guard.unlike]]
    if not answers:
        return bool(guard.where)
    return not set(answers) <= set(guard.allowed)


def _worded(template: Template, said: Shown) -> Iterator[str]:
    for name in uses(template):
        words = fact_words()[name]
        barred = (*words.never, *(forbidden(template) if words.own_words else ()))
        for word in found(barred, " ".join(said.get(name, ()))):
            yield f"Please write {_called(name)} without “{word}”: say what was done and whom it touches."


def found(words: Sequence[str], text: str) -> tuple[str, ...]:
    """Those of `words` that stand in `text` as whole words, in any case and spacing."""
    flat = " ".join(text.casefold().replace("’", "'").split())
    return tuple(word for word in words if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", flat))


def uses(template: Template) -> tuple[str, ...]:
    """Every fact that the template can state or asks about, in the order of the facts."""
    words = layout(template)
    named = {*ALWAYS, *words.needs, *(name for either in words.needs_one for name in either)}
    named |= {name for guard in words.guard for name in (guard.fact, guard.unlike, guard.where)}
    text = words.model_dump_json(include={"subject", "greeting", "block"})
    named |= set(re.findall(r"\{(\w+)\}", text))
    named |= {
        name
        for block in words.block
        for name in (block.each, block.figures, block.when, block.without)
    }
    return tuple(name for name in fact_words() if name in named)
