"""Delivery reports (RFC 3464) as mail servers really write them: read without trust, and pure.

A report has three parts: words for people, fields for programs, and the headers of the letter. Only
the last two are read, as bytes of any encoding, and only so much of them.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import Message
from email.parser import BytesHeaderParser
from typing import Final

from orm.model.letter_book import plain_address
from orm.model.letters import PROOF_HEADER

MOST: Final = 32_768
"""Bytes that are read of each part."""

LARGEST: Final = 1_000_000
"""Bytes that are read of a whole message in a file."""

WHOLE_LETTERS: Final = frozenset({"message/rfc822", "message/global"})
HEADERS_ALONE: Final = frozenset({"text/rfc822-headers", "message/global-headers"})
_FOR_PROGRAMS = frozenset({"message/delivery-status", "message/global-delivery-status"})

_MOST_PARTS = 200
_MOST_BLOCKS = 50
_BLANK = re.compile(r"\n[ \t]*\n")
_FOLD = re.compile(r"=?\n[ \t]+|=\n")
_FIELD = re.compile(r"([!-9;-~]{1,60})[ \t]*:[ \t]*(.*)")
_STATUS = re.compile(r"([245])\.([0-9]{1,3})\.([0-9]{1,3})(?![0-9.])")
_NAME = re.compile(r"<([0-9a-f]{40})@[^<>\s]{1,253}>")
_PROOF = re.compile(r"[0-9a-f]{32}")
_GIVEN_UP, _WAITS = "failed", "delayed"


@dataclass(frozen=True, slots=True)
class Failure:
    """What became of the letter to one recipient: `status` is like "5.1.1". `recipients` are the
    address that was written to and the one behind it, as far as the report says.
    """

    status: str
    recipients: frozenset[str]


@dataclass(frozen=True, slots=True)
class Report:
    """A delivery report: the name and the proof of the letter that it quotes, and its failures."""

    name: str
    proof: str
    failures: tuple[Failure, ...]


def is_report(head: bytes) -> bool:
    """Whether a message with these headers says of itself that it is a delivery report."""
    message = BytesHeaderParser(policy=policy.compat32).parsebytes(head[:MOST])
    return (
        message.get_content_type() == "multipart/report"
        and "delivery-status" in str(message.get("content-type", "")).casefold()
    )


def content_type(head: bytes) -> str:
    """The content type that a part's headers name, such as "message/rfc822"."""
    return BytesHeaderParser(policy=policy.compat32).parsebytes(head[:MOST]).get_content_type()


def read_report(for_programs: bytes, of_the_letter: bytes) -> Report | None:
    """The report of these two parts; None where it quotes no letter of ours, or tells no failure."""
    headers = dict(_fields(_BLANK.split(_text(of_the_letter), maxsplit=1)[0]))
    name = _NAME.search(headers.get("message-id", ""))
    proof = _PROOF.fullmatch(headers.get(PROOF_HEADER.casefold(), "").strip())
    failures = tuple(_failures(_text(for_programs)))
    if name is None or proof is None or not failures:
        return None
    return Report(name[1], proof[0], failures)


def parts_of(raw: bytes) -> tuple[bytes, bytes] | None:
    """The two parts of a whole message in a file, wherever they stand in it; None without them."""
    try:
        parts = list(_walked(message_from_bytes(raw[:LARGEST], policy=policy.compat32)))
    except (RecursionError, LookupError, ValueError):
        return None  # nested or broken so badly that the library gives up
    for_programs = next((p for p in parts if p.get_content_type() in _FOR_PROGRAMS), None)
    letter = next((p for p in parts if p.get_content_type() in WHOLE_LETTERS | HEADERS_ALONE), None)
    if for_programs is None or letter is None:
        return None
    return b"\n\n".join(_blocks(for_programs)), _headers_of(letter)


def _walked(message: Message) -> Iterator[Message]:
    for number, part in enumerate(message.walk()):
        if number >= _MOST_PARTS:
            return
        yield part


def _blocks(part: Message) -> Iterator[bytes]:
    inside = part.get_payload()
    for block in inside[:_MOST_BLOCKS] if isinstance(inside, list) else []:
        if isinstance(block, Message):
            yield _written(block)


def _headers_of(part: Message) -> bytes:
    inside = part.get_payload(0) if part.is_multipart() else None
    if isinstance(inside, Message):
        return _written(inside)
    content = part.get_payload(decode=True)
    return content[:MOST] if isinstance(content, bytes) else b""


def _written(message: Message) -> bytes:
    said = "\n".join(f"{name}: {value}" for name, value in message.items())
    return said.encode("latin-1", "replace")[:MOST]


def _text(part: bytes) -> str:
    """Every byte is some letter, so nothing here can be of the wrong encoding."""
    text = part[:MOST].decode("latin-1")
    return text.replace("\r\n", "\n").replace("\r", "\n").lstrip("\n")


def _failures(text: str) -> Iterator[Failure]:
    for block in _BLANK.split(text)[:_MOST_BLOCKS]:
        fields = dict(_fields(block))
        found = _STATUS.match(fields.get("status", ""))
        if found is None or not _tells(fields.get("action", ""), found[1]):
            continue
        yield Failure(
            ".".join(str(int(number)) for number in found.groups()),
            frozenset(_addresses(fields)),
        )


def _tells(action: str, status: str) -> bool:
    """A letter that waits has not failed for good, whatever the code beside it says."""
    words = action.casefold().split()
    given = words[0] if words else _GIVEN_UP
    return status in {_GIVEN_UP: "45", _WAITS: "4"}.get(given, "")


def _addresses(fields: dict[str, str]) -> Iterable[str]:
    """Without their type, such as "rfc822;"."""
    for name in ("original-recipient", "final-recipient"):
        address = plain_address(fields.get(name, "").rpartition(";")[2]).strip("<> ")
        if address:
            yield address


def _fields(block: str) -> Iterator[tuple[str, str]]:
    """Names in lower case. Of several fields of one name the last counts, as a mail server of ours
    would not write two.
    """
    for line in _FOLD.sub(" ", block).split("\n"):
        found = _FIELD.match(line)
        if found:
            yield found[1].casefold(), found[2]
