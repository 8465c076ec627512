"""What mail programs put around a forwarded text: headers of the message before, marks, footers."""

import re

_FIELD = re.compile(
    r"^[\s>*]*(from|sent|date|to|cc|bcc|subject|reply-to|importance)\s?\*?:", re.IGNORECASE
)
_STARTS = re.compile(r"^[\s>*]*from\s?\*?:", re.IGNORECASE)
_MARK = re.compile(
    r"^[\s>]*(?:-{2,}\s*(?:forwarded|original) message\s*-{2,}|begin forwarded message:|_{10,})\s*$",
    re.IGNORECASE,
)
_FOOTER = re.compile(r"^[\s>]*(?:sent from my \w|get outlook for \w)", re.IGNORECASE)
_SIGNATURE = re.compile(r"^-- ?$")
_PREFIX = re.compile(r"^\s*(?:(?:fwd?|fw|re|aw|wg)\s*:\s*)+", re.IGNORECASE)
_QUOTED = re.compile(r"^(?:>\s?)+")
_LISTED = (">", ";", ",")
_WITHIN = 6
_FEWEST = 2


def without_headers(text: str) -> str:
    """The forwarded words, as far as can be told.

    What stands above the first header of a forwarded message is the forwarder's own note and goes,
    unless nothing stands below it. Later headers, quotation marks and footers go too.
    """
    lines = text.replace("\r\n", "\n").split("\n")
    first = next((n for n in range(len(lines)) if _begins(lines, n)), None)
    body = _without_blocks(lines if first is None else lines[first:])
    kept = "\n".join(body).strip()
    if not kept and first is not None:
        kept = "\n".join(_without_blocks(lines[:first])).strip()
    return kept


def without_prefixes(subject: str) -> str:
    """A subject without "Fwd:", "FW:" and "Re:"."""
    return _PREFIX.sub("", subject).strip()


def _begins(lines: list[str], number: int) -> bool:
    """A line "From:" with another field of a message close below it."""
    if not _STARTS.match(lines[number]):
        return False
    below = [line for line in lines[number + 1 : number + _WITHIN] if line.strip()]
    return sum(bool(_FIELD.match(line)) for line in below) >= _FEWEST - 1


def _without_blocks(lines: list[str]) -> list[str]:
    kept: list[str] = []
    number = 0
    while number < len(lines):
        if _begins(lines, number):
            number = _end(lines, number)
            continue
        line = lines[number]
        if _SIGNATURE.match(line):
            break
        if not _MARK.match(line) and not _FOOTER.match(line):
            kept.append(_QUOTED.sub("", line))
        number += 1
    return kept


def _end(lines: list[str], number: int) -> int:
    """The first line after a header; a line of further recipients belongs to it."""
    while _continues(lines, number + 1):
        number += 1
    return number + 1


def _continues(lines: list[str], number: int) -> bool:
    rest = lines[number : number + _WITHIN]
    if not rest:
        return False
    first = next((line for line in rest if line.strip()), "")
    return bool(_FIELD.match(first)) or ("@" in rest[0] and rest[0].rstrip().endswith(_LISTED))
