"""From what is kept to the bytes of one file, with the sentence that says what it is."""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import PurePath

from orm.archive.captures import warc_of
from orm.archive.texts import words_of
from orm.model.brought import Provenance
from orm.model.evidence import (
    Capture,
    Exhibit,
    ExhibitKind,
    KeptPaper,
    Pointer,
    Record,
    about,
    item_mark,
)

_ENDING = re.compile(r"\.[a-z0-9]{1,8}")


@dataclass(frozen=True, slots=True)
class Made:
    """A file that is to be kept; `ending` begins with a dot."""

    kind: ExhibitKind
    ending: str
    media_type: str
    content: bytes
    what: str
    about: str
    items: tuple[str, ...]


def made(exhibit: Exhibit) -> Made:
    """The file of an exhibit. The same exhibit always gives the same file."""
    match exhibit:
        case Record():
            return _record(exhibit)
        case Pointer():
            return _pointer(exhibit)
        case Capture():
            return _capture(exhibit)
        case KeptPaper():
            return _paper(exhibit)


def _record(record: Record) -> Made:
    how = "as a person handed it in" if record.handed_in else "as orm collected it"
    content = {
        "what": f"The post, version {record.version}, {how}.",
        "provenance": _provenance(record.provenance, handed_in=record.handed_in),
        "source": record.source,
        "url": record.url,
        "author_as_kept": record.author,
        "posted_at_utc": _utc(record.posted_at),
        "collected_at_utc": _utc(record.collected_at),
        "version": record.version,
        "title": record.title,
        "text": record.text,
        "content_hash": record.content_hash,
    }
    return Made(
        kind=ExhibitKind.RECORD,
        ending=".json",
        media_type="application/json",
        content=_json(content),
        what=f"The post {how} on {_day(record.collected_at)}: version {record.version} of its words.",
        about=about(record),
        items=(item_mark(record.identity),),
    )


def _pointer(pointer: Pointer) -> Made:
    """Address, times, who saw it, and nothing else (domain.md T13)."""
    content = {
        "what": "Where it was seen. The policy keeps nothing else of it.",
        "provenance": _provenance(pointer.provenance, handed_in=pointer.handed_in),
        "source": pointer.source,
        "url": pointer.url,
        "posted_at_utc": _utc(pointer.posted_at),
        "collected_at_utc": _utc(pointer.collected_at),
    }
    return Made(
        kind=ExhibitKind.POINTER,
        ending=".json",
        media_type="application/json",
        content=_json(content),
        what=f"Where and when it was seen, on {_day(pointer.collected_at)}; no words of it are kept.",
        about=about(pointer),
        items=(item_mark(pointer.identity),),
    )


def _capture(capture: Capture) -> Made:
    words = words_of(capture.body, content_type=capture.content_type, charset=capture.charset)
    last = capture.hops[-1]
    redirects = len(capture.hops) - 1
    way = f", after {redirects} redirect{'s' if redirects > 1 else ''}" if redirects else ""
    left_out = f" Left out: {words.left_out}." if words.left_out else ""
    return Made(
        kind=ExhibitKind.CAPTURE,
        ending=".warc.gz",
        media_type="application/warc",
        content=warc_of(capture, words),
        what=f"The page as orm fetched it on {_day(last.at)}: answer {last.status}{way},"
        f" {len(words.body):,} bytes of text.{left_out}",
        about=about(capture),
        items=tuple(sorted(item_mark(each) for each in capture.items)),
    )


def _paper(paper: KeptPaper) -> Made:
    ending = PurePath(paper.name).suffix.lower()
    return Made(
        kind=ExhibitKind.PAPER,
        ending=ending if _ENDING.fullmatch(ending) else ".bin",
        media_type=paper.media_type,
        content=paper.content,
        what=" ".join(paper.what.split()),
        about=about(paper),
        items=tuple(sorted(item_mark(each) for each in paper.items)),
    )


def _provenance(found: Provenance | None, *, handed_in: bool) -> dict[str, object]:
    kind = "handed in by a person" if handed_in else "collected"
    if found is None:
        return {"kind": kind}
    told = {name: _utc(v) if isinstance(v, datetime) else v for name, v in asdict(found).items()}
    return {"kind": kind, **told}


def _json(content: Mapping[str, object]) -> bytes:
    text = json.dumps(content, ensure_ascii=False, indent=1)
    # A lone surrogate becomes the escape that JSON has for it.
    return text.encode("utf-8", "backslashreplace") + b"\n"


def _utc(moment: datetime | None) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds") if moment else ""


def _day(moment: datetime) -> str:
    utc = moment.astimezone(UTC)
    return f"{utc.day} {utc:%B %Y at %H:%M UTC}"
