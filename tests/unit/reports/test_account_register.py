"""The register of official accounts is a sheet that a headteacher can read, hear and sign."""

from dataclasses import replace
from datetime import date

import pytest
from pypdf.generic import DictionaryObject, IndirectObject

from orm.model.account_sheet import AccountRow
from reports.account_register import account_register
from tests.factories import school
from tests.factories_bad_input import BAD_INPUT
from tests.factories_papers import pdf_file, pdf_root, pdf_text

PRINTED_ON = date(2026, 11, 23)
ROW = AccountRow(
    platform="Bluesky",
    handle="wrenbeck.example",
    name="Wrenbeck Primary",
    status="active",
    owner="Robin Marsh",
    keepers=("Robin Marsh", "Avery Holt"),
    second_reader="Sam Lark",
    access_tested_on=date(2026, 10, 1),
    risk_assessed_on=date(2026, 9, 4),
    approved_by="Avery Holt",
    approved_on=date(2026, 9, 7),
    agreement_signed_on=date(2026, 9, 8),
    review_on=date(2027, 9, 1),
    checked_on=date(2026, 11, 22),
)


def sheet(*rows: AccountRow) -> bytes:
    return account_register(school(), rows, printed_on=PRINTED_ON)


def pages(made: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in pdf_file(made).pages]


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


def test_the_sheet_says_everything_of_an_account():
    text = pdf_text(sheet(ROW))

    for said in (
        "Register of official accounts: Wrenbeck Primary School",
        "As it stood on 23 Nov 2026.",
        "Bluesky",
        "wrenbeck.example",
        "Owner: Robin Marsh",
        "Can get in: Robin Marsh, Avery Holt",
        "Second reader: Sam Lark",
        "Access tested: 1 Oct 2026",
        "Risk assessed: 4 Sep 2026",
        "Approved: 7 Sep 2026 by Avery Holt",
        "Agreement signed: 8 Sep 2026",
        "Next review: 1 Sep 2027",
        "Nothing is missing.",
        "Nothing was found.",
        "Last checked on 22 Nov 2026.",
        "1 account. Something is missing or was found: 0.",
    ):
        assert said in text


def test_gaps_and_findings_are_on_the_sheet():
    row = replace(ROW, gaps=("The purpose is missing.",), findings=("It does not link to us.",))
    text = pdf_text(sheet(row))

    assert "The purpose is missing." in text
    assert "It does not link to us." in text
    assert "missing or was found: 1." in text
    assert "Nothing" not in text


def test_what_is_not_known_is_said():
    text = pdf_text(sheet(AccountRow("x", "wrenbeckschool")))

    assert "Owner: not known" in text
    assert "Can get in: not known" in text
    assert "Access tested: not known" in text


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (replace(ROW, checked_on=None), "Not checked yet."),
        (replace(ROW, could_not=("It refuses programs.",)), "Not checked: It refuses programs."),
    ],
)
def test_what_was_not_checked_does_not_read_as_fine(row, said):
    text = pdf_text(sheet(row))

    assert said in text
    assert "Nothing was found." not in text
    assert "Something could not be checked: 1." in text


def test_a_school_without_accounts_has_a_sheet_to_sign():
    text = pdf_text(sheet())

    assert "The school has no official accounts." in text
    assert "Looked after by" not in text
    assert "The school runs no official accounts." in text
    assert "Signed by the headteacher" in text


def test_the_sheet_has_a_place_to_sign_on_its_last_page_only():
    made = pages(sheet(*(replace(ROW, handle=f"account-{n}") for n in range(40))))

    assert all(field in made[-1] for field in ("Name", "Signature", "Date"))
    assert sum("Signed by the headteacher" in page for page in made) == 1


def test_four_hundred_accounts_have_numbered_pages_each_with_the_head_of_the_table():
    made = pages(sheet(*(replace(ROW, handle=f"account-{n}") for n in range(400))))

    assert len(made) > 10
    for number, page in enumerate(made, start=1):
        assert f"Page {number} of {len(made)}" in page
        assert "Looked after by" in page or "Bluesky" not in page
    assert all(f"account-{n} " in " ".join(made) for n in range(400))


def test_the_sheet_is_tagged_british_english_and_titled():
    made = sheet(ROW)
    catalogue = pdf_root(made)

    assert catalogue["/MarkInfo"]["/Marked"]
    assert catalogue["/Lang"] == "en-GB"
    assert catalogue["/ViewerPreferences"]["/DisplayDocTitle"]
    assert "Register of official accounts" in str(pdf_file(made).metadata)
    assert "pdfuaid:part" in catalogue["/Metadata"].get_data().decode()


def test_the_table_has_headers_for_those_who_hear_it():
    found = tags(pdf_root(sheet(ROW))["/StructTreeRoot"], [])

    assert found.count("/TH") == 5
    assert "/H1" in found
    assert found.count("/Table") == 1


def test_the_same_facts_are_the_same_bytes():
    assert sheet(ROW) == sheet(ROW)


@pytest.mark.parametrize("text", BAD_INPUT.values(), ids=BAD_INPUT)
def test_any_text_is_text_and_never_markup(text):
    row = replace(ROW, handle=text, name=text, owner=text, keepers=(text,), findings=(text,))

    assert "Robin Marsh" not in pdf_text(sheet(row))
    assert "Second reader: Sam Lark" in pdf_text(sheet(row))


def test_markup_is_printed_as_it_is():
    row = replace(ROW, findings=("#panic(1) *bold* $x$ [[ \\ = Head", "</td><script>"))
    text = pdf_text(sheet(row))

    assert "#panic(1) *bold* $x$ [[ \\ = Head" in text
    assert "</td><script>" in text
