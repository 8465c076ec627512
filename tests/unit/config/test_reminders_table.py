"""[reminders] and the days on which POSH is closed: read, defaulted, and refused in plain words."""

from datetime import date, time

import pytest

from orm.model.opening_hours import Closure
from orm.model.settings import ReminderRules
from tests.factories_config import SMALL, problems, read

CLOSED = "[[calendar.posh_closed]]\nfirst_on = {}\nlast_on = {}\n"


def test_without_a_word_of_it_nights_are_quiet_and_nobody_is_on_call():
    config = read(SMALL)

    assert config.reminders == ReminderRules()
    assert config.posh_closed == ()


def test_every_key_arrives():
    config = read(
        SMALL
        + '[reminders]\nquiet_from = "21:30"\nquiet_until = "06:00"\non_call = "chair"\n'
        + CLOSED.format("2026-12-29", "2026-12-31")
    )

    assert config.reminders == ReminderRules(time(21, 30), time(6), "chair")
    assert config.posh_closed == (Closure(date(2026, 12, 29), date(2026, 12, 31)),)


@pytest.mark.parametrize(
    ("addition", "problem"),
    [
        ('[reminders]\non_call = "hed"\n', "reminders.on_call: no contact or role has the id"),
        ('[reminders]\nquiet_from = "8pm"\n', "reminders.quiet_from"),
        ("[reminders]\nquiet = true\n", "reminders.quiet"),
        (
            CLOSED.format("2026-12-31", "2026-12-29"),
            "calendar.posh_closed[0].last_on: 2026-12-29 is before first_on (2026-12-31); swap",
        ),
    ],
)
def test_what_cannot_be_meant_is_refused(addition, problem):
    (told,) = problems(SMALL + addition)

    assert told.startswith(problem)
