"""Folding undoes disguises and keeps the way back to the original words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orm.model.judgement import Span
from orm.triage.text import LONGEST, passage


def lower(text):
    return passage([("text", text)]).lower.rstrip("\n")


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("isn’t “safe”", 'isn\'t "safe"'),
        ("bru\u200bised", "bruised"),
        ("Wrеnbеck", "wrenbeck"),  # two Cyrillic letters
        ("a str8 up w1tch", "a str8 up witch"),
        ("M@rsh primary", "marsh primary"),
        ("y6 and 6C and 2moz", "y6 and 6c and 2moz"),
        ("two   spaces\nand a line", "two spaces and a line"),
        ("ﬁre", "fire"),
        ("moc.elpmaxe\u202e", "moc.elpmaxe"),
    ],
)
def test_a_disguised_word_is_read_as_a_person_reads_it(written, read):
    assert lower(written) == read


def test_an_empty_line_ends_a_sentence_and_a_lone_line_break_does_not():
    text = passage([("text", "one\ntwo\n\nthree")])

    assert text.hit(4, 7).sentence == text.hit(0, 3).sentence
    assert text.hit(8, 13).sentence != text.hit(0, 3).sentence


def test_a_title_and_a_text_are_never_one_sentence():
    text = passage([("title", "My son"), ("text", "was brilliant")])

    assert text.hit(0, 6).sentence != text.hit(7, 10).sentence


def test_a_span_leads_to_the_original_field_and_words():
    text = passage([("title", "Well"), ("text", "He isn’t  s\u200bafe.")])
    start = text.lower.index("isn't safe")
    span = text.span(start, start + len("isn't safe"))

    assert span == Span("text", 3, 15)
    assert text.quote(span) == "isn’t  s\u200bafe"


def test_the_place_of_an_original_span_is_found_again():
    text = passage([("title", "About"), ("text", "the  Wrenbeck Arms")])

    assert text.folded_range(Span("text", 5, 13)) == (10, 18)
    assert text.lower[10:18] == "wrenbeck"


@pytest.mark.parametrize("span", [Span("author", 0, 3), Span("text", 90, 99)])
def test_a_span_outside_the_text_has_no_place(span):
    assert passage([("text", "short")]).folded_range(span) is None


def test_a_text_is_read_up_to_its_longest():
    assert len(passage([("text", "a" * (LONGEST + 10))]).lower) == LONGEST + 1


@given(st.text(max_size=200))
def test_any_text_folds_to_two_texts_of_one_length_with_a_way_back(written):
    text = passage([("title", "T"), ("text", written)])

    assert len(text.cased) == len(text.lower)
    for start in range(2, len(text.lower) - 1):
        span = text.span(start, start + 1)
        assert span.field in {"title", "text"}
        assert 0 <= span.start < span.end <= len(written)
