"""What keeps the desk shut to strangers, foreign pages and faults, whatever the page."""

import pytest
from starlette.testclient import TestClient

from orm.errors import StoreError
from orm.web.app import desk_app
from orm.web.asking import Shown
from orm.web.routes import ANYBODY, EVERY_PERSON, look, press
from tests.factories_desk import URL

WORDS = "Ollerby's post about the lunch queue"


def browser_of(desk, *routes):
    app = desk_app(lambda: desk.desk, routes, url=desk.desk.url)
    return TestClient(app, base_url=URL, follow_redirects=False, raise_server_exceptions=False)


def fine(_):
    return Shown("text/plain", "pressed")


@pytest.fixture
def forms(desk):
    """A browser of the headteacher before one page with one form."""
    client = browser_of(desk, press("/form", fine, EVERY_PERSON, largest=1_000))
    client.cookies.set("orm-session", desk.token("head"))
    return client


def mark(desk, client):
    return desk.desk.door.form_token(client.cookies["orm-session"], "desk")


def test_a_form_of_the_desk_is_taken(desk, forms):
    assert forms.post("/form", data={"form_token": mark(desk, forms)}).text == "pressed"


@pytest.mark.parametrize(
    ("fields", "headers"),
    [
        ({}, {}),
        ({"form_token": "f" * 64}, {}),
        ({"form_token": "\N{SNOWMAN}"}, {}),
        ({"form_token": "right"}, {"sec-fetch-site": "cross-site"}),
        ({"form_token": "right"}, {"sec-fetch-site": "same-site"}),
        ({"form_token": "right"}, {"origin": "https://evil.example"}),
        ({"form_token": "right"}, {"origin": "http://127.0.0.1:9"}),
    ],
    ids=["none", "wrong", "odd", "cross-site", "same-site", "origin", "other-port"],
)
def test_a_form_from_elsewhere_is_refused(desk, forms, fields, headers):
    right = {
        name: mark(desk, forms) if value == "right" else value for name, value in fields.items()
    }

    answer = forms.post("/form", data=right, headers=headers)

    assert answer.status_code == 403
    assert "Nothing was changed" in answer.text


def test_a_form_token_of_another_session_is_refused(desk, forms):
    theirs = desk.desk.door.form_token(desk.token("dsl"), "desk")

    assert forms.post("/form", data={"form_token": theirs}).status_code == 403


def test_a_form_token_outlives_no_session(desk, forms):
    token = mark(desk, forms)
    desk.desk.door.sign_out(forms.cookies["orm-session"], now=desk.clock.now())

    answer = forms.post("/form", data={"form_token": token})

    assert answer.status_code == 403
    assert "Your session ended" in answer.text


def test_a_form_that_is_too_large_is_refused_unread(desk, forms):
    answer = forms.post("/form", data={"form_token": mark(desk, forms), "words": "x" * 2_000})

    assert answer.status_code == 413


def test_a_form_without_a_length_is_refused(forms):
    assert forms.post("/form", content=iter([b"a=1"])).status_code == 411


def test_what_is_no_form_is_refused(desk, forms):
    headers = {"content-type": "multipart/form-data; boundary=x"}

    assert forms.post("/form", content=b"--x\r\nbroken", headers=headers).status_code in {400, 403}


GUARDS = {
    "content-security-policy": "default-src 'none'",
    "x-frame-options": "DENY",
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cache-control": "no-store",
    "cross-origin-opener-policy": "same-origin",
}


@pytest.mark.parametrize("path", ["/sign-in", "/", "/nothing/here", "/static/nothing.css", "/me"])
@pytest.mark.parametrize("person", ["", "head"])
def test_every_answer_carries_the_guards(desk, path, person):
    client = desk.browser(person) if person else desk.client()

    answer = client.get(path)

    for name, value in GUARDS.items():
        assert answer.headers[name].startswith(value), (path, name)


def test_no_page_may_run_a_script(desk):
    policy = desk.client().get("/sign-in").headers["content-security-policy"]

    assert "script-src" not in policy
    assert "unsafe" not in policy


def test_another_host_name_is_not_answered(desk):
    assert desk.client().get("/sign-in", headers={"host": "evil.example"}).status_code == 400


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(desk):
    kept = desk.client().get("/sign-in").headers["set-cookie"]

    assert "HttpOnly" in kept
    assert "SameSite=lax" in kept


def test_over_https_cookies_are_bound_to_the_host_and_the_connection(desk):
    app = desk_app(
        lambda: desk.desk, (look("/", fine, ANYBODY),), url="https://orm.wrenbeck.example"
    )
    answer = TestClient(app, base_url="https://orm.wrenbeck.example").get("/")

    assert answer.headers["set-cookie"].startswith("__Host-orm-visitor=")
    assert "Secure" in answer.headers["set-cookie"]
    assert answer.headers["strict-transport-security"].startswith("max-age=31536000")


def test_a_fault_tells_a_reference_and_nothing_else(desk, capsys):
    def broken(_):
        raise ValueError(WORDS)

    answer = browser_of(desk, look("/x", broken, ANYBODY)).get("/x")

    logged = capsys.readouterr()
    assert answer.status_code == 500
    assert WORDS not in answer.text
    assert "Traceback" not in answer.text
    assert WORDS not in logged.out + logged.err
    assert "test_guards.py" in logged.out + logged.err


def test_a_database_that_is_away_is_a_plain_page(desk):
    def away(_):
        raise StoreError("the database is locked; stop what holds it")

    answer = browser_of(desk, look("/x", away, ANYBODY)).get("/x")

    assert answer.status_code == 503
    assert "Nothing that was saved is lost" in answer.text
    assert "locked" not in answer.text


def test_who_is_not_signed_in_is_asked_to_and_comes_back(desk):
    answer = desk.client().get("/me?x=1")

    assert answer.status_code == 303
    assert answer.headers["location"] == "/sign-in?next=%2Fme%3Fx%3D1"


def test_what_is_not_for_somebody_looks_like_what_does_not_exist(desk):
    from_nowhere = desk.browser("chair").get("/nothing")
    not_theirs = desk.browser("chair").get("/mentions")

    assert not_theirs.status_code == from_nowhere.status_code == 404
