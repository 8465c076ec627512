"""A blog by its feed: WordPress, Seesaw, or any other with RSS, Atom or JSON Feed."""

from dataclasses import dataclass
from typing import ClassVar

from orm.errors import Unreadable
from orm.model.accounts import Account, Sighting, State
from orm.model.polls import Request, Response
from sources._parsing.announced import FEED_ACCEPT, point_to_announced
from sources._parsing.answers import expect_ok
from sources._parsing.feeds import read_feed
from sources._parsing.links import canonical, site, web_address
from sources._parsing.text import clean
from sources.profiles.asking import PROFILE, look
from sources.profiles.reading import named, newest


@dataclass(frozen=True, slots=True)
class FeedProfiles:
    """Blogs, without a key."""

    options: object

    name: ClassVar[str] = "feed"
    platform: ClassVar[str] = "blog"

    def looks(self, account: Account) -> tuple[Request, ...]:
        """The feed whose address stands as the account's handle, or as its address."""
        address = _address(account.handle) or _address(account.url)
        if not address:
            return ()
        return (look(self.name, PROFILE, address, address, accept=FEED_ACCEPT),)

    def sighting(self, response: Response) -> Sighting:
        """What a feed says of its blog.

        Raises:
            SourceError: by status; Unreadable for anything but a feed, which names the feed that a
                web page announces.
        """
        expect_ok(response)
        try:
            feed = read_feed(response)
        except Unreadable:
            point_to_announced(response, "write in the register")
            raise
        return Sighting(
            self.platform,
            url=canonical(feed.home) or canonical(response.request.url),
            state=State.LIVE,
            name=named(feed.title),
            posted_at=newest((one.stated.raw for one in feed.entries), response),
        )


def _address(written: str) -> str:
    """The address that a handle is, or ""."""
    words = clean(written)
    if "." not in words or "@" in words:
        return ""
    try:
        address = web_address(words)
    except ValueError:
        return ""
    return address if site(address) else ""
