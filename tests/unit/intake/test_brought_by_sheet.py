"""A sheet of posts: good rows are kept, every problem of every bad one is told with its line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orm.intake.from_csv import from_csv
from tests.factories_intake import reception

HEAD = "school,url,platform,seen_by,how,seen_at,text\n"
GOOD = "wrenbeck,https://forum.example/1,mumsnet,KM,at the gate,20/11/2026 08:15,Long queue\n"


def read(text, encoding="utf-8"):
    return from_csv(text.encode(encoding), reception())


def test_a_good_row_is_a_post_with_its_line():
    (row,) = read(HEAD + GOOD).rows

    assert (row.line, row.brought.item.text) == (2, "Long queue")
    assert row.brought.provenance.seen_by == "KM"


def test_good_rows_are_kept_and_bad_ones_told_each_with_its_line():
    sheet = read(HEAD + GOOD + "wrenbek,,myspace,KM,seen,,x\n" + GOOD.replace("e/1", "e/2"))

    assert [row.line for row in sheet.rows] == [2, 4]
    assert [told.split(":")[:2] for told in sheet.problems] == [
        ["line 3", " school"],
        ["line 3", " platform"],
    ]


def test_a_text_over_several_lines_is_one_row_and_the_next_keeps_its_own_line():
    sheet = read(HEAD + GOOD.replace("Long queue", '"Long\nqueue, again"') + "x,,,,,,\n")

    assert sheet.rows[0].brought.item.text == "Long queue, again"
    assert {told.partition(":")[0] for told in sheet.problems} == {"line 4"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_a_sheet_may_be_saved_as_windows_saves_it(encoding):
    (row,) = read(HEAD + GOOD.replace("Long queue", "A café’s worth"), encoding).rows

    assert row.brought.item.text == "A café’s worth"


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_semicolons_and_tabs_separate_too(delimiter):
    assert len(read((HEAD + GOOD).replace(",", delimiter)).rows) == 1


def test_columns_stand_in_any_order_with_spaces_hyphens_and_capitals():
    sheet = read("Text,How,Seen-By,Platform,School\nLong queue,seen,KM,Mumsnet,wrenbeck\n")

    assert [row.brought.item.text for row in sheet.rows] == ["Long queue"]


def test_a_missing_column_is_told_and_nothing_is_read():
    sheet = read("school,text\nwrenbeck,Long queue\n")

    assert sheet.rows == ()
    assert "platform, seen_by, how is missing" in sheet.problems[0]


def test_a_column_that_nobody_knows_is_told_and_the_rows_are_read_without_it():
    sheet = read(HEAD.replace("\n", ",pupil\n") + GOOD.replace("\n", ",x\n"))

    assert len(sheet.rows) == 1
    assert sheet.problems[0].startswith('line 1: there is no column "pupil"')


def test_a_cell_too_many_is_told():
    assert "more cells than columns" in read(HEAD + GOOD.replace("\n", ",and more\n")).problems[0]


def test_blank_rows_are_nothing():
    sheet = read(HEAD + ",,,,,,\n\n" + GOOD)

    assert ([row.line for row in sheet.rows], sheet.problems) == ([4], ())


def test_a_quote_that_never_ends_is_told_and_what_came_before_is_kept():
    sheet = read(HEAD + GOOD + 'wrenbeck,"never ends\n')

    assert len(sheet.rows) == 1
    assert sheet.problems[0].startswith("line 3: cannot be read")


@pytest.mark.parametrize("body", [b"", b"\n\n", b"\x89PNG\r\n\x1a\n\0\0"])
def test_an_empty_file_or_a_picture_is_told(body):
    sheet = from_csv(body, reception())

    assert sheet.rows == ()
    assert len(sheet.problems) == 1


@given(st.binary(max_size=300))
def test_any_bytes_give_rows_or_problems(body):
    assert from_csv(body, reception()) is not None
