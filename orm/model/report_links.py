"""The link under which a school's staff report posts without signing in."""

from dataclasses import dataclass, field
from datetime import datetime

from orm.model.schools import ContactId, SchoolId


@dataclass(frozen=True, slots=True)
class ReportLink:
    """One school's link: whoever knows `token` may hand in posts for it, and nothing else. `by` made
    it at `at`, aware UTC.
    """

    school_id: SchoolId
    token: str = field(repr=False)
    by: ContactId
    at: datetime
