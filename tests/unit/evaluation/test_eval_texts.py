"""Stance alone, on texts of no school."""

from orm.evaluation.labels import LabelledText
from orm.evaluation.texts import TextAnswer, compare, measure_texts
from orm.model.judgement import Stance
from orm.model.settings import PolicyProfile
from orm.pipeline.weighing import Scales
from orm.sentiment.scorer import Scorer
from tests.factories import NOW
from tests.factories_triage import house_policy

GOOD = LabelledText("Absolutely wonderful, friendly and helpful teachers.", Stance.POSITIVE)
BAD = LabelledText("Terrible, rude, dreadful and useless.", Stance.NEGATIVE)
SCALES = Scales(Scorer(), house_policy(), PolicyProfile())
PLAIN = LabelledText("The hall is on the left.", Stance.NEUTRAL)
THREAT = LabelledText("I will kill that teacher tonight.", Stance.NEGATIVE)


class Ticking:
    """A clock that goes on by two seconds whenever it is read."""

    def __init__(self):
        self.reads = 0

    def now(self):
        self.reads += 1
        return NOW.replace(second=2 * self.reads)

    def sleep(self, seconds):
        raise AssertionError("nothing is waited for")


def measured(*texts):
    return measure_texts(texts, scales=SCALES, clock=Ticking())


def test_right_answers_score_1_in_every_class():
    found = measured(GOOD, BAD, PLAIN)

    assert (found.accuracy, found.macro_f1, found.abstain_rate) == (1.0, 1.0, 0.0)
    assert found.recall == {"positive": 1.0, "neutral": 1.0, "negative": 1.0}
    assert found.precision == found.recall


def test_speed_is_texts_by_the_clock_that_is_given():
    assert measured(GOOD, BAD, PLAIN).texts_per_second == 1.5


def test_an_abstained_text_counts_as_neutral_and_is_told():
    found = compare([PLAIN, BAD], [TextAnswer(Stance.ABSTAIN), TextAnswer(Stance.ABSTAIN)])

    assert found.abstain_rate == 1.0
    assert found.accuracy == 0.5
    assert found.recall["neutral"] == 1.0


def test_a_mixed_answer_counts_as_neutral_where_no_label_says_mixed():
    assert compare([PLAIN], [TextAnswer(Stance.MIXED)]).accuracy == 1.0


def test_a_mixed_answer_is_one_of_its_own_where_a_label_says_mixed():
    both = LabelledText("Kind staff, awful office.", Stance.MIXED)

    found = compare([both, PLAIN], [TextAnswer(Stance.MIXED), TextAnswer(Stance.MIXED)])

    assert found.recall == {"mixed": 1.0, "neutral": 0.0}


def test_what_would_open_a_case_is_counted_and_ordinary_criticism_is_not():
    assert measured(THREAT, BAD, GOOD, PLAIN).flagged_for_action == 1
