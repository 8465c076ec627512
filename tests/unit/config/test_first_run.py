"""What is typed in the first run becomes a file that loads, or sentences beside the fields."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from orm.config.first_draft import Draft, Step, from_json, to_json
from orm.config.first_file import FirstFile, first_file
from orm.errors import ConfigError
from orm.model.schools import ContactId, Namesake, Role, Term
from orm.model.settings import Transport
from tests.factories_first_run import (
    AROUND,
    FULL,
    REGISTERED,
    SMTP,
    draft,
    typed,
    written,
    wrongs,
)


def fields_wrong(found):
    return {(step, field) for step, field, _ in wrongs(found)}


def test_full_answers_make_a_file_that_says_them():
    config = written(draft()).config

    (school,) = config.schools
    assert (school.name, school.town, school.postcode, school.urn, school.website) == (
        "Wrenbeck Primary School",
        "Harrowmere",
        "HM4 7QT",
        "990101",
        "https://wrenbeck.example",
    )
    assert school.aliases == ("Wrenbeck Primary", "Wrenbeck School")
    assert [(str(each.id), each.email, set(each.roles)) for each in config.contacts] == [
        ("head", "head@wrenbeck.example", {Role.HEADTEACHER}),
        ("dsl", "dsl@wrenbeck.example", {Role.DSL, Role.SLT}),
        ("chair", "chair@mereside.example", {Role.CHAIR}),
        ("it", "it@wrenbeck.example", {Role.IT}),
    ]
    assert config.calendar.terms == (
        Term(date(2026, 9, 2), date(2026, 12, 18)),
        Term(date(2027, 1, 4), date(2027, 3, 25)),
    )
    assert config.calendar.inset_on == {date(2026, 10, 23), date(2026, 9, 1)}
    assert config.mail.allowed_domains == ("wrenbeck.example", "mereside.example")


def test_who_sits_at_the_screen_is_known_after_it():
    assert written(draft()).me == ContactId("it")


def test_the_register_adds_what_nobody_typed():
    (school,) = written(draft(), REGISTERED).config.schools

    assert (school.county, school.local_authority) == ("Eastmarch", "Eastmarch Council")
    assert school.namesakes == (Namesake("Wrenbeck Lane"), *REGISTERED.namesakes)


def test_the_register_adds_nothing_to_another_number():
    (school,) = written(draft(school={"urn": "990102"}), REGISTERED).config.schools

    assert (school.urn, school.county) == ("990102", "")


def test_a_mail_server_with_a_kept_password_is_used():
    mail = written(draft(mail=SMTP)).config.mail

    assert (mail.transport, mail.host, mail.port) == (Transport.SMTP, "smtp.wrenbeck.example", 587)
    assert mail.password is not None
    assert mail.password.reveal() == "open sesame"


def test_no_secret_stands_in_the_file():
    text = written(draft(mail=SMTP, sources={"keyat-tower": "env:ORM_TOWER"})).text

    assert "open sesame" not in text
    assert "key of the tower" not in text
    assert 'password = "env:ORM_SMTP"' in text


def test_a_source_is_on_by_its_class_and_what_was_agreed():
    chosen = {
        "on": (),
        "accept": ("board",),
        "accepted_by": "Ines Quill",
        "accepted_on": "20/11/2026",
        "keyat-tower": "env:ORM_TOWER",
    }
    config = written(draft(sources=chosen)).config

    assert [each.name for each in config.sources] == ["board", "tower"]
    assert 'accept_terms = "2026-11-20 Ines Quill"' in written(draft(sources=chosen)).text


def test_without_a_word_only_what_needs_no_leave_is_on():
    assert [each.name for each in written(draft()).config.sources] == ["kiosk"]


def test_a_source_that_costs_money_needs_its_limit():
    paid = {"keyat-gold": "env:ORM_TOWER"}
    assert fields_wrong(draft(sources=paid)) == {("sources", "budget-gold")}

    settings_ = written(draft(sources={**paid, "budget-gold": "$7.50"})).config.sources
    assert settings_[-1].monthly_budget == 7.5


@pytest.mark.parametrize(
    ("step", "fields", "wrong"),
    [
        ("school", {"name": ""}, "name"),
        ("school", {"name": "\u202e\u200b"}, "name"),
        ("school", {"town": "x" * 201}, "town"),
        ("school", {"postcode": "HM4"}, "postcode"),
        ("school", {"website": "our website"}, "website"),
        ("school", {"urn": "12"}, "urn"),
        ("school", {"aliases": "\n".join(map(str, range(50)))}, "aliases"),
        ("people", {"name-1": ""}, "name-1"),
        ("people", {"email-2": "dsl"}, "email-2"),
        ("people", {"email-2": "dsl@gmail.com"}, "email-2"),
        ("people", {"email-2": "Head@wrenbeck.example"}, "email-2"),
        ("people", {"roles-2": ("dsl", "king")}, "roles-2"),
        ("people", {"roles-1": ("headteacher", "chair")}, "roles-1"),
        ("people", {"roles-3": ("slt",)}, ""),
        ("people", {"deputy-1": "1"}, "deputy-1"),
        ("people", {"deputy-1": "5"}, "deputy-1"),
        ("people", {"deputy-1": "dsl"}, "deputy-1"),
        ("people", {"me": "3; DROP"}, "me"),
        ("people", {"me": "12"}, "me"),
        ("calendar", {"nation": "FRA"}, "nation"),
        ("calendar", {"last-1": ""}, "last-1"),
        ("calendar", {"last-1": "1/9/2026"}, "last-1"),
        ("calendar", {"first-2": "1/12/2026"}, "first-2"),
        ("calendar", {"first-1": "the second"}, "first-1"),
        ("calendar", {"first-1": "2/9/0026"}, "first-1"),
        ("calendar", {"inset": "23/10/2026, and 24"}, "inset"),
        ("mail", {"transport": "pigeon"}, "transport"),
        ("mail", {"sender": ""}, "sender"),
        ("mail", {"contact": "nobody"}, "contact"),
        ("mail", {"desk_url": "http://orm.wrenbeck.example"}, "desk_url"),
        ("mail", {**SMTP, "host": ""}, "host"),
        ("mail", {**SMTP, "port": "70000"}, "port"),
        ("mail", {**SMTP, "port": "9" * 150}, "port"),
        ("mail", {**SMTP, "tls": "none"}, "tls"),
        ("mail", {**SMTP, "username": ""}, "username"),
        ("mail", {**SMTP, "password_at": ""}, "password"),
        ("mail", {**SMTP, "password_at": "env:NOT_SET"}, "password_at"),
        ("sources", {"accept": ("board",), "accepted_on": "20/11/2026"}, "accepted_by"),
        ("sources", {"accept": ("board",), "accepted_by": "Ines Quill"}, "accepted_on"),
        ("sources", {"accept": ("kiosk",), "accepted_by": "Q Q", "accepted_on": "1/9/2026"}, ""),
        ("sources", {"keyat-tower": "key of the tower"}, "keyat-tower"),
        ("sources", {"keyat-gold": "env:ORM_TOWER", "budget-gold": "much"}, "budget-gold"),
    ],
)
def test_each_wrong_answer_is_told_beside_its_field(step, fields, wrong):
    assert (step, wrong) in fields_wrong(draft(**{step: fields}))


def test_a_secret_that_was_typed_in_the_wrong_place_is_not_repeated():
    for _, _, says in wrongs(draft(mail={**SMTP, "password_at": "hunter2 in the open"})):
        assert "hunter2" not in says


def test_all_problems_are_told_at_once():
    found = fields_wrong(draft(school={"name": "", "postcode": "X"}, mail={"sender": "orm"}))

    assert found == {("school", "name"), ("school", "postcode"), ("mail", "sender")}


def test_a_step_that_nobody_has_sent_is_told_and_not_looked_at():
    told = wrongs(Draft())

    assert {step for step, _, _ in told} == {step.value for step in Step}
    assert {says for _, _, says in told} == {"This step is not filled in yet."}


def test_a_row_without_name_and_address_is_nobody():
    empty = {"name-2": "", "email-2": " ", "roles-1": ("headteacher", "dsl")}

    assert len(written(draft(people=empty)).config.contacts) == 3


def test_two_of_one_role_have_two_ids():
    both = {"roles-2": ("headteacher", "dsl")}

    ids = [each.id for each in written(draft(people=both)).config.contacts]
    assert ids == ["head", "head-2", "chair", "it"]


def test_who_stands_in_for_somebody_is_written_by_their_id():
    contacts = written(
        draft(people={"deputy-1": "2", "deputy-2": "1", "deputy-3": ""})
    ).config.contacts

    assert [each.deputy for each in contacts] == ["dsl", "head", None, None]


def test_who_stands_in_may_be_entered_further_down():
    contacts = written(draft(people={"deputy-1": "4"})).config.contacts

    assert contacts[0].deputy == contacts[3].id


def test_a_draft_comes_back_as_it_was_kept():
    assert from_json(to_json(draft())) == draft()


@pytest.mark.parametrize(
    "kept", ["", "[]", "{", '{"school": []}', '{"school": {"name": "x"}}', '{"mail": {"a": [1]}}']
)
def test_what_is_no_draft_is_refused(kept):
    with pytest.raises(ConfigError, match="cannot be read"):
        from_json(kept)


NAMES = [(step, name) for step, fields in FULL.items() for name in fields]
HOSTILE = st.text(max_size=220) | st.sampled_from(
    ['"""\n[evil]\nx = 1', "'; DROP TABLE", "\x00\x7f\\u0000", "{{ 7*7 }}", "]] = [[", "\u2028#"]
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.sampled_from(NAMES), HOSTILE), min_size=1, max_size=4))
def test_whatever_is_typed_anywhere_makes_a_file_that_loads_or_is_told(changes):
    found = draft()
    for (step, name), text in changes:
        found = found.with_(step, {**found.typed(step), name: (text,)})

    made = first_file(from_json(to_json(found)), AROUND, REGISTERED)

    if isinstance(made, FirstFile):
        (school,) = made.config.schools
        said = found.typed(Step.SCHOOL)
        assert school.name == " ".join(said["name"][0].split())
    else:
        assert made
        assert all(each.says for each in made)


@settings(deadline=None)
@given(st.dictionaries(st.text(max_size=12), st.lists(HOSTILE, max_size=3).map(tuple), max_size=6))
def test_fields_that_no_page_has_break_nothing(fields):
    found = draft()
    for step in Step:
        found = found.with_(step, {**fields, **found.typed(step)})

    assert isinstance(first_file(found, AROUND), FirstFile)


def test_fields_are_kept_as_a_browser_sends_them():
    assert typed({"a": "1", "b": ("2", "3")}) == {"a": ("1",), "b": ("2", "3")}
