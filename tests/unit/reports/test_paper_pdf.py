"""Packs are PDFs that a screen reader can read."""

from dataclasses import replace

import pytest
from pypdf.generic import DictionaryObject, IndirectObject

from orm.model.papers import Form, Template
from reports import papers
from reports.paper_pdf import pdf
from reports.paper_writing import view
from tests.factories_papers import FACTS, drafted, facts, finished, pdf_file, pdf_root, pdf_text

PACKS = [template for template in Template if Form.PDF in papers.forms(template)]


def tags(node, found: list[str]) -> list[str]:
    """The structure types in reading order."""
    node = node.get_object() if isinstance(node, IndirectObject) else node
    if isinstance(node, list):
        for each in node:
            tags(each, found)
    elif isinstance(node, DictionaryObject):
        if "/S" in node and node.get("/Type") != "/MCR":
            found.append(str(node["/S"]))
        tags(node.get("/K", []), found)
    return found


@pytest.mark.parametrize("template", PACKS)
@pytest.mark.parametrize("made", [drafted, finished])
def test_a_pack_is_tagged_british_english_and_titled(template, made):
    paper = made(template)
    catalogue = pdf_root(paper.pdf)

    assert catalogue["/MarkInfo"]["/Marked"]
    assert catalogue["/Lang"] == "en-GB"
    assert catalogue["/ViewerPreferences"]["/DisplayDocTitle"]
    assert str(paper.subject) in str(pdf_file(paper.pdf).metadata)


@pytest.mark.parametrize("template", PACKS)
def test_a_pack_keeps_to_pdf_ua(template):
    metadata = pdf_root(finished(template).pdf)["/Metadata"].get_data().decode()

    assert "pdfuaid:part" in metadata


@pytest.mark.parametrize("template", PACKS)
def test_a_pack_has_one_title_and_its_tables_have_headers(template):
    found = tags(pdf_root(finished(template).pdf)["/StructTreeRoot"], [])

    assert found.count("/H1") == 1
    assert found.count("/TH") == 2 * found.count("/Table")


def test_the_sections_of_a_pack_are_headings():
    found = tags(pdf_root(finished(Template.POSH_PACK).pdf)["/StructTreeRoot"], [])

    assert found.count("/H2") == 6
    assert "/L" in found


def test_a_pack_fetches_and_runs_nothing():
    for template in PACKS:
        pdf = finished(template).pdf or b""
        for danger in (b"/JavaScript", b"/Launch", b"/EmbeddedFile", b"/OpenAction", b"/URI"):
            assert danger not in pdf


def test_a_pack_says_when_a_fact_is_not_known():
    paper = papers.draft(Template.POSH_PACK, facts(hours_waited="", school_telephone=""))

    assert "Hours waited Not known" in pdf_text(paper.pdf)
    assert "Telephone Not known" in pdf_text(paper.pdf)


@pytest.mark.parametrize(
    ("sign", "name"), [("\U0001fffe", "[u+1fffe]"), ("\U0001f9ff", "nazar amulet")]
)
def test_a_sign_that_cannot_be_drawn_is_written_as_its_name_or_drawn(sign, name):
    paper = papers.draft(Template.POSH_PACK, facts(question=f"before {sign} after"))
    text = pdf_text(paper.pdf)

    assert "before" in text
    assert "after" in text
    assert sign in text or name in text
    assert "pdfuaid:part" in pdf_root(paper.pdf)["/Metadata"].get_data().decode()


def test_a_heading_without_anything_under_it_is_left_out():
    quiet = papers.draft(Template.PLATFORM_REPORT, facts())
    empty = papers.draft(Template.SCOPE_STATEMENT, facts(privacy_link=""))

    assert "What happened" in quiet.text
    assert "Our full privacy notice" not in empty.text


def test_a_joining_sign_that_cannot_be_drawn_leaves_no_trace():
    paper = papers.draft(Template.POSH_PACK, facts(question="bef\U0001e000ore after"))

    assert "before after" in pdf_text(paper.pdf)


def test_a_pack_that_cannot_keep_to_pdf_ua_is_still_tagged():
    said = replace(
        view(Template.POSH_PACK, FACTS, stamp="", approval={}), subject=""
    )  # PDF/UA-1 asks for a title

    assert pdf_root(pdf(said))["/MarkInfo"]["/Marked"]
