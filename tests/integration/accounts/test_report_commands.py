"""Reports from the shell: by the roles of who asks, refused in one sentence, never over a file."""

import pytest

from tests.factories_account_commands import orm
from tests.factories_reports import cells, text_of

KINDS = {"governors": "chair", "inspection": "head", "dsl": "dsl", "press": "head"}


@pytest.mark.parametrize("form", ["pdf", "csv"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_report_is_written_for_two_days(folder, house, tmp_path, kind, form):
    out = tmp_path / f"report.{form}"

    ended = orm(
        folder, "report", kind, "--school", "wrenbeck", "--from", "2025-09-02", "--to", "2025-10-23",
        "--out", out, "--as", KINDS[kind],
    )  # fmt: skip

    assert ended.exit_code == 0, ended.stderr
    assert "2025-09-02 to 2025-10-23" in ended.stdout
    assert "23 Oct 2025" in text_of(out.read_bytes())


def test_what_parents_see_first_is_about_one_month_and_says_that_nobody_looked(
    folder, house, tmp_path
):
    out = tmp_path / "first.csv"

    ended = orm(
        folder, "report", "first-page", "--month", "2025-10", "--out", out, "--as", "head",
        "--school", "wrenbeck",
    )  # fmt: skip

    assert ended.exit_code == 0, ended.stderr
    assert "2025-10-01 to 2025-10-31" in ended.stdout
    found = {tuple(row[:2]): row[3] for row in cells(out.read_bytes())}
    assert found["First page in Oct 2025", "None"].startswith("Nobody looked this month")


def test_schools_side_by_side_need_no_school_named(folder, house, tmp_path):
    out = tmp_path / "trust.csv"

    ended = orm(folder, "report", "trust", "--out", out, "--as", "chair@wrenbeck.example")

    assert ended.exit_code == 0, ended.stderr
    schools = {row[1] for row in cells(out.read_bytes()) if row[0] == "What waits today"}
    assert len(schools) == 2


REFUSED = {
    "wrong role": (("dsl", "--as", "chair"), "This report is for: dsl. Ask one of them for it."),
    "nobody": (("dsl", "--as", "stranger"), "stranger is nobody's id or address"),
    "other school": (
        ("governors", "--school", "st-orrins", "--as", "head"),
        "You do not act for st-orrins; ask somebody who does.",
    ),
    "no such school": (
        ("governors", "--school", "nowhere", "--as", "chair"),
        "nowhere is not watched",
    ),
    "which school": (("governors", "--as", "chair"), "say which one of wrenbeck, st-orrins"),
    "one school": (("trust", "--as", "head"), "side by side for who acts for more than one"),
    "no month": (("first-page", "--as", "head", "--month", "Oct"), "Type a month like 2026-09"),
    "no day": (("governors", "--as", "head", "--from", "soon"), "Type a day like 2026-09-02"),
}


@pytest.mark.parametrize("how", REFUSED)
def test_who_may_not_or_typed_wrong_is_told_in_a_sentence_and_gets_no_file(
    folder, house, tmp_path, how
):
    asked, says = REFUSED[how]
    out = tmp_path / "report.pdf"

    ended = orm(folder, "report", asked[0], "--out", out, *asked[1:])

    assert ended.exit_code == 2
    assert says in " ".join(ended.stderr.split())
    assert not out.exists()


def test_a_file_that_is_there_is_left_as_it_is(folder, house, tmp_path):
    out = tmp_path / "report.csv"
    out.write_text("mine", "utf-8")

    ended = orm(folder, "report", "governors", "--out", out, "--as", "head")

    assert ended.exit_code == 2
    assert "is there already" in ended.stderr
    assert out.read_text("utf-8") == "mine"


@pytest.mark.parametrize("name", ["report", "report.docx"])
def test_a_file_of_another_kind_is_refused(folder, house, tmp_path, name):
    ended = orm(folder, "report", "governors", "--out", tmp_path / name, "--as", "head")

    assert ended.exit_code == 2
    assert "ends in neither .pdf nor .csv" in ended.stderr
