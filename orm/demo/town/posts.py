"""Four weeks of invented posts, as data.

Days count from the demo's first Monday (day 0), times are Europe/London. One TOML file per site in
``orm/demo/data/posts``: ``site`` and ``[[posts]]``. `Expect` is what a careful reader would say of a
post (domain.md §3.3); tests and documentation read it, no site ever serves it.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import ClassVar

from pydantic import TypeAdapter

_STRICT = {"extra": "forbid"}


@dataclass(frozen=True, slots=True)
class When:
    """A moment of the demo."""

    __pydantic_config__: ClassVar[dict[str, str]] = _STRICT

    day: int
    at: time


@dataclass(frozen=True, slots=True)
class Edit:
    """What a post says from a later moment on; an empty field stays as it was."""

    __pydantic_config__: ClassVar[dict[str, str]] = _STRICT

    day: int
    at: time
    title: str = ""
    text: str = ""
    rating: int | None = None


@dataclass(frozen=True, slots=True)
class Expect:
    """How a careful reader files a post. `about` are the schools that it is about."""

    __pydantic_config__: ClassVar[dict[str, str]] = _STRICT

    about: tuple[str, ...] = ()
    category: str = "T0"
    severity: int = 0
    sealed: bool = False
    why: str = ""


@dataclass(frozen=True, slots=True)
class Post:
    """One invented post.

    `page` is the school whose page carries it (reviews), `section` a paper's section or a forum's
    board. `stated` replaces the date that the site would state. `markup` says that `text` is HTML
    as its author typed it, and is served raw.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = _STRICT

    id: str
    day: int
    at: time
    title: str = ""
    text: str = ""
    author: str = ""
    rating: int | None = None
    page: str = ""
    section: str = "news"
    stated: str = ""
    markup: bool = False
    edits: tuple[Edit, ...] = ()
    deleted: When | None = None
    expect: Expect = field(default_factory=Expect)


@dataclass(frozen=True, slots=True)
class SitePosts:
    """One file of posts."""

    __pydantic_config__: ClassVar[dict[str, str]] = _STRICT

    site: str
    posts: tuple[Post, ...] = ()


_FILE = TypeAdapter(SitePosts)


def read_posts(text: str) -> SitePosts:
    """One file's posts.

    Raises:
        tomllib.TOMLDecodeError: not TOML.
        pydantic.ValidationError: an unknown key or a wrong type.
    """
    return _FILE.validate_python(tomllib.loads(text))


def bundled_posts() -> Mapping[str, tuple[Post, ...]]:
    """Every bundled post, by site. A site may have several files."""
    found: dict[str, tuple[Post, ...]] = {}
    for entry in sorted((data_folder() / "posts").iterdir(), key=lambda entry: entry.name):
        if entry.name.endswith(".toml"):
            part = read_posts(entry.read_text(encoding="utf-8"))
            found[part.site] = found.get(part.site, ()) + part.posts
    return found


def data_folder() -> Traversable:
    """Where the package keeps the town's data."""
    return files("orm.demo") / "data"
