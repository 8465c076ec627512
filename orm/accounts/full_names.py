"""Full names in a post of ours: by the school's own list, kept hashed, and by how names look (R115).

No name is kept or given back: what is asked is whether there is one.
"""

import hashlib
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_PIECE = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|[^\w\s]|\n|\d+")
_FEWEST_LETTERS = 2
_TITLES = frozenset({"mr", "mrs", "ms", "miss", "mx", "dr", "sir", "dame", "rev", "revd", "prof"})
_NO_NAME_WORDS = (
    # the school
    "academy art assembly award awards book breakfast class club coe college community council "
    "day dojo early eyfs federation foundation friends governors gov half head headteacher "
    "house infant infants junior key league library lunch maths nursery office parent parents "
    "phonics phase photo pre prep primary pta pupil pupils reception school schools sen senco send "
    "science sixth spring stage staff sports student students summer teacher teaching team term "
    "trust week welcome year years autumn winter holiday holidays fair fayre fete disco trip "
    # days, months and feasts
    "monday tuesday wednesday thursday friday saturday sunday january february march april may "
    "june july august september october november december christmas easter eid diwali hanukkah "
    "ramadan advent lent harvest halloween bonfire remembrance mother mothers father fathers "
    "mother's father's new happy merry world national international anti bullying safer internet "
    # places and bodies
    "avenue bridge castle cathedral centre church city close court cross east england english "
    "farm garden gardens great britain british gate green hall hill hospital house lane leisure "
    "london manor meadow museum north park place river road royal saint south square st street "
    "theatre town united county football rugby cricket fc afc valley view village west wood zoo "
    "bbc dfe nhs ofsted nspcc police fire service police scotland scottish wales welsh ireland "
    "irish european africa america american india france french germany german spain spanish "
    # how sentences and headlines begin
    "a after all also an and any are as at back be before big both bring but bye call can "
    "celebrating come coming congratulations congrats dear did do does don't enjoy every everyone "
    "follow for from get go going good goodbye had has have he hello her here hi his how i i'm if "
    "in introducing is it it's its join just last let let's like look lots love many me meet "
    "message more most much my next no not now of on one open opening our out please proud read "
    "ready remember reminder save see she show so some special start stay super thank thanks that "
    "the their there these they this three to today tomorrow tonight top two under up us very visit "
    "was watch we we're were what when where which who why will wishing with well done wow yes you "
    "your important information news newsletter notice update event events prize star winner "
    "winners first second third play plays story stories music choir band orchestra"
)
_NO_NAME = frozenset(_NO_NAME_WORDS.split())


@dataclass(frozen=True, slots=True)
class HashedNames:
    """The school's list of full names as `hashed` keeps it, with its salt."""

    salt: str = field(default="", repr=False)
    digests: frozenset[str] = frozenset()


def hashed(names: Iterable[str], salt: str) -> HashedNames:
    """The list, each name as a salted SHA-256 of its first and last word; one word alone is no
    full name and is left out. Accents, case, hyphens and middle names make no difference.
    """
    words = (_words(name) for name in names)
    pairs = {(name[0], name[-1]) for name in words if len(name) >= _FEWEST_LETTERS}
    return HashedNames(salt, frozenset(_digest(salt, *pair) for pair in pairs))


def is_listed(text: str, names: HashedNames) -> bool:
    """A name of the list is in the text; one middle name may stand between its two words."""
    if not names.digests:
        return False
    words = _words(text)
    pairs = {*pairwise(words), *zip(words, words[2:], strict=False)}
    return any(_digest(names.salt, *pair) in names.digests for pair in pairs)


def looks_named(text: str, ours: Collection[str] = ()) -> bool:
    """Two capitalised words in a row that look like a person's full name.

    `ours` are names of the school, its streets, teams and events: their words are no person's. A
    title with a surname ("Mrs Smith") is not a full name. Text in capitals throughout tells nothing.
    """
    known = _NO_NAME | {word for name in ours for word in _simple(name)}
    return any(_is_full_name(run, known) for run in _runs(text))


def _is_full_name(run: Sequence[str], known: frozenset[str]) -> bool:
    words = [_plain(word) for word in run]
    if any(word in _TITLES for word in words):
        return False
    return any(first not in known and last not in known for first, last in pairwise(words))


def _runs(text: str) -> Iterator[list[str]]:
    """Words in a row that begin with a capital and go on in small letters."""
    run: list[str] = []
    for word in _PIECE.findall(unicodedata.normalize("NFC", text)):
        if _is_capitalised(word):
            run.append(word)
        else:
            yield run
            run = []
    yield run


def _is_capitalised(word: str) -> bool:
    return (
        len(word) >= _FEWEST_LETTERS
        and word[0].isupper()
        and any(letter.islower() for letter in word)
    )


def _simple(text: str) -> list[str]:
    return [_plain(word) for word in _WORD.findall(text)]


def _plain(word: str) -> str:
    return word.casefold().replace("’", "'").removesuffix("'s")


def _words(text: str) -> list[str]:
    """Words as they are compared: letters only, without accents."""
    apart = unicodedata.normalize("NFKD", text.replace("’", "'"))
    letters = "".join(one for one in apart if not unicodedata.combining(one)).casefold()
    words = (word.removesuffix("'s") for word in _WORD.findall(letters))
    return ["".join(filter(str.isalpha, word)) for word in words]


def _digest(salt: str, given: str, family: str) -> str:
    return hashlib.sha256(f"{salt}\0{given} {family}".encode()).hexdigest()
