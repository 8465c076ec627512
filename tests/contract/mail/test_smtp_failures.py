"""A mail server that misbehaves costs a typed error, never a hang and never clear text."""

import socket
from threading import Event

import pytest

from orm.errors import ConfigError, DeliveryError, Unanswered
from orm.mail import mailer
from orm.model.settings import MailSettings, Tls
from tests.factories_mail import answers, mail, talking, to_server, with_login

PLAIN = ("250-mail.wrenbeck.example\r\n250 SIZE 1000000",)
ACCEPTING = (*PLAIN, "250 OK", "250 OK", "354 go on")


def send_tls(port: int, ca_file: str, **changes) -> None:
    mailer(to_server(port, ca_file, tls=Tls.TLS, **changes)).send(mail())


def fails(settings: MailSettings) -> DeliveryError:
    with pytest.raises(DeliveryError) as caught:
        mailer(settings).send(mail())
    return caught.value


def test_a_server_without_starttls_gets_no_letter_in_the_clear():
    with talking(answers(*PLAIN)) as port:
        error = fails(to_server(port))

    assert "letters never travel unencrypted" in str(error)
    assert not error.permanent


def test_a_server_that_refuses_starttls_gets_no_letter():
    offered = "250-mail.wrenbeck.example\r\n250 STARTTLS"
    with talking(answers(offered, "454 not now")) as port:
        error = fails(to_server(port))

    assert not error.permanent


def test_a_letter_sent_over_tls_from_the_start_is_accepted(tls, ca_file):
    with talking(answers(*ACCEPTING, "TEXT 250 taken", "221 bye"), tls=tls) as port:
        send_tls(port, ca_file)


def test_a_server_that_dies_after_it_took_the_letter_changes_nothing(tls, ca_file):
    with talking(answers(*ACCEPTING, "TEXT 250 taken"), tls=tls) as port:
        send_tls(port, ca_file)


@pytest.mark.parametrize("heard", [0, 1, 2, 3, 4])
def test_a_server_that_dies_on_the_way_is_tried_again(tls, ca_file, heard):
    with talking(answers(*ACCEPTING[:heard]), tls=tls) as port:
        error = fails(to_server(port, ca_file, tls=Tls.TLS))

    assert not error.permanent


def test_a_server_that_dies_after_the_final_dot_leaves_the_outcome_unknown(tls, ca_file):
    def listen_then_die(connection: socket.socket) -> None:
        heard = b""
        while not heard.endswith(b"\r\n.\r\n"):
            heard += connection.recv(65_536)

    with talking(answers(*ACCEPTING, then=listen_then_die), tls=tls) as port:
        error = fails(to_server(port, ca_file, tls=Tls.TLS))

    assert isinstance(error, Unanswered)
    assert "it may have taken it or not" in str(error)
    assert not error.permanent


@pytest.mark.parametrize(
    ("said", "permanent"),
    [
        (("421 shutting down",), False),
        (("250 OK", "550 sender unknown", "250 reset"), True),
        (("250 OK", "450 later", "250 reset"), False),
        (("250 OK", "what?", "250 reset"), False),
    ],
)
def test_only_a_5xx_to_the_letter_itself_is_permanent(tls, ca_file, said, permanent):
    with talking(answers(*said, *said[-1:] * 3), tls=tls) as port:
        error = fails(to_server(port, ca_file, tls=Tls.TLS))

    assert error.permanent == permanent


def test_a_server_that_stalls_is_left_after_the_time_limit(tls, ca_file):
    with talking(lambda connection: connection.recv(1), tls=tls) as port:
        error = fails(to_server(port, ca_file, tls=Tls.TLS, timeout_seconds=0.2))

    assert not error.permanent


def test_a_server_that_never_answers_tls_is_left_after_the_time_limit(ca_file):
    with talking(lambda connection: connection.recv(10_000) and connection.recv(1)) as port:
        error = fails(to_server(port, ca_file, tls=Tls.TLS, timeout_seconds=0.2))

    assert not error.permanent


@pytest.mark.parametrize("tls_mode", list(Tls))
def test_a_server_that_keeps_talking_without_end_is_left(tls, ca_file, tls_mode):
    def babble(connection: socket.socket) -> None:
        # Faster than the time limit of one read, slower than the processor.
        while not Event().wait(0.05):
            connection.sendall(b"220-and another thing\r\n")

    with talking(babble, tls=tls if tls_mode is Tls.TLS else None) as port:
        error = fails(to_server(port, ca_file, tls=tls_mode, timeout_seconds=0.15))

    assert not error.permanent


def test_a_server_that_speaks_plainly_on_the_tls_port_is_named(ca_file):
    with talking(answers()) as port:
        error = fails(to_server(port, ca_file, tls=Tls.TLS))

    assert "Check that mail.tls fits mail.port" in str(error)


def test_a_server_that_takes_no_login_is_named(tls, ca_file):
    with talking(answers(*PLAIN), tls=tls) as port:
        error = fails(with_login(port, ca_file, tls=Tls.TLS))

    assert "takes no login" in str(error)


def test_a_server_that_hangs_up_during_the_login_is_tried_again(tls, ca_file):
    with talking(answers("250-mail.wrenbeck.example\r\n250 AUTH PLAIN"), tls=tls) as port:
        error = fails(with_login(port, ca_file, tls=Tls.TLS))

    assert "hung up during the login" in str(error)
    assert not error.permanent


def test_a_port_nobody_listens_on_is_named():
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        error = fails(to_server(unused.getsockname()[1]))

    assert "cannot be reached. Check mail.host, mail.port" in str(error)
    assert not error.permanent


@pytest.mark.parametrize("sender", ["", "orm", "orm@", "Monitor <orm>", "a@b, c@d"])
def test_a_sender_that_is_no_address_stops_the_start(sender):
    with pytest.raises(ConfigError, match=r"mail\.sender"):
        mailer(to_server(2525, sender=sender))
