"""Any steps that people try, in any order: the record holds, and nothing is reached past its gate."""

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from orm.cases.approvals import AT_ONCE, INSIDE, LEADERS
from orm.cases.chain import verify
from orm.cases.owners import SEALED_ROLES
from orm.cases.replay import replay
from orm.cases.steps import read, written
from orm.errors import CaseError
from orm.model.cases import OPEN_STATES
from orm.model.judgement import REMOVAL_ROUTES, AuthorType, Category, Route, Severity
from orm.model.schools import Role
from orm.model.steps import (
    AnswerComplaint,
    Answered,
    AnswerGate,
    Answers,
    Approve,
    Assign,
    Checked,
    Classify,
    Close,
    Concern,
    ConfirmAuthor,
    Ending,
    Gentler,
    Hold,
    NoteDown,
    Override,
    Propose,
    Release,
    Reply,
    Seal,
    Sent,
    Statement,
    Support,
    Talk,
    Target,
    Underneath,
    Undo,
)
from tests.factories_casework import (
    ABUSE,
    HEAD,
    LEADER,
    PEOPLE,
    POSING,
    Casework,
    decision,
    opened,
)

NEVER = {
    Category.T0,
    Category.T1,
    Category.T2,
    Category.T3,
    Category.T4,
    Category.T8,
    Category.T11,
    Category.T12,
    Category.T13,
    Category.T14,
    Category.T20,
}
"""domain.md §3.3c, the rows that ask for something to be taken down."""

ROUTES = st.sampled_from(list(Route)) | st.sampled_from(
    [Route.DELETION_REQUEST, Route.PLATFORM_REPORT, Route.POSH, Route.WRITTEN_WARNING]
)
PASSING = st.sampled_from([ABUSE, POSING])
ANSWERS = PASSING | st.builds(
    Answers,
    st.sampled_from(Target),
    st.sampled_from(Statement),
    st.sampled_from(Checked),
    st.just("a teacher is distressed"),
    st.sampled_from(Gentler),
    st.sampled_from(Concern),
)
STEPS = st.one_of(
    st.builds(AnswerGate, ANSWERS),
    st.builds(ConfirmAuthor, st.sampled_from(AuthorType)),
    st.just(Talk()),
    st.builds(Propose, ROUTES, st.just("harassment"), st.booleans()),
    st.builds(Approve, ROUTES),
    st.builds(Approve, ROUTES),
    st.builds(Sent, ROUTES, st.just("R1")),
    st.builds(Answered, ROUTES, st.sampled_from(Reply)),
    st.builds(AnswerComplaint, st.sampled_from(Underneath)),
    st.just(Override()),
    st.just(Hold()),
    st.just(Release()),
    st.just(Seal()),
    st.just(NoteDown()),
    st.just(Support("the teacher")),
    st.builds(Assign, st.sampled_from(Role)),
    st.builds(
        Classify,
        st.sampled_from(Category),
        st.sampled_from(Severity),
        st.sampled_from(["", "a", "c"]),
    ),
    st.builds(Close, st.sampled_from(Ending), st.sampled_from(["", "answer sooner"])),
    st.integers(1, 12).map(Undo),
)
CASES = st.builds(
    decision,
    st.sampled_from(list(Category)[1:]),
    st.sampled_from(list(Severity)),
    st.sampled_from(AuthorType),
    grounds=st.sampled_from([(), ("about-headteacher",)]),
)


ASK, WARN = Route.DELETION_REQUEST, Route.WRITTEN_WARNING
PLATFORM, POSH, POLICE = Route.PLATFORM_REPORT, Route.POSH, Route.POLICE_101
LADDERS = {
    (Category.T5, AuthorType.PARENT): (
        (HEAD, ConfirmAuthor(AuthorType.PARENT)),
        (HEAD, AnswerGate(ABUSE)),
        (HEAD, Talk()),
        (HEAD, Propose(ASK)),
        (LEADER, Approve(ASK)),
        (HEAD, Sent(ASK)),
        (HEAD, Answered(ASK, Reply.CONTINUED)),
        (HEAD, AnswerComplaint(Underneath.ANSWERED)),
        (HEAD, Propose(WARN)),
        (HEAD, Approve(WARN)),
        (HEAD, Sent(WARN)),
        (HEAD, Support("the teacher")),
        (HEAD, Answered(WARN, Reply.AGREED)),
        (HEAD, Close(Ending.REMOVED)),
    ),
    (Category.T15, AuthorType.UNKNOWN): (
        (HEAD, AnswerGate(POSING)),
        (HEAD, Propose(PLATFORM, "impersonation")),
        (LEADER, Approve(PLATFORM)),
        (HEAD, Sent(PLATFORM, "R1")),
        (HEAD, Answered(PLATFORM, Reply.NO_BREACH)),
        (HEAD, Propose(POSH)),
        (LEADER, Approve(POSH)),
        (HEAD, Sent(POSH)),
    ),
    (Category.T8, AuthorType.UNKNOWN): (
        (HEAD, Propose(POLICE)),
        (HEAD, Approve(POLICE)),
        (LEADER, Approve(POLICE)),
        (HEAD, Sent(POLICE, "CAD 1")),
    ),
}
"""The ways of domain.md §3.4, each from its first step to its last."""


@st.composite
def courses_of_events(draw):
    """A case on which people tried things: anything at all, or a way of the policy with steps left
    out, put in and taken by somebody else.
    """
    kind, author = draw(st.sampled_from(list(LADDERS)))
    of = draw(CASES | st.just(decision(kind, Severity.S3, author)))
    work = Casework(opened(of))
    for by, step in LADDERS[kind, author]:
        chance = draw(st.integers(0, 19))
        if chance == 0:
            continue
        if chance < 6:
            _try(work, draw(st.sampled_from(PEOPLE)), draw(STEPS))
        work.saved = chance != 7
        work.wait(hours=draw(st.sampled_from([0, 49])))
        _try(work, draw(st.sampled_from(PEOPLE)) if chance == 8 else by, step)
    return work


def _try(work, by, step):
    before = work.file
    try:
        work.do(by, step)
    except CaseError:
        assert work.file == before


@settings(deadline=None)
@given(courses_of_events())
def test_the_record_holds_and_gives_the_same_case_again(work):
    assert verify(work.file.events) == ()
    assert replay(work.file).case == work.file.case


@settings(deadline=None)
@given(courses_of_events())
def test_nothing_leaves_the_house_without_those_who_must_agree(work):
    roles = {person.id: person.roles for person in PEOPLE}
    deputised = {"vane": {Role.HEADTEACHER}}
    for route, course in replay(work.file).standing.courses.items():
        if course.sent_at is None or route in INSIDE | AT_ONCE:
            continue
        allowed = SEALED_ROLES | LEADERS
        assert course.approved_by
        assert len(set(course.approved_by)) == len(course.approved_by)
        for each in course.approved_by:
            assert (roles[each] | deputised.get(each, set())) & allowed
        if route in {Route.POLICE_101, Route.TRUE_VISION, Route.S5_NOTICE}:
            assert len(course.approved_by) >= 2


@settings(deadline=None)
@given(courses_of_events())
def test_no_removal_is_sent_without_its_precondition(work):
    """Each step that sent something is looked at in the case as it stood before it."""
    for place, event in enumerate(work.file.events):
        step = read(event)
        if not isinstance(step, Sent) or step.route not in REMOVAL_ROUTES:
            continue
        before = replay(_until(work, place))
        standing, case = before.standing, before.case
        assert case.category not in NEVER
        assert case.state in OPEN_STATES
        assert not case.held
        assert standing.answers is not None
        if len(standing.overridden_by) < 2:
            assert standing.answers.statement is not Statement.OPINION
            assert standing.answers.checked not in {Checked.TRUE, Checked.MAYBE}
        if step.route is Route.DELETION_REQUEST:
            assert standing.author.community
            assert standing.confirmed_by
            assert standing.talked or case.category is Category.T10
        if step.route is Route.WRITTEN_WARNING:
            assert standing.refused_and_continued
            assert standing.underneath is not None
        if step.route is Route.POSH and case.category is not Category.T10:
            report = standing.courses.get(Route.PLATFORM_REPORT)
            urgent = standing.courses[Route.POSH].urgent
            waited = (
                report is not None
                and report.sent_at is not None
                and event.at >= report.sent_at + timedelta(hours=48)
            )
            assert urgent or waited


def _until(work, place):
    file = opened(work.file.decision)
    return type(file)(
        case=file.case,
        decision=file.decision,
        evidence=file.evidence,
        seen=file.seen,
        events=work.file.events[:place],
        verdict=file.verdict,
    )


@settings(deadline=None)
@given(courses_of_events())
def test_the_head_takes_no_step_in_a_case_about_the_head(work):
    if any(ground.rule == "about-headteacher" for ground in work.file.decision.grounds):
        given = {
            step.owner for event in work.file.events if isinstance(step := read(event), Assign)
        }
        actors = {event.actor for event in work.file.events}
        assert "merrow" not in actors
        assert "vane" not in actors or Role.SLT in given


@given(STEPS)
def test_a_step_is_read_back_as_it_was_written(step):
    work = Casework(opened(decision()))
    action, details = written(step)

    event = type(work.file.events[0])(
        ref=work.file.case.ref,
        seq=2,
        at=work.now,
        actor="merrow",
        action=action,
        reason="",
        previous="",
        digest="",
        details=details,
    )

    assert read(event) == step
