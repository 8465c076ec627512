"""Another judge may add a person's look. It opens no removal route, and takes nobody's look away."""

from dataclasses import replace
from functools import cache
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orm.model.judgement import (
    ALWAYS_SEALED,
    REMOVAL_ROUTES,
    Category,
    Ground,
    Retain,
    Route,
    Severity,
    Stance,
    Verdict,
)
from orm.model.opinions import Opinion
from orm.triage.advice import LIMITS
from orm.triage.second_opinion import heeded, joined, may_be_shown, question
from orm.triage.severity import Finding
from tests.factories_opinions import (
    BRUISES,
    COMPLAINT,
    INSULT,
    POSTS,
    PRAISE,
    STANCES,
    THREAT,
    decision,
    mention_of,
    opinion,
    read,
)
from tests.factories_triage import CARROWBY, post

read_once = cache(read)
for each in POSTS:  # read before the first example, so that none is slow
    for seen in (Verdict.US, Verdict.UNSURE):
        read_once(each, seen)

SURE = 0.98
"""Sure enough of anything that needs certainty."""
UNEASY = (LIMITS.calm + LIMITS.urgent) / 2
"""Too much to be calm, too little to be urgent."""
SHARE = st.floats(0, 1)
LIKELY = st.sampled_from([0.0, 0.05, 0.1, 0.19, 0.3, 0.75, 0.86, SURE, 1.0]) | SHARE


@st.composite
def opinions(draw, near=Category.T3) -> Opinion:
    """Any opinion: two categories share one probability; the other answers are free.

    `near` is the category that the rules found: there the two readings agree most often.
    """
    categories = st.just(near) | st.sampled_from(list(Category))
    first, second = draw(categories), draw(categories)
    share = draw(st.sampled_from([0.4, 0.9]) | LIKELY)
    category = dict.fromkeys(Category, 0.0)
    category[first] += share
    category[second] += 1 - share
    stance = draw(st.sampled_from(STANCES))
    answers = ("about", "urgent", "critical", "sealed", "community")
    return opinion(
        category=category,
        stance={each: float(each is stance) for each in STANCES},
        removable=draw(st.just(SURE) | SHARE),
        **{name: draw(st.sampled_from([0.0, SURE]) | LIKELY) for name in answers},
    )


@st.composite
def twice_read(draw):
    """A post decided with the learned opinion alone, and with another one heeded."""
    text = draw(st.sampled_from(POSTS))
    verdict = draw(st.sampled_from([Verdict.US, Verdict.UNSURE]))
    near = read_once(text, verdict).finding.category
    learned, other = draw(opinions(near)), draw(opinions(near))

    def decided(one: Opinion):
        return decision(text, one, verdict, understood=read_once(text, verdict))

    alone = decided(learned)
    counts, together = heeded(learned, other, alone=alone, decided=decided)
    return alone, together, learned, counts


@given(twice_read())
def test_no_removal_route_opens_that_was_shut_without_the_other_judge(drawn):
    alone, together, *_ = drawn

    assert REMOVAL_ROUTES.intersection(together.routes) <= set(alone.routes)


def corners(near: Category) -> list[Opinion]:
    """Sure of what the rules found, torn between that and criticism, or sure that it is criticism."""
    torn = dict.fromkeys(Category, 0.0) | {Category.T3: 0.6, near: 0.4}
    return [
        opinion(removable=removable, urgent=urgent, community=community, category=category)
        for category in (opinion(near).category, torn, opinion(Category.T3).category)
        for removable, urgent, community in product((0.0, SURE), repeat=3)
    ]


@pytest.mark.parametrize("text", POSTS)
def test_no_corner_where_two_opinions_meet_opens_a_removal_route(text):
    every = corners(read_once(text, Verdict.US).finding.category)

    def decided(one: Opinion):
        return decision(text, one, understood=read_once(text, Verdict.US))

    for learned in every:
        alone = decided(learned)
        for other in every:
            _, together = heeded(learned, other, alone=alone, decided=decided)
            assert REMOVAL_ROUTES.intersection(together.routes) <= set(alone.routes)


@given(twice_read())
def test_praise_questions_criticism_and_complaints_stay_without_a_removal_route(drawn):
    _, together, *_ = drawn
    ordinary = {Category.T0, Category.T1, Category.T2, Category.T3, Category.T4}

    assert not (together.category in ordinary and together.removal_proposed)


@given(twice_read())
def test_nobody_who_is_told_without_the_other_judge_is_left_out_with_it(drawn):
    alone, together, *_ = drawn

    assert together.urgent >= alone.urgent
    assert together.sealed >= alone.sealed
    assert together.opens_case >= alone.opens_case


@given(twice_read())
def test_an_accusation_of_the_one_who_decides_stays_one(drawn):
    alone, together, *_ = drawn
    subjects = {"about-headteacher", "about-dsl"}

    assert {ground.rule for ground in together.grounds} & subjects >= {
        ground.rule for ground in alone.grounds
    } & subjects


@given(twice_read())
def test_some_joined_opinion_always_counts(drawn):
    *_, learned, counts = drawn

    assert counts == learned or counts.removable <= learned.removable


@given(opinions(), opinions())
def test_what_calls_for_a_person_is_the_larger_and_what_opens_something_the_smaller(one, two):
    both = joined(one, two)

    for name in ("urgent", "critical", "sealed"):
        assert getattr(both, name) == max(getattr(one, name), getattr(two, name))
    for name in ("removable", "community"):
        assert getattr(both, name) == min(getattr(one, name), getattr(two, name))


def test_what_it_is_and_its_stance_are_the_mean():
    both = joined(
        opinion(Category.T3, about=0.2),
        opinion(
            Category.T4, about=1.0, stance={Stance.POSITIVE: 1.0}, feedback={Stance.NEUTRAL: 1.0}
        ),
    )

    assert both.about == pytest.approx(0.6)
    assert (both.category[Category.T3], both.category[Category.T4]) == (0.5, 0.5)
    assert (both.stance[Stance.NEGATIVE], both.stance[Stance.POSITIVE]) == (0.5, 0.5)
    assert (both.feedback[Stance.NEGATIVE], both.feedback[Stance.NEUTRAL]) == (0.5, 0.5)


def test_another_category_shuts_removal_even_where_the_learned_number_would_open_it():
    learned = opinion(
        category={Category.T3: 0.55, Category.T5: 0.45}
        | dict.fromkeys(set(Category) - {Category.T3, Category.T5}, 0.0),
        removable=SURE,
        urgent=0.02,
    )
    other = opinion(Category.T5, removable=SURE)
    alone = decision(INSULT, learned)

    _, together = heeded(learned, other, alone=alone, decided=lambda one: decision(INSULT, one))

    assert not alone.removal_proposed
    assert decision(INSULT, joined(learned, other)).removal_proposed
    assert (together.category, together.removal_proposed) == (Category.T5, False)


def test_an_agreeing_judge_leaves_removal_as_it_is():
    learned = opinion(Category.T5, removable=SURE, urgent=0.02)
    alone = decision(INSULT, learned)

    _, together = heeded(learned, learned, alone=alone, decided=lambda one: decision(INSULT, one))

    assert alone.removal_proposed
    assert together == alone


def test_a_judge_that_disagrees_shuts_removal():
    learned = opinion(Category.T5, removable=SURE, urgent=0.02)
    other = opinion(Category.T5, removable=0.1)
    alone = decision(INSULT, learned)

    _, together = heeded(learned, other, alone=alone, decided=lambda one: decision(INSULT, one))

    assert alone.removal_proposed
    assert not together.removal_proposed


def test_a_judge_that_is_alarmed_sends_a_calm_post_to_a_person():
    learned = opinion(Category.T1)
    other = opinion(Category.T1, urgent=0.9, critical=0.9)
    alone = decision(PRAISE, learned)

    _, together = heeded(learned, other, alone=alone, decided=lambda one: decision(PRAISE, one))

    assert (alone.severity, alone.opens_case) == (Severity.S0, False)
    assert (together.urgent, together.opens_case) == (True, True)


def test_a_judge_that_is_calm_leaves_the_case_of_a_complaint_open():
    learned, other = opinion(Category.T4, urgent=UNEASY), opinion(Category.T1)
    alone = decision(COMPLAINT, learned)

    _, together = heeded(learned, other, alone=alone, decided=lambda one: decision(COMPLAINT, one))

    assert alone.opens_case
    assert (together.opens_case, together.category) == (True, alone.category)


@pytest.mark.parametrize(
    "taken_away",
    [
        {"severity": Severity.S2},
        {"sealed": False},
        {"opens_case": False},
        {"grounds": ()},
        {"category": Category.T4},
        {"routes": (Route.PLATFORM_REPORT,)},
    ],
    ids=lambda change: next(iter(change)),
)
def test_the_learned_opinion_stands_where_no_joining_keeps_to_the_leash(taken_away):
    learned, other = opinion(Category.T8, urgent=0.9), opinion(Category.T1)
    alone = replace(decision(THREAT, learned), sealed=True, grounds=(Ground("about-headteacher"),))
    less = replace(alone, **taken_away)

    counts, together = heeded(learned, other, alone=alone, decided=lambda _: less)

    assert (counts, together) == (learned, alone)


CALM = opinion(Category.T1)


def shown(text=PRAISE, learned=CALM, verdict=Verdict.US, **alone) -> bool:
    """Whether a post may be shown; `alone` changes what is decided of it."""
    decided = replace(decision(text, learned, verdict), **alone)
    return may_be_shown(
        mention_of(text, verdict), read_once(text, verdict).finding, learned, decided
    )


def test_a_post_about_the_school_may_be_shown():
    assert shown()
    assert shown(verdict=Verdict.UNSURE)


def test_a_post_that_is_not_about_the_school_stays_in_the_house():
    assert not shown(verdict=Verdict.NOT_US)


def test_what_the_rules_call_a_safeguarding_matter_stays_in_the_house():
    assert not shown(BRUISES)


@pytest.mark.parametrize("category", sorted(ALWAYS_SEALED))
def test_what_may_be_a_safeguarding_matter_too_stays_in_the_house(category):
    assert not shown(category=category)
    assert not shown(also=(category,))


def test_private_material_that_was_handed_in_stays_in_the_house():
    assert not shown(category=Category.T21)
    assert not shown(also=(Category.T21,))


def test_what_a_rule_or_the_decision_seals_stays_in_the_house():
    alone = decision(PRAISE, CALM)
    sealing = Finding(Category.T2, Severity.S1, seals=True)

    assert not shown(sealed=True)
    assert not may_be_shown(mention_of(PRAISE), sealing, CALM, alone)


def test_what_the_learned_judge_would_seal_stays_in_the_house():
    assert not shown(learned=opinion(Category.T1, sealed=0.2), sealed=False, also=())


@pytest.mark.parametrize("retain", [Retain.POINTER, Retain.HASH])
def test_what_the_house_keeps_no_text_of_stays_in_the_house(retain):
    assert not shown(retain=retain)


def test_the_author_is_not_part_of_the_question():
    asked = question(post("Carrowby Primary, again", author="Juno Marl"), CARROWBY)

    assert "Juno" not in f"{asked.title}{asked.text}{asked.school}{asked.place}{asked.platform}"


def test_a_question_does_not_show_the_words_of_a_post():
    asked = question(post("the boiler is out at Carrowby", title="Boiler"), CARROWBY)

    assert "oiler" not in repr(asked)
