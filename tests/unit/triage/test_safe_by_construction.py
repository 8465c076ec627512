"""What no combination of category, severity, author, profile and finding may ever bring about."""

from dataclasses import fields

from hypothesis import given
from hypothesis import strategies as st

from orm.model.judgement import (
    ALWAYS_SEALED,
    REMOVAL_ROUTES,
    AuthorType,
    Category,
    Decision,
    Ground,
    Retain,
    Route,
    Severity,
    Verdict,
)
from orm.model.schools import Role
from orm.model.settings import PolicyProfile
from orm.triage.authors import Author
from orm.triage.checks import ALWAYS_RAISED, NEVER_REMOVED
from orm.triage.decide import Seen, ruling
from orm.triage.gates import MARKS
from orm.triage.severity import Finding
from tests.factories_triage import decided, house_policy, post

house_policy()  # read before the first example, so that none is slow

MARK_NAMES = [*MARKS, "child-target", "about-headteacher"]
GROUNDS = st.lists(
    st.sampled_from(
        [
            Ground("T5-insult", quote="words"),
            Ground("about-headteacher", quote="the head"),
            Ground("about-dsl", quote="the safeguarding lead"),
        ]
    ),
    max_size=3,
)
FINDINGS = st.builds(
    Finding,
    category=st.sampled_from(list(Category)),
    severity=st.sampled_from(list(Severity)),
    subtype=st.sampled_from(["", "a", "b", "c", "d"]),
    also=st.lists(st.sampled_from(list(Category)), max_size=3).map(tuple),
    marks=st.frozensets(st.sampled_from(MARK_NAMES), max_size=2),
    seals=st.booleans(),
)
AUTHORS = st.builds(
    Author,
    type=st.sampled_from(list(AuthorType)),
    cue=st.just("my words"),
    age=st.sampled_from([None, 7, 11]),
)
PROFILES = st.builds(
    PolicyProfile,
    routes=st.frozensets(st.sampled_from(list(Route))),
    child_age=st.sampled_from([0, 10, 13, 16]),
)


@st.composite
def decisions(draw):
    finding, author = draw(FINDINGS), draw(AUTHORS)
    profile, verdict = draw(PROFILES), draw(st.sampled_from([Verdict.US, Verdict.UNSURE]))
    decision = ruling(
        finding,
        author,
        policy=house_policy(),
        profile=profile,
        verdict=verdict,
        seen=Seen(grounds=tuple(draw(GROUNDS))),
    )
    return finding, author, profile, verdict, decision


@given(decisions())
def test_removal_is_never_proposed_where_the_policy_forbids_it(drawn):
    finding, author, _, verdict, decision = drawn
    forbidden = (
        finding.category in NEVER_REMOVED
        or (finding.category is Category.T16 and finding.subtype in {"c", "d"})
        or (finding.category is Category.T5 and finding.severity <= Severity.S1)
        or author.type is AuthorType.NEWS
        or verdict is Verdict.UNSURE
    )

    assert not (forbidden and decision.removal_proposed)


@given(decisions())
def test_every_removal_route_is_open_or_locked_with_its_gate_and_a_reason(drawn):
    *_, decision = drawn
    locked = {each.route: each for each in decision.locked}

    assert all(route in decision.routes or route in locked for route in REMOVAL_ROUTES)
    assert not set(decision.routes) & set(locked)
    assert all(each.gate and each.reason for each in decision.locked)


@given(decisions())
def test_a_warning_and_a_section_5_notice_are_never_open_at_triage(drawn):
    *_, decision = drawn

    assert not {Route.WRITTEN_WARNING, Route.S5_NOTICE} & set(decision.routes)


@given(decisions())
def test_a_deletion_request_needs_an_author_of_the_community(drawn):
    _, author, _, _, decision = drawn

    assert author.type.community or Route.DELETION_REQUEST not in decision.routes


@given(decisions())
def test_in_an_emergency_nobody_is_asked_to_delete_evidence(drawn):
    finding, *_, decision = drawn

    assert finding.severity < Severity.S4 or Route.DELETION_REQUEST not in decision.routes


@given(decisions())
def test_threats_and_safeguarding_always_open_a_case(drawn):
    finding, *_, decision = drawn

    assert finding.category not in ALWAYS_RAISED or decision.opens_case
    assert finding.category not in ALWAYS_SEALED or decision.sealed


@given(decisions())
def test_what_is_sealed_belongs_to_the_safeguarding_side(drawn):
    *_, decision = drawn

    assert not decision.sealed or decision.owner in {Role.DSL, Role.HEADTEACHER, Role.CHAIR}


@given(decisions())
def test_nobody_owns_an_allegation_against_themselves(drawn):
    finding, *_, decision = drawn
    rules = {ground.rule for ground in decision.grounds}

    if "about-headteacher" in rules:
        assert decision.owner is not Role.HEADTEACHER
        assert Route.CHAIR in decision.routes
    if "about-dsl" in rules:
        assert decision.owner is not Role.DSL or Category.T0 is finding.category


@given(decisions())
def test_nothing_of_a_childs_words_or_name_is_kept(drawn):
    _, author, profile, _, decision = drawn

    if author.age is not None and author.age < profile.child_age:
        assert decision.retain is not Retain.FULL
        assert decision.author_cue == ""
        assert all(ground.quote == "" and ground.span is None for ground in decision.grounds)
        assert not decision.removal_proposed


@given(decisions())
def test_an_image_concern_keeps_a_pointer_and_no_words(drawn):
    finding, *_, decision = drawn

    if finding.category is Category.T13 or Category.T13 in finding.also:
        assert decision.retain is not Retain.FULL
        assert all(ground.quote == "" for ground in decision.grounds)


@given(decisions())
def test_a_route_that_the_schools_policy_lacks_is_never_proposed(drawn):
    _, _, profile, _, decision = drawn
    always = {
        Route.NO_ACTION,
        Route.DSL,
        Route.MYCONCERN_REF,
        Route.LADO,
        Route.POLICE_999,
        Route.POLICE_101,
        Route.CHAIR,
    }

    assert set(decision.routes) <= profile.routes | always


@given(decisions(), st.sampled_from("PST?"))
def test_another_author_changes_routes_and_never_the_category(drawn, letter):
    finding, _, profile, verdict, decision = drawn
    other = ruling(
        finding, Author(AuthorType(letter)), policy=house_policy(), profile=profile, verdict=verdict
    )

    assert other.category is decision.category
    assert (other.severity, other.sealed, other.deadline) == (
        decision.severity,
        decision.sealed,
        decision.deadline,
    )


POSTS = st.sampled_from(
    [
        "Wrenbeck Primary is a joke and I will keep saying so",
        "Watch your back Mr Tarn, Wrenbeck Primary",
        "Vane is a useless, vile little man and everyone at Wrenbeck Primary knows it",
        "Little lad at Wrenbeck Primary always has bruises, does nobody notice",
        "my daughter started at Wrenbeck Primary and loves it, thank you",
    ]
)


@given(st.text(max_size=300), st.sampled_from(list(Verdict)))
def test_any_text_gets_the_same_decision_twice(text, verdict):
    first = decided(post(text), verdict=verdict)

    assert isinstance(first, Decision)
    assert decided(post(text), verdict=verdict) == first


@given(st.text(max_size=200), st.text(max_size=40))
def test_a_quote_is_always_the_words_of_its_span(text, title):
    item = post(text + " Watch your back Mr Tarn. Shocking.", title=title)

    for ground in decided(item).grounds:
        if ground.span is not None:
            words = getattr(item, ground.span.field)[ground.span.start : ground.span.end]
            assert words.startswith(ground.quote)


def test_a_decision_has_no_field_for_tone():
    assert not {f.name for f in fields(Decision)} & {"stance", "compound", "sentiment"}
