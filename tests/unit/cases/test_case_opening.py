"""When a decision becomes a case, and by when it is due."""

from datetime import UTC, date, datetime

import pytest

from orm.cases.opening import open_case
from orm.model.schools import Role, SchoolCalendar, SchoolId, Term
from tests.factories_triage import decided, house_policy

NOW = datetime(2026, 11, 20, 9, 15, tzinfo=UTC)


NO_TERMS = SchoolCalendar()


def opened(text, *, calendar=NO_TERMS):
    return open_case(
        decided(text),
        school_id=SchoolId("wrenbeck"),
        fingerprint="story",
        now=NOW,
        policy=house_policy(),
        calendar=calendar,
    )


@pytest.mark.parametrize(
    "text",
    [
        "Wrenbeck Primary sports day was brilliant, thank you all",
        "What time does the disco at Wrenbeck Primary finish please",
        "The newsletter of Wrenbeck Primary is dull as ditchwater",
    ],
)
def test_what_needs_nobody_opens_no_case(text):
    assert opened(text) is None


def test_a_complaint_is_a_case_for_the_headteacher_within_two_school_days():
    case = opened("I have emailed Wrenbeck Primary three times about my daughter and had no reply")

    assert case is not None
    assert (case.owner, case.sealed) == (Role.HEADTEACHER, False)
    assert case.due_at == datetime(2026, 11, 24, 16, tzinfo=UTC)


def test_an_emergency_is_due_now():
    case = opened("there is a bomb in Wrenbeck Primary, 11am")

    assert case is not None
    assert case.due_at == NOW


def test_a_safeguarding_concern_is_a_sealed_case_for_the_dsl_within_the_hour():
    case = opened(
        "Little lad at Wrenbeck Primary always has bruises on his legs, does nobody notice"
    )

    assert case is not None
    assert (case.owner, case.sealed) == (Role.DSL, True)
    assert case.due_at == datetime(2026, 11, 20, 10, 15, tzinfo=UTC)


def test_in_the_holidays_an_ordinary_case_waits_for_school_and_a_sealed_one_does_not():
    until_january = SchoolCalendar(
        terms=(
            Term(date(2026, 9, 2), date(2026, 11, 6)),
            Term(date(2027, 1, 4), date(2027, 3, 25)),
        )
    )
    complaint = opened(
        "I have emailed Wrenbeck Primary three times about my daughter and had no reply",
        calendar=until_january,
    )
    accused = opened(
        "The head of Wrenbeck Primary locks kids in her office", calendar=until_january
    )

    assert complaint.due_at == datetime(2027, 1, 5, 16, tzinfo=UTC)
    assert accused.sealed
    assert accused.due_at == datetime(2026, 11, 20, 16, tzinfo=UTC)


def test_the_same_story_is_the_same_case():
    first = opened("there is a bomb in Wrenbeck Primary, 11am")
    again = opened("There is a bomb in Wrenbeck Primary at 11am!")

    assert first is not None
    assert again is not None
    assert first.ref == again.ref
