"""Whatever is handed to the judge gets a decision with its reason, in bounded work."""

import pytest

from orm.evaluation.house import trial_house
from orm.model.items import Identity, Item, Kind
from orm.model.judgement import REMOVAL_ROUTES, Category
from orm.model.polls import Scope
from orm.pipeline.judging import judge
from tests.factories import NOW
from tests.factories_bad_input import BAD_INPUT, WORDS_100_000
from tests.factories_match import ST_ORRINS, WRENBECK

FIELDS = ("text", "title", "author")


@pytest.fixture(scope="module")
def bench():
    with trial_house([WRENBECK, ST_ORRINS], now=NOW) as house:
        yield house.round.bench


def post(**words):
    return Item(Identity("test", "1"), Kind.POST, "forum", "https://posts.example/1", **words)


def judged(item, bench, *, scope=Scope.ABOUT):
    found = judge(item, wanted={WRENBECK.id: scope}, bench=bench, now=NOW)
    return next(each for each in found.rulings if each.mention.school_id == WRENBECK.id)


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("name", BAD_INPUT)
def test_a_post_that_nobody_wrote_is_an_ordinary_post_at_most(name, field, bench):
    decision = judged(post(**{field: BAD_INPUT[name]}), bench).decision

    assert decision.category in {Category.T0, Category.T1, Category.T2, Category.T3, Category.T4}
    assert not REMOVAL_ROUTES.intersection(decision.routes)


@pytest.mark.parametrize("name", BAD_INPUT)
def test_every_decision_on_such_a_post_says_why_nothing_may_be_taken_down(name, bench):
    decision = judged(post(text=BAD_INPUT[name]), bench).decision

    assert {each.route for each in decision.locked} >= REMOVAL_ROUTES
    assert all(each.gate and each.reason for each in decision.locked)


@pytest.mark.parametrize("name", BAD_INPUT)
def test_a_search_that_finds_such_a_post_reaches_a_verdict(name, bench):
    found = judge(
        post(text=BAD_INPUT[name]), wanted={WRENBECK.id: Scope.OPEN}, bench=bench, now=NOW
    )

    assert all(0 <= each.mention.score <= 1 for each in found.rulings)


@pytest.mark.parametrize("field", FIELDS)
def test_twice_as_many_words_are_judged_the_same_because_the_rest_is_not_read(field, bench):
    once = judged(post(**{field: WORDS_100_000}), bench)
    twice = judged(post(**{field: WORDS_100_000 * 2}), bench)

    assert (twice.mention, twice.assessment, twice.decision) == (
        once.mention,
        once.assessment,
        once.decision,
    )


def test_an_address_is_not_read_for_words(bench):
    decision = judged(post(text="https://bad.example/useless-school/appalling"), bench).decision

    assert decision.grounds == ()
