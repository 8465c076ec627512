"""The file that comes with the house, and files that cannot be used."""

import io
from hashlib import sha256
from importlib.resources import files

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from orm.errors import ConfigError
from orm.learned.judge import (
    COLUMNS,
    FEEDBACK,
    STANCES,
    YES,
    Learned,
    opinion_of,
    read_model,
    shipped,
    windows,
)
from orm.learned.tokens import Plain
from orm.match.calling import called
from orm.model.judgement import Category, Tones
from orm.pipeline.weighing import toned
from tests.factories_learned import arrays, model_file
from tests.factories_match import WRENBECK, post

RAW = files("orm.learned").joinpath("weights.npz").read_bytes()
SMALL = model_file()
LEARNED = Learned(shipped(), Plain(called))
SOUND = read_model(SMALL).answers(("kind",), (), {})
FIVE_MEGABYTES = 5_000_000
TONES = [name for name, _ in toned(Tones(0.0, ()))]
OF_STANCE = {*STANCES, *(f"feedback {stance}" for stance in FEEDBACK)}


def opined(item, facts):
    return LEARNED.opine(LEARNED.read(item, WRENBECK), facts)


@pytest.fixture(scope="module")
def parts():
    with np.load(io.BytesIO(RAW), allow_pickle=False) as read:
        return {name: read[name] for name in read.files}


def test_the_shipped_file_is_small():
    assert len(RAW) < FIVE_MEGABYTES


def test_the_shipped_file_answers_the_questions_that_the_house_asks():
    assert tuple(shipped().columns) == tuple(COLUMNS)


def test_the_version_is_the_digest_of_what_the_file_says(parts):
    digest = sha256()
    for name in sorted(set(parts) - {"version"}):
        digest.update(parts[name].tobytes())

    assert shipped().version == digest.hexdigest()[:12]


def test_the_tones_are_known_by_their_names():
    assert TONES == ["compound", "worst", "best", "last", "warm sentences", "cold sentences"]


@pytest.mark.parametrize("tone", TONES)
def test_tone_moves_nothing_but_the_stance(parts, tone):
    """domain.md §3.1: sentiment never sets severity or route."""
    names = bytes(parts["facts_names"].tobytes()).decode().split("\n")
    row = parts["facts_rows"][names.index(tone)]

    moved = {column for column, weight in zip(COLUMNS, row, strict=True) if weight}
    assert moved
    assert moved <= OF_STANCE


@given(st.text(max_size=300), st.text(max_size=40), st.floats(-1, 1))
def test_any_text_gets_an_opinion_of_probabilities_twice_the_same(text, author, tone):
    item = post(text, author=author)

    first = opined(item, {"compound": tone})

    for shares in (first.category, first.stance, first.feedback):
        assert sum(shares.values()) == pytest.approx(1.0, abs=1e-4)
    assert all(0.0 <= getattr(first, name) <= 1.0 for name in YES)
    assert opined(item, {"compound": tone}) == first


@given(st.floats(-1, 1), st.floats(-1, 1))
def test_the_same_words_in_another_tone_are_of_the_same_kind(one, two):
    item = post("the parking at Wrenbeck again")

    first, second = (opined(item, {"compound": tone, "worst": tone}) for tone in (one, two))

    assert first.category == second.category
    assert all(getattr(first, name) == getattr(second, name) for name in YES)


def test_an_opinion_is_read_from_the_columns_in_their_order():
    answers = np.zeros(len(COLUMNS), np.float32)
    answers[COLUMNS.index(Category.T9)] = 20.0
    answers[COLUMNS.index("sealed")] = 20.0
    answers[COLUMNS.index("community")] = -20.0

    said = opinion_of(answers)

    assert said.likeliest is Category.T9
    assert said.category[Category.T9] == pytest.approx(1.0)
    assert (said.sealed, said.community, said.urgent) == pytest.approx((1.0, 0.0, 0.5), abs=1e-6)


@pytest.mark.parametrize("size", [30.0, 300.0, 3000.0])
def test_answers_that_are_very_sure_are_still_probabilities(size):
    answers = np.full(len(COLUMNS), -size, np.float32)
    answers[0] = size

    said = opinion_of(answers)

    assert said.category[Category.T0] == pytest.approx(1.0)
    assert said.urgent == pytest.approx(0.0)


def reversed_columns() -> np.ndarray:
    return arrays()["columns"][::-1]


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"not a model",
        RAW[: len(RAW) // 2],
        SMALL[:-30],
        model_file(columns=reversed_columns()),
        model_file(columns=arrays()["columns"][:-1]),
        model_file(base=None),
        model_file(words_rows=None),
        model_file(words_rows=np.zeros((1, len(COLUMNS)), np.int8)),
        model_file(facts_scale=np.ones(3, np.float32)),
        model_file(words_names=np.array([255, 254, 10, 65, 10, 66, 10, 67], np.uint8)),
        model_file(base=np.array([{}] * len(COLUMNS), dtype=object)),
    ],
    ids=[
        "empty",
        "another file",
        "cut in half",
        "end lost",
        "columns in another order",
        "a column less",
        "no base",
        "no rows",
        "fewer rows than names",
        "a scale too short",
        "names that are not text",
        "objects in place of numbers",
    ],
)
def test_a_file_that_cannot_be_used_says_what_to_do(raw):
    with pytest.raises(ConfigError, match="install orm again") as caught:
        read_model(raw)

    assert len(caught.value.problems) == 1


@given(st.integers(0, len(SMALL) - 1), st.integers(1, 255))
def test_a_file_with_one_wrong_byte_is_refused_or_says_the_same(place, change):
    broken = bytearray(SMALL)
    broken[place] ^= change

    try:
        model = read_model(bytes(broken))
    except ConfigError:
        return

    assert np.array_equal(model.answers(("kind",), (), {}), SOUND)


LONG = "The bin by the shelter was emptied again and the hedge was cut before the birds came. " * 30
HIDDEN = (
    "A little lad sits on my wall at night, hungry, with marks on his legs like you would get off a"
    " flex, and says he is not let in till the man has gone. "
)


def test_a_long_post_is_as_grave_as_its_gravest_part():
    half = len(LONG) // 2

    found = opined(post(f"{LONG[:half]}{HIDDEN}{LONG[half:]}"), {})

    plain = opined(post(LONG), {})
    alone = opined(post(HIDDEN), {})
    assert found.critical > 0.5 > plain.critical
    assert found.sealed >= 0.5 * alone.sealed


@given(st.lists(st.sampled_from(["a", "b", "c"]), max_size=700))
def test_the_parts_of_a_long_text_leave_no_word_out(said):
    parts = windows(tuple(said))

    assert bool(parts) == (len(said) > 200)
    if parts:
        assert sum((part[:40] for part in parts), ()) == tuple(said)


def test_the_leading_words_are_the_items_own():
    item = post("Wrenbeck Primary is run by bullies and me lad is scard of them")

    said = LEARNED.because(LEARNED.read(item, WRENBECK), Category.T4)

    assert said
    assert all(word in item.text.lower().split() for word in said)
