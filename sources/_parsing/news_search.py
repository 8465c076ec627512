"""How a search of news is asked for any of several phrases, and only on one site."""

import re

from sources._parsing.text import clean

_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}")


def any_of(phrases: tuple[str, ...], *also: str) -> str:
    """The words that ask for any of the phrases, and for each of `also` that is not empty."""
    either = " OR ".join(phrases)
    wanted = [word for word in also if word]
    return " ".join([f"({either})" if wanted and len(phrases) > 1 else either, *wanted])


def only_on(site: str) -> str:
    """The words that limit a search to one site; empty for an empty one.

    Raises:
        ValueError: it is not the name of a site.
    """
    name = clean(site).lower().removeprefix("www.")
    if name and not _HOST.fullmatch(name):
        raise ValueError('site is written without "https://", like "harrowmereherald.example"')
    return f"site:{name}" if name else ""
