"""What does not hold in a case's files, one sentence each."""

import hashlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from orm.archive import books, disk
from orm.archive.signing import Seals
from orm.model.cases import CaseRef
from orm.model.evidence import Book, CustodyLine, Entry, Head, Holding

EXHIBITS = "exhibits"
_BOOKS = frozenset(books.file_name(book) for book in Book)


@dataclass(frozen=True, slots=True)
class BothBooks:
    """A case's books as they stand on disk."""

    manifest: books.Opened[Entry]
    custody: books.Opened[CustodyLine]

    @property
    def problems(self) -> tuple[str, ...]:
        """What does not hold in them."""
        return self.manifest.problems + self.custody.problems

    def holding(self, ref: CaseRef) -> Holding:
        """What they say is kept."""
        return Holding(ref, self.manifest.lines, self.custody.lines)

    def hashes(self, book: Book) -> tuple[str, ...]:
        """The hash of every line of one book."""
        match book:
            case Book.MANIFEST:
                return tuple(line.hash for line in self.manifest.lines)
            case Book.CUSTODY:
                return tuple(line.hash for line in self.custody.lines)


def both_books(folder: Path, ref: CaseRef, seals: Seals) -> BothBooks:
    """The books in a case's folder."""
    manifest = disk.read_or_nothing(folder / books.file_name(Book.MANIFEST))
    custody = disk.read_or_nothing(folder / books.file_name(Book.CUSTODY))
    return BothBooks(
        books.opened(ref, Book.MANIFEST, manifest, read=books.entry_of, holds=seals.holds),
        books.opened(ref, Book.CUSTODY, custody, read=books.custody_of, holds=seals.holds),
    )


def problems_of(
    folder: Path, ref: CaseRef, both: BothBooks, heads: Sequence[Head]
) -> Iterator[str]:
    """Everything that does not hold: in the books, against the case's record, in the files."""
    yield from both.problems
    for head in heads:
        yield from _taken_back(head, both.hashes(head.book))
    holding = both.holding(ref)
    standing = holding.standing
    for entry in standing:
        yield from _changed(folder / EXHIBITS / entry.file, entry)
    gone = {entry.file for entry in holding.entries if entry.file} - {e.file for e in standing}
    for path in _files(folder):
        yield from _unlisted(path, folder, {entry.file for entry in standing}, gone, holding)


def _taken_back(head: Head, hashes: Sequence[str]) -> Iterator[str]:
    name = books.file_name(head.book)
    if len(hashes) < head.seq:
        yield (
            f"{name}: the case's record says that it had {head.seq} lines, and it has {len(hashes)};"
            " lines or the whole file were taken away"
        )
    elif hashes[head.seq - 1] != head.hash:
        yield f"{name}, line {head.seq}: it is not the line that the case's record names"


def _changed(path: Path, entry: Entry) -> Iterator[str]:
    where = f"{EXHIBITS}/{entry.file} (manifest entry {entry.seq})"
    if path.is_symlink() or (path.exists() and not path.is_file()):
        yield f"{where}: it is not a file any more"
    elif not path.exists():
        yield f"{where}: it is missing"
    elif path.stat().st_size != entry.size:
        yield f"{where}: it has {path.stat().st_size:,} bytes and had {entry.size:,}"
    elif sha256_of(path) != entry.sha256:
        yield f"{where}: its bytes were changed"


def _files(folder: Path) -> tuple[Path, ...]:
    return tuple(sorted(path for path in folder.rglob("*") if path != folder / EXHIBITS))


def _unlisted(
    path: Path, folder: Path, listed: Collection[str], gone: Collection[str], holding: Holding
) -> Iterator[str]:
    name = path.relative_to(folder).as_posix()
    inside = path.parent == folder / EXHIBITS
    if (path.parent == folder and path.name in _BOOKS) or (inside and path.name in listed):
        return
    if path.name.startswith(disk.UNFINISHED):
        yield f"{name}: unfinished; a write was interrupted. It is no evidence: ignore it"
    elif inside and path.name in gone:
        yield f"{name}: the manifest says that it was deleted, and it is there"
    elif inside and unfinished(path.name, holding.entries):
        yield (
            f"{name}: unfinished or added; the manifest does not have it yet. It is no evidence:"
            " ignore it, the next writing takes it away"
        )
    else:
        yield f"{name}: somebody added it; the manifest does not have it"


def unfinished(name: str, entries: Sequence[Entry]) -> bool:
    """Whether a file that no book has is called like the next exhibit: its writing was interrupted."""
    found = books.NUMBERED.fullmatch(name)
    return found is not None and int(found[1]) == len(entries) + 1


def sha256_of(path: Path) -> str:
    """SHA-256 hex of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
