"""[letters]: the school's own letterhead."""

from tests.factories_config import SMALL, problems, read


def test_without_the_table_letters_stand_on_a_plain_letterhead():
    assert read(SMALL).letterhead is None


def test_a_letterhead_starts_at_the_folder_of_the_file(tmp_path):
    (tmp_path / "head.docx").write_bytes(b"x")

    config = read(f'{SMALL}\n[letters]\nletterhead = "head.docx"\n', base=tmp_path)

    assert config.letterhead == tmp_path / "head.docx"


def test_a_letterhead_that_is_not_there_is_a_problem(tmp_path):
    said = problems(f'{SMALL}\n[letters]\nletterhead = "head.docx"\n', base=tmp_path)

    assert any("letters.letterhead" in each and "is not a file" in each for each in said)
