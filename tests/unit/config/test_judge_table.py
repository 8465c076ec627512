"""[judge]: off until somebody answers for it, and what is said of one that cannot be used."""

import pytest

from orm.config.writing import write_config
from orm.model.settings import JudgeSettings, Secret
from tests.factories_config import SMALL, problems, read

URL = "https://judge.wrenbeck.example/v1/chat/completions"
TABLE = f"""
[judge]
url = "{URL}"
model = "house-model-8b"
"""
ACCEPTED = 'accepted = "2026-11-20 J. Okafor"\n'


def test_without_the_table_there_is_no_judge():
    assert read(SMALL).judge is None
    assert read(f"{SMALL}\n[judge]\n").judge is None


def test_a_judge_that_nobody_accepted_is_off():
    assert read(SMALL + TABLE).judge is None
    assert read(f'{SMALL}{TABLE}accepted = ""\n').judge is None


def test_an_accepted_judge_has_the_defaults_of_the_domain():
    assert read(SMALL + TABLE + ACCEPTED).judge == JudgeSettings(
        url=URL, model="house-model-8b", accepted="2026-11-20 J. Okafor"
    )


def test_every_key_arrives(tmp_path):
    (tmp_path / "ca.pem").write_text("pem")
    more = 'key = "env:JUDGE"\nca_file = "ca.pem"\ntimeout_seconds = 7.5\n'

    judge = read(
        SMALL + TABLE + ACCEPTED + more, environ={"JUDGE": "mere-blue-otter-7"}, base=tmp_path
    ).judge

    assert judge is not None
    assert (judge.key, judge.timeout_seconds) == (Secret("mere-blue-otter-7"), 7.5)
    assert judge.ca_file == str(tmp_path / "ca.pem")


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "127.8.0.1"])
def test_plain_http_is_allowed_on_this_machine(host):
    text = TABLE.replace("https://judge.wrenbeck.example", f"http://{host}:8080")

    assert read(SMALL + text + ACCEPTED).judge is not None


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("https:", "http:", "judge.url: must start with https; http can be read on its way"),
        (
            f'url = "{URL}"\n',
            "",
            "judge.url: is missing; an accepted judge needs it",
        ),
        (
            'model = "house-model-8b"\n',
            "",
            "judge.model: is missing; an accepted judge needs it",
        ),
        (
            "/completions",
            "/completions?key=abc",
            'judge.url: holds a "?" or a "#"; write the address alone and the key into judge.key',
        ),
        (
            "model =",
            'ca_file = "no.pem"\nmodel =',
            'judge.ca_file: "no.pem" is not a file; name a PEM file',
        ),
        (
            "model =",
            "timeout_seconds = 90\nmodel =",
            "judge.timeout_seconds: 90 is too large; write at most 60.0",
        ),
        ("model =", 'modell = "x"\nmodel =', 'judge.modell: no such key; did you mean "model"?'),
        (
            "2026-11-20 J. Okafor",
            "yes",
            'judge.accepted: "yes" must be the day and who accepted, like "2026-11-20 J. Okafor"',
        ),
        (
            "model =",
            'key = "env:JUDGE"\nmodel =',
            "judge.key: the environment variable JUDGE is not set or empty; set it before orm starts",
        ),
    ],
)
def test_a_wrong_key_is_told_with_its_path(old, new, says):
    assert problems((SMALL + TABLE + ACCEPTED).replace(old, new, 1)) == [says]


def test_a_key_in_the_open_is_refused_and_never_quoted():
    (said,) = problems(f'{SMALL}{TABLE}{ACCEPTED}key = "mere-blue-otter-7"\n')

    assert said.startswith("judge.key: a secret must not stand in this file")
    assert "otter" not in said


def test_the_written_file_shows_a_judge_that_is_off():
    written = write_config({}, {})

    assert '#accepted = "2026-11-20 J. Okafor"' in written.partition("[judge]")[2]
    assert '#key = "env:ORM_JUDGE_KEY"' in written
