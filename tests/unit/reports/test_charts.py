"""Charts: the same figures the same bytes, small, legible, and of the bank's words only."""

from datetime import date, timedelta
from typing import Any

import pytest

from orm.leaks.pictures import is_plain
from reports import bank, charts
from reports.charts import Beside, Gap, Tones, subjects_chart, weeks_chart

TITLE = bank.word("chart", "weeks")
TONES = (bank.word("tones", "praise"), bank.word("tones", "other"), bank.word("tones", "critical"))
KEY = (bank.word("chart", "this_week"), bank.word("chart", "usual"))
GAP = bank.word("chart", "gap")
DAYS = [bank.short_day(date(2026, 9, 6) + timedelta(weeks=week)) for week in range(12)]


def weeks(*numbers):
    """A bar for each three numbers, and a gap for None."""
    return tuple(
        Gap(day, GAP) if each is None else Tones(day, *each)
        for day, each in zip(DAYS, numbers, strict=False)
    )


def drawn(bars):
    """Drawn anew, whatever was drawn before."""
    weeks_chart.cache_clear()
    charts._written.cache_clear()
    return weeks_chart(bars, title=TITLE, legend=TONES)


def beside(*numbers):
    label = bank.capital(bank.word("theme", "send"))
    return tuple(
        Beside(label, number, 2.5, bank.say("theme", number=number, usual=TITLE))
        for number in numbers
    )


def brightness(colour):
    """Relative luminance (WCAG 2.2)."""
    shares = [value / 255 for value in bytes.fromhex(colour.removeprefix("#"))]
    linear = [s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    light, dark = sorted((brightness(one), brightness(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


MANY = weeks(*[(4321, 2345, 999), None] * 6)


def test_the_same_figures_are_the_same_bytes():
    assert drawn(MANY).png == drawn(MANY).png


def test_every_figure_can_be_seen():
    told = [(3, 2, 1), (4, 2, 1), (3, 3, 1), (3, 2, 2), (0, 0, 0), None]

    assert len({drawn(weeks((5, 5, 5), each)).png for each in told}) == len(told)


@pytest.mark.parametrize(
    "chart",
    [
        drawn(MANY),
        drawn(weeks(*[None] * 12)),
        drawn(weeks((0, 0, 0))),
        subjects_chart(beside(98765, 4, 3, 2, 1), title=TITLE, legend=KEY),
        subjects_chart(beside(1), title=TITLE, legend=KEY),
    ],
    ids=["most", "gaps", "nothing", "subjects", "one-subject"],
)
def test_a_chart_is_a_small_plain_png_of_two_pixels_for_each_that_is_shown(chart):
    width, height = (int.from_bytes(chart.png[at : at + 4], "big") for at in (16, 20))

    assert is_plain(chart.png)
    assert (width, height) == (2 * chart.width, 2 * chart.height)
    assert (chart.width, chart.height <= 166) == (564, True)


@pytest.mark.parametrize("text", [charts._INK, charts._QUIET])
def test_text_is_legible_on_its_ground(text):
    assert contrast(text, charts._GROUND) >= 4.5


def test_marks_are_told_from_their_ground_and_from_each_other_without_a_colour():
    looks = [charts._PRAISE, charts._OTHER, charts._CRITICAL]

    assert all(
        contrast(each.edge, charts._GROUND) >= 3
        for each in (*looks, charts._SUBJECT, charts._USUAL)
    )
    assert len({(each.pattern, round(brightness(each.fill), 1)) for each in looks}) == 3


@pytest.mark.parametrize("place", range(5))
def test_words_that_the_bank_has_not_made_are_not_drawn(place):
    given: list[Any] = [TITLE, *TONES, DAYS[0]]
    given[place] = str(given[place])

    with pytest.raises(TypeError):
        weeks_chart(
            (Tones(given[4], 1, 1, 1),), title=given[0], legend=(given[1], given[2], given[3])
        )


@pytest.mark.parametrize("field", ["label", "figures"])
def test_subjects_that_the_bank_has_not_made_are_not_drawn(field):
    said: dict[str, Any] = {"label": TITLE, "figures": TITLE, field: "Tamsin Ruddlewick"}

    with pytest.raises(TypeError):
        subjects_chart((Beside(number=1, usual=1, **said),), title=TITLE, legend=KEY)
