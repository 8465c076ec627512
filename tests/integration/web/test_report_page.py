"""Report a post: anybody with the link hands in words, and learns nothing of what is known."""

import re

import pytest

from orm.model.schools import SchoolId
from orm.web.turnstile import Turnstile
from tests.factories_desk import POSTS
from tests.factories_mentions import part

GOOD = {
    "platform": "whatsapp",
    "text": POSTS["complaint"] + " And again.",
    "url": "",
    "seen_by": "office",
    "how": "a parent showed it at the gate",
    "seen_at": "2026-11-19T08:15",
}
HERE = SchoolId("wrenbeck")


def link(desk, person="it", school="wrenbeck"):
    """The path of a link that somebody has just made."""
    made = desk.press(desk.browser(person), "/report-link/make", school=school)
    assert made.status_code == 303
    token = desk.house.edges.store.report_links.of(SchoolId(school)).token
    return f"/report/{token}"


def send(client, path, **fields):
    """The form of the page, filled in and sent."""
    page = client.get(path)
    mark = re.search(r'name="form_token" value="([^"]+)"', page.text)
    token = mark.group(1) if mark else ""
    return client.post(path, data={"form_token": token, **fields})


def posts(desk):
    return desk.house.edges.store.mentions(HERE, most=500)


def test_a_report_is_taken_in_judged_and_thanked_for(desk):
    path = link(desk)
    client = desk.client()
    before = len(posts(desk))

    answer = send(client, path, **GOOD)
    thanks = client.get(answer.headers["location"])

    assert (answer.status_code, answer.headers["location"]) == (303, f"{path}/thanks")
    assert len(posts(desk)) == before + 1
    assert posts(desk)[0].item.text == GOOD["text"]
    assert "What happens next" in thanks.text
    assert "call 999" in thanks.text


def test_the_answer_says_nothing_of_what_the_post_was_taken_for(desk):
    path = link(desk)
    client = desk.client()

    answer = send(client, path, **{**GOOD, "text": POSTS["safeguarding"] + " Seen again."})
    thanks = client.get(answer.headers["location"]).text

    for words in ("sealed", "case", "Safeguarding", *desk.cases.values()):
        assert words not in thanks.replace("safeguarding lead", "")


def test_whoever_must_act_is_told_in_the_same_moment(desk):
    path = link(desk)
    before = len(desk.house.edges.store.outbox())

    send(desk.client(), path, **{**GOOD, "text": POSTS["threat"] + " Tomorrow."})

    new = desk.house.edges.store.outbox()[before:]
    assert new
    assert all(mail.sent_at is not None for mail in new)


def test_the_form_names_the_school_and_no_person(desk):
    page = desk.client().get(link(desk)).text

    assert "Report a post about Wrenbeck Primary School" in page
    for contact in desk.house.config.contacts:
        assert contact.name not in page


@pytest.mark.parametrize("name", ["platform", "text", "seen_by", "how"])
def test_a_missing_field_is_named_and_the_rest_is_kept(desk, name):
    before = len(posts(desk))

    answer = send(desk.client(), link(desk), **{**GOOD, name: "  "})

    assert answer.status_code == 422
    assert f'href="#f-{name}"' in answer.text
    for other in {"text", "how"} - {name}:
        assert GOOD[other].replace("'", "&#39;") in answer.text
    assert len(posts(desk)) == before


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"text": "x" * 20_001}, "at most 20,000 characters"),
        ({"how": "x" * 201}, "at most 200 characters"),
        ({"seen_by": "x" * 61}, "at most 60 characters"),
        ({"seen_by": "someone@home.example"}, "Write a role or initials only."),
        ({"url": "not an address"}, "The address is not a web address"),
        ({"url": "https://cdn.example/a.jpg"}, "The address is the address of a picture"),
        ({"platform": "carrier pigeon"}, "is not known"),
        ({"seen_at": "yesterday-ish"}, "The time is not a date"),
        ({"seen_at": "2026-11-20T12:00"}, "The time lies in the future"),
        ({"text": "look data:image/png;base64,iVBORw0KGgo="}, "The text holds a picture"),
    ],
)
def test_what_cannot_be_taken_says_why_beside_its_field(desk, fields, says):
    before = len(posts(desk))

    answer = send(desk.client(), link(desk), **{**GOOD, **fields})

    assert answer.status_code == 422
    assert says in answer.text
    assert len(posts(desk)) == before


def test_hostile_words_are_kept_as_words(desk):
    text = "Wrenbeck Primary School <script>alert(1)</script> {{ 7*7 }}"

    answer = send(desk.client(), link(desk), **{**GOOD, "text": text, "how": ""})

    assert "&lt;script&gt;" in answer.text
    assert "<script>" not in answer.text


def test_no_file_is_taken_under_the_link(desk):
    path = link(desk)
    client = desk.client()
    mark = part(r'name="form_token" value="([^"]+)"', client.get(path).text)
    before = len(posts(desk))

    answer = client.post(
        path,
        data={"form_token": mark, **GOOD},
        files={"file": ("words.txt", b"Wrenbeck Primary School", "text/plain")},
    )

    assert answer.status_code == 422
    assert "No file is taken here" in answer.text
    assert len(posts(desk)) == before


def test_a_form_that_comes_from_elsewhere_changes_nothing(desk):
    path = link(desk)
    before = len(posts(desk))

    assert desk.client().post(path, data=GOOD).status_code == 403
    assert len(posts(desk)) == before


@pytest.mark.parametrize("token", ["nobody-made-this", "x" * 3000, "%00", "' OR 1=1 --"])
def test_a_link_that_nobody_made_is_not_found(desk, token):
    client = desk.client()

    assert client.get(f"/report/{token}").status_code == 404
    assert client.get(f"/report/{token}/thanks").status_code == 404


def test_a_link_that_was_replaced_or_ended_opens_nothing(desk):
    first = link(desk)
    second = link(desk)
    assert desk.client().get(first).status_code == 404
    assert desk.client().get(second).status_code == 200

    desk.press(desk.browser("dsl"), "/report-link/end", school="wrenbeck")

    assert desk.client().get(second).status_code == 404


def test_the_eleventh_report_in_an_hour_waits_and_keeps_what_was_typed(desk):
    path = link(desk)
    client = desk.client()
    for number in range(10):
        sent = send(client, path, **{**GOOD, "text": f"{GOOD['text']} Note {number}."})
        assert sent.status_code == 303
    before = len(posts(desk))

    answer = send(client, path, **GOOD)

    assert answer.status_code == 429
    assert "Too many reports came in" in answer.text
    assert GOOD["how"] in answer.text
    assert len(posts(desk)) == before


def test_one_place_is_held_back_and_another_is_not():
    turnstile = Turnstile()

    tries = [turnstile.admits("link", "192.0.2.1") for _ in range(11)]

    assert tries == [True] * 10 + [False]
    assert turnstile.admits("link", "192.0.2.2")
    assert turnstile.admits("another", "192.0.2.1")


def test_an_ipv6_network_is_one_place():
    turnstile = Turnstile()

    tries = [turnstile.admits("link", f"2001:db8::{number}") for number in range(1, 12)]

    assert tries == [True] * 10 + [False]


def test_a_link_takes_a_hundred_a_day_from_wherever_they_come():
    turnstile = Turnstile()

    tries = [turnstile.admits("link", f"192.0.2.{number}") for number in range(101)]

    assert tries == [True] * 100 + [False]


# ---- the link


@pytest.mark.parametrize("person", ["it", "head", "dsl"])
def test_who_looks_after_staff_makes_the_link_and_sees_it_again(desk, person):
    path = link(desk, person)

    page = desk.browser(person).get("/report-link")

    assert f"http://127.0.0.1:8770{path}" in page.text


@pytest.mark.parametrize("person", ["comms", "chair", "dpo", "trust", "other-chair"])
def test_nobody_else_sees_or_makes_the_link(desk, person):
    browser = desk.browser(person)

    assert browser.get("/report-link").status_code == 404
    assert desk.press(browser, "/report-link/make", school="wrenbeck").status_code == 404
    assert desk.house.edges.store.report_links.of(HERE) is None


@pytest.mark.parametrize("school", ["st-orrins", "", "nowhere"])
def test_a_link_is_made_for_ones_own_school_only(desk, school):
    answer = desk.press(desk.browser("it"), "/report-link/make", school=school)

    assert answer.status_code == 404
    assert desk.house.edges.store.report_links.of(SchoolId("st-orrins")) is None
