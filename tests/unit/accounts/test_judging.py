"""One account's round: every check, in order, and when it is looked at next."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orm.accounts.judging import judge, next_look
from orm.errors import Gone, Refused
from orm.model.accounts import AccountId, Check, CheckOutcome, Known, SiteLinks, State
from orm.model.schools import AccountStatus, SchoolId
from orm.school_calendar import LONDON
from tests.factories_accounts import (
    EVERYBODY,
    NOW,
    SITE,
    TODAY,
    WEBSITE,
    account,
    file,
    known,
    sighting,
    world,
    wrenbeck,
)

OK, FINDING, COULD_NOT = CheckOutcome
HERE = SchoolId("wrenbeck")
LOOKED_AT = [check for check in Check if check is not Check.BY_HAND]
RESTING = [
    Check.EXISTS,
    Check.SAME,
    Check.CHANGED,
    Check.LINKS_OUT,
    Check.ALIVE,
    Check.MODERATED,
    Check.POSTING,
]


def told(one_round):
    return {check.check: check.outcome for check in one_round.checks}


def findings(one_round):
    return [check.check for check in one_round.checks if check.outcome is FINDING]


def test_a_well_kept_account_is_well_in_every_check_in_order():
    one = judge(file(), [sighting()], SITE, world())

    assert [check.check for check in one.checks] == LOOKED_AT
    assert set(told(one).values()) == {OK}
    assert (one.id, one.at, one.known) == (AccountId(7), NOW, known())


@pytest.mark.parametrize("answer", [Refused("no"), Gone("404")])
def test_nothing_that_rests_on_an_unseen_account_is_well(answer):
    one = judge(file(), [answer], SITE, world())

    outcomes = told(one)
    assert {check: outcomes[check] for check in RESTING} == dict.fromkeys(RESTING, COULD_NOT)
    assert outcomes[Check.LINKED_BACK] is OK
    assert outcomes[Check.REGISTER] is OK


def test_a_suspended_account_is_one_finding():
    one = judge(file(), [sighting(state=State.SUSPENDED)], SITE, world())

    assert findings(one) == [Check.EXISTS]
    assert told(one)[Check.ALIVE] is COULD_NOT


def test_an_account_that_was_taken_over_is_one_finding():
    one = judge(file(), [sighting(stable_id="999", name="Deals", links=())], SITE, world())

    assert findings(one) == [Check.SAME]
    assert one.known.seen == known().seen


def test_without_answers_a_person_looks_and_nothing_is_told_of_what_only_a_look_can_tell():
    tiktok = account(platform="tiktok", url="https://tiktok.com/@wrenbeckprimary")
    site = replace(SITE, links=("https://tiktok.com/@wrenbeckprimary",))

    one = judge(file(account=tiktok, known=Known()), [], site, world())

    assert told(one) == {
        Check.LINKED_BACK: OK,
        Check.BY_HAND: FINDING,
        Check.PEOPLE: OK,
        Check.REGISTER: OK,
        Check.DATES: OK,
    }


def test_what_a_person_looked_at_lately_is_not_due():
    looked = file(known=Known(looked_on=date(2026, 11, 18)))

    one = judge(looked, [], SITE, world())

    assert told(one)[Check.BY_HAND] is OK
    assert one.known == looked.known


@pytest.mark.parametrize(
    ("answers", "outcome"), [([Gone("404")], OK), ([sighting()], FINDING), ([], COULD_NOT)]
)
def test_of_a_closed_account_only_its_being_closed_is_judged(answers, outcome):
    closed = file(account=account(status=AccountStatus.CLOSED, owner=None, keepers=()))

    assert told(judge(closed, answers, SITE, world())) == {Check.EXISTS: outcome}


def test_a_website_that_could_not_be_read_says_nothing_of_the_accounts_own_link():
    one = judge(file(), [sighting()], SiteLinks("", None, "no answer"), world())

    assert told(one)[Check.LINKED_BACK] is COULD_NOT
    assert told(one)[Check.LINKS_OUT] is OK


def test_two_schools_that_share_an_account_are_judged_each_by_its_own_row():
    other = account(school_id=SchoolId("st-orrins"), purpose="")
    orrins = world(school=wrenbeck(id=SchoolId("st-orrins"), website="https://st-orrins.example"))

    first = judge(file(), [sighting()], SITE, world())
    second = judge(
        file(account=other), [sighting()], SiteLinks("https://st-orrins.example", ()), orrins
    )

    assert findings(first) == []
    assert findings(second) == [Check.LINKS_OUT, Check.LINKED_BACK, Check.REGISTER]


def test_a_leaver_is_found_when_the_people_change():
    left = tuple(one for one in EVERYBODY if one.id != account().owner)

    found = findings(judge(file(), [sighting()], SITE, world(contacts=left)))

    assert set(found) == {Check.PEOPLE}


@pytest.mark.parametrize(
    ("now", "tomorrow"),
    [
        (NOW, date(2026, 11, 21)),
        (datetime(2026, 7, 1, 23, 30, tzinfo=UTC), date(2026, 7, 3)),
        (datetime(2026, 10, 24, 12, tzinfo=UTC), date(2026, 10, 25)),
        (datetime(2027, 3, 27, 12, tzinfo=UTC), date(2027, 3, 28)),
    ],
)
def test_the_next_look_is_tomorrow_morning_in_london(now, tomorrow):
    looks = [next_look(SchoolId(f"school-{n}"), now).astimezone(LONDON) for n in range(400)]

    assert {at.date() for at in looks} == {tomorrow}
    assert min(looks).hour >= 6
    assert max(looks).hour < 8
    assert next_look(HERE, now).tzinfo is UTC


def test_four_hundred_schools_are_spread_over_the_two_hours():
    looks = sorted(next_look(SchoolId(f"school-{n}"), NOW) for n in range(400))

    per_minute = [sum(at <= one < at + timedelta(minutes=1) for one in looks) for at in looks]
    assert max(per_minute) <= 12
    assert next_look(HERE, NOW) == next_look(HERE, NOW + timedelta(minutes=5))


@given(
    st.lists(
        st.sampled_from([sighting(), sighting(state=State.PRIVATE), Gone("404"), Refused("no")]),
        max_size=3,
    ),
    st.sampled_from(AccountStatus),
)
def test_whatever_is_answered_no_check_is_told_twice_and_all_come_in_order(answers, status):
    one = judge(file(account=account(status=status)), answers, SITE, world())

    places = [list(Check).index(check.check) for check in one.checks]
    assert places == sorted(places)
    assert one.checks
    assert all(check.says for check in one.checks)
    assert len({(c.check, c.key) for c in one.checks}) == len(one.checks)


def test_today_is_londons():
    assert world().today == TODAY
    assert world(now=datetime(2026, 7, 1, 23, 30, tzinfo=UTC)).today == date(2026, 7, 2)


def test_the_website_of_the_register_of_schools_serves_where_the_site_names_none():
    one = judge(file(), [sighting(links=(WEBSITE,))], SiteLinks("", ()), world())

    assert told(one)[Check.LINKS_OUT] is OK
