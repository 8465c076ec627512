"""Who may have which report, and which time it is about."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orm.errors import NotAllowed
from orm.model.report_facts import Period, ReportKind
from orm.model.schools import Role, SchoolCalendar, SchoolId
from orm.model.sight import Sight
from orm.reading.reports import (
    LONGEST,
    may_have,
    offered,
    read_form,
    read_kind,
    read_month,
    read_period,
    refuse_others,
    usual_period,
)
from tests.factories_trends import BOTH, sight
from tests.factories_weeks import AUTUMN

TODAY = date(2026, 11, 18)
USUAL = Period(date(2026, 11, 2), TODAY)
TABLE = {
    Role.HEADTEACHER: {"governors", "inspection", "press", "first-page"},
    Role.SLT: {"governors", "inspection", "first-page"},
    Role.CHAIR: {"governors"},
    Role.DSL: {"dsl"},
    Role.COMMS: {"first-page"},
    Role.DPO: set(),
    Role.IT: set(),
}


@pytest.mark.parametrize("role", sorted(TABLE))
def test_a_role_has_its_reports_and_no_others(role):
    assert {kind.value for kind in ReportKind if may_have(kind, sight(role))} == TABLE[role]
    rows = offered(sight(role), calendar=AUTUMN, today=TODAY)
    assert {row.kind.value for row in rows} == TABLE[role]


@pytest.mark.parametrize(
    ("month", "last_on"),
    [("2026-11", TODAY), ("2026-02", date(2026, 2, 28)), ("2025-12", date(2025, 12, 31))],
)
def test_a_month_is_read_to_its_end_or_to_today(month, last_on):
    assert read_month(month, today=TODAY) == Period(last_on.replace(day=1), last_on)
    assert usual_period(ReportKind.FIRST_PAGE, AUTUMN, TODAY) == read_month("2026-11", today=TODAY)


@pytest.mark.parametrize("month", ["2026-12", "2026-13", "november", "2026-11-05", "2026-1"])
def test_a_month_that_is_none_or_still_to_come_is_refused(month):
    with pytest.raises(NotAllowed, match="month"):
        read_month(month, today=TODAY)


def test_who_stands_in_for_somebody_has_their_reports():
    deputy = Sight(frozenset({SchoolId("w")}), frozenset({Role.SLT}), frozenset({Role.DSL}))

    assert may_have(ReportKind.DSL, deputy)


def test_schools_side_by_side_take_two():
    assert may_have(ReportKind.TRUST, sight(Role.SLT, schools=BOTH))
    assert not may_have(ReportKind.TRUST, sight(Role.SLT))
    assert not may_have(ReportKind.TRUST, sight(Role.IT, schools=BOTH))
    with pytest.raises(NotAllowed, match="more than one"):
        refuse_others(ReportKind.TRUST, sight(Role.SLT))


def test_a_refusal_says_whom_to_ask():
    with pytest.raises(NotAllowed, match=r"^This report is for: dsl\. Ask one of them for it\.$"):
        refuse_others(ReportKind.DSL, sight(Role.CHAIR))
    refuse_others(ReportKind.DSL, sight(Role.DSL))


@pytest.mark.parametrize(
    ("today", "first_on", "last_on"),
    [
        (date(2026, 11, 18), date(2026, 11, 2), date(2026, 11, 18)),  # in term
        (date(2026, 10, 28), date(2026, 9, 2), date(2026, 10, 23)),  # in half-term
        (date(2026, 12, 18), date(2026, 11, 2), date(2026, 12, 18)),  # its last day
        (date(2026, 12, 27), date(2026, 11, 2), date(2026, 12, 18)),
        (date(2026, 8, 1), date(2026, 5, 10), date(2026, 8, 1)),  # before the first known term
    ],
)
def test_a_terms_report_is_about_the_running_term_or_the_one_that_ended_last(
    today, first_on, last_on
):
    assert usual_period(ReportKind.GOVERNORS, AUTUMN, today) == Period(first_on, last_on)


def test_without_terms_it_is_about_twelve_weeks():
    period = usual_period(ReportKind.DSL, SchoolCalendar(), TODAY)

    assert (period.last_on - period.first_on).days + 1 == 84


@pytest.mark.parametrize("kind", [ReportKind.INSPECTION, ReportKind.PRESS])
def test_a_years_report_is_about_twelve_months(kind):
    assert usual_period(kind, AUTUMN, TODAY) == Period(date(2025, 11, 19), TODAY)


@pytest.mark.parametrize(
    ("since", "until", "period"),
    [
        ("", "", USUAL),
        ("2026-09-02", "2026-10-23", Period(date(2026, 9, 2), date(2026, 10, 23))),
        ("2026-09-02", "", Period(date(2026, 9, 2), TODAY)),
        ("", "2026-11-10", Period(date(2026, 11, 2), date(2026, 11, 10))),
        ("2026-11-18", "2027-01-01", Period(TODAY, TODAY)),
    ],
)
def test_any_two_days_may_be_typed_and_what_is_to_come_is_left_out(since, until, period):
    assert read_period(since, until, USUAL, today=TODAY) == period


def test_a_first_day_after_the_usual_term_goes_on_to_today():
    usual = Period(date(2026, 9, 2), date(2026, 10, 23))

    assert read_period("2026-11-02", "", usual, today=TODAY) == Period(date(2026, 11, 2), TODAY)


@pytest.mark.parametrize(
    ("since", "until", "says"),
    [
        ("2026-11-19", "", "still to come"),
        ("2026-11-10", "2026-11-09", "comes after"),
        ("2023-01-01", "", "two years"),
        ("yesterday", "", "Type a day"),
        ("", "31/12/2026", "Type a day"),
        ("2026-02-30", "", "Type a day"),
    ],
)
def test_days_that_make_no_time_are_refused_with_what_to_do(since, until, says):
    with pytest.raises(NotAllowed, match=says):
        read_period(since, until, USUAL, today=TODAY)


@given(st.text(max_size=12) | st.dates().map(str), st.text(max_size=12) | st.dates().map(str))
def test_whatever_is_typed_gives_a_time_that_has_been_or_a_refusal(since, until):
    try:
        period = read_period(since, until, USUAL, today=TODAY)
    except NotAllowed:
        return
    assert period.first_on <= period.last_on <= TODAY
    assert period.last_on - period.first_on <= LONGEST


def test_only_names_of_reports_and_forms_are_known():
    assert read_kind("governors") is ReportKind.GOVERNORS
    assert read_kind("everything") is None
    assert read_form("csv") == "csv"
    assert read_form("docx") is None
