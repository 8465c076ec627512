"""Whatever is typed and whatever was posted: the search holds, and says the truth."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from orm.model.wishes import Wish
from orm.store.indexing import index_all
from orm.store.mentions import mention
from orm.store.searching import found
from orm.store.tables.columns import storable
from orm.store.words import terms, words_in
from tests.databases import known
from tests.factories_searching import HEAD, keys, look, said
from tests.factories_sight import post_of, write_post
from tests.factories_store import bring

MANY = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
ANY_TEXT = st.text(max_size=60) | st.text(alphabet="ab é\"*'-&|!():<>^{}~\\_0 NEAROD", max_size=30)
SHORT = st.text(alphabet="ab \u00e9\u0301ßİ_-", max_size=12)


def holds(item, sought):
    """Whether the post holds what is looked for, read word by word."""
    fields = [words_in(item.title), words_in(item.text)]
    return all(any(_beside(term, words) for words in fields) for term in sought)


def _beside(term, words):
    size = len(term.words)
    for at in range(len(words) - size + 1):
        here = tuple(words[at : at + size])
        whole = here == term.words
        begun = here[:-1] == term.words[:-1] and here[-1].startswith(term.words[-1])
        if whole or (term.beginning and begun):
            return True
    return False


@MANY
@given(
    posts=st.lists(st.tuples(SHORT | ANY_TEXT, SHORT | ANY_TEXT), min_size=1, max_size=6),
    sought=SHORT | ANY_TEXT,
)
def test_whatever_is_typed_finds_exactly_the_posts_that_hold_it(place, posts, sought):
    meant = terms(storable(sought))
    with place.engine.connect() as connection:
        begun = connection.begin()
        ids = [
            write_post(
                connection, post_of(), key=f"{n}", title=storable(title), text=storable(text)
            )
            for n, (title, text) in enumerate(posts)
        ]
        index_all(connection)
        page = found(connection, HEAD, Wish(words=storable(sought)), before=None, most=10)
        files = [file for its in ids if (file := mention(connection, its))]
        begun.rollback()

    expected = [f.id for f in files if meant is not None and holds(f.item, meant)]
    assert [file.id for file in page.files] == expected[::-1]


@MANY
@given(sought=st.text(max_size=2000))
def test_nothing_that_is_typed_breaks_the_search(place, sought):
    place.read(lambda c: found(c, HEAD, Wish(words=sought), before=None, most=3))


@pytest.mark.parametrize(
    "words",
    [
        "x" * 100_000,
        "park " * 5_000,
        '"' * 1_000,
        "(" * 1_000,
        "\0parking",
        "\ud800",
        "parking " * 101,
        " ".join(f"w{n}" for n in range(100)),
    ],
)
def test_a_monstrous_search_finds_nothing_it_should_not_and_breaks_nothing(store, url, words):
    bring(store, said("1", "parking"))

    expected = ["1"] if words == "\0parking" else []
    assert keys(look(url, Wish(words=words))) == expected


def test_a_post_of_a_hundred_thousand_words_can_be_recorded_and_found(store, url):
    long = " ".join(f"w{number}é" for number in range(100_000))
    bring(
        store, said("1", f"beginning {long}"), said("2", "x" * 100_000), said("3", "y z " * 50_000)
    )

    assert keys(look(url, Wish(words="beginning w17é"))) == ["1"]
    assert keys(look(url, Wish(words='"y z"'))) == ["3"]


@pytest.fixture
def place(store, url):
    opened = known(url)
    yield opened
    opened.close()
