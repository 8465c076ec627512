"""What is asked about an item: only about posts of the school's own, and anew when a picture changes."""

from dataclasses import replace

import pytest

from orm.accounts.full_names import hashed
from orm.config.values import NameList
from orm.model.items import Kind
from orm.model.judgement import Verdict
from orm.model.polls import Scope
from orm.model.schools import Namesake, OfficialAccount, SchoolCalendar
from orm.pipeline.judging import judge, judge_new
from orm.wiring.own_posts import house_questions, ours_of
from tests.factories import poll
from tests.factories_match import WRENBECK
from tests.factories_own_posts import comment_of, post_of
from tests.factories_settling import HERE, bench_of, said_of
from tests.factories_store import NOW

LISTED = {HERE: NameList(hashed(["Tamsin Ruddlewick"], "salt"), "1")}


@pytest.fixture(scope="module")
def bench():
    return replace(bench_of(), ask_own=house_questions(LISTED, SchoolCalendar()))


def ruling(bench, item, scope=Scope.OWN, **told):
    (found,) = judge(item, wanted={HERE: scope}, bench=bench, now=NOW, **told).rulings
    return found


def rules(bench, item, **told):
    questions = ruling(bench, item, **told).questions
    return None if questions is None else [each.rule for each in questions]


def test_a_post_of_ours_is_asked_about(bench):
    assert rules(bench, post_of(pictures=1, undescribed=1)) == ["consent", "alt-text"]
    assert rules(bench, post_of(pictures=0, undescribed=0)) == []


def test_what_the_platform_does_not_tell_of_pictures_is_not_asked(bench):
    assert rules(bench, post_of(pictures=None, undescribed=None)) == []


@pytest.mark.parametrize("scope", [each for each in Scope if each is not Scope.OWN])
def test_what_others_wrote_is_never_asked_about(bench, scope):
    item = post_of("Wrenbeck Primary School in Harrowmere is lovely.", pictures=1)

    assert rules(bench, item, scope=scope) is None


@pytest.mark.parametrize("kind", [each for each in Kind if each not in {Kind.POST, Kind.VIDEO}])
def test_what_is_no_post_is_never_asked_about(bench, kind):
    assert rules(bench, comment_of("Lovely pond!", kind=kind, pictures=1)) is None


def test_a_post_that_a_person_says_is_not_ours_is_not_asked_about(bench):
    item = post_of(pictures=1)
    settled = {item.identity: (said_of(Verdict.NOT_US, item),)}

    assert rules(bench, item, settled=settled) is None


def test_a_name_of_the_schools_own_list_is_found_however_it_is_written(bench):
    item = post_of("well done tamsin ruddlewick", pictures=1)
    unlisted = replace(bench, ask_own=house_questions({}, SchoolCalendar()))

    assert "full-name" in rules(bench, item)
    assert "full-name" not in rules(unlisted, item)
    asks = " ".join(each.asks for each in ruling(bench, item).questions)
    assert "ruddlewick" not in asks.casefold()


def test_names_of_the_schools_own_places_and_namesakes_are_no_persons(bench):
    school = replace(
        WRENBECK,
        context_terms=("Dapple Fernway",),
        namesakes=(Namesake("Wrenbeck Tavern"),),
        accounts=(OfficialAccount("bluesky", "@w", "Wrenbeck Voices"),),
    )

    assert {"Dapple Fernway", "Wrenbeck Tavern", "Wrenbeck Voices", "Harrowmere"} <= {
        *ours_of(school)
    }
    ask = house_questions({}, SchoolCalendar())
    assert "full-name" in [
        q.rule for q in ask(post_of("Meet Dapple Fernway", pictures=1), WRENBECK, NOW)
    ]
    assert "full-name" not in [
        q.rule for q in ask(post_of("Meet Dapple Fernway", pictures=1), school, NOW)
    ]


def test_the_words_of_a_warning_or_title_count_as_words_of_the_post(bench):
    item = post_of("A star!", title="Well done Tamsin Ruddlewick", pictures=1)

    assert "full-name" in rules(bench, item)


@pytest.mark.parametrize("changes", [{"undescribed": 1}, {"pictures": 2}])
def test_a_post_whose_pictures_changed_is_judged_again_though_no_word_did(bench, changes):
    item = post_of(pictures=1, undescribed=0)
    wanted = ((HERE, Scope.OWN),)
    seen = judge_new([item], poll=poll(wanted_by=wanted), bench=bench, now=NOW).seen

    def fresh(each):
        again = judge_new([each], poll=poll(wanted_by=wanted, seen=seen), bench=bench, now=NOW)
        return len(again.fresh)

    assert (fresh(item), fresh(replace(item, **changes))) == (0, 1)
