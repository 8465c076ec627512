"""The only importer of typst: what a template is told becomes a tagged PDF for screen readers.

It goes in as JSON and is never markup. The PDF keeps to PDF/UA-1: language, title, headings
and table headers are in it. A character that no font of the machine can draw is written as its
name, such as "[pouting face]", because PDF/UA-1 has no room for an empty box.
"""

import json
import re
import unicodedata
from dataclasses import asdict
from importlib.resources import files
from typing import Literal

import typst

from reports.paper_view import PaperView

_UNDRAWN = re.compile(r'the text `"(.*?)"` could not be displayed', re.DOTALL)
_NUMBERED = re.compile(r"\\u\{([0-9a-f]+)\}")


def pdf(view: PaperView) -> bytes:
    """A pack as a PDF."""
    return typeset("pack.typ", json.dumps(asdict(view), ensure_ascii=False))


def typeset(template: str, said: str) -> bytes:
    """The PDF of a template told `said`, which is JSON; the same bytes for the same on one machine,
    since it holds no date.
    """
    while True:
        try:
            return _compiled(template, said, "ua-1")
        except typst.TypstError as error:
            undrawn = _undrawn(str(error.diagnostic)).intersection(said)
        if not undrawn:
            # Still tagged; only the promise that every character can be drawn is not made.
            return _compiled(template, said, "1.7")
        said = said.translate({ord(char): _named(char) for char in undrawn})


def _compiled(template: str, said: str, standard: Literal["ua-1", "1.7"]) -> bytes:
    source = files("reports").joinpath("templates", "papers", template).read_bytes()
    made = typst.compile(source, format="pdf", sys_inputs={"paper": said}, pdf_standards=standard)
    return bytes(made)


def _undrawn(diagnostic: str) -> frozenset[str]:
    texts = (_NUMBERED.sub(_numbered, text) for text in _UNDRAWN.findall(diagnostic))
    return frozenset(char for text in texts for char in text if ord(char) > ord("~"))


def _numbered(found: re.Match[str]) -> str:
    return chr(int(found[1], 16))


def _named(char: str) -> str:
    """Like "[pouting face]". Joiners and variation signs draw nothing by themselves and go."""
    if unicodedata.category(char) in {"Cf", "Mn"}:
        return ""
    return f"[{unicodedata.name(char, f'U+{ord(char):04X}').lower()}]"
