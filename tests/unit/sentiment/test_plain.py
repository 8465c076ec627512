"""Text made ready for scoring."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orm.sentiment.plain import SENTENCE_TOKENS, masked, sentences, straightened, weight


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("isn’t “safe”", 'isn\'t "safe"'),
        ("Tom &amp; Jo&#39;s", "Tom & Jo's"),
        ("❤\ufe0f", "❤"),
        ("👍🏻", "👍"),
        ("😡awful", "😡 awful"),
        ("terrible/awful", "terrible/ awful"),
        ("terrible...awful", "terrible... awful"),
        ("see https://herald.example/great-school now", "see now"),
    ],
)
def test_what_hides_words_from_the_lexicon_is_straightened(written, read):
    assert straightened(written).split() == read.split()


def test_a_name_is_masked_at_its_place_and_nowhere_else():
    assert masked("Good Shepherd is a good school", [(0, 13)]) == "it is a good school"


def test_overlapping_names_are_masked_once():
    assert masked("Hope Grace Academy", [(0, 10), (5, 18)]) == "it Academy"


def test_each_sentence_and_each_line_stands_alone():
    assert sentences("Lovely. Really? Yes!\nNo stop here") == (
        "Lovely.",
        "Really?",
        "Yes!",
        "No stop here",
    )


@pytest.mark.parametrize("text", ["😍" * 2000, "😍🥰" * 1000, "word " * 3000, "a b c " * 2000])
def test_the_engine_never_gets_a_long_sentence(text):
    pieces = sentences(straightened(text))

    assert pieces
    assert all(weight(piece.split()) <= SENTENCE_TOKENS for piece in pieces)


def test_two_thousand_signs_are_as_much_work_as_a_few():
    work = sum(weight(piece.split()) for piece in sentences(straightened("😍" * 2000)))

    assert work <= SENTENCE_TOKENS


@given(st.text())
def test_no_text_makes_a_long_sentence(text):
    assert all(weight(s.split()) <= SENTENCE_TOKENS for s in sentences(straightened(text)))
