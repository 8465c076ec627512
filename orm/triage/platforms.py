"""The platforms that host what people write: how each is told of a post, and by which of its own rules.

Rows of orm/policy/platforms.toml. A platform report names a rule of the platform (domain.md §3.3c);
which rules may fit a kind of post is said by the headings.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar
from urllib.parse import urlsplit

from pydantic import ConfigDict

from orm.model.judgement import Category
from orm.triage.tables import STRICT

_IS_DOMAIN = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+(/[a-z0-9-]+)*")


class FiledBy(StrEnum):
    """Who may fill a form in: anybody, the school with proof of who it is, or the person affected."""

    ANYONE = "anyone"
    SCHOOL = "school"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Heading:
    """What a rule of a platform is about, and the kinds of posts that it may fit."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    label: str
    kinds: tuple[Category, ...]


@dataclass(frozen=True, slots=True)
class PlatformRule:
    """A rule that a report may name: `name` is the platform's own name for it."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    heading: str
    name: str
    unverified: bool = False


@dataclass(frozen=True, slots=True)
class ReportForm:
    """A form besides the report link on the post itself. `where` is a web address or an email address.

    Without `headings` it serves them all. `asks` are the facts to have ready, in words.
    """

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    name: str
    where: str
    filed_by: FiledBy
    asks: tuple[str, ...]
    headings: tuple[str, ...] = ()
    unverified: bool = False


@dataclass(frozen=True, slots=True)
class Platform:
    """One place where posts stand (contracts/social.md §18).

    `domains` are hosts, or a host and the start of a path such as "google.com/maps". `report` says in
    words how a post is reported on the spot, `asks` what that asks for. `hosts_user_content` is what
    a section 5 notice needs (domain.md §3.3c). `last_checked` is the day a person last looked.
    """

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    id: str
    name: str
    domains: tuple[str, ...]
    hosts_user_content: bool
    report: str
    asks: tuple[str, ...]
    rule: tuple[PlatformRule, ...]
    source: str
    last_checked: date
    form: tuple[ReportForm, ...] = ()
    note: str = ""
    unverified: bool = False

    def rules_about(self, headings: Iterable[str]) -> tuple[PlatformRule, ...]:
        """The rules under any of these headings, in the order of the file."""
        wanted = frozenset(headings)
        return tuple(rule for rule in self.rule if rule.heading in wanted)

    def forms_about(self, headings: Iterable[str]) -> tuple[ReportForm, ...]:
        """The forms that serve any of these headings, in the order of the file."""
        wanted = frozenset(headings)
        return tuple(form for form in self.form if not form.headings or wanted & {*form.headings})


def headings_for(category: Category, headings: Mapping[str, Heading]) -> tuple[str, ...]:
    """The ids of the headings that may fit a kind of post; none for what is never reported."""
    return tuple(key for key, heading in headings.items() if category in heading.kinds)


def platform_of(url: str, platforms: Sequence[Platform], *, called: str = "") -> Platform | None:
    """The platform on which an address stands, or None where nobody knows it.

    The host or one above it must be named, so `m.facebook.com` is Facebook and `notfacebook.com` is
    not; the longest name wins. `called` is the platform's id as a source or a person gave it, for
    networks of many hosts such as Mastodon: it counts only where the address tells nothing.
    """
    place = _place(url)
    named = [
        (len(domain), number)
        for number, each in enumerate(platforms)
        for domain in each.domains
        if place is not None and place.is_on(domain)
    ]
    if named:
        return platforms[max(named)[1]]
    return next((each for each in platforms if each.id == called.strip().lower()), None)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an address leads: its host and its path, both in lower case."""

    host: str
    path: str

    def is_on(self, domain: str) -> bool:
        """The domain, or a sub-domain of it; below its path where it names one."""
        host, slash, path = domain.partition("/")
        here = self.host == host or self.host.endswith(f".{host}")
        return here and (not slash or f"{self.path}/".startswith(f"/{path}/"))


def _place(url: str) -> _Place | None:
    """None for what is no web address. Backslashes are refused: browsers and this parser differ on
    which host such an address names.
    """
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").rstrip(".")
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or not host or "\\" in url:
        return None
    return _Place(host, parts.path.lower().rstrip("/"))


def platform_problems(
    platforms: Sequence[Platform], headings: Mapping[str, Heading]
) -> Iterator[str]:
    """Faults of platforms.toml, one sentence each."""
    for key, count in Counter(each.id for each in platforms).items():
        if count > 1:
            yield f"platforms.toml: platform '{key}' is there {count} times; keep one"
    for domain, count in Counter(d for each in platforms for d in each.domains).items():
        if count > 1:
            yield f"platforms.toml: domain '{domain}' is named {count} times; keep one"
        if not _IS_DOMAIN.fullmatch(domain):
            yield f"platforms.toml: '{domain}' is no domain; write it like example.org/reviews"
    for each in platforms:
        yield from _rule_problems(each, headings)


def _rule_problems(platform: Platform, headings: Mapping[str, Heading]) -> Iterator[str]:
    used = {rule.heading for rule in platform.rule}
    used.update(heading for form in platform.form for heading in form.headings)
    for heading in sorted(used - set(headings)):
        yield f"platforms.toml, {platform.id}: there is no heading '{heading}'"
    if not platform.rule:
        yield f"platforms.toml, {platform.id}: name at least one rule that a report can cite"
