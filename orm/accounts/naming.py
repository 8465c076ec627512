"""How near a name or a handle comes to the school's own, and what else stands beside it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from rapidfuzz.distance import OSA

from orm.accounts.letters import address_skeleton, foreign_letters, mixed_scripts, skeleton
from orm.accounts.phrases import phrases
from orm.match.aliases import Strength, aliases, core_of
from orm.match.text import fold
from orm.model.accounts import Account
from orm.model.lookalikes import Candidate, Sort
from orm.model.schools import School

_WORD = re.compile(r"[^\W_]+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])|[\W_]+")
_CHANNEL_ID = re.compile(r"UC[\w-]{22}")
_DIGITS = str.maketrans("015", "ols")
_LONGEST = 120  # characters of a name that are compared; platforms allow fewer
_SURE = 7  # a run of fewer letters inside a handle is chance: "hale" is in "whales"
_ONE_SLIP, _TWO_SLIPS = 6, 9  # letters that a name needs so that one or two slips are no other name


class Near(IntEnum):
    """How much of the school's name is there."""

    NONE = 0
    SHORT = 1  # "Wrenbeck" alone, or with words that are no school's: a village, a surname
    HOLDS = 2  # the school's name with words beside it: "… Parents Chat"
    TYPO = 3  # the name but for a letter or two
    SAME = 4  # the name and nothing else


@dataclass(frozen=True, slots=True)
class Called:
    """What a candidate is called beside the school's own name.

    `rest` are the folded words that are left when the name is taken out, `disguised` says that
    the likeness needs letters of another alphabet or digits, `common` that many schools have it.
    """

    near: Near
    rest: tuple[str, ...] = ()
    disguised: bool = False
    common: bool = False


@dataclass(frozen=True, slots=True)
class Own:
    """A name that is the school's: its folded words, their skeleton, how much it says."""

    words: tuple[str, ...]
    bare: str
    core: int
    strength: Strength
    common: bool


@dataclass(frozen=True, slots=True)
class Names:
    """All of the school's names, the longest first. `site` is the name that its web address has;
    `places` are the skeletons of its town's words: beside the name they say nothing new.
    """

    own: tuple[Own, ...]
    site: tuple[Own, ...]
    places: frozenset[str]


@lru_cache(maxsize=512)
def own_names(school: School, accounts: tuple[Account, ...]) -> Names:
    """The school's names, and its accounts' names and handles."""
    found: dict[str, Own] = {}
    for alias in aliases(school, frozenset()):
        if alias.strength > Strength.INITIALS:
            _keep(found, alias.text, alias.strength, common=alias.common)
    for name in (school.name, *school.aliases):
        text = fold(name).text.strip()
        known = found.get(skeleton(text))
        _keep(found, text, Strength.FULL, common=known is not None and known.common)
    for account in accounts:
        for said in (
            account.display_name,
            " ".join(handle_words(account.platform, account.handle)),
        ):
            _keep(found, fold(said).text.strip(), Strength.ACCOUNT, common=False)
    town = fold(school.town).text
    return Names(
        own=tuple(sorted(found.values(), key=lambda own: (-len(own.bare), own.bare))),
        site=_site_name(school.website),
        places=frozenset(map(skeleton, (*_WORD.findall(town), town))) - {""},
    )


def called(name: str, names: Names) -> Called:
    """What a display name comes to: the longest of our names in it, else one but for a slip."""
    original = name[:_LONGEST]
    plain = fold(original).text.strip()
    words = tuple(_WORD.findall(plain))
    disguised = mixed_scripts(original) or (
        foreign_letters(original) and bool(re.search("[a-z]", plain))
    )
    exact = _held(words, names)
    if exact.near >= Near.HOLDS:
        return Called(exact.near, exact.rest, disguised or exact.disguised, exact.common)
    slip = _slipped(words, names)
    best = slip if slip.near > exact.near else exact
    return Called(best.near, best.rest, disguised or best.disguised, best.common)


def called_handle(candidate: Candidate, names: Names) -> Called:
    """What a handle comes to; its words may be run together."""
    words = handle_words(candidate.platform, candidate.handle, address=_is_address(candidate))
    apart = called(" ".join(words), names)
    together = _inside("".join(words), names, address=_is_address(candidate))
    return max((apart, together), key=lambda one: one.near)


def handle_words(platform: str, handle: str, *, address: bool = False) -> tuple[str, ...]:
    """The words of a handle: "@StOrrinsCE_2026" has St, Orrins, CE and 2026."""
    bare = handle.strip().lstrip("@").split("@", maxsplit=1)[0]
    if _CHANNEL_ID.fullmatch(bare):
        return ()
    if address or platform == "bluesky":
        bare = bare.removeprefix("www.").split(".", maxsplit=1)[0]
    return tuple(word for word in _CAMEL.split(bare[:_LONGEST]) if word)


def _is_address(candidate: Candidate) -> bool:
    return candidate.sort is Sort.DOMAIN


def _keep(found: dict[str, Own], text: str, strength: Strength, *, common: bool) -> None:
    bare, words = skeleton(text), tuple(_WORD.findall(text))
    known = found.get(bare)
    if known is not None and strength is Strength.ACCOUNT:
        return  # an account may be called by the bare name that a village and a pub have too
    if bare and (known is None or known.strength < strength or len(known.words) < len(words)):
        strongest = strength if known is None else max(strength, known.strength)
        found[bare] = Own(words, bare, len(skeleton(core_of(text))), strongest, common)


def _site_name(website: str) -> tuple[Own, ...]:
    host = website.split("://", maxsplit=1)[-1].split("/", maxsplit=1)[0].lower()
    label = host.removeprefix("www.").split(".", maxsplit=1)[0]
    bare = skeleton(label)
    own = Own((label,), bare, len(bare), Strength.ACCOUNT, common=False)
    return (own,) if bare else ()


def _held(words: tuple[str, ...], names: Names) -> Called:
    """The longest of our names that stands in these words, letter by letter or in disguise."""
    bare = tuple(map(skeleton, words))
    for own in names.own:
        for start in range(len(words)):
            end = _end(bare, start, own.bare)
            if end:
                rest = words[:start] + words[end:]
                disguised = "".join(words[start:end]) != "".join(own.words)
                return _settled(own, rest, names, disguised=disguised and _digits(words[start:end]))
    return Called(Near.NONE, words)


def _end(bare: tuple[str, ...], start: int, wanted: str) -> int:
    """Where the words from `start` on have spelt `wanted`, or 0."""
    spelt = ""
    for place in range(start, len(bare)):
        spelt = skeleton(spelt + bare[place])
        if spelt == wanted:
            return place + 1
        if len(spelt) > len(wanted):
            return 0
    return 0


def _digits(words: Iterable[str]) -> bool:
    return any(re.search(r"[^\W\d_]\d|\d[^\W\d_]", word) for word in words)


def _in_digits(own: str, plain: str) -> bool:
    """The name stands there only when digits are read as letters."""
    return own not in plain and own in plain.translate(_DIGITS)


def _slipped(words: tuple[str, ...], names: Names) -> Called:
    """One of our names but for a slip of the keyboard, in a window of as many words."""
    for own in names.own:
        size = len(own.words)
        for start in range(len(words) - size + 1):
            window = words[start : start + size]
            if _is_slip(skeleton("".join(window)), own):
                settled = _settled(
                    own, words[:start] + words[start + size :], names, disguised=False
                )
                near = Near.TYPO if settled.near is Near.SAME else settled.near
                return Called(near, settled.rest, common=False)
    return Called(Near.NONE, words)


def _is_slip(bare: str, own: Own) -> bool:
    allowed = 2 if own.core >= _TWO_SLIPS else 1 if own.core >= _ONE_SLIP else 0
    if own.strength is Strength.SHORT:
        allowed = min(allowed, 1)
    return bool(allowed) and 0 < OSA.distance(bare, own.bare, score_cutoff=allowed) <= allowed


def _inside(handle: str, names: Names, *, address: bool) -> Called:
    """The longest of our names in a handle whose words run together."""
    plain = fold(handle).text.replace(" ", "")
    spell = address_skeleton if address else skeleton
    bare = spell(plain)
    known = (*names.site, *names.own) if address else names.own
    for own in known:
        wanted = spell("".join(own.words))
        place = bare.find(wanted)
        if place < 0 or (len(wanted) < _SURE and bare != wanted):
            continue
        rest = _pieces(bare[:place]) + _pieces(bare[place + len(wanted) :])
        return _settled(own, rest, names, disguised=_in_digits("".join(own.words), plain))
    spelt = {_stripped(bare), _stripped(spell(plain.rstrip("0123456789")))}
    slip = next((own for own in known if any(_is_slip(one, own) for one in spelt)), None)
    return Called(Near.TYPO if slip and slip.strength > Strength.SHORT else Near.NONE)


def _pieces(bare: str) -> tuple[str, ...]:
    """The known words that a piece of a handle is made of; a piece that is none stays whole."""
    if not bare or bare.isdigit():
        return ()
    known = phrases().by_skeleton.get(bare)
    if known:
        return (known,)
    for end in range(len(bare) - 1, 1, -1):
        if (word := phrases().by_skeleton.get(bare[:end])) and (rest := _pieces(bare[end:])):
            return (word, *rest)
    return (bare,)


def _stripped(bare: str) -> str:
    """A handle without the words that say nothing at its end."""
    for word in sorted(phrases().filler_skeletons, key=len, reverse=True):
        if len(word) > 2 and bare.endswith(word) and len(bare) > len(word) + _ONE_SLIP:  # noqa: PLR2004
            return bare.removesuffix(word)
    return bare


def _settled(own: Own, rest: tuple[str, ...], names: Names, *, disguised: bool) -> Called:
    """Same, held or short, by how much the name says and by what stands beside it."""
    said = phrases()
    left = tuple(
        word
        for word in rest
        if word not in said.filler and not word.isdigit() and skeleton(word) not in names.places
    )
    strong = own.strength > Strength.SHORT
    if not strong and left and set(left) <= said.school:
        strong, left = True, ()
    if not left:
        near = Near.SAME if strong else Near.SHORT
    else:
        near = Near.HOLDS if strong else Near.SHORT
    return Called(near, rest, disguised, own.common)
