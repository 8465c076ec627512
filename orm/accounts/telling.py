"""What a candidate tells of itself: whose it says it is, what it asks for, where it is."""

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from orm.accounts.naming import Called, Names, Near, called, called_handle
from orm.accounts.phrases import phrases
from orm.errors import SourceError
from orm.match.aliases import Strength, school_words_of
from orm.match.namesakes import namesake_places
from orm.match.text import fold
from orm.match.words import words
from orm.model.lookalikes import Candidate, Sort
from orm.model.schools import School

_OURS = "§"  # stands for one of the school's names in a text
_LONGEST = 2_000
_PLACE = r"[A-Z][a-z'’]+(?:[ -](?:[a-z]{2,4}-)?[A-Z][a-z'’]+)*"
_KIND = r"(?i:school|academy|primary|secondary|infants?|juniors?|college|ysgol|parish|church)"
# "A school in the village of Keld", "Primary School, Keld": a motto such as "Kind, Brave" is none.
_ELSEWHERE = re.compile(rf"\b{_KIND}(?:(?: [a-z]+){{0,4}} (?:in|near|at|of) |, | \(|: )({_PLACE})")
_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>\"']+|\b[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}\b(?:/\S*)?")
_SCHOOL_SITE = ".sch.uk"


@dataclass(frozen=True, slots=True)
class Told:
    """A candidate as it was understood. `called` is the nearer one of name and handle; `beside` the
    words that stand beside our name in them, and `text` its description, folded, with our names
    as one sign. `sites` are the registrable domains that it leads to.
    """

    candidate: Candidate
    name: Called
    handle: Called
    beside: str
    text: str
    here: bool
    elsewhere: str
    sites: frozenset[str]
    to_ours: bool
    only_to_ours: bool

    @property
    def called(self) -> Called:
        """The nearer of name and handle."""
        return max((self.name, self.handle), key=lambda one: one.near)

    @property
    def near(self) -> Near:
        """How near it comes to our name."""
        return self.called.near

    @property
    def mentions(self) -> bool:
        """Its description has our name."""
        return _OURS in self.text

    @property
    def is_account(self) -> bool:
        """Not a web address."""
        return self.candidate.sort is not Sort.DOMAIN


def told(
    candidate: Candidate,
    *,
    school: School,
    names: Names,
    ours: Collection[str],
    domain_of: Callable[[str], str],
) -> Told:
    """What the candidate says of itself, beside the school's names and addresses."""
    titled = candidate.name != candidate.handle or candidate.sort is not Sort.DOMAIN
    name = called(candidate.name if titled else "", names)
    handle = called_handle(candidate, names)
    description = candidate.description[:_LONGEST]
    rests = (name, handle) if name.near < Near.TYPO else (name,)
    beside = " ".join(word for one in rests for word in one.rest)
    sites = _sites((*candidate.links, *_ADDRESS.findall(description)), domain_of)
    said = f"{candidate.name[:_LONGEST]}\n{description}"
    return Told(
        candidate=candidate,
        name=name,
        handle=handle,
        beside=beside,
        text=_marker(names).sub(_OURS, fold(description).text),
        here=_here(f"{fold(said).text} {' '.join(handle.rest)}", school),
        elsewhere=_elsewhere(said, school),
        sites=sites,
        to_ours=not sites.isdisjoint(ours),
        only_to_ours=bool(sites) and sites <= set(ours),
    )


def claims_us(it: Told) -> bool:
    """It says of itself that it is the school's: "official page of …", "run by the school"."""
    text = phrases().not_official.sub(" ", it.text)
    return any(not _is_group(text, found.end()) for found in _claim().finditer(text))


def says_official(it: Told) -> bool:
    """The word stands beside our name, or in the description of what bears our name alone."""
    said = phrases()
    if said.group.search(it.beside) or said.thing.search(it.beside):
        return False
    official_name = bool(said.official.search(" ".join((*it.name.rest, *it.handle.rest))))
    alone = it.near >= Near.TYPO
    text = said.not_official.sub(" ", it.text)
    return official_name or (alone and bool(said.official.search(text)))


def speaks_as_us(it: Told) -> bool:
    """It speaks as a school does of itself."""
    return bool(phrases().voice.search(it.text)) or bool(_welcome().search(it.text))


def asks(it: Told) -> bool:
    """It asks for money, or for what a family would not give to a stranger."""
    said = phrases()
    everything = f"{it.beside} . {it.text}"
    return bool(said.asks.search(everything)) or any(
        site in link.lower() for site in said.asking_sites for link in it.candidate.links
    )


def other_kind(it: Told, school: School) -> str:
    """The word that makes it another kind of school than ours, or ""."""
    own = school_words_of(school)
    found = (one.group() for one in phrases().kind.finditer(" ".join(it.name.rest)))
    return next((word for word in found if not own & set(word.split())), "")


def other_school_site(it: Told, ours: Collection[str]) -> str:
    """The website of another school that it leads to, or ""."""
    schools = (site for site in sorted(it.sites) if f".{site}".endswith(_SCHOOL_SITE))
    return next((site for site in schools if site not in ours), "")


def _is_group(text: str, end: int) -> bool:
    """Right after our name stands who it really is: "… of Wrenbeck Primary School PTA"."""
    said = phrases()
    after = text[end : end + 40].lstrip(" -")
    return any(found.match(after) is not None for found in (said.group, said.thing))


@lru_cache(maxsize=1)
def _claim() -> re.Pattern[str]:
    official = r"(?:official|officially|swyddogol)"
    holders = "|".join(map(re.escape, phrases().holders))
    return re.compile(
        rf"\b{official}(?: (?:{holders}|news|and|school|of|for|from|the|at|y))* {_OURS}"
        rf"|{_OURS} {official}\b"
        rf"|\bthe school (?:own |official )*(?:{holders})\b"
        rf"|\bthis is (?:the )?(?:{official} )?(?:{holders}) (?:of|for) (?:the )?{_OURS}"
        rf"|(?<!not )\brun by (?:the school|{_OURS})"
    )


@lru_cache(maxsize=1)
def _welcome() -> re.Pattern[str]:
    return re.compile(
        rf"\b(?:welcome to|croeso i) (?:the )?{_OURS}|\bwe are (?:the )?{_OURS}"
        rf"|\bnews (?:and \w+ )?(?:from|of|at) (?:the )?{_OURS}"
    )


@lru_cache(maxsize=512)
def _marker(names: Names) -> re.Pattern[str]:
    strong = (own.words for own in names.own if own.strength > Strength.SHORT and own.words)
    inside = "|".join(r"[\W_]+".join(map(re.escape, said)) for said in strong)
    return re.compile(rf"(?<![^\W_])(?:the )?(?:{inside})(?![^\W_])")


def _here(text: str, school: School) -> bool:
    """The school's town or postcode stands there; run together too, as in a handle."""
    postcode = fold(school.postcode).text.strip()
    town = fold(school.town).text.strip()
    padded = f" {re.sub(r'[^a-z0-9]+', ' ', text)} "
    return any(f" {place} " in padded for place in (town, town.replace(" ", ""), postcode) if place)


def _elsewhere(said: str, school: School) -> str:
    """Another place that it says it is of, or ""; never when it says our town too."""
    text = fold(said).text
    if _here(text, school):
        return ""
    known = next((place for place in sorted(namesake_places(school)) if place in text), "")
    return known or next((place for place in _places(said) if _is_other(place, school)), "")


def _places(said: str) -> Iterable[str]:
    return (found.group(1) for found in _ELSEWHERE.finditer(said))


def _is_other(place: str, school: School) -> bool:
    of = fold(place).text.split()
    own: set[str] = set(school_words_of(school))
    for name in (school.town, school.county, school.local_authority, school.trust, school.address):
        own.update(fold(name).text.split())
    common = words().neighbours.not_places
    return bool(of) and own.isdisjoint(of) and of[0] not in common and not _says_who(of)


def _says_who(of: Sequence[str]) -> bool:
    """Words such as "Parents" and "Official" are no places."""
    said = phrases()
    return any(word in said.filler | said.school for word in of) or bool(
        said.group.search(" ".join(of))
    )


def _sites(links: Iterable[str], domain_of: Callable[[str], str]) -> frozenset[str]:
    found: set[str] = set()
    for link in links:
        try:
            found.add(domain_of(link if "://" in link else f"https://{link}").lower())
        except SourceError:  # what is no web address leads nowhere
            continue
    return frozenset(found)
