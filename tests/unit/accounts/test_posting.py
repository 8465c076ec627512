"""Alive, moderated, and posted to when and as often as the school does."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orm.accounts.posting import alive, is_idle, moderated, posting
from orm.model.accounts import CheckOutcome
from orm.model.schools import AccountStatus, SchoolCalendar
from orm.school_calendar import is_school_day
from tests.factories_accounts import NOW, TERMS, TODAY, WORKING_HOURS, account

OK, FINDING, COULD_NOT = CheckOutcome


def at(day, hour=10, minute=0):
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


def is_alive(posted_at, *, looked_on=None, calendar=TERMS, now=NOW, **changes):
    return alive(account(**changes), posted_at, looked_on=looked_on, calendar=calendar, now=now)


def test_a_post_of_yesterday_is_life():
    assert is_alive((at(19),)).outcome is OK


def test_holidays_do_not_count():
    """From 16 October: five school days before half term, fifteen after it, up to 20 November."""
    before_half_term = (datetime(2026, 10, 16, 12, tzinfo=UTC),)

    assert is_alive(before_half_term, dormant_after_days=20).outcome is OK
    assert is_alive(before_half_term, dormant_after_days=19).outcome is FINDING


def test_a_silent_account_is_told_with_its_last_day_and_stays_settled_until_it_posts():
    found = is_alive((datetime(2026, 9, 3, 12, tzinfo=UTC),), dormant_after_days=10)

    assert (found.outcome, found.key) == (FINDING, "2026-09-03")
    assert "3 September 2026" in found.evidence


def test_a_post_of_last_year_is_no_life_though_that_year_is_not_in_the_calendar():
    now = datetime(2026, 9, 10, 6, tzinfo=UTC)

    assert is_alive((datetime(2025, 8, 1, tzinfo=UTC),), now=now).outcome is FINDING


def test_past_the_last_known_term_weekdays_count():
    now = datetime(2027, 9, 10, 6, tzinfo=UTC)

    assert is_alive((datetime(2027, 2, 1, tzinfo=UTC),), now=now).outcome is FINDING


@pytest.mark.parametrize("posted_at", [None, (NOW + timedelta(days=400),)])
def test_without_a_time_that_can_be_it_could_not_be_checked(posted_at):
    assert is_alive(posted_at).outcome is COULD_NOT


def test_the_future_is_left_out():
    assert is_alive((NOW + timedelta(days=9), datetime(2025, 9, 3, tzinfo=UTC))).outcome is FINDING


def test_an_account_without_a_post_is_a_finding():
    assert is_alive(()).key == "none"


@pytest.mark.parametrize(
    ("posted_at", "looked_on", "outcome"),
    [
        ((datetime(2025, 9, 3, tzinfo=UTC),), None, OK),
        ((), None, OK),
        ((at(18),), None, FINDING),
        ((at(18),), date(2026, 11, 17), FINDING),
        ((at(18),), date(2026, 11, 18), OK),
        (None, None, COULD_NOT),
    ],
)
def test_a_resting_account_is_well_until_somebody_posts_on_it(posted_at, looked_on, outcome):
    found = is_alive(posted_at, looked_on=looked_on, status=AccountStatus.DORMANT)

    assert found.outcome is outcome


@given(
    st.dates(date(2026, 9, 2), TODAY),
    st.integers(1, 80),
)
def test_within_the_known_terms_silence_is_counted_in_school_days(last_on, limit):
    days = [last_on + timedelta(days=n) for n in range(1, (TODAY - last_on).days + 1)]

    assert is_idle(TERMS, last_on, TODAY, limit=limit) is (
        sum(is_school_day(TERMS, one) for one in days) > limit
    )


@given(st.dates(date(2000, 1, 1), TODAY), st.integers(1, 3_000))
def test_a_longer_patience_never_finds_more(last_on, limit):
    if is_idle(SchoolCalendar(), last_on, TODAY, limit=limit + 1):
        assert is_idle(SchoolCalendar(), last_on, TODAY, limit=limit)


@pytest.mark.parametrize(
    ("waiting", "days", "outcome"),
    [
        (timedelta(days=2), 2, OK),
        (timedelta(days=2, seconds=1), 2, FINDING),
        (timedelta(seconds=1), 0, FINDING),
        (timedelta(days=30), None, COULD_NOT),
    ],
)
def test_no_comment_waits_longer_than_agreed(waiting, days, outcome):
    assert moderated(account(moderation_days=days), NOW - waiting, now=NOW).outcome is outcome


def test_a_platform_that_does_not_tell_of_comments_could_not_be_checked():
    assert moderated(account(), None, now=NOW).outcome is COULD_NOT


def test_another_comment_that_waits_is_another_finding():
    keys = {moderated(account(), NOW - timedelta(days=n), now=NOW).key for n in (5, 6)}

    assert len(keys) == 2


def posted(posted_at, hours=None):
    return posting(account(hours=hours), posted_at, now=NOW)


def outcomes(found):
    return [one.outcome for one in found]


def test_without_times_posting_could_not_be_checked():
    assert outcomes(posted(None)) == [COULD_NOT]


def test_no_post_is_nothing_unusual():
    assert outcomes(posted(())) == [OK]


@pytest.mark.parametrize(("number", "outcome"), [(8, OK), (9, FINDING)])
def test_more_than_eight_posts_in_an_hour_are_a_burst(number, outcome):
    times = tuple(at(19, 10, 7 * n) if n < 8 else at(19, 11, 0) for n in range(number))

    assert outcomes(posted(times)) == [outcome]


def test_nine_posts_over_a_day_are_no_burst_where_nothing_is_known_of_other_days():
    assert outcomes(posted(tuple(at(19, 8 + n) for n in range(9)))) == [OK]


@pytest.mark.parametrize(("number", "outcome"), [(5, OK), (6, FINDING)])
def test_a_day_of_more_than_five_times_the_usual_is_a_burst(number, outcome):
    usual = tuple(at(day) for day in (2, 3, 4, 5))
    today = tuple(at(19, 8 + 2 * n) for n in range(number))

    found = posted((*today, *usual))

    assert outcomes(found) == [outcome]
    assert outcome is OK or found[0].key == "burst:2026-11-19"


def test_a_burst_of_last_month_is_no_news():
    month_ago = tuple(NOW - timedelta(days=30, minutes=n) for n in range(20))

    assert outcomes(posted(month_ago)) == [OK]


@pytest.mark.parametrize(
    ("times", "outcome"),
    [
        ((at(19, 8, 0), at(18, 18, 0)), OK),
        ((at(19, 7, 59),), FINDING),
        ((at(17, 3),), FINDING),
        ((at(14, 3), at(15, 3)), OK),
        ((at(14, 11), at(14, 12), at(15, 11)), FINDING),
        ((at(12, 3),), OK),
    ],
    ids=["inside", "a minute early", "at night", "two at the weekend", "three", "long ago"],
)
def test_posts_come_within_the_agreed_hours(times, outcome):
    found = posted(times, WORKING_HOURS)

    assert outcomes(found) == [outcome]
    assert outcomes(posted(times)) == [OK]


def test_the_agreed_hours_are_londons():
    july = datetime(2026, 7, 15, 7, 30, tzinfo=UTC)  # 08:30 in London

    found = posting(account(hours=WORKING_HOURS), (july,), now=july + timedelta(hours=1))

    assert outcomes(found) == [OK]


@pytest.mark.parametrize(("hour", "outcome"), [(23, OK), (1, OK), (12, FINDING)])
def test_hours_may_go_over_midnight(hour, outcome):
    assert outcomes(posted((at(18, hour),), (time(20), time(2)))) == [outcome]


def test_a_burst_at_night_is_both():
    times = tuple(at(19, 3, n) for n in range(12))

    assert [one.key for one in posted(times, WORKING_HOURS)] == [
        "burst:2026-11-19",
        "hours:2026-11-19",
    ]


times = st.lists(st.integers(-60 * 24 * 60, 60).map(lambda late: NOW + timedelta(minutes=late)))


@given(times, st.none() | st.tuples(st.times(), st.times()))
def test_whatever_was_posted_there_is_one_answer_or_findings_alone(posted_at, hours):
    found = posted(tuple(posted_at), hours)

    assert outcomes(found) in ([OK], [FINDING], [FINDING, FINDING])
    assert len({one.key for one in found}) == len(found)
