"""Addresses that could be mistaken for the school's website, and whether a page is a copy of it.

The variants are dnstwist's. Nothing here asks the network whether one exists.
"""

import re
import socket
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, zip_longest

import dnstwist
from rapidfuzz.distance import OSA

from orm.looking.page import tokens

# Importing dnstwist sets the whole process's time limit for sockets to 12 seconds.
socket.setdefaulttimeout(None)

_OPEN_SUFFIXES = ("co.uk", "org.uk", "uk", "com", "org", "net", "school")
"""Where anybody can register a name within minutes; what a British family would type comes first."""
_WORDS = ("school", "primary", "academy", "official", "pay", "shop", "uniform", "parents", "login")
_SLIPS = ("omission", "transposition", "repetition", "replacement", "insertion", "vowel-swap")
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}")
_SCHOOLS = "sch.uk"
_PARTS = 2  # dots in the ending of a school of a local authority: `harrowmere.sch.uk`
_WESTERN = "\u00ff"
_ANY = "com"  # the ending does not change these variants
_SHINGLE = 4
"""This many words in a row are the school's own: two schools share "welcome to our school"."""
_LEAST = 20
"""Runs that a page needs to be compared in full; of a shorter page less is proven."""


def twins(domain: str, *, most: int = 200) -> tuple[str, ...]:
    """Addresses that look like the school's, in ASCII, the likeliest to deceive first.

    `domain` is what the school registered, such as `wrenbeck.harrowmere.sch.uk`: its first part is
    varied, under endings where anybody can register. Deterministic; each kind of variant has its
    share of `most`. Nothing for what is no domain.
    """
    host = domain.strip().lower().rstrip(".").removeprefix("www.")
    if not _HOST.fullmatch(host):
        return ()
    label, own = host.split(".", maxsplit=1)
    mixed = (*_whole(label, own), *chain.from_iterable(zip_longest(*_kinds(label, own))))
    found = dict.fromkeys(twin for twin in mixed if twin and _HOST.fullmatch(twin))
    found.pop(host, None)
    return tuple(found)[: max(most, 0)]


def likeness(own_text: str, other_text: str) -> float:
    """How much of the other text is the school's own words in their own order, 0..1. A text of a
    few words only proves little and gets little.
    """
    own, other = _runs(tokens(own_text)), _runs(tokens(other_text))
    return round(len(own & other) / max(len(other), _LEAST), 3)


def _whole(label: str, own: str) -> Iterator[str]:
    """The name as it is under other endings, then with the place out of its own address."""
    yield from _under([label], _OPEN_SUFFIXES)
    if own.count(".") == _PARTS and own.endswith(f".{_SCHOOLS}"):
        town = own.removesuffix(f".{_SCHOOLS}")
        yield from _under([f"{label}-{town}", f"{label}{town}"], _OPEN_SUFFIXES[:4])
        yield from _under([label], [f"{town}-sch.uk", f"{town}sch.uk"])
        yield from _under([f"{label}-{town}-sch", f"{label}-sch", f"{label}sch"], ["co.uk", "uk"])


def _kinds(label: str, own: str) -> Iterator[Sequence[str]]:
    """The other variants by kind, each in its own order."""
    # Nobody registers a slip under sch.uk: a registrar asks who the school is.
    near = _OPEN_SUFFIXES[:2] if own.endswith(_SCHOOLS) else (own, "co.uk")
    words = [word for word in _WORDS if word not in label]
    yield _under([f"{label}{word}" for word in words], near)
    yield _under([f"{label}-{word}" for word in words], near)
    for kind in _SLIPS:
        yield _under(_varied(label, kind), near)
    yield _under(_lookalikes(label, dnstwist.Fuzzer.glyphs_ascii), near)
    yield _under(_lookalikes(label, dnstwist.Fuzzer.glyphs_unicode), ("com",))
    yield _under(_varied(label, "cyrillic"), ("com",))
    yield _under(_varied(label, "hyphenation"), near)


def _varied(label: str, kind: str) -> list[str]:
    """One kind of dnstwist's variants, the least odd first."""
    fuzzer = dnstwist.Fuzzer(f"{label}.{_ANY}")
    fuzzer.generate([kind])
    found = {str(each["domain"]).removesuffix(f".{_ANY}") for each in fuzzer.domains}
    return sorted(found - {label, ""}, key=lambda twin: _oddness(label, twin))


def _lookalikes(label: str, glyphs: Mapping[str, Sequence[str]]) -> list[str]:
    """One letter, or a pair, made another that looks like it. dnstwist's own goes on to every two
    letters at once, which takes a long name minutes.
    """
    found = {
        label[:at] + glyph + label[at + len(letter) :]
        for letter, alike in glyphs.items()
        for at in range(len(label))
        if label.startswith(letter, at)
        for glyph in alike
    }
    ordered = sorted(found, key=lambda twin: _oddness(label, twin))
    return [twin if twin.isascii() else _encoded(twin) for twin in ordered]


def _encoded(twin: str) -> str:
    return f"xn--{twin.encode('punycode').decode()}"


def _oddness(label: str, twin: str) -> tuple[int, bool, bool, str]:
    """Few changes come first, then what keeps its first letter, then letters before digits, and
    letters that Western keyboards have before those that only a fraudster finds.
    """
    new = set(twin) - set(label)
    digits = any(letter.isdigit() for letter in new)
    rare = any(letter > _WESTERN for letter in new)
    return OSA.distance(label, twin), twin[:1] != label[:1], digits or rare, twin


def _under(labels: Iterable[str], suffixes: Sequence[str]) -> list[str]:
    """Each name under every ending before the next name."""
    return [f"{label}.{suffix}" for label in labels for suffix in suffixes]


def _runs(words: Sequence[str]) -> frozenset[tuple[str, ...]]:
    last = len(words) - _SHINGLE + 1
    return frozenset(tuple(words[at : at + _SHINGLE]) for at in range(last))
