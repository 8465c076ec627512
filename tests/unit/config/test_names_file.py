"""schools.names_file: the school's own list of names; read once, kept as hashes, quoted by nothing."""

import os

import pytest

from orm.accounts.full_names import is_listed
from orm.model.schools import SchoolId
from tests.factories_config import SMALL, problems, read

WITH_LIST = SMALL.replace(
    'town = "Harrowmere"\n', 'town = "Harrowmere"\nnames_file = "names.txt"\n'
)
WRENBECK = SchoolId("wrenbeck")


@pytest.fixture
def folder(tmp_path):
    """A folder with a list that only its owner can read."""
    write(tmp_path, "Tamsin Jo Ruddlewick\n\nKit Fennick\n")
    return tmp_path


def write(folder, words, mode=0o600):
    path = folder / "names.txt"
    path.write_text(words, encoding="utf-8")
    path.chmod(mode)


def said(folder):
    (problem,) = problems(WITH_LIST, base=folder)
    return problem


def test_without_the_key_no_school_has_a_list():
    assert read(SMALL).names == {}


def test_a_listed_name_is_known_again_and_no_name_is_kept(folder):
    config = read(WITH_LIST, base=folder)

    known = config.names[WRENBECK]
    assert is_listed("well done tamsin ruddlewick", known.names)
    assert not is_listed("well done tamsin fennick", known.names)
    everything = f"{config!r} {known!r} {known.names.digests} {known.version}"
    assert "ruddlewick" not in everything.casefold()


def test_two_starts_hash_the_same_list_with_different_salts(folder):
    one, other = (read(WITH_LIST, base=folder).names[WRENBECK] for _ in range(2))

    assert not one.names.digests & other.names.digests
    assert one.version == other.version


def test_a_changed_list_has_another_version(folder):
    before = read(WITH_LIST, base=folder).names[WRENBECK].version
    write(folder, "Tamsin Jo Ruddlewick\nKit Fennick\nAda Bramble\n")

    assert read(WITH_LIST, base=folder).names[WRENBECK].version != before


@pytest.mark.skipif(os.name != "posix", reason="permissions are those of POSIX")
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o777])
def test_a_list_that_others_can_read_stops_the_start(folder, mode):
    write(folder, "Tamsin Ruddlewick", mode)

    assert said(folder) == (
        "schools[0].names_file: the file names.txt can be read by others; run: chmod 600 names.txt"
    )


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("", "holds no full name; write one in a line, like Ada Ferrow"),
        ("Tamsin\nKit\n", "holds no full name; write one in a line, like Ada Ferrow"),
        ("Kit Fennick\n" * 100_000, "is too large; it may hold 1,000,000 bytes"),
    ],
    ids=["empty", "first names", "too large"],
)
def test_a_list_of_no_use_is_a_problem_that_quotes_no_name(folder, words, sentence):
    write(folder, words)

    assert said(folder) == f"schools[0].names_file: the file names.txt {sentence}"


def test_a_list_that_is_not_there_is_a_problem(tmp_path):
    assert said(tmp_path) == (
        "schools[0].names_file: the file names.txt does not exist; write the names into it, one in "
        "a line"
    )


def test_a_folder_is_no_list(tmp_path):
    (tmp_path / "names.txt").mkdir()

    assert "names.txt is not a file" in said(tmp_path)


def test_a_list_that_is_no_text_is_a_problem(folder):
    (folder / "names.txt").write_bytes(b"\xff\xfe\x00Tamsin")

    assert "cannot be read; it is UTF-8 text" in said(folder)
