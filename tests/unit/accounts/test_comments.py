"""What to do with a comment on our own channels."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orm.accounts.comments import Step, advise
from orm.model.judgement import Category

HIDING = {Step.HIDE_AND_MOVE, Step.HIDE_AND_CASE, Step.HIDE_AND_REPORT}


@pytest.mark.parametrize(
    ("category", "text", "step"),
    [
        ("T1", "Lovely concert, thank you!", Step.THANK),
        ("T1", "My daughter loved it, thank you!", Step.THANK),
        ("T2", "What time does the fair start?", Step.ANSWER),
        ("T2", "Why was my son kept in at lunch?", Step.HIDE_AND_MOVE),
        ("T2", "Can somebody ring me about my 7 year old daughter?", Step.HIDE_AND_MOVE),
        ("T2", "Is the club for all children?", Step.ANSWER),
        ("T3", "The car park is a mess again", Step.LEAVE),
        ("T3", "My lad hates the new lunches", Step.INVITE),
        ("T4", "Nobody answers about the bullying", Step.INVITE),
        ("T5", "…", Step.HIDE_AND_CASE),
        ("T6", "…", Step.HIDE_AND_CASE),
        ("T7", "…", Step.HIDE_AND_CASE),
        ("T8", "…", Step.HIDE_AND_CASE),
        ("T9", "…", Step.HIDE_AND_CASE),
        ("T10", "…", Step.HIDE_AND_CASE),
        ("T11", "…", Step.HIDE_AND_CASE),
        ("T12", "…", Step.HAND_OVER),
        ("T13", "…", Step.HIDE_AND_CASE),
        ("T14", "…", Step.HIDE_AND_CASE),
        ("T15", "Follow the real school account", Step.HIDE_AND_REPORT),
        ("T16", "…", Step.HAND_OVER),
        ("T17", "…", Step.HAND_OVER),
        ("T19", "Cheap uniforms, pay here", Step.HIDE_AND_REPORT),
        ("T20", "I write for the Herald", Step.LEAVE),
        ("T0", "nice weather", Step.LEAVE),
        ("T0", "Win a phone https://prize.example", Step.HIDE_AND_REPORT),
    ],
)
def test_each_kind_of_comment_has_its_step(category, text, step):
    assert advise(Category(category), text).step is step


@given(st.sampled_from(["T1", "T3", "T4", "T12", "T16", "T20"]), st.text())
def test_criticism_praise_and_what_others_decide_on_is_never_hidden(category, text):
    assert advise(Category(category), text).step not in HIDING


@given(st.sampled_from(Category), st.text())
def test_advice_says_what_to_do_and_repeats_nothing_of_the_comment(category, text):
    advice = advise(category, text)

    assert advice.says.endswith(".")
    assert advice == advise(category, text)
    assert text not in advice.says or advise(category, "").says == advice.says or not text.strip()


@pytest.mark.parametrize("category", ["T10", "T11", "T13", "T14"])
def test_a_child_at_risk_goes_to_the_safeguarding_lead_at_once(category):
    says = advise(Category(category), "").says

    assert "safeguarding" in says
    assert "do not delete" in says
