"""Telegram's previews with one school's channel (contracts/social.md §13).

A post with the section "forwarded" is somebody else's. For a week the preview is switched off: then
the address leads to the channel's contact card.
"""

from html import escape

from orm.demo.town import pages
from orm.demo.town.answers import Answer, Asked, reply, sent_on
from orm.demo.town.feed_xml import iso_date
from orm.demo.town.moments import Seen
from orm.demo.town.scene import Scene, robots, told

LOOK = pages.Look("Telegram (as shaped in Harrowmere)", "Channels", "#229ed9")
SITE = "telegram"
CHANNEL = "wrenbeckprimary_hm4"
"""The official channel of Wrenbeck Primary School."""

_OWNER = "Wrenbeck Primary School"
_ABOUT = "Short notices for families. Everything else:"
_PREVIEW = f"/s/{CHANNEL}"
_PER_PAGE = 20
_WEBSITE = "wrenbeck"
_CARD = (
    f"<!DOCTYPE html><html><head><title>Telegram: Contact @{CHANNEL}</title></head>"
    '<body class="no_transition"><div class="tgme_page_wrap"><div class="tgme_page">'
    f'<div class="tgme_page_title"><span dir="auto">{_OWNER}</span></div>'
    '<div class="tgme_page_extra">212 subscribers</div>'
    f'<div class="tgme_page_action"><a href="tg://resolve?domain={CHANNEL}">View in Telegram</a>'
    "</div></div></div></body></html>"
)


def answer(asked: Asked, scene: Scene) -> Answer:
    """Any address of the previews."""
    if asked.path == "/":
        link = f'<a href="{_PREVIEW}">{_OWNER}</a>'
        return told(LOOK, scene, f"One channel: {link}.")
    if asked.path == "/robots.txt":
        return robots(scene)
    if asked.path == f"/{CHANNEL}":
        return reply(_CARD, scene.shelf.changed_at)
    if asked.path != _PREVIEW:
        return pages.missing(LOOK, scene.shelf)
    if scene.is_troubled:
        return sent_on(f"{asked.origin()}/{CHANNEL}")
    return _preview(asked, scene)


def _preview(asked: Asked, scene: Scene) -> Answer:
    """Twenty messages, oldest first, each with its number in the channel: none is ever deleted."""
    numbered = list(enumerate(reversed(scene.shelf.posts), start=1))
    before = asked.value("before")
    if before.isdecimal():
        numbered = [pair for pair in numbered if pair[0] < int(before)]
    shown = numbered[-_PER_PAGE:]
    older = _older(shown[0][0]) if len(shown) < len(numbered) else ""
    website = f"{asked.origin(_WEBSITE)}/"
    page = (
        f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{_OWNER} – Telegram</title></head>"
        '<body class="widget_frame_base tgme_webpreview"><div class="tgme_channel_info">'
        f'<div class="tgme_channel_info_header_title"><span dir="auto">{_OWNER}</span></div>'
        '<div class="tgme_channel_info_header_username">'
        f'<a href="https://t.me/{CHANNEL}">@{CHANNEL}</a></div>'
        f'<div class="tgme_channel_info_description">{_ABOUT}'
        f' <a href="{website}" rel="noopener">{website}</a></div></div>'
        f'<section class="tgme_channel_history js-message_history">{older}'
        f"{''.join(_message(number, post) for number, post in shown)}</section></body></html>"
    )
    return reply(page, scene.shelf.changed_at)


def _older(number: int) -> str:
    return (
        f'<div class="tgme_widget_message_centered"><a href="{_PREVIEW}?before={number}"'
        f' class="tme_messages_more js-messages_more" data-before="{number}"></a></div>'
    )


def _message(number: int, post: Seen) -> str:
    address = f"https://t.me/{CHANNEL}/{number}"
    forwarded = (
        f'<div class="tgme_widget_message_forwarded_from">Forwarded from {escape(post.author)}</div>'
        if post.section == "forwarded"
        else ""
    )
    return (
        '<div class="tgme_widget_message_wrap js-widget_message_wrap">'
        f'<div class="tgme_widget_message js-widget_message" data-post="{CHANNEL}/{number}">'
        '<div class="tgme_widget_message_bubble"><div class="tgme_widget_message_author">'
        f'<a class="tgme_widget_message_owner_name" href="https://t.me/{CHANNEL}">'
        f'<span dir="auto">{_OWNER}</span></a></div>{forwarded}'
        f'<div class="tgme_widget_message_text js-message_text" dir="auto">{escape(post.text)}</div>'
        f'<a class="tgme_widget_message_date" href="{address}">'
        f'<time datetime="{iso_date(post.published_at)}" class="time"></time></a>'
        "</div></div></div>"
    )
