"""Dates as sites write them."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orm.model.items import Precision
from sources._parsing.dates import read_date
from tests.factories_sources import FETCHED_AT

SECOND, MINUTE, DAY = Precision.SECOND, Precision.MINUTE, Precision.DAY


def moment(year: int, month: int, day: int, *time: int) -> datetime:
    hour, minute, second = (*time, 0, 0, 0)[:3]
    return datetime(year, month, day, hour, minute, second, tzinfo=UTC)


@pytest.mark.parametrize(
    ("raw", "at", "precision"),
    [
        ("Fri, 06 Nov 2026 15:42:10 GMT", (2026, 11, 6, 15, 42, 10), SECOND),
        ("Fri, 06 Nov 2026 15:42:10 +0100", (2026, 11, 6, 14, 42, 10), SECOND),
        ("6 Nov 26 15:42 EST", (2026, 11, 6, 20, 42), MINUTE),
        ("Thu, 01 Jan 98 00:00:00 GMT", (1998, 1, 1), SECOND),
        ("Fri, 06 Nov 2026 15:42:10 +0000 (UTC)", (2026, 11, 6, 15, 42, 10), SECOND),
        ("Sat, 24 Oct 2026 09:05 BST", (2026, 10, 24, 8, 5), MINUTE),
        ("2026-11-06T15:42:10Z", (2026, 11, 6, 15, 42, 10), SECOND),
        ("2026-11-06T15:42Z", (2026, 11, 6, 15, 42), MINUTE),
        ("2026-11-06T15:42:10.123456789+00:00", (2026, 11, 6, 15, 42, 10), SECOND),
        ("2024-09-16T21:33+0100", (2024, 9, 16, 20, 33), MINUTE),
        ("20251228T091500Z", (2025, 12, 28, 9, 15), SECOND),
        ("20260102030405", (2026, 1, 2, 3, 4, 5), SECOND),
        ("2011/02/13 13:13:42 +0000", (2011, 2, 13, 13, 13, 42), SECOND),
        ("2026-01-06", (2026, 1, 6), DAY),
        ("26-04-2022", (2022, 4, 25, 23), DAY),
        ("26/04/2022", (2022, 4, 25, 23), DAY),
        ("26 April 2022", (2022, 4, 25, 23), DAY),
        ("3rd Sept 2026", (2026, 9, 2, 23), DAY),
        ("19/07/2024 09:46", (2024, 7, 19, 8, 46), MINUTE),
        ("19/01/2024 09:46", (2024, 1, 19, 9, 46), MINUTE),
    ],
)
def test_every_form_of_the_contract_reads_as_utc_with_its_precision(raw, at, precision):
    stated = read_date(raw, fetched_at=FETCHED_AT)

    assert (stated.at, stated.precision, stated.raw) == (
        moment(*at),
        precision,
        raw,
    )


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "yesterday",
        "2 hours ago",
        "2026",
        "2026-11",
        "31/02/2026",
        "2026-13-01",
        "Fri, 06 Nov 2026 25:00:00 GMT",
        "Fri, 06 Brumaire 2026 10:00:00 GMT",
        "Fri, 06 Nov 2026 10:00:00 XYZ",
        "2026-11-06T10:00+9900",
        "0000-00-00T00:00:00Z",
        "٢٠٢٦-١١-٠٦",
        "1762430000",
    ],
)
def test_a_date_that_cannot_be_read_is_null_never_now(raw):
    stated = read_date(raw, fetched_at=FETCHED_AT)

    assert (stated.at, stated.precision, stated.raw) == (None, Precision.UNKNOWN, raw)


def test_a_moment_more_than_48_hours_ahead_is_not_believed():
    just_ahead = FETCHED_AT + timedelta(hours=48)

    assert read_date(just_ahead.isoformat(), fetched_at=FETCHED_AT).at == just_ahead
    assert (
        read_date((just_ahead + timedelta(seconds=1)).isoformat(), fetched_at=FETCHED_AT).at is None
    )


def test_a_moment_before_1990_is_not_believed():
    assert read_date("1989-12-31T23:59:59Z", fetched_at=FETCHED_AT).at is None
    assert read_date("1990-01-01T00:00:00Z", fetched_at=FETCHED_AT).at is not None


@pytest.mark.parametrize("raw", [None, 7, 1762430000.5, ["2026-11-06"], {"@value": "2026-11-06"}])
def test_what_is_no_text_states_no_date(raw):
    assert read_date(raw, fetched_at=FETCHED_AT).at is None


@given(st.text(max_size=40))
def test_any_text_gives_a_believable_utc_moment_or_none(raw):
    at = read_date(raw, fetched_at=FETCHED_AT).at

    assert at is None or (at.tzinfo is UTC and 1990 <= at.year <= 2026)


@given(st.integers(0, 13_000 * 86_400))
def test_an_iso_moment_in_utc_comes_back_to_the_second(seconds):
    exact = FETCHED_AT - timedelta(seconds=seconds)

    assert read_date(exact.isoformat(), fetched_at=FETCHED_AT).at == exact
