"""The evidence of every case, in one folder. The house's `orm.ports.Archive`."""

import hashlib
import re
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from orm.archive import books, disk
from orm.archive.checking import EXHIBITS, BothBooks, both_books, problems_of, unfinished
from orm.archive.exhibits import Made, made
from orm.archive.handing_over import package
from orm.archive.signing import Seals
from orm.errors import NotAllowed, StoreError
from orm.model.cases import CaseRef
from orm.model.evidence import (
    Book,
    CustodyLine,
    Entry,
    Exhibit,
    ExhibitKind,
    Handling,
    Head,
    Holding,
    item_mark,
)
from orm.model.items import Identity

CASES = "cases"
_REF = re.compile(r"[0-9A-Za-z-]{1,40}")


@dataclass(frozen=True, slots=True)
class EvidenceFolder:
    """Each method is done as a whole or not at all, whatever happens meanwhile.

    Every method raises StoreError when the folder cannot be read or written, and ConfigError when
    the key cannot be used.
    """

    path: Path

    def refs(self) -> tuple[CaseRef, ...]:
        """Every case that has a folder here, by reference."""
        with self._alone():
            return tuple(CaseRef(each.name) for each in sorted((self.path / CASES).glob("*")))

    def holding(self, ref: CaseRef) -> Holding:
        """What the books of a case say; empty where nothing is kept of it."""
        with self._alone():
            return self._both(ref).holding(ref)

    def heads(self, ref: CaseRef) -> tuple[Head, ...]:
        """The ends of the books that are not empty."""
        holding = self.holding(ref)
        found = (
            books.head_of(Book.MANIFEST, holding.entries),
            books.head_of(Book.CUSTODY, holding.custody),
        )
        return tuple(head for head in found if head is not None)

    def keep(self, ref: CaseRef, exhibit: Exhibit, *, at: datetime) -> Entry | None:
        """Add an exhibit; None when the same one is there already.

        Raises:
            StoreError: something of the case was changed; nothing is signed on top of that.
        """
        new = made(exhibit)
        with self._alone():
            both = self._whole(ref)
            entries = both.manifest.lines
            if any(each.about == new.about for each in both.holding(ref).standing):
                return None
            place = self._case(ref) / EXHIBITS
            disk.make_folder(place)
            self._sweep(ref, entries)
            grown = books.grown(entries, _entry(new, len(entries) + 1, at))
            disk.write(place / grown[-1].file, new.content)
            self._bind(ref, Book.MANIFEST, grown)
            return grown[-1]

    def note(
        self, ref: CaseRef, *, who: str, action: Handling, why: str, at: datetime
    ) -> CustodyLine:
        """Write into the custody log who does what with the evidence, and why.

        Raises:
            StoreError: something of the case was changed; nothing is signed on top of that.
        """
        with self._alone():
            lines = self._whole(ref).custody.lines
            grown = books.grown(lines, CustodyLine(0, at, who, action, why))
            disk.make_folder(self._case(ref))
            self._bind(ref, Book.CUSTODY, grown)
            return grown[-1]

    def check(self, ref: CaseRef, *, heads: Sequence[Head] = ()) -> tuple[str, ...]:
        """What does not hold, one sentence each; nothing when every byte is as it was kept.

        `heads` are ends of books that the case's record names: a book that has gone back before
        one is found.
        """
        with self._alone():
            both = self._both(ref)
            found = problems_of(self._case(ref), ref, both, heads)
            return (*self._seals().problems(), *found)

    def package(self, ref: CaseRef) -> bytes:
        """A zip for somebody who has no orm. The same state gives the same bytes.

        Raises:
            NotAllowed: nothing is kept of this case.
            StoreError: something was changed since it was kept.
        """
        with self._alone():
            both = self._whole(ref)
            broken = tuple(problems_of(self._case(ref), ref, both, ()))
            if broken:
                raise _damaged(ref, broken)
            if not both.manifest.lines:
                raise NotAllowed(f"No evidence is kept of case {ref} yet.")
            return package(self._case(ref), both.holding(ref), self._seals())

    def let_go(
        self,
        ref: CaseRef,
        *,
        items: Collection[Identity] | None,
        was_purged: bool,
        under_hold: bool,
        at: datetime,
    ) -> int:
        """Delete the files that show these items, or all of the case's; how many.

        The only way in which evidence is deleted. The manifest keeps its lines and says what was
        deleted when; pointers to an item outlive its words, unless the whole case goes.

        Raises:
            NotAllowed: the store does not say that the words were purged, or the case is under
                an evidence hold.
        """
        if under_hold:
            raise NotAllowed(
                f"Case {ref} is under an evidence hold: nothing of it is deleted until the police or"
                " the safeguarding lead release it."
            )
        if not was_purged:
            raise NotAllowed(f"Case {ref} has not been purged: its evidence stays.")
        marks = None if items is None else {item_mark(each) for each in items}
        with self._alone():
            both = self._whole(ref)
            leaving = [e for e in both.holding(ref).standing if _shows(e, marks)]
            if leaving:
                grown = books.grown(both.manifest.lines, _removal(leaving, at))
                self._bind(ref, Book.MANIFEST, grown)
            self._clear(ref, self._both(ref).holding(ref))
            return len(leaving)

    def works(self) -> str:
        """Nothing to do, in words; the folder can be written and the key is in order."""
        with self._alone():
            probe = self.path / f"{disk.UNFINISHED}check"
            disk.write(probe, b"")
            probe.unlink()
            wrong = self._seals().problems()
        if wrong:
            raise StoreError(" ".join(wrong))
        return "can be written; the key is in order"

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with disk.named(self.path), disk.alone(self.path):
            yield

    def _case(self, ref: CaseRef) -> Path:
        if not _REF.fullmatch(ref):
            raise NotAllowed("That is not a case's reference; see the list of cases.")
        return self.path / CASES / ref

    def _seals(self) -> Seals:
        return Seals(self.path)

    def _both(self, ref: CaseRef) -> BothBooks:
        return both_books(self._case(ref), ref, self._seals())

    def _whole(self, ref: CaseRef) -> BothBooks:
        both = self._both(ref)
        if both.problems:
            raise _damaged(ref, both.problems)
        return both

    def _bind(self, ref: CaseRef, book: Book, lines: Sequence[Entry | CustodyLine]) -> None:
        content = books.bound(ref, book, lines, sign=self._seals().sign)
        disk.write(self._case(ref) / books.file_name(book), content)

    def _sweep(self, ref: CaseRef, entries: Sequence[Entry]) -> None:
        """Take away what an interrupted write left; it was never evidence."""
        case = self._case(ref)
        for path in (*case.glob("*"), *(case / EXHIBITS).glob("*")):
            begun = path.name.startswith(disk.UNFINISHED)
            if begun or (path.parent.name == EXHIBITS and unfinished(path.name, entries)):
                path.unlink()

    def _clear(self, ref: CaseRef, holding: Holding) -> None:
        """Delete what the manifest says is gone. Done again after a kill, it finishes the work."""
        standing = {entry.file for entry in holding.standing}
        place = self._case(ref) / EXHIBITS
        for entry in holding.entries:
            if entry.file and entry.file not in standing:
                (place / entry.file).unlink(missing_ok=True)
        if place.is_dir():
            disk.settle(place)


def _entry(new: Made, seq: int, at: datetime) -> Entry:
    return Entry(
        seq=seq,
        at=at,
        kind=new.kind,
        file=f"{seq:04d}-{new.kind.value}{new.ending}",
        sha256=hashlib.sha256(new.content).hexdigest(),
        size=len(new.content),
        media_type=new.media_type,
        what=new.what,
        about=new.about,
        items=new.items,
    )


def _removal(leaving: Sequence[Entry], at: datetime) -> Entry:
    numbers = tuple(entry.seq for entry in leaving)
    return Entry(
        seq=0,
        at=at,
        kind=ExhibitKind.REMOVAL,
        file="",
        sha256="",
        size=0,
        media_type="",
        what=f"Files of entries {', '.join(map(str, numbers))} were deleted: their time was over.",
        about="",
        removes=numbers,
    )


def _shows(entry: Entry, marks: Collection[str] | None) -> bool:
    if marks is None:
        return True
    return entry.kind is not ExhibitKind.POINTER and not set(entry.items).isdisjoint(marks)


def _damaged(ref: CaseRef, problems: Sequence[str]) -> StoreError:
    return StoreError(
        f"The evidence of case {ref} is not as it was kept ({problems[0]}). Run: orm evidence verify"
        f" {ref}. Nothing is added until the folder is put back from the backup."
    )
