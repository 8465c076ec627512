"""Folding: what is compared, and the way back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orm.match.text import CAP, fold, undisguised


@pytest.mark.parametrize(
    ("written", "compared"),
    [
        ("St. Orrin’s C. of E. Primary", "st orrin c of e primary"),
        ("St Orrin's", "st orrin"),
        ("O'Hara’s", "ohara"),
        ("WRENBECK   primary\n school", "wrenbeck primary school"),
        ("Wrenbeck-Primary", "wrenbeck primary"),
        ("wren\u200bbeck pri\u00admary", "wrenbeck pri mary"),
        ("W🦆ren🌾beck", "wrenbeck"),
        ("Wrenbeck 🦆 Primary", "wrenbeck primary"),
        ("Ｗrenbeck Prímary", "wrenbeck primary"),
        ("Рrimary Sсhооl", "primary school"),
        ("Friends & Co", "friends and co"),
    ],
)
def test_spellings_of_one_name_fold_to_the_same_words(written, compared):
    assert fold(written).text == compared


def test_letters_hidden_behind_digits_are_restored_without_moving_anything():
    folded = fold("0llerby M@rsh primary")

    plain = undisguised(folded)

    assert plain.text == "ollerby marsh primary"
    assert plain.starts == folded.starts


@pytest.mark.parametrize("written", ["y4", "HM4 2AB", "@wps_harrowmere", "2026"])
def test_years_postcodes_and_handles_are_not_taken_for_disguises(written):
    assert undisguised(fold(written)).text == fold(written).text


def test_a_quote_is_the_original_spelling():
    folded = fold("at  St. Orrin’s now")
    start = folded.text.index("st orrin")

    assert folded.quote(start, start + len("st orrin")) == "St. Orrin"


def test_text_beyond_the_cap_is_not_read():
    assert len(fold("a" * (CAP + 1)).text) == CAP


@given(st.text())
def test_every_folded_character_stands_for_one_original_character(text):
    folded = fold(text)

    assert len(folded.text) == len(folded.starts)
    assert all(0 <= start < len(text) for start in folded.starts)
    assert list(folded.starts) == sorted(folded.starts)


@given(st.text())
def test_a_disguise_never_changes_the_length(text):
    folded = fold(text)

    assert len(undisguised(folded).text) == len(folded.text)
