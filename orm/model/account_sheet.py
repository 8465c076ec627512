"""The register of official accounts as a sheet for the headteacher's signature (domain.md R134, R138)."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class AccountRow:
    """One account as it is printed. Names are of those who look after it, never of anybody else.

    `gaps` are what the register does not say, `findings` what the last checks found and nobody has
    settled, `could_not` what they could not check; each a sentence. `checked_on` is None before the
    first check. An empty text or None is not known.
    """

    platform: str
    handle: str
    name: str = ""
    status: str = ""
    owner: str = ""
    keepers: tuple[str, ...] = ()
    second_reader: str = ""
    access_tested_on: date | None = None
    risk_assessed_on: date | None = None
    approved_by: str = ""
    approved_on: date | None = None
    agreement_signed_on: date | None = None
    review_on: date | None = None
    gaps: tuple[str, ...] = ()
    findings: tuple[str, ...] = ()
    could_not: tuple[str, ...] = ()
    checked_on: date | None = None
