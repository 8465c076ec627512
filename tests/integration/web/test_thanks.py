"""Thanks in a browser's hands: a link changes nothing, one press passes them on, once, inside the school."""

import pytest
from sqlalchemy import create_engine, update

from orm.intake.from_form import Form, from_form
from orm.model.letters import LetterKind, MailState
from orm.store.tables.judging import ITEMS
from tests.factories_desk import PEOPLE, POSTS


def number(desk, word="praise"):
    mentions = desk.house.edges.store.mentions(most=100)
    return next(each.id for each in mentions if each.item.url.endswith(f"-{word}"))


def thanks(desk):
    mails = desk.house.edges.store.outbox()
    return [mail for mail in mails if mail.letter.kind is LetterKind.THANKS]


def lines(desk, action):
    audit = desk.house.edges.store.entry.audit(
        since=desk.clock.now(), school_ids=frozenset(), most=99
    )
    return [each for each in audit if each.action == action]


def test_whoever_follows_the_link_changes_nothing(desk):
    path = f"/mentions/{number(desk)}/thanks"
    for client in (desk.client(), desk.browser("head"), desk.browser("comms")):
        for _ in range(3):
            client.get(path)
            client.head(path)

    page = desk.browser("head").get(path)
    assert page.status_code == 200
    assert "brilliant" in page.text
    assert "Thanks were passed on" not in page.text
    assert thanks(desk) == lines(desk, "thanks-passed-on") == []


def test_one_press_sends_one_note_that_says_nothing_of_the_post(desk):
    path = f"/mentions/{number(desk)}/thanks"
    comms = desk.browser("comms")

    came = desk.press(comms, path, to="it")

    assert came.headers["location"].endswith("?done=thanks-sent")
    (mail,) = thanks(desk)
    assert (mail.letter.recipient, mail.state) == ("it@wrenbeck.example", MailState.SENT)
    assert "The comms lead thanks you" in " ".join(mail.letter.text.split())
    for word in ("daughter", "started", "term", "teachers", "brilliant", "mumsnet"):
        assert word in f"{POSTS['praise']} mumsnet"
        assert word not in f"{mail.letter.subject}{mail.letter.text}{mail.letter.html}".casefold()
    again = desk.press(desk.browser("head"), path, to="in person")
    assert again.status_code == 409
    assert len(thanks(desk)) == len(lines(desk, "thanks-passed-on")) == 1
    for page in (path, f"/mentions/{number(desk)}", "/"):
        text = desk.browser("deputy").get(page).text
        assert "Thanks were passed on to Noor Hale, IT manager" in text, page


def test_the_link_of_an_earlier_digest_leads_to_the_post_as_it_is_now(desk):
    before = number(desk)
    form = Form(
        school="wrenbeck",
        url=next(e.item.url for e in desk.house.edges.store.mentions(most=99) if e.id == before),
        platform="mumsnet",
        seen_by="office",
        how="a parent showed it at the gate",
        seen_at="2026-11-19T18:15",
        text=f"{POSTS['praise']} And thank you for the lunches.",
    )
    desk.house.take_in(from_form(form, desk.house.reception(brought_by="comms")))
    assert number(desk) != before

    for path in (f"/mentions/{before}/thanks", f"/mentions/{before}"):
        assert "thank you for the lunches" in desk.browser("head").get(path).text
        assert desk.browser("other-head").get(path).status_code == 404
    desk.press(desk.browser("head"), f"/mentions/{before}/thanks", to="in person")
    assert len(lines(desk, "thanks-passed-on")) == 1


def test_thanks_in_person_are_written_down_and_send_nothing(desk):
    came = desk.press(desk.browser("head"), f"/mentions/{number(desk)}/thanks", to="in person")

    assert came.headers["location"].endswith("?done=thanks-said")
    assert thanks(desk) == []
    assert [each.actor for each in lines(desk, "thanks-passed-on")] == ["head"]


@pytest.mark.parametrize("to", ["", "head", "other-head", "office", "mallory@elsewhere.example"])
def test_a_note_goes_to_nobody_but_the_schools_own_people(desk, to):
    answer = desk.press(desk.browser("head"), f"/mentions/{number(desk)}/thanks", to=to)

    assert answer.status_code == 422
    assert thanks(desk) == []


def test_an_article_is_checked_with_a_reason_and_the_page_says_by_whom(desk):
    engine = create_engine(desk.house.config.database_url)
    with engine.begin() as connection:
        its = ITEMS.c.url.endswith("-praise")
        connection.execute(update(ITEMS).where(its).values(kind="news"))
    engine.dispose()
    path, head = f"/mentions/{number(desk)}", desk.browser("head")

    assert "Not checked yet" in head.get(path).text
    assert desk.press(head, f"{path}/check", word="true").status_code == 422
    assert desk.press(head, f"{path}/check", why="our minutes").status_code == 422
    assert desk.press(head, f"{path}/check", word="false", why="our minutes").status_code == 303
    assert "has an error. Checked against: our minutes" in head.get(path).text
    criticism = f"/mentions/{number(desk, 'criticism')}/check"
    assert desk.press(head, criticism, word="true", why="our minutes").status_code == 404


@pytest.mark.parametrize("word", ["praise", "criticism", "abuse", "safeguarding", "about-head"])
def test_thanks_are_for_praise_alone_and_for_who_passes_them_on(desk, word):
    path = f"/mentions/{number(desk, word)}"
    found: dict[str, set[str]] = {"see": set(), "press": set(), "check": set()}
    for person, *_ in PEOPLE:
        client = desk.browser(person)
        answers = {
            "see": client.get(f"{path}/thanks"),
            "press": desk.press(client, f"{path}/thanks"),
            "check": desk.press(client, f"{path}/check"),
        }
        for what, answer in answers.items():
            if answer.status_code != 404:
                found[what].add(person)

    thankers = {"head", "deputy", "dep-dsl", "comms", "trust"} if word == "praise" else set()
    assert found == {"see": thankers, "press": thankers, "check": set()}  # none is an article
    assert thanks(desk) == []
