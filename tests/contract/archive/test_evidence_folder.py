"""Evidence on a real disk: kept once, whole, for its owner only, and deleted in one way only."""

import contextlib
import os
import random  # noqa: TID251 - seeded below, so that a failing run can be repeated
import signal
import stat
from pathlib import Path

import pytest

from orm.archive.folder import EvidenceFolder
from orm.archive.signing import PRIVATE, PUBLIC
from orm.errors import ConfigError, NotAllowed, StoreError
from orm.model.cases import CaseRef
from orm.model.evidence import ExhibitKind, Handling
from orm.model.items import Identity
from tests.factories_evidence import (
    POST,
    REF,
    capture,
    files_of,
    hop,
    keep_many,
    kept_case,
    minutes,
    paper,
    pointer,
    record,
)
from tests.factories_store import NOW
from tests.processes import PROCESSES


@pytest.fixture
def archive(tmp_path):
    return kept_case(tmp_path / "evidence")


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def test_what_was_kept_is_whole(archive):
    assert archive.check(REF) == ()


def test_the_same_exhibit_again_adds_nothing(archive):
    before = {path: path.read_bytes() for path in files_of(archive)}

    again = [archive.keep(REF, each, at=minutes(90)) for each in (record(), paper())]

    assert again == [None, None]
    assert {path: path.read_bytes() for path in files_of(archive)} == before


def test_new_words_of_the_same_post_are_another_exhibit(archive):
    entry = archive.keep(REF, record(version=2, content_hash="b" * 64), at=minutes(90))

    assert entry.file == "0005-record.json"
    assert archive.check(REF) == ()


def test_a_later_look_at_the_same_page_is_another_exhibit(archive):
    assert archive.keep(REF, capture(hop(at=minutes(60))), at=minutes(60))


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX")
def test_files_and_folders_are_for_their_owner_only(archive):
    everything = [archive.path, *archive.path.rglob("*")]

    folders = {mode(path) for path in everything if path.is_dir()}
    files = {mode(path) for path in everything if path.is_file() and path.name != ".lock"}
    assert folders == {0o700}
    assert files == {0o600}


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX")
def test_a_key_that_others_can_read_is_refused(archive):
    (archive.path / PRIVATE).chmod(0o640)

    with pytest.raises(ConfigError, match="chmod 600"):
        archive.keep(REF, record(content_hash="c" * 64), at=minutes(90))


@pytest.mark.parametrize("lost", [(PRIVATE,), (PRIVATE, PUBLIC)])
def test_no_second_key_is_made_where_the_first_was_lost(archive, lost):
    for name in lost:
        (archive.path / name).unlink()

    with pytest.raises((ConfigError, StoreError), match=r"backup"):
        archive.keep(REF, record(content_hash="c" * 64), at=minutes(90))
    assert not (archive.path / PRIVATE).exists()


def test_no_second_key_is_made_for_another_case_either(archive):
    for name in (PRIVATE, PUBLIC):
        (archive.path / name).unlink()

    with pytest.raises(ConfigError, match="backup"):
        archive.keep(CaseRef("AAAA-BBBB"), record(), at=NOW)
    assert not (archive.path / PRIVATE).exists()


def test_nothing_is_signed_on_top_of_what_was_changed(archive):
    book = archive.path / "cases" / REF / "manifest.jsonl"
    book.write_bytes(book.read_bytes().replace(b"The page", b"The dogs"))

    with pytest.raises(StoreError, match="orm evidence verify"):
        archive.keep(REF, record(content_hash="c" * 64), at=minutes(90))


@pytest.mark.parametrize("moment", range(12))
def test_a_kill_at_any_write_leaves_the_old_or_the_new_state(archive, monkeypatch, moment):
    """Each place where the disk is touched fails in turn, as at the moment of a kill."""
    calls = iter(range(100))

    def dying(real):
        def call(*args, **kwargs):
            if next(calls) == moment:
                raise KeyboardInterrupt
            return real(*args, **kwargs)

        return call

    old = archive.holding(REF)
    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", dying(os.fsync))
        patched.setattr(os, "replace", dying(os.replace))
        patched.setattr(Path, "replace", dying(Path.replace))
        patched.setattr(Path, "chmod", dying(Path.chmod))
        with contextlib.suppress(KeyboardInterrupt):
            archive.keep(REF, record(content_hash="d" * 64), at=minutes(90))

    now = archive.holding(REF)
    assert now.entries[: len(old.entries)] == old.entries
    assert len(now.entries) - len(old.entries) in {0, 1}
    assert all("unfinished" in problem for problem in archive.check(REF))
    archive.keep(REF, record(content_hash="d" * 64), at=minutes(91))
    archive.keep(REF, record(content_hash="e" * 64), at=minutes(91))
    assert archive.check(REF) == ()
    assert len(archive.holding(REF).entries) == len(old.entries) + 2


@pytest.mark.skipif(os.name != "posix", reason="SIGKILL is POSIX")
def test_kills_at_random_moments_lose_and_repeat_nothing(archive):
    moments = random.Random(20261121)  # noqa: S311 - moments to kill at, not secrets
    entries = archive.holding(REF).entries
    for _ in range(4):
        begun = PROCESSES.Event()
        child = PROCESSES.Process(target=keep_many, args=(archive.path, begun))
        child.start()
        assert begun.wait(timeout=60)
        child.join(moments.uniform(0.02, 0.3))
        child.kill()
        child.join()
        assert child.exitcode in {0, -signal.SIGKILL}
        before, entries = entries, archive.holding(REF).entries
        assert entries[: len(before)] == before
        assert all("unfinished" in problem for problem in archive.check(REF))

    assert len({entry.about for entry in entries}) == len(entries)
    archive.keep(REF, record(content_hash="e" * 64), at=minutes(600))
    assert archive.check(REF) == ()


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root writes everywhere"
)
def test_a_folder_that_cannot_be_written_says_what_to_do(archive):
    case = archive.path / "cases" / REF / "exhibits"
    case.chmod(0o500)
    try:
        with pytest.raises(StoreError, match="Make room or give orm the right"):
            archive.keep(REF, record(content_hash="c" * 64), at=minutes(90))
    finally:
        case.chmod(0o700)
    assert archive.check(REF) == ()


def test_a_file_in_the_place_of_the_folder_says_what_to_do(tmp_path):
    (tmp_path / "evidence").write_text("in the way")

    with pytest.raises(StoreError, match="cannot be used"):
        EvidenceFolder(tmp_path / "evidence").works()


def test_a_full_disk_loses_nothing_and_says_so(archive, monkeypatch):
    def full(_descriptor):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        with pytest.raises(StoreError, match="No space left on device"):
            archive.keep(REF, record(content_hash="c" * 64), at=minutes(90))

    assert archive.check(REF) == ()
    assert len(archive.holding(REF).standing) == 4


@pytest.mark.parametrize("ref", ["../K7QD-2MX9", "", "a/b", "."])
def test_no_name_leads_out_of_the_folder(archive, ref):
    with pytest.raises(NotAllowed):
        archive.keep(CaseRef(ref), record(), at=NOW)


def test_under_an_evidence_hold_nothing_is_deleted(archive):
    before = files_of(archive)

    with pytest.raises(NotAllowed, match="evidence hold"):
        archive.let_go(REF, items=None, was_purged=True, under_hold=True, at=minutes(99))

    assert files_of(archive) == before


def test_without_the_stores_word_nothing_is_deleted(archive):
    before = files_of(archive)

    with pytest.raises(NotAllowed, match="has not been purged"):
        archive.let_go(REF, items=None, was_purged=False, under_hold=False, at=minutes(99))

    assert files_of(archive) == before


def test_a_purged_case_keeps_its_books_and_none_of_its_files(archive):
    deleted = archive.let_go(REF, items=None, was_purged=True, under_hold=False, at=minutes(99))

    assert deleted == 4
    assert [path.name for path in files_of(archive)] == ["custody.jsonl", "manifest.jsonl"]
    assert archive.check(REF) == ()


def test_the_words_of_one_item_go_with_its_pages_and_the_rest_stays(archive):
    archive.let_go(REF, items=[POST], was_purged=True, under_hold=False, at=minutes(99))

    kinds = [entry.kind for entry in archive.holding(REF).standing]
    assert kinds == [ExhibitKind.PAPER, ExhibitKind.POINTER]
    assert archive.check(REF) == ()


def test_a_deletion_that_was_cut_short_is_found_and_finished(archive, monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr(Path, "unlink", lambda *_args, **_kw: (_ for _ in ()).throw(OSError))
        with pytest.raises(StoreError):
            archive.let_go(REF, items=None, was_purged=True, under_hold=False, at=minutes(99))

    assert any("says that it was deleted" in problem for problem in archive.check(REF))
    archive.let_go(REF, items=None, was_purged=True, under_hold=False, at=minutes(100))
    assert archive.check(REF) == ()


def test_words_that_come_again_after_they_went_are_kept_again(archive):
    archive.let_go(REF, items=[POST], was_purged=True, under_hold=False, at=minutes(99))

    assert archive.keep(REF, record(), at=minutes(100))


def test_one_case_knows_nothing_of_another(archive):
    other = CaseRef("AAAA-BBBB")
    archive.keep(other, pointer(identity=Identity("feed", "9")), at=NOW)
    archive.note(other, who="dsl", action=Handling.VIEWED, why="to hand over", at=NOW)

    assert archive.refs() == (other, REF)
    assert len(archive.holding(other).entries) == 1
    assert archive.check(other) == ()
