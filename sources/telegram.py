"""Telegram: the public preview of the school's own channels.

- **What is read:** words, address, number and time of the channel's newest messages, as the preview
  page shows them. Photographs, films, files, polls, views and reactions are not read.
- **Blind to:** groups, private channels and channels without a preview; comments under messages;
  what others write about the school; messages forwarded from elsewhere, which are somebody else's
  words; everything older than the pages read (twenty messages each).
- **Access:** A, keyless (contracts/social.md §13, October 2026). The terms say nothing clear about
  reading the preview; only channels of the school's own register are read, none is searched for.
- **Rate:** hourly to daily, one or two pages for each channel.
- **Personal data:** the channel's title and names inside messages. Signatures are not read.
- **Known by:** channel and number of the message (`channel/123`); an edit keeps both. A channel
  that takes a new name begins anew. A page that ends on the channel's contact card means that there
  is no such channel or no preview of it (unverified).
- **Golden files:** `tests/golden/telegram/`.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import ClassVar
from urllib.parse import urlsplit

from bs4 import BeautifulSoup, Tag

from orm.errors import Gone
from orm.model.items import Identity, Item, Kind
from orm.model.polls import Access, Cadence, Page, Request, Response, Scope, Skipped
from orm.model.schools import Watch
from sources._parsing.answers import body_of, expect_ok, read_page, unreadable
from sources._parsing.dates import read_date
from sources._parsing.links import canonical, web_address
from sources._parsing.posts import LeftOut, next_page, open_handles, posts_page, with_query
from sources._parsing.text import LONGEST_TITLE, person, plain

_HOME = "https://t.me"
_MOST_PAGES = 5
_CHANNEL = re.compile(r"(?:@|(?:https?://)?t\.me/(?:s/)?)?(?P<name>[a-z]\w{3,31})/?", re.ASCII)
_MESSAGE = re.compile(r"[A-Za-z]\w{3,31}/\d{1,12}", re.ASCII)
_NUMBER = re.compile(r"\d{1,12}", re.ASCII)
_REPLY = re.compile(r"\btgme_widget_message_reply\b")
_SERVICE = frozenset({"service_message", "tgme_widget_message_service"})


@dataclass(frozen=True, slots=True)
class TelegramOptions:
    """`[sources.telegram]`. The channels come from the school's official accounts."""

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}

    pages: int = field(
        default=2, metadata={"doc": "How many pages of twenty are read at most, from 1 to 5."}
    )
    base_url: str = field(
        default=_HOME, metadata={"doc": "Address of the previews; another one only for tests."}
    )

    def __post_init__(self) -> None:
        web_address(self.base_url)
        if not 1 <= self.pages <= _MOST_PAGES:
            raise ValueError(f"pages must be from 1 to {_MOST_PAGES}")


@dataclass(frozen=True, slots=True)
class Telegram:
    """The newest messages of the school's own channels."""

    options: TelegramOptions = TelegramOptions()

    name: ClassVar[str] = "telegram"
    access: ClassVar[Access] = Access.A
    cadence: ClassVar[Cadence] = Cadence(
        shortest=timedelta(hours=1),
        usual=timedelta(hours=6),
        longest=timedelta(days=1),
        silence=timedelta(days=120),
    )

    def plan(self, watch: Watch) -> Iterable[Request]:
        """One request per official channel."""
        handles = (_CHANNEL.fullmatch(one.casefold()) for one in open_handles(watch, self.name))
        base = web_address(self.options.base_url).rstrip("/")
        return tuple(
            Request(
                source=self.name,
                key=channel,
                url=f"{base}/s/{channel}",
                scope=Scope.OWN,
                accept="text/html, */*;q=0.5",
            )
            for channel in dict.fromkeys(found["name"] for found in handles if found)
        )

    def parse(self, response: Response) -> Page:
        """The messages of a channel's preview.

        Raises:
            SourceError: by status; Gone for the contact card of a channel without a preview;
                Unreadable for any other page.
        """
        expect_ok(response)
        page = read_page(response, body_of(response))
        messages = page.select(".tgme_widget_message[data-post]")
        title = _words(page, ".tgme_channel_info_header_title")
        if not messages:
            _expect_empty(page, response)
        follow: tuple[Request, ...] = ()
        if before := _before(page):
            url = with_query(response.request.url, before=before)
            follow = next_page(response.request, url, most=self.options.pages)
        found = (_item(message, title, response) for message in messages)
        return posts_page(found, response, follow=follow)


def _expect_empty(page: BeautifulSoup, response: Response) -> None:
    """Returns when the preview itself shows that the channel holds no message."""
    history = page.select_one(".tgme_channel_history")
    if history is not None:
        if history.get_text(strip=True) and not history.select_one(".tme_no_messages_found"):
            raise unreadable(response, "the preview shows messages in a form that is not known")
        return
    sent_on = "/s/" in response.request.url and "/s/" not in response.url
    if sent_on or page.select_one(".tgme_page, .tgme_page_title, .tgme_page_action"):
        raise Gone(
            f"Telegram shows no preview of {urlsplit(response.url).path.strip('/') or 'a channel'}: "
            "there is no such public channel; check the school's official accounts in config.toml"
        )
    raise unreadable(response, "the page is not a channel's preview")


def _before(page: BeautifulSoup) -> str:
    link = page.select_one("a.tme_messages_more[data-before]")
    number = str(link["data-before"]) if link else ""
    return number if _NUMBER.fullmatch(number) else ""


def _words(tag: BeautifulSoup | Tag, selector: str) -> str:
    found = tag.select_one(selector)
    return plain(found.get_text(" "), limit=LONGEST_TITLE) if found else ""


def _item(message: Tag, title: str, response: Response) -> Item | Skipped:
    post = str(message["data-post"])
    if not _MESSAGE.fullmatch(post):
        return Skipped("a message without a number")
    if _SERVICE & set(message.get_attribute_list("class")):
        return LeftOut("a notice of Telegram's own")
    if message.select_one(".tgme_widget_message_forwarded_from"):
        return LeftOut("a message forwarded from elsewhere")
    text = _text(message)
    if not text:
        return LeftOut("a message without words")
    time = message.select_one(".tgme_widget_message_date time[datetime]")
    stated = read_date(str(time["datetime"]) if time else "", fetched_at=response.fetched_at)
    author = person(_words(message, ".tgme_widget_message_owner_name")) or title
    return Item(
        identity=Identity("telegram", post.casefold()),
        kind=Kind.POST,
        platform="telegram",
        url=canonical(f"{_HOME}/{post}"),
        text=text,
        author=author,
        posted_at=stated.at,
        posted_raw=stated.raw,
        precision=stated.precision,
        outlet=title or author,
    )


def _text(message: Tag) -> str:
    """The message's own words, not those of the message it answers."""
    for part in message.select(".tgme_widget_message_text"):
        if part.find_parent(class_=_REPLY) is None and not _REPLY.search(_classes(part)):
            return plain(str(part))
    return ""


def _classes(tag: Tag) -> str:
    return " ".join(str(name) for name in tag.get_attribute_list("class"))
