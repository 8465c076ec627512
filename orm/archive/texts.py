"""What of a page's body may be kept: text, and no picture that is written inside the text (G4)."""

import re
from dataclasses import dataclass

_TEXT = re.compile(
    r"text/(html|plain|xml|markdown)|application/(xhtml\+xml|json|xml|([\w.-]+\+)?(json|xml))"
)
_WIDE = ("utf-16", "utf-32", "utf16", "utf32", "ucs-2", "ucs-4")
# A picture inside the text: its address is its content. JSON may write "/" as "\/". Base64 may be
# broken into lines.
_EMBEDDED = re.compile(
    rb"data:\s{0,9}(?:image|video|audio|font|application)\s{0,9}(?:\\?/|%2f|&#x?0{0,4}2f;|&sol;)"
    rb"[^\"'<>()\\\s,]{0,200},(?:(?<=base64,)(?:[A-Za-z0-9+/=%_-]|\s|\\[nrt/])*|[^\"'<>()\\\s]*)",
    re.IGNORECASE,
)
# The same without its label, as interfaces and mails hand it out: no writing has such runs.
_RUN = re.compile(rb"(?:[A-Za-z0-9+/_=-]|\\/|\\n|\\r)+")
_LONGEST_RUN = 2_000
_LINES = re.compile(rb"(?m)(?:^[ \t]{0,40}[A-Za-z0-9+/=]{60,2000}[ \t]{0,9}\r?\n){8,}")
_LEFT_OUT = b"[left out by orm: embedded data]"


@dataclass(frozen=True, slots=True)
class Words:
    """The body as it may be kept; `left_out` says what is not, empty when all of it is."""

    body: bytes
    left_out: str = ""


def words_of(body: bytes, *, content_type: str, charset: str) -> Words:
    """The text of a page. Anything that is not plainly text is left out as a whole."""
    if not body:
        return Words(b"")
    kind = content_type.partition(";")[0].strip().lower()
    if not _TEXT.fullmatch(kind) or charset.lower().startswith(_WIDE) or b"\0" in body:
        return Words(b"", f"the body, {len(body):,} bytes, because it is not plain text")
    kept, labelled = _EMBEDDED.subn(_LEFT_OUT, body)
    kept, runs = _without_runs(kept)
    kept, blocks = _LINES.subn(_LEFT_OUT, kept)
    count = labelled + runs + blocks
    said = f"{count} piece{'s' if count > 1 else ''} of embedded data, which may be a picture"
    return Words(kept, said if count else "")


def _without_runs(text: bytes) -> tuple[bytes, int]:
    count = 0

    def shortened(found: re.Match[bytes]) -> bytes:
        nonlocal count
        if len(found[0]) < _LONGEST_RUN:
            return found[0]
        count += 1
        return _LEFT_OUT

    return _RUN.sub(shortened, text), count
