"""Sentences for what speaks for and against a post being about the school (orm/match, decision 4)."""

from collections.abc import Mapping

WORDS: Mapping[str, str] = {
    "name-account": "It names the school's own account or website",
    "name-full": "It gives the school's full name",
    "name-part": "It gives most of the school's name",
    "name-short": "It gives a short name of the school, which other things may bear too",
    "name-initials": "It gives the school's initials, which stand for other things too",
    "name-in-company": "School words stand right beside the name",
    "place-town": "It names the school's town",
    "place-postcode": "It gives the first half of the school's postcode",
    "place-authority": "It names the school's local authority",
    "place-trust": "It names the school's trust",
    "place-county": "It names the school's county",
    "link-website": "It leads to the school's own website",
    "context-term": "It uses words that belong to this school",
    "talk-family": "Somebody speaks of a child of theirs",
    "talk-years": "It speaks of year groups or classes",
    "talk-people": "It speaks of people who work at or for a school",
    "talk-life": "It speaks of everyday school life",
    "talk-ours": "Somebody speaks of a school as theirs",
    "talk-school": "It uses the word school, and no other words of school life",
    "scope-local": "It was found where the school's town is talked about",
    "scope-asked": "A search for the school's name brought it",
    "scope-about": "It was found on a page about the school, or a person brought it as being about it",
    "scope-own": "It was found on the school's own page",
    "elsewhere-beside": "Another place stands right beside the name",
    "elsewhere": "It names a place where another school of this name is",
    "older-pupils": "It speaks of pupils older than a primary school has",
    "other-no-page": "This is an error page or a barrier, not a post",
    "other-person": "The name seems to be a person's",
    "other-works": "It speaks of a book, a film or another work of that name",
    "other-clubs": "It speaks of a club or a team of that name",
    "other-trade": "It speaks of a business or a building of that name",
    "namesake": "This is the name of something else",
    "namesake-kind": "It says what kind of thing the other bearer of the name is",
    "second-reading": "The second reading, which learned from labelled posts, is on this side",
    "settled": "A person has settled it",
}
"""By the id of the evidence rule; the quoted words follow."""

FOR = "A reason to think that it is about the school"
AGAINST = "A reason to think that it is not about the school"

_STRONG, _SOME = 0.4, 0.2


def sentence(rule: str, weight: float) -> str:
    """What a rule found. A rule that has no words here says only which side it is on."""
    return WORDS.get(rule) or (FOR if weight > 0 else AGAINST)


def strength(weight: float) -> str:
    """How much a reason counts, whichever side it is on."""
    if not weight:
        return "counts for nothing by itself"
    if abs(weight) >= _STRONG:
        return "counts a lot"
    return "counts" if abs(weight) >= _SOME else "counts a little"
