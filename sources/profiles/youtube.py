"""YouTube with a key: a channel by id or handle, and who else is called so (contracts/social.md §7, §16)."""

import re
from dataclasses import dataclass
from typing import ClassVar, Protocol
from urllib.parse import urlencode

from orm.errors import Gone
from orm.model.accounts import Account, Sighting, State
from orm.model.polls import Request, Response
from sources._parsing.answers import unreadable
from sources._parsing.google import Api, Refusal, answer_of, refuse
from sources._parsing.results import part
from sources._parsing.text import plain
from sources._parsing.wording import exact
from sources.profiles.asking import (
    MOST_FOUND,
    POSTS,
    PROFILE,
    SEARCH,
    Based,
    bare,
    base_of,
    in_page,
    look,
    subject_of,
)
from sources.profiles.reading import LONGEST_NAME, links_in, named, newest, spoken
from sources.profiles.youtube_feed import PLATFORM, channel_of, page_of

_CHANNEL = re.compile(r"UC[\w-]{1,64}", re.ASCII)
_HANDLE = re.compile(r"[\w.·-]{1,64}")
_API = Api(
    name="YouTube Data API v3",
    source="youtube",
    missing="YouTube knows no such channel; look whether it is there and correct the register",
)
_PARTS = "snippet,brandingSettings,status,contentDetails"
_PLACES = {PROFILE: "channels", POSTS: "playlistItems", SEARCH: "search"}
_RECENT = "25"
_SUSPENDED = frozenset({"channelSuspended", "accountSuspended"})
_CLOSED = frozenset({"channelClosed", "accountClosed"})


class Regional(Based, Protocol):
    """Options of the source."""

    @property
    def region(self) -> str:
        """Whose view is searched; empty: any."""
        ...


def _ask(options: Based, shape: str, subject: str, asked: dict[str, str]) -> Request:
    url = f"{base_of(options.base_url)}/{_PLACES[shape]}?{urlencode(asked)}"
    return look("youtube", shape, subject, url, interface=True)


@dataclass(frozen=True, slots=True)
class YoutubeProfiles:
    """Channels of YouTube; each look is one of the key's calls of the day."""

    options: Regional

    name: ClassVar[str] = "youtube"
    platform: ClassVar[str] = PLATFORM

    def looks(self, account: Account) -> tuple[Request, ...]:
        """The channel and, where its id is known, its newest films."""
        channel, handle = channel_of(account), _handle(account)
        if not channel and not handle:
            return ()
        who = {"id": channel} if channel else {"forHandle": handle}
        profile = _ask(self.options, PROFILE, channel or handle, {"part": _PARTS, **who})
        if not channel:
            return (profile,)
        uploads = f"UU{channel.removeprefix('UC')}"
        asked = {"part": "contentDetails", "playlistId": uploads, "maxResults": _RECENT}
        return (profile, _ask(self.options, POSTS, channel, asked))

    def sighting(self, response: Response) -> Sighting:
        """What a channel or its list of films says.

        Raises:
            SourceError: Gone for a list without the channel, and for a list of films that is not
                there, as for a channel without films and for one that has gone; else what Google's error means, then
                by status; Unreadable for anything but its lists.
        """
        spoken(response, "error")
        found = answer_of(response)
        if isinstance(found, Refusal):
            return _told(found, response) or refuse(found, response, _API)
        entries = found.get("items", [])
        if not isinstance(entries, list):
            raise unreadable(response, "the JSON is not a list of YouTube's")
        if found.get("kind") == "youtube#playlistItemListResponse":
            times = [
                part(one, "contentDetails").get("videoPublishedAt") for one in _objects(entries)
            ]
            return Sighting(PLATFORM, posted_at=newest(times, response))
        if found.get("kind") != "youtube#channelListResponse":
            raise unreadable(response, "the JSON is not a list of channels")
        if not entries:
            raise Gone(_API.missing)
        channel = next((known for one in _objects(entries) if (known := _channel(one))), None)
        if channel is None:
            raise unreadable(response, "a channel without an id")
        return channel


@dataclass(frozen=True, slots=True)
class YoutubeSeeker:
    """Channels of YouTube by name; each question is one of the key's hundred searches of the day."""

    options: Regional

    name: ClassVar[str] = "youtube"
    platform: ClassVar[str] = PLATFORM

    def seek(self, words: str) -> Request:
        """The twenty-five channels that YouTube finds first."""
        asked = {"part": "snippet", "type": "channel", "q": words, "maxResults": str(MOST_FOUND)}
        region = {"regionCode": self.options.region} if self.options.region else {}
        return _ask(self.options, SEARCH, words.casefold(), asked | region)

    def found(self, response: Response) -> tuple[Sighting, ...]:
        """The channels of a search.

        Raises:
            SourceError: what Google's error means, else by status; Unreadable for anything but a
                search.
        """
        spoken(response, "error")
        answer = answer_of(response)
        if isinstance(answer, Refusal):
            refuse(answer, response, _API)
        entries = answer.get("items", [])
        if answer.get("kind") != "youtube#searchListResponse" or not isinstance(entries, list):
            raise unreadable(response, "the JSON is not a search of YouTube's")
        known = tuple(found for one in _objects(entries) if (found := _result(one)))
        if entries and not known:
            raise unreadable(response, "none of the channels can be read")
        return known


def _handle(account: Account) -> str:
    for name in (bare(account.handle, "youtube.com/"), in_page(account.url, "youtube.com/")):
        if _HANDLE.fullmatch(name) and not _CHANNEL.fullmatch(name):
            return f"@{name}"
    return ""


def _told(said: Refusal, response: Response) -> Sighting | None:
    """What an error says of the channel; None where it is about the question."""
    if said.reasons & _SUSPENDED:
        asked = subject_of(response.request)
        own = asked if _CHANNEL.fullmatch(asked) else ""
        return Sighting(PLATFORM, own, url=page_of(own), state=State.SUSPENDED)
    if said.reasons & _CLOSED:
        raise Gone(_API.missing)
    return None


def _objects(entries: list[object]) -> list[dict[str, object]]:
    return [one for one in entries[:MOST_FOUND] if isinstance(one, dict)]


def _channel(entry: dict[str, object]) -> Sighting | None:
    channel, snippet = entry.get("id"), part(entry, "snippet")
    if not isinstance(channel, str) or not _CHANNEL.fullmatch(channel):
        return None
    described = exact(snippet.get("description"))
    hidden = part(entry, "status").get("privacyStatus") == "private"
    return Sighting(
        PLATFORM,
        stable_id=channel,
        handle=named(snippet.get("customUrl")),
        url=page_of(channel),
        state=State.PRIVATE if hidden else State.LIVE,
        name=named(
            snippet.get("title") or part(part(entry, "brandingSettings"), "channel").get("title")
        ),
        description=described,
        links=links_in(described),
    )


def _result(entry: dict[str, object]) -> Sighting | None:
    snippet = part(entry, "snippet")
    channel = part(entry, "id").get("channelId")
    if not isinstance(channel, str) or not _CHANNEL.fullmatch(channel):
        return None
    described = plain(snippet.get("description"))  # escaped in searches, unlike in channels
    return Sighting(
        PLATFORM,
        stable_id=channel,
        url=page_of(channel),
        state=State.LIVE,
        name=plain(snippet.get("title"), limit=LONGEST_NAME),
        description=described,
        links=links_in(described),
    )
