"""Sources in a browser's hands: who may pause one, and what a refused form keeps."""

from datetime import timedelta

import pytest

from tests.factories_desk import NOW, PEOPLE

OURS = [name for name, _, _, _, schools in PEOPLE if schools == ("wrenbeck",)]
ADMINISTRATORS = {"head", "it", "deputy"}  # the deputy stands in for the headteacher
REASON = "the council asked us to wait"


@pytest.fixture
def planned(desk):
    """A desk whose sources have polls that nobody has asked yet."""
    desk.house.plan(spread=timedelta(0))
    return desk


def paused(desk):
    return [each.source for each in desk.house.edges.store.pauses.open(["wrenbeck"], now=NOW)]


def press(desk, person="it", step="pause", source="gdelt", **fields):
    told = {"school": "wrenbeck", "reason": REASON, **fields}
    return desk.press(desk.browser(person), f"/sources/{source}/{step}", **told)


@pytest.mark.parametrize("person", OURS)
def test_every_person_sees_what_was_not_looked_at(planned, person):
    page = planned.browser(person).get("/sources")

    assert page.status_code == 200
    assert "What we cannot see" in page.text
    assert "Mumsnet" in page.text
    assert "Not asked yet" in page.text


def test_a_source_is_paused_and_goes_on(planned):
    answer = press(planned)
    assert answer.headers["location"] == "/sources/gdelt?school=wrenbeck&done=source-paused"
    page = planned.browser("chair").get("/sources")
    assert "Not measured: paused by one of you" in page.text
    assert REASON in page.text
    assert "Noor Hale, IT manager" in page.text

    assert press(planned, "head", "go-on").status_code == 303
    assert paused(planned) == []


@pytest.mark.parametrize("person", OURS)
def test_only_administrators_may_pause(planned, person):
    may = person in ADMINISTRATORS
    form = "Pause this source" in planned.browser(person).get("/sources/gdelt").text
    answer = press(planned, person)

    assert answer.status_code == (303 if may else 404)
    assert paused(planned) == (["gdelt"] if may else [])
    assert form == may


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"reason": ""}, 422),
        ({"reason": "   "}, 422),
        ({"reason": "x" * 301}, 422),
        ({"school": "st-orrins"}, 403),
        ({"school": "nowhere"}, 403),
        ({"form_token": "made-up"}, 403),
        ({"reason": "x" * 30_000}, 413),
    ],
)
def test_a_bad_form_changes_nothing_and_says_so(planned, fields, status):
    answer = press(planned, **fields)

    assert answer.status_code == status
    assert paused(planned) == []


def test_a_refused_form_keeps_what_was_typed_beside_what_is_wrong(planned):
    typed = "<script>alert(1)</script>" + "x" * 300
    answer = press(planned, reason=typed)

    assert "There is a problem" in answer.text
    assert 'id="w-reason"' in answer.text
    assert "<script>alert" not in answer.text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in answer.text


def test_who_comes_second_is_told_that_it_is_paused_already(planned):
    press(planned)

    answer = press(planned, "head", reason="another reason")

    assert answer.status_code == 409
    assert "paused this source already" in answer.text
    assert press(planned, step="go-on").status_code == 303
    assert press(planned, step="go-on").status_code == 409


@pytest.mark.parametrize("source", ["nosuch", "x", "google_news", "feed"])
def test_a_source_that_is_off_or_has_nothing_to_ask_cannot_be_paused(planned, source):
    assert press(planned, source=source).status_code == 404


def test_a_reason_is_shown_as_words_whatever_it_holds(planned):
    press(planned, reason="<img src=x onerror=alert(1)> {{ 7*7 }} \u202eevil")
    text = planned.browser("head").get("/sources").text

    assert "<img" not in text
    assert "{{ 7*7 }}" in text
    assert "\u202e" not in text


@pytest.mark.parametrize("name", ["feed", "google_news", "x", "mastodon"])
def test_each_source_says_its_class_its_cost_and_how_it_is_switched_on(planned, name):
    text = planned.browser("chair").get(f"/sources/{name}").text

    assert f"[sources.{name}]" in text
    assert "Class " in text
    assert "Blind to" in text


def test_a_source_that_does_not_exist_is_not_found(planned):
    assert planned.browser("head").get("/sources/nosuch").status_code == 404
    assert planned.browser("head").get("/sources/feed?school=st-orrins").status_code == 403


def test_the_digest_of_the_week_says_that_a_source_was_paused(planned):
    press(planned)
    page = planned.browser("head").get("/digests/coming")

    assert "paused by one of us" in page.text
