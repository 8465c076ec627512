"""The same text about several schools of one reader: a wave. No post, no author, no case."""

from dataclasses import dataclass
from datetime import datetime

from orm.model.schools import SchoolId


@dataclass(frozen=True, slots=True)
class Wave:
    """Where a text stands, about whom, and since when the house has seen it. `copies` are posts."""

    schools: frozenset[SchoolId]
    platforms: tuple[str, ...]
    since: datetime
    copies: int
