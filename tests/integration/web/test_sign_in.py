"""Coming in: the pages that a person meets before the desk, each as a browser would use it."""

import re
from dataclasses import replace
from datetime import timedelta

import pyotp
import pytest

from orm.errors import EntryRefused, Unreachable
from orm.model.entry import Purpose
from orm.model.identity import Person, Started
from orm.model.letters import LetterKind
from orm.web.providers import Providers
from tests.factories_desk import contact_id

PHRASE = "copper lantern hedgehog"
WRONG = "not this one at all"


def found(pattern, text):
    """The first group of a pattern that must be there."""
    hit = re.search(pattern, text)
    assert hit, pattern
    return hit.group(1)


def form_mark(page):
    """The form token of a page."""
    return found(r'name="form_token" value="([^"]+)"', page.text)


def send(client, page, path, **fields):
    return client.post(path, data={"form_token": form_mark(page), **fields})


def invited(desk, client, person="head"):
    """A password chosen behind an invitation."""
    token = desk.desk.door.issue(contact_id(person), Purpose.INVITE, by="it", now=desk.clock.now())
    page = client.get(f"/enter/{token}")
    answer = send(client, page, f"/enter/{token}", password=PHRASE, again=PHRASE)
    assert answer.headers["location"].startswith("/sign-in")
    return token


def entering(client, **fields):
    return send(client, client.get("/sign-in"), "/sign-in", **fields)


def enrolled(desk, client, person="head"):
    """A person who has a password and a code app; gives the app's secret."""
    invited(desk, client, person)
    entering(client, email=f"{person}@wrenbeck.example", password=PHRASE)
    page = client.get("/second-factor")
    secret = found(r'class="secret">([A-Z2-7 ]+)<', page.text).replace(" ", "")
    code = pyotp.TOTP(secret).at(desk.clock.now())
    done = send(client, page, "/second-factor", code=code)
    assert "Keep these codes" in done.text
    desk.clock.sleep(60)
    return secret


def test_from_an_invitation_to_the_desk(desk):
    client = desk.client()

    secret = enrolled(desk, client)
    client.cookies.clear()
    code = pyotp.TOTP(secret).at(desk.clock.now())
    came = entering(client, email="HEAD@wrenbeck.example ", password=PHRASE, code=code)

    assert came.headers["location"] == "/"
    assert "Ada Ferrow" in client.get("/me").text


def test_without_a_second_factor_nothing_but_setting_it_up_is_open(desk):
    client = desk.client()
    invited(desk, client)

    came = entering(client, email="head@wrenbeck.example", password=PHRASE)

    assert came.headers["location"] == "/second-factor"
    for path in ("/", "/me", "/mentions", "/settings", "/cases"):
        assert client.get(path).headers["location"] == "/second-factor"


def test_an_invitation_opens_once(desk):
    client = desk.client()
    token = invited(desk, client)

    again = client.get(f"/enter/{token}")

    assert again.status_code == 404
    assert "used already" in again.text


def test_what_was_typed_wrong_is_said_and_the_address_is_kept(desk):
    client = desk.client()

    came = entering(client, email="head@wrenbeck.example", password=WRONG)

    assert came.status_code == 422
    assert "is not right" in came.text
    assert 'value="head@wrenbeck.example"' in came.text
    assert WRONG not in came.text


def test_who_is_unknown_is_told_the_same_as_who_is_wrong(desk):
    wrong = entering(desk.client(), email="head@wrenbeck.example", password="x" * 12)
    unknown = entering(desk.client(), email="nobody@wrenbeck.example", password="x" * 12)

    strip = re.compile(r'value="[^"]*"')
    assert strip.sub("", wrong.text) == strip.sub("", unknown.text)


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"email": "head@wrenbeck.example"},
        {"password": PHRASE},
        {"email": "x" * 5000, "password": "y"},
    ],
    ids=["empty", "no-password", "no-email", "long"],
)
def test_a_sign_in_with_something_missing_is_asked_again(desk, fields):
    assert entering(desk.client(), **fields).status_code == 422


@pytest.mark.parametrize(
    ("password", "again"),
    [
        ("short", "short"),
        (PHRASE, PHRASE + "x"),
        ("wrenbeck primary 2026", "wrenbeck primary 2026"),
    ],
    ids=["short", "unlike", "school"],
)
def test_a_password_that_will_not_do_is_said_and_the_link_stays_good(desk, password, again):
    client = desk.client()
    token = desk.desk.door.issue(contact_id("head"), Purpose.INVITE, by="it", now=desk.clock.now())
    page = client.get(f"/enter/{token}")

    refused = send(client, page, f"/enter/{token}", password=password, again=again)

    assert refused.status_code == 422
    assert client.get(f"/enter/{token}").status_code == 200


@pytest.mark.parametrize(
    "to",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "\\\\evil",
    ],
)
def test_nobody_is_sent_to_another_site_after_signing_in(desk, to):
    client = desk.client()
    secret = enrolled(desk, client)
    client.cookies.clear()
    code = pyotp.TOTP(secret).at(desk.clock.now())

    came = entering(client, email="head@wrenbeck.example", password=PHRASE, code=code, next=to)

    assert came.headers["location"] == "/"


def test_an_unused_session_ends(desk):
    client = desk.browser("head")
    assert client.get("/me").status_code == 200

    desk.clock.sleep(timedelta(minutes=31).total_seconds())

    assert client.get("/me").status_code == 303


def test_signing_out_ends_the_session_and_not_only_the_cookie(desk):
    client = desk.browser("head")
    token = client.cookies["orm-session"]

    send(client, client.get("/me"), "/sign-out")
    client.cookies.set("orm-session", token)

    assert client.get("/me").status_code == 303


def test_a_forgotten_password_sends_one_neutral_letter_and_says_nothing_more(desk):
    known, unknown = desk.client(), desk.client()

    told = send(
        known, known.get("/sign-in/forgotten"), "/sign-in/forgotten", email="head@wrenbeck.example"
    )
    same = send(
        unknown,
        unknown.get("/sign-in/forgotten"),
        "/sign-in/forgotten",
        email="no@wrenbeck.example",
    )

    letters = [
        mail.letter
        for mail in desk.house.edges.store.outbox()
        if mail.letter.kind is LetterKind.ENTRY
    ]
    assert told.text == same.text
    assert [letter.recipient for letter in letters] == ["head@wrenbeck.example"]
    link = found(r"(/enter/[\w-]+)", letters[0].text)
    assert known.get(link).status_code == 200


def test_a_person_who_left_is_out_at_once(desk):
    client = desk.browser("head")
    assert client.get("/me").status_code == 200

    without = [each for each in desk.house.config.contacts if each.id != "head"]
    assert desk.desk.door.look(client.cookies["orm-session"], now=desk.clock.now()) is not None
    door = type(desk.desk.door)(
        book=desk.desk.door.book,
        contacts=without,
        rules=desk.desk.door.rules,
        key=desk.desk.door.key,
    )

    assert door.look(client.cookies["orm-session"], now=desk.clock.now()) is None


def test_security_txt_says_whom_to_tell(desk):
    answer = desk.client().get("/.well-known/security.txt")

    assert answer.headers["content-type"].startswith("text/plain")
    assert "Contact: mailto:it@wrenbeck.example" in answer.text
    assert "Expires: 2027-11-01T" in answer.text


class Provider:
    """A provider that vouches for whoever it is told to, or fails as it is told to."""

    def __init__(self, email="head@wrenbeck.example", failure=None):
        self._email, self._failure = email, failure

    def start(self, redirect_uri):
        if isinstance(self._failure, Unreachable):
            raise self._failure
        return Started(
            f"https://provider.example/?back={redirect_uri}", "state", "nonce", "verifier"
        )

    def finish(self, started, *, state, code, redirect_uri, error=""):
        if self._failure is not None:
            raise self._failure
        if state != started.state:
            raise EntryRefused("That sign-in took too long. Start again.")
        return Person("https://provider.example", "7", self._email)


def with_provider(desk, provider):
    desk = replace(desk, desk=replace(desk.desk, providers=Providers({"Microsoft 365": provider})))
    return desk.client()


def test_a_provider_that_the_school_trusts_lets_a_person_in(desk):
    client = with_provider(desk, Provider())

    assert "Sign in with Microsoft 365" in client.get("/sign-in").text
    away = client.get("/sign-in/with/Microsoft 365")
    assert away.headers["location"] == (
        "https://provider.example/?back=http://127.0.0.1:8770/sign-in/back"
    )
    came = client.get("/sign-in/back?state=state&code=1")

    assert came.headers["location"] == "/"
    assert "Ada Ferrow" in client.get("/me").text


@pytest.mark.parametrize(
    ("provider", "says"),
    [
        (Provider("stranger@wrenbeck.example"), "not on this desk&#39;s list"),
        (Provider(failure=EntryRefused("Use your school account.")), "Use your school account."),
    ],
    ids=["stranger", "refused"],
)
def test_whom_a_provider_does_not_let_in_is_told_why(desk, provider, says):
    client = with_provider(desk, provider)
    client.get("/sign-in/with/Microsoft 365")

    came = client.get("/sign-in/back?state=state&code=1")

    assert came.status_code == 422
    assert says in came.text


def test_nobody_comes_back_who_did_not_go(desk):
    came = with_provider(desk, Provider()).get("/sign-in/back?state=state&code=1")

    assert came.status_code == 422
    assert "Start again" in came.text


def test_coming_back_twice_is_refused(desk):
    client = with_provider(desk, Provider())
    client.get("/sign-in/with/Microsoft 365")
    client.get("/sign-in/back?state=state&code=1")
    client.cookies.delete("orm-session")

    assert client.get("/sign-in/back?state=state&code=1").status_code == 422


def test_a_provider_that_is_away_is_said_and_other_ways_stay(desk):
    came = with_provider(desk, Provider(failure=Unreachable("down"))).get(
        "/sign-in/with/Microsoft 365"
    )

    assert "does not answer just now" in came.text
    assert 'name="password"' in came.text


def test_an_unknown_provider_is_not_found(desk):
    assert desk.client().get("/sign-in/with/nobody").status_code == 404
