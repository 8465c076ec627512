"""A labelled post: what the public can read on one side, what a careful reader says on the other.

The house is given `Post` and never `Gold`.
"""

from dataclasses import dataclass

from orm.model.items import Item
from orm.model.judgement import AuthorType, Category, Stance
from orm.model.polls import Scope
from orm.model.schools import SchoolId


@dataclass(frozen=True, slots=True)
class Post:
    """What a collector would bring for one watched school. `line` is where it stands in the file."""

    id: str
    line: int
    school_id: SchoolId
    scope: Scope
    item: Item


@dataclass(frozen=True, slots=True)
class Gold:
    """What a careful reader says of a post.

    `also` are other categories that are right too; `leak` are strings no email may hold.
    """

    about_us: bool
    category: Category
    also: frozenset[Category]
    urgent: bool
    sealed: bool
    removal_allowed: bool
    author: AuthorType
    sentiment: Stance
    leak: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Labelled:
    """A post with its labels."""

    post: Post
    gold: Gold


@dataclass(frozen=True, slots=True)
class LabelledText:
    """A text without a school, and the stance that a careful reader sees in it."""

    text: str
    sentiment: Stance
