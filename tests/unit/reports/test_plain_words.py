"""Plain words for times, numbers and lists."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.plain import count, fit_for_email, listed, moment, one_line, weekday
from reports.render import wrap


@pytest.mark.parametrize(
    ("at", "shown"),
    [
        (datetime(2026, 11, 18, 16, 0, tzinfo=UTC), "Wed 18 Nov, 16:00"),
        (datetime(2026, 6, 1, 23, 30, tzinfo=UTC), "Tue 2 Jun, 00:30"),
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), "Sun 25 Oct, 01:30"),
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), "Sun 25 Oct, 01:30"),
    ],
)
def test_a_moment_is_told_in_london_time(at, shown):
    assert moment(at) == shown


def test_a_day_has_its_name_and_no_leading_zero():
    assert weekday(date(2027, 1, 4)) == "Mon 4 Jan"


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ([], ""),
        (["a"], "a"),
        (["a", "b"], "a and b"),
        (["a", "b", "c"], "a, b and 1 more"),
        (["a", "b", "c", "d"], "a, b and 2 more"),
    ],
)
def test_a_list_names_two_and_counts_the_rest(words, shown):
    assert listed(words, most=2) == shown


def test_one_is_singular_and_zero_is_plural():
    assert [count(n, "copy", "copies") for n in (0, 1, 2)] == ["0 copies", "1 copy", "2 copies"]


@given(st.text(), st.integers(2, 60))
def test_a_line_is_printable_and_never_too_long(text, longest):
    line = one_line(text, longest=longest)

    assert len(line) <= longest
    assert len(line.splitlines()) <= 1
    assert all(char.isprintable() for char in line)


@given(st.text(max_size=300))
def test_a_line_that_is_clean_stays_as_it_is(text):
    line = one_line(text, longest=300)

    assert one_line(line, longest=300) == line


@pytest.mark.parametrize("line", ["Fair opens", "St. Orrin's wins", "9.30 start", "A.N. Other"])
def test_an_ordinary_headline_is_fit_for_an_email(line):
    assert fit_for_email(line)


@given(st.text(max_size=400), st.integers(0, 6))
def test_wrapped_text_has_no_line_over_78_characters(text, indent):
    assert all(len(line) <= 78 for line in wrap(text, indent).split("\n"))
