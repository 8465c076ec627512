"""The leash: what a second reading may change of what the rules found, whatever it says."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orm.model.judgement import AuthorType, Category, Decision, Route, Severity, Verdict
from orm.model.opinions import Opinion
from orm.model.settings import PolicyProfile
from orm.triage.advice import LIMITS, advised
from orm.triage.authors import Author
from orm.triage.checks import ALWAYS_RAISED
from orm.triage.decide import decide
from orm.triage.gates import MARKS
from orm.triage.severity import Finding
from tests.factories_opinions import GRUMBLE, STANCES, mention_of, opinion, read
from tests.factories_triage import house_policy

ROWS = house_policy().categories  # read before the first example, so that none is slow
UNDERSTOOD = {verdict: read(GRUMBLE, verdict) for verdict in Verdict}

LIKELIER_THAN_NOT = 0.5
EDGES = [0.0, 0.001, 0.005, 0.02, 0.055, 0.07, 0.12, 0.5, 0.65, 0.8, 0.96, 0.98, 1.0]
SHARE = st.sampled_from(EDGES) | st.floats(0, 1)
CATEGORIES = st.sampled_from(list(Category))
UNSHUT = [mark for mark in MARKS if mark == "helper"] + ["child-target"]


@st.composite
def findings(draw, categories=CATEGORIES) -> Finding:
    category = draw(categories)
    return Finding(
        category=category,
        severity=draw(st.sampled_from(list(Severity))),
        subtype=draw(st.sampled_from("abcd")) if category is Category.T16 else "",
        also=draw(st.lists(CATEGORIES, max_size=2).map(tuple)),
        marks=draw(st.sampled_from([frozenset[str]()] * 3 + [frozenset({m}) for m in UNSHUT])),
        seals=draw(st.booleans()),
    )


AUTHORS = st.builds(
    Author,
    type=st.sampled_from(list(AuthorType)),
    cue=st.just("my words"),
    age=st.sampled_from([None, None, 9]),
)


@st.composite
def opinions(draw, near: Category) -> Opinion:
    """Any opinion. It is often sure of what the rules found: there it could open most."""
    first = draw(st.just(near) | CATEGORIES)
    second = draw(CATEGORIES)
    share = draw(st.sampled_from([0.4, 0.76, 1.0]) | SHARE)
    category = dict.fromkeys(Category, 0.0)
    category[first] += share
    category[second] += 1 - share
    names = ("about", "urgent", "critical", "sealed", "removable", "community", "ordinary")
    return opinion(
        category=category,
        stance=dict.fromkeys(STANCES, 0.25),
        **{name: draw(SHARE) for name in names},
    )


@st.composite
def readings(draw, categories=CATEGORIES):
    """What the rules found, who writes, and what the second reading thinks."""
    finding = draw(findings(categories))
    return finding, draw(AUTHORS), draw(opinions(finding.category))


def decided(finding, author, its_opinion, verdict=Verdict.US) -> Decision:
    """What is decided of a post about the school with exactly this finding and this author."""
    understood = replace(UNDERSTOOD[verdict], finding=finding, author=author, matches=())
    return decide(
        understood,
        mention_of(GRUMBLE, verdict),
        policy=house_policy(),
        profile=PolicyProfile(),
        opinion=its_opinion,
    )


NEVER = {
    Category.T0,
    Category.T1,
    Category.T2,
    Category.T3,
    Category.T4,
    Category.T12,
    Category.T20,
}
"""design.md §6, property 2."""


@given(readings())
def test_no_opinion_opens_a_removal_route_for_what_is_never_taken_down(drawn):
    finding, author, its_opinion = drawn

    decision = decided(finding, author, its_opinion)

    whistle = (decision.category, decision.subtype) in {(Category.T16, "c"), (Category.T16, "d")}
    assert not (decision.removal_proposed and (decision.category in NEVER or whistle))


@given(readings())
def test_no_removal_route_is_open_where_the_two_readings_differ(drawn):
    finding, author, its_opinion = drawn

    decision = decided(finding, author, its_opinion)

    if decision.removal_proposed:
        assert decision.category is finding.category is its_opinion.likeliest
        assert its_opinion.removable >= LIMITS.removable


@given(readings())
def test_no_opinion_opens_a_removal_route_that_the_rules_alone_keep_shut(drawn):
    finding, author, its_opinion = drawn

    alone, together = decided(finding, author, None), decided(finding, author, its_opinion)

    assert alone.removal_proposed or not together.removal_proposed


@given(readings())
def test_unsure_of_the_school_nothing_is_taken_down_whatever_the_opinion(drawn):
    finding, author, its_opinion = drawn

    assert not decided(finding, author, its_opinion, Verdict.UNSURE).removal_proposed


def certainly_ordinary(its_opinion: Opinion) -> bool:
    return its_opinion.ordinary >= LIMITS.certain and its_opinion.critical < LIMITS.kept


@given(readings(st.sampled_from(sorted(ALWAYS_RAISED))), st.sampled_from(["us", "unsure"]))
def test_what_a_rule_calls_grave_stays_raised_unless_it_is_certain_to_be_ordinary(drawn, verdict):
    finding, author, its_opinion = drawn

    decision = decided(finding, author, its_opinion, Verdict(verdict))

    if not certainly_ordinary(its_opinion):
        assert decision.category in ALWAYS_RAISED
        assert decision.urgent
        assert decision.opens_case


@given(readings(st.sampled_from(sorted(ALWAYS_RAISED))))
def test_an_emergency_that_a_rule_found_is_never_made_less(drawn):
    finding, author, its_opinion = drawn
    emergency = replace(finding, severity=Severity.S4)

    decision = decided(emergency, author, its_opinion)

    if not certainly_ordinary(its_opinion):
        assert decision.severity is Severity.S4


@given(readings(st.just(Category.T8)))
def test_a_danger_to_life_is_raised_whoever_it_is_about_and_whatever_the_opinion(drawn):
    finding, author, its_opinion = drawn
    danger = replace(finding, severity=Severity.S4)

    decision = decided(danger, author, its_opinion, Verdict.NOT_US)

    if not certainly_ordinary(its_opinion):
        assert decision.urgent
        assert decision.opens_case


@given(readings())
def test_what_the_rules_say_is_grave_is_still_said_when_it_is_called_something_else(drawn):
    finding, author, its_opinion = drawn

    decision = decided(finding, author, its_opinion)

    if finding.category in ALWAYS_RAISED:
        assert finding.category in {decision.category, *decision.also}


WRITERS = AUTHORS.filter(lambda author: author.type is not AuthorType.OFFICIAL)
LOUD = [("critical", LIMITS.critical), ("urgent", LIMITS.urgent), ("sealed", LIMITS.sealed)]


@pytest.mark.parametrize(("answer", "limit"), LOUD, ids=[name for name, _ in LOUD])
@given(readings(), WRITERS, st.sampled_from([Verdict.US, Verdict.UNSURE]))
def test_what_may_be_grave_reaches_a_person(answer, limit, drawn, author, verdict):
    finding, _, its_opinion = drawn
    alarmed = replace(its_opinion, **{answer: max(limit, getattr(its_opinion, answer))})

    decision = decided(finding, author, alarmed, verdict)

    assert decision.urgent or decision.opens_case


@given(readings(), st.sampled_from(["critical", "urgent", "sealed"]))
def test_an_alarm_about_the_schools_own_words_reaches_a_person_too(drawn, answer):
    finding, _, its_opinion = drawn

    decision = decided(finding, Author(AuthorType.OFFICIAL), replace(its_opinion, **{answer: 0.9}))

    assert decision.urgent or decision.opens_case


@given(readings())
def test_what_may_be_for_the_safeguarding_team_is_sealed(drawn):
    finding, author, its_opinion = drawn

    assert decided(finding, author, replace(its_opinion, sealed=1.0)).sealed


@pytest.mark.parametrize("category", [Category.T1, Category.T2, Category.T3, Category.T4])
def test_ordinary_words_that_may_be_grave_open_a_case_for_review(category):
    alarmed = opinion(category, critical=LIMITS.critical)
    finding = Finding(category, Severity.S0)

    reviewed, _ = advised(finding, Author(AuthorType.UNKNOWN), alarmed, ROWS)

    assert reviewed.review
    assert decided(finding, Author(AuthorType.UNKNOWN), alarmed).opens_case


def test_ordinary_words_that_are_ordinary_to_both_readings_open_none():
    finding = Finding(Category.T1, Severity.S0)

    assert not decided(finding, Author(AuthorType.UNKNOWN), opinion(Category.T1)).opens_case


def test_what_both_readings_call_an_insult_is_not_taken_for_what_every_school_hears():
    insult = Finding(Category.T5, Severity.S2)
    likely_ordinary = opinion(Category.T5, ordinary=LIMITS.ordinary)

    kept, _ = advised(insult, Author(AuthorType.UNKNOWN), likely_ordinary, ROWS)

    assert (kept.category, kept.severity) == (Category.T5, Severity.S2)


def test_a_complaint_that_a_rule_read_stays_one_where_the_second_reading_half_agrees():
    shares = {**dict.fromkeys(Category, 0.0), Category.T2: 0.7, Category.T4: 0.3}
    doubtful = replace(opinion(Category.T2), category=shares)

    read, _ = advised(Finding(Category.T4, Severity.S2), Author(AuthorType.UNKNOWN), doubtful, ROWS)
    unread, _ = advised(
        Finding(Category.T2, Severity.S0), Author(AuthorType.UNKNOWN), doubtful, ROWS
    )

    assert (read.category, unread.category) == (Category.T4, Category.T2)


@given(readings())
def test_an_author_is_of_the_school_only_if_both_readings_see_it(drawn):
    finding, author, its_opinion = drawn

    decision = decided(finding, author, its_opinion)

    if decision.author.community:
        assert decision.author is author.type
        assert its_opinion.community > LIKELIER_THAN_NOT


@given(readings(st.sampled_from([Category.T5, Category.T6, Category.T7, Category.T16])))
def test_nobody_is_asked_to_delete_unless_both_are_nearly_certain_of_the_writer(drawn):
    finding, author, its_opinion = drawn

    decision = decided(finding, author, its_opinion)

    if Route.DELETION_REQUEST in decision.routes:
        assert author.type.community
        assert its_opinion.community >= LIMITS.community


def test_a_childs_age_stays_known_when_nothing_else_of_the_author_is_believed():
    child = Author(AuthorType.PUPIL, cue="im 9", age=9)

    _, author = advised(
        Finding(Category.T5, Severity.S2), child, opinion(Category.T5, community=0.0), ROWS
    )

    assert (author.type, author.age) == (AuthorType.UNKNOWN, 9)


@given(readings())
def test_no_opinion_says_that_a_post_about_the_school_is_not(drawn):
    assert decided(*drawn).category is not Category.T0 or drawn[0].category is Category.T0


def test_what_may_be_about_another_place_and_is_nothing_here_is_set_aside():
    finding = Finding(Category.T3, Severity.S1)
    nothing = opinion(Category.T0, urgent=0.0)

    decision = decided(finding, Author(AuthorType.UNKNOWN), nothing, Verdict.UNSURE)

    assert (decision.category, decision.opens_case) == (Category.T0, False)


def test_news_stays_news_unless_it_is_grave():
    reporter = Author(AuthorType.NEWS)
    finding = Finding(Category.T20, Severity.S0)

    assert decided(finding, reporter, opinion(Category.T6)).category is Category.T20
    assert decided(finding, reporter, opinion(Category.T8, critical=0.9)).category is Category.T8


def test_a_complaint_that_is_likely_ordinary_criticism_waits_like_it():
    finding = Finding(Category.T4, Severity.S2)
    doubted = opinion(Category.T4, ordinary=LIMITS.ordinary)

    decision = decided(finding, Author(AuthorType.UNKNOWN), doubted)

    assert (decision.category, decision.severity) == (Category.T4, Severity.S1)


def test_staff_words_that_only_the_second_reading_finds_are_asked_of_nobody():
    decision = decided(
        Finding(Category.T3, Severity.S1), Author(AuthorType.UNKNOWN), opinion(Category.T16)
    )

    assert (decision.category, decision.subtype) == (Category.T16, "c")
    assert not decision.removal_proposed


def test_where_both_are_sure_an_insult_may_still_be_reported():
    decision = decided(
        Finding(Category.T5, Severity.S2),
        Author(AuthorType.UNKNOWN),
        opinion(Category.T5, removable=0.99, urgent=LIMITS.calm),
    )

    assert Route.PLATFORM_REPORT in decision.routes


def test_the_reason_for_a_shut_route_says_that_the_readings_differ():
    decision = decided(
        Finding(Category.T5, Severity.S2), Author(AuthorType.UNKNOWN), opinion(Category.T6)
    )

    reasons = {each.reason for each in decision.locked if each.route is Route.PLATFORM_REPORT}
    assert reasons == {MARKS["second-reading"]}
