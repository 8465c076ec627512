"""A chart stands in its frame whatever the numbers are, and says where nothing was measured."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from orm.web.charts import Row, WeekColumn, by_row, by_week

FIRST = date(2026, 5, 24)
NUMBERS = st.integers(0, 10**6)
COLUMNS = st.lists(
    st.builds(
        lambda numbers, line, blind: (numbers, line, blind),
        st.tuples(st.none() | NUMBERS, st.none() | NUMBERS),
        st.none() | st.floats(0, 10**6),
        st.booleans(),
    ),
    max_size=30,
)


def columns(drawn):
    return [
        WeekColumn(FIRST + timedelta(weeks=place), numbers, line, blind)
        for place, (numbers, line, blind) in enumerate(drawn)
    ]


@given(COLUMNS)
def test_every_bar_and_point_stands_inside_the_drawing(drawn):
    chart = by_week("x", "x", "x", columns(drawn))

    for bar in chart.bars:
        assert bar.x >= 0
        assert bar.x + bar.width <= chart.width + 0.2
        assert bar.y >= 0
        assert bar.y + bar.height <= chart.height + 0.2
    for line in chart.lines:
        for point in line.split():
            x, y = map(float, point.split(","))
            assert 0 <= x <= chart.width
            assert 0 <= y <= chart.height


@given(COLUMNS)
def test_a_week_that_was_not_measured_has_no_bar_of_a_number(drawn):
    drawn = [(numbers, line, True) for numbers, line, _ in drawn]
    chart = by_week("x", "x", "x", columns(drawn))

    assert {bar.kind for bar in chart.bars} <= {"blind"}
    assert len(chart.bars) == len(drawn)
    assert ("?" in [label.text for label in chart.labels]) == bool(drawn)


def test_the_line_is_broken_where_nothing_is_known():
    drawn = [((1,), line, False) for line in (1.0, 2.0, None, 3.0)]

    assert len(by_week("x", "x", "x", columns(drawn)).lines) == 2


@given(st.lists(st.builds(Row, st.text(max_size=9), NUMBERS, st.none() | st.floats(0, 10**6))))
def test_lying_bars_stand_inside_the_drawing_and_say_their_number(rows):
    chart = by_row("x", "x", "x", rows)

    assert [bar.x + bar.width <= chart.width for bar in chart.bars].count(False) == 0
    assert all(0 <= tick.x1 <= chart.width and tick.y2 <= chart.height for tick in chart.ticks)
    assert [label.text for label in chart.labels][1::2] == [str(row.number) for row in rows]
