"""What a check came to, told: the three outcomes, days and words that a sentence may hold."""

import hashlib
import unicodedata
from datetime import date, datetime

from orm.model.accounts import Check, Checked, CheckOutcome
from orm.school_calendar import LONDON

_YEAR = "January February March April May June July August September October November December"
_MONTHS = _YEAR.split()
_LONGEST_QUOTE = 200
_KEY_LETTERS = 12


def well(check: Check, says: str, evidence: str = "") -> Checked:
    """Nothing wrong."""
    return Checked(check, CheckOutcome.OK, says, evidence)


def finding(check: Check, key: str, says: str, evidence: str = "") -> Checked:
    """Something that a person must settle."""
    return Checked(check, CheckOutcome.FINDING, says, evidence, key)


def could_not(check: Check, says: str, evidence: str = "") -> Checked:
    """Not checked: `says` tells why, and who can do what."""
    return Checked(check, CheckOutcome.COULD_NOT, says, evidence)


def day(on: date) -> str:
    """Like "3 November 2026", the same in every locale."""
    return f"{on.day} {_MONTHS[on.month - 1]} {on.year}"


def local_day(at: datetime) -> date:
    """The Europe/London date of an aware moment."""
    return at.astimezone(LONDON).date()


def count(number: int, noun: str) -> str:
    """Like "1 day" or "2 days"."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def quoted(text: str) -> str:
    """The beginning of anybody's words on one line, without characters that cannot be seen."""
    seen = "".join(
        letter if letter.isprintable() else " " for letter in unicodedata.normalize("NFC", text)
    )
    line = " ".join(seen.split())
    return line if len(line) <= _LONGEST_QUOTE else f"{line[:_LONGEST_QUOTE]}…"


def mark(*texts: str) -> str:
    """A short mark for a key that changes when one of the texts does."""
    whole = "\0".join(texts).encode("utf-8", "surrogatepass")
    return hashlib.sha256(whole).hexdigest()[:_KEY_LETTERS]
