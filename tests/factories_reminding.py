"""A case that waits, its record and its people; everything invented."""

from collections.abc import Iterable
from datetime import UTC, date, datetime

from orm.cases.chain import first_event, next_event, raised_event
from orm.cases.overdue import Rota, reminded_event, reminders
from orm.model.cases import Case, CaseEvent, CaseRef, CaseState, NewCase
from orm.model.judgement import Category, Severity
from orm.model.reminders import Reminder
from orm.model.schools import Contact, ContactId, Role, SchoolCalendar, SchoolId, Term
from orm.model.settings import ReminderRules

REF = CaseRef("K7QD-2MX9")
WRENBECK, ST_ORRINS = SchoolId("wrenbeck"), SchoolId("st-orrins")
TERMS = SchoolCalendar(
    terms=(
        Term(date(2026, 11, 2), date(2026, 12, 18)),
        Term(date(2027, 1, 4), date(2027, 3, 25)),
    )
)
NOTHING_QUIET = ReminderRules(datetime.min.time(), datetime.min.time())


def utc(written: str) -> datetime:
    """A moment in UTC, such as "2026-11-23 16:00"."""
    return datetime.fromisoformat(written).replace(tzinfo=UTC)


OPENED_AT = utc("2026-11-17 10:00")  # a Tuesday
DUE_AT = utc("2026-11-19 16:00")  # the Thursday
DEPUTY_AT = utc("2026-11-20 16:00")
CHAIR_AT = utc("2026-11-23 16:00")  # Monday: the weekend does not count


def person(name: str, *roles: Role, deputy: str | None = None, **changes) -> Contact:
    """Somebody of Wrenbeck."""
    return Contact(
        **{
            "id": ContactId(name),
            "name": name.title(),
            "email": f"{name}@wrenbeck.example",
            "roles": frozenset(roles),
            "deputy": None if deputy is None else ContactId(deputy),
            **changes,
        }
    )


HEAD = person("head", Role.HEADTEACHER, deputy="deputy")
DEPUTY = person("deputy", Role.SLT)
DSL = person("dsl", Role.DSL, deputy="dep-dsl")
DEPUTY_DSL = person("dep-dsl", Role.SLT)
CHAIR = person("chair", Role.CHAIR, deputy="vice")
VICE = person("vice", Role.SLT)
OFFICE = person("office", Role.COMMS, Role.IT)
EVERYBODY = (OFFICE, CHAIR, DEPUTY, DEPUTY_DSL, DSL, HEAD, VICE)

ABOUT_HEAD = frozenset({Role.HEADTEACHER})
ABOUT_DSL = frozenset({Role.DSL})


def case_of(**changes) -> Case:
    """The headteacher's case of severity 2, due on Thursday."""
    return Case(
        **{
            "ref": REF,
            "school_id": WRENBECK,
            "category": Category.T5,
            "severity": Severity.S2,
            "state": CaseState.NEW,
            "owner": Role.HEADTEACHER,
            "sealed": False,
            "opened_at": OPENED_AT,
            "due_at": DUE_AT,
            **changes,
        }
    )


def sealed_case(**changes) -> Case:
    """The safeguarding lead's sealed case."""
    fields = {"category": Category.T11, "owner": Role.DSL, "sealed": True, **changes}
    return case_of(**fields)


def serious(severity: Severity = Severity.S3, **changes) -> Case:
    """A case that must be opened at once; its decision is due much later."""
    return case_of(severity=severity, **{"due_at": utc("2026-12-10 16:00"), **changes})


def as_new(case: Case) -> NewCase:
    """The case as the program opens it."""
    return NewCase(
        case.ref, case.school_id, case.category, case.severity, case.owner, case.sealed, case.due_at
    )


def record_of(case: Case) -> tuple[CaseEvent, ...]:
    """The record of a case that nobody has touched."""
    return (first_event(as_new(case), case.opened_at),)


def touched(events: tuple[CaseEvent, ...], at: datetime, *, actor: str = "head"):
    """The record after somebody opened the case to read it."""
    step = next_event(events[-1], at=at, actor=actor, action="opened to read", reason="")
    return (*events, step)


def raised(events: tuple[CaseEvent, ...], case: Case, at: datetime) -> tuple[CaseEvent, ...]:
    """The record after the case became graver."""
    return (*events, raised_event(events[-1], as_new(case), at))


def after(
    events: tuple[CaseEvent, ...], done: Iterable[Reminder], *, at: datetime
) -> tuple[CaseEvent, ...]:
    """The record after these reminders were written."""
    for reminder in done:
        events = (*events, reminded_event(events[-1], reminder, at=at))
    return events


def rota_of(*contacts: Contact, **changes) -> Rota:
    """These people, or everybody, in term time, with the usual quiet hours."""
    rules = changes.pop("rules", ReminderRules())
    return Rota(contacts or EVERYBODY, changes.pop("calendar", TERMS), rules)


def told(
    case: Case,
    now: datetime,
    *,
    events: tuple[CaseEvent, ...] | None = None,
    rota: Rota | None = None,
) -> list[tuple[str, str]]:
    """Who is told now and on which rung."""
    found = reminders(
        case,
        record_of(case) if events is None else events,
        rota=rota or rota_of(),
        now=now,
    )
    return [(each.rung.name, one.contact.id) for each in found for one in each.told]
