"""Telegram: which channels are read, and what their previews mean."""

import dataclasses

import pytest

from orm.errors import Gone, Unreadable
from orm.model.polls import Access, Scope
from orm.model.schools import OfficialAccount, SchoolId, Watch
from sources.telegram import Telegram, TelegramOptions
from tests.factories_sources import WRENBECK, response

URL = "https://t.me/s/wrenbeckprimary"
TEXT = '<div class="tgme_widget_message_text">{}</div>'


def message(inner: str, *, number: str = "WrenbeckPrimary/41", time: str = "2026-11-06T08:15:00Z"):
    return (
        f'<div class="tgme_widget_message" data-post="{number}">{inner}'
        f'<a class="tgme_widget_message_date" href="#"><time datetime="{time}"></time></a></div>'
    )


def preview(*messages: str, more: str = "") -> str:
    return (
        '<html><body><div class="tgme_channel_info_header_title">Wrenbeck Primary</div>'
        f'<section class="tgme_channel_history">{more}{"".join(messages)}</section></body></html>'
    )


def read(page: str, *, asked: str = URL, came: str = "", shape: str = ""):
    answer = response(page, source="telegram", url=asked, shape=shape)
    return Telegram().parse(dataclasses.replace(answer, url=came or asked))


def one(inner: str, **how: str):
    (item,) = read(preview(message(inner, **how))).items
    return item


def channels(*handles: str) -> list[str]:
    accounts = tuple(OfficialAccount("telegram", handle) for handle in handles)
    return [one.url for one in Telegram().plan(Watch(SchoolId("x"), "X", accounts=accounts))]


def test_only_the_schools_own_channels_are_read_without_a_key():
    (request,) = Telegram().plan(WRENBECK)

    assert (request.url, request.scope) == (URL, Scope.OWN)
    assert (request.credential, Telegram.access) == ("", Access.A)


@pytest.mark.parametrize(
    "handle",
    [
        "WrenbeckPrimary",
        "@wrenbeckprimary",
        "https://t.me/wrenbeckprimary",
        "t.me/s/wrenbeckprimary/",
    ],
)
def test_a_channel_is_the_same_however_it_is_written(handle):
    assert channels(handle, "wrenbeckprimary") == [URL]


@pytest.mark.parametrize(
    "handle", ["", "+AbCdEf123", "https://t.me/+AbCdEf123", "ab", "a b cd", "9abcd"]
)
def test_invitations_and_other_words_are_not_asked_for(handle):
    assert channels(handle) == []


@pytest.mark.parametrize("options", [{"pages": 0}, {"pages": 6}, {"base_url": "x y"}])
def test_options_that_cannot_be_used_stop_the_start(options):
    with pytest.raises(ValueError, match=r"pages|address"):
        TelegramOptions(**options)


def test_an_edit_and_another_spelling_of_the_channel_keep_the_identity():
    first = one(TEXT.format("Friday"))
    edited = one(TEXT.format("Monday"), number="wrenbeckprimary/41")

    assert first.identity == edited.identity
    assert first.text != edited.text


def test_the_words_of_the_message_that_is_answered_are_not_the_messages_own():
    quoted = f'<a class="tgme_widget_message_reply">{TEXT.format("Other words")}</a>'
    bare = '<div class="tgme_widget_message_text tgme_widget_message_reply">Other words</div>'

    assert one(quoted + TEXT.format("Own words")).text == "Own words"
    assert one(bare + TEXT.format("Own words")).text == "Own words"


@pytest.mark.parametrize(
    "inner",
    [
        "",
        '<a class="tgme_widget_message_photo_wrap" href="#"></a>',
        f'<div class="tgme_widget_message_forwarded_from">From X</div>{TEXT.format("Words")}',
    ],
)
def test_wordless_and_forwarded_messages_are_left_out(inner):
    page = read(preview(message(inner)))

    assert (page.items, len(page.skipped)) == ((), 1)


def test_an_address_of_a_picture_inside_words_is_not_kept():
    assert one(TEXT.format("See https://x.example/cake.jpg now")).text == "See [media] now"


@pytest.mark.parametrize("time", ["", "08:15", "tomorrow"])
def test_a_date_that_cannot_be_read_is_null_never_now(time):
    assert one(TEXT.format("Words"), time=time).posted_at is None


@pytest.mark.parametrize("number", ["", "41", "wrenbeckprimary/x", "wrenbeckprimary/41/2"])
def test_a_message_without_a_number_is_counted_and_skipped(number):
    page = read(preview(message(TEXT.format("A"), number=number), message(TEXT.format("B"))))

    assert (len(page.items), len(page.skipped)) == (1, 1)


def test_older_messages_are_followed_until_the_configured_page():
    more = '<a class="tme_messages_more" data-before="41"></a>'
    page = preview(message(TEXT.format("Words")), more=more)
    (older,) = read(page).follow

    assert (older.url, older.shape) == (f"{URL}?before=41", "page-2")
    assert read(page, asked=older.url, shape=older.shape).follow == ()


@pytest.mark.parametrize("before", ["", "x", "4 1", "-1"])
def test_a_next_page_without_a_number_is_not_followed(before):
    more = f'<a class="tme_messages_more" data-before="{before}"></a>'

    assert read(preview(message(TEXT.format("Words")), more=more)).follow == ()


def test_a_channel_without_messages_is_an_honest_nothing():
    assert read(preview()).items == ()


def test_a_question_that_ends_on_the_contact_card_means_gone():
    card = '<html><body><div class="tgme_page"><a>Send Message</a></div></body></html>'

    with pytest.raises(Gone, match="no preview of wrenbeckprimary"):
        read(card, came="https://t.me/wrenbeckprimary")
    with pytest.raises(Gone, match="no preview"):
        read(card, asked="https://saved.example/")


def test_a_redirect_away_from_the_preview_means_gone_whatever_it_shows():
    with pytest.raises(Gone):
        read("<html><body>Hello</body></html>", came="https://t.me/wrenbeckprimary")


def test_a_preview_whose_messages_have_another_form_is_unreadable_not_empty():
    with pytest.raises(Unreadable, match="a form that is not known"):
        read(preview("<article>Winter fair</article>"))
