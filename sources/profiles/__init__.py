"""What each platform says of an official account, and where accounts can be looked for by name.

Pure, as collectors are: requests go out in the name of the platform's own source, so that its
options, key, quota and politeness count. Platforms without a lawful way to ask (TikTok, LinkedIn,
Snapchat, WhatsApp, Nextdoor) are not here; a person looks at those (docs/accounts-platforms.md).
Names, words, links, states and times of posts are read. Pictures, followers and counts are not.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from orm.ports import Profiling, Seeking
from sources.profiles.bluesky import BlueskyProfiles, BlueskySeeker
from sources.profiles.facebook import FacebookProfiles, FacebookSeeker
from sources.profiles.feed import FeedProfiles
from sources.profiles.instagram import InstagramProfiles
from sources.profiles.mastodon import MastodonProfiles, MastodonSeeker
from sources.profiles.telegram import TelegramProfiles
from sources.profiles.threads import ThreadsProfiles
from sources.profiles.x import XProfiles
from sources.profiles.youtube import YoutubeProfiles, YoutubeSeeker
from sources.profiles.youtube_feed import YoutubeFeedProfiles

PROFILERS: Mapping[str, Callable[..., Profiling]] = MappingProxyType(
    {
        "bluesky": BlueskyProfiles,
        "mastodon": MastodonProfiles,
        "youtube_feed": YoutubeFeedProfiles,
        "youtube": YoutubeProfiles,
        "telegram": TelegramProfiles,
        "facebook": FacebookProfiles,
        "instagram": InstagramProfiles,
        "threads": ThreadsProfiles,
        "x": XProfiles,
        "feed": FeedProfiles,
    }
)
"""By the name of the source whose options each takes."""

SEEKERS: Mapping[str, Callable[..., Seeking]] = MappingProxyType(
    {
        "bluesky": BlueskySeeker,
        "mastodon": MastodonSeeker,
        "youtube": YoutubeSeeker,
        "facebook": FacebookSeeker,
    }
)
"""By the name of the source whose options each takes."""
