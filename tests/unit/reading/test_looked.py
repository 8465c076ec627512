"""What was read and what was not: a gap is never told as a quiet place."""

from datetime import timedelta

import pytest

from orm.model.polls import Outcome
from orm.model.weeks import SourceHealth
from orm.reading.looked import NOT_ASKED, PAUSED, WHY, looked
from tests.factories_store import NOW


def health(source="feed", *, polls=1, measured=1, **changes):
    return SourceHealth(
        **{
            "source": source,
            "polls": polls,
            "measured": measured,
            "last_measured_at": NOW,
            "outcomes": ((Outcome.NONE, measured),),
            "silent_since": None,
            "overdue_silence": False,
            "detail": "",
            **changes,
        }
    )


def failed(outcome, source="reddit", **changes):
    return health(source, measured=0, outcomes=((outcome, 1),), **changes)


def test_everything_read_is_no_gap():
    seen = looked([health(), health("reddit")], {})

    assert (seen.read, seen.total, seen.whole, seen.blind) == (2, 2, True, False)
    assert seen.gaps == seen.silent == ()


@pytest.mark.parametrize("outcome", sorted(WHY))
def test_a_source_that_failed_is_a_gap_with_its_reason(outcome):
    seen = looked([health(), failed(outcome)], {"reddit": "Reddit"})

    assert (seen.read, seen.total, seen.whole) == (1, 2, False)
    assert [(gap.name, gap.why, gap.last_read_at) for gap in seen.gaps] == [
        ("Reddit", WHY[outcome], NOW)
    ]


def test_every_outcome_that_measures_nothing_has_its_words():
    assert set(WHY) == {outcome for outcome in Outcome if not outcome.measured}


def test_a_source_read_in_part_is_a_gap_and_says_how_much():
    part = health(polls=3, measured=2, outcomes=((Outcome.NONE, 2), (Outcome.GONE, 1)))

    (gap,) = looked([part], {}).gaps

    assert gap.why == "read in part, 2 of 3 pages: the page no longer exists"


def test_a_paused_source_is_a_gap_of_a_persons_making():
    (gap,) = looked([health(measured=0, paused=True)], {}).gaps

    assert gap.why == PAUSED


def test_a_source_that_was_never_asked_says_so():
    (gap,) = looked([health(measured=0, outcomes=(), last_measured_at=None)], {}).gaps

    assert (gap.why, gap.last_read_at) == (NOT_ASKED, None)


def test_a_quiet_source_is_no_gap_but_somebody_should_look():
    since = NOW - timedelta(days=40)
    seen = looked([health(silent_since=since, overdue_silence=True)], {})

    assert seen.whole
    assert [quiet.last_read_at for quiet in seen.silent] == [since]


@pytest.mark.parametrize("sources", [[], [failed(Outcome.REFUSED)]])
def test_when_nothing_at_all_was_read_the_day_is_blind(sources):
    assert looked(sources, {}).blind
    assert not looked(sources, {}).whole


def test_a_source_without_a_name_for_people_is_called_by_its_own():
    assert looked([failed(Outcome.GONE, "parent_view")], {}).gaps[0].name == "Parent view"
