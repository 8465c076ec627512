"""What else bears the school's name: names and places that the configuration gives."""

import re

from orm.match.aliases import core_of
from orm.match.text import fold
from orm.model.schools import Namesake, School

_ASIDE = re.compile(r"\([^)]*\)")


def namesake_names(school: School) -> frozenset[str]:
    """The folded names of everything that is not the school: "Wrenbeck Lane", "thale cress".

    "The Wrenbeck (film)" loses its bracket and "Academy, Tollworth" its place; "A / B" is two.
    """
    return frozenset(
        text
        for namesake in school.namesakes
        for part in _parts(namesake)
        for text in _spellings(part.split(",")[0])
        if text
    )


def namesake_places(school: School) -> frozenset[str]:
    """Folded places that follow a comma in a namesake and are not the school's own."""
    own = {fold(place).text.strip() for place in (school.town, school.county)}
    places = {
        fold(place).text.strip()
        for namesake in school.namesakes
        for part in _parts(namesake)
        for place in part.split(",")[1:]
    }
    return frozenset(places - own - {""})


def namesake_asides(school: School) -> frozenset[str]:
    """Folded words in brackets: "(film)", "(substation)". A surname or a date says no kind."""
    return frozenset(
        text
        for namesake in school.namesakes
        for aside in _ASIDE.findall(namesake.name)
        if (text := fold(aside.strip("()")).text.strip()).isalpha() and text != "surname"
    )


def _parts(namesake: Namesake) -> list[str]:
    return [part.strip() for part in _ASIDE.sub("", namesake.name).split("/")]


def _spellings(name: str) -> set[str]:
    """With and without "the" and a possessive s; another school also without its school words."""
    spelt = {fold(name).text.strip(), fold(re.sub("['’]", "", name)).text.strip()}
    spelt |= {text.removeprefix("the ") for text in spelt}
    return spelt | {core for text in spelt if (core := core_of(text)).startswith(("st ", "saint "))}
