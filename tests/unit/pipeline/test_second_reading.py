"""When another judge is asked about a mention, and what a weighing is without its answer."""

from dataclasses import replace

import pytest

from orm.learned.judge import Learned, shipped
from orm.learned.tokens import Plain
from orm.match.calling import called
from orm.model.judgement import REMOVAL_ROUTES, Category, Verdict
from orm.model.polls import Scope
from orm.model.settings import PolicyProfile
from orm.pipeline.weighing import Scales, weigh
from orm.sentiment.scorer import Scorer
from tests.factories_opinions import BRUISES, GRUMBLE, POSTS, PRAISE, Reader, mention_of, opinion
from tests.factories_triage import CARROWBY, house_policy, post


@pytest.fixture(scope="module")
def scales():
    return Scales(
        scorer=Scorer(),
        policy=house_policy(),
        profile=PolicyProfile(),
        learned=Learned(shipped(), Plain(called)),
    )


def weighed(text, scales, verdict=Verdict.US, **changes):
    """A weighing where a page says what it is about, so that the verdict stands."""
    return weigh(
        post(text, **changes),
        mention_of(text, verdict),
        school=CARROWBY,
        scope=Scope.ABOUT,
        scales=scales,
    )


def test_a_judge_is_asked_once_about_a_post_and_never_told_who_wrote_it(scales):
    reader = Reader()

    weighed(PRAISE, replace(scales, second=reader), author="Juno Marl")

    (asked,) = reader.asked
    assert (asked.school, asked.place, asked.text) == (CARROWBY.name, CARROWBY.town, PRAISE)
    assert "Juno" not in asked.title + asked.platform + asked.kind


def test_what_may_be_about_us_is_asked_about_and_what_is_not_stays(scales):
    unsure, stranger = Reader(), Reader()

    weighed(PRAISE, replace(scales, second=unsure), Verdict.UNSURE)
    weighed(PRAISE, replace(scales, second=stranger), Verdict.NOT_US)

    assert (len(unsure.asked), stranger.asked) == (1, [])


def test_a_safeguarding_matter_does_not_leave_the_house(scales):
    reader = Reader()

    weighed(BRUISES, replace(scales, second=reader))

    assert reader.asked == []


def test_where_rules_decide_alone_nobody_else_is_asked(scales):
    reader = Reader()

    weighed(PRAISE, replace(scales, learned=None, second=reader))

    assert reader.asked == []


@pytest.mark.parametrize("text", POSTS)
def test_a_judge_without_an_answer_changes_nothing(scales, text):
    assert weighed(text, replace(scales, second=Reader())) == weighed(text, scales)


@pytest.mark.parametrize("text", POSTS)
def test_a_judge_that_wants_everything_taken_down_opens_no_removal_route(scales, text):
    eager = opinion(Category.T5, removable=1.0, urgent=1.0, community=1.0, about=1.0)

    alone = weighed(text, scales).decision
    together = weighed(text, replace(scales, second=Reader(eager))).decision

    assert REMOVAL_ROUTES.intersection(together.routes) <= set(alone.routes)


def test_a_judge_that_is_alarmed_sends_a_grumble_to_a_person(scales):
    alarmed = opinion(Category.T3, urgent=0.9)

    assert not weighed(GRUMBLE, scales).decision.urgent
    assert weighed(GRUMBLE, replace(scales, second=Reader(alarmed))).decision.urgent
