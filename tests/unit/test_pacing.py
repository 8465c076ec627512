"""The pace of a poll: bounds, back-off and healing."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orm.model.polls import Outcome, PollState
from orm.pacing import Ending, pace
from tests.factories import CADENCE, NOW, poll

SPACING = timedelta(seconds=2)
MEASURED = [outcome for outcome in Outcome if outcome.measured]
FAILED = [outcome for outcome in Outcome if not outcome.measured]
WEEK_AND_JITTER = timedelta(days=7) * 1.1


def after(outcome, **changes):
    names = ("wait", "until", "only_this")
    ending = Ending(outcome, **{name: changes.pop(name) for name in names if name in changes})
    return pace(poll(**changes), ending, now=NOW, spacing=SPACING)


def test_something_new_brings_the_poll_back_sooner_than_nothing_new():
    assert after(Outcome.NEW).interval < poll().interval < after(Outcome.NONE).interval


@given(st.sampled_from(MEASURED), st.floats(0.01, 500))
def test_the_interval_of_a_measured_poll_stays_inside_the_sources_cadence(outcome, hours):
    interval = after(outcome, interval=timedelta(hours=hours)).interval

    assert CADENCE.shortest <= interval <= CADENCE.longest


def test_the_sites_own_ttl_is_waited_for():
    assert after(Outcome.NONE, wait=timedelta(hours=6)).next_poll_at >= NOW + timedelta(hours=6)


def test_a_ttl_of_a_year_does_not_silence_a_poll_for_longer_than_its_cadence():
    assert after(Outcome.NEW, wait=timedelta(days=365)).next_poll_at <= NOW + CADENCE.longest * 1.1


@pytest.mark.parametrize("outcome", FAILED)
def test_each_failure_in_a_row_waits_at_least_as_long_as_the_one_before(outcome):
    first, second, third = (after(outcome, failures=n).next_poll_at for n in range(3))

    assert first < second < third


@given(st.sampled_from(FAILED), st.integers(0, 10_000))
def test_no_number_of_failures_waits_longer_than_a_week(outcome, failures):
    assert after(outcome, failures=failures).next_poll_at <= NOW + WEEK_AND_JITTER


@pytest.mark.parametrize("outcome", MEASURED)
def test_one_success_heals_a_poll_that_failed_for_weeks(outcome):
    healed = after(outcome, failures=40, state=PollState.PAUSED)

    assert (healed.failures, healed.state) == (0, PollState.ACTIVE)


def test_a_key_without_quota_rests_and_its_domain_does_not():
    until = NOW + timedelta(days=2)

    rested = after(Outcome.THROTTLED, until=until, only_this=True)

    assert rested.next_poll_at >= until
    assert rested.domain_next_at < until


def test_a_throttling_site_and_its_whole_domain_rest_until_it_said():
    until = NOW + timedelta(days=2)

    rested = after(Outcome.THROTTLED, until=until)

    assert rested.next_poll_at >= until
    assert rested.domain_next_at >= until


def test_a_refusal_pauses_the_poll_at_once():
    assert after(Outcome.REFUSED).state is PollState.PAUSED


def test_a_missing_page_is_paused_only_after_the_third_miss():
    states = [after(Outcome.GONE, failures=n).state for n in range(3)]

    assert states == [PollState.ACTIVE, PollState.ACTIVE, PollState.PAUSED]


def test_the_domain_rests_for_the_longer_of_house_and_source_spacing():
    assert after(Outcome.NEW).domain_next_at == NOW + max(SPACING, CADENCE.spacing)
