"""YouTube: the keyless feed of the school's own official channels.

- **What is read:** title, description, date and address of the newest 15 videos. Comments,
  pictures, view counts and the videos themselves are not read.
- **Blind to:** comments and replies; videos older than the newest 15; channels that are known by a
  handle only; what others film about the school.
- **Access:** A, keyless (contracts/social.md §7b, October 2026). YouTube's terms ask that its data
  is refreshed or deleted within 30 days (from memory; to be confirmed by the operator).
- **Rate:** hourly to daily, one request per channel.
- **Which channels:** accounts of the school register with platform `youtube` and a `UC...` id that
  are not closed. Handles (`@name`) cannot be asked. No channel is searched for.
- **Personal data:** the channel's name; names inside titles and descriptions.
- **Known by:** the video id. The same video found by `youtube` is another item of the same story. A `404` means gone, but YouTube has had days of false 404 and 500:
  three in a row before anybody is alarmed. Its consent page is a refusal, not an empty channel.
- **Golden files:** `tests/golden/youtube_feed/`.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import ClassVar
from urllib.parse import urlencode

from orm.errors import Refused
from orm.model.items import Identity, Item, Kind
from orm.model.polls import Access, Cadence, Page, Request, Response, Scope, Skipped
from orm.model.schools import AccountStatus, Watch
from sources._parsing.answers import expect_ok, unreadable
from sources._parsing.documents import Entry, Feed, page_of
from sources._parsing.feeds import read_feed
from sources._parsing.links import canonical, site, web_address

PLATFORM = "youtube"
_CHANNEL = re.compile(r"UC[\w-]{1,64}", re.ASCII)
_VIDEO = re.compile(r"yt:video:([\w-]{1,64})", re.ASCII)


@dataclass(frozen=True, slots=True)
class YoutubeFeedOptions:
    """`[sources.youtube_feed]`. The channels come from the school's official accounts."""

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}

    endpoint: str = field(
        default="https://www.youtube.com/feeds/videos.xml",
        metadata={"doc": "Address that answers with a channel's feed."},
    )

    def __post_init__(self) -> None:
        web_address(self.endpoint)


@dataclass(frozen=True, slots=True)
class YoutubeFeed:
    """The newest videos of the school's own channels."""

    options: YoutubeFeedOptions = YoutubeFeedOptions()

    name: ClassVar[str] = "youtube_feed"
    access: ClassVar[Access] = Access.A
    cadence: ClassVar[Cadence] = Cadence(
        shortest=timedelta(hours=1),
        usual=timedelta(hours=6),
        longest=timedelta(days=1),
        silence=timedelta(days=120),
    )

    def plan(self, watch: Watch) -> Iterable[Request]:
        """One request per official channel."""
        channels = {
            account.handle: None
            for account in watch.accounts
            if account.platform.lower() == PLATFORM
            and account.status is not AccountStatus.CLOSED
            and _CHANNEL.fullmatch(account.handle)
        }
        return tuple(
            Request(
                source=self.name,
                key=channel,
                url=f"{self.options.endpoint}?{urlencode({'channel_id': channel})}",
                scope=Scope.OWN,
                accept="application/atom+xml, text/xml;q=0.9, */*;q=0.5",
            )
            for channel in channels
        )

    def parse(self, response: Response) -> Page:
        """The videos of a channel.

        Raises:
            SourceError: by status; Refused for the consent page; Unreadable for another feed.
        """
        if site(response.url).startswith("consent."):
            raise Refused(
                "YouTube shows its consent page instead of the feed; a person should look"
            )
        expect_ok(response)
        feed = read_feed(response)
        if not feed.guid.startswith("yt:") and not any(map(_video, feed.entries)):
            raise unreadable(response, "the feed is not a YouTube channel's")
        items = (_item(entry, feed) for entry in feed.entries)
        return page_of(items, response, left_out=feed.left_out)


def _video(entry: Entry) -> str:
    match = _VIDEO.fullmatch(entry.guid)
    return match[1] if match else ""


def _item(entry: Entry, feed: Feed) -> Item | Skipped:
    # Links differ between videos and shorts; the id is the same for both.
    video = _video(entry)
    if not video:
        return Skipped("an entry without a video id")
    url = canonical(f"https://www.youtube.com/watch?v={video}")
    return Item(
        identity=Identity("youtube_feed", video),
        kind=Kind.VIDEO,
        platform=PLATFORM,
        url=url,
        title=entry.title,
        text=entry.text,
        author=entry.author or feed.title,
        posted_at=entry.stated.at,
        posted_raw=entry.stated.raw,
        precision=entry.stated.precision,
        outlet=feed.title or entry.author,
        via_url=entry.link if entry.link != url else "",
    )
