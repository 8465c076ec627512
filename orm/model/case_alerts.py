"""What the name of a letter says of the case that it tells of (`Letter.once`)."""

import re
from dataclasses import dataclass

from orm.model.cases import CaseRef
from orm.model.judgement import Severity

MERGED = "alerts/"
"""How the name begins of a letter that tells of several cases at once."""

_NAME = re.compile(
    r"(?:^|/)alert/(?P<ref>[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4})/.*?"
    r"(?P<step>opened|reminded-\d+)-s(?P<severity>[0-4])(?:/|$)"
)


@dataclass(frozen=True, slots=True)
class CaseAlert:
    """The case, how grave it is, and whether the letter tells that it opened or became graver."""

    ref: CaseRef
    severity: Severity
    opening: bool

    @property
    def may_wait(self) -> bool:
        """Whether it may be told together with others: an emergency never is."""
        return self.opening and self.severity < Severity.S4


def case_alert(once: str) -> CaseAlert | None:
    """What a letter's name tells; None for a letter about no case."""
    found = _NAME.search(once)
    if found is None:
        return None
    severity = Severity(int(found["severity"]))
    return CaseAlert(CaseRef(found["ref"]), severity, found["step"] == "opened")
