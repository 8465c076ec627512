"""One post as a person types it in."""

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import datetime
from difflib import get_close_matches

from orm.errors import ConfigError
from orm.intake.reception import Reception
from orm.model.brought import FAMILY, PLATFORMS, Brought, Platform, Provenance
from orm.model.items import Identity, Item
from orm.model.schools import SchoolId

_BETWEEN = re.compile(r"[\s,;]+")
_SEPARATORS = re.compile(r"[\s_-]+")
_EMBEDDED = re.compile(r"data:(?:image|video|audio)/", re.IGNORECASE)
_LONGEST_KEY = 1_000
_LONGEST_WHO = 60
_LONGEST_HOW = 200


@dataclass(frozen=True, slots=True)
class Form:
    """The fields as they were written; `school` may name several ids."""

    school: str = ""
    url: str = ""
    platform: str = ""
    seen_by: str = ""
    how: str = ""
    seen_at: str = ""
    author: str = ""
    title: str = ""
    text: str = ""


FIELDS = tuple(field.name for field in fields(Form))


def from_form(form: Form, reception: Reception) -> Brought:
    """The post.

    Raises:
        ConfigError: every problem of the form, each beginning with the field's name.
    """
    problems = tuple(_problems(form, reception))
    platform = find_platform(form.platform)
    if problems or platform is None:
        raise ConfigError(problems)
    return Brought(
        item=item_of(form, platform, reception),
        school_ids=_schools(form, reception),
        provenance=Provenance(
            brought_by=reception.brought_by,
            seen_by=_line(form.seen_by),
            how=_line(form.how),
            seen_at=_seen_at(form, reception),
            brought_at=reception.now,
        ),
    )


def item_of(form: Form, platform: Platform, reception: Reception) -> Item:
    """The post as an item. What came from a closed place says that it was handed in.

    The day of posting is not known; when it was seen is in the provenance.
    """
    spelling = reception.spelling
    url = spelling.canonical(form.url)
    title, text = spelling.plain(form.title), spelling.plain(form.text)
    return Item(
        identity=Identity(FAMILY, _key(url, platform, title, text)),
        kind=platform.kind,
        platform=f"{platform.key}, handed in" if platform.private else platform.key,
        url=url,
        title=title,
        text=text,
        author=spelling.plain(form.author),
        outlet=platform.name,
        via_url=form.url.strip() if url and form.url.strip() != url else "",
    )


def find_platform(written: str) -> Platform | None:
    """The platform by key or name: case, hyphens and a plural make no difference."""
    wanted = _bare(written)
    return next((p for p in PLATFORMS if wanted in {_bare(p.key), _bare(p.name)}), None)


def _bare(name: str) -> str:
    return _SEPARATORS.sub("", name).casefold().removesuffix("s")


def _key(url: str, platform: Platform, title: str, text: str) -> str:
    """The address; without one, or with a very long one, a hash of what tells the post apart."""
    if url and len(url) <= _LONGEST_KEY:
        return url
    words = unicodedata.normalize("NFKC", f"{title} {text}").casefold()
    told = url or f"{platform.key}|{' '.join(words.split())}"
    return hashlib.sha256(told.encode("utf-8", "replace")).hexdigest()


def _problems(form: Form, reception: Reception) -> Iterator[str]:
    yield from _wrong_school(form, reception)
    yield from _wrong_platform(form)
    yield from _wrong_words(form, reception)
    yield from _wrong_address(form, reception)
    yield from _wrong_witness(form, reception)


def _wrong_school(form: Form, reception: Reception) -> Iterator[str]:
    known = [str(school) for school in reception.schools]
    for name in _names(form.school):
        if name not in known:
            near = get_close_matches(name, known, n=1)
            hint = f'did you mean "{near[0]}"?' if near else f"known are {', '.join(known)}"
            yield f'school: no school has the id "{name}"; {hint}'
    if not _schools(form, reception) and not form.school.strip():
        yield f"school: is missing; write one of {', '.join(known) or 'none yet'}"


def _wrong_platform(form: Form) -> Iterator[str]:
    names = ", ".join(platform.key for platform in PLATFORMS)
    if not form.platform.strip():
        yield f"platform: is missing; write one of {names}"
    elif find_platform(form.platform) is None:
        yield f'platform: "{_line(form.platform)[:_LONGEST_WHO]}" is not known; write one of {names}'


def _wrong_words(form: Form, reception: Reception) -> Iterator[str]:
    for name in FIELDS:
        if _EMBEDDED.search(getattr(form, name)):
            yield f"{name}: holds a picture; pictures are never taken in: say in words what it shows"
    plain = reception.spelling.plain
    if not plain(form.text) and not plain(form.title):
        yield "text: is missing; copy the words of the post"


def _wrong_address(form: Form, reception: Reception) -> Iterator[str]:
    url = form.url.strip()
    if url and not reception.spelling.canonical(url):
        yield "url: is not a web address; write it like https://forum.example/thread/12"
    elif url and reception.spelling.is_media(url):
        yield "url: is the address of a picture or a film; give the page that it stands on"


def _wrong_witness(form: Form, reception: Reception) -> Iterator[str]:
    if not form.seen_by.strip():
        yield 'seen_by: is missing; write a role or initials, like "office" or "KM"'
    elif len(form.seen_by) > _LONGEST_WHO or "@" in form.seen_by:
        yield "seen_by: write a role or initials only"
    if not form.how.strip():
        yield 'how: is missing; write how it was seen, like "a parent showed it at the gate"'
    elif len(form.how) > _LONGEST_HOW:
        yield f"how: is too long; at most {_LONGEST_HOW} characters"
    at = _seen_at(form, reception)
    if form.seen_at.strip() and at is None:
        yield "seen_at: is not a date; write it like 2026-11-20T08:15 or 20/11/2026 08:15"
    elif at is not None and at > reception.now:
        yield "seen_at: lies in the future; write when it was seen, or leave it empty"


def _seen_at(form: Form, reception: Reception) -> datetime | None:
    return reception.spelling.moment(form.seen_at, reception.now) if form.seen_at.strip() else None


def _schools(form: Form, reception: Reception) -> tuple[SchoolId, ...]:
    """Those that are named; the only one of the house when none is."""
    names = _names(form.school)
    if not names and len(reception.schools) == 1:
        return reception.schools
    return tuple(school for school in reception.schools if school in names)


def _names(written: str) -> list[str]:
    return [name for name in _BETWEEN.split(written.strip()) if name]


def _line(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
