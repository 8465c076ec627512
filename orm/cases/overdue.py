"""Who is reminded of a case that waits, and when (gate G12). Pure.

Silence makes a case visible to more people and does nothing else: no step here decides, sends or
changes anything. Two ladders run beside each other. A decision that is late: at its time the owner,
one school day later the deputy, two school days later the chair (working days where the case is
sealed). A case of severity 3 or 4 that nobody has opened: after an hour the deputy, after four the
next in line; at severity 4 after 15 minutes already (domain.md §5.4), and out of hours the contact
on call at once.

Nobody is told of a case that is about them. A sealed case, and one that the chair leads on, is told
only to those who may open it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from orm.cases.chain import OPENED, PROGRAM, RAISED, next_event
from orm.cases.clocks import local_day, school_days_later
from orm.cases.owners import recipients
from orm.cases.sight import may_see
from orm.model.cases import OPEN_STATES, Case, CaseEvent
from orm.model.judgement import Severity
from orm.model.reminders import Reminder, Rung, Told
from orm.model.schools import Contact, ContactId, Role, SchoolCalendar
from orm.model.settings import ReminderRules
from orm.school_calendar import LONDON, add_school_days, working_days

REMINDED = "reminded"
"""What the case's record calls it."""

_AN_HOUR = timedelta(hours=1)
_UNOPENED = {
    Severity.S3: ((Rung.ONE_HOUR, _AN_HOUR), (Rung.FOUR_HOURS, 4 * _AN_HOUR)),
    Severity.S4: (
        (Rung.QUARTER_HOUR, timedelta(minutes=15)),
        (Rung.ONE_HOUR, _AN_HOUR),
        (Rung.FOUR_HOURS, 4 * _AN_HOUR),
    ),
}


@dataclass(frozen=True, slots=True)
class Rota:
    """Who is there, on which days, and when they may be written to."""

    contacts: tuple[Contact, ...]
    calendar: SchoolCalendar
    rules: ReminderRules = field(default_factory=ReminderRules)


def reminders(
    case: Case, events: Sequence[CaseEvent], *, rota: Rota, now: datetime
) -> tuple[Reminder, ...]:
    """The rungs that are due and were not climbed yet, earliest first; `events` is the whole record.

    A rung on which nobody may be told is left out. A rung that stands in the record is done: the
    same case gives it once, however often it is asked for and however late.
    """
    if case.state not in OPEN_STATES or not events or not _may_write(case, rota, now):
        return ()
    line = _Line(case, rota.contacts)
    begun = _begun(events)
    climbed = (
        *_late(line, begun, rota),
        *(() if _opened(events) else _unopened(line, begun, rota, now)),
    )
    due = [
        (at, _reminder(line, rung, since, people))
        for at, rung, since, people in climbed
        if at <= now and people and not _done(events, rung, since)
    ]
    return tuple(reminder for _, reminder in sorted(due, key=lambda each: each[0]))


def reminded_event(last: CaseEvent, reminder: Reminder, *, at: datetime) -> CaseEvent:
    """The step of the record that says who was told, and why."""
    names = ", ".join(told.contact.id for told in reminder.told)
    reason = f"{_mark(reminder.rung, reminder.since)}: told {names}"
    return next_event(last, at=at, actor=PROGRAM, action=REMINDED, reason=reason)


def is_quiet(rules: ReminderRules, at: datetime) -> bool:
    """Whether it is a time at which only a danger to life may make somebody's telephone ring."""
    hour, start, end = _local_time(at), rules.quiet_from, rules.quiet_until
    if start <= end:
        return start <= hour < end
    return hour >= start or hour < end


def is_school_day(rota: Rota, now: datetime) -> bool:
    """As deadlines count days: past the last known term, every weekday but a bank holiday."""
    today = local_day(now)
    return add_school_days(rota.calendar, today, 0) == today


def on_call(rota: Rota) -> tuple[Contact, ...]:
    """The contact of that id, or else every holder of that role."""
    wanted = rota.rules.on_call
    named = tuple(each for each in rota.contacts if each.id == ContactId(wanted))
    return named or tuple(each for each in rota.contacts if wanted in each.roles)


_Step = tuple[datetime, Rung, datetime, tuple[Contact, ...]]
"""When, why, counted from when, and who."""


@dataclass(frozen=True, slots=True)
class _Line:
    """The people of one case, in the order in which they are told."""

    case: Case
    contacts: tuple[Contact, ...]

    def owners(self) -> tuple[Contact, ...]:
        """Who is told when a decision is due."""
        return self.fit(self._recipients(self.contacts, urgent=False))

    def alerted(self) -> tuple[Contact, ...]:
        """Who was told when the case opened."""
        return self._recipients(self.contacts, urgent=self.case.severity >= Severity.S4)

    def deputies(self, but: Sequence[Contact]) -> tuple[Contact, ...]:
        """The owners' deputies who were not told."""
        ids = {contact.deputy for contact in self.owners()}
        return self.fit(each for each in self.contacts if each.id in ids and each not in but)

    def chairs(self, but: Sequence[Contact]) -> tuple[Contact, ...]:
        """The chair; where the chair may not know of the case, the next who may."""
        chairs = self.fit(
            each for each in self.contacts if Role.CHAIR in each.roles and each not in but
        )
        if chairs or not self._closed():
            return chairs
        return self.next_after(but)

    def next_after(self, told: Iterable[Contact]) -> tuple[Contact, ...]:
        """The next people in the documented order of `orm.cases.owners`."""
        known = set(told)
        left = [each for each in self.contacts if each not in known]
        return self.fit(self._recipients(left, urgent=False))

    def fit(self, people: Iterable[Contact]) -> tuple[Contact, ...]:
        """Those of these people who may be told."""
        return tuple(each for each in people if self._may_be_told(each))

    def may_open(self, contact: Contact) -> bool:
        """By their own roles, or those that they deputise for."""
        return may_see(self.case, contact, contacts=self.contacts)

    def _may_be_told(self, contact: Contact) -> bool:
        if contact.schools and self.case.school_id not in contact.schools:
            return False
        if contact.roles & self.case.about:
            return False
        return not self._closed() or self.may_open(contact)

    def _closed(self) -> bool:
        """That there is such a case is for those alone who may open it (G7, G8)."""
        return self.case.sealed or self.case.owner is Role.CHAIR

    def _recipients(self, contacts: Sequence[Contact], *, urgent: bool) -> tuple[Contact, ...]:
        return recipients(
            self.case.owner,
            sealed=self.case.sealed,
            urgent=urgent,
            contacts=contacts,
            school_id=self.case.school_id,
            subject_roles=self.case.about,
        )


def _late(line: _Line, begun: datetime, rota: Rota) -> Iterator[_Step]:
    """A decision is late. Whoever was told at the opening is left alone for an hour.

    Safeguarding does not wait for term: a sealed case counts working days.
    """
    due, days = line.case.due_at, rota.calendar
    if line.case.sealed:
        days = working_days(days.nation)
    owners = line.owners()
    deputies = line.deputies(but=owners)
    yield max(due, begun + _AN_HOUR), Rung.DUE, due, owners
    yield school_days_later(due, days, 1), Rung.DEPUTY, due, deputies
    chairs = line.chairs(but=(*owners, *deputies))
    yield school_days_later(due, days, 2), Rung.CHAIR, due, chairs


def _unopened(line: _Line, begun: datetime, rota: Rota, now: datetime) -> Iterator[_Step]:
    """Nobody has opened a serious case."""
    told = line.alerted()
    reachable = line.fit(on_call(rota))
    if line.case.severity in _UNOPENED and _out_of_hours(rota, now):
        extra = tuple(each for each in reachable if each not in told)
        yield begun, Rung.ON_CALL, begun, extra
    for rung, wait in _UNOPENED.get(line.case.severity, ()):
        people = line.deputies(but=told) or line.next_after(told)
        yield begun + wait, rung, begun, people
        told += people


def _reminder(line: _Line, rung: Rung, since: datetime, people: Iterable[Contact]) -> Reminder:
    case = line.case
    return Reminder(
        ref=case.ref,
        severity=case.severity,
        owner=case.owner,
        rung=rung,
        since=since,
        told=tuple(Told(each, line.may_open(each)) for each in people),
    )


def _done(events: Iterable[CaseEvent], rung: Rung, since: datetime) -> bool:
    mark = f"{_mark(rung, since)}:"
    return any(each.action == REMINDED and each.reason.startswith(mark) for each in events)


def _mark(rung: Rung, since: datetime) -> str:
    """A case that is due anew, or opened anew, climbs its rungs anew."""
    return f"{rung.value}, counted from {since.astimezone(LONDON).isoformat(' ', 'seconds')}"


def _begun(events: Sequence[CaseEvent]) -> datetime:
    """When the case was opened, or last became graver: people were told of it then."""
    return next((each.at for each in reversed(events) if _begins(each)), events[0].at)


def _opened(events: Sequence[CaseEvent]) -> bool:
    """Whether a person did anything with the case since it was opened or became graver."""
    for event in reversed(events):
        if event.actor != PROGRAM:
            return True
        if _begins(event):
            return False
    return False


def _begins(event: CaseEvent) -> bool:
    return event.actor == PROGRAM and event.action in {OPENED, RAISED}


def _may_write(case: Case, rota: Rota, now: datetime) -> bool:
    """Severity 4 always; severity 3 and sealed outside quiet hours; the rest on school days too."""
    if case.severity >= Severity.S4:
        return True
    if is_quiet(rota.rules, now):
        return False
    return case.sealed or case.severity >= Severity.S3 or is_school_day(rota, now)


def _out_of_hours(rota: Rota, now: datetime) -> bool:
    return is_quiet(rota.rules, now) or not is_school_day(rota, now)


def _local_time(at: datetime) -> time:
    return at.astimezone(LONDON).time()
