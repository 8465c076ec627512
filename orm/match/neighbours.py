"""What stands right beside a name: "Wrenbeck Lane" is a street, "Wrenbeck, Tollworth" elsewhere."""

import re

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
_LAST_WORD = re.compile(r"(\S+)\s+\Z")


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
    ahead = _compass(before) or (_title(before) if short else "")
    behind = _other_kind(after, profile) or (_thing(after) if short else "")
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
    said = fold(place).text.split()
    known = words().neighbours
    if not said or said[0] in known.not_places or set(said) & (profile.place_words | profile.words):
        return ""
    if any(_abbreviates(word, own) for word in said for own in profile.place_words):
        return ""
    if fold(place).text in profile.elsewhere:
        return place
    return "" if comma and _continues(folded.original[last + found.end() :]) else place


def in_company(hit: Hit, folded: Folded) -> str:
    """A name with the school word right beside it ("Carrowby parents", "at Carrowby"), or ""."""
    known = words().neighbours
    after = _AFTER.match(folded.text, hit.end)
    if after and _bare(after, 1, 2) & known.company:
        return folded.quote(hit.start, after.end(1))
    window = max(0, hit.start - _LOOK)
    before = _BEFORE.search(folded.text[window : hit.start])
    if before and _bare(before, 1, 2) & known.before:
        return folded.quote(window + before.start(2), hit.end)
    return ""


def _bare(found: re.Match[str], first: int, second: int) -> set[str]:
    """The two words beside a name: the nearer one and both, without punctuation."""
    one, two = (found.group(place) or "" for place in (first, second))
    return {text.strip('.,;:!?()"“”#') for text in (one, two, f"{one} {two}")}


def _abbreviates(word: str, place: str) -> bool:
    """The word is a short form, as "Lincs" is of Lincolnshire."""
    return len(word) > _ABBREVIATED and word[:_ABBREVIATED] == place[:_ABBREVIATED]


def _continues(rest: str) -> bool:
    """After a comma a sentence may go on: only a place stands alone between marks."""
    return not re.match(r"\s*(?:[,.;:)!?\n]|\Z|(?:has|have|is|was|are|were)\b)", rest)


def _next_words(after: str) -> list[str]:
    """Up to two words that follow with nothing but a space between."""
    if not after[:1].isspace():
        return []
    return re.findall(r"[^\s,.;:!?()\"“”]+", after.split(",", maxsplit=1)[0])[:3]


def _other_kind(after: str, profile: Profile) -> str:
    said = _next_words(after)
    other = words().neighbours.full - profile.words
    return said[0] if said and fold(said[0]).text.strip() in other else ""


def _thing(after: str) -> str:
    known = words().neighbours
    said = _next_words(after)
    for count in (3, 2, 1):
        phrase = " ".join(said[:count])
        text = fold(phrase).text.strip()
        if text in known.always or (text in known.capital and phrase[:1].isupper()):
            return phrase
    found = _SCORE.match(after) or _YEARS.match(after)
    return found.group().strip() if found else ""


def _title(before: str) -> str:
    found = _LAST_WORD.search(before)
    title = found.group(1) if found else ""
    return title if fold(title).text.strip(" .") in words().neighbours.titles else ""


def _compass(before: str) -> str:
    """The word that makes "Great Wrenbeck" another village; a sentence may begin with it."""
    found = _LAST_WORD.search(before)
    if found is None or not found.group(1)[0].isupper():
        return ""
    starts_sentence = (
        not before[: found.start()].strip() or before[: found.start()].rstrip()[-1] in ".!?"
    )
    word = found.group(1)
    return word if word.lower() in words().neighbours.compass and not starts_sentence else ""
