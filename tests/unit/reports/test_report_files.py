"""Every report as an accessible PDF and as a sheet, whatever stands in it."""

from dataclasses import replace
from datetime import date

import pytest

from orm.model.report_facts import Period
from reports.governors_summary import governors_summary
from reports.report_paper import report_csv, report_pdf
from reports.report_view import Heading
from tests.factories_bad_input import BAD_INPUT
from tests.factories_papers import pdf_file, pdf_root, pdf_text
from tests.factories_report_facts import (
    ARTICLE,
    EVERY,
    FACTS,
    NONE,
    WORDS,
    governors,
    inspection,
    press,
)
from tests.factories_reports import cells


@pytest.mark.parametrize("view", EVERY.values(), ids=EVERY)
def test_every_pdf_is_tagged_titled_british_and_the_same_each_time(view):
    made = report_pdf(view())
    catalogue = pdf_root(made)

    assert catalogue["/MarkInfo"]["/Marked"]
    assert catalogue["/Lang"] == "en-GB"
    assert catalogue["/ViewerPreferences"]["/DisplayDocTitle"]
    assert view().title in str(pdf_file(made).metadata)
    assert "pdfuaid:part" in catalogue["/Metadata"].get_data().decode()
    assert made == report_pdf(view())


@pytest.mark.parametrize("view", EVERY.values(), ids=EVERY)
def test_a_sheet_has_four_cells_in_every_row_and_says_what_the_pdf_says(view):
    table = cells(report_csv(view()))
    text = "".join(pdf_text(report_pdf(view())).split())

    assert table[0] == ["section", "item", "figure", "value"]
    assert {len(row) for row in table} == {4}
    for row in table[1:]:
        if row[0] not in {"About", "To fill in"}:
            assert "".join(row[3].split()) in text, row


@pytest.mark.parametrize("text", ["=1+1", "+44", "-1", "@SUM(A1)", "\t=1", " =1", "'=1", "1" * 12])
def test_a_cell_is_never_a_formula_and_loses_no_digit(text):
    facts = replace(FACTS, outlets=((text, 1),), policies=(text,))

    for row in cells(report_csv(governors(facts))) + cells(report_csv(inspection(facts))):
        for each in row:
            assert not each.lstrip().startswith(("=", "+", "-", "@")), each
            assert each != "1" * 12


@pytest.mark.parametrize("text", BAD_INPUT.values(), ids=BAD_INPUT)
def test_any_text_is_text_and_breaks_nothing(text):
    facts = replace(FACTS, outlets=((text, 1),), policies=(text,))
    article = replace(ARTICLE, outlet=text, title=text)

    for view in (governors(facts), inspection(facts), press(article)):
        assert "Wrenbeck Primary School" in pdf_text(report_pdf(view))
        assert {len(row) for row in cells(report_csv(view))} == {4}


def test_a_period_is_said_on_the_report():
    heading = Heading("Wrenbeck", Period(date(2026, 9, 2), date(2026, 9, 2)), date(2026, 9, 3))
    text = pdf_text(report_pdf(governors_summary(NONE, WORDS, heading)))

    assert "Wrenbeck, 2 Sep 2026 to 2 Sep 2026, made on 3 Sep 2026" in text
