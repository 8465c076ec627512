"""The two books of a case: JSON Lines, each with the hash of the one before, under one signature.

A line is canonical JSON (sorted keys, no spaces, ASCII); its `hash` is SHA-256 of the canonical JSON
of its other fields. The last line of a file on disk is the seal: the signature of `statement`, which
names the case, the number of lines, the last hash and the SHA-256 of all lines together.
"""

import hashlib
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from typing import Generic, TypeVar

from orm.model.cases import CaseRef
from orm.model.evidence import Book, CustodyLine, Entry, ExhibitKind, Handling, Head

NUMBERED = re.compile(r"(\d{4,9})-[a-z]+(?:\.[a-z0-9]{1,8}){1,2}", re.ASCII)
"""What a file of an exhibit is called: its number, its kind, its ending."""

Line = TypeVar("Line", Entry, CustodyLine)
Reader = Callable[[Mapping[str, object]], Line]


@dataclass(frozen=True, slots=True)
class Opened(Generic[Line]):
    """A book as it stands; `problems` are what does not hold in it, one sentence each."""

    lines: tuple[Line, ...] = ()
    problems: tuple[str, ...] = ()


def file_name(book: Book) -> str:
    """What the book is called on disk and in a package."""
    return f"{book.value}.jsonl"


def grown(lines: Sequence[Line], new: Line) -> tuple[Line, ...]:
    """The book with one more line, chained to the last."""
    previous = lines[-1].hash if lines else ""
    placed = replace(new, seq=len(lines) + 1, previous=previous, hash="")
    longer: list[Line] = list(lines)
    longer.append(replace(placed, hash=hash_of(placed)))
    return tuple(longer)


def hash_of(line: Entry | CustodyLine) -> str:
    """SHA-256 hex of every field but the hash itself."""
    return hashlib.sha256(_canonical(_fields(line, sealed=False))).hexdigest()


def body(lines: Sequence[Entry | CustodyLine]) -> bytes:
    """All lines, without the seal."""
    return b"".join(_canonical(_fields(line, sealed=True)) + b"\n" for line in lines)


def statement(ref: CaseRef, book: Book, lines: Sequence[Entry | CustodyLine]) -> bytes:
    """What is signed. `sha256sum -c` reads it: its first line is a comment to that program."""
    digest = hashlib.sha256(body(lines)).hexdigest()
    return (
        f"# orm evidence, case {ref}, {book.value}: {len(lines)} lines, last hash {lines[-1].hash}\n"
        f"{digest}  {file_name(book)}\n"
    ).encode()


def bound(
    ref: CaseRef,
    book: Book,
    lines: Sequence[Entry | CustodyLine],
    *,
    sign: Callable[[bytes], bytes],
) -> bytes:
    """The whole file: the lines and the seal."""
    return body(lines) + _seal(sign(statement(ref, book, lines)))


def signature_in(content: bytes) -> bytes:
    """The signature that a file's last line holds; empty when it holds none."""
    try:
        seal = json.loads(content.rstrip(b"\n").rpartition(b"\n")[2])
        return bytes.fromhex(seal["signature"])
    except (ValueError, TypeError, KeyError, RecursionError):
        return b""


def opened(
    ref: CaseRef,
    book: Book,
    content: bytes | None,
    *,
    read: "Reader[Line]",
    holds: Callable[[bytes, bytes], bool],
) -> Opened[Line]:
    """The book in a file. A file that is not there is an empty book."""
    if content is None:
        return Opened()
    name = file_name(book)
    lines: list[Line] = []
    problems: list[str] = []
    *written, seal = content.split(b"\n")[:-1] or [b""]
    for number, text in enumerate(written, start=1):
        line = _line(text, read)
        if line is None:
            problems.append(f"{name}, line {number}: it was changed and cannot be read")
            continue
        problems += _misplaced(f"{name}, line {number}", line, lines, number)
        lines.append(line)
    signature = signature_in(content)
    if not lines or content != body(lines) + _seal(signature):
        problems.append(
            f"{name}: bytes were changed, added or cut off (its last line: {_short(seal)})"
        )
    elif not holds(statement(ref, book, lines), signature):
        problems.append(f"{name}: its signature is not this installation's for these lines")
    return Opened(tuple(lines), tuple(problems))


def entry_of(fields: Mapping[str, object]) -> Entry:
    """A manifest line from its JSON.

    Raises:
        ValueError, TypeError, KeyError: it is none.
    """
    file = _text(fields, "file")
    if file and not NUMBERED.fullmatch(file):
        raise ValueError("not a file of an exhibit")
    return Entry(
        seq=_number(fields["seq"]),
        at=datetime.fromisoformat(_text(fields, "at")),
        kind=ExhibitKind(_text(fields, "kind")),
        file=file,
        sha256=_text(fields, "sha256"),
        size=_number(fields["size"]),
        media_type=_text(fields, "media_type"),
        what=_text(fields, "what"),
        about=_text(fields, "about"),
        items=tuple(str(each) for each in _list(fields["items"])),
        removes=tuple(_number(each) for each in _list(fields["removes"])),
        previous=_text(fields, "previous"),
        hash=_text(fields, "hash"),
    )


def custody_of(fields: Mapping[str, object]) -> CustodyLine:
    """A line of the custody log from its JSON.

    Raises:
        ValueError, TypeError, KeyError: it is none.
    """
    return CustodyLine(
        seq=_number(fields["seq"]),
        at=datetime.fromisoformat(_text(fields, "at")),
        who=_text(fields, "who"),
        action=Handling(_text(fields, "action")),
        why=_text(fields, "why"),
        previous=_text(fields, "previous"),
        hash=_text(fields, "hash"),
    )


def head_of(book: Book, lines: Sequence[Entry | CustodyLine]) -> Head | None:
    """The end of a book; None while it is empty."""
    return Head(book, lines[-1].seq, lines[-1].hash) if lines else None


def _line(text: bytes, read: "Reader[Line]") -> Line | None:
    try:
        fields = json.loads(text)
        if not isinstance(fields, dict):
            return None
        line = read(fields)
        same = _canonical(_fields(line, sealed=True)) == text
    except (ValueError, TypeError, KeyError, OverflowError, RecursionError):
        return None
    return line if same else None


def _misplaced(
    where: str, line: Entry | CustodyLine, before: Sequence[Entry | CustodyLine], number: int
) -> list[str]:
    problems = []
    if line.seq != number:
        problems.append(f"{where}: it says it is line {line.seq}; one is missing, doubled or moved")
    if line.previous != (before[-1].hash if before else ""):
        problems.append(f"{where}: it does not follow the line before it")
    if line.hash != hash_of(line):
        problems.append(f"{where}: its words were changed after it was written")
    return problems


def _fields(line: Entry | CustodyLine, *, sealed: bool) -> dict[str, object]:
    fields = asdict(line) | {"at": line.at.astimezone(UTC).isoformat(timespec="microseconds")}
    return fields if sealed else {name: fields[name] for name in fields if name != "hash"}


def _canonical(fields: Mapping[str, object]) -> bytes:
    return json.dumps(fields, sort_keys=True, separators=(",", ":")).encode("ascii")


def _seal(signature: bytes) -> bytes:
    return _canonical({"signature": signature.hex()}) + b"\n"


def _text(fields: Mapping[str, object], name: str) -> str:
    value = fields[name]
    if not isinstance(value, str):
        raise TypeError("not a text")
    return value


def _number(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError("not a number")
    return value


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise TypeError("not a list")
    return value


def _short(text: bytes) -> str:
    return ascii(text[:40].decode("latin-1"))
