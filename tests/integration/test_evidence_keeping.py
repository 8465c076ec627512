"""Evidence of real cases: real store, real files, real fetches on the loopback."""

import contextlib
import os
import shutil
from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pytest
from warcio.archiveiterator import ArchiveIterator

from orm.cases.chain import next_event, verify
from orm.errors import Conflict
from orm.model.cases import CaseEvent, CaseRef, CaseState
from orm.model.evidence import ExhibitKind
from orm.model.judgement import Category, Retain
from orm.pipeline.keeping_evidence import (
    all_refs,
    heads_in,
    is_saved,
    keep_case,
    keep_due,
    verify_case,
)
from orm.pipeline.looking_again import look_again
from tests.factories_evidence import SEEN_BY_OFFICE, files_of, keeping_of, minutes
from tests.factories_looking import DAY, REF, WORDS, eyes_of, html, with_case
from tests.factories_store import NOW, bring, item_of, judged_of, prepared, ruling_of
from tests.web_server import WebServer, page

POST = "/thread/7"
ADDRESS = "https://chat.example/thread/7"


@pytest.fixture
def keeping(sqlite_copy, tmp_path):
    keeping, store = keeping_of(sqlite_copy(tmp_path), tmp_path / "evidence")
    yield keeping
    store.close()


@pytest.fixture
def web():
    with WebServer() as server:
        server.pages[POST] = page(html(WORDS))
        yield server


def kinds(keeping):
    return [entry.kind for entry in keeping.archive.holding(REF).standing]


def everything(keeping):
    """All bytes that the archive holds of the case."""
    return b"".join(path.read_bytes() for path in files_of(keeping.archive, REF))


def actions(keeping):
    return [event.action for event in keeping.store.case(REF).events]


def look(keeping, by="head"):
    eyes = replace(eyes_of(keeping.store), archive=keeping.archive)
    return look_again(REF, by=by, eyes=eyes)


def test_one_heartbeat_keeps_the_record_of_a_new_case(keeping):
    with_case(keeping.store, ADDRESS)

    kept = keep_due(keeping, now=minutes(1))

    assert (kept.cases, kept.exhibits, kept.failed) == (1, 1, 0)
    text = everything(keeping).decode()
    assert WORDS in text
    assert "A. Writer" in text
    assert ADDRESS in text
    assert verify_case(REF, keeping) == ()
    assert is_saved(keeping.store.case(REF), keeping)


def test_a_second_heartbeat_writes_nothing(keeping):
    with_case(keeping.store, ADDRESS)
    keep_due(keeping, now=minutes(1))
    files, steps = everything(keeping), actions(keeping)

    assert keep_due(keeping, now=minutes(2)).exhibits == 0

    assert (everything(keeping), actions(keeping)) == (files, steps)


def test_new_words_are_kept_beside_the_old_ones(keeping):
    with_case(keeping.store, ADDRESS)
    keep_due(keeping, now=minutes(1))
    item = item_of("0", url=ADDRESS, text="They opened the gate again.")
    bring(keeping.store, judged_of(item, ruling_of(ref=REF), fingerprint="fp"), at=NOW + DAY)
    assert not is_saved(keeping.store.case(REF), keeping)

    assert keep_due(keeping, now=NOW + DAY + timedelta(minutes=1)).exhibits == 1

    assert kinds(keeping) == [ExhibitKind.RECORD, ExhibitKind.RECORD]
    assert is_saved(keeping.store.case(REF), keeping)


@pytest.mark.parametrize(
    ("category", "retain"), [(Category.T17, Retain.POINTER), (Category.T13, Retain.POINTER)]
)
def test_where_the_policy_keeps_a_pointer_nothing_else_is_kept(keeping, category, retain):
    with_case(keeping.store, ADDRESS, category=category, retain=retain)

    keep_due(keeping, now=minutes(1))

    assert kinds(keeping) == [ExhibitKind.POINTER]
    assert not any(word in everything(keeping) for word in (WORDS.encode(), b"A. Writer"))
    assert ADDRESS.encode() in everything(keeping)


def test_of_suspected_imagery_nothing_but_the_pointer_even_where_words_are_stored(keeping):
    with_case(keeping.store, ADDRESS, category=Category.T13, retain=Retain.FULL)

    keep_due(keeping, now=minutes(1))

    assert kinds(keeping) == [ExhibitKind.POINTER]
    assert WORDS.encode() not in everything(keeping)


def test_the_cases_record_names_the_end_of_the_manifest(keeping):
    with_case(keeping.store, ADDRESS)
    keep_due(keeping, now=minutes(1))
    events = keeping.store.case(REF).events

    assert heads_in(events) == keeping.archive.heads(REF)
    assert verify(events) == ()
    assert keeping.store.case(REF).case.state is CaseState.NEW


def test_evidence_that_was_deleted_with_its_folder_is_missed(keeping):
    with_case(keeping.store, ADDRESS)
    keep_due(keeping, now=minutes(1))
    shutil.rmtree(keeping.archive.path)

    assert any("taken away" in problem for problem in verify_case(REF, keeping))
    assert not is_saved(keeping.store.case(REF), keeping)
    assert all_refs(keeping) == (REF,)


def test_a_step_of_the_cases_record_that_was_changed_is_found(keeping):
    with_case(keeping.store, ADDRESS)
    keep_due(keeping, now=minutes(1))
    store = keeping.store

    class Forged:
        def __getattr__(self, name):
            return getattr(store, name)

        def case(self, ref):
            file = store.case(ref)
            first, *rest = file.events
            return replace(file, events=(replace(first, actor="nobody"), *rest))

    found = verify_case(REF, type(keeping)(keeping.archive, Forged()))

    assert any("step 1" in problem for problem in found)


def test_a_case_that_the_database_does_not_know_is_said(keeping):
    with_case(keeping.store, ADDRESS)
    keep_due(keeping, now=minutes(1))
    folder = keeping.archive.path / "cases"
    shutil.copytree(folder / REF, folder / "AAAA-BBBB")

    assert "no such case" in verify_case(CaseRef("AAAA-BBBB"), keeping)[0]


def test_a_full_disk_stops_nothing_else_and_is_made_good_later(keeping, monkeypatch):
    with_case(keeping.store, ADDRESS)

    def full(_descriptor):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        kept = keep_due(keeping, now=minutes(1))

    assert (kept.failed, kept.exhibits) == (1, 0)
    assert "No space left" in kept.faults[0]
    assert WORDS not in kept.faults[0]
    assert keep_due(keeping, now=minutes(2)).exhibits == 1
    assert verify_case(REF, keeping) == ()


def test_a_kill_between_the_file_and_the_cases_record_is_made_good_later(keeping):
    with_case(keeping.store, ADDRESS)
    store = keeping.store

    class Dying:
        def __getattr__(self, name):
            if name == "step":
                raise KeyboardInterrupt
            return getattr(store, name)

    with contextlib.suppress(KeyboardInterrupt):
        keep_case(REF, type(keeping)(keeping.archive, Dying()), now=minutes(1))
    assert "evidence kept" not in actions(keeping)

    keep_due(keeping, now=minutes(2))

    assert actions(keeping).count("evidence kept") == 1
    assert len(keeping.archive.holding(REF).entries) == 1


def test_somebody_elses_step_meanwhile_loses_nothing(keeping):
    with_case(keeping.store, ADDRESS)
    store = keeping.store
    met: list[CaseEvent] = []

    class Busy:
        def __getattr__(self, name):
            return getattr(store, name)

        def step(self, event, case):
            if not met:
                met.append(event)
                file = store.case(REF)
                other = next_event(
                    file.events[-1], at=NOW, actor="head", action="noted", reason="x"
                )
                store.step(other, file.case)
            store.step(event, case)

    keep_case(REF, type(keeping)(keeping.archive, Busy()), now=minutes(1))

    assert actions(keeping)[-2:] == ["noted", "evidence kept"]
    assert verify_case(REF, keeping) == ()


def test_a_case_that_others_never_leave_alone_is_told_as_a_conflict(keeping):
    with_case(keeping.store, ADDRESS)
    store = keeping.store

    class Contested:
        def __getattr__(self, name):
            return getattr(store, name)

        def step(self, event, case):
            raise Conflict("somebody else acted first")

    contested = type(keeping)(keeping.archive, Contested())

    with pytest.raises(Conflict):
        keep_case(REF, contested, now=minutes(1))
    assert keep_due(contested, now=minutes(2)).failed == 1


def test_what_was_handed_in_says_who_saw_it(keeping):
    prepared(keeping.store)
    item = item_of("0", url=ADDRESS, text=WORDS)
    keeping.store.record_brought(
        judged_of(item, ruling_of(ref=REF), fingerprint="fp"), SEEN_BY_OFFICE
    )

    keep_case(REF, keeping, now=minutes(1), brought={item.identity: SEEN_BY_OFFICE})

    text = everything(keeping).decode()
    assert "handed in by a person" in text
    assert "school office" in text


def test_a_look_keeps_the_page_it_saw(keeping, web):
    with_case(keeping.store, web.url(POST))

    look(keeping)

    (entry,) = keeping.archive.holding(REF).standing
    path = keeping.archive.path / "cases" / REF / "exhibits" / entry.file
    records = {}
    for each in ArchiveIterator(BytesIO(path.read_bytes()), check_digests="raise"):
        records[each.rec_type] = (each.rec_headers, each.content_stream().read())
    assert entry.kind is ExhibitKind.CAPTURE
    assert records["response"][1] == html(WORDS)
    assert records["response"][0].get_header("WARC-IP-Address") == "127.0.0.1"


def test_a_look_that_finds_it_gone_keeps_the_sites_own_sign(keeping, web):
    web.pages[POST] = page(html("No such thread"), "404 Not Found")
    with_case(keeping.store, web.url(POST))

    look(keeping)

    (entry,) = keeping.archive.holding(REF).standing
    assert "answer 404" in entry.what


def test_a_look_at_what_only_a_pointer_may_be_kept_of_keeps_no_page(keeping, web):
    with_case(keeping.store, web.url(POST), category=Category.T17, retain=Retain.POINTER)

    look(keeping)

    assert kinds(keeping) == []


def test_a_look_at_nothing_that_answers_keeps_no_page(keeping, web):
    with_case(keeping.store, web.url(POST).replace("http:", "https:"))

    look(keeping)

    assert kinds(keeping) == []


def test_a_look_goes_on_and_says_so_when_the_page_cannot_be_kept(keeping, web, tmp_path):
    with_case(keeping.store, web.url(POST))
    (tmp_path / "evidence").write_text("in the way")

    (told,) = look(keeping)

    assert "could not be kept as evidence" in told.look.detail
    assert actions(keeping)[-1] == "looked"
