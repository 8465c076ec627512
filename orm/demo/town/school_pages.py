"""What a school's website must show beside its news: its accounts and its policies (domain.md R77, R135)."""

from collections.abc import Callable, Mapping
from html import escape

from orm.demo.town import channel, classes, sky, social
from orm.demo.town.answers import Asked

POLICIES = "/policies"

_COMPLAINTS = (
    "<h1>If something is wrong</h1><p>Tell us. Most things are put right by talking to your child’s"
    " teacher. If not, write to the headteacher, and after that to the chair of governors. We answer"
    " within ten school days.</p>"
)
_WHISTLEBLOWING = (
    "<h1>Whistleblowing policy</h1><p>Whoever works here and sees something wrong can tell the chair"
    " of governors in confidence. Nobody is worse off for telling.</p>"
)
_SOCIAL_MEDIA = (
    "<h1>Social media policy</h1><p>Our accounts are listed on our first page; no other account is"
    " ours. Two people read what we publish, and we name no pupil in full beside a picture.</p>"
)
_LIST = (
    '<h1>Policies</h1><ul><li><a href="/complaints">Complaints policy</a></li>'
    '<li><a href="/whistleblowing">Whistleblowing policy</a></li>'
    '<li><a href="/social-media-policy">Social media policy</a></li></ul>'
)

PAGES: Mapping[str, tuple[str, str]] = {
    POLICIES: ("Policies", _LIST),
    "/complaints": ("Complaints", _COMPLAINTS),
    "/whistleblowing": ("Whistleblowing", _WHISTLEBLOWING),
    "/social-media-policy": ("Social media policy", _SOCIAL_MEDIA),
}
"""Title and words of each page, the same for both schools, by its path."""


TIKTOK = "wrenbeckprimary.hm4"
"""Wrenbeck's account where no program may look."""


def wrenbeck_accounts(asked: Asked) -> Mapping[str, str]:
    """What Wrenbeck's website calls its accounts, with their addresses. One is forgotten."""
    films = f"{asked.origin(channel.SITE)}/channel"
    return {
        "Bluesky": f"https://bsky.app/profile/{sky.ACTOR}",
        "Our choir on Bluesky": f"https://bsky.app/profile/{sky.CHOIR}",
        "Mastodon": f"{asked.origin(social.SITE)}/@{social.WRENBECK}",
        "our video channel": f"{films}/{channel.CHANNEL}",
        "Sports day films": f"{films}/{channel.SPORT}",
        "Class blog": f"{asked.origin(classes.SITE)}/",
        "TikTok": f"https://www.tiktok.com/@{TIKTOK}",
    }


def st_orrins_accounts(asked: Asked) -> Mapping[str, str]:
    """The one account of St Orrin's."""
    return {"Mastodon": f"{asked.origin(social.SITE)}/@{social.ACCOUNT}"}


def footer(asked: Asked, accounts: Callable[[Asked], Mapping[str, str]]) -> str:
    """The end of a website's first page: policies, and where the school is found."""
    links = ", ".join(
        f'<a href="{escape(address)}">{escape(words)}</a>'
        for words, address in accounts(asked).items()
    )
    return f'<p><a href="{POLICIES}">Policies</a></p><p>Find us here: {links}.</p>'
