"""Wiki markup: the words that one edit put in, without links' brackets and names of files."""

import re
from collections import Counter

from sources._parsing.text import MEDIA, plain

_LONGEST_PAGE = 400_000
_LONGEST_LINE = 4_000
_FILE = re.compile(r"\[\[(?:File|Image|Media):[^\[\]]{0,2000}\]\]", re.IGNORECASE)
_LINK = re.compile(r"\[\[(?:[^\[\]|]{0,500}\|)?([^\[\]|]{1,500})\]\]")
_OUTSIDE_LINK = re.compile(r"\[https?://[^\s\]]{1,2000}(?: ([^\]]{0,500}))?\]")
_SIGNS = re.compile(r"'{2,}|={2,}|^[*#:;|! ]+|\{\{|\}\}", re.MULTILINE)
_FILE_NAME = re.compile(
    r"\.(?:jpe?g|png|gif|svg|webp|tiff?|pdf|mp[34]|web[mp]|og[gav]|wav)\b", re.IGNORECASE
)


def lines_put_in(before: str, after: str) -> str:
    """The words of the lines of `after` that `before` did not hold, in their order."""
    held = Counter(before[:_LONGEST_PAGE].splitlines())
    new: list[str] = []
    for line in after[:_LONGEST_PAGE].splitlines():
        if held[line] > 0:
            held[line] -= 1
        else:
            new.append(words(line[:_LONGEST_LINE]))
    return " ".join(line for line in new if line)


def words(markup: str) -> str:
    """Markup as plain text; names of media files become `[media]`."""
    text = _FILE.sub(" ", markup)
    text = _OUTSIDE_LINK.sub(r"\1", _LINK.sub(r"\1", text))
    text = plain(_SIGNS.sub(" ", text))
    return " ".join(_shown(word) for word in text.split())


def _shown(word: str) -> str:
    return MEDIA if _FILE_NAME.search(word) else word
