"""Whatever is done to any byte of a case's evidence, it is found (design §6, no. 12)."""

import shutil

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from orm.archive.folder import EvidenceFolder
from orm.archive.signing import PUBLIC
from orm.model.evidence import Book
from tests.factories_evidence import REF, files_of, kept_case, minutes, record

SLOW = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """A case with four exhibits, two books, and a folder to put copies in."""
    return kept_case(tmp_path_factory.mktemp("whole") / "evidence")


@pytest.fixture
def copy(whole, tmp_path):
    """A fresh copy, restored by calling it."""

    def made():
        target = tmp_path / "copy"
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(whole.path, target)
        return EvidenceFolder(target)

    return made


@SLOW
@given(data=st.data())
def test_a_flipped_bit_anywhere_is_found_and_the_file_is_named(copy, data):
    archive = copy()
    path = data.draw(st.sampled_from(files_of(archive)))
    content = bytearray(path.read_bytes())
    place = data.draw(st.integers(0, len(content) - 1))
    content[place] ^= 1 << data.draw(st.integers(0, 7))
    path.write_bytes(content)

    found = archive.check(REF)

    assert found
    assert any(path.name in problem for problem in found)


def test_every_byte_of_the_gzip_header_counts(copy):
    archive = copy()
    (path,) = [p for p in files_of(archive) if p.name.endswith(".warc.gz")]
    whole = path.read_bytes()
    for place in range(10):
        content = bytearray(whole)
        content[place] ^= 0xFF
        path.write_bytes(content)
        assert any(path.name in problem for problem in archive.check(REF))


@pytest.mark.parametrize("start", range(3))
def test_every_part_of_both_books_counts(copy, start):
    archive = copy()
    for path in [p for p in files_of(archive) if p.suffix == ".jsonl"]:
        whole = path.read_bytes()
        for place in range(start, len(whole), 17):
            content = bytearray(whole)
            content[place] ^= 0x01
            path.write_bytes(content)
            assert archive.check(REF), (path.name, place)
        path.write_bytes(whole)
    assert archive.check(REF) == ()


@SLOW
@given(data=st.data())
def test_a_file_that_is_cut_or_grown_is_found(copy, data):
    archive = copy()
    path = data.draw(st.sampled_from(files_of(archive)))
    content = path.read_bytes()
    shorter = st.integers(0, len(content) - 1).map(lambda end: content[:end])
    longer = st.binary(min_size=1, max_size=50).map(lambda more: content + more)
    path.write_bytes(data.draw(shorter | longer))

    assert any(path.name in problem for problem in archive.check(REF))


@pytest.mark.parametrize("number", range(6))
def test_a_deleted_file_is_found(copy, number):
    archive = copy()
    heads = archive.heads(REF)
    path = files_of(archive)[number]
    path.unlink()

    assert any(path.name in problem for problem in archive.check(REF, heads=heads))


def test_a_deleted_case_is_found_by_the_cases_own_record(copy):
    archive = copy()
    heads = archive.heads(REF)
    shutil.rmtree(archive.path / "cases" / REF)

    assert len(archive.check(REF, heads=heads)) == 2


def test_two_files_that_change_places_are_found(copy):
    archive = copy()
    first, second = files_of(archive)[2:4]
    one, other = first.read_bytes(), second.read_bytes()
    first.write_bytes(other)
    second.write_bytes(one)

    found = archive.check(REF)

    assert any(first.name in problem for problem in found)
    assert any(second.name in problem for problem in found)


@pytest.mark.parametrize("name", ["note.txt", "exhibits/0009-record.json", "exhibits/x/y.json"])
def test_an_added_file_is_found(copy, name):
    archive = copy()
    path = archive.path / "cases" / REF / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("added")

    assert any("somebody added it" in problem for problem in archive.check(REF))


def test_an_unfinished_file_is_named_as_one_to_ignore(copy):
    archive = copy()
    (archive.path / "cases" / REF / "exhibits" / ".unfinished-abc").write_text("half")

    (problem,) = archive.check(REF)

    assert "ignore it" in problem


@pytest.mark.parametrize("lines", [(1, 0), (0, 1, 1, 2, 3), (0, 2, 3), (3, 2, 1, 0)])
def test_lines_that_are_moved_doubled_or_taken_out_are_found(copy, lines):
    archive = copy()
    book = archive.path / "cases" / REF / "manifest.jsonl"
    *entries, seal, _ = book.read_bytes().split(b"\n")
    book.write_bytes(b"\n".join([*(entries[line] for line in lines), seal, b""]))

    assert any("manifest.jsonl" in problem for problem in archive.check(REF))


def test_a_line_whose_words_were_changed_is_named_by_its_number(copy):
    archive = copy()
    book = archive.path / "cases" / REF / "manifest.jsonl"
    book.write_bytes(book.read_bytes().replace(b"The page", b"The dogs"))

    assert "manifest.jsonl, line 2: its words were changed" in "\n".join(archive.check(REF))


def test_a_book_of_another_case_is_found(copy, tmp_path):
    archive = copy()
    other = kept_case(tmp_path / "other")
    for name in ("manifest.jsonl", "custody.jsonl"):
        shutil.copy(other.path / "cases" / REF / name, archive.path / "cases" / REF / name)

    assert any("signature" in problem for problem in archive.check(REF))


def test_a_case_folder_under_another_name_is_found(copy):
    archive = copy()
    shutil.copytree(archive.path / "cases" / REF, archive.path / "cases" / "AAAA-BBBB")

    assert any("signature" in problem for problem in archive.check("AAAA-BBBB"))


def test_books_that_are_taken_back_to_an_earlier_state_are_found(copy, tmp_path):
    archive = copy()
    shutil.copytree(archive.path, tmp_path / "earlier")
    archive.keep(REF, record(content_hash="f" * 64), at=minutes(90))
    heads = archive.heads(REF)
    earlier = EvidenceFolder(tmp_path / "earlier")

    assert earlier.check(REF) == ()
    assert any("taken away" in problem for problem in earlier.check(REF, heads=heads))


def test_a_book_that_went_another_way_is_found(copy, tmp_path):
    archive = copy()
    shutil.copytree(archive.path, tmp_path / "earlier")
    archive.keep(REF, record(content_hash="f" * 64), at=minutes(90))
    (head,) = [head for head in archive.heads(REF) if head.book is Book.MANIFEST]
    earlier = EvidenceFolder(tmp_path / "earlier")
    earlier.keep(REF, record(content_hash="0" * 64), at=minutes(91))

    assert any("not the line" in problem for problem in earlier.check(REF, heads=[head]))


def test_a_changed_public_key_is_found(copy):
    archive = copy()
    key = archive.path / PUBLIC
    whole = key.read_bytes()
    for place in range(len(whole)):
        content = bytearray(whole)
        content[place] ^= 0x02
        key.write_bytes(content)
        assert any(PUBLIC in problem for problem in archive.check(REF)), place


def test_evidence_replaced_by_a_link_is_found(copy, tmp_path):
    archive = copy()
    path = files_of(archive)[2]
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_bytes(path.read_bytes())
    path.unlink()
    path.symlink_to(elsewhere)

    assert any("not a file any more" in problem for problem in archive.check(REF))
