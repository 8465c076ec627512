"""What letters may say whatever the posts say: fixed words, the school's names, known addresses."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from urllib.parse import urlsplit

from orm.leaks.parts import plain_words

_BETWEEN = "|"


@dataclass(frozen=True, slots=True)
class Licence:
    """`phrases` and `words` are plain words (`plain_words`); a number is always a known word.

    `desk` is the desk's address or empty. `hosts`, `emails` and `phones` (digits only) are those of
    contacts and helplines. `abuse` are words that are never quoted. `stop` is the one address at
    which the reader of the letter at hand stops such letters, or empty. `names` are plain words too:
    those of the letter's own school.
    """

    phrases: str
    words: frozenset[str]
    desk: str = ""
    hosts: frozenset[str] = frozenset()
    emails: frozenset[str] = frozenset()
    phones: frozenset[str] = frozenset()
    abuse: frozenset[str] = frozenset()
    stop: str = ""
    names: str = ""

    def with_names(self, names: Iterable[str]) -> "Licence":
        """The same, and these names."""
        more = licence(names)
        return replace(self, names=self.names + more.phrases, words=self.words | more.words)

    def says(self, words: str) -> bool:
        """These plain words stand side by side in one fixed phrase."""
        return words in self.names or _stand_in(self.phrases, words)

    def knows(self, words: str) -> bool:
        """Each of these plain words is in some fixed phrase, or is a number."""
        return all(each in self.words or each.isdecimal() for each in words.split())


@lru_cache(maxsize=32_768)
def _stand_in(phrases: str, words: str) -> bool:
    """Most runs of words stand in every letter, and to look through all phrases for each takes longer
    than to write the letters.
    """
    return words in phrases


def licence(
    phrases: Iterable[str],
    *,
    desk: str = "",
    hosts: Iterable[str] = (),
    emails: Iterable[str] = (),
    phones: Iterable[str] = (),
    abuse: Iterable[str] = (),
) -> Licence:
    """The licence for letters made of these phrases."""
    said = [plain_words(phrase) for phrase in phrases]
    own = urlsplit(desk).hostname
    return Licence(
        phrases=_BETWEEN + _BETWEEN.join(said) + _BETWEEN,
        words=frozenset(word for phrase in said for word in phrase.split()),
        desk=desk.rstrip("/"),
        hosts=frozenset({each.lower() for each in hosts} | ({own} if own else set())),
        emails=frozenset(each.lower() for each in emails),
        phones=frozenset("".join(c for c in each if c.isdecimal()) for each in phones),
        abuse=frozenset(plain_words(each) for each in abuse if "*" not in each) - {" "},
    )
