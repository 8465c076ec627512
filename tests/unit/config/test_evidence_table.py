"""[evidence]: where it is kept, and what is said of a folder that is none."""

from tests.factories_config import BASE, SMALL, problems, read


def test_without_the_table_evidence_lies_beside_the_database():
    assert read(SMALL).evidence == BASE / "data" / "evidence"
    assert read(f'data_folder = "kept"\n{SMALL}').evidence == BASE / "kept" / "evidence"


def test_another_folder_starts_at_the_folder_of_the_file():
    assert read(f'{SMALL}\n[evidence]\nfolder = "safe/evidence"\n').evidence == (
        BASE / "safe" / "evidence"
    )


def test_a_file_is_no_folder(tmp_path):
    (tmp_path / "note.txt").write_text("x")

    said = problems(f'{SMALL}\n[evidence]\nfolder = "note.txt"\n', base=tmp_path)

    assert any("evidence.folder" in each and "is a file; name a folder" in each for each in said)


def test_an_unknown_key_is_a_problem():
    said = problems(f'{SMALL}\n[evidence]\nfoldr = "x"\n')

    assert any("evidence.foldr" in each for each in said)
