"""The clocks of a case, checked by hand against the calendars of 2026 and 2027."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orm.cases.clocks import (
    deletion_due,
    in_words,
    lado_due,
    local_day,
    platform_wait,
    posh_from,
    posh_next_open,
    re_check_due,
    s5_operator,
    s5_poster,
)
from orm.model.opening_hours import Closure, Opening
from orm.model.schools import SchoolCalendar, Term
from orm.school_calendar import LONDON, is_bank_holiday, is_school_day

TERMS = SchoolCalendar(
    terms=(
        Term(date(2026, 9, 2), date(2026, 10, 23)),
        Term(date(2026, 11, 2), date(2026, 12, 18)),
        Term(date(2027, 1, 4), date(2027, 2, 12)),
        Term(date(2027, 2, 22), date(2027, 3, 25)),
        Term(date(2027, 4, 12), date(2027, 5, 28)),
        Term(date(2027, 6, 7), date(2027, 7, 21)),
        Term(date(2027, 9, 2), date(2027, 10, 22)),
    ),
    inset_on=frozenset({date(2026, 11, 27), date(2027, 1, 4)}),
)
POSH = Opening(frozenset(range(5)), time(10), time(16))


def utc(written: str) -> datetime:
    """A moment in UTC, such as "2026-11-23 16:00"."""
    return datetime.fromisoformat(written).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("asked", "due", "why"),
    [
        ("2026-11-19 10:00", "2026-11-23 16:00", "Thursday: Friday and Monday"),
        ("2026-11-19 20:00", "2026-11-23 16:00", "an evening is still that day"),
        ("2026-11-21 10:00", "2026-11-24 16:00", "Saturday: Monday and Tuesday"),
        ("2026-11-25 09:00", "2026-11-30 16:00", "an INSET Friday does not count"),
        ("2026-12-18 15:30", "2027-01-06 16:00", "the last hour of term; INSET after Christmas"),
        ("2026-10-22 10:00", "2026-11-02 16:00", "half term, and the clocks go back"),
        ("2027-03-25 14:00", "2027-04-13 15:00", "Easter, and the clocks go forward"),
        ("2027-04-30 10:00", "2027-05-05 15:00", "the May bank holiday"),
        ("2027-07-21 14:30", "2027-09-03 15:00", "the last hour before the summer holiday"),
        ("2027-08-10 09:00", "2027-09-03 15:00", "in the summer holiday"),
        ("2027-06-10 22:30", "2027-06-14 15:00", "half past eleven on a summer Thursday"),
        ("2027-06-10 23:30", "2027-06-15 15:00", "half past midnight is Friday already"),
    ],
)
def test_a_deletion_request_runs_for_two_whole_school_days(asked, due, why):
    assert deletion_due(utc(asked), TERMS) == utc(due), why


@pytest.mark.parametrize(
    ("nation", "asked", "due"),
    [
        ("SCT", "2026-11-27 10:00", "2026-12-02 16:00"),  # St Andrew's Day is the Monday
        ("ENG", "2026-11-27 10:00", "2026-12-01 16:00"),
        ("NIR", "2026-03-16 10:00", "2026-03-19 16:00"),  # St Patrick's Day is the Tuesday
        ("WLS", "2026-03-16 10:00", "2026-03-18 16:00"),
        ("NIR", "2026-07-10 10:00", "2026-07-15 15:00"),  # the Twelfth is kept on the Monday
        ("SCT", "2026-04-02 10:00", "2026-04-07 15:00"),  # Easter Monday counts in Scotland
        ("ENG", "2026-04-02 10:00", "2026-04-08 15:00"),
    ],
)
def test_school_days_keep_the_bank_holidays_of_the_schools_nation(nation, asked, due):
    assert deletion_due(utc(asked), SchoolCalendar(nation=nation)) == utc(due)


def test_a_schools_own_policy_may_give_more_school_days():
    assert deletion_due(utc("2026-11-19 10:00"), TERMS, 5) == utc("2026-11-26 16:00")


def test_whoever_is_asked_has_at_least_one_school_day():
    with pytest.raises(ValueError, match="at least one school day"):
        deletion_due(utc("2026-11-19 10:00"), TERMS, 0)


def test_past_the_last_known_term_an_inset_day_is_still_none():
    known = SchoolCalendar(
        terms=(Term(date(2026, 9, 2), date(2026, 12, 18)),), inset_on=frozenset({date(2027, 1, 4)})
    )

    assert deletion_due(utc("2027-01-01 10:00"), known) == utc("2027-01-06 16:00")


@pytest.mark.parametrize("reported", ["2026-10-24 09:30", "2027-03-27 09:30", "2026-12-24 23:00"])
def test_the_wait_for_a_platform_is_48_real_hours_whatever_the_clocks_do(reported):
    assert platform_wait(utc(reported)) - utc(reported) == timedelta(hours=48)


@pytest.mark.parametrize(
    ("now", "opens", "why"),
    [
        ("2026-11-18 11:00", "2026-11-18 11:00", "open now"),
        ("2026-11-18 10:00", "2026-11-18 10:00", "it opens now"),
        ("2026-11-18 09:59", "2026-11-18 10:00", "before it opens"),
        ("2026-11-18 15:59", "2026-11-18 15:59", "the last minute"),
        ("2026-11-18 16:00", "2026-11-19 10:00", "it closes now"),
        ("2026-11-20 16:30", "2026-11-23 10:00", "Friday evening"),
        ("2026-10-23 14:59", "2026-10-23 14:59", "15:59 in summer time"),
        ("2026-10-23 15:00", "2026-10-26 10:00", "16:00 in summer time, then the clocks go back"),
        ("2027-03-25 17:00", "2027-03-30 09:00", "Easter, and the clocks go forward"),
        ("2026-12-24 16:00", "2026-12-29 10:00", "Christmas; Boxing Day is kept on the Monday"),
        ("2026-11-27 16:00", "2026-11-30 10:00", "St Andrew's Day is no holiday in England"),
    ],
)
def test_the_helpline_opens_next(now, opens, why):
    assert posh_next_open(utc(now), POSH) == utc(opens), why


def test_a_helpline_that_is_closed_for_a_week_opens_after_it():
    closed = Opening(
        POSH.days, POSH.opens_at, POSH.closes_at, "ENG",
        (Closure(date(2026, 11, 23), date(2026, 11, 27)),),
    )  # fmt: skip

    assert posh_next_open(utc("2026-11-20 17:00"), closed) == utc("2026-11-30 10:00")
    assert posh_next_open(utc("2026-11-25 12:00"), closed) == utc("2026-11-30 10:00")
    assert posh_from(utc("2026-11-19 12:00"), closed) == utc("2026-11-30 10:00")


def test_an_office_keeps_the_bank_holidays_of_its_own_nation():
    scottish = Opening(POSH.days, POSH.opens_at, POSH.closes_at, "SCT")

    assert posh_next_open(utc("2026-11-27 16:00"), scottish) == utc("2026-12-01 10:00")


@pytest.mark.parametrize(
    ("reported", "ask", "why"),
    [
        ("2026-11-18 11:00", "2026-11-20 11:00", "48 hours end while it is open"),
        ("2026-11-18 16:00", "2026-11-23 10:00", "they end as it closes on Friday"),
        ("2026-11-19 12:00", "2026-11-23 10:00", "they end on Saturday"),
        ("2026-10-24 09:30", "2026-10-26 10:00", "10:30 to 09:30 is 48 hours: clocks go back"),
        ("2027-03-23 10:00", "2027-03-25 10:00", "the day before Good Friday"),
        ("2027-03-24 17:00", "2027-03-30 09:00", "they end on Good Friday"),
    ],
)
def test_posh_is_asked_at_its_first_opening_after_the_48_hours(reported, ask, why):
    assert posh_from(utc(reported), POSH) == utc(ask), why


@pytest.mark.parametrize(
    "hours",
    [
        (frozenset(), time(10), time(16)),
        (frozenset({7}), time(10), time(16)),
        (frozenset({0}), time(16), time(10)),
        (frozenset({0}), time(10), time(10)),
    ],
)
def test_hours_that_never_come_are_refused(hours):
    with pytest.raises(ValueError, match="never opens"):
        Opening(*hours)


@pytest.mark.parametrize(
    ("sent", "due", "why"),
    [
        ("2026-11-16 09:00", "2026-11-18 09:00", "Monday to Wednesday"),
        ("2026-11-20 15:00", "2026-11-24 15:00", "the weekend does not count"),
        ("2026-11-21 12:00", "2026-11-25 00:00", "sent on Saturday: all of Monday and Tuesday"),
        ("2026-11-19 00:00", "2026-11-21 00:00", "all of Thursday and Friday"),
        ("2026-12-24 12:00", "2026-12-30 12:00", "Christmas and the day kept for Boxing Day"),
        ("2027-03-24 18:00", "2027-03-30 17:00", "Good Friday, Easter Monday, clocks forward"),
        ("2026-10-23 09:00", "2026-10-27 10:00", "10:00 to 10:00 by the clock: clocks back"),
        ("2026-11-27 12:00", "2026-12-01 12:00", "St Andrew's Day counts: England and Wales"),
    ],
)
def test_the_operator_of_a_site_has_48_hours_that_stand_still_on_days_off(sent, due, why):
    assert s5_operator(utc(sent)) == utc(due), why


@pytest.mark.parametrize(
    ("notified", "due"),
    [
        ("2026-11-16 09:00", "2026-11-22 00:00"),
        ("2026-10-22 09:00", "2026-10-28 00:00"),
        ("2027-03-25 09:00", "2027-03-30 23:00"),
        ("2026-12-23 23:59", "2026-12-29 00:00"),
    ],
)
def test_the_poster_has_five_days_to_the_end_of_the_fifth(notified, due):
    assert s5_poster(utc(notified)) == utc(due)


@pytest.mark.parametrize(
    ("nation", "known", "due", "why"),
    [
        ("ENG", "2026-11-17 10:00", "2026-11-18 16:00", "Tuesday"),
        ("ENG", "2026-11-17 17:30", "2026-11-18 16:00", "Tuesday evening"),
        ("ENG", "2026-11-20 10:00", "2026-11-23 16:00", "Friday"),
        ("ENG", "2026-11-21 10:00", "2026-11-23 16:00", "Saturday"),
        ("ENG", "2026-12-24 10:00", "2026-12-29 16:00", "Christmas"),
        ("ENG", "2027-08-04 10:00", "2027-08-05 15:00", "the summer holiday is working time"),
        ("ENG", "2026-11-27 10:00", "2026-11-30 16:00", "no holiday in England"),
        ("SCT", "2026-11-27 10:00", "2026-12-01 16:00", "St Andrew's Day"),
        ("NIR", "2026-07-10 10:00", "2026-07-14 15:00", "the Twelfth"),
    ],
)
def test_an_allegation_reaches_the_lado_within_one_working_day(nation, known, due, why):
    assert lado_due(utc(known), nation) == utc(due), why


def test_somebody_looks_again_within_one_school_day_after_an_answer_was_due():
    assert re_check_due(utc("2026-11-23 16:00"), TERMS) == utc("2026-11-24 16:00")
    assert re_check_due(utc("2026-12-18 16:00"), TERMS) == utc("2027-01-05 16:00")


@pytest.mark.parametrize(
    ("at", "words"),
    [
        ("2026-11-23 16:00", "Monday 23 November, 16:00"),
        ("2027-07-13 15:00", "Tuesday 13 July, 16:00"),
        ("2026-11-25 00:00", "the end of Tuesday 24 November"),
        ("2027-03-30 23:00", "the end of Tuesday 30 March"),
        ("2027-01-03 09:05", "Sunday 3 January, 09:05"),
    ],
)
def test_a_letter_says_the_day_in_words(at, words):
    assert in_words(utc(at)) == words


MOMENTS = st.datetimes(datetime(2026, 9, 1), datetime(2027, 9, 10), timezones=st.just(UTC))  # noqa: DTZ001 - UTC is added
NATIONS = st.sampled_from(["ENG", "WLS", "SCT", "NIR"])


def clocks(nation):
    """Every clock that starts at a moment and ends at another, by name."""
    return {
        "deletion": lambda at: deletion_due(at, TERMS),
        "platform": platform_wait,
        "posh": lambda at: posh_next_open(at, POSH),
        "posh after a report": lambda at: posh_from(at, POSH),
        "operator": s5_operator,
        "poster": s5_poster,
        "lado": lambda at: lado_due(at, nation),
        "re-check": lambda at: re_check_due(at, TERMS),
    }


@given(at=MOMENTS, nation=NATIONS)
def test_nothing_is_due_before_it_starts(at, nation):
    assert [name for name, clock in clocks(nation).items() if clock(at) < at] == []


@given(two=st.tuples(MOMENTS, MOMENTS).map(sorted), nation=NATIONS)
def test_what_starts_later_is_never_due_earlier(two, nation):
    first, second = two

    assert [name for name, clock in clocks(nation).items() if clock(second) < clock(first)] == []


@given(at=MOMENTS, days=st.integers(1, 10))
def test_a_request_ends_at_four_on_a_school_day_with_all_its_days_before(at, days):
    due = deletion_due(at, TERMS, days)
    first, last = local_day(at).toordinal() + 1, local_day(due).toordinal()
    counted = [n for n in range(first, last + 1) if is_school_day(TERMS, date.fromordinal(n))]

    assert is_school_day(TERMS, local_day(due))
    assert due.astimezone(LONDON).time() == time(16)
    assert len(counted) == days


@given(at=MOMENTS)
def test_the_helpline_is_open_when_it_is_to_be_rung_and_was_not_before(at):
    opens = posh_next_open(at, POSH)
    local = opens.astimezone(LONDON)

    assert local.weekday() in POSH.days
    assert not is_bank_holiday(SchoolCalendar(), local.date())
    assert POSH.opens_at <= local.time() < POSH.closes_at
    assert opens == at or local.time() == POSH.opens_at


@given(at=MOMENTS)
def test_exactly_48_hours_of_counting_days_pass_for_the_operator(at):
    due, hour = s5_operator(at), timedelta(hours=1)
    full = at.replace(minute=0, second=0, microsecond=0) + hour
    whole = [full + hour * n for n in range(int((due - full) / hour) + 1) if full + hour * n < due]
    counted = sum(
        (min(start + hour, due) - start for start in whole if counts(start)),
        start=(full - at if counts(at) else timedelta()),
    )

    assert counted == timedelta(hours=48)


def counts(moment):
    """Midnights are on the hour, so an hour counts as its start does."""
    day = local_day(moment)
    return day.weekday() <= 4 and not is_bank_holiday(SchoolCalendar(), day)


@given(at=MOMENTS, nation=NATIONS)
def test_the_lado_is_due_on_a_working_day(at, nation):
    day = local_day(lado_due(at, nation))

    assert day.weekday() <= 4
    assert not is_bank_holiday(SchoolCalendar(nation=nation), day)
