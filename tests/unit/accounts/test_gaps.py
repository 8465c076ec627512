"""What the register itself says: people, gaps, dates and looking by hand."""

from dataclasses import fields, replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orm.accounts.gaps import LOOK_EVERY, register_checks
from orm.model.accounts import Account, Check, CheckOutcome
from orm.model.schools import AccountStatus, ContactId, Role, SchoolId
from tests.factories_accounts import (
    COMMS,
    DSL,
    EVERYBODY,
    HEAD,
    IT,
    TODAY,
    account,
    contact,
    wrenbeck,
)


def checks(one, *, contacts=EVERYBODY, looked_on=None, by_hand=False, **others):
    return register_checks(
        one,
        contacts=contacts,
        school=others.get("school", wrenbeck()),
        domains=others.get("domains", frozenset({"harrowmere-trust.example"})),
        looked_on=looked_on,
        by_hand=by_hand,
        today=TODAY,
    )


def findings(one, **others):
    found = checks(one, **others)
    return [(c.check, c.key) for c in found if c.outcome is CheckOutcome.FINDING]


def keys(one, check, **others):
    return [key for which, key in findings(one, **others) if which is check]


def test_of_a_well_kept_account_each_check_is_well_once():
    found = checks(account())

    assert [(c.check, c.outcome) for c in found] == [
        (Check.PEOPLE, CheckOutcome.OK),
        (Check.REGISTER, CheckOutcome.OK),
        (Check.DATES, CheckOutcome.OK),
    ]


def test_of_a_closed_account_the_register_asks_nothing():
    closed = Account(SchoolId("wrenbeck"), "x", "old", status=AccountStatus.CLOSED)

    assert checks(closed, by_hand=True) == ()


@pytest.mark.parametrize(
    "field",
    [
        "purpose",
        "outcomes",
        "owner",
        "risk_assessed_on",
        "approved_by",
        "approved_on",
        "admin_email",
        "second_reader",
        "moderation_days",
        "consent",
        "agreement_signed_on",
        "minimum_age",
    ],
)
def test_each_gap_is_a_finding_of_its_own_field(field):
    empty = {f.name: f.default for f in fields(Account)}[field]

    assert keys(account(**{field: empty}), Check.REGISTER) == [field]


def test_spaces_are_a_gap():
    assert keys(account(purpose="  "), Check.REGISTER) == ["purpose"]


def test_no_waiting_and_no_minimum_age_are_answers_and_no_gaps():
    assert keys(account(moderation_days=0, minimum_age=0), Check.REGISTER) == []


@pytest.mark.parametrize(
    ("keepers", "expected"),
    [
        ((), ["keepers"]),
        ((HEAD.id,), ["keepers"]),
        ((HEAD.id, HEAD.id), ["keepers"]),
        ((COMMS.id, IT.id), ["keepers:leadership"]),
        ((COMMS.id,), ["keepers", "keepers:leadership"]),
        ((COMMS.id, DSL.id), []),
    ],
)
def test_two_people_can_get_in_one_of_them_a_leader(keepers, expected):
    assert keys(account(keepers=keepers), Check.PEOPLE) == expected


def test_a_senior_leader_is_leadership_too():
    deputy = contact("deputy", Role.SLT)

    found = keys(
        account(keepers=(COMMS.id, deputy.id)), Check.PEOPLE, contacts=(*EVERYBODY, deputy)
    )

    assert found == []


LEFT = contact("formerhead", Role.HEADTEACHER)


@pytest.mark.parametrize(
    "contacts",
    [
        EVERYBODY,
        (*EVERYBODY, replace(LEFT, roles=frozenset())),
        (*EVERYBODY, replace(LEFT, schools=frozenset({SchoolId("st-orrins")}))),
    ],
    ids=["no contact any more", "lost every role", "at another school now"],
)
@pytest.mark.parametrize("field", ["owner", "approved_by", "second_reader", "keepers"])
def test_somebody_who_left_is_told_without_a_name(field, contacts):
    value = (COMMS.id, HEAD.id, LEFT.id) if field == "keepers" else LEFT.id

    found = [
        c
        for c in checks(account(**{field: value}), contacts=contacts)
        if c.outcome is CheckOutcome.FINDING
    ]

    assert [(c.check, c.key.rpartition(":")[0]) for c in found] == [(Check.PEOPLE, f"{field}:left")]
    assert "left" in found[0].says
    told = (found[0].says + found[0].evidence + found[0].key).casefold()
    assert "formerhead" not in told


def test_a_second_leaver_is_a_new_finding_and_the_same_one_is_not():
    other = ContactId("gone-too")
    one = keys(account(second_reader=LEFT.id), Check.PEOPLE)

    assert one == keys(account(second_reader=LEFT.id, purpose=""), Check.PEOPLE)
    assert one != keys(account(second_reader=other), Check.PEOPLE)


def test_a_keeper_who_left_and_one_who_stays_are_one_finding_that_asks_for_another():
    found = [
        c for c in checks(account(keepers=(HEAD.id, LEFT.id))) if c.outcome is CheckOutcome.FINDING
    ]

    assert len(found) == 1
    assert "another person access" in found[0].says


def test_a_contact_of_every_school_is_no_leaver():
    everywhere = replace(HEAD, schools=frozenset())
    here = replace(DSL, schools=frozenset({SchoolId("wrenbeck")}))

    assert keys(account(), Check.PEOPLE, contacts=(everywhere, here, COMMS)) == []


def test_only_the_headteacher_or_the_safeguarding_lead_approves():
    assert keys(account(approved_by=DSL.id), Check.REGISTER) == []
    (key,) = keys(account(approved_by=COMMS.id), Check.REGISTER)
    assert key.startswith("approved_by:role:")


def test_the_second_reader_is_somebody_else():
    assert keys(account(second_reader=COMMS.id), Check.REGISTER) == ["second_reader:owner"]


@pytest.mark.parametrize(
    "email",
    [
        "social@wrenbeck.example",
        "Social@WRENBECK.example",
        "social@mail.wrenbeck.example",
        "x@harrowmere-trust.example",
    ],
)
def test_a_school_address_administers(email):
    assert keys(account(admin_email=email), Check.REGISTER) == []


@pytest.mark.parametrize(
    "email",
    [
        "wrenbeck.school@gmail.com",
        "social@notwrenbeck.example",
        "social@wrenbeck.example.com",
        "wrenbeck.example",
    ],
)
def test_any_other_address_does_not(email):
    (key,) = keys(account(admin_email=email), Check.REGISTER)

    assert key.startswith("admin_email:")


def test_free_mail_is_no_school_address_even_where_the_office_uses_it():
    school = wrenbeck(website="", email="wrenbeck@gmail.com")

    (key,) = keys(account(admin_email="wrenbeck@gmail.com"), Check.REGISTER, school=school)

    assert key.startswith("admin_email:")


def test_the_evidence_of_a_private_address_names_nobody():
    found = checks(account(admin_email="kit.somebody@gmail.com"))

    assert not any("somebody" in c.says + c.evidence for c in found)


@pytest.mark.parametrize(
    "website", ["wrenbeck.example", "http://www.wrenbeck.example/x", "http://["]
)
def test_the_own_domain_is_read_from_any_way_of_writing_the_website(website):
    expected = 1 if "[" in website else 0
    school = wrenbeck(website=website, email="")

    assert len(keys(account(), Check.REGISTER, school=school)) == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"access_tested_on": TODAY - timedelta(days=92)}, []),
        ({"access_tested_on": TODAY - timedelta(days=93)}, ["access_tested_on:2026-08-19"]),
        ({"access_tested_on": None}, ["access_tested_on"]),
        ({"risk_assessed_on": date(2025, 11, 20)}, []),
        ({"risk_assessed_on": date(2025, 11, 19)}, ["risk_assessed_on:2025-11-19"]),
        ({"agreement_signed_on": date(2024, 2, 29)}, ["agreement_signed_on:2024-02-29"]),
        ({"review_on": TODAY}, []),
        ({"review_on": TODAY - timedelta(days=1)}, ["review_on:2026-11-19"]),
        ({"review_on": None}, ["review_on"]),
        ({"approved_on": date(2020, 1, 1)}, []),
        ({"approved_on": date(2026, 11, 21)}, ["approved_on:2026-11-21"]),
        ({"access_tested_on": date(2027, 1, 1)}, ["access_tested_on:2027-01-01"]),
        ({"risk_assessed_on": date.max}, ["risk_assessed_on:9999-12-31"]),
        ({"agreement_signed_on": date(2026, 12, 1)}, ["agreement_signed_on:2026-12-01"]),
    ],
)
def test_what_is_overdue_or_in_the_future_is_a_finding(changes, expected):
    assert keys(account(**changes), Check.DATES) == expected


@pytest.mark.parametrize(
    ("looked_on", "expected"),
    [
        (None, ["never"]),
        (TODAY, []),
        (TODAY - LOOK_EVERY + timedelta(days=1), []),
        (TODAY - LOOK_EVERY, ["2026-11-06"]),
    ],
)
def test_what_no_program_looks_at_a_person_does_every_fortnight(looked_on, expected):
    assert keys(account(), Check.BY_HAND, looked_on=looked_on, by_hand=True) == expected
    assert keys(account(), Check.BY_HAND, looked_on=looked_on) == []


days = st.none() | st.dates()
people = st.none() | st.sampled_from([HEAD.id, COMMS.id, ContactId("nobody")])


@given(
    st.builds(
        account,
        owner=people,
        second_reader=people,
        approved_by=people,
        keepers=st.lists(st.sampled_from([HEAD.id, IT.id, ContactId("nobody")])).map(tuple),
        admin_email=st.text(max_size=12) | st.emails(),
        access_tested_on=days,
        risk_assessed_on=days,
        agreement_signed_on=days,
        approved_on=days,
        review_on=days,
    ),
    days,
    st.booleans(),
)
def test_whatever_the_register_holds_every_check_is_told_and_no_two_findings_share_a_key(
    one, looked_on, by_hand
):
    found = checks(one, looked_on=looked_on, by_hand=by_hand)

    told = [(c.check, c.key) for c in found]
    assert len(told) == len(set(told))
    assert {c.check for c in found} >= {Check.PEOPLE, Check.REGISTER, Check.DATES}
    for check in {c.check for c in found}:
        outcomes = {c.outcome for c in found if c.check is check}
        assert len(outcomes) == 1
