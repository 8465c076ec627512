"""Numbers beside what is usual, in words."""

from datetime import timedelta

import pytest

from orm.model.judgement import Stance
from orm.model.today import Tally
from orm.reading.changes import beside, changed, edges
from tests.factories_store import NOW

DAY = timedelta(days=1)


def ago(moments):
    return [(NOW - moment).days for moment in moments]


@pytest.mark.parametrize(
    ("watched", "days"),
    [
        (None, [0, 1, 7]),
        (NOW, [0, 1, 7]),
        (NOW - 13 * DAY, [0, 1, 7]),
        (NOW - 14 * DAY, [0, 1, 7, 14]),
        (NOW - 27 * DAY, [0, 1, 7, 14, 21]),
        (NOW - 900 * DAY, [0, 1, 7, 14, 21, 28, 35, 42, 49, 56, 63]),
    ],
)
def test_only_whole_weeks_in_which_the_school_was_watched_are_compared(watched, days):
    assert ago(edges(NOW, watched)) == days


@pytest.mark.parametrize(
    ("number", "earlier", "usual", "says"),
    [
        (3, [], "", "no earlier weeks to compare with"),
        (3, [3, 3, 3], "3", "about as usual"),
        (4, [3, 3, 3], "3", "about as usual"),
        (5, [3, 3, 3], "3", "more than usual"),
        (6, [3, 3, 3], "3", "many more than usual"),
        (9, [3, 2], "2.5", "many more than usual"),
        (2, [0, 0], "0", "more than usual"),
        (7, [10, 10, 10], "10", "fewer than usual"),
        (5, [10, 10, 10], "10", "far fewer than usual"),
        (0, [1], "1", "about as usual"),
        (3, [1, 1, 90], "1", "more than usual"),
    ],
)
def test_a_number_is_told_beside_the_median(number, earlier, usual, says):
    told = beside("x", number, earlier)

    assert (told.usual, told.says) == (usual, says)


def tally(**counts):
    return Tally(tuple((Stance(name), number) for name, number in counts.items()))


def test_the_last_day_is_part_of_the_week_and_every_tone_has_one_row():
    said = changed(
        [tally(positive=1, mixed=1), tally(positive=2, negative=3), tally(positive=5, abstain=2)]
    )

    assert [row.number for row in said.rows] == [3, 3, 1]
    assert [row.usual for row in said.rows] == ["5", "0", "2"]
    assert (said.total, said.since_yesterday, said.weeks) == (7, 2, 1)


def test_every_tone_is_in_exactly_one_row():
    everything = Tally(tuple((stance, 1) for stance in Stance))

    assert changed([everything, Tally()]).total == sum(
        row.number for row in changed([everything, Tally()]).rows
    )
