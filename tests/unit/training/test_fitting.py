"""Making the learned judge's file, on a tiny corpus: it says what was fitted, and the same every time."""

import io
from dataclasses import replace

import numpy as np
import pytest

from orm.learned.features import AUTHOR_WEIGHT, FACT_WEIGHT, distinct, grams, pairs, share
from orm.learned.judge import COLUMNS, FEEDBACK, STANCES, opinion_of, read_model
from orm.model.judgement import Category
from tests.factories_training import write_corpus

NEEDED = "making the learned judge needs the packages of the dependency group `train`"
fitting = pytest.importorskip("training.fitting", reason=NEEDED)
training_examples = pytest.importorskip("training.examples", reason=NEEDED)
writing = pytest.importorskip("training.writing", reason=NEEDED)
vectors = pytest.importorskip("training.vectors", reason=NEEDED)

ROUNDING = 0.5
"""Of the step between two numbers that a byte can tell apart."""
WORD_VECTORS = {
    word: np.sin(np.arange(vectors.SIZE, dtype=np.float32) + at)
    for at, word in enumerate(("kind", "rude", "livid", "lovely"))
}


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    posts, comments, schools = write_corpus(tmp_path_factory.mktemp("corpus"))
    reader = training_examples.Reader()
    return [*reader.posts(posts, schools), *reader.comments(comments)]


@pytest.fixture(scope="module")
def fitted(corpus):
    return fitting.fit(corpus, WORD_VECTORS)


@pytest.fixture(scope="module")
def raw(fitted):
    return writing.packed(fitted)


@pytest.fixture(scope="module")
def words(raw):
    """The words that have a row of their own."""
    with np.load(io.BytesIO(raw), allow_pickle=False) as read:
        return set(bytes(read["words_names"].tobytes()).decode().split("\n"))


@pytest.fixture(scope="module")
def steps(raw):
    """Of each table, the step between two numbers of a column."""
    with np.load(io.BytesIO(raw), allow_pickle=False) as read:
        return {table: read[f"{table}_scale"] for table in fitting.TABLES}


def rounded_by(example, words, steps):
    """How far the file's answers to an example may be from the fitted ones, per column."""
    said, each = distinct(example.said), share(distinct(example.said))
    unknown = sum(len(grams(word)) ** 0.5 for word in said if word not in words)
    numbers = {
        "words": each * len(said),
        "grams": each * unknown,
        "pairs": each * len(pairs(example.said)),
        "authors": AUTHOR_WEIGHT * len(distinct(example.author)),
        "facts": FACT_WEIGHT * sum(abs(value) for value in example.facts.values()),
    }
    return ROUNDING * sum(numbers[table] * steps[table] for table in numbers) + 1e-3


def test_the_file_answers_as_the_fitted_regressions_do(corpus, fitted, raw, words, steps):
    model = read_model(raw)
    expected = fitted.parts.matrix(corpus) @ fitted.rows + fitted.base

    for example, right in zip(corpus, expected, strict=True):
        answers = model.answers(example.said, example.author, example.facts)
        assert np.all(np.abs(answers - right) <= rounded_by(example, words, steps))


def test_rounding_is_finer_than_what_is_learned(corpus, fitted, raw):
    model = read_model(raw)
    expected = fitted.parts.matrix(corpus) @ fitted.rows + fitted.base
    answers = [model.answers(each.said, each.author, each.facts) for each in corpus]

    assert np.abs(np.array(answers) - expected).mean() < expected.std() / 20


def test_the_same_corpus_gives_the_same_bytes(corpus, raw):
    assert writing.packed(fitting.fit(corpus, WORD_VECTORS)) == raw


def test_what_was_learned_is_known(corpus, raw):
    model = read_model(raw)
    posts = [each for each in corpus if each.gold is not None]

    right = [
        opinion_of(model.answers(each.said, each.author, each.facts)).likeliest
        is each.gold.category
        for each in posts
    ]

    assert sum(right) > 0.9 * len(right)


def test_tone_is_learned_by_the_stances_alone(fitted):
    tones = [at for (table, name), at in fitted.parts.column.items() if name in fitting._TONES]
    moved = {
        column
        for column, weights in zip(COLUMNS, fitted.rows[tones].T, strict=True)
        if np.any(weights)
    }

    assert tones
    assert moved
    assert moved <= {*STANCES, *(f"feedback {stance}" for stance in FEEDBACK)}


def test_a_word_that_nobody_wrote_is_known_by_its_vector(words):
    assert "livid" in words


@pytest.fixture(scope="module")
def spelling_nothing(corpus):
    """Fitted without the parts of words, as `python -m training --held-back` does."""
    return fitting.fit(corpus, {}, left_out="grams")


def test_a_table_that_is_left_out_has_no_part(spelling_nothing):
    tables = {table for table, _ in spelling_nothing.parts.column}

    assert tables == set(fitting.TABLES) - {"grams"}


def test_a_file_without_one_of_its_tables_is_a_model_of_its_own_version(spelling_nothing, raw):
    without = read_model(writing.packed(spelling_nothing))

    assert not without.word("livid").any()
    assert without.version != read_model(raw).version


@pytest.mark.parametrize(
    ("name", "right"),
    [
        ("about", True),
        ("ordinary", True),
        ("urgent", False),
        ("critical", False),
        ("sealed", False),
        ("removable", False),
        ("community", False),
    ],
)
def test_a_comment_is_an_ordinary_one_about_its_subject(name, right):
    assert fitting.yes_of(name, None) is right


@pytest.mark.parametrize("category", Category)
def test_critical_is_what_always_reaches_a_person(corpus, category):
    gold = next(each.gold for each in corpus if each.gold is not None)

    assert fitting.yes_of("critical", replace(gold, category=category)) is (
        category in {Category.T8, Category.T11, Category.T12, Category.T13, Category.T14}
    )
