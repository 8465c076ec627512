"""`orm token` as an IT manager types it: made and shown once, listed, ended."""

import json
from datetime import timedelta

import pytest

from orm.clock import SystemClock
from orm.model.api_tokens import digest_of
from tests.factories_cli import typed
from tests.factories_desk import config_text
from tests.factories_store import store_at

LAST_DAY = (SystemClock().now() + timedelta(days=200)).date().isoformat()
NEW = ("--school", "wrenbeck", "--scope", "figures", "--name", "Trust dashboard")


@pytest.fixture
def folder(tmp_path, sqlite_copy):
    (tmp_path / "config.toml").write_text(config_text(), encoding="utf-8")
    (tmp_path / "data").mkdir(mode=0o700)
    sqlite_copy(tmp_path / "data")
    return tmp_path


def orm(folder, *words):
    return typed(["token", *words, "--config", str(folder / "config.toml")])


def listed(folder):
    return json.loads(orm(folder, "list", "--json").stdout)


def test_a_token_is_shown_once_and_listed_without_itself(folder):
    made = orm(folder, "new", *NEW, "--scope", "sources", "--expires", LAST_DAY)
    token = made.stdout.split()[-1]
    store = store_at(f"sqlite:///{folder}/data/orm.db")
    kept = store.api_tokens.find(digest_of(token))
    store.close()

    assert made.exit_code == 0
    assert kept is not None
    assert kept.schools == {"wrenbeck"}
    (row,) = listed(folder)
    assert (row["scopes"], row["expires"], row["state"]) == (
        "figures, sources",
        LAST_DAY,
        "works",
    )
    assert token not in json.dumps(row)


def test_an_ended_token_says_so_and_is_ended_once(folder):
    orm(folder, "new", *NEW, "--expires", LAST_DAY)

    assert "opens nothing any more" in orm(folder, "end", "1").stdout
    assert listed(folder)[0]["state"] == "ended"
    again = orm(folder, "end", "1")
    assert (again.exit_code, "no token 1 that works" in again.stderr) == (2, True)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--expires", "2020-01-01"), "is past"),
        (("--expires", "tomorrow"), "is no day"),
        (("--expires", "2099-01-01"), "within two years"),
        (("--school", "nowhere", "--expires", LAST_DAY), "no school 'nowhere'"),
        (("--name", " ", "--expires", LAST_DAY), "plain characters"),
        (("--name", "a\x1b[31mb", "--expires", LAST_DAY), "plain characters"),
        (("--scope", "posts", "--expires", LAST_DAY), "none of figures, sources"),
        ((), "--expires"),
    ],
)
def test_what_cannot_be_meant_makes_no_token(folder, words, says):
    refused = orm(folder, "new", *NEW, *words)

    assert refused.exit_code == 2
    assert says in " ".join(refused.stderr.split())
    assert listed(folder) == []
