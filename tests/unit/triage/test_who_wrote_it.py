"""The author's type comes from their own words or the register, and from nothing else."""

import pytest

from orm.model.items import Kind
from orm.model.judgement import AuthorType, Retain, Verdict
from orm.model.polls import Scope
from orm.model.settings import PolicyProfile
from tests.factories_triage import decided, post

P, U, S = AuthorType.PARENT, AuthorType.PUPIL, AuthorType.STAFF
T, N = AuthorType.THIRD_PARTY, AuthorType.NEWS
OFFICIAL, UNKNOWN = AuthorType.OFFICIAL, AuthorType.UNKNOWN


@pytest.mark.parametrize(
    ("text", "author", "cue"),
    [
        ("My son started Year 2 at Wrenbeck after a rough move", P, "My son"),
        ("As a parent I find Wrenbeck Primary slow to answer", P, "As a parent"),
        ("I was a governor at Wrenbeck Primary for nine years", P, "I was a governor"),
        ("I teach at Wrenbeck Primary and love it", S, "I teach at"),
        ("im 9 and i go to wrenbeck primary follow me", U, "im 9 and i go to"),
        ("I went to Wrenbeck Primary in the seventies", U, "I went to Wrenbeck Primary"),
        ("I live opposite Wrenbeck Primary and the parking is mad", T, "I live opposite"),
        ("Not a parent, but your gate is open at Wrenbeck Primary", T, "Not a parent"),
    ],
)
def test_the_words_that_show_it_are_kept_with_it(text, author, cue):
    decision = decided(post(text), profile=PolicyProfile(child_age=0))

    assert (decision.author, decision.author_cue) == (author, cue)


@pytest.mark.parametrize(
    "text",
    [
        "Wrenbeck Primary is a joke",
        "Everyone at Wrenbeck Primary knows the head is useless",
        "Our school deserves better than this, Wrenbeck Primary",
        "Anyone in Harrowmere could tell you about Wrenbeck Primary",
    ],
)
def test_without_their_own_words_the_author_is_unknown(text):
    assert decided(text).author is UNKNOWN


@pytest.mark.parametrize("name", ["Proud Grandma Sue", "A teacher's friend", "Harrowmere Mum Club"])
def test_a_name_alone_is_no_link_to_this_school(name):
    assert decided(post("Wrenbeck Primary is a joke", author=name)).author is UNKNOWN


def test_a_name_line_that_says_what_they_are_to_the_school_is_their_own_words():
    assert decided(post("So glad we chose it", author="Becky, Y2 mum")).author is P


def test_a_newspaper_is_news_whatever_it_quotes():
    item = post('"My son is fine," said a mother at Wrenbeck Primary', kind=Kind.NEWS)

    assert decided(item).author is N


def test_a_journalist_who_asks_is_news():
    text = "Can you confirm a teacher at Wrenbeck Primary was sent home? I'm filing at 4pm. My deadline is near"

    assert decided(text).author is N


def test_an_account_of_the_register_is_the_schools_own():
    item = post("Sports day is on Thursday", author="@WPS_Harrowmere", platform="x")

    assert decided(item).author is OFFICIAL


def test_the_same_name_on_another_platform_is_not_the_schools_own():
    item = post("Sports day is on Thursday", author="@WPS_Harrowmere", platform="tiktok")

    assert decided(item).author is UNKNOWN


def test_a_look_alike_letter_is_not_the_schools_own():
    item = post("Sports day is on Thursday", author="@WPS_Hаrrowmere", platform="x")

    assert decided(item).author is UNKNOWN


def test_the_schools_own_page_speaks_for_it_and_a_comment_under_it_does_not():
    page, comment = post("Photos are up"), post("Photos are up", kind=Kind.COMMENT)

    assert decided(page, scope=Scope.OWN).author is OFFICIAL
    assert decided(comment, scope=Scope.OWN).author is UNKNOWN


def test_of_an_apparent_child_nothing_is_kept():
    decision = decided(post("hi im 9 i go to wrenbeck primary pls sub", kind=Kind.COMMENT))

    assert decision.retain is Retain.POINTER
    assert (decision.author, decision.author_cue) == (U, "")
    assert all(not ground.quote for ground in decision.grounds)


def test_the_configured_age_says_who_is_a_child():
    text = post("im 11 and i go to wrenbeck primary, the bake sale was fun", kind=Kind.COMMENT)

    assert decided(text, profile=PolicyProfile(child_age=13)).retain is Retain.POINTER
    assert decided(text, profile=PolicyProfile(child_age=11)).retain is Retain.FULL


def test_somebody_who_speaks_of_another_school_is_not_of_this_ones_community():
    text = "My son has been at Wrenbeck Primary Academy in Tollworth for two years"

    assert decided(text, verdict=Verdict.NOT_US).author is UNKNOWN
