"""Dialect, text-speak and learners' spellings are read as the words that most people write."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orm.learned.spelling import read_spellings, shipped_spellings
from orm.learned.tokens import Plain, tokens
from orm.model.items import Identity, Item, Kind
from tests.factories_match import WRENBECK

SMALL = read_spellings("""
[words]
"nobody" = "naebody"
"going to" = "gonna gonnae"

[pairs]
"nobody" = "no body"

[[before]]
stands_for = "my"
spelt = "me"
words = "daughter coat"
""")


def read(text, spellings=None):
    spellings = spellings or shipped_spellings()
    return " ".join(spellings.standard(tokens(text)))


@pytest.mark.parametrize(
    ("said", "standard"),
    [
        ("ah telt the heid aboot ma wean", "i told the head about my child"),
        ("Divvent tell wor bairns nowt", "don't tell our children nothing"),
        ("me daughter's coat", "my daughter's coat"),
        ("ur skool is rly bad, pls ring", "your school is really bad please ring"),
        ("no body anser my dauter", "nobody answer my daughter"),
        ("we brung it in an naebody looked", "we brought it in and nobody looked"),
    ],
)
def test_what_is_spelt_otherwise_reads_as_most_people_write_it(said, standard):
    assert read(said) == standard


@pytest.mark.parametrize(
    "said", ["they told me nothing", "an hour", "ah well never mind", "no idea", "body and mind"]
)
def test_a_word_that_means_itself_stays(said):
    assert read(said) == " ".join(tokens(said))


def test_one_spelling_may_stand_for_several_words():
    assert read("gonna gonnae", SMALL) == "going to going to"


def test_two_words_may_stand_for_one_wherever_they_stand():
    assert read("no body no body asked no", SMALL) == "nobody nobody asked no"


def test_a_word_at_the_end_of_a_post_is_read_alone():
    assert read("tell me", SMALL) == "tell me"


def test_a_school_keeps_its_name_however_it_is_spelt():
    plain = Plain(lambda school: ("Wee Skool",))
    item = Item(
        Identity("test", "1"), Kind.POST, "forum", "", text="Wee Skool, oor wee bairn school"
    )

    assert plain.read(item, WRENBECK)[0] == ("oakfield", "our", "little", "child", "school")


def test_no_standard_word_is_itself_read_as_another():
    spellings = shipped_spellings()
    standard = {word for words in spellings.words.values() for word in words}

    assert not standard & set(spellings.words)


@given(st.lists(st.sampled_from(["no", "body", "me", "coat", "naebody", "gonna", "so"])))
def test_nothing_that_was_said_is_lost(said):
    heard = SMALL.standard(tuple(said))

    assert len(heard) + said.count("body") >= len(said)
