"""Telegram: a public channel by its preview page (contracts/social.md §13)."""

import re
from dataclasses import dataclass
from typing import ClassVar
from urllib.parse import urlsplit

from bs4 import BeautifulSoup, Tag

from orm.errors import Gone
from orm.model.accounts import Account, Sighting, State
from orm.model.polls import Request, Response
from sources._parsing.answers import body_of, expect_ok, read_page, unreadable
from sources._parsing.links import canonical
from sources._parsing.text import plain
from sources.profiles.asking import PROFILE, Based, bare, base_of, in_page, look
from sources.profiles.reading import LONGEST_NAME, links_in, links_of, newest, unique

PLATFORM = "telegram"
_CHANNEL = re.compile(r"[a-z]\w{3,31}", re.ASCII)
_POST = re.compile(r"(?P<channel>[A-Za-z]\w{3,31})/\d{1,12}", re.ASCII)
_PAGES = ("t.me/s/", "t.me/", "telegram.me/s/", "telegram.me/")
_SERVICE = frozenset({"service_message", "tgme_widget_message_service"})
_IS_PUBLIC = re.compile(r"subscriber|member", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class TelegramProfiles:
    """Public channels of Telegram, without a key."""

    options: Based

    name: ClassVar[str] = "telegram"
    platform: ClassVar[str] = PLATFORM

    def looks(self, account: Account) -> tuple[Request, ...]:
        """The channel's preview: name, description and newest twenty messages."""
        channel = _channel(account)
        if not channel:
            return ()
        url = f"{base_of(self.options.base_url)}/s/{channel}"
        return (look(self.name, PROFILE, channel, url, accept="text/html, */*;q=0.5"),)

    def sighting(self, response: Response) -> Sighting:
        """What a preview says, or the contact card of a channel without one.

        Raises:
            SourceError: Gone for the card of a name that no channel has; else by status;
                Unreadable for any other page.
        """
        expect_ok(response)
        page = read_page(response, body_of(response))
        name = _words(page, ".tgme_channel_info_header_title")
        messages = page.select(".tgme_widget_message[data-post]")
        if not name and not messages:
            return _card(page, response)
        channel = _own_name(page, messages, response)
        written = (_time(message) for message in messages if not _is_others(message))
        times = newest(written, response)
        return Sighting(
            PLATFORM,
            handle=channel,
            url=canonical(f"https://t.me/{channel}") if channel else "",
            state=State.LIVE,
            name=name or None,
            description=_words(page, ".tgme_channel_info_description", limit=None),
            links=_links(page, ".tgme_channel_info_description"),
            posted_at=None if messages and not times else times,
        )


def _channel(account: Account) -> str:
    names = (bare(account.handle, *_PAGES), in_page(account.url, *_PAGES))
    return next((each for name in names if _CHANNEL.fullmatch(each := name.casefold())), "")


def _card(page: BeautifulSoup, response: Response) -> Sighting:
    """The contact card: of a channel or a group whose messages are not shown, or of nobody."""
    if page.select_one(".tgme_page") is None:
        raise unreadable(response, "the page is not a channel's preview")
    channel = urlsplit(response.url).path.strip("/").removeprefix("s/").casefold()
    title = _words(page, ".tgme_page_title")
    if not title or not _IS_PUBLIC.search(_words(page, ".tgme_page_extra")):
        raise Gone(
            f"Telegram knows no public channel {channel}; look whether it is there and correct "
            "the register of accounts"
        )
    known = channel if _CHANNEL.fullmatch(channel) else ""
    return Sighting(
        PLATFORM,
        handle=known,
        url=canonical(f"https://t.me/{known}") if known else "",
        state=State.LIVE,
        name=title,
        description=_words(page, ".tgme_page_description", limit=None),
        links=_links(page, ".tgme_page_description"),
    )


def _own_name(page: BeautifulSoup, messages: list[Tag], response: Response) -> str:
    posts = (_POST.fullmatch(str(one["data-post"])) for one in messages)
    stated = [found["channel"] for found in posts if found]
    header = _words(page, ".tgme_channel_info_header_username").removeprefix("@")
    asked = urlsplit(response.url).path.strip("/").removeprefix("s/")
    names = (each.casefold() for each in (header, *stated[:1], asked))
    return next((each for each in names if _CHANNEL.fullmatch(each)), "")


def _is_others(message: Tag) -> bool:
    """A notice of Telegram's own, or a message forwarded from elsewhere."""
    if _SERVICE & {str(each) for each in message.get_attribute_list("class")}:
        return True
    return message.select_one(".tgme_widget_message_forwarded_from") is not None


def _time(message: Tag) -> str:
    time = message.select_one(".tgme_widget_message_date time[datetime]")
    return str(time["datetime"]) if time else ""


def _words(page: BeautifulSoup, selector: str, *, limit: int | None = LONGEST_NAME) -> str:
    found = page.select_one(selector)
    words = found.get_text(" ") if found else ""
    return plain(words, limit=limit) if limit else plain(words)


def _links(page: BeautifulSoup, selector: str) -> tuple[str, ...]:
    found = page.select_one(selector)
    if found is None:
        return ()
    return unique((*links_of(str(found)), *links_in(plain(found.get_text(" ")))))
