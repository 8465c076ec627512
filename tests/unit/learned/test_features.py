"""What a text is to the learned judge: bounded, and no longer text is more of anything."""

from hypothesis import given
from hypothesis import strategies as st

from orm.learned.features import MOST, distinct, grams, pairs, parts, share
from orm.learned.tokens import tokens

WORDS = st.lists(st.sampled_from(["a", "kind", "rude", "school", "livid"]), max_size=12).map(tuple)


def test_each_word_counts_once_in_the_order_it_came():
    assert distinct(("rude", "and", "rude", "again")) == ("rude", "and", "again")


def test_a_long_text_has_a_bounded_number_of_parts():
    said = tuple(f"w{number}" for number in range(5 * MOST))

    assert len(distinct(said)) == MOST
    assert len(pairs(said)) == 2 * MOST


@given(WORDS)
def test_saying_it_again_adds_no_word(said):
    assert distinct(said + said) == distinct(said)


def test_words_share_one_weight_so_that_length_does_not_decide():
    few, many = ("rude",), tuple(f"w{number}" for number in range(99))

    assert share(many) < share(few)
    assert len(many) * share(many) ** 2 < 1


def test_pairs_know_where_a_text_begins_and_ends():
    assert pairs(("not", "kind")) == ("<s> not", "not kind", "kind </s>")


def test_a_word_is_spelt_in_runs_of_three_to_five_letters_with_its_ends():
    assert set(grams("rude")) == {
        "<ru", "rud", "ude", "de>", "<rud", "rude", "ude>", "<rude", "rude>",
    }  # fmt: skip


def test_a_short_word_has_no_spelling_worth_knowing():
    assert grams("bad") == ()


def test_words_of_like_spelling_share_parts():
    assert set(grams("teacher")) & set(grams("teechers"))


@given(st.text(max_size=200), st.text(max_size=40))
def test_the_weight_of_every_part_is_more_than_nothing(text, author):
    found = list(parts(tokens(text), tokens(author), {"compound": 0.5}))

    assert all(weight > 0 for _, _, weight in found)
    assert {table for table, _, _ in found} <= {"words", "grams", "pairs", "authors", "facts"}
