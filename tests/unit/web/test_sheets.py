"""A sheet that is opened in a spreadsheet runs nothing and keeps its numbers."""

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from orm.web.sheets import sheet

FORMULAS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "=HYPERLINK(1)")


def rows(download):
    text = download.content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


def test_numbers_stay_numbers_and_nothing_stays_empty():
    kept = sheet("a.csv", ("week", "posts", "usual"), [("15 Nov", 3, 2.5), ("8 Nov", -1, None)])

    assert rows(kept)[1:] == [["15 Nov", "3", "2.5"], ["8 Nov", "-1", ""]]
    assert (kept.name, kept.media) == ("a.csv", "text/csv; charset=utf-8")


def test_a_text_that_a_spreadsheet_would_run_is_marked():
    cells = [row[0] for row in rows(sheet("a.csv", ("x",), [(text,) for text in FORMULAS]))[1:]]

    assert cells == [f"'{text}" for text in FORMULAS]


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=1, max_size=4))
def test_whatever_a_cell_holds_it_stays_in_its_cell_and_is_no_formula(texts):
    (_, back) = rows(sheet("a.csv", ["x"] * len(texts), [texts]))[:2]

    assert len(back) == len(texts)
    assert not any(cell.lstrip(" ").startswith(("=", "+", "-", "@")) for cell in back)
    assert [cell.removeprefix("'") for cell in back] == [t.removeprefix("'") for t in texts]
