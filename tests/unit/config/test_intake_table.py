"""[intake.mailbox]: what it becomes, and what is said of one that cannot be used."""

import pytest

from orm.config.writing import write_config
from orm.model.settings import MailboxSettings, Secret
from tests.factories_config import SMALL, problems, read

MAILBOX = """
[intake.mailbox]
host = "imap.wrenbeck.example"
username = "seen@wrenbeck.example"
password = "env:BOX"
"""
ENVIRON = {"BOX": "mere-blue-otter-7"}


def test_without_the_table_there_is_no_mailbox():
    assert read(SMALL).mailbox is None
    assert read(f"{SMALL}\n[intake]\n").mailbox is None


def test_a_mailbox_has_the_defaults_of_the_domain():
    assert read(SMALL + MAILBOX, environ=ENVIRON).mailbox == MailboxSettings(
        host="imap.wrenbeck.example",
        username="seen@wrenbeck.example",
        password=Secret("mere-blue-otter-7"),
    )


def test_the_file_of_authorities_is_found_beside_the_configuration(tmp_path):
    (tmp_path / "ca.pem").write_text("pem")

    config = read(f'{SMALL}{MAILBOX}ca_file = "ca.pem"\n', environ=ENVIRON, base=tmp_path)

    assert config.mailbox is not None
    assert config.mailbox.ca_file == str(tmp_path / "ca.pem")


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('ca_file = "no.pem"', 'intake.mailbox.ca_file: "no.pem" is not a file; name a PEM file'),
        ('folders = "x"', 'intake.mailbox.folders: no such key; did you mean "folder"?'),
        ("port = 0", "intake.mailbox.port: 0 is too small; write at least 1"),
    ],
)
def test_a_wrong_key_is_told_with_its_path(line, says):
    assert problems(f"{SMALL}{MAILBOX}{line}\n", environ=ENVIRON) == [says]


def test_a_password_in_the_open_is_refused_and_never_quoted():
    (said,) = problems(SMALL + MAILBOX.replace("env:BOX", "mere-blue-otter-7"))

    assert said.startswith("intake.mailbox.password: a secret must not stand in this file")
    assert "otter" not in said


def test_a_missing_key_is_told_with_an_example():
    (said,) = problems(
        SMALL + MAILBOX.replace('host = "imap.wrenbeck.example"\n', ""), environ=ENVIRON
    )

    assert said == 'intake.mailbox.host: is missing; write it like host = "imap.wrenbeck.example"'


def test_the_written_file_shows_the_mailbox_behind_comments():
    written = write_config({}, {})

    assert "#[intake.mailbox]" in written
    assert '#password = "env:ORM_MAILBOX_PASSWORD"' in written
