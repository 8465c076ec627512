"""A page that lists news: its headlines, each with its address and, where it is stated, its date.

What a page says for search engines (JSON-LD) comes first, then headings that are links, then list
entries with a link and a date. Menus, side columns, page headers and footers are not read.
"""

import re
from collections.abc import Iterator
from itertools import islice

from bs4 import BeautifulSoup, Tag

from orm.model.polls import Response
from sources._parsing.dates import UNDATED, Stated, read_date
from sources._parsing.documents import Entry
from sources._parsing.links import absolute, canonical, site
from sources._parsing.schema_org import json_ld, types_of
from sources._parsing.text import LONGEST_TITLE, is_media, plain

_TYPES = frozenset({"NewsArticle", "BlogPosting", "LiveBlogPosting", "ReportageNewsArticle"})
_HEADINGS = ("h1", "h2", "h3", "h4")
_AROUND = ("nav", "aside", "form", "dialog", "script", "style", "noscript", "template")
_ROLES = frozenset({"navigation", "complementary", "search", "banner", "contentinfo"})
_OWN_HEADER = ("article", "li", "section", "main")
_WHOLE = frozenset({"body", "html", "[document]"})
_MOST = 200
_HIGHEST = 6
_MOST_STRINGS = 40
_LONGEST_DATE = 60
_SHORTEST = 3
_POSTED = re.compile(r"^(?:posted|published|updated|added|date)?(?: (?:on|by))?:? ?", re.IGNORECASE)


def headlines(page: BeautifulSoup, response: Response) -> tuple[Entry, ...]:
    """At most 200 headlines, each address once; the page is changed by reading it.

    Only addresses on the same site count, and never the page itself or its front page.
    """
    found = tuple(_stated(page, response))
    if not found:
        _strip(page)
        found = tuple(_from_headings(page, response)) or tuple(_from_lists(page, response))
    distinct: dict[str, Entry] = {}
    for entry in found:
        distinct.setdefault(canonical(entry.link), entry)
    return tuple(distinct.values())[:_MOST]


def _stated(page: BeautifulSoup, response: Response) -> Iterator[Entry]:
    for thing in json_ld(page):
        if not types_of(thing) & _TYPES:
            continue
        link = _link(response, _word(thing, "url", "mainEntityOfPage", "@id"), itself=True)
        title = plain(_word(thing, "headline", "name"), limit=LONGEST_TITLE)
        if link and title:
            yield Entry(
                link=link,
                title=title,
                text=plain(_word(thing, "description", "articleBody")),
                stated=read_date(
                    _word(thing, "datePublished", "dateCreated"), fetched_at=response.fetched_at
                ),
            )


def _word(thing: dict[str, object], *names: str) -> str:
    for name in names:
        value = thing.get(name)
        if isinstance(value, dict):
            value = value.get("@id") or value.get("url")
        if isinstance(value, str) and value.strip():
            return value
    return ""


def _strip(page: BeautifulSoup) -> None:
    for tag in page.find_all(_AROUND):
        if not tag.decomposed:
            tag.decompose()
    for tag in page.find_all(attrs={"role": True}):
        if not tag.decomposed and str(tag.get("role", "")).lower() in _ROLES:
            tag.decompose()
    for tag in page.find_all(("header", "footer"), limit=_MOST):
        # Themes put an article's headline into a header of its own.
        if not tag.decomposed and tag.find_parent(_OWN_HEADER) is None:
            tag.decompose()


def _from_headings(page: BeautifulSoup, response: Response) -> Iterator[Entry]:
    crowded: dict[int, bool] = {}
    for heading in page.find_all(_HEADINGS, limit=_MOST):
        anchor = heading.find("a", href=True) or heading.find_parent("a", href=True)
        entry = _entry(anchor, heading, _block(heading, crowded), response)
        if entry is not None:
            yield entry


def _from_lists(page: BeautifulSoup, response: Response) -> Iterator[Entry]:
    for block in page.find_all(("article", "li", "tr", "dd"), limit=5 * _MOST):
        anchor = block.find("a", href=True)
        entry = _entry(anchor, anchor, block, response)
        if entry is not None and entry.stated.at is not None:
            yield entry


def _entry(
    anchor: Tag | None, words: Tag | None, block: Tag | None, response: Response
) -> Entry | None:
    if anchor is None or words is None:
        return None
    link = _link(response, anchor.get("href"))
    title = plain(words.get_text(" "), limit=LONGEST_TITLE)
    if not link or len(title) < _SHORTEST:
        return None
    return Entry(
        link=link,
        title=title,
        text=_summary(block, title),
        stated=_date(block, response) if block else UNDATED,
    )


def _link(response: Response, href: object, *, itself: bool = False) -> str:
    """The address of a page of this site; `itself` allows the page that is read."""
    url = absolute(response.url, href)
    own = canonical(response.url)
    front = canonical(absolute(response.url, "/"))
    known = canonical(url)
    elsewhere = site(url) != site(response.url)
    if not known or elsewhere or is_media(url) or known == front or (known == own and not itself):
        return ""
    return url


def _block(heading: Tag, crowded: dict[int, bool]) -> Tag | None:
    """The largest surrounding part that holds no other heading; `crowded` remembers those that do."""
    block: Tag | None = None
    for parent in islice(heading.parents, _HIGHEST):
        if id(parent) not in crowded:
            crowded[id(parent)] = len(parent.find_all(_HEADINGS, limit=2)) > 1
        if crowded[id(parent)] or parent.name in _WHOLE:
            break
        block = parent
    return block


def _date(block: Tag, response: Response) -> Stated:
    """A `time` element's date, else the first short text that is a date."""
    time = block.find("time")
    stated = [str(time.get("datetime", "")), time.get_text(" ")] if isinstance(time, Tag) else []
    strings = islice((s for s in block.stripped_strings if len(s) <= _LONGEST_DATE), _MOST_STRINGS)
    for text in (*stated, *strings):
        read = read_date(_POSTED.sub("", plain(text)), fetched_at=response.fetched_at)
        if read.at is not None:
            return read
    return UNDATED


def _summary(block: Tag | None, title: str) -> str:
    paragraph = block.find("p") if block else None
    text = plain(paragraph.get_text(" ")) if paragraph else ""
    return "" if text == title else text
