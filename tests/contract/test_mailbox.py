"""The mailbox edge against a real IMAP server on the loopback: TLS, unread marks, and every mishap."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme

from orm.errors import Refused, SourceError, Unreachable, Unreadable
from orm.mailbox import LARGEST, MOST, open_mailbox
from orm.model.settings import MailboxSettings, Secret
from tests.factories_intake import message
from tests.factories_mail import PASSWORD, server_context
from tests.factories_returns import report
from tests.imap_server import ImapServer

USER = "seen@wrenbeck.example"


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope="module")
def ca_file(authority: trustme.CA, tmp_path_factory: pytest.TempPathFactory) -> str:
    path: Path = tmp_path_factory.mktemp("authority") / "ca.pem"
    authority.cert_pem.write_to_path(str(path))
    return str(path)


@pytest.fixture
def server(authority: trustme.CA) -> Iterator[ImapServer]:
    with ImapServer(server_context(authority), USER, PASSWORD) as running:
        running.messages = {7: message().as_bytes(), 9: message("Another").as_bytes()}
        yield running


def settings(server: ImapServer, ca_file: str, **changes) -> MailboxSettings:
    return MailboxSettings(
        **{
            "host": "localhost",
            "port": server.port,
            "username": USER,
            "password": Secret(PASSWORD),
            "ca_file": ca_file,
            "timeout_seconds": 5.0,
            **changes,
        }
    )


def test_unread_messages_are_given_one_by_one_as_they_are(server, ca_file):
    with open_mailbox(settings(server, ca_file)) as box:
        assert box.unseen() == (7, 9)
        assert b"\r\n\r\nAnother" in box.raw(9)
        head = box.head(9)

    assert head.endswith(b"\r\n\r\n")
    assert b"office@wrenbeck.example" in head
    assert b"Another" not in head


def test_reading_marks_nothing_and_only_what_is_recorded_is_marked(server, ca_file):
    with open_mailbox(settings(server, ca_file)) as box:
        box.head(7)
        box.raw(7)
        assert box.unseen() == (7, 9)
        box.mark_seen(7)

    assert server.seen == [7]
    with open_mailbox(settings(server, ca_file)) as box:
        assert box.unseen() == (9,)


def test_only_the_asked_part_of_a_report_is_given_and_nothing_is_marked(server, ca_file):
    server.messages = {7: report("digest/wrenbeck/2026-W47/head", "ab" * 32), 8: b"a: b\n\nc"}

    with open_mailbox(settings(server, ca_file)) as box:
        assert box.part(7, "3.MIME", most=99) == b"Content-Type: message/rfc822\r\n\r\n"
        assert b"\nStatus: 5.1.1" in box.part(7, "2", most=9_999)
        assert b"words of the letter" not in box.part(7, "3.HEADER", most=9_999)
        assert len(box.part(7, "2", most=10)) == 10
        assert box.part(8, "2", most=10) == box.part(9, "2", most=10) == b""
        assert box.unseen() == (7, 8)


def test_a_mailbox_that_refuses_names_its_own_table(server, ca_file):
    wrong = settings(server, ca_file, password=Secret("not-the-otter"), at="mail.bounces")

    with pytest.raises(Refused, match=r"mail\.bounces\.password"), open_mailbox(wrong):
        pass


def test_an_empty_mailbox_has_no_messages(server, ca_file):
    server.messages = {}

    with open_mailbox(settings(server, ca_file)) as box:
        assert box.unseen() == ()


def test_at_most_two_hundred_messages_are_given_at_a_time(server, ca_file):
    server.messages = dict.fromkeys(range(1, 301), b"From: a@b.example\n\nx")

    with open_mailbox(settings(server, ca_file)) as box:
        assert box.unseen() == tuple(range(1, MOST + 1))


def test_a_message_that_is_too_large_or_gone_is_not_read(server, ca_file):
    server.messages[7] = b"From: a@b.example\n\n" + b"x" * LARGEST

    with open_mailbox(settings(server, ca_file)) as box:
        assert box.head(7) == b""
        assert box.head(8) == b""
        assert box.raw(8) == b""


def test_a_certificate_that_does_not_hold_is_refused_before_the_password_is_shown(server):
    with (
        pytest.raises(Refused, match="certificate that does not hold"),
        open_mailbox(settings(server, "")),
    ):
        pass

    assert "LOGIN" not in server.asked


def test_a_certificate_of_another_host_is_refused(authority, ca_file):
    with (
        ImapServer(server_context(authority, "other.example"), USER, PASSWORD) as running,
        pytest.raises(Refused, match="certificate that does not hold"),
        open_mailbox(settings(running, ca_file)),
    ):
        pass


def test_a_wrong_password_says_what_to_correct_and_never_shows_it(server, ca_file):
    wrong = settings(server, ca_file, password=Secret("not-the-otter"))

    with pytest.raises(Refused, match=r"intake\.mailbox\.password") as caught, open_mailbox(wrong):
        pass

    assert "otter" not in str(caught.value)
    assert caught.value.__cause__ is None


def test_a_password_that_is_not_ascii_is_a_plain_error(server, ca_file):
    with (
        pytest.raises(Refused, match="plain ASCII"),
        open_mailbox(settings(server, ca_file, password=Secret("mère"))),
    ):
        pass


def test_a_folder_that_is_not_there_is_named_by_its_key(server, ca_file):
    with (
        pytest.raises(Refused, match=r"intake\.mailbox\.folder"),
        open_mailbox(settings(server, ca_file, folder='Seen "online"')),
    ):
        pass


@pytest.mark.parametrize("command", ["CAPABILITY", "LOGIN", "SELECT", "UID SEARCH"])
def test_a_server_that_hangs_up_is_unreachable(server, ca_file, command):
    server.hang_up_at = command

    with pytest.raises(Unreachable), open_mailbox(settings(server, ca_file)) as box:
        box.unseen()


def test_a_server_that_stalls_is_given_up(server, ca_file):
    server.stall_at = "UID SEARCH"

    with (
        pytest.raises(Unreachable, match="try again later"),
        open_mailbox(settings(server, ca_file, timeout_seconds=0.3)) as box,
    ):
        box.unseen()


def test_a_hang_up_before_the_mark_leaves_the_message_unread(server, ca_file):
    server.hang_up_at = "UID STORE"

    with open_mailbox(settings(server, ca_file)) as box:
        box.raw(7)
        with pytest.raises(Unreachable):
            box.mark_seen(7)

    assert server.seen == []


@pytest.mark.parametrize("answer", [b"* SEARCH seven\r\nTAG OK done\r\n", b"TAG NO not today\r\n"])
def test_an_answer_that_makes_no_sense_is_unreadable(server, ca_file, answer):
    server.answers["UID SEARCH"] = answer

    with pytest.raises(Unreadable), open_mailbox(settings(server, ca_file)) as box:
        box.unseen()


def test_a_mark_that_is_not_taken_is_an_error(server, ca_file):
    server.answers["UID STORE"] = b"TAG NO read only\r\n"

    with pytest.raises(Unreadable), open_mailbox(settings(server, ca_file)) as box:
        box.mark_seen(7)


def test_nobody_listening_is_unreachable_and_names_the_keys(server, ca_file):
    asked = settings(server, ca_file, port=1)

    with pytest.raises(Unreachable, match=r"intake\.mailbox\.host"), open_mailbox(asked):
        pass


def test_a_file_of_authorities_that_is_none_is_named(server, tmp_path):
    (tmp_path / "ca.pem").write_text("no certificate")

    with (
        pytest.raises(SourceError, match=r"intake\.mailbox\.ca_file"),
        open_mailbox(settings(server, str(tmp_path / "ca.pem"))),
    ):
        pass
