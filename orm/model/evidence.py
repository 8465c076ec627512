"""Evidence: what is kept of a case as files, how it is listed, and who has handled it."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from hashlib import sha256

from orm.model.brought import Provenance
from orm.model.cases import CaseRef
from orm.model.items import Identity
from orm.model.polls import Response

KEPT = "evidence kept"
"""What a case's record says when something of it was put into the archive."""


class ExhibitKind(StrEnum):
    """What an entry of the manifest is. REMOVAL says that earlier files were deleted, and why."""

    RECORD = "record"
    POINTER = "pointer"
    CAPTURE = "capture"
    PAPER = "paper"
    REMOVAL = "removal"


@dataclass(frozen=True, slots=True)
class Record:
    """One kept version of an item, as the house collected it or as a person handed it in.

    Moments are aware UTC. `author` is as kept, None where the archive was not told it.
    `handed_in` is true for what a person brought; `provenance` is who, where that is known.
    """

    identity: Identity
    source: str
    url: str
    collected_at: datetime
    posted_at: datetime | None
    version: int
    content_hash: str
    title: str = field(default="", repr=False)
    text: str = field(default="", repr=False)
    author: str | None = field(default=None, repr=False)
    handed_in: bool = False
    provenance: Provenance | None = None


@dataclass(frozen=True, slots=True)
class Pointer:
    """All that is kept where the policy keeps no words (domain.md G9, T13): where, when, who saw it."""

    identity: Identity
    source: str
    url: str
    collected_at: datetime
    posted_at: datetime | None
    handed_in: bool = False
    provenance: Provenance | None = None


@dataclass(frozen=True, slots=True)
class Hop:
    """One question and the head of its answer, on the way to the page.

    `url` holds no key. `address` is the IP address that was connected to. `sent` and `headers` have
    lower-case names, without keys and cookies. `certificate` is PEM, empty without TLS.
    """

    url: str
    at: datetime
    status: int
    address: str = ""
    certificate: str = ""
    sent: tuple[tuple[str, str], ...] = ()
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Witnessed(Response):
    """An answer with the way to it: every redirect, and the page itself as the last hop."""

    hops: tuple[Hop, ...] = ()


@dataclass(frozen=True, slots=True)
class Capture:
    """A page as it was fetched, for these items. `content_type` and `charset` are as the site says.

    `body` is unpacked; what is not text is left out when it is kept.
    """

    items: tuple[Identity, ...]
    hops: tuple[Hop, ...]
    body: bytes = field(default=b"", repr=False)
    content_type: str = ""
    charset: str = ""


@dataclass(frozen=True, slots=True)
class KeptPaper:
    """The bytes of a letter or pack that was approved. `what` is one sentence without words of a post.

    `name` ends in its kind of file, such as "posh-pack.pdf".
    """

    name: str
    media_type: str
    content: bytes = field(repr=False)
    what: str
    items: tuple[Identity, ...] = ()


Exhibit = Record | Pointer | Capture | KeptPaper


def about(exhibit: Exhibit) -> str:
    """The same for the same exhibit handed in again: SHA-256 hex, which cannot be read back.

    A record is the same while its words are; a pointer as long as it points to the same item.
    """
    match exhibit:
        case Record(identity=identity, content_hash=content_hash):
            return _mark("record", identity.family, identity.key, content_hash)
        case Pointer(identity=identity):
            return _mark("pointer", identity.family, identity.key)
        case Capture(hops=hops):
            last = hops[-1]
            return _mark("capture", last.url, last.at.astimezone(UTC).isoformat())
        case KeptPaper(content=content):
            return _mark("paper", sha256(content).hexdigest())


def item_mark(identity: Identity) -> str:
    """What the manifest calls an item: SHA-256 hex, so that it names no address."""
    return _mark("item", identity.family, identity.key)


def _mark(*parts: str) -> str:
    return sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a case's manifest, chained to the line before it by hash.

    `file` is empty for a REMOVAL. `about` is the same for the same exhibit, whenever it is handed
    in; `items` are fingerprints of the items that it shows; neither says an address. `removes` are
    numbers of entries whose files were deleted. `what` holds no word of a post and no address.
    """

    seq: int
    at: datetime
    kind: ExhibitKind
    file: str
    sha256: str
    size: int
    media_type: str
    what: str
    about: str
    items: tuple[str, ...] = ()
    removes: tuple[int, ...] = ()
    previous: str = ""
    hash: str = ""


class Handling(StrEnum):
    """What somebody did with the evidence."""

    VIEWED = "viewed"
    EXPORTED = "exported"


@dataclass(frozen=True, slots=True)
class CustodyLine:
    """One line of a case's custody log, chained like the manifest. `who` is a contact's id."""

    seq: int
    at: datetime
    who: str
    action: Handling
    why: str
    previous: str = ""
    hash: str = ""


class Book(StrEnum):
    """The two signed lists of a case."""

    MANIFEST = "manifest"
    CUSTODY = "custody"


@dataclass(frozen=True, slots=True)
class Head:
    """The end of a book: how many lines it has and the last one's hash. Empty books have none.

    The case's own record repeats heads, so that a book cannot be taken back to an earlier state.
    """

    book: Book
    seq: int
    hash: str


@dataclass(frozen=True, slots=True)
class Holding:
    """What the archive holds of one case, as its books say."""

    ref: CaseRef
    entries: tuple[Entry, ...]
    custody: tuple[CustodyLine, ...]

    @property
    def standing(self) -> tuple[Entry, ...]:
        """Entries whose files are there."""
        gone = {seq for entry in self.entries for seq in entry.removes}
        return tuple(each for each in self.entries if each.file and each.seq not in gone)
