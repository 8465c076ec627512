"""People, cases and steps of the invented Wrenbeck Primary, for the tests of casework."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from orm.cases.chain import first_event
from orm.cases.opening import open_case
from orm.cases.replay import replay
from orm.cases.taking import Wish, take
from orm.cases.ways import Circumstances, View
from orm.model.cases import Case, CaseEvent, CaseFile, CaseState
from orm.model.judgement import (
    AuthorType,
    Category,
    Decision,
    Evidence,
    Ground,
    Severity,
    Verdict,
)
from orm.model.schools import Contact, ContactId, Role, SchoolCalendar, SchoolId
from orm.model.settings import PolicyProfile
from orm.model.steps import (
    AnswerGate,
    Answers,
    Checked,
    ConfirmAuthor,
    Gentler,
    Statement,
    Step,
    Talk,
    Target,
)
from orm.triage.gates import Situation, doors
from tests.factories_triage import house_policy

OPENED_AT = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)  # a Monday
WRENBECK = SchoolId("wrenbeck")


def person(name: str, *roles: Role, deputy: str = "") -> Contact:
    return Contact(
        id=ContactId(name),
        name=name.capitalize(),
        email=f"{name}@wrenbeck.example",
        roles=frozenset(roles),
        deputy=ContactId(deputy) if deputy else None,
        schools=frozenset({WRENBECK}),
    )


HEAD = person("merrow", Role.HEADTEACHER, deputy="vane")
DEPUTY = person("vane", Role.SLT)
DSL = person("okoro", Role.DSL)
CHAIR = person("lindqvist", Role.CHAIR)
LEADER = person("amis", Role.SLT)
COMMS = person("hale", Role.COMMS)
PEOPLE = (HEAD, DEPUTY, DSL, CHAIR, LEADER, COMMS)

ABUSE = Answers(
    Target.STAFF,
    Statement.ABUSE,
    Checked.NOTHING,
    "a Year 4 teacher is distressed",
    Gentler.TRIED,
)
POSING = Answers(
    Target.SCHOOL,
    Statement.POSING,
    Checked.FALSE,
    "parents are sent wrong dates and asked for money",
    Gentler.UNKNOWN_AUTHOR,
)


def decision(
    category: Category = Category.T5,
    severity: Severity = Severity.S2,
    author: AuthorType = AuthorType.UNKNOWN,
    *,
    grounds: Sequence[str] = (),
    also: tuple[Category, ...] = (),
    subtype: str = "",
) -> Decision:
    policy = house_policy()
    row = policy.categories[category]
    open_now = doors(
        Situation(category, severity, author, subtype=subtype),
        policy=policy,
        profile=PolicyProfile(),
    )
    return Decision(
        category=category,
        severity=severity,
        author=author,
        grounds=tuple(Ground(rule) for rule in grounds),
        routes=open_now.routes,
        locked=open_now.locked,
        owner=Role.CHAIR if "about-headteacher" in grounds else row.owner,
        deadline=row.deadline_for(severity),
        policy=policy.version,
        subtype=subtype,
        also=also,
        sealed=row.sealed,
        opens_case=True,
        retain=row.retain,
    )


def opened(of: Decision, *, verdict: Verdict = Verdict.US) -> CaseFile:
    """A case as the program opens it."""
    new = open_case(
        of,
        school_id=WRENBECK,
        fingerprint="the post",
        now=OPENED_AT,
        policy=house_policy(),
        calendar=SchoolCalendar(),
    )
    assert new is not None
    case = Case(
        new.ref,
        WRENBECK,
        new.category,
        new.severity,
        CaseState.NEW,
        new.owner,
        new.sealed,
        OPENED_AT,
        new.due_at,
        new.held,
        new.about,
    )
    return CaseFile(
        case=case,
        decision=of,
        evidence=(Evidence("name-full", "Wrenbeck Primary", 0.55),),
        seen=(),
        events=(first_event(new, OPENED_AT),),
        verdict=verdict,
    )


@dataclass
class Casework:
    """A case that people work on, one step after another; an hour passes between steps."""

    file: CaseFile
    now: datetime = OPENED_AT
    saved: bool = True
    own_account: bool = True
    own_site: bool = True
    rules: tuple[str, ...] = ()
    hosts: bool = True
    people: Sequence[Contact] = PEOPLE

    @property
    def view(self) -> View:
        around = Circumstances(
            self.now, self.saved, self.own_account, self.own_site, self.rules, self.hosts
        )
        return View(self.file, replay(self.file), house_policy(), PolicyProfile(), around)

    def do(self, by: Contact, step: Step, reason: str = "as the policy says") -> CaseEvent:
        self.now += timedelta(hours=1)
        wish = Wish(step, by, reason, seen=self.file.events[-1].seq)
        event, played = take(wish, self.view, self.people)
        self.file = replace(self.file, case=played.case, events=(*self.file.events, event))
        return event

    def wait(self, **time: float) -> None:
        self.now += timedelta(**time)


def casework(*arguments: object, **facts: object) -> Casework:
    """A case of this decision; the arguments are those of `decision`."""
    return Casework(opened(decision(*arguments, **facts)))  # type: ignore[arg-type]


def by_a_parent() -> Casework:
    """A parent's abusive post, as far as a request to take it down may be proposed."""
    work = casework(Category.T5)
    work.do(HEAD, ConfirmAuthor(AuthorType.PARENT), "says so in the post: my lad in Year 4")
    work.do(HEAD, AnswerGate(ABUSE))
    work.do(HEAD, Talk(), "rang at four; she was upset about homework")
    return work


def by_a_stranger(category: Category = Category.T15, answers: Answers = POSING) -> Casework:
    """A stranger's post, as far as a report to the platform may be proposed."""
    work = casework(category, Severity.S3)
    work.do(HEAD, AnswerGate(answers))
    return work
