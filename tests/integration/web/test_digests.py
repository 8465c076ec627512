"""Digests in a browser's hands: one's own as it was sent, and never another person's."""

import re
from base64 import b64encode
from datetime import timedelta

import pytest

from orm.model.weeks import Week
from tests.factories_desk import PEOPLE, desk_again, laid_out
from tests.factories_pictures import picture, showing

LAST_WEEK = Week(2026, 46)
OURS = [name for name, _, _, _, schools in PEOPLE if schools == ("wrenbeck",)]


@pytest.fixture(scope="module")
def after(filled, tmp_path_factory):
    """A folder with a desk whose schools' digests of last week went out, to be copied."""
    folder = laid_out(filled, tmp_path_factory.mktemp("sent") / "desk")
    with desk_again(folder, f"sqlite:///{folder}/orm.db") as desk:
        for school in desk.house.schools:
            letters = desk.house.digests(school, LAST_WEEK)
            desk.house.edges.store.queue_week(school.id, LAST_WEEK, letters, now=desk.clock.now())
        desk.house.deliver()
    return folder


@pytest.fixture
def sent(after, in_turn):
    """A desk after its schools' digests of last week went out."""
    folder = laid_out(after, in_turn / "sent")
    with desk_again(folder, f"sqlite:///{folder}/orm.db") as desk:
        yield desk


def number(desk, person, school="wrenbeck"):
    text = desk.browser(person).get(f"/digests?school={school}").text
    found = re.search(r"/digests/(\d+)\.html", text)
    assert found
    return found[1]


@pytest.mark.parametrize("person", OURS)
def test_every_reader_sees_their_own_digest_as_it_was_sent(sent, person):
    page = sent.browser(person).get("/digests")

    assert page.status_code == 200
    assert "Week ending 15 Nov 2026" in page.text
    (letter,) = [
        mail.letter
        for mail in sent.house.edges.store.outbox()
        if mail.letter.once == f"digest/wrenbeck/2026-W46/{person}"
    ]
    mail = sent.browser(person).get(f"/digests/{number(sent, person)}.html")
    assert mail.text == letter.html


def test_a_digests_charts_stand_in_its_page_on_the_desk(sent):
    school, week = sent.house.schools[0], Week(2026, 45)
    letter = sent.house.digests(school, week)[0]
    shown = showing(picture(), once=letter.once, recipient=letter.recipient)
    sent.house.edges.store.queue_week(school.id, week, [shown], now=sent.clock.now())
    (mail,) = [each for each in sent.house.edges.store.outbox() if each.letter.pictures]

    page = sent.browser(letter.once.rpartition("/")[2]).get(f"/digests/{mail.id}.html").text

    assert re.findall(r'src="(.*?)"', page) == [
        f"data:image/png;base64,{b64encode(picture().png).decode()}"
    ]


@pytest.mark.parametrize("other", sorted(set(OURS) - {"head"}))
@pytest.mark.parametrize("ending", ["", ".html"])
def test_nobody_opens_another_persons_digest(sent, other, ending):
    path = f"/digests/{number(sent, 'head')}{ending}"

    assert sent.browser("head").get(path).status_code == 200
    assert sent.browser(other).get(path).status_code == 404
    assert sent.client().get(path).status_code == 303


@pytest.mark.parametrize("path", ["0", "999999", "x", "1e3", "-1", "٣", "9" * 40, "x.html"])
def test_a_number_that_is_none_is_not_found(sent, path):
    assert sent.browser("head").get(f"/digests/{path}").status_code == 404


def test_the_e_mails_own_page_may_run_load_and_send_nothing(sent):
    answer = sent.browser("head").get(f"/digests/{number(sent, 'head')}.html")

    policy = answer.headers["content-security-policy"]
    assert "sandbox" in policy.split("; ")
    assert {"default-src 'none'", "form-action 'none'", "frame-ancestors 'none'"} <= set(
        policy.split("; ")
    )
    assert "script-src" not in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("person", OURS)
def test_administrators_see_what_became_of_everybodys_and_not_its_words(sent, person):
    text = sent.browser(person).get("/digests").text
    table = text.partition("Who was sent theirs")[2]

    assert bool(table) == (person in {"head", "it", "deputy"})
    if table:
        assert "chair@wrenbeck.example" in table
        assert "Online mentions digest" not in table


def test_administrators_see_what_may_have_come_twice_and_what_waits_for_the_mail_server(sent):
    store, now, week = sent.house.edges.store, sent.clock.now(), Week(2026, 45)
    school = sent.house.schools[0]
    store.queue_week(school.id, week, sent.house.digests(school, week), now=now)
    first, *rest = store.claim_mail(now=now, worker="w", lease=timedelta(minutes=9), limit=99)
    store.hand_over(first.id, worker="w", now=now)
    later = now + timedelta(minutes=1)
    store.mail_unanswered(first.id, worker="w", reason="no answer", retry_at=later)
    store.put_off_mail([one.id for one in rest], worker="w", reason="421 full", until=later)

    table = sent.browser("it").get("/digests").text.partition("Who was sent theirs")[2]

    assert "the mail server did not answer once, so it may have come twice" in table
    assert table.count("it waits until Fri 20 Nov 2026, 09:01: 421 full") == len(rest)
    assert "Not known" in table


@pytest.mark.parametrize("person", OURS)
def test_everybody_sees_in_numbers_what_arrived_and_nobody_by_name(sent, person):
    page = sent.browser(person).get("/digests").text
    table = page.partition("What arrived, week by week")[2].partition("</table>")[0]

    assert "15 Nov 2026" in table
    assert f"{len(OURS) + 1} sent" in table  # theirs, and that of who acts for all schools
    assert "@" not in table


@pytest.mark.parametrize("path", ["/digests", "/digests/coming", "/digests/coming.html"])
def test_another_schools_digests_are_refused(sent, path):
    assert sent.browser("head").get(f"{path}?school=st-orrins").status_code == 403


def test_the_coming_digest_is_of_the_running_week_and_is_not_queued(sent):
    before = len(sent.house.edges.store.outbox())
    page = sent.browser("head").get("/digests/coming")

    assert "week ending 22 Nov 2026" in page.text
    assert "Mon 23 Nov 2026, 07:30" in page.text
    assert sent.browser("head").get("/digests/coming.html").status_code == 200
    assert len(sent.house.edges.store.outbox()) == before


def test_the_coming_digest_is_the_readers_own(sent):
    assert "SEALED" in sent.browser("head").get("/digests/coming").text
    assert "SEALED" not in sent.browser("comms").get("/digests/coming").text


def test_a_first_week_says_that_there_is_none_yet(empty_desk):
    text = empty_desk.browser("head").get("/digests").text

    assert "No digest of this school was written for you yet." in text
