"""A source that a person has paused for a school: it is not read, and nothing is taken for quiet."""

from dataclasses import dataclass
from datetime import datetime

from orm.model.schools import ContactId, SchoolId


@dataclass(frozen=True, slots=True)
class Pause:
    """Since when a source is paused for a school, by whom and why. Times are aware UTC."""

    source: str
    school_id: SchoolId
    by: ContactId
    reason: str
    at: datetime
