"""YouTube's resources as items: videos, and comments with their replies (contracts/social.md §7)."""

import re
from collections.abc import Iterator
from urllib.parse import urlencode

from orm.model.items import Identity, Item, Kind
from orm.model.polls import Response, Skipped
from sources._parsing.dates import read_date
from sources._parsing.links import canonical
from sources._parsing.posts import LeftOut
from sources._parsing.results import part
from sources._parsing.text import LONGEST_TITLE, person, plain
from sources._parsing.wording import exact

PLATFORM = "youtube"
_ID = re.compile(r"[\w-]{1,64}", re.ASCII)
_COMMENT_ID = re.compile(r"[\w.-]{1,200}", re.ASCII)
_TOMBSTONES = frozenset({"Private video", "Deleted video"})
_SHOWN = frozenset({None, "published"})


def found_video(entry: object, response: Response) -> Item | Skipped:
    """A result of a search. Channels and playlists among them are left out."""
    if not isinstance(entry, dict):
        return Skipped("a result that is no object")
    where = part(entry, "id")
    if "videoId" not in where and ("channelId" in where or "playlistId" in where):
        return LeftOut("a result that is no video")
    return _video(where.get("videoId"), part(entry, "snippet"), "channelTitle", response)


def listed_video(entry: object, response: Response) -> Item | Skipped:
    """An entry of a channel's list of uploads."""
    if not isinstance(entry, dict):
        return Skipped("an entry that is no object")
    snippet = part(entry, "snippet")
    video = part(snippet, "resourceId").get("videoId")
    if snippet.get("title") in _TOMBSTONES:
        return LeftOut("a video that is private or deleted")
    return _video(video, snippet, "videoOwnerChannelTitle", response)


def _video(
    video: object, snippet: dict[str, object], owner: str, response: Response
) -> Item | Skipped:
    title = plain(snippet.get("title"), limit=LONGEST_TITLE)
    text = plain(snippet.get("description"))
    if not isinstance(video, str) or not _ID.fullmatch(video) or not (title or text):
        return Skipped("a video without an id or words")
    channel = person(snippet.get(owner)) or person(snippet.get("channelTitle"))
    stated = read_date(snippet.get("publishedAt"), fetched_at=response.fetched_at)
    return Item(
        identity=Identity(PLATFORM, video),
        kind=Kind.VIDEO,
        platform=PLATFORM,
        url=_watch(v=video),
        title=title,
        text=text,
        author=channel,
        posted_at=stated.at,
        posted_raw=stated.raw,
        precision=stated.precision,
        outlet=channel,
    )


def comments_of(thread: object, response: Response) -> Iterator[Item | Skipped]:
    """The comment that begins a thread, and those replies that came with it."""
    if not isinstance(thread, dict):
        yield Skipped("a thread that is no object")
        return
    snippet = part(thread, "snippet")
    video, channel = snippet.get("videoId"), snippet.get("channelId")
    yield comment(snippet.get("topLevelComment"), response, video=video, channel=channel)
    replies = part(thread, "replies").get("comments")
    for reply in replies if isinstance(replies, list) else ():
        yield comment(reply, response, video=video, channel=channel)


def cut_short(thread: object) -> tuple[str, str] | None:
    """The comment and the video of a thread that has more replies than came with it."""
    if not isinstance(thread, dict):
        return None
    snippet = part(thread, "snippet")
    total, replies = snippet.get("totalReplyCount"), part(thread, "replies").get("comments")
    given = len(replies) if isinstance(replies, list) else 0
    parent, video = thread.get("id"), snippet.get("videoId")
    if not isinstance(parent, str) or not _COMMENT_ID.fullmatch(parent):
        return None
    if not isinstance(total, int) or total <= given:
        return None
    return parent, video if isinstance(video, str) and _ID.fullmatch(video) else ""


def comment(
    entry: object, response: Response, *, video: object = "", channel: object = ""
) -> Item | Skipped:
    """A comment. `video` and `channel` say where it is when it does not say so itself."""
    if not isinstance(entry, dict):
        return Skipped("a comment that is no object")
    said = part(entry, "snippet")
    own, text = entry.get("id"), exact(said.get("textOriginal")) or plain(said.get("textDisplay"))
    if said.get("moderationStatus") not in _SHOWN:
        return LeftOut("a comment that is not published")
    url = _place(own, (said.get("videoId"), video), (said.get("channelId"), channel))
    if not isinstance(own, str) or not url or not text:
        return Skipped("a comment without an id, a place or words")
    stated = read_date(said.get("publishedAt"), fetched_at=response.fetched_at)
    return Item(
        identity=Identity(PLATFORM, own),
        kind=Kind.COMMENT,
        platform=PLATFORM,
        url=url,
        text=text,
        author=person(said.get("authorDisplayName")),
        posted_at=stated.at,
        posted_raw=stated.raw,
        precision=stated.precision,
    )


def _place(own: object, videos: tuple[object, ...], channels: tuple[object, ...]) -> str:
    """The address of a comment: below a video, else on the channel's page."""
    if not isinstance(own, str) or not _COMMENT_ID.fullmatch(own):
        return ""
    for video in videos:
        if isinstance(video, str) and _ID.fullmatch(video):
            return _watch(v=video, lc=own)
    for channel in channels:
        if isinstance(channel, str) and _ID.fullmatch(channel):
            return canonical(f"https://www.youtube.com/channel/{channel}?{urlencode({'lc': own})}")
    return ""


def _watch(**where: str) -> str:
    return canonical(f"https://www.youtube.com/watch?{urlencode(where)}")
