"""What the front door answers: values, with sentences for the person before it."""

from dataclasses import dataclass
from datetime import datetime

from orm.model.entry import Session
from orm.model.schools import Contact
from orm.school_calendar import LONDON

WRONG = (
    "That email address, password or code is not right. Try again, or ask for a link to choose a"
    " new password."
)
"""The same for an unknown address, a wrong password, a wrong code and a person without a password."""

STALE = "This link was used already, or its time is over. Ask for a new one."
WRONG_CODE = "That code is not right. Wait for the next one in your app and type it."
NOT_STARTED = "There is no second factor to confirm. Start again."
NOT_HERE = (
    "Your account is known, but it is not on this desk's list of people. Ask the person who runs"
    " the desk to add your email address."
)
ANOTHER_ACCOUNT = (
    "This email address has come in with another account before. Ask the person who runs the desk"
    " to run: orm user reset, with --openid."
)


@dataclass(frozen=True, slots=True)
class Turned:
    """Nobody came in. `sentence` is for the person; `until` is when a next try is looked at."""

    sentence: str
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Entered:
    """A person is in. `token` is the session's and goes into a cookie; it is kept nowhere.

    With `must_enrol` they may do nothing but set up a second factor. `browser` proves later that
    this browser has entered before, to the throttle only: it opens nothing. `recovery_left` counts
    recovery codes after one was used, else None.
    """

    token: str
    contact: Contact
    must_enrol: bool = False
    browser: str = ""
    recovery_left: int | None = None


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who is behind a request, as the house knows them now."""

    contact: Contact
    session: Session
    must_enrol: bool


@dataclass(frozen=True, slots=True)
class Chosen:
    """A password was chosen. `browser` lets this browser sign in whoever else fails meanwhile."""

    contact: Contact
    browser: str


@dataclass(frozen=True, slots=True)
class NewFactor:
    """A second factor to be confirmed: the secret to type, and the address of the QR code."""

    secret: str
    uri: str


@dataclass(frozen=True, slots=True)
class RecoveryCodes:
    """Shown once; each opens the door once in place of a code."""

    codes: tuple[str, ...]


def too_many(until: datetime) -> Turned:
    """The answer while a throttle waits."""
    at = until.astimezone(LONDON)
    return Turned(
        f"Too many tries. Try again after {at:%H:%M:%S}, or ask for a link to choose a new"
        " password: it works at once.",
        until,
    )
