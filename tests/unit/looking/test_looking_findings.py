"""Removed is only what the source itself says is removed; all else is there, or not known."""

from datetime import timedelta

import pytest

from orm.errors import Gone, RateLimited, Refused, Unreachable, Unreadable
from orm.looking.judging import BETWEEN, finding, gone, judge, kept_words, second_sign_at
from orm.model.items import Kind
from orm.model.looks import Finding
from orm.model.polls import NotModified, Request
from orm.wiring import WEB
from tests.factories_looking import DAY, URL, WORDS, answer_of, html, look_of, subject_of
from tests.factories_store import NOW

THERE, REMOVED, UNKNOWN = Finding.STILL_THERE, Finding.REMOVED, Finding.COULD_NOT_LOOK
SIGN_IN = "https://chat.example/login?next=7"


def found(answer, words=(WORDS,), asked_url=URL):
    return finding(answer, asked_url=asked_url, words=words, web=WEB)[0]


@pytest.mark.parametrize("status", [404, 410])
def test_the_sites_own_not_found_is_a_sign_of_removal(status):
    assert found(answer_of(html("No such thread"), status=status)) is REMOVED
    assert found(answer_of(html("No such thread"), status=status), words=()) is REMOVED


@pytest.mark.parametrize(
    "url",
    [
        "https://www.chat.example/thread/7",
        "http://chat.example/thread/7",
        "https://chat.example/thread/7/?utm_source=x#new",
    ],
)
def test_another_spelling_of_the_address_is_the_same_page(url):
    assert found(answer_of(b"", status=404, url=url)) is REMOVED


@pytest.mark.parametrize(
    "url", [SIGN_IN, "https://chat.example/", "https://parked.example/thread/7"]
)
@pytest.mark.parametrize("status", [200, 404, 410])
def test_a_redirect_to_another_page_is_never_a_removal(url, status):
    assert found(answer_of(html("Please sign in"), status=status, url=url)) is UNKNOWN
    assert found(answer_of(html("Please sign in"), status=status, url=url), words=()) is UNKNOWN


def test_a_not_found_that_asks_for_a_sign_in_is_never_a_removal():
    wall = html('Members only <input type="password">')

    assert found(answer_of(wall, status=404)) is UNKNOWN


@pytest.mark.parametrize(
    "status", [202, 204, 302, 400, 401, 402, 403, 407, 418, 423, 425, 429, 451, 500, 502, 503, 520]
)
@pytest.mark.parametrize("words", [(WORDS,), ()])
def test_a_block_a_pause_or_an_illness_is_never_a_removal(status, words):
    assert found(answer_of(b"Blocked", status=status), words=words) is UNKNOWN


@pytest.mark.parametrize(
    "error",
    [
        Refused("robots.txt"),
        RateLimited("later"),
        RateLimited("later", of_key=True),
        Unreachable("no"),
        Unreadable("what"),
        Gone("not asked at its own address"),
    ],
)
def test_an_error_of_the_door_is_never_a_removal(error):
    assert found(error) is UNKNOWN


def test_an_errors_words_are_not_repeated():
    _, detail = finding(Unreachable(f"{URL} is silent"), asked_url=URL, words=(), web=WEB)

    assert "chat.example" not in detail


@pytest.mark.parametrize("status", [200, 404, 403])
def test_words_that_are_on_the_page_are_still_there_whatever_the_status(status):
    assert found(answer_of(html(WORDS), status=status)) is THERE


def test_words_on_a_page_of_the_same_site_that_the_address_leads_to_are_still_there():
    assert found(answer_of(html(WORDS), url="https://chat.example/t/7-the-gate")) is THERE


def test_words_on_somebody_elses_site_say_nothing_of_this_one():
    assert found(answer_of(html(WORDS), url="https://copies.example/7")) is UNKNOWN


@pytest.mark.parametrize("body", [html("Another post, an edited one"), html("[removed]")])
def test_words_that_are_missing_are_not_a_removal(body):
    assert found(answer_of(body)) is UNKNOWN


@pytest.mark.parametrize("words", [(WORDS,), ()])
def test_the_shell_of_a_program_shows_nothing(words):
    shell = b'<div id="root"></div><noscript>You need JavaScript to run this app.</noscript>'

    assert found(answer_of(shell), words=words) is UNKNOWN


def test_without_words_a_page_that_answers_is_there_and_a_person_is_asked_to_look():
    said = finding(answer_of(html("A thread")), asked_url=URL, words=(), web=WEB)

    assert said == (THERE, "the page answers; the words are not kept, so look yourself")


def test_without_words_a_sign_in_page_at_the_same_address_shows_nothing():
    assert found(answer_of(html('<input type="password">')), words=()) is UNKNOWN


def test_a_page_that_has_not_changed_is_there():
    assert found(NotModified(Request("look", URL, URL), fetched_at=NOW)) is THERE


@pytest.mark.parametrize(
    ("kind", "text", "proof"),
    [
        (Kind.NEWS, "the text", ("the text", "the title")),
        (Kind.NEWS, "", ("the title",)),
        (Kind.POST, "the text", ("the text",)),
        (Kind.POST, "", ("the title",)),
        (Kind.COMMENT, "", ()),
        (Kind.REVIEW, "the text", ("the text",)),
        (Kind.REVIEW, "", ()),
    ],
)
def test_a_title_proves_only_what_it_belongs_to_alone(kind, text, proof):
    assert kept_words(subject_of(kind=kind, text=text, title="the title")) == proof


def test_a_thread_that_keeps_its_title_when_the_post_is_gone_does_not_keep_the_post():
    subject = subject_of(title="The gate in Mill Street is shut for good now, they say")

    assert judge(answer_of(html(subject.title)), subject, web=WEB)[0] is UNKNOWN


def test_no_detail_holds_an_address_or_words_of_the_post():
    bodies = [html(WORDS), html("other"), b"", html('<input type="password">')]
    answers = [
        answer_of(body, status=status, url=url)
        for body in bodies
        for status in (200, 404, 403, 429, 500)
        for url in (URL, SIGN_IN)
    ]

    told = [
        finding(each, asked_url=URL, words=words, web=WEB)[1]
        for each in answers
        for words in ((WORDS,), ())
    ]

    assert all(told)
    assert not any("chat.example" in each or "gate" in each for each in told)


def test_gone_needs_two_signs_a_day_apart():
    first = look_of(1)

    assert not gone([])
    assert not gone([first])
    assert not gone([first, look_of(2, at=NOW + BETWEEN - timedelta(seconds=1))])
    assert gone([first, look_of(2, at=NOW + BETWEEN)])
    assert gone([look_of(2), first])


def test_the_first_and_the_last_sign_are_compared():
    near = [look_of(1), look_of(2, at=NOW + DAY / 2), look_of(3, at=NOW + DAY)]

    assert gone(near)


def test_a_look_that_saw_nothing_in_between_does_not_matter():
    assert gone([look_of(1), look_of(2, UNKNOWN), look_of(3)])
    assert not gone([look_of(1), look_of(2, UNKNOWN), look_of(3, UNKNOWN)])


def test_what_was_seen_in_between_or_since_is_not_gone():
    assert not gone([look_of(1), look_of(2, THERE), look_of(3)])
    assert not gone([look_of(1), look_of(2), look_of(3, THERE)])


def test_the_moment_for_the_second_sign_is_told_while_there_is_one():
    assert second_sign_at([]) is None
    assert second_sign_at([look_of(1)]) == NOW + BETWEEN
    assert second_sign_at([look_of(1), look_of(2)]) is None
    assert second_sign_at([look_of(1), look_of(2, THERE)]) is None
