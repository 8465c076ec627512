"""Stance toward the school: known weaknesses of the package, each with what is promised instead."""

from importlib.metadata import version

import pytest
from hypothesis import given
from hypothesis import strategies as st
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from orm.model.items import Item, Kind
from orm.model.judgement import Assessment, Mention, Span, Stance, Verdict
from orm.model.schools import SchoolId
from orm.sentiment import Scorer
from orm.sentiment.lexicon import school_lexicon
from tests.factories_match import post

SCORER = Scorer()


def assess(item: Item, seen: Mention) -> Assessment:
    return SCORER.assess(item, SCORER.tones(item, seen))


def mention(*spans: Span) -> Mention:
    return Mention(SchoolId("wrenbeck"), Verdict.US, 1.0, (), spans)


def stance(text: str, *, kind: Kind = Kind.POST, rating: float | None = None) -> Stance:
    return assess(post(text, kind=kind, rating=rating), mention()).stance


@pytest.mark.parametrize(
    "text",
    [
        "The school was downgraded to Requires Improvement",
        "Straight into special measures",
        "The school isn’t safe",
        "What a shambles",
        "The new homework thing is a joke",
        "Nobody rings back",
        "I don't think the staff are very helpful or kind at all",
        "Nobody in that office ever seems to be kind",
        "😡",
        "school dinners 🤢🤮",
        "They ignored my report for a month, I am at my wits’ end",
        "Would not recommend",
    ],
)
def test_criticism_is_negative(text):
    assert stance(text) is Stance.NEGATIVE


@pytest.mark.parametrize(
    "text",
    [
        "Can't fault the teachers",
        "Not bad at all",
        "Could not be happier",
        "My daughter is thriving",
        "Chuffed to bits",
        "❤️",
        "Couldn’t ask for a kinder school",
    ],
)
def test_praise_is_positive_also_in_understatement(text):
    assert stance(text) is Stance.POSITIVE


@pytest.mark.parametrize(
    "text",
    [
        "",
        "...",
        "Free school meals forms are in the office",
        "The anti-bullying policy was updated",
        "The multi-academy trust meets on Tuesday",
        "Year 6 learn about the Second World War",
        "Are there places in the breakfast club?",
    ],
)
def test_topic_words_are_neutral(text):
    assert stance(text) is Stance.NEUTRAL


def test_praise_and_criticism_of_equal_strength_are_mixed():
    assert stance("Wonderful, caring teachers. The office is a shambles.") is Stance.MIXED


def test_a_report_of_bad_events_is_neutral_and_the_same_words_in_a_post_are_not():
    words = "Inspectors raised concerns about reading. Two families complained. Talks continue."

    assert stance(words, kind=Kind.NEWS) is Stance.NEUTRAL
    assert stance(words) is Stance.NEGATIVE


def test_faint_tone_is_not_decided():
    assert stance("There is support and the hall is fine") is Stance.ABSTAIN


def test_the_stars_of_a_review_count_where_the_words_say_nothing():
    assert stance("Three of mine went here", kind=Kind.REVIEW, rating=0.0) is Stance.NEGATIVE
    assert stance("", kind=Kind.REVIEW, rating=1.0) is Stance.POSITIVE


@pytest.mark.parametrize("name", ["Good Shepherd", "Our Lady of Sorrows"])
def test_a_schools_name_has_no_tone(name):
    item = post(f"{name} is on Station Road")

    assessment = assess(item, mention(Span("text", 0, len(name))))

    assert assessment.compound == 0.0


def test_a_span_of_the_title_does_not_mask_the_text():
    item = post("Lovely staff", title="Good Shepherd")

    assessment = assess(item, mention(Span("title", 0, 13)))

    assert assessment.sentences[0] == 0.0
    assert assessment.sentences[1] > 0


def test_a_negative_sentence_weighs_one_and_a_half_times():
    assessment = assess(post("Excellent. Awful."), mention())
    praise, criticism = assessment.sentences

    expected = (praise + 1.5 * criticism) / 2.5

    assert assessment.compound == pytest.approx(expected, abs=1e-4)


def test_sentences_are_scored_by_the_package_itself():
    plain = SentimentIntensityAnalyzer()
    text = "The concert was very good and the children were so happy!"
    assert not set(text.lower().strip("!").split()) & set(school_lexicon().words)

    assessment = assess(post(text), mention())

    assert assessment.sentences == (plain.polarity_scores(text)["compound"],)


def test_the_engine_names_the_package_and_the_lexicon():
    engine = assess(post("Lovely"), mention()).engine

    assert engine == f"vaderSentiment-{version('vaderSentiment')}+school-{school_lexicon().version}"


@given(st.text(max_size=300), st.none() | st.floats(0, 1))
def test_every_text_gets_a_tone_within_bounds_twice_the_same(text, rating):
    item = post(text, title=text, rating=rating)

    first = assess(item, mention())

    assert -1.0 <= first.compound <= 1.0
    assert all(-1.0 <= score <= 1.0 for score in first.sentences)
    assert assess(item, mention()) == first


def test_every_phrase_of_the_lexicon_is_written_as_the_engine_reads():
    for phrase in school_lexicon().phrases:
        assert phrase == phrase.lower().strip()
        assert "’" not in phrase
