"""Schools and people: saved whole, changed in place, and every change of a person on record."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from orm.model.schools import (
    AccountStatus,
    Contact,
    ContactId,
    Namesake,
    OfficialAccount,
    Role,
    School,
    SchoolId,
)
from orm.model.weeks import Week
from orm.store.tables.register import AUDIT
from tests.databases import known
from tests.factories_store import NOW, ST_ORRINS, WRENBECK, bring, judged_of, plan_of

FULL = School(
    id=SchoolId("wrenbeck"),
    name="Wrenbeck Primary School",
    town="Harrowmere",
    aliases=("Wrenbeck Primary",),
    short_names=("WPS",),
    former_names=("Wrenbeck Board School",),
    county="Eastmarch",
    postcode="HM4 7QT",
    local_authority="Eastmarch Council",
    urn="990101",
    website="https://wrenbeck.example",
    trust="Mereside Learning Trust",
    school_type="Community school",
    context_terms=("Mill Lane",),
    namesakes=(Namesake("The Wrenbeck Arms", "pub"),),
    accounts=(
        OfficialAccount("youtube", "UCwrenbeck", "Wrenbeck"),
        OfficialAccount("x", "wrenbeck", status=AccountStatus.CLOSED),
    ),
)
HEAD = Contact(
    id=ContactId("head"),
    name="Mrs Head",
    email="head@wrenbeck.example",
    roles=frozenset({Role.HEADTEACHER, Role.SLT}),
    schools=frozenset({WRENBECK, ST_ORRINS}),
)


@pytest.fixture
def audit(url):
    place = known(url)
    lines = select(AUDIT.c.subject, AUDIT.c.action, AUDIT.c.detail).order_by(AUDIT.c.id)
    yield lambda: [tuple(row) for row in place.read(lambda c: c.execute(lines).all())]
    place.close()


def test_a_school_comes_back_as_it_was_saved(bare_store):
    bare_store.save_schools([FULL], now=NOW)

    assert bare_store.schools() == (FULL,)


def test_a_school_is_changed_in_place(bare_store):
    bare_store.save_schools([FULL], now=NOW)
    changed = replace(FULL, name="Wrenbeck Academy", trust="")

    bare_store.save_schools([changed], now=NOW)

    assert bare_store.schools() == (changed,)


def test_an_account_that_left_the_configuration_stays_and_one_that_came_is_added(bare_store):
    bare_store.save_schools([FULL], now=NOW)
    other = OfficialAccount("mastodon", "wrenbeck@harrowmere.example")

    bare_store.save_schools([replace(FULL, accounts=(other,))], now=NOW)

    assert bare_store.schools() == (replace(FULL, accounts=(*FULL.accounts, other)),)


def test_a_school_that_is_watched_no_more_keeps_its_history(store):
    bring(store, judged_of())

    store.save_schools([replace(FULL, id=ST_ORRINS)], now=NOW)

    assert [school.id for school in store.schools()] == ["st-orrins"]
    assert len(store.week_facts(WRENBECK, Week(2026, 47), now=NOW).mentions) == 1


def test_a_school_that_is_watched_again_is_there_again(store):
    store.save_schools([], now=NOW)

    store.save_schools([FULL], now=NOW)

    assert store.schools() == (FULL,)


def test_a_school_is_watched_since_its_first_poll_was_planned(store):
    later = plan_of("b", "b.example")
    store.plan([plan_of(), later], now=NOW + timedelta(days=1), spread=timedelta(0))

    assert store.watched_since(WRENBECK) == NOW
    assert store.watched_since(ST_ORRINS) is None


def test_the_register_is_exactly_what_was_imported_last(store):
    entry = School(
        id=SchoolId("urn-990101"),
        urn="990101",
        name="Wrenbeck Primary School",
        town="Harrowmere",
        former_names=("Wrenbeck Board School",),
        namesakes=(Namesake("Wrenbeck Primary", "another school of this name in Tollworth"),),
    )
    store.save_register([entry, replace(entry, id=SchoolId("urn-990102"), urn="990102")], now=NOW)
    store.save_register([entry], now=NOW)

    assert store.registered(["990101", "990102"]) == {"990101": entry}


def test_two_schools_of_one_trust_share_it(bare_store):
    other = replace(FULL, id=ST_ORRINS)

    bare_store.save_schools([FULL, other], now=NOW)

    assert {school.trust for school in bare_store.schools()} == {"Mereside Learning Trust"}


def test_a_new_person_is_on_record(store, audit):
    store.save_people([HEAD], now=NOW)

    assert audit() == [("head", "person-added", "")]


def test_saving_the_same_people_again_leaves_no_line(store, audit):
    store.save_people([HEAD], now=NOW)
    store.save_people([HEAD], now=NOW)

    assert len(audit()) == 1


def test_a_changed_person_is_on_record_by_what_changed_and_not_by_its_value(store, audit):
    store.save_people([HEAD], now=NOW)

    changed = replace(HEAD, email="new@wrenbeck.example", roles=frozenset({Role.SLT}))
    store.save_people([changed], now=NOW)

    assert audit()[1:] == [("head", "person-changed", "email, roles")]


def test_a_person_who_left_and_came_back_is_on_record_each_time(store, audit):
    store.save_people([HEAD], now=NOW)
    store.save_people([], now=NOW)
    store.save_people([HEAD], now=NOW)

    assert [action for _, action, _ in audit()] == [
        "person-added",
        "person-removed",
        "person-added",
    ]


@pytest.mark.parametrize("change", ["UPDATE audit SET detail = 'x'", "DELETE FROM audit"])
def test_the_audit_trail_cannot_be_rewritten(store, url, change):
    store.save_people([HEAD], now=NOW)
    place = known(url)

    with pytest.raises(DBAPIError, match="append-only"):
        place.write(lambda c: c.exec_driver_sql(change))

    place.close()
