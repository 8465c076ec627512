"""A school's own letterhead: what it may hold, and what is said of one that cannot be used."""

import pytest

from orm.errors import ConfigError
from orm.model.papers import Template
from reports.paper_docx import standard_letterhead
from reports.paper_letterhead import FIELDS
from reports.papers import draft
from tests.factories_papers import FACTS, docx_text, letterhead, with_part, word_file

LETTER = Template.INVITATION
OWN = letterhead("{{ school }} – learning together", "{{ subject }}", "{{r body }}", "{{version}}")
RELATION = '<Relationship Id="r9" Type="http://x/{kind}" Target="http://x.example/" TargetMode="External"/>'


def relations(kind: str) -> str:
    inner = RELATION.format(kind=kind)
    return (
        '<?xml version="1.0" encoding="UTF-8"?><Relationships '
        f'xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inner}</Relationships>'
    )


def problems(given: bytes) -> str:
    with pytest.raises(ConfigError) as refusal:
        draft(LETTER, FACTS, letterhead=given)
    return str(refusal.value)


def test_a_letter_stands_on_the_schools_own_letterhead():
    words = docx_text(draft(LETTER, FACTS, letterhead=OWN).docx)

    assert words.splitlines()[1] == "Wrenbeck Primary School – learning together"
    assert "Could you come to one of these times?" in words
    assert words.splitlines()[-1] == "Invitation to meet (L2), version 2026.1"


def test_no_letterhead_can_leave_the_stamp_out():
    words = docx_text(draft(LETTER, FACTS, letterhead=letterhead("{{r body }}")).docx)

    assert words.split()[:4] == ["draft", "–", "not", "sent"]


def test_each_paragraph_of_the_letter_is_a_paragraph_in_word():
    document = word_file(draft(LETTER, FACTS).docx)
    paragraphs = [each.text for each in document.paragraphs]

    assert "Dear Ms Example," in paragraphs
    assert "• Tuesday 24 November, 15:45" in paragraphs
    assert "Yours sincerely," in paragraphs


def test_the_letter_is_british_english_and_names_the_school_as_its_author():
    properties = word_file(draft(LETTER, FACTS).docx).core_properties

    assert properties.language == "en-GB"
    assert properties.author == "Wrenbeck Primary School"
    assert properties.title == "draft – not sent: An invitation to talk with us"


def test_the_house_letterhead_has_every_field():
    words = (
        docx_text(standard_letterhead())
        + word_file(standard_letterhead()).sections[0].footer.paragraphs[0].text
    )

    for field in FIELDS:
        assert f"{{{{ {field} }}}}" in words
    assert "{{r body }}" in words


@pytest.mark.parametrize(
    "broken",
    [b"", b"no zip", b"PK\x03\x04", OWN[:2000], OWN[:-30], with_part(OWN, "word/document.xml", "<a>{{r body }}"),
     with_part(OWN, "word/document.xml", "{{r body }}"), with_part(OWN, "[Content_Types].xml", "x")],
)  # fmt: skip
def test_a_broken_letterhead_says_how_to_mend_it(broken):
    said = problems(broken)

    assert "cannot be opened as a Word file" in said
    assert "save it as an ordinary .docx" in said


@pytest.mark.parametrize(
    "part", ["word/vbaProject.bin", "word/activeX/a.bin", "word/embeddings/o.bin"]
)
def test_a_letterhead_that_can_run_something_is_refused(part):
    assert "macro or an embedded program" in problems(with_part(OWN, part, "x"))


@pytest.mark.parametrize("kind", ["attachedTemplate", "image", "oleObject", "frame"])
def test_a_letterhead_that_fetches_something_is_refused(kind):
    given = with_part(OWN, "word/_rels/settings.xml.rels", relations(kind))

    assert "fetches something when it is opened" in problems(given)


def test_a_letterhead_may_link_to_the_schools_website():
    given = with_part(OWN, "word/_rels/settings.xml.rels", relations("hyperlink"))

    draft(LETTER, FACTS, letterhead=given)


@pytest.mark.parametrize("code", ["DDEAUTO c:", "INCLUDEPICTURE x", "includetext x"])
def test_a_field_of_word_that_fetches_is_refused(code):
    given = with_part(OWN, "word/extra.xml", f"<w:instrText> {code}</w:instrText>")

    assert "fetches something" in problems(given)


def test_a_letterhead_that_does_not_say_where_the_letter_stands_is_refused():
    assert "Write {{r body }} once" in problems(letterhead("{{ school }}"))
    assert "Write {{r body }} once" in problems(letterhead("{{r body }}", "{{r body }}"))


@pytest.mark.parametrize(
    "field",
    ["{{ schol }}", "{{ body }}", "{{ school.upper() }}", "{{ 1/0 }}", "{% for x in range(9) %}",
     "{{ ''.__class__ }}", "{# note #}", "{{p school }}"],
)  # fmt: skip
def test_a_field_that_is_not_known_is_named(field):
    said = problems(letterhead(field, "{{r body }}"))

    assert field in said
    assert "{{ school }}, {{ address }}" in said


def test_a_field_that_is_not_closed_is_refused():
    assert "letterhead" in problems(letterhead("{{ school", "{{r body }}"))


def test_a_letterhead_that_is_too_large_is_refused():
    given = with_part(OWN, "word/media/big.bin", "0" * 101_000_000)

    assert "larger than 20 MB" in problems(given)


def test_every_problem_of_a_letterhead_is_told_at_once():
    said = problems(with_part(letterhead("{{ schol }}"), "word/vbaProject.bin", "x"))

    assert len(said.splitlines()) == 3
