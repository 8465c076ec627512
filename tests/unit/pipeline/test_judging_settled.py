"""What people settled holds when the same post is judged again."""

import pytest

from orm.model.judgement import Category, Verdict
from orm.model.polls import Scope
from orm.pipeline.judging import judge, judge_new
from tests.factories import poll
from tests.factories_settling import (
    COMPLAINT,
    ELSEWHERE,
    HERE,
    SURE,
    THREAT,
    bench_of,
    post_of,
    said_of,
)
from tests.factories_store import NOW


@pytest.fixture(scope="module")
def bench():
    return bench_of()


def ruling(bench, text, verdict=None, *, scope=Scope.OPEN):
    item = post_of(text)
    settled = {item.identity: (said_of(verdict, item),)} if verdict else {}
    judged = judge(item, wanted={HERE: scope}, bench=bench, now=NOW, settled=settled)
    return next((each for each in judged.rulings if each.mention.school_id == HERE), None)


def test_no_case_opens_while_nobody_is_sure(bench):
    held = ruling(bench, COMPLAINT)

    assert (held.mention.verdict, held.case) == (Verdict.UNSURE, None)


def test_the_case_that_was_held_back_opens_when_a_person_is_sure(bench):
    taken = ruling(bench, COMPLAINT, Verdict.US)

    assert taken.mention.verdict is Verdict.US
    assert taken.case.category is Category.T4


def test_what_a_person_ruled_out_opens_no_case_however_well_it_names_the_school(bench):
    out = ruling(bench, SURE, Verdict.NOT_US)

    assert (out.mention.verdict, out.case) == (Verdict.NOT_US, None)
    assert out.decision.category is Category.T0


def test_an_edit_that_drops_the_name_stays_a_mention(bench):
    assert ruling(bench, ELSEWHERE) is None
    assert ruling(bench, ELSEWHERE, Verdict.US).mention.verdict is Verdict.US


def test_a_word_on_one_post_says_nothing_of_another(bench):
    other = post_of(COMPLAINT, key="2")
    settled = {post_of().identity: (said_of(Verdict.NOT_US),)}

    judged = judge(other, wanted={}, bench=bench, now=NOW, settled=settled)

    assert judged.rulings[0].mention.verdict is Verdict.UNSURE


def test_a_poll_that_brings_it_again_respects_the_word(bench):
    item = post_of(THREAT)
    settled = {item.identity: (said_of(Verdict.US, item),)}

    judged = judge_new([item], poll=poll(), bench=bench, now=NOW, settled=settled)

    assert judged.fresh[0].rulings[0].mention.verdict is Verdict.US
