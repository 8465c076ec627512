"""What tests of evidence need: exhibits of every kind, a folder with a case, and a house that keeps."""

from datetime import datetime, timedelta
from multiprocessing.synchronize import Event
from pathlib import Path

from orm.archive.folder import EvidenceFolder
from orm.model.brought import Provenance
from orm.model.cases import CaseRef
from orm.model.evidence import Capture, Exhibit, Handling, Hop, KeptPaper, Pointer, Record
from orm.model.items import Identity
from orm.pipeline.keeping_evidence import Keeping
from orm.store.sql_store import SqlStore
from tests.factories_looking import real_store
from tests.factories_store import NOW

REF = CaseRef("K7QD-2MX9")
URL = "https://chat.example/thread/7"
POST = Identity("feed", URL)
WORDS = "They closed the gate again and nobody at Wrenbeck Primary told the parents first"
PAGE = f"<!doctype html><title>Chat</title><p>{WORDS}</p>".encode()
CERTIFICATE = "-----BEGIN CERTIFICATE-----\nd3JlbmJlY2s=\n-----END CERTIFICATE-----\n"
SEEN_BY_OFFICE = Provenance("shell", "school office", "form", NOW, NOW)


def record(**changes) -> Record:
    """A post as collected."""
    return Record(
        **{
            "identity": POST,
            "source": "feed",
            "url": URL,
            "collected_at": NOW,
            "posted_at": NOW - timedelta(hours=2),
            "version": 1,
            "content_hash": "a" * 64,
            "title": "The gate in Mill Street",
            "text": WORDS,
            "author": "Mill Row Mum",
            **changes,
        }
    )


def pointer(**changes) -> Pointer:
    """Where something was seen."""
    return Pointer(
        **{
            "identity": POST,
            "source": "feed",
            "url": URL,
            "collected_at": NOW,
            "posted_at": None,
            **changes,
        }
    )


def hop(url: str = URL, **changes) -> Hop:
    """One question and its answer."""
    return Hop(
        **{
            "url": url,
            "at": NOW,
            "status": 200,
            "address": "192.0.2.7",
            "certificate": CERTIFICATE,
            "sent": (("User-Agent", "orm/1"), ("Accept", "text/html")),
            "headers": (("content-type", "text/html"), ("content-encoding", "gzip")),
            **changes,
        }
    )


def capture(*hops: Hop, **changes) -> Capture:
    """A page as fetched."""
    return Capture(
        **{
            "items": (POST,),
            "hops": hops or (hop(),),
            "body": PAGE,
            "content_type": "text/html",
            "charset": "utf-8",
            **changes,
        }
    )


def paper(**changes) -> KeptPaper:
    """An approved pack."""
    return KeptPaper(
        **{
            "name": "posh-pack.pdf",
            "media_type": "application/pdf",
            "content": b"%PDF-1.7 invented",
            "what": "The pack for the helpline, as approved.",
            **changes,
        }
    )


def kept_case(folder: Path, *, ref: CaseRef = REF) -> EvidenceFolder:
    """A case with four exhibits and two lines of custody."""
    archive = EvidenceFolder(folder)
    moved = hop("https://chat.example/t/7", status=301, headers=(("location", URL),))
    exhibits: tuple[Exhibit, ...] = (
        record(),
        capture(moved, hop()),
        paper(),
        pointer(identity=Identity("feed", "2")),
    )
    for step, exhibit in enumerate(exhibits):
        assert archive.keep(ref, exhibit, at=NOW + timedelta(minutes=step))
    later = NOW + timedelta(hours=1)
    archive.note(ref, who="head", action=Handling.VIEWED, why="to decide", at=later)
    archive.note(ref, who="head", action=Handling.EXPORTED, why="for the police", at=later)
    return archive


def files_of(archive: EvidenceFolder, ref: CaseRef = REF) -> list[Path]:
    """Every file of a case."""
    return sorted(p for p in (archive.path / "cases" / ref).rglob("*") if p.is_file())


def keep_many(folder: Path, begun: Event) -> None:
    """In a process of its own: keep one exhibit after another, until it is killed."""
    archive = EvidenceFolder(folder)
    begun.set()
    for number in range(5_000):
        archive.keep(REF, record(content_hash=f"{number:064x}"), at=minutes(number))


def keeping_of(url: str, folder: Path) -> tuple[Keeping, SqlStore]:
    """A real store with the real chain, and a real archive."""
    store = real_store(url)
    return Keeping(EvidenceFolder(folder), store), store


def minutes(count: float) -> datetime:
    """So long after NOW."""
    return NOW + timedelta(minutes=count)
