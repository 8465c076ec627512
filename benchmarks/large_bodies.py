"""Bodies of five megabytes, grown from the golden answers by repeating what they repeat."""

import json
import re
from collections.abc import Callable, Iterator

SIZE = 5_000_000
_NAMING = re.compile(r"(?:id|uri|url|link|guid|name|slug|href|cid|urn)$", re.IGNORECASE)
_ENTRY = re.compile(rb"<(item|entry)\b.*?</\1>", re.DOTALL)
_PLACE = re.compile(rb"<(url)\b.*?</\1>", re.DOTALL)
_NAMED = re.compile(rb"(?=</(?:link|guid|id|loc|title|news:title)>)|(?<=href=\")|(?<=post=\")")
_INNER = re.compile(rb"(<body[^>]*>)(.*)(</body>)", re.DOTALL | re.IGNORECASE)
_URN = re.compile(rb"\b\d{6}\b")


def grown(body: bytes, kind: str) -> bytes:
    """The body at five megabytes; `kind` is its file's ending. Empty where nothing repeats."""
    return {"json": _json, "xml": _xml, "html": _html, "csv": _csv}[kind](body)


def hostile() -> Iterator[tuple[str, bytes]]:
    """Five megabytes of what nobody means well by, with a name."""
    rss, end = b'<rss version="2.0"><channel><item>', b"</item></channel></rss>"
    script = b'<script type="application/ld+json">'
    named = b" ".join(b'a%d=""' % number for number in range(SIZE // 11))
    yield from {
        "lists in lists": b"[" * SIZE,
        "objects in objects": b'{"a":' * (SIZE // 5),
        "one long string": b'{"items": [{"title": "' + b"a" * SIZE + b'"}]}',
        "marks on a letter": b'[{"title": "e' + "\u0301\u0323".encode() * (SIZE // 4) + b'"}]',
        "elements in elements": b"<div>" * (SIZE // 5),
        "short elements": b"<p>a</p>" * (SIZE // 8),
        "entries in entries": b"<rss><channel>" + b"<item>" * (SIZE // 6),
        "empty entries": b'<rss version="2.0"><channel>' + b"<item/>" * (SIZE // 7),
        "entries without an end": b"<rss><channel>" + b"<item><title>a" * (SIZE // 14),
        "one long title": rss + b"<title>" + b"&lt;b&gt;a " * (SIZE // 11),
        "references": rss + b"<title>" + b"&lt;b&gt;a " * (SIZE // 11) + b"</title>" + end,
        "line breaks": rss + b"<title>" + b"a\n" * (SIZE // 2) + b"</title>" + end,
        "one long author": rss + b"<author>" + b"a" * SIZE + b"</author>" + end,
        "long authors": rss + b"</item>" + _author(2_000) * (SIZE // 2_030) + b"<item>" + end,
        "ampersands": rss + b"<title>" + b"&" * SIZE,
        "angle brackets": rss + b"<" * SIZE,
        "attributes": rss + b"<a " + b"a=b " * (SIZE // 4),
        "named attributes": rss + b"<a " + named + b"/>" + end,
        "declarations": b"<rss>" + b"<!DOCTYPE a [" * (SIZE // 13),
        "CDATA without an end": rss + b"<![CDATA[" * (SIZE // 9),
        "comments without an end": b"<html><body>" + b"<!--" * (SIZE // 4),
        "spaces": b"<html><body>" + b" " * SIZE + b"</body>",
        "empty scripts": (script + b"{}</script>") * (SIZE // 46),
        "one script of lists": script + b"[" * SIZE + b"</script>",
        "one line": b"a," * (SIZE // 2),
        "quotes": b'"' * SIZE,
        "lines": b"URN,Name\r\n" + b"1,\r\n" * (SIZE // 4),
    }.items()


def _author(length: int) -> bytes:
    return b"<item><author>" + b"a" * length + b"</author></item>"


def _json(body: bytes) -> bytes:
    document = json.loads(body)
    entries = max(_lists(document), key=lambda each: len(json.dumps(each)), default=[])
    if not entries:
        return b""
    model = [json.dumps(each) for each in entries if isinstance(each, dict)]
    length = sum(map(len, model))
    entries[:] = [
        _renamed(json.loads(text), number) for number in range(SIZE // length + 1) for text in model
    ]
    return json.dumps(document).encode()


def _lists(value: object) -> Iterator[list[object]]:
    """Every list that holds objects."""
    if isinstance(value, list):
        if any(isinstance(each, dict) for each in value):
            yield value
        for each in value:
            yield from _lists(each)
    elif isinstance(value, dict):
        for each in value.values():
            yield from _lists(each)


def _renamed(value: object, number: int, key: str = "") -> object:
    """The same entry under another name."""
    if isinstance(value, dict):
        return {name: _renamed(each, number, name) for name, each in value.items()}
    if isinstance(value, list):
        return [_renamed(each, number, key) for each in value]
    if _NAMING.search(key) and isinstance(value, str) and value and " " not in value:
        return f"{value}{number}"
    if _NAMING.search(key) and isinstance(value, int) and not isinstance(value, bool):
        return value + 1_000_000 * number
    return value


def _xml(body: bytes) -> bytes:
    found = list(_ENTRY.finditer(body)) or list(_PLACE.finditer(body))
    entries = [match[0] for match in found]

    def renamed(number: int) -> bytes:
        return b"".join(_NAMED.sub(b"%d" % number, each) for each in entries)

    return body[: found[0].start()] + _filled(renamed) + body[found[-1].end() :]


def _html(body: bytes) -> bytes:
    match = _INNER.search(body)
    opening, inner, closing = match.groups() if match else (b"", body, b"")
    before, after = (body[: match.start()], body[match.end() :]) if match else (b"", b"")
    return before + opening + _filled(lambda n: _NAMED.sub(b"%d" % n, inner)) + closing + after


def _csv(body: bytes) -> bytes:
    head, *rows = body.splitlines(keepends=True)
    return head + _filled(
        lambda n: b"".join(_URN.sub(b"%06d" % (n % 1_000_000), row) for row in rows)
    )


def _filled(make: Callable[[int], bytes]) -> bytes:
    parts: list[bytes] = []
    length = 0
    while length < SIZE:
        parts.append(make(len(parts)))
        length += len(parts[-1])
    return b"".join(parts)
