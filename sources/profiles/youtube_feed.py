"""YouTube without a key: a channel by its feed (contracts/social.md §7b, §16)."""

import re
from dataclasses import dataclass
from typing import ClassVar, Protocol
from urllib.parse import urlencode

from orm.errors import Refused
from orm.model.accounts import Account, Sighting, State
from orm.model.polls import Request, Response
from sources._parsing.answers import expect_ok, unreadable
from sources._parsing.feeds import read_feed
from sources._parsing.links import canonical, site
from sources._parsing.posts import is_web_page
from sources.profiles.asking import PROFILE, bare, in_page, look
from sources.profiles.reading import named, newest

PLATFORM = "youtube"
_CHANNEL = re.compile(r"UC[\w-]{1,64}", re.ASCII)
_GUID = re.compile(r"yt:channel:(?:UC)?(?P<id>[\w-]{1,64})", re.ASCII)
_VIDEO = "yt:video:"
# What Google's consent pages are made of; the page for a missing feed names the feed instead.
_WALL = re.compile(
    rb"consent\.(?:youtube|google)\.|af-error-container|before you continue", re.IGNORECASE
)
_SAID_WITHIN = 20_000


class Placed(Protocol):
    """Options of the source."""

    @property
    def endpoint(self) -> str:
        """Where a channel's feed is."""
        ...


@dataclass(frozen=True, slots=True)
class YoutubeFeedProfiles:
    """Channels of YouTube that are known by their permanent id."""

    options: Placed

    name: ClassVar[str] = "youtube_feed"
    platform: ClassVar[str] = PLATFORM

    def looks(self, account: Account) -> tuple[Request, ...]:
        """The channel's feed: name and newest fifteen films. A handle cannot be asked."""
        channel = channel_of(account)
        if not channel:
            return ()
        url = f"{self.options.endpoint}?{urlencode({'channel_id': channel})}"
        accept = "application/atom+xml, text/xml;q=0.9, */*;q=0.5"
        return (look(self.name, PROFILE, channel, url, accept=accept),)

    def sighting(self, response: Response) -> Sighting:
        """What a channel's feed says.

        Raises:
            SourceError: Refused for a consent page, whatever its status; Gone for 404; else by
                status; Unreadable for another feed.
        """
        if _is_wall(response):
            raise Refused(
                "YouTube shows its consent page instead of the channel; a person looks at the "
                "channel by hand"
            )
        expect_ok(response)
        feed = read_feed(response)
        stated = _GUID.fullmatch(feed.guid)
        if not stated and not any(one.guid.startswith(_VIDEO) for one in feed.entries):
            raise unreadable(response, "the feed is not a YouTube channel's")
        channel = f"UC{stated['id']}" if stated else ""
        return Sighting(
            PLATFORM,
            stable_id=channel,
            url=page_of(channel),
            state=State.LIVE,
            name=named(feed.title),
            posted_at=newest((one.stated.raw for one in feed.entries), response),
        )


def _is_wall(response: Response) -> bool:
    walled = is_web_page(response.body) and _WALL.search(response.body[:_SAID_WITHIN])
    return bool(walled) or site(response.url).startswith("consent.")


def channel_of(account: Account) -> str:
    """The channel's permanent id, or "" where only its handle is known."""
    pages = "youtube.com/channel/"
    ids = (account.stable_id, bare(account.handle, pages), in_page(account.url, pages))
    return next((each for each in ids if _CHANNEL.fullmatch(each)), "")


def page_of(channel: str) -> str:
    """The address of a channel's page."""
    return canonical(f"https://www.youtube.com/channel/{channel}") if channel else ""
