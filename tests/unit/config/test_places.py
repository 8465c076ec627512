"""The database's address is absolute and never holds a password in the open."""

import pytest

from tests.factories_config import problems, read, under

UNKNOWN = (
    "database.url: is not a database address we know; write sqlite:///data/orm.db or "
    "postgresql://user@host/name"
)
NO_FILE = (
    "database.url: names no file, so nothing would be kept; write three slashes and a path, like "
    "sqlite:///data/orm.db"
)
IN_THE_OPEN = (
    "database.url: holds a password in the open; put the whole address into an environment variable "
    "or a file and write env:NAME or file:PATH"
)


@pytest.mark.parametrize(
    ("url", "absolute"),
    [
        ("", "sqlite:////srv/orm/data/orm.db"),
        ("sqlite:///here.db", "sqlite:////srv/orm/here.db"),
        ("sqlite:////var/orm.db", "sqlite:////var/orm.db"),
        ("sqlite:///here.db?timeout=5", "sqlite:////srv/orm/here.db?timeout=5"),
        ("postgresql://orm@db/orm", "postgresql://orm@db/orm"),
        ("postgresql+psycopg://orm@db/orm", "postgresql+psycopg://orm@db/orm"),
        ("env:DB", "postgresql://orm:sesame@db/orm"),
    ],
)
def test_the_address_is_absolute(url, absolute):
    text = under("database", f'url = "{url}"')

    config = read(text, environ={"DB": "postgresql://orm:sesame@db/orm"})

    assert config.database_url == absolute


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("orm.db", UNKNOWN),
        ("mysql://db/orm", UNKNOWN),
        ("postgres://db/orm", UNKNOWN),
        ("sqlite://", NO_FILE),
        ("sqlite:///:memory:", NO_FILE),
        ("sqlite:///", NO_FILE),
        ("sqlite://data/orm.db", NO_FILE),
        ("postgresql://orm:sesame@db/orm", IN_THE_OPEN),
        ("postgresql://db/orm?password=sesame", IN_THE_OPEN),
        ("postgresql://orm:sesame@[db/orm", IN_THE_OPEN),
        (
            "env:NONE",
            (
                "database.url: the environment variable NONE is not set or empty; set it before orm "
                "starts"
            ),
        ),
    ],
)
def test_an_address_that_would_lose_or_show_something_is_told(url, sentence):
    assert problems(under("database", f'url = "{url}"')) == [sentence]
