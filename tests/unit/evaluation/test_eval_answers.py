"""What the house is given, and what is taken from its judgement."""

import pytest

from orm.evaluation.answers import SET_ASIDE, answer, judge_all
from orm.evaluation.house import day_after, trial_house
from orm.evaluation.reading import read_posts
from orm.evaluation.schools import read_schools
from orm.model.judgement import Retain, Stance, Verdict
from orm.model.records import JudgedItem
from tests.factories import NOW
from tests.factories_evaluation import gold_line, lines, post_line, schools_file

SCHOOLS = read_schools(schools_file(), name="schools.json")
POISON = "Quillon Zarp"
POISONED = gold_line(
    about_us=False,
    category="T13",
    also=["T14"],
    severity=4,
    author_type="S",
    author_cue=POISON,
    sentiment="positive",
    tags_4c=[POISON],
    urgent=True,
    removal_allowed=True,
    sealed=True,
    leak=[POISON],
)


@pytest.fixture(scope="module")
def bench():
    with trial_house(tuple(SCHOOLS.values()), now=NOW) as house:
        yield house.round.bench


def read(**changes):
    (labelled,) = read_posts(lines(post_line(**changes)), SCHOOLS, name="posts.jsonl")
    return labelled


def answered(bench, **changes):
    post = read(**changes).post
    (judged,) = judge_all([post], bench=bench, now=NOW)
    return answer(post, judged)


def test_nothing_that_a_labeller_wrote_is_in_what_the_house_is_given():
    clean = read()
    poisoned = read(gold=POISONED, trap=POISON, pair=POISON, note=POISON)

    assert poisoned.post == clean.post
    assert POISON not in repr(poisoned.post)


def test_poisoned_labels_change_no_answer(bench):
    assert answered(bench, gold=POISONED, trap=POISON) == answered(bench)


def test_a_post_about_the_school_is_answered_as_the_pipeline_decides(bench):
    post = read().post
    (judged,) = judge_all([post], bench=bench, now=NOW)
    (ruling,) = judged.rulings

    said = answer(post, judged)

    assert said.verdict is ruling.mention.verdict is Verdict.US
    assert said.category is ruling.decision.category
    assert said.stance is ruling.assessment.stance
    assert not said.removal_proposed


def test_a_post_that_no_ruling_is_about_is_set_aside():
    post = read().post
    unruled = JudgedItem(post.item, "hash", "fingerprint", rulings=(), retain=Retain.HASH)

    assert answer(post, unruled) == SET_ASIDE


def test_a_post_was_found_by_asking_so_that_it_is_judged_without_a_name_too(bench):
    (judged,) = judge_all([read(text="The office never rings back.").post], bench=bench, now=NOW)

    assert [ruling.mention.school_id for ruling in judged.rulings] == ["wrenbeck"]


def test_a_post_about_another_watched_school_is_not_answered_for_it(bench):
    said = answered(bench, text="St Orrin's C of E Primary School, Harrowmere: parking is awful.")

    assert said == SET_ASIDE


def test_the_school_s_own_page_needs_no_name(bench):
    said = answered(bench, kind="official_comment", text="Shame about the parking.")

    assert said.verdict is Verdict.US


def test_a_namesake_has_no_stance_toward_the_school(bench):
    said = answered(bench, text="Wrenbeck Lane is a disgrace, awful, horrible. Wrenbeck, ugh.")

    assert said.verdict is Verdict.NOT_US
    assert said.stance is Stance.NEUTRAL


def test_posts_are_judged_on_the_day_after_the_last_of_them():
    moments = [NOW, None, NOW.replace(day=3)]

    assert day_after(moments).isoformat() == "2026-11-17T09:00:00+00:00"
    assert day_after([None]) == day_after([])
