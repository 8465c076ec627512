"""Questions to search interfaces: which names are asked for, in what words, and the next page."""

import re
from dataclasses import replace
from urllib.parse import parse_qsl, urlencode, urlsplit

from orm.model.polls import Request
from orm.model.schools import Watch
from sources._parsing.text import clean

MOST_NAMES = 3
_SHORTEST_NAME = 5
_UNASKABLE = re.compile(r"[^\w\s'-]+")
_NUMBER = re.compile(r"\d{1,4}", re.ASCII)
_KEYS = frozenset({"access_token", "api-key", "api_key", "apikey", "key", "token"})


def askable(name: str) -> str:
    """`name` as it stands between quotation marks: straight apostrophes, no other signs."""
    words = clean(name).replace("’", "'").replace("_", " ")
    return clean(_UNASKABLE.sub(" ", words)).strip("'- ")


def names(watch: Watch, *, most: int = MOST_NAMES) -> tuple[str, ...]:
    """Names worth a question of their own, at most `most`.

    Asked for word by word in quotation marks, a name that holds another one finds nothing more
    than that one does.
    """
    known = dict.fromkeys(askable(name) for name in (watch.name, *watch.other_names))
    long = [name for name in known if len(name) >= _SHORTEST_NAME]
    return tuple(name for name in long if not any(_holds(name, other) for other in long))[:most]


def _holds(name: str, other: str) -> bool:
    return name != other and f" {other.casefold()} " in f" {name.casefold()} "


def quoted_names(watch: Watch) -> tuple[str, ...]:
    """The school's names, each in quotation marks."""
    return tuple(f'"{name}"' for name in names(watch))


def name_and_town(watch: Watch) -> tuple[str, ...]:
    """Each name with the town as one clause, for interfaces that know AND, OR and parentheses."""
    town = askable(watch.town)
    return tuple(f'("{name}" AND "{town}")' if town else f'"{name}"' for name in names(watch))


def name_near_town(watch: Watch, *, most: int = MOST_NAMES) -> tuple[str, ...]:
    """Each name in quotation marks and the town as a further word, for engines without AND."""
    town = askable(watch.town)
    return tuple(f'"{name}" {town}'.rstrip() for name in names(watch, most=most))


def parameter(url: str, name: str) -> int | None:
    """A number that the address of a request holds, or None."""
    value = dict(parse_qsl(urlsplit(url).query)).get(name, "")
    return int(value) if _NUMBER.fullmatch(value) else None


def turned(request: Request, *, page: str, to: int) -> Request:
    """The same question with its parameter `page` set to `to`, and without any key."""
    parts = urlsplit(request.url)
    kept = {
        name: value
        for name, value in parse_qsl(parts.query, keep_blank_values=True)
        if name.lower() not in _KEYS
    }
    url = parts._replace(query=urlencode(kept | {page: str(to)})).geturl()
    return replace(request, key=url, url=url)


def next_page(request: Request, *, page: str, last: int, step: int = 1) -> tuple[Request, ...]:
    """The request for the page after this one; none beyond `last`.

    The page is counted in the address that was asked, not in the answer: a site that gives one
    page for ever comes to its end too.
    """
    here = parameter(request.url, page)
    if here is None or here + step > last:
        return ()
    return (turned(request, page=page, to=here + step),)
