"""A small config.toml that loads, ways to break it, and two invented sources."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from orm.config.loading import parse
from orm.config.values import Config, SourceShape
from orm.errors import ConfigError
from orm.model.polls import Access

BASE = Path("/srv/orm")

SMALL = """\
[network]
contact = "it@wrenbeck.example"

[mail]
transport = "file"
sender = "orm@wrenbeck.example"
allowed_domains = ["wrenbeck.example"]
folder = "outbox"

[[schools]]
id = "wrenbeck"
name = "Wrenbeck Primary School"
town = "Harrowmere"

[[contacts]]
id = "head"
name = "Ada Ferrow"
email = "head@wrenbeck.example"
roles = ["headteacher", "dsl"]

[[contacts]]
id = "chair"
name = "Bram Oakes"
email = "chair@wrenbeck.example"
roles = ["chair"]
"""


@dataclass(frozen=True, slots=True)
class Shelf:
    """An entry of the invented source `kiosk`."""

    url: str = field(metadata={"doc": "Address of the shelf.", "example": "https://k.example/a"})
    schools: tuple[str, ...] = field(default=(), metadata={"doc": "Ids; empty means all."})

    def __post_init__(self) -> None:
        if "://" not in self.url:
            raise ValueError(f'"{self.url}" is not an address; write it like "https://k.example"')


@dataclass(frozen=True, slots=True)
class KioskOptions:
    """Every option has a default."""

    shelves: tuple[Shelf, ...] = field(default=(), metadata={"doc": "Shelves to look at."})
    deep: bool = field(default=False, metadata={"doc": "Look behind the shelves too."})
    days: int = field(default=1, metadata={"doc": "Days to look back."})


@dataclass(frozen=True, slots=True)
class BoardOptions:
    """An option without a default, and one that is a secret."""

    place: str = field(metadata={"doc": "Where the board hangs.", "example": "hall"})
    access_token: str = field(default="", metadata={"doc": "What opens it."})


KIOSK = {"kiosk": SourceShape(KioskOptions, Access.A, "An invented kiosk.")}
BOARD_B = {"board": SourceShape(BoardOptions, Access.B)}
BOARD_C = {"board": SourceShape(BoardOptions, Access.C, takes_key=True)}
PAID_C = {"board": SourceShape(BoardOptions, Access.C, takes_key=True, costs_money=True)}
ACCEPTED = 'accept_terms = "2026-11-20 Ada Ferrow"'
BOARD_D = {"board": SourceShape(BoardOptions, Access.D)}


def changed(old: str, new: str) -> str:
    """The small file with one place changed."""
    if SMALL.count(old) != 1:
        raise ValueError(f"{old!r} is not in the small file exactly once")
    return SMALL.replace(old, new)


def under(section: str, *lines: str) -> str:
    """The small file with lines added to one of its sections, or with a new section at its end."""
    heading = f"[{section}]\n"
    if heading in SMALL:
        return changed(heading, heading + "\n".join(lines) + "\n")
    return SMALL + heading + "\n".join(lines) + "\n"


def read(
    text: str,
    *,
    base: Path = BASE,
    environ: Mapping[str, str] | None = None,
    sources: Mapping[str, SourceShape] | None = None,
) -> Config:
    """The text as a Config."""
    return parse(text, base=base, environ=environ or {}, source_options=sources or {})


def problems(
    text: str,
    *,
    base: Path = BASE,
    environ: Mapping[str, str] | None = None,
    sources: Mapping[str, SourceShape] | None = None,
) -> list[str]:
    """Every problem of the text; an empty list when it loads."""
    try:
        read(text, base=base, environ=environ, sources=sources)
    except ConfigError as error:
        return list(error.problems)
    return []
