"""Folding undoes disguises and keeps the way back to the original words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orm.model.judgement import Span
from orm.triage.text import LONGEST, _fold_character, passage

ODD = st.sampled_from("ab's’ .\n\n\t\r\0🦆\u200b\u0301éßﬁ½ΣİςI²¨\u00ad!0@1$\u2028\x85\x0b…")
ODD_TEXTS = st.one_of(st.text(), st.lists(ODD, max_size=25).map("".join))


def letter_by_letter(written):
    """Folded text and the original place of each letter, knowing only what was written before."""
    letters: list[str] = []
    places: list[int] = []
    breaks = 0
    for index, character in enumerate(written):
        for folded in _fold_character(character):
            breaks = breaks + (folded == "\n") if folded in " \n" else 0
            if folded in " \n" and letters and letters[-1] in " \n":
                letters[-1] = "\n" if breaks > 1 else " "
            else:
                letters.append(" " if folded == "\n" else folded)
                places.append(index)
    return "".join(letters), places


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


@given(ODD_TEXTS)
def test_a_text_reads_as_it_does_letter_by_letter(written):
    assert passage([("text", written)]).cased == letter_by_letter(written)[0] + "\n"


@given(ODD_TEXTS)
def test_every_letter_leads_back_to_where_it_was_read(written):
    text = passage([("text", written)])
    places = letter_by_letter(written)[1]

    assert [text.span(at, at + 1).start for at in range(len(places))] == places


@given(ODD_TEXTS)
def test_lower_case_never_moves_a_letter_nor_looks_at_its_neighbours(written):
    text = passage([("text", written)])
    letters = [c.lower() if len(c.lower()) == 1 else c for c in text.cased]

    assert len(text.lower) == len(letters)
    assert all(
        one == other or other in "013457@$" for one, other in zip(text.lower, letters, strict=True)
    )
