"""What stands right beside a name: "Wrenbeck Lane" is a street, "Wrenbeck, Tollworth" elsewhere."""

import re
from functools import lru_cache

from orm.match.aliases import Strength
from orm.match.automaton import Hit
from orm.match.profile import Profile
from orm.match.text import Folded, fold
from orm.match.words import words

_ABBREVIATED = 4
_LOOK = 60  # characters beside a name that are looked at
_SCORE = re.compile(r"\s*(?:\d{1,2}\s*(?:[-–,:]|v\b)|\d{1,2}\s+[A-Z]|v\s+[A-Z]|b\.\s)")
_YEARS = re.compile(r"\s*\((?:c\.|b\.)?\s*\d{1,2}?\s?\w{0,9}\s?1[0-9]{3}\b")
_PLACE_WORD = r"[A-Z][\w'’]+(?:[ -](?:[a-z]{2,4}-)?[A-Z][\w'’]+)*"
_ELSEWHERE = re.compile(rf"(?:\s*(,|\()\s*|,?\s+(in|at|near|of)\s+)({_PLACE_WORD})")
_AFTER = re.compile(r" (\S+)(?: (\S+))?")
_BEFORE = re.compile(r"(?:(\S+) )?(\S+) (?:the )?\Z")
_PLAIN_WORD = re.compile(r"[^\s,.;:!?()\"“”]+")


def somebody_else(hit: Hit, folded: Folded, profile: Profile) -> str:
    """The words that make a name something else's, or ""."""
    alias = hit.alias
    if alias is None:
        return folded.quote(hit.start, hit.end)
    if alias.strength not in {Strength.SHORT, Strength.PART, Strength.FULL}:
        return ""
    first, last = folded.span(hit.start, hit.end)
    after = folded.original[last : last + _LOOK]
    before = folded.original[max(0, first - _LOOK) : first]
    short = alias.strength is Strength.SHORT
    word, said = _last_word(before), _next_words(after)
    ahead = _compass(word, before) or (_title(word) if short and word else "")
    behind = _other_kind(said, profile) or (_thing(after, said) if short else "")
    if not ahead and not behind:
        return ""
    return " ".join(part for part in (ahead, folded.original[first:last], behind) if part)


def elsewhere(hit: Hit, folded: Folded, profile: Profile) -> str:
    """The place that follows the name and is not the school's, or ""."""
    last = folded.span(hit.start, hit.end)[1]
    found = _ELSEWHERE.match(folded.original[last : last + _LOOK])
    if found is None:
        return ""
    comma, _, place = found.groups()
    text = fold(place).text
    said = text.split()
    if not said or said[0] in words().neighbours.not_places or _is_known(said, profile):
        return ""
    if text in profile.elsewhere:
        return place
    return "" if comma and _continues(folded.original[last + found.end() :]) else place


def in_company(hit: Hit, folded: Folded) -> str:
    """A name with the school word right beside it ("Carrowby parents", "at Carrowby"), or ""."""
    known = words().neighbours
    after = _AFTER.match(folded.text, hit.end)
    if after and _bare(after, 1, 2) & known.company:
        return folded.quote(hit.start, after.end(1))
    before = _BEFORE.search(folded.text, _three_words_back(folded.text, hit.start), hit.start)
    if before and _bare(before, 1, 2) & known.before:
        return folded.quote(before.start(2), hit.end)
    return ""


def _three_words_back(text: str, end: int) -> int:
    """Where the last three words before `end` begin, at most `_LOOK` characters back."""
    window = max(0, end - _LOOK)
    place = end - 1
    for _ in range(3):
        place = text.rfind(" ", window, max(place, window))
        if place < 0:
            return window
    return place + 1


def _bare(found: re.Match[str], first: int, second: int) -> set[str]:
    """The two words beside a name: the nearer one and both, without punctuation."""
    one, two = (found.group(place) or "" for place in (first, second))
    return {text.strip('.,;:!?()"“”#') for text in (one, two, f"{one} {two}")}


def _is_known(said: list[str], profile: Profile) -> bool:
    """A word is of the school's own names or places, or a short form of such a place."""
    places = profile.place_words
    if not (places.isdisjoint(said) and profile.words.isdisjoint(said)):
        return True
    return any(_abbreviates(word, own) for word in said for own in places)


def _abbreviates(word: str, place: str) -> bool:
    """The word is a short form, as "Lincs" is of Lincolnshire."""
    return len(word) > _ABBREVIATED and word[:_ABBREVIATED] == place[:_ABBREVIATED]


def _continues(rest: str) -> bool:
    """After a comma a sentence may go on: only a place stands alone between marks."""
    return not re.match(r"\s*(?:[,.;:)!?\n]|\Z|(?:has|have|is|was|are|were)\b)", rest)


def _next_words(after: str) -> list[str]:
    """Up to three words that follow with nothing but a space between."""
    if not after[:1].isspace():
        return []
    return _PLAIN_WORD.findall(after.split(",", maxsplit=1)[0])[:3]


@lru_cache(maxsize=4096)
def _folded(said: str) -> str:
    """A few words beside a name; the same ones stand beside many."""
    return fold(said).text.strip()


def _other_kind(said: list[str], profile: Profile) -> str:
    word = _folded(said[0]) if said else ""
    return said[0] if word in words().neighbours.full and word not in profile.words else ""


def _thing(after: str, said: list[str]) -> str:
    known = words().neighbours
    for count in range(len(said), 0, -1):
        phrase = " ".join(said[:count])
        text = _folded(phrase)
        if text in known.always or (text in known.capital and phrase[:1].isupper()):
            return phrase
    found = _SCORE.match(after) or _YEARS.match(after)
    return found.group().strip() if found else ""


def _last_word(before: str) -> str:
    """The word with nothing but white space between it and the name, or ""."""
    return before.rsplit(maxsplit=1)[-1] if before[-1:].isspace() and not before.isspace() else ""


def _title(word: str) -> str:
    return word if _folded(word).strip(" .") in words().neighbours.titles else ""


def _compass(word: str, before: str) -> str:
    """The word that makes "Great Wrenbeck" another village; a sentence may begin with it."""
    if not word[:1].isupper() or word.lower() not in words().neighbours.compass:
        return ""
    ahead = before.rstrip().removesuffix(word).rstrip()
    return "" if not ahead or ahead[-1] in ".!?" else word
