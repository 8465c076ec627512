"""The stance that a second reading gives: told where it is likely enough, never a tone of its own."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orm.model.judgement import Mention, Stance, Tones, Verdict
from orm.model.schools import SchoolId
from orm.sentiment import Scorer
from tests.factories_match import post
from tests.factories_opinions import STANCES, opinion

SCORER = Scorer()
ITEM = post("Anything at all")
FEEDBACK = STANCES[:3]
FLAT = Tones(0.0, ())


def shares(sure_of: Stance, share: float, among=STANCES) -> dict[Stance, float]:
    """Such a share for one stance, the rest for the others alike."""
    rest = (1 - share) / (len(among) - 1)
    return {each: share if each is sure_of else rest for each in among}


def stance(opinion_of, tones=FLAT, *, asked=False) -> Stance:
    return SCORER.assess(ITEM, tones, opinion_of, asked=asked).stance


@pytest.mark.parametrize("sure_of", STANCES)
def test_a_stance_that_is_likely_is_told(sure_of):
    assert stance(opinion(stance=shares(sure_of, 0.6))) is sure_of


@pytest.mark.parametrize("sure_of", STANCES)
def test_a_stance_that_is_not_likely_enough_is_not_told(sure_of):
    assert stance(opinion(stance=shares(sure_of, 0.59))) is Stance.ABSTAIN


@given(st.sampled_from(STANCES), st.floats(-1, 1), st.floats(-1, 1))
def test_the_stance_of_a_post_is_not_its_mood(sure_of, one, two):
    said = opinion(stance=shares(sure_of, 0.9))

    assert stance(said, Tones(one, (one,))) is stance(said, Tones(two, (two,)))


def test_the_tones_stay_as_they_are_measured():
    tones = Tones(0.25, (0.5, 0.0))

    assessed = SCORER.assess(ITEM, tones, opinion(stance=shares(Stance.NEGATIVE, 0.9)))

    assert (assessed.compound, assessed.sentences) == (tones.compound, tones.sentences)


@pytest.mark.parametrize("sure_of", FEEDBACK)
def test_of_feedback_the_words_count_where_the_tone_is_even(sure_of):
    even = Tones(0.1, (0.1,))
    said = opinion(stance=shares(sure_of, 0.9), feedback=shares(sure_of, 0.98, FEEDBACK))

    assert stance(said, even, asked=True) is sure_of


@pytest.mark.parametrize(
    ("tone", "says"), [(0.8, Stance.POSITIVE), (-0.8, Stance.NEGATIVE), (0.1, Stance.NEUTRAL)]
)
def test_of_feedback_the_tone_counts_where_the_words_say_nothing(tone, says):
    open_minded = opinion(
        stance=dict.fromkeys(STANCES, 0.25), feedback=dict.fromkeys(FEEDBACK, 1 / 3)
    )

    assert stance(open_minded, Tones(tone, (tone,)), asked=True) is says


ORDER = [Stance.NEGATIVE, Stance.NEUTRAL, Stance.POSITIVE]


@given(st.data())
def test_of_feedback_a_warmer_tone_never_makes_it_colder(data):
    share = st.floats(0, 1)
    words = {each: data.draw(share) for each in FEEDBACK}
    said = opinion(stance=dict.fromkeys(STANCES, 0.25), feedback=words)
    colder, warmer = sorted((data.draw(st.floats(-1, 1)), data.draw(st.floats(-1, 1))))

    first, second = (stance(said, Tones(tone, (tone,)), asked=True) for tone in (colder, warmer))

    assert ORDER.index(first) <= ORDER.index(second)


@given(st.floats(-1, 1), st.sampled_from(FEEDBACK))
def test_feedback_is_never_left_undecided_and_never_called_mixed(tone, sure_of):
    certain = opinion(
        stance=shares(Stance.MIXED, 1.0),
        feedback={each: float(each is sure_of) for each in FEEDBACK},
    )

    assert stance(certain, Tones(tone, (tone,)), asked=True) in ORDER


def test_a_probability_of_nothing_is_no_error():
    never = opinion(stance=dict.fromkeys(STANCES, 0.0), feedback=dict.fromkeys(FEEDBACK, 0.0))

    assert stance(never, Tones(0.8, (0.8,)), asked=True) is Stance.POSITIVE


def test_without_an_opinion_the_tones_decide():
    mention = Mention(SchoolId("wrenbeck"), Verdict.US, 1.0, ())
    item = post("Thank you, what a lovely, kind and caring school. We are very happy")
    tones = SCORER.tones(item, mention)

    assert SCORER.assess(item, tones).stance is Stance.POSITIVE
    assert SCORER.assess(item, tones, asked=True) == SCORER.assess(item, tones)
