"""One decision for one mention: what is special about the place, the author and the doubt."""

import pytest

from orm.model.items import Kind
from orm.model.judgement import Category, Retain, Route, Severity, Verdict
from orm.model.polls import Scope
from orm.model.schools import Role
from orm.model.settings import PolicyProfile
from tests.factories_triage import decided, house_policy, post

INSULT = "Vane is a useless, vile little man and everyone at Wrenbeck Primary knows it"
BOMB = "there is a bomb in wrenbeck primary academy, tollworth, 11am"


def reason(decision, route):
    return next((each.gate, each.reason) for each in decision.locked if each.route is route)


def test_what_is_not_about_us_keeps_a_hash_and_no_words():
    decision = decided(INSULT, verdict=Verdict.NOT_US)

    assert (decision.category, decision.severity) == (Category.T0, Severity.S0)
    assert decision.retain is Retain.HASH
    assert decision.grounds == ()
    assert not decision.opens_case


def test_a_danger_to_life_is_raised_whoever_it_is_about():
    decision = decided(BOMB, verdict=Verdict.NOT_US)

    assert (decision.category, decision.severity) == (Category.T8, Severity.S4)
    assert decision.opens_case
    assert Route.POLICE_999 in decision.routes


def test_an_old_story_about_another_school_is_not_raised():
    text = "Around 900 pupils left the academy after a caller claimed there was a bomb. Police searched it"

    assert decided(post(text, kind=Kind.NEWS), verdict=Verdict.NOT_US).category is Category.T0


def test_while_it_is_unsure_nothing_is_taken_down_and_the_reason_says_so():
    decision = decided(INSULT, verdict=Verdict.UNSURE)

    assert decision.category is Category.T5
    assert not decision.removal_proposed
    assert reason(decision, Route.PLATFORM_REPORT)[0] == "G2"
    assert "not sure it is about us" in reason(decision, Route.PLATFORM_REPORT)[1]
    assert decision.retain is Retain.FULL


def test_while_it_is_unsure_only_what_is_urgent_becomes_a_case():
    assert not decided(INSULT, verdict=Verdict.UNSURE).opens_case
    assert decided("Watch your back Mr Tarn", verdict=Verdict.UNSURE).opens_case


def test_the_same_insult_of_a_parent_is_talked_about_first():
    unknown, parent = decided(INSULT), decided(INSULT + ". My Y5 boy says so too")

    assert (unknown.category, parent.category) == (Category.T5, Category.T5)
    assert Route.PLATFORM_REPORT in unknown.routes
    assert Route.INVITE_CONTACT in parent.routes
    assert reason(parent, Route.PLATFORM_REPORT)[0] == "G2"


def test_a_deletion_request_to_an_unknown_author_is_locked_by_the_author_gate():
    assert reason(decided(INSULT), Route.DELETION_REQUEST)[0] == "G6"


def test_posh_waits_for_the_platform():
    gate, why = reason(decided(INSULT), Route.POSH)

    assert gate == "ladder"
    assert "48 hours" in why


def test_a_route_that_the_schools_policy_lacks_is_locked_by_its_profile():
    without = PolicyProfile(routes=frozenset(Route) - {Route.PLATFORM_REPORT})

    assert reason(decided(INSULT, profile=without), Route.PLATFORM_REPORT)[0] == "profile"


def test_a_first_hand_account_is_checked_before_anything_is_taken_down():
    decision = decided("Mrs Vane forged the signatures at Wrenbeck Primary, I have seen her do it")

    assert decision.category is Category.T6
    assert not decision.removal_proposed
    assert "may be true" in reason(decision, Route.PLATFORM_REPORT)[1]


def test_news_is_news_whatever_it_says():
    decision = decided(post("Mr Tarn stole the PTA money, court hears", kind=Kind.NEWS))

    assert decision.category is Category.T20
    assert not decision.removal_proposed
    assert reason(decision, Route.PLATFORM_REPORT)[0] == "G10"


def test_good_news_needs_nobody():
    decision = decided(post("Wrenbeck Primary choir wins county award", kind=Kind.NEWS))

    assert (decision.severity, decision.opens_case) == (Severity.S0, False)


def test_an_allegation_against_the_headteacher_goes_to_the_chair():
    decision = decided("The head of Wrenbeck Primary locks kids in her office")

    assert decision.category is Category.T12
    assert decision.owner is Role.CHAIR
    assert Route.CHAIR in decision.routes


def test_a_threat_to_the_headteacher_is_not_hidden_from_the_headteacher():
    decision = decided("Somebody will put the head in hospital, I will kill her. Wrenbeck Primary")

    assert decision.category is Category.T8
    assert decision.owner is Role.HEADTEACHER
    assert "about-headteacher" not in {ground.rule for ground in decision.grounds}


def test_an_allegation_against_the_dsl_goes_to_the_headteacher():
    text = "Told the safeguarding lead at Wrenbeck Primary in confidence. By teatime his dad knew"
    decision = decided(text)

    assert decision.category is Category.T12
    assert decision.owner is Role.HEADTEACHER


def test_staff_who_raise_a_concern_are_never_asked_to_take_it_down():
    text = "I work at Wrenbeck Primary. I reported the leaks and was told not to make a fuss"
    decision = decided(text)

    assert (decision.category, decision.subtype) == (Category.T16, "c")
    assert not decision.removal_proposed
    assert Route.HR not in decision.routes


def test_what_staff_say_about_something_else_is_discarded():
    decision = decided(post("My view on farming is my own. I teach at the moment", author=""))

    assert (decision.category, decision.subtype) == (Category.T16, "d")
    assert decision.retain is Retain.HASH
    assert decision.severity is Severity.S0


def test_our_own_page_is_ours_to_mend():
    item = post("Well done Tilda Marsh and Ned Askew, 25 metres! [photo]")
    decision = decided(item, scope=Scope.OWN)

    assert (decision.category, decision.severity) == (Category.T18, Severity.S3)
    assert decision.routes[0] is Route.OFFICIAL_FIX
    assert not decision.removal_proposed


def test_a_private_chat_that_was_handed_in_is_one_notch_less():
    item = post(
        "Fwd from 'Otter mums': honestly the head is a joke", platform="whatsapp screenshot"
    )
    decision = decided(item)

    assert decision.category is Category.T21
    assert not decision.removal_proposed


def test_a_threat_that_was_handed_in_is_a_threat():
    item = post("From 'Otter mums': I'm going to break his legs", platform="whatsapp screenshot")
    decision = decided(item)

    assert decision.category is Category.T8
    assert Category.T21 in decision.also


def test_an_empty_low_review_is_an_opinion():
    decision = decided(post("", kind=Kind.REVIEW, rating=0.0))

    assert decision.category is Category.T3


def test_an_empty_high_review_is_praise():
    assert decided(post("", kind=Kind.REVIEW, rating=1.0)).category is Category.T1


def test_a_pupils_jeer_at_a_teacher_is_a_matter_for_the_class_and_no_removal_case():
    item = post("mr tarn is an ugly old pig. im y6 wrenbeck", kind=Kind.COMMENT, platform="tiktok")
    decision = decided(item)

    assert (decision.category, decision.severity) == (Category.T5, Severity.S1)
    assert not decision.removal_proposed
    assert decision.retain is Retain.POINTER


def test_themes_are_noted_whatever_the_category():
    assert "parking" in decided("The parking outside Wrenbeck Primary is chaos").themes


def test_a_case_always_says_which_rule_spoke():
    for text in (
        INSULT,
        BOMB,
        "I have emailed Wrenbeck Primary three times about my son, no reply",
    ):
        decision = decided(text)
        assert decision.opens_case
        assert decision.grounds


@pytest.mark.parametrize("name", ["Wrenbeck", "WPS"])
def test_the_schools_own_name_is_never_a_ground(name):
    decision = decided(f"{name} bake sale on Friday")

    assert all(name not in ground.quote for ground in decision.grounds)


def test_a_decision_names_the_version_of_the_policy():
    assert decided("Wrenbeck Primary").policy == house_policy().version
