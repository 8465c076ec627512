"""Reminding people of cases that wait: the record of it and the letters, in one transaction each.

What is due is read from each case's own record, so a restart neither forgets a reminder nor gives
it twice. Nothing but reminders comes of silence (gate G12).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from orm.cases.overdue import Rota, reminded_event, reminders
from orm.errors import Conflict
from orm.leaks.posts import Secret, secrets
from orm.leaks.screen import Screen
from orm.model.cases import CaseEvent
from orm.model.letters import Letter
from orm.model.reminders import Reminder, TimedCase, Told
from orm.model.schools import School, SchoolId
from orm.model.weeks import Week
from orm.pipeline.judging import Repeat, nothing_to_repeat
from orm.ports import Store
from orm.school_calendar import week_of

WriteReminder = Callable[[Reminder, Told, int, School], Letter]
"""Writes the letter to one person; the number is that of the step of the record."""


@dataclass(frozen=True, slots=True)
class Reminding:
    """What reminding needs: the watched schools, their people and hours, and who writes letters."""

    store: Store
    schools: Mapping[SchoolId, School]
    rota: Rota
    write: WriteReminder
    screen: Screen
    repeat: Repeat = nothing_to_repeat


@dataclass(frozen=True, slots=True)
class Reminded:
    """How many rungs were climbed and how many letters of them wait to be sent."""

    rungs: int = 0
    letters: int = 0


def remind_due(reminding: Reminding, *, now: datetime) -> Reminded:
    """Remind people of every open case that waits too long.

    A case on which somebody acts at this moment is left for the next time.

    Raises:
        StoreError: at once; what was written stays, and the rest is due again.
    """
    told = _Posts(reminding.store, week_of(now))
    rungs = letters = 0
    for timed in reminding.store.timed_cases(now=now):
        school = reminding.schools.get(timed.case.school_id)
        due = reminders(timed.case, timed.events, rota=reminding.rota, now=now)
        if school is None or not due:
            continue
        steps = tuple(_steps(timed, due, now=now))
        written = [
            letter
            for event, reminder in steps
            for letter in _letters(reminder, event, school, reminding=reminding, posts=told)
        ]
        try:
            letters += reminding.store.remind([event for event, _ in steps], written, now=now)
        except Conflict:
            continue
        rungs += len(steps)
    return Reminded(rungs, letters)


@dataclass(slots=True)
class _Posts:
    """What letters must not repeat, read once for each school: the words of its open cases."""

    store: Store
    week: Week
    known: dict[SchoolId, tuple[Secret, ...]] = field(default_factory=dict)

    def of(self, school_id: SchoolId) -> tuple[Secret, ...]:
        """The school's."""
        if school_id not in self.known:
            self.known[school_id] = secrets(self.store.post_words(school_id, self.week))
        return self.known[school_id]


def _steps(
    timed: TimedCase, due: Sequence[Reminder], *, now: datetime
) -> Iterator[tuple[CaseEvent, Reminder]]:
    last = timed.events[-1]
    for reminder in due:
        last = reminded_event(last, reminder, at=now)
        yield last, reminder


def _letters(
    reminder: Reminder, event: CaseEvent, school: School, *, reminding: Reminding, posts: _Posts
) -> Iterator[Letter]:
    """The letters of one step after the safety check: a held one, and what goes instead."""
    names = school.names
    letters: list[Letter] = []
    for told in reminder.told:
        letter = reminding.write(reminder, told, event.seq, school)
        letters += reminding.screen.clear(letter, posts.of(school.id), names=names)
    yield from letters
    yield from reminding.repeat(letters)
