"""Letters that look alike have one spelling, whatever alphabet, case or digit they are of."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orm.accounts.letters import address_skeleton, foreign_letters, mixed_scripts, skeleton
from tests.factories_bad_input import BAD_INPUT

CYRILLIC = str.maketrans("aceopxyijsdqwhkmtb", "асеорхуіјѕԁԛԝһкмть")
GREEK = str.maketrans("aopvkt", "αορνκτ")
LATIN = st.text("abcdefghijklmnopqrstuvwxyz ", max_size=40)


@given(st.text(max_size=60))
def test_the_skeleton_of_a_skeleton_is_itself(text):
    assert skeleton(skeleton(text)) == skeleton(text)


@given(LATIN)
def test_cyrillic_and_greek_twins_have_the_same_skeleton(text):
    assert skeleton(text.translate(CYRILLIC)) == skeleton(text)
    assert skeleton(text.translate(GREEK)) == skeleton(text)
    assert skeleton(text.upper()) == skeleton(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Wrenbeck School", "wrenbeck_schooI"),
        ("Pellgrave", "Pe11grave"),
        ("St Orrin's", "5t.0rrins"),
        ("Wrenbeck", "Wrénbéck"),
        ("Wrenbeck", "ＷＲＥＮＢＥＣＫ"),
        ("Wrenbeck", "𝗪𝗿𝗲𝗻𝗯𝗲𝗰𝗸"),
        ("Wrenbeck", "ВГЕНВЕСК".replace("ВГЕН", "Wren")),
        ("Wrenbeck", "W\u200bren\u00adbeck"),
        ("academy", "academyy"),
    ],
)
def test_what_can_be_mistaken_has_one_spelling(one, other):
    assert skeleton(one) == skeleton(other)


@pytest.mark.parametrize("other", ["Wrenbrook", "Wrenbeckton", "Brenwick", "wrnbck", ""])
def test_other_names_keep_other_skeletons(other):
    assert skeleton(other) != skeleton("Wrenbeck")


def test_two_letters_are_one_only_in_an_address():
    assert address_skeleton("harrowrnere") == address_skeleton("harrowmere")
    assert address_skeleton("vvrenbeck") == address_skeleton("wrenbeck")
    assert skeleton("Burnham") != skeleton("Bumham")


@pytest.mark.parametrize(
    ("text", "mixes"),
    [
        ("Wrenbeck", False),
        ("Wrenb\u0435ck", True),
        ("Школа School", False),
        ("Ysgol Gynradd Llŷn 2026!", False),
        ("\u041crs Jones", True),
        ("学校 no mix", False),
        ("", False),
    ],
)
def test_alphabets_are_mixed_only_within_a_word(text, mixes):
    assert mixed_scripts(text) is mixes


def test_letters_of_another_alphabet_are_seen():
    assert foreign_letters("Ѕсоре")
    assert not foreign_letters("Llŷn 12 🦆")


@pytest.mark.parametrize("text", BAD_INPUT.values(), ids=BAD_INPUT)
def test_any_text_has_a_skeleton(text):
    assert skeleton(skeleton(text)) == skeleton(text)
    mixed_scripts(text)
