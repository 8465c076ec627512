"""One case as its page shows it: plain words, and nothing that this person may not see."""

from dataclasses import dataclass
from datetime import datetime

from orm.cases.ways import as_it_stands
from orm.model.evidence import Holding
from orm.model.judgement import AuthorType, Verdict
from orm.model.opening_hours import Opening
from orm.model.schools import SchoolCalendar
from orm.model.settings import Retention
from orm.reading.case_clocks import ClockLine, clocks
from orm.reading.case_next import Next, next_thing
from orm.reading.case_posts import Post, has_words, is_covered, posts, why_ours
from orm.reading.case_record import RecordLine, answered, record
from orm.reading.case_sheets import Sheet, sheets
from orm.reading.case_standpoint import Standpoint
from orm.reading.case_steps import StepOffered, offered
from orm.reading.case_ways import OpenWay, ShutWays, Underway, open_ways, shut_ways, underway
from orm.reading.case_words import STATES, severity_tag, state_tag, who
from orm.reading.explanation import Finding, Reason, finding
from orm.reading.plain_words import AUTHORS, ROLES
from orm.reading.policy_words import policy_words


@dataclass(frozen=True, slots=True)
class CaseHead:
    """What stands at the top of every page of a case."""

    ref: str
    school: str
    kind: str
    severity: str
    severity_clock: str
    severity_tag: str
    state: str
    state_tag: str
    owner: str
    due_at: datetime
    overdue: bool
    is_open: bool
    sealed: bool
    held: bool
    seen: int


@dataclass(frozen=True, slots=True)
class Told:
    """What people have said of the post: who wrote it and how that is known, the answers of gate
    G2 as (question, answer), and what else was done.
    """

    author: str
    basis: str
    confirmed_by: str
    answers: tuple[tuple[str, str], ...]
    overridden: str
    supported: str
    lesson: str
    ending: str


@dataclass(frozen=True, slots=True)
class KeptFiles:
    """What the archive holds: how many files, the last of them when, and how often handled."""

    files: int
    last_at: datetime | None
    handled: int


@dataclass(frozen=True, slots=True)
class CasePage:
    """Everything that the page of a case says. `covered`: its words are shown to who asks. `advice` is
    whom the school may ask (policy R153), `system` where concerns are recorded; both may be empty.
    `kept` is None where no evidence is kept here.
    """

    head: CaseHead
    next: Next
    posts: tuple[Post, ...]
    covered: bool
    unsure: bool
    advice: str
    system: str
    why: Finding
    also: tuple[str, ...]
    ours: tuple[Reason, ...]
    told: Told
    clocks: tuple[ClockLine, ...]
    underway: tuple[Underway, ...]
    ways: tuple[OpenWay, ...]
    shut: tuple[ShutWays, ...]
    steps: tuple[StepOffered, ...]
    may_open: bool
    may_look: bool
    looks_left: int
    sheets: tuple[Sheet, ...]
    record: tuple[RecordLine, ...]
    kept: KeptFiles | None


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a page needs beside the case: its top, the calendar, when POSH can be rung, how long words
    are kept, what the archive holds (None: there is none), whether the post may be opened and looked
    at again, and how many looks are left.
    """

    head: CaseHead
    calendar: SchoolCalendar
    opening: Opening
    retention: Retention
    holding: Holding | None
    may_open: bool
    may_look: bool
    looks_left: int


def case_head(at: Standpoint, school: str) -> CaseHead:
    """The top of a page of a case."""
    view, case = at.view, at.view.played.case
    severity = view.policy.severities[case.severity]
    return CaseHead(
        ref=case.ref,
        school=school,
        kind=view.policy.categories[case.category].label,
        severity=severity.label,
        severity_clock=severity.clock,
        severity_tag=severity_tag(case.severity),
        state=STATES[case.state],
        state_tag=state_tag(case.state),
        owner=ROLES[case.owner],
        due_at=case.due_at,
        overdue=at.is_open and case.due_at < view.around.now,
        is_open=at.is_open,
        sealed=case.sealed,
        held=case.held,
        seen=at.seen,
    )


def case_page(at: Standpoint, around: Surroundings) -> CasePage:
    """The page of a case."""
    view = at.view
    courses, open_now = underway(at), open_ways(at)
    return CasePage(
        head=around.head,
        next=next_thing(at, courses, open_now),
        posts=posts(at),
        covered=is_covered(view),
        unsure=view.file.verdict is Verdict.UNSURE,
        advice=view.profile.local_advice_service,
        system=view.profile.safeguarding_system,
        why=_why(at, around.retention),
        also=tuple(view.policy.categories[each].label for each in view.file.decision.also),
        ours=why_ours(view),
        told=_told(at),
        clocks=clocks(view, calendar=around.calendar, opening=around.opening),
        underway=courses,
        ways=open_now,
        shut=shut_ways(at) if at.is_open else (),
        steps=offered(at),
        may_open=around.may_open,
        may_look=around.may_look,
        looks_left=around.looks_left,
        sheets=sheets(view),
        record=record(view.file.events, view.policy, at.contacts),
        kept=_kept(around.holding),
    )


def _why(at: Standpoint, retention: Retention) -> Finding:
    """Why it was flagged: the decision as it stands, in the policy's words."""
    return finding(
        as_it_stands(at.view),
        policy_words(at.view.policy),
        words=has_words(at.view),
        retention=retention,
        due_at=at.view.played.case.due_at,
    )


def _told(at: Standpoint) -> Told:
    standing = at.view.played.standing
    names = ", ".join(who(each, at.contacts) for each in standing.overridden_by)
    return Told(
        author=AUTHORS[standing.author],
        basis=_basis(at),
        confirmed_by=who(standing.confirmed_by, at.contacts) if standing.confirmed_by else "",
        answers=answered(standing.answers),
        overridden=names,
        supported=standing.supported,
        lesson=standing.lesson,
        ending=standing.ending.value if standing.ending else "",
    )


def _basis(at: Standpoint) -> str:
    """How the author is known: a person's reason, or words of the post where the policy keeps any."""
    standing = at.view.played.standing
    by_words = standing.author is not AuthorType.UNKNOWN and has_words(at.view)
    return standing.basis if standing.confirmed_by or by_words else ""


def _kept(holding: Holding | None) -> KeptFiles | None:
    if holding is None:
        return None
    last = holding.entries[-1].at if holding.entries else None
    return KeptFiles(len(holding.standing), last, len(holding.custody))
