"""The names a school goes by, made from its official name (domain.md §2.7)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from functools import cache, lru_cache

from orm.match.text import fold
from orm.match.words import NameWords, words
from orm.model.schools import School

_COMPACT = 9  # letters that a name run together ("#ollerbymarsh") needs to be unmistakable
_INITIALS = range(3, 7)


class Strength(IntEnum):
    """How much a name says by itself."""

    INITIALS = 1  # "WPS": a fault code, a conference, a team
    SHORT = 2  # "Wrenbeck": a village, a man, a pub
    PART = 3  # "Wrenbeck School", "Marsh Primary"
    FULL = 4  # "Wrenbeck Primary School"
    ACCOUNT = 5  # an official handle or the website's domain


@dataclass(frozen=True, slots=True)
class Alias:
    """A folded name. `capitals` says that it counts only when written in capitals.

    `common` names are shared by many schools; `contested` ones by something in `School.namesakes`.
    """

    text: str
    strength: Strength
    common: bool = False
    capitals: bool = False
    contested: bool = False


def aliases(school: School, contested: frozenset[str]) -> tuple[Alias, ...]:
    """Every name of the school, each once with its greatest strength, sorted.

    `contested` are the folded names of its namesakes.
    """
    official = (school.name, *school.aliases, *school.former_names)
    found = [alias for name in official for alias in _from_name(name)]
    found += [alias for name in school.short_names for alias in _from_short(name)]
    found += [
        Alias(fold(a.handle).text.strip().lstrip("@"), Strength.ACCOUNT) for a in school.accounts
    ]
    found += _generated_initials(school)
    # "Pennerby National School" leaves "Pennerby": only the town, unless the school is called so.
    town, own = fold(school.town).text.strip(), core_of(fold(school.name).text.strip())
    never = {"", *town.split()} | ({town} if town != own else set())
    best: dict[str, Alias] = {}
    for alias in (*found, *_compact(found)):
        known = best.get(alias.text)
        if alias.text not in never and (known is None or alias.strength > known.strength):
            best[alias.text] = alias
    return tuple(
        replace(alias, contested=True) if text in contested else alias
        for text, alias in sorted(best.items())
    )


def is_primary(school: School) -> bool:
    """The school takes children up to eleven only, as far as its names and type say."""
    said = fold(" ".join((school.name, school.school_type, *school.aliases))).text.split()
    return bool({"primary", "junior", "infant", "infants", "juniors", "first"} & set(said))


def school_words_of(school: School) -> frozenset[str]:
    """Every word of the school's names and type: none of them can speak against it."""
    said = (
        school.name,
        school.school_type,
        *school.aliases,
        *school.former_names,
        *school.short_names,
    )
    return frozenset(fold(" ".join(said)).text.split())


def _from_name(name: str) -> Iterable[Alias]:
    """Full names, partial names and the bare core of one official name."""
    known = words().name
    for spelling in _spellings(name):
        core = core_of(spelling)
        common = _is_common(core, known)
        yield Alias(spelling, _strength(spelling, known), common)
        if not core:
            continue
        yield Alias(core, Strength.SHORT, common)
        tail = spelling.removeprefix("the ")[len(core) :].strip()
        for text, strength in _tails(core, tail.split(), known):
            yield Alias(text, strength, common)


def _tails(core: str, tail: Sequence[str], known: NameWords) -> Iterable[tuple[str, Strength]]:
    """The core with its school words back in steps, with and without the faith between them."""
    faiths = _faiths(" ".join(tail), known)
    kinds = [word for word in tail if word in known.school and word != "school"]
    kind_of_school = " ".join(kinds)
    steps = {" ".join(kinds[:1]), kind_of_school} - {""}
    for faith in ("", *faiths):
        for step in steps:
            yield _join(core, faith, step), Strength.FULL
            yield _join(core, faith, step, "school"), Strength.FULL
        yield _join(core, faith, "school"), Strength.FULL if faith else Strength.PART
    for right, wrong in known.misspelt:
        if right in {*kinds, "school"}:
            yield from ((_join(core, spelt), Strength.PART) for spelt in wrong)


def _from_short(name: str) -> Iterable[Alias]:
    known = words().name
    for spelling in _spellings(name):
        if " " not in spelling and len(spelling) <= _INITIALS[-1] and name.strip().isupper():
            yield Alias(spelling, Strength.INITIALS)
        elif known.school & set(spelling.split()):
            yield Alias(spelling, Strength.PART, _is_common(core_of(spelling), known))
        else:
            yield Alias(spelling, Strength.SHORT, _is_common(spelling, known))


def _spellings(name: str) -> tuple[str, ...]:
    """The folded name with and without its possessive s, Saint as St, and no leading The."""
    spelt = {fold(name).text.strip(), fold(name.replace("'", "").replace("’", "")).text.strip()}
    bare = {text.removeprefix("the ") for text in spelt if text}
    return tuple(sorted({text for one in bare for text in _saints(one)}))


def _saints(text: str) -> tuple[str, ...]:
    tokens = text.split()
    if not {"st", "saint"} & set(tokens):
        return (text,)
    short = " ".join("st" if token == "saint" else token for token in tokens)  # noqa: S105 - a word
    return short, " ".join("saint" if token == "st" else token for token in tokens)  # noqa: S105 - a word


@lru_cache(maxsize=4096)
def core_of(spelling: str) -> str:
    """The name without what it shares with every school: "st orrin" of the C of E primary."""
    known = words().name
    tokens = spelling.removeprefix("the ").split()
    end = len(tokens)
    for place in range(1, len(tokens)):
        rest = " ".join(tokens[place:])
        if tokens[place] in known.school | known.status or _begins_with_faith(rest, known):
            end = place
            break
    return " ".join(tokens[:end])


def _begins_with_faith(text: str, known: NameWords) -> bool:
    return f"{text} ".startswith(known.faith_before)


def _faiths(tail: str, known: NameWords) -> tuple[str, ...]:
    """Every spelling of the denominations in the tail."""
    return tuple(
        said
        for group in known.faith
        if any(f" {one} " in f" {tail} " for one in group)
        for said in group
    )


def _strength(spelling: str, known: NameWords) -> Strength:
    return Strength.FULL if known.school & set(spelling.split()) else Strength.SHORT


def _is_common(core: str, known: NameWords) -> bool:
    tokens = core.split()
    if core in known.common:
        return True
    saint = tokens[1:2] if tokens[:1] in (["st"], ["saint"]) else []
    return any(name in known.common_saints or name[:-1] in known.common_saints for name in saint)


def _compact(found: Sequence[Alias]) -> Iterable[Alias]:
    """Names run together, as in hashtags and addresses; not those with a denomination inside."""
    faiths = _words_of_faith()
    for alias in found:
        tokens = alias.text.split()
        together = "".join(tokens)
        if len(tokens) > 1 and len(together) >= _COMPACT and faiths.isdisjoint(tokens):
            yield Alias(together, alias.strength, alias.common)


@cache
def _words_of_faith() -> frozenset[str]:
    return frozenset(
        word for group in words().name.faith for said in group for word in said.split()
    )


def _generated_initials(school: School) -> Iterable[Alias]:
    letters = "".join(token[0] for token in fold(school.name).text.removeprefix("the ").split())
    if len(letters) in _INITIALS and letters.isalpha():
        yield Alias(letters, Strength.INITIALS, capitals=True)


def _join(*parts: str) -> str:
    return " ".join(part for part in parts if part)
