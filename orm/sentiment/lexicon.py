"""The school and British lexicon (`lexicon.toml`), read once."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Valences on VADER's scale, -4..4. Phrases are lower-case with straight apostrophes."""

    version: int
    words: Mapping[str, float]
    phrases: Mapping[str, float]
    signs: Mapping[str, float]


@cache
def school_lexicon() -> Lexicon:
    """The lexicon shipped with the package."""
    text = files(__package__).joinpath("lexicon.toml").read_text(encoding="utf-8")
    read = tomllib.loads(text)
    return Lexicon(
        version=int(read["version"]),
        words={word: float(valence) for word, valence in read["words"].items()},
        phrases={phrase: float(valence) for phrase, valence in read["phrases"].items()},
        signs={sign: float(valence) for sign, valence in read["signs"].items()},
    )
