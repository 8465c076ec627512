"""When a letter that was not accepted is tried again."""

from datetime import datetime, timedelta
from hashlib import sha256

from orm.model.letters import Mail

FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=6)
GIVE_UP_AFTER = timedelta(days=3)
FEWEST_ATTEMPTS = 8

_DOUBLINGS = 9  # 2**9 minutes is past the longest wait


def retry_at(mail: Mail, *, now: datetime) -> datetime | None:
    """When to try again after one more failure, or None to give up.

    The wait doubles from one minute to six hours. A letter's own jitter, the same in every run,
    takes up to a fifth off it, so that letters do not come back together. It is given up when it
    was queued three days ago and has failed eight times: a machine that slept gets its chance.
    """
    failures = mail.attempts + 1
    if now - mail.queued_at >= GIVE_UP_AFTER and failures >= FEWEST_ATTEMPTS:
        return None
    full: timedelta = min(FIRST_WAIT * (1 << min(mail.attempts, _DOUBLINGS)), LONGEST_WAIT)
    return now + max(full * (1 - _jitter(mail) / 5), FIRST_WAIT)


def _jitter(mail: Mail) -> float:
    """0..1, from the letter and the attempt alone."""
    seed = sha256(f"{mail.letter.once}/{mail.attempts}".encode()).digest()
    return int.from_bytes(seed[:4], "big") / 2**32
