"""Long documents of many entries, cut so that no answer takes long to read.

Readers of feeds and trees take microseconds for a tag and milliseconds for an entry: five megabytes
of them would take a minute.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

MOST_ENTRIES = 1_000
MOST_TAGS = 25_000
_LONGEST_TAIL = 10_000
_MOST_ATTRIBUTES = 200
_WORDS = re.compile(rb"<!\[CDATA\[|<!--")
_WORDS_END = {b"<![CDATA[": b"]]>", b"<!--": b"-->"}
_ENTRY = rb"<((?:[\w.-]{1,40}:)?(?:%s))(?=[\s>/])"
_LONG_TAG = re.compile(rb"<[^<>]{400,}+")

_LONGEST_PERSON = 400
_ADDRESS = re.compile(rb"[^\s@<>()\[\]:]{1,100}@[^\s@<>()\[\]]{1,100}")
_PERSON = re.compile(
    rb"<((?:[\w.-]{1,40}:)?(?:author|creator|contributor|publisher|owner|managingEditor|webMaster))"
    rb"(?=[\s>/])",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Cut:
    """A document without `left_out` of its entries. `fits` is false where it is too long even so."""

    body: bytes
    left_out: int = 0
    fits: bool = True


def with_plain_people(body: bytes) -> bytes:
    """The feed without e-mail addresses in elements that name people; one that is longer than names
    are is emptied.

    feedparser looks for addresses there in time by the square of the length, a minute for 100,000
    letters, and leaves a part of those under long domains (`.school`) in the name.
    """
    kept: list[bytes] = []
    at = 0
    while found := _PERSON.search(body, at):
        start = body.find(b">", found.end()) + 1
        if not start:
            break
        end = start
        if body[start - 2 : start] != b"/>":
            end = body.find(b"</" + found[1], start)
            end = len(body) if end < 0 else end
        named = b"" if end - start > _LONGEST_PERSON else _ADDRESS.sub(b"", body[start:end])
        kept += [body[at:start], named]
        at = end
    return b"".join(kept) + body[at:]


@dataclass(frozen=True, slots=True)
class _Start:
    at: int
    name: bytes
    tags_before: int


def first_entries(body: bytes, *names: str, most_bytes: int | None = None) -> Cut:
    """The document with its first entries: at most 1,000 of them, and at most 25,000 tags.

    `names` are the entries' elements. What stands behind the last entry is kept, so a well-formed
    document stays one. Tags inside CDATA and comments are words and do not count. A tag with
    hundreds of attributes fits nowhere.
    """
    pattern = re.compile(_ENTRY % "|".join(names).encode())
    markup = list(_markup(body))
    starts = list(islice(_starts(body, markup, pattern), MOST_ENTRIES + 1))
    if any(_is_crowded(body, *part) for part in markup):
        return Cut(body, fits=False)
    tags = sum(body.count(b"<", *part) for part in markup)
    ends = [(start.tags_before, start.at) for start in starts[1:]] + [(tags, len(body))]
    room = most_bytes or len(body)
    kept = sum(before <= MOST_TAGS and at <= room for before, at in ends[:MOST_ENTRIES])
    if kept >= len(starts):
        return Cut(body, fits=kept > 0)
    return _cut(body, starts[kept], kept)


def _cut(body: bytes, start: _Start, kept: int) -> Cut:
    """Without this entry and those behind it; their number is good to a few."""
    closing = body.rfind(b"</" + start.name, start.at)
    end = body.find(b">", closing) + 1 if closing >= 0 else len(body)
    tail = body[end:] if len(body) - end <= _LONGEST_TAIL else b""
    left_out = max(body.count(b"</" + start.name, start.at), 1)
    return Cut(body[: start.at] + tail, left_out, fits=kept > 0)


def _markup(body: bytes) -> Iterator[tuple[int, int]]:
    """The parts outside CDATA and comments."""
    at = 0
    while found := _WORDS.search(body, at):
        yield at, found.start()
        end = body.find(_WORDS_END[found[0]], found.end())
        if end < 0:
            return
        at = end
    yield at, len(body)


def _starts(
    body: bytes, markup: list[tuple[int, int]], pattern: re.Pattern[bytes]
) -> Iterator[_Start]:
    """Where entries begin."""
    tags = 0
    for start, end in markup:
        at = start
        for found in pattern.finditer(body, start, end):
            tags += body.count(b"<", at, found.start())
            at = found.start()
            yield _Start(at, found[1], tags)
        tags += body.count(b"<", at, end)


def _is_crowded(body: bytes, start: int, end: int) -> bool:
    # feedparser takes time by the square of a tag's attributes.
    return any(
        found[0].count(b"=") > _MOST_ATTRIBUTES for found in _LONG_TAG.finditer(body, start, end)
    )
