"""Waits grow, and end."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from orm.entry.throttle import ACCOUNT, ADDRESS, OWN

LIMITS = st.sampled_from([OWN, ACCOUNT, ADDRESS])


@given(LIMITS, st.integers(0, 10**9))
def test_a_wait_is_nothing_at_first_and_never_longer_than_the_longest(limit, failures):
    wait = limit.wait_after(failures)

    assert timedelta(0) <= wait <= limit.longest
    assert (wait == timedelta(0)) is (failures <= limit.free)


@given(LIMITS, st.integers(0, 1000))
def test_a_wait_is_no_shorter_after_one_more_failure(limit, failures):
    assert limit.wait_after(failures + 1) >= limit.wait_after(failures)


def test_nobody_waits_longer_than_an_hour():
    assert max(limit.longest for limit in (OWN, ACCOUNT, ADDRESS)) <= timedelta(hours=1)
