"""A forwarded message: its words without the mail programs' own, and never a picture."""

import contextlib
from datetime import UTC, datetime
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orm.errors import ConfigError
from orm.intake.forwarding import without_headers, without_prefixes
from orm.intake.from_eml import from_eml
from tests.factories_intake import URL, WORDS, message, reception

OUTLOOK = f"""FYI, Mrs Oakes saw this.

Kim
________________________________
From: A Parent <parent@home.example>
Sent: 19 November 2026 21:04
To: Office <office@wrenbeck.example>;
 Head <head@wrenbeck.example>
Subject: FW: have you seen this

{WORDS}
{URL}

Sent from my phone"""
GMAIL = f"""Please see below

---------- Forwarded message ---------
From: A Parent <parent@home.example>
Date: Thu, 19 Nov 2026 at 21:04
Subject: have you seen this
To: <office@wrenbeck.example>


> {WORDS}
"""
APPLE = f"""Begin forwarded message:

From: A Parent <parent@home.example>
Subject: have you seen this
Date: 19 November 2026 at 21:04:11 GMT

{WORDS}
"""
HTML = (
    "<html><head><style>p {color: red}</style></head><body><p>FYI</p>"
    '<p><a href="https://wrenbeck.example/">Our website</a></p>'
    "<div><b>From:</b> A Parent<br><b>Sent:</b> 19 November 2026<br><b>Subject:</b> FW</div>"
    f'<div>{WORDS} <a href="{URL}">View the post</a></div>'
    '<img src="https://x.example/a.png"></body></html>'
)


def read(made: EmailMessage, **changes):
    options = {"school": "wrenbeck", "seen_by": "office", **changes}
    return from_eml(made.as_bytes(), reception(), **options)


@pytest.mark.parametrize("text", [OUTLOOK, GMAIL, APPLE], ids=["outlook", "gmail", "apple"])
def test_headers_of_the_forwarded_message_and_the_forwarders_note_are_left_out(text):
    item = read(message(text)).item

    assert item.text.startswith(WORDS)
    assert not any(
        word in item.text
        for word in ("parent@", "From:", "Sent", "Subject", "Oakes", "Forwarded", "phone", "Begin")
    )


def test_the_first_link_is_the_address_and_shows_the_platform():
    item = read(message(OUTLOOK)).item

    assert (item.url, item.platform) == (item.identity.key, "mumsnet")
    assert item.via_url == URL


def test_the_subject_is_the_title_without_its_prefixes():
    assert read(message(subject="FW: Fwd: RE: Long queue")).item.title == "Long queue"


def test_it_was_seen_when_it_was_sent_at_the_latest_and_came_by_email():
    provenance = read(message()).provenance

    assert provenance.seen_at == datetime(2026, 11, 20, 8, 20, tzinfo=UTC)
    assert (provenance.seen_by, provenance.how) == ("office", "forwarded by email")


def test_an_html_message_is_read_as_words_and_a_link_outside_them_is_not_the_post():
    made = message()
    made.clear_content()
    made.set_content(HTML, subtype="html")

    item = read(made).item

    assert item.text == f"{WORDS} View the post"
    assert item.via_url == URL


def test_a_gateways_wrapping_is_taken_off_the_link():
    wrapped = (
        "https://eur01.safelinks.protection.outlook.com/?url="
        "https%3A%2F%2Fwww.tiktok.com%2F%40town%2Fvideo%2F7&data=05"
    )

    item = read(message(f"{WORDS} {wrapped}")).item

    assert (item.url, item.platform) == ("https://tiktok.com/@town/video/7", "tiktok")


def test_a_message_without_a_link_is_known_by_its_words():
    item = read(message(), platform="whatsapp").item

    assert (item.url, item.platform) == ("", "whatsapp, handed in")


def test_attachments_and_pictures_are_named_and_never_kept():
    made = message()
    made.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="IMG_1.png")
    made.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="chat.pdf")

    brought = read(made)

    assert brought.left_out == ("IMG_1.png", "chat.pdf")
    assert brought.item.text == f"{WORDS} [2 attachments were left out]"
    assert "IMG_1" not in repr(brought.item)


def test_a_message_that_was_forwarded_whole_is_read_inside():
    outer = message("See attached.")
    outer.add_attachment(message(f"{WORDS} {URL}", subject="Long queue"))

    item = read(outer).item

    assert (item.title, item.via_url) == ("Long queue", URL)
    assert item.text.startswith(WORDS)


def test_a_message_of_pictures_only_is_refused_in_plain_words():
    made = EmailMessage()
    made["From"] = "office@wrenbeck.example"
    made.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="a.png")

    with pytest.raises(ConfigError, match="holds no text; copy the words"):
        read(made)


def test_a_charset_that_nobody_knows_is_read_all_the_same():
    raw = message().as_bytes().replace(b'charset="utf-8"', b'charset="x-no-such"')

    brought = from_eml(raw, reception(), school="wrenbeck", seen_by="office")
    assert brought.item.text == WORDS


def test_a_note_with_nothing_below_it_is_the_post():
    text = f"{WORDS}\n\nFrom: x\nSent: y\n"

    assert without_headers(text) == WORDS


def test_words_that_only_look_like_a_header_stay():
    text = "From: the bottom of my heart, thank you all."

    assert without_headers(text) == text


@pytest.mark.parametrize("subject", ["Re: Fwd: x", "FW:x", "fw : re: x", "x"])
def test_prefixes_of_any_mail_program_are_taken_off(subject):
    assert without_prefixes(subject) == "x"


@given(st.text(max_size=400))
def test_stripping_never_fails_and_adds_nothing(text):
    kept = without_headers(text)

    assert len(kept) <= len(text)


@given(st.binary(max_size=500))
def test_any_bytes_are_a_post_or_a_list_of_problems(raw):
    with contextlib.suppress(ConfigError):
        found = from_eml(raw, reception(), school="wrenbeck", seen_by="office")
        assert found.item.text
