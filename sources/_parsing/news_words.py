"""Which links of a school's website lead to its news, by their words and addresses."""

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, unquote, urlsplit

from bs4 import BeautifulSoup

from sources._parsing.links import absolute, canonical, site, web_address
from sources._parsing.text import is_media, plain

_RANKS = {
    "news": 0,
    "latest": 1,
    "blog": 2, "blogs": 2,
    "newsletter": 3, "newsletters": 3, "letters": 3, "bulletin": 3, "bulletins": 3,
    "announcements": 3, "stories": 3, "updates": 3,
}  # fmt: skip
_BESIDE = frozenset({
    "a", "all", "and", "archive", "class", "events", "from", "home", "information", "latest",
    "more", "our", "page", "parent", "parents", "read", "recent", "school", "see", "the", "to",
    "view", "website",
})  # fmt: skip
_WORD = re.compile(r"[a-z]+")
_DATED = re.compile(r"/(?:19|20)\d{2}/\d{1,2}/")
_DOCUMENT = re.compile(r"\.(?:pdf|docx?|pptx?|xlsx?|zip|ics)$", re.IGNORECASE)
_ENDING = re.compile(r"\.(?:html?|php|aspx?)$")
_BETWEEN = re.compile(r"[-_+\s]+")
_MOST_LINKS = 2_000
_LONGEST_WORDS = 60
_NO_RANK = 9


def news_links(page: BeautifulSoup, base: str, *, most: int) -> tuple[str, ...]:
    """The pages of the same site that call themselves news, latest, blog or letters, best first."""
    ranks: dict[str, tuple[int, int, int]] = {}
    home = canonical(base)
    for order, link in enumerate(page.find_all("a", href=True, limit=_MOST_LINKS)):
        url = absolute(base, link["href"])
        if not url or site(url) != site(base) or canonical(url) == home or _is_file(url):
            continue
        rank = _rank(url, plain(link.get_text(" "), limit=_LONGEST_WORDS))
        if rank < _NO_RANK:
            address = web_address(url)
            depth = urlsplit(url).path.rstrip("/").count("/")
            ranks.setdefault(address, (rank, depth, order))
    distinct: dict[str, str] = {}
    for address in sorted(ranks, key=lambda one: ranks[one]):
        distinct.setdefault(canonical(address), address)
    return tuple(distinct.values())[:most]


def has_pages(page: BeautifulSoup, base: str) -> bool:
    """Whether it leads anywhere: a page with a link of its own, or one that a script draws."""
    if page.find("script", src=True) is not None:
        return True
    links = (absolute(base, a["href"]) for a in page.find_all("a", href=True, limit=_MOST_LINKS))
    return any(url and site(url) == site(base) for url in links)


def is_news_page(url: str) -> bool:
    """Whether an address lies under a path of news, or under a year and a month."""
    path = _path(url)
    above = path.rstrip("/").rpartition("/")[0]
    return bool(_DATED.search(path)) or any(word in _RANKS for word in _WORD.findall(above))


def _rank(url: str, text: str) -> int:
    """The best of the last part of the path, a `title` in the query, and the link's own words."""
    segment = " ".join(words_of_path(url))
    titles = [value for name, value in parse_qsl(urlsplit(url).query) if name.lower() == "title"]
    # Only whole names: "great news for year six" is a headline, not the news page.
    return min(_named_rank(words) for words in (segment, *titles, text))


def _named_rank(words: str) -> int:
    said = _WORD.findall(words.lower())
    ranks = [_RANKS[word] for word in said if word in _RANKS]
    whole = all(word in _RANKS or word in _BESIDE for word in said)
    return min(ranks) if ranks and whole else _NO_RANK


def _is_file(url: str) -> bool:
    return is_media(url) or bool(_DOCUMENT.search(urlsplit(url).path))


def words_of_path(url: str) -> Iterator[str]:
    """The words of the last part of an address, as a headline has them; numbers stay."""
    last = _path(url).rstrip("/").rpartition("/")[2]
    return (word for word in _BETWEEN.split(_ENDING.sub("", last)) if word)


def _path(url: str) -> str:
    return unquote(urlsplit(url).path).lower()
