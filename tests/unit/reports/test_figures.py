"""Which charts a reader's digest has, and that they say what its sentences say."""

import re
from dataclasses import replace

import pytest

from orm.leaks.marks import marks
from orm.model.judgement import Category, Verdict
from orm.model.schools import Role
from reports.audience import audience
from reports.digest import digest
from reports.figures import charts
from tests.factories_leaks import LICENCE
from tests.factories_pictures import before
from tests.factories_weeks import (
    CHAIR,
    COMMS,
    DPO,
    DSL,
    EVERYBODY,
    HEAD,
    IT,
    NOW,
    SLT,
    article,
    contact,
    facts,
    mention,
    normal_week,
    rules,
    school,
    unread,
)

TREND = before(
    (8, 2, 1), (9, 4, 3), None, (9, 1, 3), (0, 0, 0), (15, 8, 4), (13, 2, 6), (5, 1, 2), None,
    (12, 4, 4), (3, 0, 1),
)  # fmt: skip
NORMAL = replace(normal_week(), trend=TREND)


def write(week, reader=HEAD):
    return digest(week, school=school(), reader=reader, contacts=EVERYBODY, rules=rules(), now=NOW)


def shown(week, reader=HEAD):
    return [each.shown for each in charts(week, audience(reader, EVERYBODY, school().id))]


@pytest.mark.parametrize(
    ("reader", "number"),
    [(HEAD, 2), (SLT, 2), (COMMS, 0), (DSL, 0), (CHAIR, 0), (DPO, 0), (IT, 0)],
    ids=lambda value: getattr(value, "id", None),
)
def test_who_reads_themes_gets_both_charts_and_nobody_else_any(reader, number):
    letter = write(NORMAL, reader)

    assert len(letter.pictures) == number
    assert re.findall(r'src="(.*?)"', letter.html) == [f"cid:{p.name}" for p in letter.pictures]
    assert marks(letter, LICENCE) == frozenset()


def test_the_readers_of_a_school_share_one_drawing():
    readers = [HEAD, SLT, *(contact(f"slt{number}", Role.SLT) for number in range(3))]
    first, *others = [write(NORMAL, reader).pictures for reader in readers]

    assert all(
        one.png is other.png
        for pictures in others
        for one, other in zip(first, pictures, strict=True)
    )


def test_the_charts_say_in_words_what_they_show():
    weeks, subjects = shown(NORMAL)

    assert weeks.alt == (
        "Bar chart of mentions a week, 12 weeks to Sun 22 Nov: 12 this week, 4 of them praise and 6"
        " critical; the most were 15, in the week to Sun 11 Oct; 2 weeks not measured."
    )
    assert weeks.figures == (
        "Mentions a week, 12 weeks to Sun 22 Nov: 8 (1 praise; 2 critical), 9 (3 praise; 4 critical),"
        " not measured, 9 (3 praise; 1 critical), 0, 15 (4 praise; 8 critical), 13 (6 praise; 2"
        " critical), 5 (2 praise; 1 critical), not measured, 12 (4 praise; 4 critical), 3 (1 praise),"
        " 12 (4 praise; 6 critical)."
    )
    assert subjects.figures == (
        "Subjects beside the eight weeks before: Parking and drop-off 5 (usually 2), Teaching and"
        " results 3 (usually 0), School lunches 1 (usually 1)."
    )
    text = " ".join(write(NORMAL).text.split())
    assert weeks.figures in text
    assert subjects.figures in text


def test_the_charts_agree_with_the_fairness_line():
    assert "12 mentions; 6 critical" in write(NORMAL).text


@pytest.mark.parametrize(
    ("trend", "week", "number"),
    [
        ((), facts(), 0),
        (before((4, 1, 1)), facts(), 0),
        (before((4, 1, 1), None, (0, 0, 0)), facts(health=(unread(),)), 0),
        (before((4, 1, 1), None, (0, 0, 0)), facts(), 1),
        (before((4, 1, 1), (2, 0, 0), (0, 0, 0)), facts(health=(unread(),)), 1),
        (TREND, facts(mentions=(mention(themes=("parking",)),)), 1),
        (TREND, replace(normal_week(), mentions=(mention(),)), 1),
    ],
    ids=["first", "second", "two-measured", "zero", "blind", "no-earlier-themes", "no-themes"],
)
def test_a_chart_that_has_nothing_to_compare_is_left_out_without_a_gap(trend, week, number):
    letter = write(replace(week, trend=trend))

    assert len(letter.pictures) == number
    assert ("LAST WEEKS" in letter.text) == bool(number)


def test_a_week_without_mentions_is_a_nought_and_one_that_was_not_measured_is_none():
    (zero,) = shown(facts(trend=TREND))
    (blind,) = shown(facts(trend=TREND, health=(unread(),)))

    assert zero.alt.partition(": ")[2].startswith("0 this week, 0 of them praise and 0 critical;")
    assert blind.alt.partition(": ")[2].startswith("this week was not measured;")
    assert zero.figures.endswith(", 0.")
    assert blind.figures.endswith(", not measured.")


def test_weeks_before_anybody_watched_are_not_shown():
    (chart,) = shown(facts(trend=before(None, None, (4, 1, 1), None, (5, 0, 0))))

    assert chart.figures == (
        "Mentions a week, 4 weeks to Sun 22 Nov: 4 (1 praise; 1 critical), not measured, 5, 0."
    )


def test_sealed_and_unsure_mentions_are_in_no_chart():
    more = (
        mention(Category.T11, sealed=True, themes=("parking",)),
        mention(Category.T3, sealed=True, themes=("parking",)),
        mention(Category.T12, themes=("parking",)),
        mention(Category.T3, verdict=Verdict.UNSURE, themes=("parking",)),
    )

    assert (
        write(replace(NORMAL, mentions=NORMAL.mentions + more)).pictures == write(NORMAL).pictures
    )


def test_a_subject_that_is_not_on_the_list_has_no_words_of_its_own():
    planted = article("", themes=("Tamsin Ruddlewick is a [SLUR]",))
    _, subjects = shown(replace(NORMAL, mentions=(planted,)))

    assert subjects.figures.endswith(": Other subjects 1 (usually 0).")
