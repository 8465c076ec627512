"""The record of a case: each step carries the hash of the one before, so a change shows.

`digest` is SHA-256 over canonical JSON (sorted keys, no spaces, UTF-8) of every other field; `at`
is written in UTC with microseconds, and `details` only where there are any.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from pydantic import TypeAdapter

from orm.model.cases import CaseEvent, NewCase

_NEW_CASE = TypeAdapter(NewCase)

PROGRAM = "orm"
"""The actor of what the program records by itself."""

OPENED, RAISED = "opened", "raised"

READ = "opened to read"
"""That a person opened a case to read it (orm.desk.visiting); no step, so it makes nobody's stale."""


def first_event(new_case: NewCase, at: datetime) -> CaseEvent:
    """The opening of a case: step 1, with no step before it."""
    return _sealed(
        CaseEvent(
            ref=new_case.ref,
            seq=1,
            at=at,
            actor=PROGRAM,
            action=OPENED,
            reason=_why(new_case),
            previous="",
            digest="",
            details=what_it_is(new_case),
        )
    )


def next_event(
    last: CaseEvent, *, at: datetime, actor: str, action: str, reason: str, details: str = ""
) -> CaseEvent:
    """The step after `last`."""
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
            details=details,
        )
    )


def raised_event(last: CaseEvent, new_case: NewCase, at: datetime) -> CaseEvent:
    """The same story was seen again, or judged more serious: another step of the open case."""
    return next_event(
        last,
        at=at,
        actor=PROGRAM,
        action=RAISED,
        reason=_why(new_case),
        details=what_it_is(new_case),
    )


def verify(events: Sequence[CaseEvent]) -> tuple[str, ...]:
    """What does not hold in a record, one sentence each; nothing when it is whole.

    A chain shows what was changed inside it, not that its end is missing: the store knows how
    many steps there are.
    """
    problems: list[str] = []
    previous = ""
    for place, event in enumerate(events, start=1):
        where = f"{event.ref}, step {place}"
        if event.seq != place:
            problems.append(
                f"{where}: it says it is step {event.seq}; a step is missing or doubled"
            )
        if event.ref != events[0].ref:
            problems.append(f"{where}: it belongs to another case than {events[0].ref}")
        if event.previous != previous:
            problems.append(f"{where}: it does not follow the step before it")
        if event.digest != _digest(event):
            problems.append(f"{where}: its words were changed after it was written")
        previous = event.digest
    return tuple(problems)


def what_it_is(new_case: NewCase) -> str:
    """The details of an opened or raised case."""
    return _NEW_CASE.dump_json(new_case).decode()


def read_what_it_is(details: str) -> NewCase:
    """The case as the program opened or raised it.

    Raises:
        ValueError: these are not the details of such an event.
    """
    return _NEW_CASE.validate_json(details)


def _why(new_case: NewCase) -> str:
    sealed = ", sealed" if new_case.sealed else ""
    return f"{new_case.category} S{new_case.severity.value}, {new_case.owner}{sealed}"


def _sealed(event: CaseEvent) -> CaseEvent:
    return replace(event, digest=_digest(event))


def _digest(event: CaseEvent) -> str:
    fields = {
        "ref": event.ref,
        "seq": event.seq,
        "at": event.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor": event.actor,
        "action": event.action,
        "reason": event.reason,
        "previous": event.previous,
    }
    if event.details:
        fields["details"] = event.details
    text = json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
