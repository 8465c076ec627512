"""Delivery reports as servers write them and as strangers send them: what is read, and that all is."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orm.model.letter_book import Bounce, shows_closed
from orm.model.letters import letter_name
from orm.weekly.return_reports import (
    Failure,
    Report,
    content_type,
    is_report,
    parts_of,
    read_report,
)
from tests.factories_returns import POSTFIX, part_of, report, returned_headers

ONCE = "digest/wrenbeck/2026-W47/head"
PROOF = "ab" * 32
TO = "head@wrenbeck.example"
TODAY = date(2026, 11, 23)
HEADERS = returned_headers(ONCE, PROOF).encode()


def failed(status, *recipients):
    return Report(letter_name(ONCE), PROOF[:32], (Failure(status, frozenset(recipients or (TO,))),))


def fields(text):
    return read_report(text.encode(), HEADERS)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (POSTFIX.format(to=TO, status="5.1.1", action="failed"), failed("5.1.1")),
        (POSTFIX.format(to=TO, status="4.4.1", action="delayed"), failed("4.4.1")),
        (POSTFIX.format(to=TO, status="4.4.7", action="failed"), failed("4.4.7")),
        # Exchange: other letter cases, an address behind ours, a comment
        (
            (
                "reporting-mta: dns;EX1\r\n\r\nORIGINAL-RECIPIENT: rfc822;Head@Wrenbeck.example\r\n"
                "Final-recipient: RFC822;ada@wrenbeck.onmicrosoft.example\r\nAction: failed\r\n"
                "status: 5.1.10 (no such recipient)\r\n"
            ),
            failed("5.1.10", TO, "ada@wrenbeck.onmicrosoft.example"),
        ),
        # without an action or a recipient, and with numbers that are padded
        (
            "x: y\n\nStatus: 5.2.02\n",
            Report(letter_name(ONCE), PROOF[:32], (Failure("5.2.2", frozenset()),)),
        ),
        (
            "Status: 5.1.1\n",
            Report(letter_name(ONCE), PROOF[:32], (Failure("5.1.1", frozenset()),)),
        ),
        # it arrived, was passed on, waits with a word for ever, or says nothing
        (POSTFIX.format(to=TO, status="2.0.0", action="delivered"), None),
        (POSTFIX.format(to=TO, status="5.1.1", action="relayed"), None),
        (POSTFIX.format(to=TO, status="5.1.1", action="delayed"), None),
        (POSTFIX.format(to=TO, status="5.1", action="failed"), None),
        (POSTFIX.format(to=TO, status="5.1.1.1", action="failed"), None),
        (POSTFIX.format(to=TO, status="٥.١.١", action="failed"), None),
        ("", None),
        ("Status\n\n\n:::\n 5.1.1", None),
    ],
)
def test_what_a_server_says_of_a_letter_is_read(text, found):
    assert fields(text) == found


@pytest.mark.parametrize(
    "headers",
    [
        b"",
        b"Message-ID: <1234@wrenbeck.example>\n",
        HEADERS.replace(b"X-Orm-Proof", b"X-Other"),
        HEADERS.replace(PROOF[:32].encode(), b"short"),
        b"Subject: x\n\n" + HEADERS,  # our headers in the body of a stranger's letter
    ],
)
def test_a_report_that_quotes_no_letter_of_ours_is_none(headers):
    assert (
        read_report(POSTFIX.format(to=TO, status="5.1.1", action="failed").encode(), headers)
        is None
    )


@pytest.mark.parametrize("whole", [True, False])
@pytest.mark.parametrize("newline", [b"\n", b"\r\n"])
def test_a_whole_message_gives_the_same_parts_from_a_file_and_from_a_mailbox(whole, newline):
    raw = report(ONCE, PROOF, whole=whole)
    section = "3.HEADER" if whole else "3"
    parts = parts_of(raw.replace(b"\n", newline))

    assert parts is not None
    assert read_report(*parts) == failed("5.1.1")
    assert read_report(part_of(raw, "2"), part_of(raw, section)) == failed("5.1.1")
    assert b"The words of the letter" not in parts[1]


def test_a_report_inside_another_message_is_found_in_a_file():
    inside = report(ONCE, PROOF).decode().replace("\n", "\n")
    outer = f'Content-Type: multipart/mixed; boundary="out"\n\n--out\n{inside}\n--out--\n'
    parts = parts_of(outer.encode())

    assert parts is not None
    assert read_report(*parts) == failed("5.1.1")


def test_only_a_delivery_report_is_one():
    assert is_report(report(ONCE, PROOF))
    assert not is_report(
        b"Content-Type: multipart/report; report-type=disposition-notification\n\n"
    )
    assert not is_report(b"Content-Type: text/plain\n\nreport-type=delivery-status")
    assert not is_report(b"")
    assert content_type(part_of(report(ONCE, PROOF), "3.MIME")) == "message/rfc822"


DEEP = b"".join(
    b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (n, n) for n in range(3_000)
)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\0" * 5_000,
        b"\xff\xfe" * 5_000,
        DEEP,
        b"Content-Type: message/rfc822\n\n" * 3_000,
        report(ONCE, PROOF)[:600],
        report(ONCE, PROOF).replace(b"us-ascii", b"no-such-charset\xff"),
        report(ONCE, PROOF).replace(b"Status: 5.1.1", b"Status: " + b"5" * 900_000),
        report(ONCE, PROOF).replace(
            b"Content-Type: message/delivery-status", b"Content-Type:\xff;;"
        ),
        report(ONCE, PROOF).replace(b"--3F2A.1/mail--", b""),
    ],
    ids=lambda raw: f"{len(raw)}",
)
def test_no_message_is_too_broken_to_be_read_or_left(raw):
    parts = parts_of(raw)

    assert parts is None or read_report(*parts) in (None, failed("5.1.1"))


@given(st.binary(max_size=300), st.binary(max_size=300))
def test_any_bytes_are_read_or_left(for_programs, letter):
    found = read_report(for_programs, HEADERS + letter)

    assert found is None or found.name == letter_name(ONCE)
    assert read_report(for_programs, letter) is None
    assert isinstance(is_report(for_programs), bool)


def bounced(*told):
    """Bounces of letters, each by its name, status and how many days ago it came back."""
    return [Bounce(name, status, TODAY - timedelta(days=ago)) for name, status, ago in told]


@pytest.mark.parametrize(
    ("told", "closes"),
    [
        ((), False),
        ((("a", "5.1.1", 0),), True),
        ((("a", "5.1.2", 13),), True),
        ((("a", "5.1.10", 14),), False),
        ((("a", "5.1.100", 0),), False),
        ((("a", "5.2.2", 0),), False),
        ((("a", "5.2.2", 0), ("a", "5.7.1", 1)), False),
        ((("a", "5.2.2", 0), ("b", "5.7.1", 13)), True),
        ((("a", "5.2.2", 0), ("b", "5.2.2", 14)), False),
        ((("a", "4.4.7", 0), ("b", "4.4.7", 1), ("c", "4.1.1", 1)), False),
    ],
)
def test_one_that_found_no_address_or_two_letters_within_two_weeks_close_it(told, closes):
    assert shows_closed(bounced(*told), today=TODAY) is closes
