"""A letter as its reader and the reader's mail program see it: words, addresses, what is fetched."""

import re
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache
from html.parser import HTMLParser

from orm.leaks.pictures import is_plain
from orm.model.letters import Letter

_WORD = re.compile(r"[^\W_]+")
_INLINE = frozenset({"a", "abbr", "b", "em", "i", "small", "span", "strong", "u"})
_UNSEEN = frozenset({"script", "style"})
_FETCHING_TAGS = frozenset(
    [
        "applet",
        "audio",
        "base",
        "embed",
        "form",
        "frame",
        "iframe",
        "image",
        "img",
        "input",
        "link",
        "math",
        "object",
        "picture",
        "script",
        "source",
        "svg",
        "track",
        "video",
    ]
)
_ADDRESSES = frozenset(
    [
        "action",
        "archive",
        "background",
        "cite",
        "classid",
        "codebase",
        "data",
        "dynsrc",
        "formaction",
        "href",
        "icon",
        "longdesc",
        "lowsrc",
        "manifest",
        "ping",
        "poster",
        "profile",
        "src",
        "srcdoc",
        "srcset",
        "usemap",
    ]
)
_CARRIED = "cid:"
_CONDITION_ENDS = "<![endif]"
_FETCHING_STYLE = re.compile(r"url\s*\(|@import|image-set|expression\s*\(|\\", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Parts:
    """`texts` are what can be read or heard, each by itself. `links` are what can be followed.

    `fetches` says that opening the letter would ask a server for something, or that it carries or
    shows a picture that none may.
    """

    texts: tuple[str, ...]
    links: tuple[str, ...]
    fetches: bool


def plain_words(text: str) -> str:
    """The words in lower case, without accents and signs, one space around each: " like this ".

    Text that holds no letter and no digit is one space.
    """
    if not text.isascii():
        decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
        text = "".join(char for char in decomposed if unicodedata.category(char) != "Mn")
    return f" {' '.join(_WORD.findall(text.casefold()))} ".replace("  ", " ")


@lru_cache(maxsize=8)
def parts(letter: Letter) -> Parts:
    """The subject, the text, and the page without its tags and with its entities decoded.

    A page that cannot be read to its end may fetch anything. The letter's own pictures are fetched
    from nowhere: each must be a plain one that the page shows, and the page may show no other.

    Each check reads the same letter, and its twin without posts is often the same one.
    """
    names = {picture.name for picture in letter.pictures}
    page = _Page(frozenset(f"{_CARRIED}{name}" for name in names))
    try:
        page.feed(letter.html)
        page.close()
    except AssertionError:  # the parser's way to say that this is no page
        page.fetches = True
    # Read in one go and apart: a style may set what stands between two tags on a line of its own.
    seen = ("".join(page.seen), " ".join(page.seen))
    read = (letter.subject, letter.text, *seen, *page.attributes)
    carried = page.shown == page.own and all(is_plain(each.png) for each in letter.pictures)
    return Parts(
        texts=tuple(text for text in dict.fromkeys(read) if text.strip()),
        links=tuple(page.links),
        fetches=page.fetches or not carried,
    )


@dataclass(slots=True)
class _Read:
    seen: list[str] = field(default_factory=list)
    attributes: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    shown: set[str] = field(default_factory=set)
    fetches: bool = False


class _Page(HTMLParser, _Read):
    """`own` are the addresses of the pictures that the letter carries."""

    def __init__(self, own: frozenset[str]) -> None:
        HTMLParser.__init__(self, convert_charrefs=True)
        _Read.__init__(self)
        self.own = own
        self._inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inside = tag if tag in _UNSEEN else self._inside
        if tag not in _INLINE:
            self.seen.append(" ")
        if tag == "img":
            attrs = self._without_own(attrs)
        else:
            self.fetches = self.fetches or tag in _FETCHING_TAGS
        for name, value in attrs:
            self._attribute(tag, name, value or "")

    def _without_own(self, attrs: list[tuple[str, str | None]]) -> list[tuple[str, str | None]]:
        """What else an image says. One that is not the letter's own keeps its address, and one
        without an address is told what to fetch by something else.
        """
        sources = [value for name, value in attrs if name == "src"]
        if len(sources) != 1 or sources[0] not in self.own:
            self.fetches = True
            return attrs
        self.shown.add(sources[0])
        return [(name, value) for name, value in attrs if name != "src"]

    def handle_endtag(self, tag: str) -> None:
        self._inside = "" if tag == self._inside else self._inside
        if tag not in _INLINE:
            self.seen.append(" ")

    def handle_data(self, data: str) -> None:
        if not self._inside:
            self.seen.append(data)
        elif _FETCHING_STYLE.search(data):
            self.fetches = True

    def handle_comment(self, data: str) -> None:
        """What only some mail programs read, such as the conditional comments of Outlook, is read here
        as they read it.
        """
        self.attributes.append(data)
        if "<!--" in data:
            self.fetches = True
        elif "<" in data:
            within = _Page(self.own)
            within.feed(data.removesuffix(_CONDITION_ENDS))
            within.close()
            self.links += within.links
            self.attributes += within.attributes
            self.fetches = self.fetches or within.fetches

    def _attribute(self, tag: str, name: str, value: str) -> None:
        local = name.rpartition(":")[2]
        if local == "href" and tag == "a":
            self.links.append(value)
        elif local in _ADDRESSES or name.startswith("on") or name == "http-equiv":
            self.fetches = True
        elif name == "style":
            self.fetches = self.fetches or bool(_FETCHING_STYLE.search(value))
        else:
            self.attributes.append(value)
