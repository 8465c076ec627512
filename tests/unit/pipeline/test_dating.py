"""Days in an address are those of London when the question is asked."""

from datetime import UTC, datetime

import pytest

from orm.pipeline.dating import dated
from tests.factories import request

SUMMER_NIGHT = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)  # 00:30 on 1 July in London


@pytest.mark.parametrize(
    ("mark", "day"),
    [
        ("{today}", "2026-07-01"),
        ("{today-7}", "2026-06-24"),
        ("%7Btoday-1%7D", "2026-06-30"),
        ("%7btoday-1%7d", "2026-06-30"),
        ("{yyyymmdd}", "20260701"),
        ("{yyyymmdd-1}", "20260630"),
        ("{tomorrow}", "{tomorrow}"),
        ("{today", "{today"),
    ],
)
def test_a_mark_becomes_a_day(mark, day):
    asked = dated(request(url=f"https://index.example/?from={mark}"), now=SUMMER_NIGHT)

    assert asked.url == f"https://index.example/?from={day}"


def test_an_address_without_marks_is_the_same_request():
    asked = request()

    assert dated(asked, now=SUMMER_NIGHT) is asked
