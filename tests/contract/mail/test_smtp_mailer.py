"""Letters by SMTP: encrypted, one recipient each, the same letter always the same bytes."""

from datetime import timedelta
from email.utils import parsedate_to_datetime

import pytest

from orm.errors import DeliveryError
from orm.mail import check, mailer
from orm.model.settings import Secret, Tls
from tests.factories import NOW
from tests.factories_mail import HEAD, letter, mail, server_context, talking, to_server, with_login


def test_a_letter_arrives_encrypted_at_one_recipient(inbox, ca_file):
    mailer(to_server(inbox.port, ca_file)).send(mail())

    assert inbox.envelopes == [("orm@wrenbeck.example", [HEAD], True)]


def test_a_letter_arrives_word_for_word(inbox, ca_file):
    mailer(to_server(inbox.port, ca_file)).send(mail())

    text, html = inbox.last().iter_parts()
    assert inbox.last()["Subject"] == letter().subject
    assert inbox.last().get_content_type() == "multipart/alternative"
    assert text.get_content().replace("\r\n", "\n") == letter().text
    assert html.get_content().strip() == letter().html
    assert (text.get_content_type(), html.get_content_type()) == ("text/plain", "text/html")


def test_headers_say_who_when_and_that_no_person_wrote(inbox, ca_file):
    mailer(to_server(inbox.port, ca_file)).send(mail())

    found = inbox.last()
    assert found["From"] == "Wrenbeck monitor <orm@wrenbeck.example>"
    assert found["To"] == HEAD
    assert parsedate_to_datetime(found["Date"]) == NOW - timedelta(hours=1)
    assert found["Message-ID"].endswith("@wrenbeck.example>")
    assert found["Auto-Submitted"] == "auto-generated"
    assert not {"Cc", "Bcc"} & set(found.keys())


def test_a_letter_without_html_is_plain_text(inbox, ca_file):
    mailer(to_server(inbox.port, ca_file)).send(mail(html=""))

    assert inbox.last().get_content_type() == "text/plain"


def test_a_letter_travels_in_seven_bits(inbox, ca_file):
    mailer(to_server(inbox.port, ca_file)).send(mail(text="Café £5 " * 400))

    assert max(inbox.letters[0]) < 128
    assert max(map(len, inbox.letters[0].split(b"\r\n"))) < 998


def test_a_letter_sent_again_is_the_same_letter(inbox, ca_file):
    for number in (1, 2):
        mailer(to_server(inbox.port, ca_file)).send(mail(number=number))

    assert inbox.letters[0] == inbox.letters[1]


def test_another_letter_has_another_message_id(inbox, ca_file):
    out = mailer(to_server(inbox.port, ca_file))
    out.send(mail())
    first = inbox.last()["Message-ID"]

    out.send(mail(once="digest/wrenbeck/2026-W47/head@wrenbeck.example"))

    assert inbox.last()["Message-ID"] != first


def test_a_line_break_in_a_subject_adds_no_header(inbox, ca_file):
    subject = "Digest\r\nBcc: everyone@parentpost.example\x0b\u2028X-Other: yes"

    mailer(to_server(inbox.port, ca_file)).send(mail(subject=subject))

    assert inbox.last()["Subject"] == "Digest Bcc: everyone@parentpost.example X-Other: yes"
    assert not {"Bcc", "X-Other"} & set(inbox.last().keys())


@pytest.mark.parametrize(
    "recipient",
    [
        "head@parentpost.example",
        "head@wrenbeck.example.parentpost.example",
        "head@mail.wrenbeck.example",
        "head@parentpost.example,head@wrenbeck.example",
        "head@parentpost.example\r\nRCPT TO:<x@wrenbeck.example>",
        "Head <head@wrenbeck.example>",
        "head",
        "",
        "two..dots@wrenbeck.example",
        "kopf\u00e9@wrenbeck.example",
    ],
)
def test_no_letter_goes_outside_the_allowed_domains(inbox, ca_file, recipient):
    with pytest.raises(DeliveryError) as caught:
        mailer(to_server(inbox.port, ca_file)).send(mail(recipient=recipient))

    assert caught.value.permanent
    assert inbox.letters == []


def test_domains_are_compared_without_regard_to_case(inbox, ca_file):
    settings = to_server(inbox.port, ca_file, allowed_domains=("Wrenbeck.Example",))

    mailer(settings).send(mail(recipient="Head@WRENBECK.example"))

    assert inbox.envelopes[0][1] == ["Head@WRENBECK.example"]


def test_a_login_is_made_with_the_password(inbox, ca_file):
    mailer(with_login(inbox.port, ca_file)).send(mail())

    assert len(inbox.letters) == 1


@pytest.mark.parametrize("password", ["wrong-otter", "r\u00e4tsel"])
def test_a_refused_login_is_tried_again_and_keeps_the_password_to_itself(inbox, ca_file, password):
    with pytest.raises(DeliveryError, match=r"mail\.password") as caught:
        mailer(with_login(inbox.port, ca_file, password)).send(mail())

    assert not caught.value.permanent
    assert password not in str(caught.value)
    assert caught.value.__cause__ is None


@pytest.mark.parametrize(
    ("step", "answer", "permanent"),
    [
        ("RCPT", "550 5.1.1 no such mailbox", True),
        ("RCPT", "450 4.2.1 try later", False),
        ("RCPT", "421 going down", False),
        ("DATA", "554 5.7.1 not wanted", True),
        ("DATA", "451 4.3.0 busy", False),
        ("DATA", "530 5.7.0 log in first", False),
    ],
)
def test_the_servers_answer_decides_whether_to_try_again(inbox, ca_file, step, answer, permanent):
    inbox.refuse[step] = answer

    with pytest.raises(DeliveryError, match=answer) as caught:
        mailer(to_server(inbox.port, ca_file)).send(mail())

    assert caught.value.permanent == permanent


def test_a_check_sends_nothing(inbox, ca_file):
    check(with_login(inbox.port, ca_file))

    assert inbox.letters == []


def test_a_check_finds_a_wrong_password(inbox, ca_file):
    with pytest.raises(DeliveryError, match="refuses the login"):
        check(with_login(inbox.port, ca_file, "wrong-otter"))


def test_a_certificate_nobody_vouches_for_stops_the_letter(inbox):
    with pytest.raises(DeliveryError, match=r"certificate that does not hold.*mail\.ca_file"):
        mailer(to_server(inbox.port)).send(mail())


def test_a_certificate_for_another_name_stops_the_letter(authority, ca_file):
    context = server_context(authority, "mail.parentpost.example")
    with (
        talking(lambda _: None, tls=context) as port,
        pytest.raises(DeliveryError, match="certificate that does not hold"),
    ):
        mailer(to_server(port, ca_file, tls=Tls.TLS)).send(mail())


@pytest.mark.parametrize("content", [None, "not a certificate"])
def test_an_authority_that_cannot_be_read_is_named(tmp_path, content):
    path = tmp_path / "ca.pem"
    if content is not None:
        path.write_text(content)

    with pytest.raises(DeliveryError, match=r"mail\.ca_file"):
        mailer(to_server(2525, str(path))).send(mail())


def test_settings_do_not_show_the_password():
    assert "otter" not in repr(to_server(2525, password=Secret("otter")))
