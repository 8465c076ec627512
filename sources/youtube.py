"""YouTube: videos that name the school, and comments on them and on the school's own channels.

- **What is read:** title, description, channel and date of the newest videos that YouTube finds for
  the school's names; comments and replies under those of them that name the school in title or
  description; comments on the school's own channels. Pictures, films, likes and profiles are not
  read.
- **Blind to:** what is said or shown in a video; videos older than `days`, and those that YouTube's
  search leaves out (it promises neither completeness nor order); all but the beginning of a
  description in search results; further pages of comments and most long threads of replies;
  comments switched off (always so on films "made for kids", unverified), held back or deleted;
  playlists, live chat and community posts.
- **Access:** C (contracts/social.md §7, October 2026).
- **Key:** an API key of a Google Cloud project with "YouTube Data API v3" on, limited to that API
  and without a referrer restriction (console.cloud.google.com, APIs & Services, Credentials).
  `[sources.youtube] key = "env:ORM_YOUTUBE_KEY"`. Channels are the accounts of the school register
  with platform `youtube`: a `UC...` id or an `@handle`. Give them their display name, else the
  school's own videos, found by search, look like somebody else's.
- **Rate:** once a day, at most every 12 hours. Google counts 100 searches a day (one for each name,
  at most three names per school) and 10,000 other calls, until midnight Pacific time; free.
- **Searching:** each name in quotation marks; that YouTube heeds them is unverified. `match`
  decides.
- **Personal data:** display names of commenters, names inside texts. What comes from the interface
  is refreshed or deleted within 30 days (unverified): set the retention accordingly.
- **Known by:** the video's or comment's id, shared with `youtube_feed`; edits keep it.
- **Golden files:** `tests/golden/youtube/`.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import ClassVar
from urllib.parse import parse_qs, urlencode, urlsplit

from orm.errors import Gone
from orm.model.items import Item
from orm.model.keys import Allowance, QueryKey, Signing
from orm.model.polls import Access, Cadence, Page, Request, Response, Scope, Skipped
from orm.model.schools import Watch
from sources._parsing.answers import unreadable
from sources._parsing.google import PACIFIC, Api, Refusal, answer_of, refuse
from sources._parsing.links import web_address
from sources._parsing.posts import open_handles, posts_page, with_query
from sources._parsing.queries import askable, names
from sources._parsing.youtube_items import (
    comment,
    comments_of,
    cut_short,
    found_video,
    listed_video,
)

_CHANNEL = re.compile(r"UC[\w-]{1,64}", re.ASCII)
_HANDLE = re.compile(r"@[\w.-]{1,64}")
_MOST_VIDEOS = 5
_MOST_PAGES = 5
_MOST_DAYS = 365
_MOST_LONG_THREADS = 3
_THREADS = "threads-"
_API = Api(
    name="YouTube Data API v3",
    source="youtube",
    missing="YouTube knows no such channel; check the school's youtube accounts in config.toml",
)
_OFF = frozenset({"commentsDisabled"})
_VANISHED = frozenset({"videoNotFound", "commentNotFound", "commentThreadNotFound",
                       "playlistNotFound"})  # fmt: skip


_Reader = Callable[[dict[str, object], list[object], Response], Page]


@dataclass(frozen=True, slots=True)
class YoutubeOptions:
    """`[sources.youtube]`. Names and channels come from the schools."""

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}

    base_url: str = field(
        default="https://www.googleapis.com/youtube/v3",
        metadata={"doc": "Address of the interface; another one only for tests."},
    )
    region: str = field(
        default="GB", metadata={"doc": "Country whose view is searched, two letters; empty: any."}
    )
    days: int = field(
        default=30, metadata={"doc": "How many days back videos are searched for, 1 to 365."}
    )
    videos: int = field(
        default=3, metadata={"doc": "Videos per search whose comments are read, 0 to 5."}
    )
    pages: int = field(
        default=3, metadata={"doc": "Pages of 100 comments read per channel, 1 to 5."}
    )

    def __post_init__(self) -> None:
        web_address(self.base_url)
        if self.region and not re.fullmatch(r"[A-Z]{2}", self.region):
            raise ValueError('region is a country code of two capital letters, like "GB"')
        for name, least, most in (
            ("days", 1, _MOST_DAYS),
            ("videos", 0, _MOST_VIDEOS),
            ("pages", 1, _MOST_PAGES),
        ):
            if not least <= getattr(self, name) <= most:
                raise ValueError(f"{name} must be from {least} to {most}")


@dataclass(frozen=True, slots=True)
class Youtube:
    """Videos about the school, and what is said below them."""

    options: YoutubeOptions = YoutubeOptions()

    name: ClassVar[str] = "youtube"
    access: ClassVar[Access] = Access.C
    signing: ClassVar[Signing] = QueryKey("googleapis.com", "key")
    allowances: ClassVar[tuple[Allowance, ...]] = (
        Allowance("searches", 100, zone=PACIFIC, shape="search"),
        Allowance("calls", 10_000, zone=PACIFIC),
    )
    cadence: ClassVar[Cadence] = Cadence(
        shortest=timedelta(hours=12),
        usual=timedelta(days=1),
        longest=timedelta(days=3),
        silence=timedelta(days=180),
    )

    def plan(self, watch: Watch) -> Iterable[Request]:
        """One search per name, and each of the school's channels."""
        channels = (
            self._channel(handle)
            for handle in open_handles(watch, self.name)
            if _CHANNEL.fullmatch(handle) or _HANDLE.fullmatch(handle)
        )
        return (*(self._search(name) for name in names(watch)), *channels)

    def _search(self, name: str) -> Request:
        asked = {
            "part": "snippet",
            "type": "video",
            "q": f'"{name}"',
            "order": "date",
            "publishedAfter": f"{{today-{self.options.days}}}T00:00:00Z",
            "maxResults": "50",
        } | ({"regionCode": self.options.region} if self.options.region else {})
        return self._asking("search", asked, key=f"search|{name.casefold()}", scope=Scope.ASKED)

    def _channel(self, handle: str) -> Request:
        which = "forHandle" if handle.startswith("@") else "id"
        asked = {"part": "snippet", which: handle}
        return self._asking("channel", asked, key=f"channel|{handle}", scope=Scope.OWN)

    def _asking(self, shape: str, asked: dict[str, str], *, key: str, scope: Scope) -> Request:
        place = {"search": "search", "channel": "channels"}[shape]
        return Request(
            source=self.name,
            key=key,
            url=f"{web_address(self.options.base_url).rstrip('/')}/{place}?{urlencode(asked)}",
            scope=scope,
            shape=shape,
            accept="application/json",
            interface=True,
            conditional=False,  # unchanged, it still leads to comments that may be new
        )

    def parse(self, response: Response) -> Page:
        """Videos, comments, or the way from a channel to its comments.

        Comments switched off are nothing to report; a video that has gone since it was found is
        left out.

        Raises:
            SourceError: what YouTube's error means, else by status; Gone for a channel that is not
                there; Unreadable for anything but its lists.
        """
        found = answer_of(response)
        if isinstance(found, Refusal):
            if found.reasons & _OFF:
                return Page()
            if found.reasons & _VANISHED:
                return Page(skipped=(Skipped("a video or comment that is gone"),))
            refuse(found, response, _API)
        read = self._readers().get(str(found.get("kind")))
        entries = found.get("items", [])
        if read is None or not isinstance(entries, list):
            raise unreadable(response, "the JSON is not a list of YouTube's")
        return read(found, entries, response)

    def _readers(self) -> dict[str, _Reader]:
        return {
            "youtube#searchListResponse": self._from_search,
            "youtube#channelListResponse": self._from_channel,
            "youtube#commentThreadListResponse": self._from_threads,
            "youtube#commentListResponse": _from_replies,
            "youtube#playlistItemListResponse": self._from_uploads,
        }

    def _from_search(self, _: dict[str, object], entries: list[object], response: Response) -> Page:
        page = posts_page((found_video(e, response) for e in entries), response)
        if response.request.shape != "search":
            return page
        name = parse_qs(urlsplit(response.request.url).query).get("q", [""])[0]
        naming = [item for item in page.items if _names(item, name)]
        return replace(page, follow=self._below(naming, response.request))

    def _from_channel(
        self, _: dict[str, object], entries: list[object], response: Response
    ) -> Page:
        ids = [str(e.get("id")) for e in entries if isinstance(e, dict)]
        channels = [one for one in ids if _CHANNEL.fullmatch(one)]
        if not entries:
            raise Gone(_API.missing)
        if not channels:
            raise unreadable(response, "a channel without an id")
        if response.request.shape != "channel":
            return Page()
        asked = {"allThreadsRelatedToChannelId": channels[0], "order": "time"}
        return Page(follow=(_threads(response.request, asked, shape=f"{_THREADS}1"),))

    def _from_threads(
        self, found: dict[str, object], entries: list[object], response: Response
    ) -> Page:
        request = response.request
        known = (one for entry in entries for one in comments_of(entry, response))
        page = posts_page(known, response)
        if not request.shape:
            return page
        if not entries and request.shape == f"{_THREADS}1":
            return Page(follow=self._uploads(request))
        more = (*self._next_threads(found, request), *_long_threads(entries, request))
        return replace(page, follow=more)

    def _next_threads(self, found: dict[str, object], request: Request) -> tuple[Request, ...]:
        number = request.shape.removeprefix(_THREADS)
        token = found.get("nextPageToken")
        if number == request.shape or not isinstance(token, str) or not token:
            return ()
        if not number.isdecimal() or int(number) >= self.options.pages:
            return ()
        url = with_query(request.url, pageToken=token)
        return (replace(request, key=url, url=url, shape=f"{_THREADS}{int(number) + 1}"),)

    def _uploads(self, request: Request) -> tuple[Request, ...]:
        """The newest films of a channel whose list of comments is empty, as it often is."""
        channel = _asked(request, "allThreadsRelatedToChannelId")
        if not _CHANNEL.fullmatch(channel) or not self.options.videos:
            return ()
        query = urlencode(
            {
                "part": "snippet,contentDetails",
                "playlistId": f"UU{channel.removeprefix('UC')}",
                "maxResults": str(self.options.videos),
            }
        )
        return (_leading(request, f"playlistItems?{query}", shape="uploads"),)

    def _from_uploads(
        self, _: dict[str, object], entries: list[object], response: Response
    ) -> Page:
        page = posts_page((listed_video(e, response) for e in entries), response)
        if response.request.shape != "uploads":
            return page
        return replace(page, follow=self._below(page.items, response.request))

    def _below(self, items: Iterable[Item], request: Request) -> tuple[Request, ...]:
        return tuple(
            _threads(request, {"videoId": item.identity.key, "order": "time"}, shape="video")
            for item in tuple(items)[: self.options.videos]
        )


def _from_replies(_: dict[str, object], entries: list[object], response: Response) -> Page:
    # The replies to a comment do not say where it is; the request that asked for them does.
    video = response.request.shape.partition("/")[2]
    return posts_page((comment(e, response, video=video) for e in entries), response)


def _names(item: Item, quoted: str) -> bool:
    name = askable(quoted).casefold()
    return bool(name) and name in askable(f"{item.title} {item.text}").casefold()


def _asked(request: Request, name: str) -> str:
    return parse_qs(urlsplit(request.url).query).get(name, [""])[0]


def _threads(request: Request, asked: dict[str, str], *, shape: str) -> Request:
    query = {"part": "snippet,replies", **asked, "maxResults": "100", "textFormat": "plainText"}
    return _leading(request, f"commentThreads?{urlencode(query)}", shape=shape)


def _long_threads(entries: list[object], request: Request) -> tuple[Request, ...]:
    """The rest of the threads of which YouTube shows only a few replies."""
    if not request.shape.startswith((_THREADS, "video")):
        return ()
    wanted = [place for place in map(cut_short, entries) if place is not None]
    return tuple(_replies(request, *place) for place in wanted[:_MOST_LONG_THREADS])


def _replies(request: Request, parent: str, video: str) -> Request:
    asked = {"part": "snippet", "parentId": parent, "maxResults": "100", "textFormat": "plainText"}
    return _leading(request, f"comments?{urlencode(asked)}", shape=f"replies/{video}")


def _leading(request: Request, place: str, *, shape: str) -> Request:
    base = request.url.partition("?")[0].rpartition("/")[0]
    url = f"{base}/{place}"
    return replace(request, key=url, url=url, shape=shape)
