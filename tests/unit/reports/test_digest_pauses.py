"""A source that a person has paused is a gap of the digest, and never a quiet week."""

from dataclasses import replace

from orm.model.polls import Outcome
from reports import words
from reports.coverage import coverage, gap_sentence, health
from reports.vocabulary import phrases
from tests.factories_weeks import facts
from tests.factories_weeks import health as source


def paused(**changes):
    return replace(
        source("gdelt", measured=0, outcomes=((Outcome.NONE, 2),)), paused=True, **changes
    )


def test_a_paused_source_is_said_to_be_paused_and_not_measured():
    seen = coverage(facts(health=(source(), paused())))

    rows = [row.text for row in health(seen, brought=0).rows if row.lead == "GDELT news index"]
    assert rows == ["not read: paused by one of us; last read Sun 22 Nov."]
    assert gap_sentence(seen) == "1 of 2 sources could not be read: GDELT news index."


def test_a_week_in_which_everything_was_paused_is_not_a_quiet_one():
    seen = coverage(facts(health=(paused(),)))

    assert not seen.looked
    assert "not the same as a quiet week" in gap_sentence(seen)


def test_the_words_of_a_pause_may_stand_in_a_letter():
    assert words.PAUSED in phrases()
