"""Anybody's words on a page: every letter stays, and nothing that could paint over the page."""

import string
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from orm.reading.plain_words import quotable, readable

PLAIN = st.text(st.sampled_from([*string.ascii_letters, *string.digits, *string.punctuation, " "]))


@given(PLAIN)
def test_plain_english_stays_as_it_was_typed(text):
    assert readable(text) == " ".join(text.split())


@given(st.lists(PLAIN.filter(str.strip)))
def test_lines_stay_lines(lines):
    assert readable("\n".join(lines)) == "\n".join(" ".join(line.split()) for line in lines)


@given(st.text())
def test_whatever_the_words_are_nothing_in_them_acts(text):
    acting = {
        character
        for character in readable(text).replace("\n", "") + quotable(text)
        if unicodedata.category(character)[0] == "C"
    }

    assert acting == set()


def test_what_turns_a_line_round_is_gone_and_the_words_around_it_stay():
    assert readable("pay £5 \u202eevil\u202c now\x07") == "pay £5 evil now"


def test_stacked_accents_are_cut_down():
    assert len(readable("e" + "\u0301" * 50)) <= 4
    assert readable("café, naïve, Łódź") == "café, naïve, Łódź"
