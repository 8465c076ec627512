"""A second reading may change whether a post is about the school, and what it may not change."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orm.match.settling import as_settled
from orm.match.verdict import reconsidered, scope_evidence
from orm.model.judgement import Evidence, Mention, Verdict
from orm.model.polls import Scope
from orm.model.schools import SchoolId
from tests.factories_settling import mention_of as named
from tests.factories_settling import said_of

SHARE = st.floats(0, 1)
FOUND = [Scope.OPEN, Scope.LOCAL, Scope.ASKED]


def unnamed(scope: Scope = Scope.ASKED) -> Mention:
    """A mention of a school whose name nobody said."""
    return Mention(SchoolId("wrenbeck"), Verdict.NOT_US, 0.0, scope_evidence(scope))


@given(SHARE, st.sampled_from([Verdict.US, Verdict.NOT_US]), st.sampled_from(list(Scope)))
def test_what_a_person_settled_stands(about, verdict, scope):
    settled = as_settled(named(), said_of(verdict))

    assert reconsidered(settled, about=about, scope=scope) == settled


@given(SHARE, st.sampled_from(list(Verdict)), st.sampled_from([Scope.ABOUT, Scope.OWN]))
def test_a_page_that_is_known_to_be_about_the_school_is_judged_by_its_rules_alone(
    about, verdict, scope
):
    mention = named(verdict)

    assert reconsidered(mention, about=about, scope=scope) == mention


@pytest.mark.parametrize("scope", FOUND)
@pytest.mark.parametrize(
    ("of_the_rules", "about", "verdict"),
    [
        (Verdict.US, 0.6, Verdict.US),
        (Verdict.US, 0.59, Verdict.UNSURE),
        (Verdict.US, 0.0, Verdict.UNSURE),
        (Verdict.UNSURE, 0.9, Verdict.US),
        (Verdict.UNSURE, 0.89, Verdict.UNSURE),
        (Verdict.UNSURE, 0.3, Verdict.UNSURE),
        (Verdict.UNSURE, 0.29, Verdict.NOT_US),
        (Verdict.NOT_US, 0.985, Verdict.US),
        (Verdict.NOT_US, 0.98, Verdict.UNSURE),
        (Verdict.NOT_US, 0.5, Verdict.UNSURE),
        (Verdict.NOT_US, 0.49, Verdict.NOT_US),
    ],
)
def test_the_surer_the_rules_are_the_surer_another_answer_must_be(
    scope, of_the_rules, about, verdict
):
    assert reconsidered(named(of_the_rules), about=about, scope=scope).verdict is verdict


@given(SHARE, st.sampled_from(FOUND))
def test_what_the_rules_say_is_ours_is_doubted_at_most(about, scope):
    assert reconsidered(named(Verdict.US), about=about, scope=scope).verdict is not Verdict.NOT_US


@given(SHARE, SHARE, st.sampled_from(list(Verdict)))
def test_a_likelier_answer_never_makes_it_less_ours(one, two, verdict):
    less, more = (
        reconsidered(named(verdict), about=about, scope=Scope.OPEN).verdict
        for about in sorted((one, two))
    )

    order = [Verdict.NOT_US, Verdict.UNSURE, Verdict.US]
    assert order.index(less) <= order.index(more)


@pytest.mark.parametrize(
    ("about", "verdict"),
    [(0.6, Verdict.US), (0.5, Verdict.UNSURE), (0.2, Verdict.UNSURE), (0.1, Verdict.NOT_US)],
)
def test_what_a_search_for_the_school_brought_may_be_about_it_without_its_name(about, verdict):
    assert reconsidered(unnamed(), about=about, scope=Scope.ASKED).verdict is verdict


def test_a_name_that_is_another_things_needs_more_than_no_name():
    namesake = Mention(
        SchoolId("wrenbeck"),
        Verdict.NOT_US,
        0.0,
        (Evidence("namesake", "Wrenbeck Lane", -0.6), *scope_evidence(Scope.ASKED)),
    )

    assert reconsidered(namesake, about=0.6, scope=Scope.ASKED).verdict is Verdict.UNSURE
    assert reconsidered(unnamed(), about=0.6, scope=Scope.ASKED).verdict is Verdict.US


@given(SHARE, st.sampled_from(list(Verdict)), st.sampled_from(FOUND))
def test_the_second_reading_is_one_more_reason_on_its_side(about, verdict, scope):
    before = named(verdict)

    after = reconsidered(before, about=about, scope=scope)

    (seen,) = set(after.evidence) - set(before.evidence)
    assert seen == Evidence("second-reading", "", round(about - 0.5, 2))
    assert set(before.evidence) <= set(after.evidence)


@given(SHARE, st.sampled_from(FOUND))
def test_the_strongest_reason_comes_first(about, scope):
    weights = [
        abs(each.weight) for each in reconsidered(named(), about=about, scope=scope).evidence
    ]

    assert weights == sorted(weights, reverse=True)


@given(SHARE, st.sampled_from(FOUND))
def test_names_and_score_stay_the_rules_so_that_their_mistake_can_be_seen(about, scope):
    before = named()

    after = reconsidered(before, about=about, scope=scope)

    assert (after.score, after.spans, after.school_id) == (
        before.score,
        before.spans,
        before.school_id,
    )
