"""Looking again, with the real door to the network, a real web server and a real database."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from orm.cases.chain import next_event, verify
from orm.errors import Conflict, NotAllowed
from orm.model.cases import CaseState
from orm.model.judgement import Category, Retain
from orm.model.looks import Finding
from orm.pipeline.looking_again import look_again
from tests.factories_http import FakeClock
from tests.factories_looking import (
    DAY,
    REF,
    WORDS,
    eyes_of,
    html,
    join_case,
    look_often,
    real_store,
    with_case,
)
from tests.factories_store import NOW, moved
from tests.processes import PROCESSES
from tests.web_server import WebServer, page, redirect

THERE, REMOVED, UNKNOWN = Finding.STILL_THERE, Finding.REMOVED, Finding.COULD_NOT_LOOK
POST = "/thread/7"
NOT_FOUND = page(html("No such thread"), "404 Not Found")


@pytest.fixture
def database(sqlite_copy, tmp_path):
    return sqlite_copy(tmp_path)


@pytest.fixture
def store(database):
    store = real_store(database)
    yield store
    store.close()


@pytest.fixture
def web():
    with WebServer() as server:
        server.pages[POST] = page(html(WORDS))
        yield server


def look(store, clock=None, *, by="head", fetch=None):
    return look_again(REF, by=by, eyes=eyes_of(store, clock, fetch))


def looked(store):
    return [event for event in store.case(REF).events if event.action == "looked"]


def test_a_post_that_is_there_is_found_and_the_look_is_in_the_record(store, web):
    with_case(store, web.url(POST))

    (told,) = look(store)

    assert (told.place, told.site, told.left, told.gone) == (1, "127.0.0.1", 2, False)
    assert (told.look.finding, told.look.number) == (THERE, 1)
    (event,) = looked(store)
    assert (event.actor, event.reason) == ("head", "look 1 of 3: still there")
    assert verify(store.case(REF).events) == ()
    assert store.case(REF).case.state is CaseState.NEW


def test_gone_is_two_signs_of_the_source_a_day_apart(store, web):
    web.pages[POST] = NOT_FOUND
    with_case(store, web.url(POST))
    clock = FakeClock(NOW)

    (first,) = look(store, clock)
    clock.advance(days=1)
    (second,) = look(store, clock)

    assert (first.look.finding, first.gone, first.again_at) == (REMOVED, False, NOW + DAY)
    assert (second.look.finding, second.gone, second.again_at) == (REMOVED, True, None)


def test_a_fourth_look_is_refused_and_nothing_is_asked(store, web):
    with_case(store, web.url(POST))
    lefts = [look(store)[0].left for _ in range(3)]

    with pytest.raises(NotAllowed, match="three times already; look yourself and close the case"):
        look(store)

    assert lefts == [2, 1, 0]
    assert web.targets == [POST] * 3
    assert len(looked(store)) == 3


def test_two_processes_at_once_never_ask_a_fourth_time(store, database, web):
    with_case(store, web.url(POST))

    with PROCESSES.Pool(2) as pool:
        allowed = pool.map(look_often, [database] * 2)

    assert sum(allowed) == 3
    assert web.targets == [POST] * 3
    assert verify(store.case(REF).events) == ()


class Overtaking(FakeClock):
    """The first time that somebody reads it, another person looks."""

    def __init__(self, look):
        super().__init__(NOW)
        self.others = [look]

    def now(self):
        if self.others:
            self.others.pop()()
        return super().now()


@pytest.mark.parametrize(("before", "told"), [(0, Conflict), (2, NotAllowed)])
def test_the_loser_of_a_look_asks_nothing_and_is_told_whether_there_is_another(
    store, web, before, told
):
    with_case(store, web.url(POST))
    for _ in range(before):
        look(store)

    with pytest.raises(told):
        look(store, Overtaking(lambda: look(store)))

    assert web.targets == [POST] * (before + 1)


def test_looks_at_the_same_moment_are_one_look_or_two_but_never_share_a_number(store, web):
    with_case(store, web.url(POST))

    def attempt(_):
        try:
            return len(look(store))
        except (Conflict, NotAllowed):
            return 0

    with ThreadPoolExecutor(6) as pool:
        allowed = sum(pool.map(attempt, range(6)))

    numbers = [each.number for each in store.subjects(REF)[0].looks]
    assert numbers == list(range(1, allowed + 1))
    assert web.targets == [POST] * allowed


def test_a_look_that_was_cut_off_counts(store, web):
    with_case(store, web.url(POST))

    def cut_off(request, validators):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        look(store, fetch=cut_off)

    (begun,) = store.subjects(REF)[0].looks
    assert (begun.finding, begun.detail) == (UNKNOWN, "the look was begun and not finished")
    assert look(store)[0].look.number == 2


def test_an_address_that_several_items_share_is_asked_once(store, web):
    with_case(store, web.url(POST), web.url(POST), web.url("/copy"))

    told = look(store)

    assert [each.look.finding for each in told] == [THERE, THERE, REMOVED]
    assert web.targets == [POST, "/copy"]
    assert [event.reason for event in looked(store)] == [
        "look 1 of 3: still there; still there",
        "look 1 of 3: removed, by the source's own sign",
    ]


def test_an_item_that_joins_later_shares_the_count_of_its_address(store, web):
    with_case(store, web.url(POST))
    look(store)
    look(store)
    join_case(store, web.url(POST), web.url(POST))

    told = look(store)

    assert [each.look.number for each in told] == [3, 3]
    with pytest.raises(NotAllowed):
        look(store)
    assert web.targets == [POST] * 3


def test_an_item_with_no_look_left_does_not_keep_the_others_from_theirs(store, web):
    with_case(store, web.url(POST))
    for _ in range(3):
        look(store)
    join_case(store, web.url(POST), web.url("/copy"))

    told = look(store)

    assert [(each.look is None, each.left) for each in told] == [(True, 0), (False, 2)]


@pytest.mark.parametrize(
    "answer",
    [
        redirect("/login?next=7"),
        page(b"Forbidden", "403 Forbidden"),
        page(b"whoa there", "429 Too Many Requests", retry_after="60"),
        page(b"ill", "503 Service Unavailable"),
        page(b"GIF89a", content_type="image/gif"),
        page(html("another post")),
        page(b'<div id="root"></div>'),
    ],
)
def test_a_block_a_wall_a_shell_or_media_is_never_a_removal(store, web, answer):
    web.pages |= {POST: answer, "/login": page(html("Sign in"))}
    with_case(store, web.url(POST))

    (told,) = look(store)

    assert told.look.finding is UNKNOWN


def test_what_robots_txt_forbids_is_not_asked(store, web):
    web.pages["/robots.txt"] = page(b"User-agent: *\nDisallow: /thread", content_type="text/plain")
    with_case(store, web.url(POST))

    (told,) = look(store)

    assert told.look.finding is UNKNOWN
    assert web.targets == []


def test_a_site_that_does_not_answer_is_not_a_removal(store):
    with WebServer() as server:
        address = server.url(POST)
    with_case(store, address)

    assert look(store)[0].look.finding is UNKNOWN


def test_a_closed_site_is_never_asked(store):
    with_case(store, "https://www.mumsnet.com/talk/7")

    def never(request, validators):
        raise AssertionError

    (told,) = look(store, fetch=never)

    assert told.look.finding is UNKNOWN
    assert told.look.detail == "this site does not allow it; look yourself"


def test_a_sealed_case_of_which_no_words_are_kept_can_be_looked_at(store, web):
    with_case(store, web.url(POST), category=Category.T11, sealed=True, retain=Retain.POINTER)

    (told,) = look(store)

    assert told.look.finding is THERE
    assert "look yourself" in told.look.detail


@pytest.mark.parametrize("changes", [{"category": Category.T13}, {"also": (Category.T13,)}])
def test_what_nobody_may_open_is_not_opened_by_the_program_either(store, web, changes):
    with_case(store, web.url(POST), **changes)

    with pytest.raises(NotAllowed, match="never opened"):
        look(store)

    assert web.asked == []


def test_a_closed_case_is_not_looked_at(store, web):
    with_case(store, web.url(POST))
    event = next_event(
        store.case(REF).events[-1], at=NOW, actor="head", action="closed", reason="done"
    )
    store.step(event, moved(store, REF, CaseState.CLOSED))

    with pytest.raises(NotAllowed, match="is closed"):
        look(store)

    assert web.asked == []


def test_a_case_that_is_not_there_is_refused(store):
    with pytest.raises(NotAllowed, match="no case"):
        look(store)


@pytest.mark.parametrize("by", ["", "  ", "head\nteacher", "x" * 61, "\ud800"])
def test_whoever_looks_has_a_name_that_fits_the_record(store, web, by):
    with_case(store, web.url(POST))

    with pytest.raises(NotAllowed, match="Say who looks"):
        look(store, by=by)

    assert web.asked == []


def test_the_record_holds_no_address_and_no_words_of_the_post(store, web):
    with_case(store, web.url(POST))

    (told,) = look(store)

    (event,) = looked(store)
    written = f"{event.reason} {event.action} {told.look.detail}"
    assert POST not in written
    assert "127.0.0.1" not in written
    assert not any(word in written for word in ("gate", "Wrenbeck", "A. Writer"))


def test_no_condition_and_no_key_goes_out_with_a_look(store, web):
    with_case(store, web.url(POST))

    look(store)

    (asked,) = [each for each in web.asked if each.target == POST]
    assert not {"if-none-match", "if-modified-since", "authorization", "cookie"} & set(
        asked.headers
    )
