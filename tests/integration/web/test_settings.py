"""Settings, people and the audit trail: who sees what, and what an administrator may do for whom."""

import csv
import io
import re

import pyotp
import pytest

from orm.entry.outcomes import Chosen, NewFactor, RecoveryCodes
from orm.model.entry import Purpose, Status
from orm.model.letters import LetterKind
from orm.model.schools import Role, SchoolId
from tests.factories_desk import NOW, contact_id

PASSWORD = "three marbles under oak"  # noqa: S105 - of an invented person
PEOPLE = "/settings/people"
ACTIONS = ("invite", "reset", "sign-out", "second-factor")


def with_password(desk, person):
    """The person has chosen a password by a link."""
    token = desk.desk.door.issue(contact_id(person), Purpose.INVITE, by="test", now=NOW)
    assert isinstance(desk.desk.door.choose_password(token, PASSWORD, now=NOW), Chosen)


def with_factor(desk, person):
    """The person has a second factor as well."""
    with_password(desk, person)
    door = desk.desk.door
    factor = door.new_second_factor(contact_id(person), now=NOW)
    assert isinstance(factor, NewFactor)
    code = pyotp.TOTP(factor.secret).at(NOW)
    came = door.confirm_second_factor(contact_id(person), code, token="", now=NOW)
    assert isinstance(came, RecoveryCodes)


def status(desk, person):
    door = desk.desk.door
    found = door.book.standings(now=NOW).get(door.person(contact_id(person)))
    return found.status if found else Status.NEVER


def letters_to(desk, person):
    return [
        mail.letter
        for mail in desk.house.edges.store.outbox()
        if mail.letter.kind is LetterKind.ENTRY and mail.letter.recipient.startswith(f"{person}@")
    ]


# ---- settings


@pytest.mark.parametrize("person", ["head", "it"])
def test_an_administrator_sees_all_settings_of_their_schools(empty_desk, person):
    page = empty_desk.browser(person).get("/settings")

    assert page.status_code == 200
    for heading in ("Schools", "Calendar", "Letters", "Sources", "Policy", "How long things are"):
        assert heading in page.text
    assert "Wrenbeck Primary School" in page.text
    assert "St Orrin" not in page.text
    assert "90 days" in page.text
    assert "2 Nov 2026 to 18 Dec 2026" in page.text
    assert "25 Dec 2026" in page.text  # the next bank holiday


def test_the_data_protection_officer_sees_the_policy_and_retention_only(empty_desk):
    page = empty_desk.browser("dpo").get("/settings")

    assert "How long things are kept" in page.text
    assert "Policy" in page.text
    assert "[[schools]]" not in page.text
    assert "orm@wrenbeck.example" not in page.text
    assert 'href="/settings/people"' not in page.text


@pytest.mark.parametrize("person", ["comms", "chair", "dsl", "trust", "other-chair"])
@pytest.mark.parametrize("path", ["/settings", "/settings/audit", "/settings/audit.csv"])
def test_others_find_no_settings(empty_desk, person, path):
    assert empty_desk.browser(person).get(path).status_code == 404


@pytest.mark.parametrize("path", ["/settings", "/settings/audit", PEOPLE, "/setup/progress"])
def test_nobody_signed_in_is_asked_to(empty_desk, path):
    assert empty_desk.client().get(path).headers["location"].startswith("/sign-in")


# ---- people


def test_the_list_holds_the_people_of_their_schools_with_where_each_stands(empty_desk):
    with_password(empty_desk, "dsl")

    page = empty_desk.browser("it").get(PEOPLE)

    assert "Cass Elm" in page.text
    assert "no second factor" in page.text
    assert "Mae Linden" in page.text  # acts for every school
    assert "Ruth Combe" not in page.text  # acts for another


@pytest.mark.parametrize("person", ["dpo", "comms", "chair", "dsl", "deputy-of-nobody"])
def test_only_administrators_see_the_people(empty_desk, person):
    if person == "deputy-of-nobody":
        person = "dep-dsl"
    client = empty_desk.browser(person)

    assert client.get(PEOPLE).status_code == 404
    for action in ACTIONS:
        assert empty_desk.press(client, f"{PEOPLE}/head/{action}").status_code == 404


def test_an_invitation_goes_by_letter_to_its_person_and_is_shown_to_nobody(empty_desk):
    client = empty_desk.browser("it")

    went = empty_desk.press(client, f"{PEOPLE}/dsl/invite")
    page = client.get(went.headers["location"])

    assert went.status_code == 303
    (letter,) = letters_to(empty_desk, "dsl")
    token = re.findall(r"/enter/([\w-]+)", letter.text)[0]
    assert empty_desk.desk.door.open_ticket(token, now=NOW).contact_id == "dsl"
    assert "on its way" in page.text
    assert token not in page.text + went.headers["location"]
    assert status(empty_desk, "dsl") is Status.INVITED


def test_a_link_for_a_new_password_goes_to_who_has_one(empty_desk):
    with_password(empty_desk, "comms")

    assert empty_desk.press(empty_desk.browser("head"), f"{PEOPLE}/comms/reset").status_code == 303
    assert len(letters_to(empty_desk, "comms")) == 1


def test_a_link_that_does_not_fit_is_refused_on_the_same_page(empty_desk):
    with_password(empty_desk, "comms")
    client = empty_desk.browser("it")

    invited = empty_desk.press(client, f"{PEOPLE}/comms/invite")
    reset = empty_desk.press(client, f"{PEOPLE}/dsl/reset")

    assert (invited.status_code, reset.status_code) == (403, 403)
    assert "can sign in already" in invited.text
    assert "has no password yet" in reset.text
    assert "Pia Rowan" in invited.text
    assert letters_to(empty_desk, "comms") == letters_to(empty_desk, "dsl") == []


def test_signing_somebody_out_ends_their_sessions(empty_desk):
    theirs = empty_desk.browser("comms")
    assert theirs.get("/me").status_code == 200

    went = empty_desk.press(empty_desk.browser("it"), f"{PEOPLE}/comms/sign-out")

    assert went.headers["location"] == f"{PEOPLE}/comms?done=person-signed-out"
    assert theirs.get("/me").status_code == 303


def test_signing_oneself_out_ends_at_the_sign_in(empty_desk):
    client = empty_desk.browser("it")

    went = empty_desk.press(client, f"{PEOPLE}/it/sign-out")

    assert went.headers["location"].startswith("/sign-in")
    assert client.get("/me").headers["location"].startswith("/sign-in")


def test_a_lost_second_factor_is_removed_with_a_reason(empty_desk):
    with_factor(empty_desk, "dsl")

    went = empty_desk.press(
        empty_desk.browser("it"), f"{PEOPLE}/dsl/second-factor", reason="lost telephone", sure="yes"
    )

    assert went.status_code == 303
    assert status(empty_desk, "dsl") is Status.NO_FACTOR
    trail = empty_desk.browser("it").get("/settings/audit")
    assert "Cass Elm had their second factor removed" in trail.text
    assert "lost telephone" in trail.text


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"reason": "lost telephone"}, "sure"),
        ({"sure": "yes"}, "reason"),
        ({"sure": "yes", "reason": " x "}, "reason"),
        ({"sure": "yes", "reason": "x" * 301}, "reason"),
        ({"sure": "yes", "reason": "\n\n\n\n\n\n"}, "reason"),
    ],
)
def test_a_second_factor_is_not_removed_without_a_reason(empty_desk, fields, field):
    with_factor(empty_desk, "dsl")

    page = empty_desk.press(empty_desk.browser("it"), f"{PEOPLE}/dsl/second-factor", **fields)

    assert page.status_code == 422
    assert f'id="w-{field}"' in page.text
    assert status(empty_desk, "dsl") is Status.ACTIVE


def test_hostile_words_of_a_reason_are_only_words(empty_desk):
    with_factor(empty_desk, "dsl")
    reason = '"><script>alert(1)</script>{{ 7*7 }}'

    page = empty_desk.press(empty_desk.browser("it"), f"{PEOPLE}/dsl/second-factor", reason=reason)
    assert "<script" not in page.text
    assert "&lt;script&gt;" in page.text  # kept as it was typed

    empty_desk.press(
        empty_desk.browser("it"), f"{PEOPLE}/dsl/second-factor", reason=reason, sure="yes"
    )
    assert "<script" not in empty_desk.browser("it").get("/settings/audit").text


def test_nobody_removes_their_own_second_factor(empty_desk):
    with_factor(empty_desk, "it")

    page = empty_desk.press(
        empty_desk.browser("it"), f"{PEOPLE}/it/second-factor", reason="lost it", sure="yes"
    )

    assert page.status_code == 422
    assert status(empty_desk, "it") is Status.ACTIVE


@pytest.mark.parametrize("action", ACTIONS)
def test_somebody_of_another_school_is_not_found(empty_desk, action):
    client = empty_desk.browser("it")

    assert client.get(f"{PEOPLE}/other-head").status_code == 404
    page = empty_desk.press(
        client, f"{PEOPLE}/other-head/{action}", reason="lost telephone", sure="yes"
    )
    assert page.status_code == 404
    assert letters_to(empty_desk, "other-head") == []


@pytest.mark.parametrize("action", ACTIONS)
def test_somebody_who_also_acts_for_another_school_is_seen_and_left_alone(empty_desk, action):
    client = empty_desk.browser("it")

    page = empty_desk.press(client, f"{PEOPLE}/trust/{action}", reason="lost telephone", sure="yes")

    assert page.status_code in {403, 422}
    assert "acts for another school" in page.text
    assert letters_to(empty_desk, "trust") == []


@pytest.mark.parametrize("person", ["nobody", "dsl%2F..", "%00", "x" * 300])
def test_a_person_who_is_none_is_not_found(empty_desk, person):
    assert empty_desk.browser("it").get(f"{PEOPLE}/{person}").status_code == 404


@pytest.mark.parametrize("action", ACTIONS)
def test_a_form_from_elsewhere_does_nothing(empty_desk, action):
    client = empty_desk.browser("it")
    path = f"{PEOPLE}/dsl/{action}"

    assert client.post(path, data={"form_token": "0" * 64}).status_code == 403
    mark = empty_desk.desk.door.form_token(client.cookies["orm-session"], "desk")
    page = client.post(
        path, data={"form_token": mark}, headers={"origin": "https://elsewhere.example"}
    )
    assert page.status_code == 403
    assert letters_to(empty_desk, "dsl") == []


def test_no_step_here_changes_anybodys_roles(empty_desk):
    before = empty_desk.house.config.contacts
    client = empty_desk.browser("it")

    for action in ACTIONS:
        empty_desk.press(client, f"{PEOPLE}/it/{action}", roles=["dsl", "headteacher"])

    assert empty_desk.house.config.contacts == before
    now = empty_desk.desk.door.look(empty_desk.token("it"), now=NOW)
    assert now.contact.roles == {Role.IT}


# ---- the audit trail


def test_the_trail_tells_who_signed_in_and_who_opened_which_case(desk):
    ref = desk.cases["abuse"]
    desk.browser("head").get(f"/cases/{ref}")

    page = desk.browser("it").get("/settings/audit")

    assert "Ada Ferrow signed in" in page.text
    assert f"Ada Ferrow opened the case {ref}" in page.text


def test_a_kind_of_line_is_chosen(desk):
    desk.browser("head").get(f"/cases/{desk.cases['abuse']}")

    page = desk.browser("it").get("/settings/audit?kind=view")

    assert "opened the case" in page.text
    assert "signed in" not in page.text.partition("<table")[2]


def test_a_headteacher_does_not_learn_of_a_case_about_them(desk):
    ref = desk.cases["about-head"]
    desk.browser("chair").get(f"/cases/{ref}")

    assert "opened a sealed case" in desk.browser("it").get("/settings/audit").text
    for path in ("/settings/audit", "/settings/audit.csv"):
        assert ref not in desk.browser("head").get(path).text
        assert ref not in desk.browser("it").get(path).text


def test_another_schools_trail_is_not_theirs(desk):
    desk.browser("other-head")

    page = desk.browser("it").get("/settings/audit")

    assert "Ruth Combe" not in page.text


def test_the_trail_as_a_table_runs_no_formula(empty_desk):
    with_factor(empty_desk, "dsl")
    empty_desk.press(
        empty_desk.browser("it"),
        f"{PEOPLE}/dsl/second-factor",
        reason='=HYPERLINK("https://evil.example")',
        sure="yes",
    )

    kept = empty_desk.browser("dpo").get("/settings/audit.csv")

    assert kept.headers["content-disposition"] == 'attachment; filename="audit-trail.csv"'
    rows = list(csv.reader(io.StringIO(kept.content.decode("utf-8-sig"))))
    assert rows[0][0] == "when"
    (detail,) = [row[-1] for row in rows if "HYPERLINK" in row[-1]]
    assert detail.startswith("'=")


@pytest.mark.parametrize("query", ["before=x", "before=-1", "before=9e9", "kind=evil", "before=²"])
def test_a_choice_that_is_none_shows_everything(empty_desk, query):
    page = empty_desk.browser("it").get(f"/settings/audit?{query}")

    assert page.status_code == 200
    assert "Noor Hale signed in" in page.text


def test_older_lines_follow_the_newest(empty_desk):
    for number in range(130):
        empty_desk.desk.door.note(
            contact_id("it"), "case-viewed", f"SC-{number}", SchoolId("wrenbeck"), "", NOW
        )
    client = empty_desk.browser("it")

    first = client.get("/settings/audit?kind=view")
    second = client.get(
        re.findall(r'href="(/settings/audit\?before[^"]+)"', first.text)[0].replace("&amp;", "&")
    )

    assert "SC-129" in first.text
    assert "SC-29<" not in first.text
    assert "SC-29<" in second.text
    assert "Older" not in second.text


def test_lines_older_than_90_days_are_not_shown(empty_desk):
    empty_desk.browser("comms")
    empty_desk.clock.advance(days=91)

    assert "Pia Rowan" not in empty_desk.browser("it").get("/settings/audit").text


# ---- the first look


def test_before_it_begins_the_first_look_says_so_and_loads_itself_again(empty_desk):
    page = empty_desk.browser("it").get("/setup/progress")

    assert "has not begun yet" in page.text
    assert page.headers["refresh"] == "3"


def test_the_first_look_can_be_held_still(empty_desk):
    page = empty_desk.browser("it").get("/setup/progress?hold=yes")

    assert "refresh" not in page.headers
    assert "Keep it up to date" in page.text


def test_what_is_left_to_read_is_told(empty_desk):
    change = empty_desk.house.plan(spread=NOW - NOW)
    assert change.added

    page = empty_desk.browser("it").get("/setup/progress")

    assert re.search(r"\d+ sources left of \d+", page.text)


def test_a_source_that_could_not_be_read_is_never_nothing_found(empty_desk):
    empty_desk.house.plan(spread=NOW - NOW)
    empty_desk.clock.advance(seconds=1)
    empty_desk.house.collect()  # no network: every source fails

    page = empty_desk.browser("it").get("/setup/progress")

    assert "Could not be read" in page.text
    assert "not the same as nothing found" in page.text


@pytest.mark.parametrize("person", ["comms", "chair", "dpo", "dsl"])
def test_only_administrators_watch_the_first_look(empty_desk, person):
    assert empty_desk.browser(person).get("/setup/progress").status_code == 404
