"""Words out of markup: plain text with folded spaces, no control characters and no media."""

import html
import re
import unicodedata
from collections.abc import Iterator

from bs4 import BeautifulSoup
from bs4.dammit import EncodingDetector, UnicodeDammit
from lxml import etree

LONGEST_TEXT = 20_000
LONGEST_TITLE = 500
MEDIA = "[media]"
_LONGEST_MARKUP = 400_000
_UNESCAPES = 3

# C0, C1, zero-width space, soft hyphen, bidi overrides, BOM, surrogates, noncharacters.
# The zero-width joiner stays: emoji are made with it.
_HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e"
    "\u2060\u2066-\u2069\ufeff\ud800-\udfff\ufff9-\ufffb\ufffe\uffff]"
)
# Composing takes time by the square of a run of marks. None of them is a word character.
_MOST_MARKS = 30
_MARKS = re.compile(rf"[^\w\s\x00-\x7f]{{{_MOST_MARKS + 1},}}")
_TAG = re.compile(r"<[/!?a-zA-Z]")
_DECLARATION = re.compile(r"<\?(?=xml)", re.IGNORECASE)
_WORD = re.compile(r"[^\s<>\"']+")
_EMBEDDED = re.compile(r"data:(?:image|video|audio)/", re.IGNORECASE)
_MEDIA_NAME = re.compile(
    r"\.(?:jpe?g|png|gif|webp|avif|svg|bmp|heic|mp4|m4v|mov|webm|avi|mkv|mp3|m4a|wav|og[gav])"
    r"(?![a-z0-9])(?:[?#].*)?",
    re.IGNORECASE,
)
# From the beginning of a word and never back, so that a long word takes no longer than its length.
_EMAIL = re.compile(r"(?<![^\s@<>()])[^\s@<>()]++@[^\s@<>()]+")
_UNREAD = frozenset({
    "script", "style", "noscript", "template", "iframe", "object", "video", "audio", "svg", "canvas",
})  # fmt: skip
_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "br", "dd", "div", "dl", "dt", "figcaption",
    "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav",
    "ol", "p", "pre", "section", "table", "td", "th", "title", "tr", "ul",
})  # fmt: skip


def clean(text: str) -> str:
    """`text` in NFC on one line: spaces folded, invisible and control characters gone.

    A letter keeps at most 30 marks, as in Unicode's stream-safe text (UAX #15).
    """
    text = _MARKS.sub(_fewer_marks, text)
    return " ".join(_HIDDEN.sub("", unicodedata.normalize("NFC", text)).split())


def plain(markup: object, *, limit: int = LONGEST_TEXT) -> str:
    """The words of a piece of HTML or plain text; "" for anything that is not a string.

    Entities are read up to three times over, because RSS titles are often escaped twice. Blocks
    are kept apart by a space. An address of an image, a film or a sound becomes `[media]`
    (domain.md G4). At most `limit` characters.
    """
    if not isinstance(markup, str):
        return ""
    text = _unescaped(markup[:_LONGEST_MARKUP])
    if _TAG.search(text):
        text = _untagged(text)
    return clean(without_media(clean(text)))[:limit].rstrip()


def without_media(text: str) -> str:
    """`text` with each address of a media file replaced by `[media]`."""
    if "//" not in text and not _EMBEDDED.search(text):
        return text
    return _WORD.sub(lambda word: _hidden(word[0]), text)


def is_media(url: str) -> bool:
    """True when the address itself names an image, a film or a sound."""
    return MEDIA in _hidden(url.strip())


def person(name: object) -> str:
    """A display name without an e-mail address."""
    return plain(_EMAIL.sub("", plain(name, limit=LONGEST_TITLE)).strip(" ()<>"), limit=200)


def soup(markup: str | bytes, *, charset: str = "") -> BeautifulSoup:
    """An HTML page as a tree. `charset` is what the server said, tried first."""
    if isinstance(markup, bytes):
        markup = _decoded(markup, charset)
    # An XML declaration inside HTML makes bs4 warn, and nothing here needs it.
    return BeautifulSoup(_DECLARATION.sub("<!", markup.replace("\0", "")), "lxml")


def _decoded(markup: bytes, charset: str) -> str:
    # Guessing by statistics is slow and takes Britain's Windows for Central Europe's.
    stated = EncodingDetector.find_declared_encoding(markup, is_html=True)
    likely = [*filter(None, [stated]), "utf-8", "windows-1252", "latin-1"]
    found = UnicodeDammit(markup, [charset] if charset else [], is_html=True, user_encodings=likely)
    return (found.unicode_markup or "").encode("utf-8", "ignore").decode()


def _fewer_marks(run: re.Match[str]) -> str:
    kept: list[str] = []
    marks = 0
    for character in run[0]:
        marks = marks + 1 if unicodedata.combining(character) else 0
        if marks <= _MOST_MARKS:
            kept.append(character)
    return "".join(kept)


def _hidden(word: str) -> str:
    # Word by word, so that the time stays proportional to the text, whatever the text.
    if embedded := _EMBEDDED.search(word):
        return word[: embedded.start()] + MEDIA
    slashes = word.find("//")
    if slashes < 0 or not (name := _MEDIA_NAME.search(word, slashes + 2)):
        return word
    scheme = word.rfind("http", 0, slashes)
    return word[: slashes if scheme < 0 else scheme] + MEDIA + word[name.end() :]


def _unescaped(text: str) -> str:
    for _ in range(_UNESCAPES):
        once = html.unescape(text)
        if once == text:
            break
        text = once
    return text


def _untagged(markup: str) -> str:
    # lxml itself: with bs4 on top, markup of 400,000 characters can take minutes.
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    clear = markup.replace("\0", "").encode("utf-8", "ignore")
    try:
        root = etree.fromstring(clear, parser)
    except etree.XMLSyntaxError:  # nothing but comments, or no markup after all
        return ""
    return "".join(_words(root)) if root is not None else ""


def _words(root: etree._Element) -> Iterator[str]:
    """The text, with a space where a block begins or ends. No recursion: depth is the site's."""
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        name = element.tag
        edge = " " if name in _BLOCKS else ""
        if event == "end":
            yield edge
            yield element.tail or ""
        elif name in _UNREAD:
            walk.skip_subtree()
        else:
            yield edge
            yield element.text or ""
