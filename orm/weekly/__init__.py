"""The weekly flow: which digest is due, queueing it once, and delivering what waits in the outbox."""

from orm.weekly.delivering import Delivered, PostRoom, deliver
from orm.weekly.queueing import (
    LONDON,
    WriteDigest,
    WriteDigests,
    cleared,
    due_week,
    readers,
    send_at,
    send_due,
    turn_of,
)
from orm.weekly.retrying import FIRST_WAIT, GIVE_UP_AFTER, LONGEST_WAIT, retry_at
from orm.weekly.telling import stands_in, told_instead

__all__ = [
    "FIRST_WAIT",
    "GIVE_UP_AFTER",
    "LONDON",
    "LONGEST_WAIT",
    "Delivered",
    "PostRoom",
    "WriteDigest",
    "WriteDigests",
    "cleared",
    "deliver",
    "due_week",
    "readers",
    "retry_at",
    "send_at",
    "send_due",
    "stands_in",
    "told_instead",
    "turn_of",
]
