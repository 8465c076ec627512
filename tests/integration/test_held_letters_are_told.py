"""What an administrator reads of letters that the safety check holds, and what readers get instead."""

import json
import re
from email import message_from_bytes, policy

import pytest

from tests.factories_cli import typed

LIKE_A_LINK = "Wrenbeck.online Primary School"
"""No letter may hold a link but the desk's; each digest names its school."""
ANSWERS = (
    f"{LIKE_A_LINK}\nHarrowmere HM4 7QT\nwrenbeck.example\n"
    "head@wrenbeck.example\nchair@wrenbeck.example\n"
)
NEUTRAL = "This week's online mentions digest was held by the safety check"


def orm(*words, answers=None):
    return typed(words, answers=answers)


@pytest.fixture
def house(tmp_path, monkeypatch, sqlite_copy):
    monkeypatch.chdir(tmp_path)
    assert orm("init", answers=ANSWERS).exit_code == 0
    config = tmp_path / "config.toml"
    text = config.read_text("utf-8")
    config.write_text(re.sub(r"(?m)^(\[sources\.\w+\])$", r"\1\nenabled = false", text), "utf-8")
    (tmp_path / "data").mkdir(mode=0o700, exist_ok=True)
    sqlite_copy(tmp_path / "data")
    return tmp_path


@pytest.fixture
def sent(house):
    return orm("digest", "--week", "2026-W46", "--send")


def mails(house):
    found = sorted(house.rglob("*.eml"))
    return [message_from_bytes(each.read_bytes(), policy=policy.default) for each in found]


def test_each_reader_of_a_held_digest_gets_a_neutral_letter(sent, house):
    assert {mail["Subject"] for mail in mails(house)} == {NEUTRAL}
    assert {mail["To"] for mail in mails(house)} == {
        "head@wrenbeck.example",
        "chair@wrenbeck.example",
    }


def test_nothing_of_a_held_digest_leaves_the_house(sent, house):
    assert "Wrenbeck.online" not in "".join(mail.as_string() for mail in mails(house))


def test_sending_says_how_many_digests_are_held(sent):
    assert "The safety check held 2 of its digests; `orm check` says why." in sent.stderr
    assert "2 letters queued for 2026-W46." in sent.stdout


def test_sending_again_sends_no_second_neutral_letter(sent, house):
    orm("digest", "--week", "2026-W46", "--send")

    assert len(mails(house)) == 2


def test_the_check_names_the_reason_and_ends_with_a_failure(sent):
    checked = orm("check", "--json")

    rows = {row["what"]: row for row in json.loads(checked.stdout)}
    assert rows["letters"]["works"] == "NO"
    assert "held by the safety check (a link)" in rows["letters"]["says"]
    assert checked.exit_code == 1


def test_a_preview_shows_the_neutral_letter_and_says_why(house):
    shown = orm("digest", "--week", "2026-W46")

    assert "is held by the safety check (a link)" in shown.stderr
    assert f"Subject: {NEUTRAL}" in shown.stdout
    assert "Wrenbeck.online" not in shown.stdout
