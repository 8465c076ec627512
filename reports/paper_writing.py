"""A template and its facts become a view: which blocks stand in the paper, and what they say.

A slot is filled once, with text that is never read for slots again, so a fact that looks like a
slot stays what it is.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from orm.model.papers import Facts, Template
from reports.paper_data import BlockWords, Layout, layout
from reports.paper_facts import figures, shown
from reports.paper_view import NOT_KNOWN, Block, PaperView, Part

_SLOT = re.compile(r"\{(\w+)\}")
_LONGEST_SUBJECT = 180


@dataclass(frozen=True, slots=True)
class _Sheet:
    """One paper being written: its words, its facts as given and as shown."""

    template: Template
    words: Layout
    facts: Facts
    said: Mapping[str, tuple[str, ...]]

    def has(self, name: str) -> bool:
        """The fact has an answer."""
        return bool(self.said.get(name)) or bool(self.given_figures(name))

    def given_figures(self, name: str) -> tuple[tuple[str, str], ...]:
        """The labelled numbers of a fact; none for a fact of text."""
        return () if name in self.said else figures(self.facts, name)

    def fill(self, text: str) -> str:
        """The text with its slots filled; several lines of one fact stand under each other."""
        return _SLOT.sub(lambda slot: "\n".join(self.said[slot[1]]), text).strip()

    def complete(self, text: str) -> bool:
        """Every slot of the text has an answer."""
        return all(self.has(name) for name in _SLOT.findall(text))

    def one(self, name: str) -> str:
        """A fact on one line."""
        return ", ".join(" ".join(line.split()) for line in self.said[name])


def view(template: Template, facts: Facts, *, stamp: str, approval: Mapping[str, str]) -> PaperView:
    """What the paper says. `approval` fills {approved_by} and {approved_on}, or is empty."""
    words = layout(template)
    said = dict(shown(facts)) | {"approved_by": (), "approved_on": ()}
    said |= {name: (answer,) for name, answer in approval.items()}
    sheet = _Sheet(template, words, facts, said)
    title = _one_line(sheet.fill(words.subject))
    return PaperView(
        subject=f"{stamp}: {title}" if stamp else title,
        title=title,
        stamp=stamp,
        head=_head(sheet),
        opening=_opening(sheet),
        blocks=tuple(_blocks(sheet)),
        closing=_closing(sheet),
        foot=_foot(sheet),
    )


def _one_line(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST_SUBJECT else f"{line[: _LONGEST_SUBJECT - 1].rstrip()}…"


def _head(sheet: _Sheet) -> tuple[str, ...]:
    if sheet.words.kind == "reply" or sheet.words.about == "person":
        return ()
    contact = (
        sheet.one(name)
        for name in ("school_telephone", "school_email", "school_website")
        if sheet.has(name)
    )
    lines = (sheet.one("school_name"), sheet.one("school_address"), " · ".join(contact))
    return tuple(line for line in lines if line)


def _opening(sheet: _Sheet) -> tuple[str, ...]:
    dated = (sheet.one("written_on"),) if sheet.has("written_on") else ()
    ours = (f"Our reference: {sheet.one('case_ref')}",) if _of_a_case(sheet) else ()
    if sheet.words.kind == "reply":
        return ()
    if sheet.words.kind == "sheet":
        return (*dated, *ours)
    named = sheet.complete(sheet.words.greeting)
    greeted = sheet.words.greeting if named else sheet.words.greeting_unnamed
    return (*dated, *ours, f"Dear {_one_line(sheet.fill(greeted))},")


def _of_a_case(sheet: _Sheet) -> bool:
    return sheet.words.about == "case" and sheet.has("case_ref")


def _closing(sheet: _Sheet) -> tuple[str, ...]:
    if sheet.words.kind != "letter":
        return ()
    names = ("sender_name", "sender_role", "school_name", "school_email", "school_telephone")
    signed = (sheet.one(name) for name in names if sheet.has(name))
    return (f"{sheet.words.valediction},", *signed)


def _foot(sheet: _Sheet) -> tuple[str, ...]:
    if sheet.words.kind == "reply":
        return ()
    return (f"{sheet.words.name} ({sheet.template}), version {sheet.words.version}",)


def _blocks(sheet: _Sheet) -> Iterator[Block]:
    for words in sheet.words.block:
        if words.when and not sheet.has(words.when):
            continue
        if words.without and sheet.has(words.without):
            continue
        made = _listed(sheet, words) or _spoken(sheet, words)
        if made:
            yield made


def _spoken(sheet: _Sheet, words: BlockWords) -> Block | None:
    for part, text in (
        (Part.HEADING, words.heading),
        (Part.PARAGRAPH, words.text),
        (Part.QUOTE, words.quote),
    ):
        if text and sheet.complete(text):
            return Block(part, text=sheet.fill(text))
    return None


def _listed(sheet: _Sheet, words: BlockWords) -> Block | None:
    if words.rows:
        rows = ((label, _answer(sheet, text)) for label, text in words.rows)
        return Block(Part.ROWS, rows=tuple(rows), columns=words.columns)
    if words.figures and sheet.has(words.figures):
        return Block(Part.ROWS, rows=sheet.given_figures(words.figures), columns=("What", "Number"))
    items = tuple(sheet.fill(item) for item in words.items) or sheet.said.get(words.each, ())
    return Block(Part.ITEMS, items=items) if items else None


def _answer(sheet: _Sheet, text: str) -> str:
    return sheet.fill(text) if sheet.complete(text) else NOT_KNOWN
