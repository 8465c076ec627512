"""The Trends page says its numbers in words that are true of them."""

from datetime import UTC, datetime, timedelta

import pytest

from orm.model.judgement import Category
from orm.model.schools import School, SchoolId
from orm.model.sight import Sight
from orm.model.trends import CaseTimes, Fairness, SchoolFigures, WeekCount, WeekCoverage
from orm.reading.trends import TrendWords, page
from orm.triage.policy import Policy
from tests.factories_triage import house_policy

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
WRENBECK = School(id=SchoolId("wrenbeck"), name="Wrenbeck Primary School", town="Harrowmere")
SIGHT = Sight(schools=frozenset({WRENBECK.id}), own=frozenset())
DAY = timedelta(days=1)


def words(policy: Policy) -> TrendWords:
    return TrendWords(
        {category: row.label for category, row in policy.categories.items()},
        {key: row.label for key, row in policy.themes.items()},
    )


class Shelf:
    def __init__(self, last=None, *, unread=0, **facts):
        self.last, self.unread, self.facts = last or {}, unread, facts

    def figures(self, school_id, weeks, *, sight):
        del sight
        counts = [WeekCount(week, 4) for week in weeks[:-1]]
        counts.append(WeekCount(weeks[-1], **self.last))
        coverage = [WeekCoverage(week, 3, 0, 0) for week in weeks[:-1]]
        coverage.append(WeekCoverage(weeks[-1], 3 - self.unread, 0, self.unread))
        themes = self.facts.pop("themes", ())
        told = tuple((week, counted) for week, counted in zip(weeks[-9:], themes, strict=False))
        return SchoolFigures(
            school_id,
            tuple(counts),
            told,
            tuple(coverage),
            self.facts.get("cases", CaseTimes()),
            self.facts.get("fairness", Fairness()),
        )


def shown(shelf, since=datetime(2020, 1, 1, tzinfo=UTC)):
    return page(
        shelf,
        WRENBECK,
        sight=SIGHT,
        words=words(house_policy()),
        watched_since=since,
        now=NOW,
    )


def test_the_last_week_is_said_beside_what_is_usual():
    assert shown(Shelf({"stories": 9})).posts_say == (
        "In the week to 15 November we saw 9 posts about the school; 4 is usual."
    )


def test_a_week_that_was_not_measured_is_never_said_to_be_quiet():
    found = shown(Shelf({"stories": 0}, unread=3))

    assert found.posts_say.startswith("Nothing was measured in the last full week")
    assert found.weeks[-1].blind
    assert found.gaps == 1


def test_a_week_that_was_read_in_part_says_so_beside_its_number():
    found = shown(Shelf({"stories": 1}, unread=1))

    assert found.posts_say.endswith(
        "1 post about the school; 4 is usual. That week was not fully measured: 2 of 3 sources were"
        " read in full."
    )


def test_a_share_is_taken_of_three_posts_at_least():
    few = shown(Shelf({"stories": 2, "positive": 2})).weeks[-1]
    enough = shown(Shelf({"stories": 3, "positive": 2, "negative": 1})).weeks[-1]

    assert (few.positive_share, enough.positive_share, enough.negative_share) == (None, 67, 33)


def test_subjects_come_with_their_own_names_most_said_first():
    themes = [(("parking", 2),)] * 8 + [(("lunches", 5), ("parking", 1))]
    found = shown(Shelf({"stories": 6}, themes=themes))

    assert [(row.label, row.number, row.usual) for row in found.themes] == [
        ("School meals", 5, 0),
        ("Parking and the school run", 1, 2),
    ]
    assert found.themes_say == (
        "Most was said about school meals: 5 in the last full week; 0 is usual."
    )


@pytest.mark.parametrize(
    ("lasted", "says"),
    [
        ((), "0 cases ended in this half year."),
        ((DAY / 24,), "1 case ended in this half year; half of them within a day."),
        (
            (DAY, 3 * DAY, 30 * DAY),
            "3 cases ended in this half year; half of them within 3 days.",
        ),
    ],
)
def test_how_long_cases_took_is_said_by_the_middle_one(lasted, says):
    assert shown(Shelf(cases=CaseTimes(3, 0, lasted))).outcomes.says == says


def test_every_case_that_ended_is_in_one_band():
    lasted = tuple(DAY * days for days in (1, 2, 5, 6, 10, 11, 20, 21, 400))
    bands = shown(Shelf(cases=CaseTimes(9, 0, lasted))).outcomes.bands

    assert [(band.label, band.number) for band in bands] == [
        ("Within a day", 1),
        ("2 to 5 days", 2),
        ("6 to 10 days", 2),
        ("11 to 20 days", 2),
        ("Longer", 2),
    ]


def test_removal_asked_for_criticism_would_be_said():
    asked = ((Category.T3, 1), (Category.T4, 1), (Category.T10, 3))
    fair = shown(Shelf(fairness=Fairness(asked, refused=2, overrides=1))).fair

    assert (fair.asked, fair.for_criticism, fair.refused, fair.overrides) == (5, 2, 2, 1)
    assert fair.says.endswith("in 5 cases of this half year, 2 of them for criticism.")
    assert [row.number for row in fair.kinds] == [1, 1, 3]
