"""The beats of account checks end, whatever a configuration does not know of its database."""

from datetime import timedelta

from orm.accounts.surveying import next_survey
from orm.model.presence import Presence
from orm.model.schools import School, SchoolId
from orm.wiring.accounts import check_accounts, survey_schools
from tests.factories_account_store import numbered
from tests.factories_store import NOW

ELSEWHERE = School(SchoolId("elsewhere"), "Elsewhere Primary School", "Harrowmere")
DAY = timedelta(days=1)


def test_a_school_that_this_house_does_not_watch_keeps_no_beat_busy(empty_desk):
    house, now = empty_desk.house, empty_desk.clock.now()
    store = house.edges.store
    store.save_schools([*house.schools, ELSEWHERE], now=now)
    store.accounts.enter(numbered(5, ELSEWHERE.id), by=None, now=now)

    ours = store.accounts.register([school.id for school in house.schools])
    assert check_accounts(house) == len(ours)
    assert survey_schools(house) == len(house.schools)


def test_schools_that_began_together_are_searched_for_on_different_days():
    first = [Presence(SchoolId(f"school-{n}"), (), None, NOW) for n in range(50)]

    days = {next_survey(each, NOW) for each in first}

    assert days == {NOW + number * DAY for number in range(1, 8)}
    assert next_survey(Presence(SchoolId("wrenbeck"), (), NOW, NOW), NOW) == NOW + 7 * DAY
