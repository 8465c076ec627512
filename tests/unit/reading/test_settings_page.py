"""Settings in words: what needs somebody is said, and who may not see a part does not."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from orm.model.desk_settings import DeskSettings
from orm.model.judgement import Route
from orm.model.polls import Access
from orm.model.schools import Role, School, SchoolCalendar, SchoolId, Term
from orm.model.settings import (
    DigestRules,
    MailSettings,
    PolicyProfile,
    ReminderRules,
    Retention,
    Transport,
)
from orm.model.sight import Sight
from orm.reading.settings import Installed, page
from tests.factories_triage import house_policy

TODAY = date(2026, 11, 20)
WRENBECK = SchoolId("wrenbeck")
ST_ORRINS = SchoolId("st-orrins")
INSTALLED = Installed(
    schools=(
        School(WRENBECK, "Wrenbeck Primary School", "Harrowmere", urn="990101"),
        School(ST_ORRINS, "St Orrin's School", "Harrowmere"),
    ),
    calendar=SchoolCalendar(terms=(Term(date(2026, 11, 2), date(2026, 12, 18)),)),
    digest=DigestRules(desk_url="https://orm.wrenbeck.example"),
    reminders=ReminderRules(),
    mail=MailSettings(Transport.FILE, "orm@wrenbeck.example", ("wrenbeck.example",)),
    desk=DeskSettings(),
    retention=Retention(),
    profile=PolicyProfile(),
    policy=house_policy(),
    on=[("Feeds", Access.A)],
    idle=[("Brave", Access.C, "not configured: it has no key")],
)


def sight(*roles, schools=(WRENBECK,)):
    return Sight(frozenset(schools), frozenset(roles))


def sheet(heading, who=None, today=TODAY, **changed):
    shown = page(replace(INSTALLED, **changed), who or sight(Role.IT), today)
    return next(each for each in shown.sheets if each.heading == heading)


def said(found, name):
    return next(value for called, value in found.rows if called == name)


def test_an_administrator_sees_their_schools_only():
    assert [name for name, _ in sheet("Schools").rows] == ["Wrenbeck Primary School"]
    both = sight(Role.HEADTEACHER, schools=(WRENBECK, ST_ORRINS))
    assert len(sheet("Schools", both).rows) == 2


@pytest.mark.parametrize("role", [Role.DPO, Role.CHAIR, Role.SLT, Role.COMMS, Role.DSL])
def test_others_see_what_the_policy_and_retention_are(role):
    shown = page(INSTALLED, sight(role), TODAY)

    assert not shown.all_of_it
    assert [each.place for each in shown.sheets] == ["[policy]", "orm/policy", "[retention]"]


def test_a_deputy_of_an_administrator_sees_all_of_it():
    who = Sight(frozenset({WRENBECK}), frozenset({Role.SLT}), frozenset({Role.HEADTEACHER}))

    assert page(INSTALLED, who, TODAY).all_of_it


def test_terms_that_are_over_are_not_shown_and_that_none_is_left_is_said():
    later = date(2027, 1, 4)

    assert sheet("Calendar").notes == ()
    found = sheet("Calendar", today=later)
    assert "No term is known from today on" in found.notes[0]
    assert "Term" not in dict(found.rows)


def test_the_next_bank_holidays_are_those_of_the_nation():
    assert said(sheet("Calendar"), "Next bank holidays").startswith("25 Dec 2026, 26 Dec 2026")
    scottish = sheet("Calendar", today=date(2026, 11, 29), calendar=SchoolCalendar(nation="SCT"))
    assert "30 Nov 2026" in said(scottish, "Next bank holidays")


def test_facts_that_nobody_checked_for_a_year_are_named():
    assert sheet("Age of the policy's facts").notes == ()

    old = sheet("Age of the policy's facts", today=TODAY + timedelta(days=800))

    assert any("contacts.toml last checked over a year ago" in note for note in old.notes)


def test_routes_that_the_policy_lacks_are_named():
    some = PolicyProfile(routes=frozenset(Route) - {Route.POSH})

    label = house_policy().routes[Route.POSH].label
    assert said(sheet("Policy", profile=some), "Never proposed here") == label


def test_a_desk_that_only_its_own_computer_reaches_is_said():
    assert sheet("Desk").notes == ()
    assert "digest.desk_url" in sheet("Desk", digest=DigestRules()).notes[0]


def test_quiet_hours_that_are_none_are_said_so():
    none = ReminderRules(quiet_from=time(7), quiet_until=time(7))

    assert said(sheet("Reminders", reminders=none), "Quiet hours") == "none"


def test_each_source_that_is_off_says_what_it_waits_for():
    found = sheet("Sources")

    assert said(found, "On") == "Feeds (A)"
    assert said(found, "Not configured: it has no key") == "Brave (C)"


def test_retention_is_told_in_days():
    kept = Retention(ordinary_text=timedelta(days=1))

    found = sheet("How long things are kept", retention=kept)
    assert said(found, "Text of praise, questions and civil criticism") == "1 day"
    assert said(found, "Fingerprints of what is not about us") == "30 days"
