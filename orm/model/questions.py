"""What a second reader is asked about a post."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Question:
    """A post about a school, without its author, address and date.

    `place` is the school's town; `kind` and `platform` are the item's. Title and text stay out of
    repr, so that no log holds them.
    """

    school: str
    place: str
    kind: str
    platform: str
    title: str = field(repr=False)
    text: str = field(repr=False)
