"""The address of a post as a reader may know it."""

from urllib.parse import urlsplit

from orm.model.schools import Role
from orm.model.sight import Sight
from orm.reading.plain_words import defanged

NOT_SHOWN = "not shown"


def knows_whole(sight: Sight) -> bool:
    """Whether a reader is shown more of an address than its site: it may name its author, whom the
    leadership team is not told (domain.md §5.1).
    """
    return bool(sight.roles - {Role.SLT})


def shown_address(url: str, sight: Sight) -> str:
    """The address, written so that no slip opens it; empty where there is none."""
    if not url:
        return ""
    return defanged(url) if knows_whole(sight) else site(url)


def may_follow(url: str, sight: Sight) -> bool:
    """Whether a page may lead this reader to the post: a web address that they may know."""
    return url.startswith(("https://", "http://")) and knows_whole(sight)


def site(url: str) -> str:
    """The site of an address alone."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        host = ""
    return f"{host.replace('.', '[.]')}/…" if host else NOT_SHOWN
