"""The word lists of `lookalikes.toml`, read once."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from orm.accounts.letters import skeleton


@dataclass(frozen=True, slots=True)
class Phrases:
    """Patterns find a phrase as whole words in a folded text. `by_skeleton` are the single words."""

    filler: frozenset[str]
    filler_skeletons: frozenset[str]
    school: frozenset[str]
    by_skeleton: Mapping[str, str]
    holders: tuple[str, ...]
    asking_sites: tuple[str, ...]
    official: re.Pattern[str]
    not_official: re.Pattern[str]
    voice: re.Pattern[str]
    asks: re.Pattern[str]
    says_so: re.Pattern[str]
    group: re.Pattern[str]
    thing: re.Pattern[str]
    kind: re.Pattern[str]


@cache
def phrases() -> Phrases:
    """The lists as shipped with the package."""
    text = files(__package__).joinpath("lookalikes.toml").read_text(encoding="utf-8")
    read = tomllib.loads(text)
    innocent: dict[str, list[str]] = read["innocent"]
    filler = frozenset(read["filler"])
    single = [*filler, *read["school"], *(word for words in innocent.values() for word in words)]
    return Phrases(
        filler=filler,
        filler_skeletons=frozenset(map(skeleton, filler)),
        school=frozenset(read["school"]),
        by_skeleton={skeleton(word): word for word in sorted(single) if " " not in word},
        holders=tuple(read["holders"]),
        asking_sites=tuple(read["asking_sites"]),
        official=_any(read["official"]),
        not_official=_any(read["not_official"]),
        voice=_any(read["voice"]),
        asks=_any(read["asks"]),
        says_so=_any(innocent["says_so"]),
        group=_any(innocent["group"]),
        thing=_any(innocent["thing"]),
        kind=_any(innocent["kind"]),
    )


def _any(words: Iterable[str]) -> re.Pattern[str]:
    longest = sorted(words, key=lambda word: (-len(word), word))
    inside = "|".join(re.escape(word).replace(r"\#", r"\d+") for word in longest)
    return re.compile(rf"(?<![^\W_])(?:{inside})(?![^\W_])")
