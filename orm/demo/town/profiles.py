"""Who has an account on the town's platforms: its schools, others of the same name, and impostors.

Data, as the posts are: `orm/demo/data/profiles.toml`. `{wrenbeck}` in a text stands for the address of
that site of the town.
"""

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar

from pydantic import TypeAdapter

from orm.demo.town.answers import Asked
from orm.demo.town.moments import moment, number
from orm.demo.town.posts import Edit, When, data_folder

_STRICT = {"extra": "forbid"}
_SITE = re.compile(r"\{([a-z-]+)\}")
_LETTERS = re.compile(r"[a-z]+")
_SAYS_MUCH = 5  # letters; shorter words of a school's name are everybody's
_EVERYBODYS = frozenset({"primary", "school"})


class Bearer(StrEnum):
    """Who is behind a profile. Tests and documentation read it, no site ever serves it."""

    OFFICIAL = "official"
    INNOCENT = "innocent"
    IMPOSTOR = "impostor"


@dataclass(frozen=True, slots=True)
class Profile:
    """An invented account. `edit` gives it another name from a later moment on, `suspended` is when
    its platform closes it. `proven` says that the platform has checked its first link.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = _STRICT

    site: str
    handle: str
    name: str
    bearer: Bearer
    id: str = ""
    description: str = ""
    links: tuple[str, ...] = ()
    proven: bool = False
    edit: Edit | None = None
    suspended: When | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """A profile as its platform shows it now; `number` is the platform's own id."""

    handle: str
    number: str
    name: str
    description: str
    links: tuple[str, ...] = ()
    proven: bool = False
    is_suspended: bool = False


@dataclass(frozen=True, slots=True)
class _File:
    __pydantic_config__: ClassVar[dict[str, str]] = _STRICT

    profiles: tuple[Profile, ...]


_READER = TypeAdapter(_File)


def bundled_profiles() -> tuple[Profile, ...]:
    """Every bundled profile, in the file's order."""
    text = (data_folder() / "profiles.toml").read_text(encoding="utf-8")
    return _READER.validate_python(tomllib.loads(text)).profiles


def shown(profiles: Sequence[Profile], asked: Asked, *, first_monday: date) -> Iterator[Shown]:
    """The profiles of the site that is asked, as they are at that moment."""
    for each in profiles:
        if each.site == asked.site:
            yield _shown(each, asked, first_monday)


def found(profiles: Sequence[Shown], words: str) -> tuple[Shown, ...]:
    """What a search by name shows: whatever has one of its telling words. Closed accounts never."""
    wanted = {
        word
        for word in _LETTERS.findall(words.lower())
        if len(word) >= _SAYS_MUCH and word not in _EVERYBODYS
    }
    return tuple(
        each
        for each in profiles
        if not each.is_suspended
        and any(word in f"{each.handle} {each.name} {each.description}".lower() for word in wanted)
    )


def _shown(profile: Profile, asked: Asked, first_monday: date) -> Shown:
    edit, closed = profile.edit, profile.suspended
    is_edited = edit is not None and moment(first_monday, edit) <= asked.now
    return Shown(
        handle=profile.handle,
        number=profile.id or str(117_020_000_000_000_000 + number(profile.handle)),
        name=edit.title if edit is not None and is_edited else profile.name,
        description=_placed(profile.description, asked),
        links=tuple(_placed(link, asked) for link in profile.links),
        proven=profile.proven,
        is_suspended=closed is not None and moment(first_monday, closed) <= asked.now,
    )


def _placed(text: str, asked: Asked) -> str:
    return _SITE.sub(lambda site: f"{asked.origin(site[1])}/", text)
