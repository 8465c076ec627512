"""The copies of one text."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Copies:
    """A story and how many of its posts somebody may read; `story_id` None without a story."""

    story_id: int | None = None
    number: int = 0
