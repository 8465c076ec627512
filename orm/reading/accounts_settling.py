"""A person's word on a finding, an account or a look-alike, held to what the record can keep."""

from datetime import datetime

from orm.errors import Conflict, NotAllowed
from orm.model.accounts import SettledBy
from orm.model.lookalikes import Lookalike
from orm.model.schools import Contact

LONGEST_REASON = 300


def word(by: Contact, reason: str, now: datetime) -> SettledBy:
    """The word as it is kept.

    Raises:
        NotAllowed: no reason, one that is too long, or one that cannot be read.
    """
    line = " ".join(reason.split())
    if not line:
        raise NotAllowed("Say in a few words what you did, or why it is no fault.")
    if len(line) > LONGEST_REASON:
        raise NotAllowed(f"Say it in at most {LONGEST_REASON} characters.")
    if not line.isprintable():
        raise NotAllowed("It holds characters that cannot be kept; type it anew.")
    return SettledBy(by.id, now, line)


def still(lookalike: Lookalike, seen: str) -> None:
    """That nobody has judged a look-alike otherwise since the reader saw it; `seen` is what they saw.

    Raises:
        Conflict: somebody has said something else since.
    """
    if lookalike.verdict.value != seen:
        raise Conflict(
            "Somebody has judged this while you were reading. Nothing was changed. Look at it again."
        )
