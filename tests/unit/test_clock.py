"""The real clock, as far as it can be tested without waiting."""

from datetime import UTC, timedelta

from orm.clock import SystemClock


def test_the_time_is_aware_and_in_utc():
    assert SystemClock().now().tzinfo is UTC


def test_time_passes_while_sleeping_and_not_for_nothing():
    clock = SystemClock()
    before = clock.now()

    clock.sleep(-1)
    clock.sleep(0.001)

    assert timedelta() < clock.now() - before < timedelta(seconds=30)
