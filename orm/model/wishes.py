"""What somebody looks for among the mentions, and a page of what is found."""

from dataclasses import dataclass
from datetime import datetime

from orm.model.items import Kind
from orm.model.judgement import Category, Stance, Verdict
from orm.model.schools import SchoolId
from orm.model.settlements import MentionFile, MentionId


@dataclass(frozen=True, slots=True)
class Wish:
    """All of these together; what is left empty is not asked for.

    `words` are as a person types them: each must be there, in any order; "words in quotes" stand
    beside each other; `playgr*` is the beginning of a word. `since` <= seen < `until`, aware UTC.
    `school_id` None means every school of the person. `kind` is that of the item.
    """

    school_id: SchoolId | None = None
    words: str = ""
    since: datetime | None = None
    until: datetime | None = None
    source: str = ""
    theme: str = ""
    stance: Stance | None = None
    verdict: Verdict | None = None
    story_id: int | None = None
    category: Category | None = None
    kind: Kind | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """One page, newest first. `before` is where the next one begins; None on the last."""

    files: tuple[MentionFile, ...]
    before: MentionId | None = None

    @property
    def more(self) -> bool:
        """Whether there is another page."""
        return self.before is not None
