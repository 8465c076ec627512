"""Whatever stands in a fact is shown as text, in every form, and nothing of it is obeyed."""

from dataclasses import replace
from html import unescape

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from orm.model.papers import Template
from reports.paper_facts import clean
from reports.papers import draft, final
from tests.factories_papers import (
    APPROVED_ON,
    FACTS,
    docx_text,
    every,
    facts,
    pdf_file,
    pdf_root,
    pdf_text,
    word_file,
)

LETTER, PACK, NOTICE = Template.DELETION_REQUEST, Template.POSH_PACK, Template.S5_NOTICE

HOSTILE = {
    "html": "<script>alert(1)</script><img src=x onerror=y> &lt; &amp;",
    "jinja": "{{ 7*7 }}{% for x in y %}{# gone #}{_{ 8*8 }_}{%_ x _%}",
    "docx fields": "{{r body }} {%p if x %} {{p school }}",
    "docx xml": '</w:t></w:r></w:p><w:p><w:r><w:t xml:space="preserve">new]]><!--',
    "formula": "=HYPERLINK(A1;B2) +1+1 -2 @SUM(A1)",
    "typst code": '#eval("1+1") #read("pyproject.toml") #panic() #let x = 1',
    "typst brackets": "[[[ ]) ( { } $x^2 $ unbalanced \\ \\u{41} \\#",
    "typst marks": "*bold* _it_ `raw` <label> @ref //comment /*also = == + - ~ ---",
    "quotes": '"double" \'single\' """ \'\'\' \\" \\n',
    "format": "{school_name} {0} %s %(x)s ${HOME}",
}


def bare(text: str) -> str:
    """Without white space: where a line was broken does not matter."""
    return "".join(text.split())


@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE)
def test_markup_of_every_kind_is_text_in_a_letter(words):
    paper = draft(LETTER, every(words))

    assert bare(words) in bare(paper.text)
    assert bare(words) in bare(unescape(paper.html))
    assert bare(words) in bare(docx_text(paper.docx))


@pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("template", [PACK, NOTICE, Template.GOVERNORS_SUMMARY])
def test_markup_of_every_kind_is_text_in_a_pack(template, words):
    paper = draft(template, every(words))

    assert bare(words) in bare(pdf_text(paper.pdf))


@pytest.mark.parametrize("template", Template)
def test_no_markup_stops_a_paper(template):
    draft(template, every("\n".join(HOSTILE.values())))


def test_a_page_holds_no_element_that_a_fact_brought():
    page = draft(LETTER, every(HOSTILE["html"])).html

    assert "<script" not in page
    assert "<img" not in page


def test_a_fact_that_looks_like_a_slot_is_not_filled():
    paper = draft(PACK, facts(question="Is {school_name} {platform_reference}?"))

    assert "Is {school_name} {platform_reference}?" in paper.text


@pytest.mark.parametrize("code", [*range(0x20), *range(0x7F, 0xA0), 0xFFFE, 0xFFFF, 0xD800, 0xDFFF])
def test_a_sign_that_no_file_can_hold_is_dropped(code):
    if chr(code) in "\t\n\r\v\f\x1c\x1d\x1e\x85":
        assert clean(f"a{chr(code)}b") in {"a b", "a\nb"}
    else:
        assert clean(f"a{chr(code)}b") == "ab"


def test_signs_that_no_file_can_hold_leave_the_words_in_every_form():
    words = "be\x00fore\x07 \x1bafter\ud800 \ufffeend"

    letter, pack = draft(LETTER, every(words)), draft(PACK, every(words))

    assert "before after end" in letter.text
    assert "before after end" in docx_text(letter.docx)
    assert "before after end" in pdf_text(pack.pdf)


@pytest.mark.parametrize("sign", "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
def test_a_sign_that_turns_the_text_around_is_shown_by_its_number(sign):
    assert clean(f"a{sign}b") == f"a[U+{ord(sign):04X}]b"


def test_right_to_left_words_are_in_every_form():
    words = "\u200fسلام\u200e"

    letter, pack = draft(LETTER, every(words)), draft(PACK, every(words))

    assert "سلام" in letter.text
    assert "سلام" in docx_text(letter.docx)
    assert "سلام" in pdf_text(pack.pdf)


def test_accents_do_not_pile_up_over_other_lines():
    assert clean("e" + "\u0301" * 500) == "e\u0301\u0301"


@pytest.mark.parametrize("long", ["x" * 20_000, "unkind " * 2_857], ids=["word", "words"])
def test_twenty_thousand_signs_stay_on_the_page(long):
    pages = pdf_file(draft(NOTICE, facts(exact_words=long)).pdf).pages
    words = [line for page in pages for line in page.extract_text().splitlines()]
    sign = long[0]

    assert sum(line.count(sign) for line in words) >= long.count(sign)
    assert max(map(len, words)) < 120
    assert len(pages) > 3


def test_twenty_thousand_signs_in_every_fact_of_a_letter_stop_nothing():
    paper = draft(LETTER, every("x" * 20_000))

    assert "x" * 20_000 in paper.text
    assert "x" * 20_000 in docx_text(paper.docx)
    assert len(paper.subject) < 220


def test_a_subject_is_one_line():
    paper = draft(Template.EDITOR_CORRECTION, facts(article_title="School\r\nBcc: all@x.example\n"))

    assert "\n" not in paper.subject
    assert "\r" not in paper.subject


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(words=st.text(min_size=1, max_size=60).filter(clean))
def test_any_text_at_all_makes_a_letter_that_opens(words):
    paper = draft(LETTER, every(f"a{words}"))

    word_file(paper.docx)
    assert bare(clean(f"a{words}")) in bare(paper.text)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(words=st.text(min_size=1, max_size=60).filter(clean))
def test_any_text_at_all_makes_a_pack_that_opens(words):
    paper = draft(PACK, every(f"a{words}"))

    assert pdf_root(paper.pdf)["/MarkInfo"]["/Marked"]


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(words=st.text("abz XYZ09éß€#$\\[](){}<>&*_`@/~=+-'\"%;:.,?!|^", min_size=1, max_size=80))
def test_printable_text_is_in_the_pack_and_in_the_letter_word_for_word(words):
    said = f"q{words}q"

    pack, letter = draft(PACK, facts(question=said)), draft(LETTER, facts(picture_described=said))

    assert bare(said) in bare(pdf_text(pack.pdf))
    assert bare(said) in bare(docx_text(letter.docx))


@pytest.mark.parametrize("template", Template)
def test_the_same_facts_make_the_same_paper(template):
    assert draft(template, FACTS) == draft(template, FACTS)


@pytest.mark.parametrize("template", [t for t in Template if t is not Template.WRITTEN_WARNING])
def test_a_final_says_what_its_draft_said(template):
    sent = final(template, FACTS, approved_by="Robin Marsh", approved_on=APPROVED_ON)

    assert sent.text.strip() == draft(template, FACTS).text.replace("draft – not sent", "").strip()


def test_unused_facts_change_nothing():
    quiet = replace(FACTS, exact_words="other", question="other", lessons=())

    assert draft(LETTER, quiet) == draft(LETTER, FACTS)
