"""One-time codes: TOTP (RFC 6238, 30-second steps, 6 digits) and recovery codes.

A code is taken one step early or late, for a telephone whose clock is off, and never twice: a step
counts only after the last one that was used.
"""

import hmac
import secrets
from datetime import datetime

import pyotp

RECOVERY_CODES = 8

_STEP_SECONDS = 30
_EITHER_SIDE = 1
_DIGITS = 6
_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"  # none that is read as another
_HALF = 5
_ISSUER = "Online reputation desk"
_LONGEST_TYPED = 40


def step_of(secret: str, typed: str, *, after: int, now: datetime) -> int | None:
    """The step whose code was typed, later than `after`; None when it is no code of now."""
    code = plain_code(typed)
    if len(code) != _DIGITS or not code.isdecimal() or not code.isascii():
        return None
    generator = pyotp.TOTP(secret, interval=_STEP_SECONDS, digits=_DIGITS)
    middle = generator.timecode(now)
    found = None
    for step in range(middle - _EITHER_SIDE, middle + _EITHER_SIDE + 1):
        if hmac.compare_digest(generator.generate_otp(step), code) and step > after:
            found = step
    return found


def address_of(secret: str, *, name: str) -> str:
    """What the QR code of a second factor says."""
    generator = pyotp.TOTP(secret, interval=_STEP_SECONDS, digits=_DIGITS)
    return generator.provisioning_uri(name=name, issuer_name=_ISSUER)


def new_recovery_codes() -> tuple[str, ...]:
    """Eight codes such as "k7qdm-2mx9h": 49 random bits each."""
    return tuple(f"{_half()}-{_half()}" for _ in range(RECOVERY_CODES))


def plain_code(typed: str) -> str:
    """A code without the spaces and dashes that people type."""
    cut = typed[:_LONGEST_TYPED].casefold()
    return "".join(char for char in cut if char.isalnum())


def _half() -> str:
    return "".join(secrets.choice(_LETTERS) for _ in range(_HALF))
