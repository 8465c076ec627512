"""A person opens a case to read it: of a sealed or serious one, the case's record says who and when."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

from orm.cases.chain import PROGRAM, RAISED, READ, next_event
from orm.cases.ways import View
from orm.desk.pressing import Desk, look_at
from orm.errors import Conflict
from orm.model.cases import CaseEvent, CaseRef
from orm.model.judgement import Severity
from orm.model.schools import Contact, ContactId

ONCE_IN = timedelta(minutes=15)
"""How often one person's reading of one case is written down; own judgement."""

_ATTEMPTS = 3


def open_to_read(desk: Desk, ref: CaseRef, *, by: Contact, where: str, now: datetime) -> View:
    """The case for a person who opens it, with their reading in its record. `where` is the way in.

    Raises:
        NotAllowed: for this person there is no such case.
        Conflict: others act on the case again and again.
    """
    for _ in range(_ATTEMPTS - 1):
        with suppress(Conflict):
            return _opened(desk, ref, by=by, where=where, now=now)
    return _opened(desk, ref, by=by, where=where, now=now)


def _opened(desk: Desk, ref: CaseRef, *, by: Contact, where: str, now: datetime) -> View:
    view = look_at(desk, ref, by=by, now=now)
    if not _is_told(view) or _was_told(view.file.events, by.id, now):
        return view
    event = next_event(view.file.events[-1], at=now, actor=by.id, action=READ, reason=where)
    desk.store.step(event, view.played.case)
    return replace(view, file=replace(view.file, events=(*view.file.events, event)))


def _is_told(view: View) -> bool:
    case = view.played.case
    return case.sealed or case.severity >= Severity.S3


def _was_told(events: Sequence[CaseEvent], by: ContactId, now: datetime) -> bool:
    """Whether this person's reading stands there from just now. A case that became graver since is
    read anew: reminders count from then.
    """
    for event in reversed(events):
        if event.actor == by and event.action == READ:
            return now - event.at < ONCE_IN
        if event.actor == PROGRAM and event.action == RAISED:
            return False
    return False
