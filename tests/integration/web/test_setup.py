"""The first run, from the printed link to a house that somebody can sign in to."""

import re
import stat
from contextlib import closing
from datetime import timedelta

import pytest

from orm.config.first_draft import Step
from orm.config.loading import load
from orm.entry.outcomes import Chosen, Entered
from orm.errors import DeliveryError
from orm.web.first_run.gate import LASTS
from orm.web.setting_up import setup_link
from orm.wiring import build, open_edges, source_shapes
from orm.wiring.door import front_door
from tests.factories_desk import NOW
from tests.factories_first_run import CALENDAR, MAIL, PEOPLE, SCHOOL, SMTP
from tests.factories_setting_up import FirstRunUnderTest

PASSWORD = "three marbles under oak"  # noqa: S105 - of an invented person


@pytest.fixture
def first(tmp_path):
    return FirstRunUnderTest(tmp_path)


def house_of(first):
    config = load(first.config, environ={}, source_options=source_shapes())
    return closing(build(config, open_edges(config), worker="test"))


def path_of(page):
    return re.findall(r'href="(/enter/[^"]+)"', page.text)[0]


def test_every_step_makes_a_house_that_its_installer_can_enter(first):
    browser = first.browser()
    first.fill(browser)

    page = first.press(browser, "/setup/summary", {})

    assert page.status_code == 200
    assert first.done.is_set()
    token = path_of(page).rpartition("/")[2]
    with house_of(first) as house:
        door = front_door(house)
        chosen = door.choose_password(token, PASSWORD, now=NOW)
        assert isinstance(chosen, Chosen)
        assert chosen.contact.email == "it@wrenbeck.example"
        came = door.sign_in(chosen.contact.email, PASSWORD, "", address="127.0.0.1", now=NOW)
        assert isinstance(came, Entered)
        assert came.must_enrol
        (school,) = house.schools
        assert school.county == "Eastmarch"  # the register's
        assert [each.name for each in house.edges.store.schools()] == [school.name]


def test_the_last_page_goes_on_to_the_way_in_by_itself(first):
    browser = first.browser()
    first.fill(browser)

    page = first.press(browser, "/setup/summary", {})

    assert page.headers["refresh"].endswith(f"url={path_of(page)}")
    assert "orm-setup=" in page.headers["set-cookie"]


def test_where_a_proxy_stands_before_it_the_way_in_is_shown_and_not_gone_to(first):
    browser = first.browser()
    first.fill(browser, mail={"desk_url": "https://orm.wrenbeck.example"})

    page = first.press(browser, "/setup/summary", {})

    assert "https://orm.wrenbeck.example/enter/" in page.text
    assert "refresh" not in page.headers


def test_what_is_written_is_for_its_owner_only(first):
    browser = first.browser()
    first.fill(browser)
    first.press(browser, "/setup/summary", {})

    data = first.config.parent / "data"
    assert stat.S_IMODE(first.config.stat().st_mode) == 0o600
    assert stat.S_IMODE(data.stat().st_mode) == 0o700
    assert not (data / "setup.json").exists()


def test_nothing_is_written_before_the_last_button(first):
    browser = first.browser()
    first.fill(browser)
    browser.get("/setup/summary")

    assert not first.config.exists()
    assert not (first.config.parent / "data" / "orm.db").exists()


@pytest.mark.parametrize(
    "path", ["/", "/setup", "/setup/summary", *(f"/setup/steps/{step}" for step in Step)]
)
def test_a_browser_without_the_link_sees_nothing(first, path):
    first.fill(first.browser())

    page = first.stranger().get(path)

    assert page.status_code == 404
    assert "Wrenbeck" not in page.text
    assert "not set up yet" in page.text


@pytest.mark.parametrize("path", ["/setup/summary", *(f"/setup/steps/{step}" for step in Step)])
def test_a_browser_without_the_link_changes_nothing(first, path):
    first.fill(first.browser())
    before = (first.config.parent / "data" / "setup.json").read_bytes()

    page = first.press(first.stranger(), path, {"name": "Mine"})

    assert page.status_code == 404
    assert (first.config.parent / "data" / "setup.json").read_bytes() == before
    assert not first.config.exists()


def test_the_link_opens_for_one_browser_only(first):
    first.browser()

    assert first.stranger().get(f"/setup/{first.token}").status_code == 404


def test_the_same_browser_may_open_the_link_again(first):
    browser = first.browser()

    assert browser.get(f"/setup/{first.token}").status_code == 303
    assert browser.get("/setup/steps/school").status_code == 200


@pytest.mark.parametrize("token", ["x", "steps", "é" * 20, "%F0%9F%98%80"])
def test_a_guessed_link_opens_nothing(first, token):
    assert first.stranger().get(f"/setup/{token}").status_code == 404


def test_the_link_and_the_browser_end_after_a_day(first):
    browser = first.browser()
    first.clock.advance(seconds=LASTS.total_seconds())

    assert browser.get("/setup/steps/school").status_code == 404
    assert first.stranger().get(f"/setup/{first.token}").status_code == 404


def test_nothing_answers_once_it_is_set_up(first):
    browser = first.browser()
    first.fill(browser)
    first.press(browser, "/setup/summary", {})

    assert browser.get("/setup/steps/school").status_code == 404
    assert first.press(browser, "/setup/summary", {}).status_code == 404


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://elsewhere.example"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_a_form_from_elsewhere_changes_nothing(first, headers):
    browser = first.browser()

    page = first.press(browser, "/setup/steps/school", SCHOOL, headers=headers)

    assert page.status_code == 403
    assert not first.kit.folder.draft().is_sent(Step.SCHOOL)


def test_a_form_without_its_mark_changes_nothing(first):
    browser = first.browser()

    page = browser.post("/setup/steps/school", data={**SCHOOL, "form_token": "0" * 64})

    assert page.status_code == 403
    assert not first.kit.folder.draft().is_sent(Step.SCHOOL)


def test_another_host_name_is_not_answered(first):
    page = first.stranger().get("/setup", headers={"host": "evil.example"})

    assert page.status_code == 400


@pytest.mark.parametrize(
    ("step", "fields", "field", "kept"),
    [
        ("school", {**SCHOOL, "postcode": "HM4"}, "postcode", "Wrenbeck Primary School"),
        ("people", {**PEOPLE, "email-2": "dsl"}, "email-2", "Ada Ferrow"),
        ("calendar", {**CALENDAR, "last-1": "soon"}, "last-1", "25 Mar 2027"),
        ("mail", {**MAIL, "sender": "nobody"}, "sender", "it@wrenbeck.example"),
        ("sources", {"accept": ("bing_news",), "accepted_by": "Q R"}, "accepted_on", "Q R"),
    ],
)
def test_a_wrong_answer_is_told_beside_its_field_and_what_was_typed_stays(
    first, step, fields, field, kept
):
    browser = first.browser()

    page = first.press(browser, f"/setup/steps/{step}", fields)

    assert page.status_code == 422
    assert f'href="#f-{field}"' in page.text
    assert f'id="w-{field}"' in page.text
    assert kept in page.text
    assert "Problem: " in page.text.partition("</title>")[0] or 'role="alert"' in page.text
    assert kept in browser.get(f"/setup/steps/{step}").text  # left, and come back to


@pytest.mark.parametrize("step", [step.value for step in Step])
def test_a_form_with_nothing_in_it_is_told_or_is_an_answer(first, step):
    page = first.press(first.browser(), f"/setup/steps/{step}", {})

    assert page.status_code == (303 if step == "sources" else 422)


HOSTILE = "</textarea><script>alert(1)</script>\"'{{ 7*7 }}\u202e" + "x" * 500


@pytest.mark.parametrize(
    ("step", "fields"),
    [("school", SCHOOL), ("people", PEOPLE), ("calendar", CALENDAR), ("mail", {**MAIL, **SMTP})],
)
def test_hostile_words_in_every_field_are_only_words(first, step, fields):
    page = first.press(first.browser(), f"/setup/steps/{step}", dict.fromkeys(fields, HOSTILE))

    assert page.status_code == 422
    assert "<script" not in page.text
    assert "49" not in re.findall(r">([^<]*)<", page.text)


@pytest.mark.parametrize("step", ["evil", "school%2F..%2Fmail", "SCHOOL"])
def test_a_step_that_is_none_is_not_found(first, step):
    assert first.browser().get(f"/setup/steps/{step}").status_code == 404


def test_a_form_that_is_too_large_is_refused(first):
    page = first.press(first.browser(), "/setup/steps/school", {"name": "x" * 300_000})

    assert page.status_code == 413


def test_an_upload_is_refused(first):
    browser = first.browser()
    mark = first.gate.mark(browser.cookies["orm-setup"])

    page = browser.post(
        "/setup/steps/school", data={"form_token": mark}, files={"name": ("a.png", b"\x89PNG")}
    )

    assert page.status_code == 400


def test_a_school_is_found_in_the_register_and_taken(first):
    browser = first.browser()

    found = browser.get("/setup/steps/school", params={"find": "hm47qt"})
    taken = first.press(browser, "/setup/steps/school", {"urn": "990101"}, press="take")

    assert "Wrenbeck Primary School, Harrowmere" in found.text
    assert taken.status_code == 303
    assert 'value="HM4 7QT"' in browser.get("/setup/steps/school").text


def test_a_school_that_is_not_in_the_register_is_not_taken(first):
    page = first.press(first.browser(), "/setup/steps/school", {"urn": "123456"}, press="take")

    assert page.status_code == 422
    assert "Choose one of the schools" in page.text


def test_a_row_is_added_and_what_was_typed_stays(first):
    browser = first.browser()

    told = first.press(browser, "/setup/steps/people", {"name-1": "Ada Ferrow"}, press="more")
    page = browser.get(told.headers["location"].partition("#")[0])

    assert "Person 4" in page.text
    assert "Ada Ferrow" in page.text


def test_who_stands_in_is_chosen_among_the_others_by_name_and_looked_through(first):
    browser = first.browser()
    first.fill(browser)

    first.press(browser, "/setup/steps/people", {**PEOPLE, "deputy-1": "2"})
    page = browser.get("/setup/steps/people").text.partition('id="f-deputy-1"')[2]
    choices = re.findall(r"<option[^>]*>([^<]*)<", page.partition("</select>")[0])

    assert choices[:2] == ["Nobody", "Person 2: Cleo Marsh"]
    assert "Cleo Marsh stands in" in browser.get("/setup/summary").text


def test_a_password_goes_into_its_own_file_and_nowhere_else(first):
    browser = first.browser()
    first.fill(browser)

    fields = {**MAIL, **SMTP, "password_at": "", "password": " open sesame"}
    told = first.press(browser, "/setup/steps/mail", fields)
    assert told.status_code == 303
    page = browser.get("/setup/steps/mail")
    first.press(browser, "/setup/summary", {})

    kept = first.config.parent / "data" / "secrets" / "smtp"
    assert kept.read_text() == " open sesame"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert "open sesame" not in page.text
    assert "open sesame" not in first.config.read_text()
    config = load(first.config, environ={}, source_options=source_shapes())
    assert config.mail.password is not None
    assert config.mail.password.reveal() == " open sesame"


def test_a_password_in_the_wrong_field_is_not_kept(first):
    browser = first.browser()
    first.fill(browser)

    page = first.press(
        browser, "/setup/steps/mail", {**MAIL, **SMTP, "password_at": "hunter2 in the open"}
    )

    assert page.status_code == 422
    assert "hunter2" not in page.text
    assert "hunter2" not in (first.config.parent / "data" / "setup.json").read_text()


def test_a_key_of_a_source_goes_into_its_own_file(first):
    browser = first.browser()
    first.fill(browser, sources={"key-guardian": "tower key"})
    first.press(browser, "/setup/summary", {})

    config = load(first.config, environ={}, source_options=source_shapes())
    (guardian,) = [each for each in config.sources if each.name == "guardian"]
    assert guardian.keys[0].secret.reveal() == "tower key"
    assert "tower key" not in first.config.read_text()


def test_a_test_message_goes_to_who_sits_at_the_screen(first):
    browser = first.browser()
    first.fill(browser)

    page = first.press(browser, "/setup/steps/mail", MAIL, press="test")

    assert [mail.letter.recipient for mail in first.sent.letters] == ["it@wrenbeck.example"]
    assert "taken" in page.text


def test_a_test_message_that_fails_says_why(first):
    browser = first.browser()
    first.fill(browser)
    first.sent.refusal = DeliveryError("The server does not know this password.", permanent=False)

    page = first.press(browser, "/setup/steps/mail", MAIL, press="test")

    assert "It was not sent. The server does not know this password." in page.text


def test_a_test_message_needs_somebody_to_go_to(first):
    page = first.press(first.browser(), "/setup/steps/mail", MAIL, press="test")

    assert first.sent.letters == []
    assert "say which person you are" in page.text


def test_what_is_missing_is_listed_on_the_last_page_and_keeps_it_from_writing(first):
    browser = first.browser()
    first.press(browser, "/setup/steps/school", {**SCHOOL, "town": ""})

    page = first.press(browser, "/setup/summary", {})

    assert page.status_code == 422
    assert "Write the town or village it is in." in page.text
    assert "This step is not filled in yet." in page.text
    assert not first.config.exists()


def test_a_configuration_that_somebody_wrote_meanwhile_is_left_as_it_is(first):
    browser = first.browser()
    first.fill(browser)
    first.config.write_text("# mine\n")

    page = first.press(browser, "/setup/summary", {})

    assert page.status_code == 409
    assert "there already" in page.text
    assert first.config.read_text() == "# mine\n"
    assert not first.done.is_set()


def test_a_folder_that_cannot_be_written_is_told_and_nothing_is_half_written(first):
    browser = first.browser()
    first.fill(browser)
    (first.config.parent / "data" / "orm.db").mkdir()  # no file can be made there

    page = first.press(browser, "/setup/summary", {})

    assert page.status_code == 409
    assert not first.config.exists()


def test_what_was_typed_survives_the_end_of_the_program(first, tmp_path):
    first.fill(first.browser())

    again = FirstRunUnderTest(tmp_path)

    assert "Wrenbeck Primary School" in again.browser().get("/setup/steps/school").text


def test_a_draft_that_is_none_is_told_and_left(first):
    (first.config.parent / "data").mkdir()
    (first.config.parent / "data" / "setup.json").write_text("[")

    page = first.browser().get("/setup/steps/school")

    assert page.status_code == 409
    assert "setup.json" in page.text


def test_a_way_in_is_printed_until_somebody_can_come_in(first):
    browser = first.browser()
    first.fill(browser)
    first.press(browser, "/setup/summary", {})

    with house_of(first) as house:
        door = front_door(house)
        printed = setup_link(house, door, NOW + timedelta(hours=1))
        assert printed is not None
        ticket = door.open_ticket(printed.rpartition("/")[2], now=NOW + timedelta(hours=1))
        assert ticket is not None
        assert ticket.contact_id == "it"
        door.choose_password(printed.rpartition("/")[2], PASSWORD, now=NOW + timedelta(hours=1))
        assert setup_link(house, door, NOW + timedelta(hours=2)) is None
