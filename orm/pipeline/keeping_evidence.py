"""Evidence of cases: kept within a heartbeat, named in the case's record, handed over with a trace.

The case's record repeats the last line of each book (`Head`), so that files taken back to an earlier
state, or taken away, do not go unseen.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType

from orm.cases.chain import PROGRAM, next_event, verify
from orm.errors import ConfigError, Conflict, NotAllowed, StoreError
from orm.model.brought import FAMILY, Brought, Provenance
from orm.model.cases import OPEN_STATES, CaseEvent, CaseFile, CaseRef, CaseState, SeenItem
from orm.model.evidence import (
    KEPT,
    Book,
    Capture,
    Exhibit,
    Handling,
    Head,
    Holding,
    KeptPaper,
    Pointer,
    Record,
    Witnessed,
    about,
)
from orm.model.items import Identity
from orm.model.judgement import Category, Retain
from orm.model.looks import Subject
from orm.model.polls import NotModified, Response
from orm.model.settlements import MentionFile
from orm.ports import Archive, Store

DELETED = "evidence deleted"
"""What the case's record calls what the program does with the files."""

_HANDLED = {Handling.VIEWED: "evidence viewed", Handling.EXPORTED: "evidence exported"}
_NAMING = frozenset({KEPT, DELETED, *_HANDLED.values()})
_HEAD = re.compile(r"(manifest|custody) line (\d{1,9}), ([0-9a-f]{64})$")
_NO_WORDS_EVER = Category.T13  # "URL, time, who saw it; nothing else": domain.md §3.3
_PAGES = (256, 4_096, 65_536)  # how far back a case's posts are looked for, step by step
_ATTEMPTS = 3
_LONGEST_WHY = 300
_NOBODY: Mapping[Identity, Provenance] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Keeping:
    """What keeping evidence needs of the world."""

    archive: Archive
    store: Store


@dataclass(frozen=True, slots=True)
class Kept:
    """What a heartbeat kept: cases looked at, exhibits added, and why what could not be kept.

    `faults` hold no word of a post; each is said once.
    """

    cases: int = 0
    exhibits: int = 0
    failed: int = 0
    faults: tuple[str, ...] = ()


def keep_due(keeping: Keeping, *, now: datetime) -> Kept:
    """Keep what is new of every open case: of those in which something came since evidence was kept.
    One that fails does not keep the others from it.
    """
    kept = Kept()
    for ref in keeping.store.unkept(now=now):
        try:
            added = keep_case(ref, keeping, now=now)
        except (StoreError, ConfigError, Conflict) as error:
            faults = dict.fromkeys((*kept.faults, str(error)))
            kept = replace(kept, failed=kept.failed + 1, faults=tuple(faults))
            continue
        kept = replace(kept, cases=kept.cases + 1, exhibits=kept.exhibits + added)
    return kept


def keep_case(
    ref: CaseRef,
    keeping: Keeping,
    *,
    now: datetime,
    brought: Mapping[Identity, Provenance] = _NOBODY,
) -> int:
    """Keep each item of an open case in its present words, and name the end of the manifest in the
    case's record; how many exhibits are new. `brought` says who handed an item in.

    Raises:
        StoreError, ConfigError: it cannot be written or signed; the next heartbeat tries again.
        Conflict: others act on the case again and again.
    """
    file = keeping.store.case(ref)
    if file is None or file.case.state not in OPEN_STATES:
        return 0
    known = {entry.about for entry in keeping.archive.holding(ref).standing}
    drafts = [
        _draft(subject, seen, file, brought.get(subject.identity))
        for subject, seen in _together(keeping.store.subjects(ref), file.seen)
    ]
    missing = [draft for draft in drafts if about(draft) not in known]
    written = _mentions(file, {draft.identity for draft in missing}, keeping.store)
    complete = (_completed(draft, written.get(draft.identity)) for draft in missing)
    added = sum(keeping.archive.keep(ref, each, at=now) is not None for each in complete)
    _name_head(file, Book.MANIFEST, KEPT, keeping, now=now)
    return added


def keep_brought(
    brought: Brought, refs: Sequence[CaseRef], keeping: Keeping, *, now: datetime
) -> None:
    """Keep a post that a person handed in, with who saw it, in each case that it belongs to."""
    said = {brought.item.identity: brought.provenance}
    for ref in refs:
        # The next heartbeat meets the same fault, keeps the post and tells of it.
        with suppress(StoreError, ConfigError, Conflict):
            keep_case(ref, keeping, now=now, brought=said)


def is_saved(file: CaseFile, keeping: Keeping) -> bool:
    """Whether everything that the case is about is kept in its present words, unchanged (gate G3).

    Raises:
        StoreError: the evidence cannot be read.
    """
    if _wrong_in(file, keeping):
        return False
    known = {entry.about for entry in keeping.archive.holding(file.case.ref).standing}
    pairs = tuple(_together(keeping.store.subjects(file.case.ref), file.seen))
    return bool(pairs) and all(about(_draft(*pair, file, None)) in known for pair in pairs)


def keep_capture(
    file: CaseFile,
    subjects: Sequence[Subject],
    answer: Response | NotModified | Exception,
    keeping: Keeping,
    *,
    now: datetime,
) -> int:
    """Keep the page that was fetched for these items; how many exhibits are new.

    Nothing is kept of a page that shows an item of which only a pointer may be kept.

    Raises:
        StoreError, ConfigError: it cannot be written or signed.
    """
    if not isinstance(answer, Witnessed) or not answer.hops:
        return 0
    if any(_pointer_only(subject, file) for subject in subjects):
        return 0
    capture = Capture(
        items=tuple(subject.identity for subject in subjects),
        hops=answer.hops,
        body=answer.body,
        content_type=answer.content_type,
        charset=answer.charset,
    )
    return int(keeping.archive.keep(file.case.ref, capture, at=now) is not None)


def keep_paper(ref: CaseRef, paper: KeptPaper, keeping: Keeping, *, now: datetime) -> int:
    """Keep an approved letter or pack; how many exhibits are new.

    Raises:
        NotAllowed: there is no such case.
        StoreError, ConfigError: it cannot be written or signed.
    """
    keep_case(ref, keeping, now=now)  # what came meanwhile: the event below says that it is kept
    file = _file(ref, keeping.store)
    added = int(keeping.archive.keep(ref, paper, at=now) is not None)
    _name_head(file, Book.MANIFEST, KEPT, keeping, now=now)
    return added


def view(ref: CaseRef, *, who: str, why: str, keeping: Keeping, now: datetime) -> Holding:
    """What is kept of the case; that somebody looked is written down before it is shown.

    Raises:
        NotAllowed: there is no such case, or no reason in one line.
    """
    _handle(ref, Handling.VIEWED, who=who, why=why, keeping=keeping, now=now)
    return keeping.archive.holding(ref)


def export(ref: CaseRef, *, who: str, why: str, keeping: Keeping, now: datetime) -> bytes:
    """The zip for a third party; the hand-over is written down first and is part of the zip.

    Raises:
        NotAllowed: there is no such case, nothing is kept of it, or no reason in one line.
        StoreError: something was changed since it was kept: nothing is handed over.
    """
    keep_case(ref, keeping, now=now)
    broken = verify_case(ref, keeping)
    if broken:
        raise StoreError(
            f"The evidence of case {ref} is not as it was kept: {broken[0]}. Nothing is handed over;"
            f" run: orm evidence verify {ref}"
        )
    keeping.archive.package(ref)  # refused before anything is written down
    _handle(ref, Handling.EXPORTED, who=who, why=why, keeping=keeping, now=now)
    return keeping.archive.package(ref)


def verify_case(ref: CaseRef, keeping: Keeping) -> tuple[str, ...]:
    """What does not hold in the case's record, its books and its files, one sentence each."""
    file = keeping.store.case(ref)
    if file is None:
        missing = f"{ref}: the database has no such case, so its files cannot be compared with it"
        return (missing, *keeping.archive.check(ref))
    return _wrong_in(file, keeping)


def _wrong_in(file: CaseFile, keeping: Keeping) -> tuple[str, ...]:
    heads = heads_in(file.events)
    return (*verify(file.events), *keeping.archive.check(file.case.ref, heads=heads))


def all_refs(keeping: Keeping) -> tuple[CaseRef, ...]:
    """Every case that has evidence, and every case that ought to have it."""
    known = {case.ref for case in keeping.store.cases()}
    return tuple(sorted(known.union(keeping.archive.refs())))


def let_go_due(keeping: Keeping, *, now: datetime) -> int:
    """Let go of what the store has let go of, in every case that is not on hold; how many files."""
    deleted = 0
    for ref in keeping.store.without_words():
        file = keeping.store.case(ref)
        if file is not None and not file.case.held and _gone(file, keeping.store):
            deleted += let_go(ref, keeping, now=now)
    return deleted


def let_go(ref: CaseRef, keeping: Keeping, *, now: datetime) -> int:
    """Delete the files of what the store no longer has words of; how many files.

    All of them where the case was purged.

    Raises:
        NotAllowed: the case is under an evidence hold, or its words were not purged.
    """
    file = _file(ref, keeping.store)
    gone = _gone(file, keeping.store)
    deleted = keeping.archive.let_go(
        ref,
        items=None if file.case.state is CaseState.PURGED else gone,
        was_purged=bool(gone),
        under_hold=file.case.held,
        at=now,
    )
    if deleted:
        _name_head(file, Book.MANIFEST, DELETED, keeping, now=now)
    return deleted


def heads_in(events: Sequence[CaseEvent]) -> tuple[Head, ...]:
    """The ends of books that the case's record names."""
    found = (_HEAD.search(event.reason) for event in events if event.action in _NAMING)
    return tuple(Head(Book(each[1]), int(each[2]), each[3]) for each in found if each)


def _gone(file: CaseFile, store: Store) -> tuple[Identity, ...]:
    """The items whose words the store no longer has; all of a purged case's."""
    purged = file.case.state is CaseState.PURGED
    subjects = store.subjects(file.case.ref)
    return tuple(each.identity for each in subjects if purged or not _has_words(each))


def _file(ref: CaseRef, store: Store) -> CaseFile:
    file = store.case(ref)
    if file is None:
        raise NotAllowed(f"There is no case {ref}; see the list of cases.")
    return file


def _together(
    subjects: Sequence[Subject], seen: Sequence[SeenItem]
) -> Iterator[tuple[Subject, SeenItem]]:
    """Each item with what the case's file says of it: both lists have the same order."""
    left = list(seen)
    for subject in subjects:
        key = (subject.source, subject.url, subject.title, subject.text)
        match = next((s for s in left if (s.source, s.url, s.title, s.text) == key), None)
        if match is not None:
            left.remove(match)
            yield subject, match


def _draft(
    subject: Subject, seen: SeenItem, file: CaseFile, provenance: Provenance | None
) -> Record | Pointer:
    handed_in = FAMILY in {subject.source, subject.identity.family}
    if _pointer_only(subject, file):
        return Pointer(
            identity=subject.identity,
            source=subject.source,
            url=subject.url,
            collected_at=seen.collected_at,
            posted_at=seen.posted_at,
            handed_in=handed_in,
            provenance=provenance,
        )
    return Record(
        identity=subject.identity,
        source=subject.source,
        url=subject.url,
        collected_at=seen.collected_at,
        posted_at=seen.posted_at,
        version=seen.versions,
        content_hash=seen.content_hash,
        title=seen.title,
        text=seen.text,
        handed_in=handed_in,
        provenance=provenance,
    )


def _completed(draft: Record | Pointer, mention: MentionFile | None) -> Exhibit:
    """With the author, and the moment at which these words were collected."""
    if mention is None or isinstance(draft, Pointer):
        return draft
    if mention.retain is not Retain.FULL:
        # The store let go of the words between two readings.
        return Pointer(
            identity=draft.identity,
            source=draft.source,
            url=draft.url,
            collected_at=draft.collected_at,
            posted_at=draft.posted_at,
            handed_in=draft.handed_in,
            provenance=draft.provenance,
        )
    return replace(draft, author=mention.item.author, collected_at=mention.seen_at)


def _pointer_only(subject: Subject, file: CaseFile) -> bool:
    kinds = {file.case.category, file.decision.category, *file.decision.also}
    return _NO_WORDS_EVER in kinds or not _has_words(subject)


def _has_words(subject: Subject) -> bool:
    return bool(subject.title or subject.text)


def _mentions(
    file: CaseFile, wanted: set[Identity], store: Store
) -> Mapping[Identity, MentionFile]:
    """The newest mention of each wanted item. A new one is among the newest of its school."""
    found: dict[Identity, MentionFile] = {}
    for most in _PAGES if wanted else ():
        page = store.mentions(file.case.school_id, most=most)
        found = {each.item.identity: each for each in page if each.item.identity in wanted}
        if len(found) == len(wanted) or len(page) < most:
            break
    return found


def _name_head(file: CaseFile, book: Book, action: str, keeping: Keeping, *, now: datetime) -> None:
    """Write the end of the book into the case's record, unless it stands there."""
    ref = file.case.ref
    head = next((each for each in keeping.archive.heads(ref) if each.book is book), None)
    if head is not None and head not in heads_in(file.events):
        _record(ref, action, "", head, who=PROGRAM, keeping=keeping, now=now)


def _handle(
    ref: CaseRef, action: Handling, *, who: str, why: str, keeping: Keeping, now: datetime
) -> None:
    _file(ref, keeping.store)
    reason = why.strip()
    if not reason or not reason.isprintable() or len(reason) > _LONGEST_WHY:
        raise NotAllowed(f"Say why in one line of at most {_LONGEST_WHY} characters.")
    line = keeping.archive.note(ref, who=who, action=action, why=reason, at=now)
    head = Head(Book.CUSTODY, line.seq, line.hash)
    _record(ref, _HANDLED[action], f"{reason}; ", head, who=who, keeping=keeping, now=now)


def _record(
    ref: CaseRef,
    action: str,
    before: str,
    head: Head,
    *,
    who: str,
    keeping: Keeping,
    now: datetime,
) -> None:
    """An event that names the head, after whatever others did to the case meanwhile."""
    reason = f"{before}{head.book.value} line {head.seq}, {head.hash}"
    for attempt in range(1, _ATTEMPTS + 1):
        file = _file(ref, keeping.store)
        event = next_event(file.events[-1], at=now, actor=who, action=action, reason=reason)
        try:
            keeping.store.step(event, file.case)
        except Conflict:
            if attempt == _ATTEMPTS:
                raise
        else:
            return
