"""[mail.bounces] and digest.spread_minutes: what they become, and what is said of bad ones."""

from datetime import timedelta

import pytest

from orm.model.settings import MailboxSettings, Secret
from tests.factories_config import SMALL, problems, read

BOUNCES = """
[mail.bounces]
host = "imap.wrenbeck.example"
username = "orm@wrenbeck.example"
password = "env:BOX"
"""
ENVIRON = {"BOX": "mere-blue-otter-7"}


def test_the_mailbox_is_read_as_that_of_the_intake_is():
    assert read(SMALL).bounces is None
    assert read(SMALL + BOUNCES, environ=ENVIRON).bounces == MailboxSettings(
        host="imap.wrenbeck.example",
        username="orm@wrenbeck.example",
        password=Secret("mere-blue-otter-7"),
        at="mail.bounces",
    )


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('ca_file = "no.pem"', 'mail.bounces.ca_file: "no.pem" is not a file; name a PEM file'),
        ('folders = "x"', 'mail.bounces.folders: no such key; did you mean "folder"?'),
    ],
)
def test_a_wrong_key_is_told_once_with_its_path(line, says):
    assert problems(f"{SMALL}{BOUNCES}{line}\n", environ=ENVIRON) == [says]


def test_a_password_in_the_open_is_refused_and_never_quoted():
    (said,) = problems(SMALL + BOUNCES.replace("env:BOX", "mere-blue-otter-7"))

    assert said.startswith("mail.bounces.password: a secret must not stand in this file")
    assert "otter" not in said


def test_the_window_is_none_unless_it_is_named_and_at_most_four_hours():
    assert read(SMALL).digest.spread == timedelta(0)
    assert read(f"{SMALL}\n[digest]\nspread_minutes = 45\n").digest.spread == timedelta(minutes=45)
    assert problems(f"{SMALL}\n[digest]\nspread_minutes = 241\n") == [
        "digest.spread_minutes: 241 is too large; write at most 240"
    ]
