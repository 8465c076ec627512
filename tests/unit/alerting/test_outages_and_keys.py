"""What has stopped, what ends, and who is told of it and when."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from orm.alerting.key_ends import key_alert, key_end
from orm.alerting.outages import outage_alert, outages
from orm.alerting.readers import house_keeper, spike_readers
from orm.model.house_alerts import Outage, SourceState
from orm.model.schools import Role
from orm.model.settings import ReminderRules
from tests.factories_reminding import HEAD, OFFICE, ST_ORRINS, WRENBECK, person, rota_of, utc

NOW = utc("2026-11-18 09:00")  # a Wednesday
NIGHT, SATURDAY = utc("2026-11-18 23:00"), utc("2026-11-21 11:00")
DAY = timedelta(days=1)
COMMS = person("comms", Role.COMMS)
IT = person("it", Role.IT)


def state(source="feed", read=NOW, new=NOW, *, failing=False, school=WRENBECK) -> SourceState:
    return SourceState(school, source, read, new, 7 * DAY, failing)


WELL = state("gdelt")
FAILED = state("feed", NOW - 8 * DAY, NOW - 9 * DAY, failing=True)


@pytest.mark.parametrize(
    ("states", "found"),
    [
        ((WELL,), ()),
        ((WELL, FAILED), (Outage(WRENBECK, "feed", NOW - 8 * DAY, unread=True),)),
        ((WELL, replace(FAILED, measured_at=NOW - 6 * DAY)), ()),  # within what is normal
        ((state(new=NOW - 8 * DAY),), (Outage(WRENBECK, "feed", NOW - 8 * DAY, unread=False),)),
        ((state(new=NOW - 7 * DAY),), ()),
        # A machine that was off for a week has heard nothing: silence is counted until the last reading.
        ((state(read=NOW - 8 * DAY, new=NOW - 9 * DAY),), ()),
        ((state(new=None),), ()),  # it never brought anything
        ((WELL, replace(FAILED, measured_at=None)), ()),  # it was never read
        (
            (replace(FAILED, measured_at=NOW - 2 * DAY), replace(FAILED, source="gdelt")),
            (Outage(WRENBECK, "", NOW - 2 * DAY, unread=True),),
        ),
        ((replace(FAILED, measured_at=NOW - DAY), replace(FAILED, source="gdelt")), ()),
    ],
)
def test_a_source_has_stopped_past_its_longest_normal_silence(states, found):
    assert outages(states, now=NOW) == found


def test_schools_are_told_apart_and_an_outage_keeps_its_name():
    states = (
        FAILED,
        replace(FAILED, school_id=ST_ORRINS),
        WELL,
        replace(WELL, school_id=ST_ORRINS),
    )
    first, second = outages(states, now=NOW)
    again, _ = outages(states, now=NOW + DAY)

    assert {first.school_id, second.school_id} == {WRENBECK, ST_ORRINS}
    assert outage_alert(first, now=NOW).once == outage_alert(again, now=NOW + DAY).once
    later = replace(first, since=first.since + DAY)
    assert outage_alert(later, now=NOW).once != outage_alert(first, now=NOW).once


@pytest.mark.parametrize(
    ("today", "stage", "over"),
    [
        (date(2026, 12, 31), None, None),
        (date(2027, 1, 1), "14-days", False),
        (date(2027, 1, 11), "14-days", False),
        (date(2027, 1, 12), "3-days", False),
        (date(2027, 1, 15), "end", False),
        (date(2027, 2, 15), "end", True),
    ],
)
def test_a_key_is_told_of_two_weeks_and_three_days_before_and_at_its_end(today, stage, over):
    found = key_end("youtube", "main", date(2027, 1, 15), today=today)

    assert (found and found.stage, found and found.over) == (stage, over)
    if found:
        once = key_alert(found, WRENBECK, now=NOW).once
        assert once == f"key/youtube/main/2027-01-15/{stage}"


ON_CALL = ReminderRules(on_call="head")


@pytest.mark.parametrize(
    ("now", "rules", "told"),
    [
        (NOW, ReminderRules(), ["comms", "head"]),
        (NIGHT, ON_CALL, []),  # quiet hours: nobody's telephone rings for it
        (SATURDAY, ReminderRules(), []),  # it waits for a school day
        (SATURDAY, ON_CALL, ["head"]),
    ],
)
def test_a_spike_is_told_on_a_school_day_or_to_who_is_on_call(now, rules, told):
    rota = rota_of(COMMS, HEAD, IT, rules=rules)
    assert [each.id for each in spike_readers(rota, WRENBECK, now=now)] == told


ELSEWHERE = person("it-there", Role.IT, schools=frozenset({ST_ORRINS}))
HERE = person("it-here", Role.IT, schools=frozenset({WRENBECK}))


@pytest.mark.parametrize(
    ("people", "now", "told"),
    [
        ((HEAD, OFFICE), NOW, "office"),
        ((HEAD, OFFICE), SATURDAY, "office"),
        ((HEAD, OFFICE), NIGHT, None),
        ((HEAD, ELSEWHERE), NOW, "head"),
        ((HERE, IT, HEAD), NOW, "it"),  # who keeps house for all schools, before one for some
        ((ELSEWHERE,), NOW, None),
    ],
)
def test_who_keeps_house_is_told_outside_quiet_hours(people, now, told):
    keeper = house_keeper(rota_of(*people), WRENBECK, now=now)
    assert (keeper and keeper.id) == told
