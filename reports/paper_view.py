"""What a paper says, before it is laid out: text, page, Word file and PDF are made from it."""

from dataclasses import dataclass
from enum import StrEnum

STAMP = "draft – not sent"
"""Stands in every draft, in each of its forms (domain.md §4)."""

NOT_KNOWN = "Not known"
"""The answer of a row whose fact is empty and may be."""


class Part(StrEnum):
    """How a block is laid out."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    QUOTE = "quote"
    ITEMS = "items"
    ROWS = "rows"


@dataclass(frozen=True, slots=True)
class Block:
    """One block. `text` is for heading, paragraph and quote; a row is a label and its answer.

    `columns` are what a table's two columns are called, for those who hear the table read.
    Texts are plain text: a line break means a line break and nothing else is markup.
    """

    part: Part
    text: str = ""
    items: tuple[str, ...] = ()
    rows: tuple[tuple[str, str], ...] = ()
    columns: tuple[str, str] = ("Fact", "What is known")


@dataclass(frozen=True, slots=True)
class PaperView:
    """A whole paper. `stamp` is empty on a final; `subject` is `title` with the stamp before it.

    `head` is the school's lines, `opening` date, reference and greeting, `closing` the signature.
    """

    subject: str
    title: str
    stamp: str
    head: tuple[str, ...]
    opening: tuple[str, ...]
    blocks: tuple[Block, ...]
    closing: tuple[str, ...]
    foot: tuple[str, ...]
