"""Long documents of many entries, cut so that no answer takes long to read.

Readers of feeds and trees take microseconds for a tag and milliseconds for an entry: five megabytes
of them would take a minute.
"""

import re
from dataclasses import dataclass

MOST_ENTRIES = 1_000
MOST_TAGS = 25_000
_LONGEST_TAIL = 10_000
_ENDS = {b"<![CDATA[": b"]]>", b"<!--": b"-->"}
_ENTRY = rb"<!\[CDATA\[|<!--|<((?:[\w.-]{1,40}:)?(?:%s))(?=[\s>/])"


@dataclass(frozen=True, slots=True)
class Cut:
    """A document without `left_out` of its entries. `fits` is false where it is too long even so."""

    body: bytes
    left_out: int = 0
    fits: bool = True


@dataclass(frozen=True, slots=True)
class _Start:
    at: int
    name: bytes
    tags_before: int


def first_entries(body: bytes, *names: str) -> Cut:
    """The document with its first entries: at most 1,000 of them, and at most 25,000 tags.

    `names` are the entries' elements. What stands behind the last entry is kept, so a well-formed
    document stays one. Tags inside CDATA and comments are words and do not count.
    """
    starts, tags = _starts(body, re.compile(_ENTRY % "|".join(names).encode()))
    if not starts:
        return Cut(body, fits=tags <= MOST_TAGS)
    tags_after = [start.tags_before for start in starts[1:]] + [tags]
    kept = sum(tags <= MOST_TAGS for tags in tags_after[:MOST_ENTRIES])
    if kept == len(starts):
        return Cut(body, fits=tags <= MOST_TAGS)
    closing = body.rfind(b"</" + starts[kept].name, starts[kept].at)
    end = body.find(b">", closing) + 1 if closing >= 0 else len(body)
    tail = body[end:] if len(body) - end <= _LONGEST_TAIL else b""
    return Cut(body[: starts[kept].at] + tail, len(starts) - kept, fits=kept > 0)


def _starts(body: bytes, pattern: re.Pattern[bytes]) -> tuple[list[_Start], int]:
    """Where entries begin, and the number of tags in all."""
    starts: list[_Start] = []
    at = tags = 0
    while found := pattern.search(body, at):
        tags += body.count(b"<", at, found.start())
        at = found.end()
        if found[1] is not None:
            starts.append(_Start(found.start(), found[1], tags))
            tags += 1
            continue
        end = body.find(_ENDS[found[0]], at)
        if end < 0:
            return starts, tags
        at = end
    return starts, tags + body.count(b"<", at)
