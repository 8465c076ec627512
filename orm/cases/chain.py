"""The unbroken record: each event carries the digest of the one before it."""

import hashlib
import json
from collections.abc import Sequence
from datetime import UTC, datetime

from orm.model.cases import CaseEvent, NewCase

GENESIS = "0" * 64
PROGRAM = "orm"


def first_event(new_case: NewCase, at: datetime) -> CaseEvent:
    """The event that opens a case."""
    return _sealed(
        CaseEvent(
            ref=new_case.ref,
            seq=1,
            at=at,
            actor=PROGRAM,
            action="opened",
            reason=f"{new_case.category} at severity {new_case.severity}",
            previous=GENESIS,
            digest="",
        )
    )


def next_event(
    last: CaseEvent, *, at: datetime, actor: str, action: str, reason: str
) -> CaseEvent:
    """The event that follows `last`."""
    return _sealed(
        CaseEvent(
            ref=last.ref,
            seq=last.seq + 1,
            at=at,
            actor=actor,
            action=action,
            reason=reason,
            previous=last.digest,
            digest="",
        )
    )


def raised_event(last: CaseEvent, new_case: NewCase, at: datetime) -> CaseEvent:
    """The program found the case graver than before."""
    reason = f"{new_case.category} at severity {new_case.severity}"
    return next_event(last, at=at, actor=PROGRAM, action="raised", reason=reason)


def verify(events: Sequence[CaseEvent]) -> tuple[str, ...]:
    """What is wrong with a case's chain, in order; empty when it is whole."""
    problems: list[str] = []
    previous = GENESIS
    for place, event in enumerate(events, start=1):
        if event.seq != place:
            problems.append(f"event {place} is missing")
        if event.previous != previous:
            problems.append(f"event {event.seq} does not follow the one before it")
        if event.digest != _digest(event):
            problems.append(f"event {event.seq} was changed")
        previous = event.digest
    return tuple(problems)


def _sealed(event: CaseEvent) -> CaseEvent:
    return CaseEvent(
        ref=event.ref,
        seq=event.seq,
        at=event.at,
        actor=event.actor,
        action=event.action,
        reason=event.reason,
        previous=event.previous,
        digest=_digest(event),
    )


def _digest(event: CaseEvent) -> str:
    """SHA-256 over a canonical JSON of every field but the digest."""
    fields = [
        event.ref,
        event.seq,
        event.at.astimezone(UTC).isoformat(timespec="microseconds"),
        event.actor,
        event.action,
        event.reason,
        event.previous,
    ]
    text = json.dumps(fields, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
