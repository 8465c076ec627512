"""Stop my digest: one click of a mail program, the page, the desk's buttons, and everything that may not."""

from dataclasses import replace
from functools import partial

import pytest

from orm.cli.checking_letters import no_letters
from orm.entry.keys import Keys
from orm.leaks.marks import marks
from orm.mail.message import message
from orm.model.letter_book import ClosedAddress
from orm.model.letters import Mail, MailId, fingerprint
from orm.model.schools import ContactId, SchoolId
from orm.model.weeks import Week
from orm.store.migrating import upgrade
from orm.web.turnstile import STOPS
from orm.wiring.edges import DESK_KEY
from orm.wiring.judgement import house_screen
from orm.wiring.letter_book import reading
from tests.factories_desk import NOW, desk_under_test

ONE_CLICK = {"List-Unsubscribe": "One-Click"}
HTTPS = "https://orm-of-a-school-with-a-long-name.wrenbeck-primary-school.example"
WEEK = Week(2026, 46)
WRENBECK = SchoolId("wrenbeck")


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    folder = tmp_path_factory.mktemp("stopping")
    upgrade(f"sqlite:///{folder}/orm.db")
    with desk_under_test(folder, f"sqlite:///{folder}/orm.db", posts=()) as desk:
        yield desk


@pytest.fixture(autouse=True)
def _nobody_has_stopped(desk):
    yield
    book = desk.house.edges.letter_book
    for stop in book.stops():
        book.resume(stop.school_id, stop.contact_id, by="it", now=NOW)
    desk.desk.turnstile.__init__()


def mark(desk, person="head", school="wrenbeck"):
    return desk.desk.door.keys.stop(person, school)


def at(desk, *who):
    return f"/unsubscribe/{mark(desk, *who)}"


def stops(desk):
    return [(each.contact_id, each.school_id) for each in desk.house.edges.letter_book.stops()]


@pytest.mark.parametrize("how", ["form", "multipart"])
def test_one_click_without_session_cookie_or_page_stops_one_digest(desk, how):
    sent = (
        {"data": ONE_CLICK}
        if how == "form"
        else {"files": {"List-Unsubscribe": (None, "One-Click")}}
    )
    for _ in range(2):
        answer = desk.client().post(
            at(desk),
            headers={"origin": "https://mail.example", "sec-fetch-site": "cross-site"},
            **sent,
        )
        assert answer.status_code == 200
        assert "The weekly email is stopped" in answer.text

    assert stops(desk) == [("head", "wrenbeck")]
    here = desk.house.schools[0]
    assert "head" not in [each.id for each in reading(desk.house.config, desk.house.edges)(here)]


@pytest.mark.parametrize(
    "ask",
    [
        lambda client, path: client.get(path),
        lambda client, path: client.get(path, headers={"sec-purpose": "prefetch"}),
        lambda client, path: client.get(f"{path}?List-Unsubscribe=One-Click"),
        lambda client, path: client.head(path),
        lambda client, path: client.options(path),
        lambda client, path: client.post(path),
        lambda client, path: client.post(path, data={"List-Unsubscribe": "Two-Clicks"}),
        lambda client, path: client.put(path, data=ONE_CLICK),
    ],
)
def test_looking_scanning_and_loading_in_advance_stop_nothing(desk, ask):
    answer = ask(desk.client(), at(desk))

    assert stops(desk) == []
    assert answer.status_code in {200, 404, 405, 411}


def test_the_page_has_one_button_that_does_what_a_mail_program_does_and_names_nobody(desk):
    page = desk.client().get(at(desk)).text

    assert '<input type="hidden" name="List-Unsubscribe" value="One-Click">' in page
    assert f'action="{at(desk)}"' in page
    assert "Alerts and reminders go on" in page
    assert "Ada" not in page
    assert "head@" not in page


@pytest.mark.parametrize("token", ["0" * 32, "x", "é", "%00", "head.wrenbeck"])
def test_an_unknown_address_looks_like_any_page_that_is_not_there(desk, token):
    client = desk.client()
    nothing = client.get("/unsubscribe-nothing")
    for answer in (
        client.get(f"/unsubscribe/{token}"),
        client.post(f"/unsubscribe/{token}", data=ONE_CLICK),
    ):
        assert answer.status_code == nothing.status_code == 404
        assert "<h1>Not found</h1>" in answer.text
    assert stops(desk) == []


def test_an_address_is_of_one_person_one_school_and_one_desk(desk):
    other = Keys(bytes(32)).stop(ContactId("head"), WRENBECK)

    assert desk.client().get(f"/unsubscribe/{other}").status_code == 404
    assert mark(desk) != mark(desk, "head", "st-orrins") != mark(desk, "dsl")
    assert desk.client().get(at(desk, "head", "st-orrins")).status_code == 404  # not their school
    desk.client().post(at(desk, "trust", "st-orrins"), data=ONE_CLICK)
    assert stops(desk) == [("trust", "st-orrins")]


def test_one_place_cannot_stop_without_end(desk):
    client = desk.client()
    for _ in range(STOPS.amount):
        client.post("/unsubscribe/wrong", data=ONE_CLICK)

    assert client.post(at(desk), data=ONE_CLICK).status_code == 429
    assert stops(desk) == []


def test_who_stopped_starts_it_again_and_so_does_who_administers_and_nobody_else(desk):
    start = partial(desk.press, path="/digests/resume", school="wrenbeck", person="comms")
    desk.client().post(at(desk, "comms"), data=ONE_CLICK)

    assert start(client=desk.browser("dsl")).status_code == 404
    assert start(client=desk.browser("other-head")).status_code == 404
    own = desk.browser("comms").get("/digests").text
    assert "You stopped this digest" in own
    assert start(client=desk.browser("comms")).status_code == 303
    assert stops(desk) == []

    desk.client().post(at(desk, "comms"), data=ONE_CLICK)
    assert "Pia Rowan" in desk.browser("it").get("/digests").text
    assert "Who stopped theirs" not in desk.browser("dsl").get("/digests").text
    assert start(client=desk.browser("it")).status_code == 303
    assert start(client=desk.browser("it")).status_code == 404


def test_an_administrator_of_the_school_writes_to_a_closed_address_again(desk):
    book = desk.house.edges.letter_book
    address = "dsl@wrenbeck.example"
    book.close(ClosedAddress(address, "dsl", WRENBECK, "5.1.1", NOW.date()), (), now=NOW)
    again = partial(desk.press, path="/digests/write-again", school="wrenbeck", address=address)

    assert address in desk.browser("it").get("/digests").text
    assert address not in desk.browser("comms").get("/digests").text
    assert again(client=desk.browser("comms")).status_code == 404
    assert again(client=desk.browser("other-head")).status_code == 404
    assert again(client=desk.browser("it")).status_code == 303
    assert book.closed() == ()


def test_the_last_reader_who_stops_is_told_of_on_today_and_by_the_check(desk):
    readers = [
        each.id for each in reading(desk.house.config, desk.house.edges)(desk.house.schools[0])
    ]
    for person in readers[:-1]:
        desk.client().post(at(desk, person), data=ONE_CLICK)
    assert "Nobody reads the weekly digest" not in desk.browser("it").get("/").text
    assert list(no_letters(desk.house, now=NOW)) == []

    desk.client().post(at(desk, readers[-1]), data=ONE_CLICK)

    assert (
        "Nobody reads the weekly digest of Wrenbeck Primary School"
        in desk.browser("it").get("/").text
    )
    ((what, works, _),) = no_letters(desk.house, now=NOW)
    assert (what, works) == ("digest of wrenbeck", False)


@pytest.fixture
def https(desk):
    """The same house with a desk that has an https address."""
    config = replace(desk.house.config, digest=replace(desk.house.config.digest, desk_url=HTTPS))
    key = desk.house.config.data_folder / DESK_KEY
    edges = replace(desk.house.edges, desk_key=key.read_bytes)
    screen = house_screen(config, desk.house.policy)
    return replace(desk.house, config=config, edges=edges, screen=screen)


def test_a_digest_carries_its_own_address_to_stop_it_and_passes_the_safety_check(desk, https):
    letters = {each.recipient: each for each in https.digests(https.schools[0], WEEK)}
    digest = letters["head@wrenbeck.example"]
    address = f"{HTTPS}{at(desk)}"

    assert digest.cleared
    assert digest.unsubscribe == address
    assert address in digest.text.split()
    assert f'href="{address}"' in digest.html
    assert len({each.unsubscribe for each in letters.values()}) == len(letters)

    mail = Mail(MailId(1), digest, queued_at=NOW, attempts=0, cleared_as=fingerprint(digest))
    sent = message(mail, https.config.mail).as_bytes()
    assert f"\r\nList-Unsubscribe: <{address}>\r\n".encode() in sent
    assert b"\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n" in sent
    assert message(replace(mail, letter=digest), https.config.mail).as_bytes() == sent

    another = replace(digest, unsubscribe=letters["it@wrenbeck.example"].unsubscribe)
    assert marks(another, https.screen.licence)
    assert fingerprint(another) != fingerprint(digest)


def test_without_https_a_letter_has_neither_header_nor_line(desk):
    digest = desk.house.digests(desk.house.schools[0], WEEK)[0]
    mail = Mail(MailId(1), digest, queued_at=NOW, attempts=0)

    assert digest.unsubscribe == ""
    assert "unsubscribe" not in message(mail, desk.house.config.mail).as_string().lower()


def test_who_keeps_house_and_the_headteacher_are_told_by_role_once(desk, https):
    desk.client().post(at(desk, "comms"), data=ONE_CLICK)
    letters = {each.recipient: each.text for each in https.digests(https.schools[0], WEEK)}
    said = "The comms lead stopped this digest"

    assert "comms@wrenbeck.example" not in letters
    told = {to for to, text in letters.items() if said in " ".join(text.split())}
    assert {"head@wrenbeck.example", "it@wrenbeck.example"} <= told
    assert "chair@wrenbeck.example" not in told
    assert not any("Pia" in text or "comms@" in text for text in letters.values())

    https.edges.store.queue_week("wrenbeck", Week(2026, 47), (), now=NOW)
    later = https.digests(https.schools[0], Week(2026, 48))
    assert not any(said in " ".join(each.text.split()) for each in later)
