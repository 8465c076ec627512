"""The only importer of docxtpl: a letter becomes a Word file on the school's letterhead.

The letterhead's fields are those of `reports.paper_letterhead`; `{{r body }}` is where the letter stands.
"""

import zipfile
from collections.abc import Iterator
from importlib.resources import files
from io import BytesIO

from docxtpl import DocxTemplate, RichText

from reports.paper_letterhead import UNREADABLE, examine, unreadable
from reports.paper_view import Block, PaperView, Part
from reports.render import TemplateFault, letterhead_environment

_RED = "9B1C1C"
_EPOCH = (1980, 1, 1, 0, 0, 0)
_LONGEST_PROPERTY = 255
_NEXT = "\a"
"""What docxtpl turns into the next paragraph."""


def standard_letterhead() -> bytes:
    """The letterhead of the house, for schools that have not given their own."""
    return files("reports").joinpath("templates", "papers", "letterhead.docx").read_bytes()


def docx(view: PaperView, letterhead: bytes | None) -> bytes:
    """The letter as a Word file, the same bytes for the same view and letterhead.

    Raises:
        ConfigError: the letterhead cannot be used; says what to do.
    """
    given = standard_letterhead() if letterhead is None else letterhead
    examine(given)
    said = _context(view)
    template = DocxTemplate(BytesIO(given))
    try:
        template.render(said, letterhead_environment(), autoescape=True)
    except (*UNREADABLE, TemplateFault) as error:
        raise unreadable() from error
    properties = template.docx.core_properties
    properties.title = view.subject[:_LONGEST_PROPERTY]
    properties.author = view.head[0][:_LONGEST_PROPERTY]
    properties.language = "en-GB"
    out = BytesIO()
    template.save(out)
    return _undated(out)


def _context(view: PaperView) -> dict[str, object]:
    school, address, *contact = view.head
    return {
        "school": school,
        "address": address,
        "contact": " ".join(contact),
        "subject": view.title,
        "version": " ".join(view.foot),
        "body": _body(view),
    }


def _body(view: PaperView) -> RichText:
    """The whole letter. The stamp is part of it, so that no letterhead can leave it out."""
    rich = RichText()
    if view.stamp:
        rich.add(f"{view.stamp}{_NEXT}", bold=True, color=_RED, size=28)
    for line in view.opening:
        _add(rich, f"{line}{_NEXT}")
    for block in view.blocks:
        _laid(rich, block)
    for line in view.closing[:-1]:
        _add(rich, f"{line}{_NEXT}")
    _add(rich, view.closing[-1])
    if view.stamp:
        rich.add(f"{_NEXT}{view.stamp}", bold=True, color=_RED)
    return rich


def _laid(rich: RichText, block: Block) -> None:
    for label, answer in block.rows:
        _add(rich, f"{label}: ", bold=True)
        _add(rich, f"{answer}{_NEXT}")
    for item in block.items:
        _add(rich, f"• {item}{_NEXT}")
    if block.text:
        heading, quote = block.part is Part.HEADING, block.part is Part.QUOTE
        _add(rich, f"{block.text}{_NEXT}", bold=heading, italic=quote)


def _add(rich: RichText, text: str, *, bold: bool = False, italic: bool = False) -> None:
    """Adds a run. docxtpl writes "{_{" as "{{": such signs are parted, so that they stay."""
    for part in _parted(text):
        rich.add(part, bold=bold, italic=italic)


def _parted(text: str) -> Iterator[str]:
    first, *others = text.split("_")
    yield first
    for other in others:
        yield "_"
        yield other


def _undated(saved: BytesIO) -> bytes:
    """The same archive without the time at which it was written."""
    out = BytesIO()
    with zipfile.ZipFile(saved) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            new.writestr(zipfile.ZipInfo(entry.filename, _EPOCH), old.read(entry), 8)
    return out.getvalue()
