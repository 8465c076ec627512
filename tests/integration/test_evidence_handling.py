"""Evidence that is looked at, handed over and let go of: nothing of it without a trace."""

from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import pytest

from orm.cases.chain import next_event
from orm.errors import NotAllowed, StoreError
from orm.model.cases import CaseState
from orm.model.evidence import ExhibitKind
from orm.model.judgement import Category, Retain
from orm.pipeline.keeping_evidence import (
    export,
    keep_case,
    keep_due,
    keep_paper,
    let_go,
    let_go_due,
    verify_case,
    view,
)
from tests.factories_evidence import files_of, keeping_of, minutes, paper
from tests.factories_looking import DAY, REF, WORDS, join_case, with_case
from tests.factories_store import NOW, moved

ADDRESS = "https://chat.example/thread/7"


@pytest.fixture
def keeping(sqlite_copy, tmp_path):
    keeping, store = keeping_of(sqlite_copy(tmp_path), tmp_path / "evidence")
    yield keeping
    store.close()


def kinds(keeping):
    return [entry.kind for entry in keeping.archive.holding(REF).standing]


def everything(keeping):
    """All bytes that the archive holds of the case."""
    return b"".join(path.read_bytes() for path in files_of(keeping.archive, REF))


def actions(keeping):
    return [event.action for event in keeping.store.case(REF).events]


def test_a_view_is_in_the_custody_log_and_in_the_cases_record(keeping):
    with_case(keeping.store, ADDRESS)
    keep_due(keeping, now=minutes(1))

    held = view(REF, who="head", why="to decide", keeping=keeping, now=minutes(2))

    (line,) = held.custody
    assert (line.who, line.action, line.why) == ("head", "viewed", "to decide")
    assert keeping.store.case(REF).events[-1].reason.startswith("to decide; custody line 1, ")
    assert verify_case(REF, keeping) == ()


def test_an_export_is_written_down_before_it_is_handed_over(keeping):
    with_case(keeping.store, ADDRESS)

    content = export(REF, who="head", why="for the police", keeping=keeping, now=minutes(2))

    with ZipFile(BytesIO(content)) as package:
        assert b"for the police" in package.read("custody.jsonl")
        assert WORDS in package.read("exhibits/0001-record.json").decode()
    assert actions(keeping)[-1] == "evidence exported"
    assert content == keeping.archive.package(REF)


@pytest.mark.parametrize("why", ["", "  ", "two\nlines", "x" * 301])
def test_nothing_is_handed_over_without_a_reason_in_one_line(keeping, why):
    with_case(keeping.store, ADDRESS)

    with pytest.raises(NotAllowed, match="Say why"):
        export(REF, who="head", why=why, keeping=keeping, now=minutes(2))
    assert keeping.archive.holding(REF).custody == ()


def test_nothing_is_handed_over_that_was_changed(keeping):
    with_case(keeping.store, ADDRESS)
    keep_due(keeping, now=minutes(1))
    path = next(p for p in files_of(keeping.archive, REF) if p.suffix == ".json")
    path.write_bytes(path.read_bytes().replace(b"gate", b"door"))

    with pytest.raises(StoreError, match="Nothing is handed over"):
        export(REF, who="head", why="for the police", keeping=keeping, now=minutes(2))
    assert "evidence exported" not in actions(keeping)


def test_an_approved_paper_is_kept_beside_the_post(keeping):
    with_case(keeping.store, ADDRESS)
    keep_due(keeping, now=minutes(1))

    added = [keep_paper(REF, paper(), keeping, now=minutes(2 + again)) for again in range(2)]

    assert added == [1, 0]
    assert kinds(keeping) == [ExhibitKind.RECORD, ExhibitKind.PAPER]
    assert verify_case(REF, keeping) == ()


def test_there_is_no_evidence_of_a_case_that_is_not_there(keeping):
    assert keep_case(REF, keeping, now=NOW) == 0
    with pytest.raises(NotAllowed, match="no case"):
        keep_paper(REF, paper(), keeping, now=NOW)
    with pytest.raises(NotAllowed, match="no case"):
        view(REF, who="head", why="x", keeping=keeping, now=NOW)


def blanked(keeping):
    """The case's post becomes one of which only a pointer may be kept."""
    join_case(keeping.store, ADDRESS, at=NOW + DAY, retain=Retain.POINTER, category=Category.T17)


def test_words_that_the_store_let_go_of_leave_the_archive_too(keeping):
    with_case(keeping.store, ADDRESS)
    keep_due(keeping, now=minutes(1))
    blanked(keeping)
    keep_due(keeping, now=NOW + DAY)

    deleted = let_go(REF, keeping, now=NOW + DAY)

    assert deleted == 1
    assert kinds(keeping) == [ExhibitKind.POINTER]
    assert WORDS.encode() not in everything(keeping)
    assert verify_case(REF, keeping) == ()


def test_words_that_the_store_still_has_stay_in_the_archive(keeping):
    with_case(keeping.store, ADDRESS)
    keep_due(keeping, now=minutes(1))

    with pytest.raises(NotAllowed, match="has not been purged"):
        let_go(REF, keeping, now=NOW + DAY)
    assert kinds(keeping) == [ExhibitKind.RECORD]


def test_under_a_hold_even_a_purged_case_keeps_its_evidence(keeping):
    with_case(keeping.store, ADDRESS)
    keep_due(keeping, now=minutes(1))
    purge(keeping, held=True)

    with pytest.raises(NotAllowed, match="evidence hold"):
        let_go(REF, keeping, now=NOW + DAY)
    assert kinds(keeping) == [ExhibitKind.RECORD]


def test_a_purged_case_loses_every_file_and_the_record_says_so(keeping):
    with_case(keeping.store, ADDRESS)
    keep_due(keeping, now=minutes(1))
    purge(keeping)

    assert let_go(REF, keeping, now=NOW + DAY) == 1

    assert kinds(keeping) == []
    assert actions(keeping)[-1] == "evidence deleted"
    assert verify_case(REF, keeping) == ()


def test_of_a_closed_case_nothing_new_is_kept(keeping):
    with_case(keeping.store, ADDRESS)
    file = keeping.store.case(REF)
    event = next_event(file.events[-1], at=NOW, actor="head", action="dismissed", reason="")
    keeping.store.step(event, moved(keeping.store, REF, CaseState.DISMISSED))

    assert keep_case(REF, keeping, now=minutes(1)) == 0
    assert keep_due(keeping, now=minutes(1)).cases == 0


@pytest.mark.parametrize(("held", "left"), [(True, [ExhibitKind.RECORD]), (False, [])])
def test_the_round_of_deletion_passes_over_what_is_held(keeping, held, left):
    with_case(keeping.store, ADDRESS)
    keep_due(keeping, now=minutes(1))
    assert let_go_due(keeping, now=minutes(2)) == 0
    purge(keeping, held=held)

    deleted = let_go_due(keeping, now=NOW + DAY)

    assert deleted == 1 - len(left)
    assert kinds(keeping) == left
    assert let_go_due(keeping, now=NOW + DAY) == 0


def purge(keeping, *, held=False):
    file = keeping.store.case(REF)
    event = next_event(file.events[-1], at=NOW, actor="orm", action="purged", reason="")
    keeping.store.step(event, replace(moved(keeping.store, REF, CaseState.PURGED), held=held))
