"""A linear model: what it says of a text is the sum of what it says of the text's parts."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from orm.learned.features import (
    AUTHOR_WEIGHT,
    FACT_WEIGHT,
    distinct,
    gram_share,
    grams,
    parts,
    share,
)
from orm.learned.model import KEPT, Model
from tests.factories_learned import NAMES, base, model_file, row

MODEL = Model(model_file())
SAID = st.lists(
    st.sampled_from([*NAMES["words"], "living", "ruder", "xyzzy", "ok"]), max_size=10
).map(tuple)
AUTHOR = st.lists(st.sampled_from(["mum", "of", "three"]), max_size=4).map(tuple)
FACTS = st.dictionaries(
    st.sampled_from([*NAMES["facts"], "rule of tomorrow"]), st.floats(-1, 1, width=32), max_size=4
)


@given(SAID, AUTHOR, FACTS)
def test_the_answers_of_a_text_are_the_sum_of_its_parts(said, author, facts):
    expected = base().astype(float)
    for table, name, weight in parts(said, author, facts):
        if table != "grams":
            expected += weight * row(table, name)
    for word in set(said) - set(NAMES["words"]):
        letters = grams(word)
        weight = share(distinct(said)) * gram_share(len(letters) or 1)
        expected += weight * sum((row("grams", gram) for gram in letters), np.zeros(len(expected)))

    assert MODEL.answers(said, author, facts) == pytest.approx(expected, abs=1e-4)


@given(SAID, AUTHOR, FACTS)
def test_the_same_text_gets_the_same_answers_from_any_copy(said, author, facts):
    first = MODEL.answers(said, author, facts)

    assert np.array_equal(MODEL.answers(said, author, facts), first)
    assert np.array_equal(Model(model_file()).answers(said, author, facts), first)


def test_threads_that_share_a_model_get_the_same_answers():
    texts = [(f"livid{number}", "rude") for number in range(200)]
    alone = [Model(model_file()).answers(text, (), {}) for text in texts]

    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda text: MODEL.answers(text, (), {}), texts))

    assert all(np.array_equal(one, two) for one, two in zip(alone, together, strict=True))


def test_a_word_that_nobody_listed_counts_by_its_letters():
    assert np.abs(MODEL.word("living")).max() > 0
    assert MODEL.word("living") == pytest.approx(
        gram_share(len(grams("living"))) * sum(row("grams", gram) for gram in grams("living"))
    )


def test_a_listed_word_counts_as_itself_and_not_by_its_letters_again():
    assert MODEL.word("rude") == pytest.approx(row("words", "rude"))


def test_names_that_the_model_does_not_know_add_nothing():
    known = MODEL.answers(("kind",), ("mum",), {"kind post": 1.0})

    more = MODEL.answers(("kind",), ("mum", "nobody"), {"kind post": 1.0, "rule of tomorrow": 9.0})

    assert np.array_equal(more, known)


def test_a_fact_weighs_by_its_size_and_an_author_by_a_little():
    alone = MODEL.answers((), (), {})

    fact = MODEL.answers((), (), {"compound": -0.5}) - alone
    author = MODEL.answers((), ("mum",), {}) - alone

    assert fact == pytest.approx(-0.5 * FACT_WEIGHT * row("facts", "compound"), abs=1e-5)
    assert author == pytest.approx(AUTHOR_WEIGHT * row("authors", "mum"), abs=1e-5)


def test_what_is_remembered_of_unknown_words_is_bounded_and_changes_no_answer():
    model = Model(model_file())
    before = model.word("living").copy()
    model._unknown.update((f"word{number}", before) for number in range(KEPT))

    model.word("livid")

    assert len(model._unknown) <= KEPT
    assert np.array_equal(model.word("living"), before)


def test_a_word_too_long_to_be_one_is_not_remembered():
    model = Model(model_file())

    model.word("a" * 33)

    assert model._unknown == {}
