"""The word lists of `words.toml`, read once."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class NameWords:
    """How official names are built. `faith` groups spellings of one denomination.

    `faith_before` are all of them, each with the space that ends it.
    """

    school: frozenset[str]
    status: frozenset[str]
    faith: tuple[tuple[str, ...], ...]
    faith_before: tuple[str, ...]
    misspelt: tuple[tuple[str, tuple[str, ...]], ...]
    common: frozenset[str]
    common_saints: frozenset[str]


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Words that change what a name means when they stand beside it."""

    always: frozenset[str]
    capital: frozenset[str]
    full: frozenset[str]
    company: frozenset[str]
    before: frozenset[str]
    titles: frozenset[str]
    compass: frozenset[str]
    not_places: frozenset[str]


@dataclass(frozen=True, slots=True)
class Words:
    """Everything in the file. Talk and things are (kind, words) pairs."""

    name: NameWords
    neighbours: Neighbours
    school_talk: tuple[tuple[str, tuple[str, ...]], ...]
    other_things: tuple[tuple[str, tuple[str, ...]], ...]


@cache
def words() -> Words:
    """The lists as shipped with the package."""
    read = tomllib.loads(files(__package__).joinpath("words.toml").read_text(encoding="utf-8"))
    name, follows = read["name"], read["follows"]
    return Words(
        name=NameWords(
            school=frozenset(name["school_words"]),
            status=frozenset(name["status_words"]),
            faith=tuple(tuple(group) for group in name["faith"]),
            faith_before=tuple(f"{said} " for group in name["faith"] for said in group),
            misspelt=tuple((right, tuple(wrong)) for right, wrong in name["misspelt"].items()),
            common=frozenset(name["common"]),
            common_saints=frozenset(name["common_saints"]),
        ),
        neighbours=Neighbours(
            always=frozenset(follows["always"]),
            capital=frozenset(follows["capital"]),
            full=frozenset(follows["full"]),
            company=frozenset(read["company"]["beside"]),
            before=frozenset(read["company"]["before"]),
            titles=frozenset(follows["titles"]),
            compass=frozenset(follows["compass"]),
            not_places=frozenset(follows["not_places"]),
        ),
        school_talk=tuple((kind, tuple(said)) for kind, said in read["school_talk"].items()),
        other_things=tuple((kind, tuple(said)) for kind, said in read["other_things"].items()),
    )
