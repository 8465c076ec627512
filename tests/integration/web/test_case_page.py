"""What the page of a case shows, hides and writes down."""

import re
from dataclasses import replace
from datetime import timedelta
from html import unescape
from io import BytesIO
from zipfile import ZipFile

import pytest

from orm.cases.chain import READ
from orm.intake.from_form import Form, from_form
from tests.factories_case_pages import Person, moved, step
from tests.factories_desk import POSTS

HOSTILE = (
    "Teacher at Wrenbeck Primary School, Harrowmere is a useless, vile little woman."
    " <script>alert(1)</script> {{ 7*7 }} </div></details> \u202eevil\u202c "
) + "x" * 15_000


def record_of(desk, person):
    return desk.house.edges.store.case(person.ref).events


def audit_of(desk):
    since = desk.clock.now() - timedelta(days=1)
    return [
        (line.actor, line.subject)
        for line in desk.desk.door.audit(since, frozenset(), 1000)
        if line.action == "case-viewed"
    ]


@pytest.fixture
def hostile(desk):
    """A case about a post that tries to be a page."""
    form = Form(
        school="wrenbeck",
        url="https://www.mumsnet.com/talk/education/666-x",
        platform="mumsnet",
        seen_by="office",
        how="by email",
        seen_at="2026-11-19T08:15",
        text="as it came",
    )
    brought = from_form(form, desk.house.reception(brought_by="comms"))
    receipt = desk.house.take_in(replace(brought, item=replace(brought.item, text=HOSTILE)))
    desk.cases["hostile"] = receipt.taken.cases[0]
    return Person(desk, "head", "hostile")


def uncovered(html):
    """What is shown of a page without opening anything."""
    return re.sub(r'<details class="cover">.*?</details>', "", html, flags=re.DOTALL)


def test_the_words_of_an_abusive_post_are_covered_until_they_are_asked_for(desk):
    page = unescape(Person(desk, "head", "abuse").look().text)

    assert "useless, vile" in page
    assert "useless" not in uncovered(page)


def test_the_words_of_a_complaint_are_open(desk):
    assert "left out of the trip list" in uncovered(Person(desk, "head", "complaint").look().text)


@pytest.mark.parametrize("path", ["", "/steps/gate", "/routes/no-action"])
def test_a_hostile_post_stays_in_its_box(hostile, path):
    page = hostile.look(path).text

    assert page.count("<script") == 0
    assert "alert(1)" in page
    assert "\u202e" not in page
    assert "{{ 7*7 }}" in unescape(page)
    assert page.count("<h1>") == page.count("</main>") == 1


def test_an_address_opens_only_on_a_page_of_its_own(desk):
    head = Person(desk, "head", "abuse")
    page, own = head.look().text, head.look("/open/1").text

    assert "mumsnet.com" not in page
    assert "mumsnet[.]com" in page
    link = re.search(
        r'<a [^>]*href="https://www\.mumsnet\.com[^>]*>|<a [^>]*mumsnet\.com[^>]*>', own
    )
    assert link is not None
    assert 'rel="noopener noreferrer nofollow' in link[0]


def test_the_leadership_team_is_shown_the_site_and_not_the_whole_address(desk):
    assert "-abuse" not in Person(desk, "trust", "abuse").look().text
    assert "-abuse" in Person(desk, "head", "abuse").look().text


def test_opening_a_serious_case_stands_in_its_record_once_in_fifteen_minutes(desk):
    head, deputy = Person(desk, "head", "threat"), Person(desk, "deputy", "threat")
    for person in (head, head, deputy):
        person.look()
    desk.clock.sleep(14 * 60)
    head.look()
    desk.clock.sleep(60)
    head.look()

    readings = [each.actor for each in record_of(desk, head) if each.action == READ]

    assert readings == ["head", "deputy", "head"]


def test_opening_an_ordinary_case_leaves_its_record_and_is_in_the_audit_trail(desk):
    head = Person(desk, "head", "abuse")
    before = record_of(desk, head)
    head.look()
    head.look("/steps/note")

    assert record_of(desk, head) == before
    assert audit_of(desk) == [("head", head.ref)] * 2


def test_a_refused_look_is_no_view(desk):
    Person(desk, "other-head", "abuse").look()

    assert audit_of(desk) == []


def test_what_is_kept_is_listed_with_a_line_of_custody_for_each_person(desk):
    head = Person(desk, "head", "abuse")
    head.look("/evidence")
    head.look("/evidence")

    custody = desk.house.keeping.archive.holding(head.ref).custody

    assert [(each.who, each.why) for each in custody] == [("head", "listed on the desk")]


def test_evidence_is_checked_and_handed_over_with_the_reason_written_down(desk):
    head = Person(desk, "head", "abuse")
    sound = head.send("/evidence/check", "/evidence")
    nameless = head.send("/evidence/package", "/evidence", reason="")
    package = head.send("/evidence/package", "/evidence", reason="for the police, 42/1")

    assert "Every byte is as it was kept." in sound.text
    assert nameless.status_code == 422
    assert "index.html" in ZipFile(BytesIO(package.content)).namelist()
    assert desk.house.keeping.archive.holding(head.ref).custody[-1].why == "for the police, 42/1"


def test_evidence_that_was_changed_is_said_to_be_and_not_handed_over(desk):
    head = Person(desk, "head", "abuse")
    folder = desk.house.config.evidence
    exhibit = next(path for path in folder.rglob("*record*") if head.ref in str(path))
    exhibit.write_bytes(exhibit.read_bytes() + b" ")

    checked = head.send("/evidence/check", "/evidence")
    refused = head.send("/evidence/package", "/evidence", reason="for the police")

    assert "It is not as it was kept" in checked.text
    assert (refused.status_code, refused.headers["content-type"]) == (
        409,
        "text/html; charset=utf-8",
    )


def test_looking_again_says_what_was_found_and_how_many_looks_are_left(desk):
    head = Person(desk, "head", "abuse")

    first = head.send("/look", reason="")

    assert "Could not look" in first.text
    assert "2 looks left" in first.text
    for _ in range(2):
        head.send("/look")
    assert "No look is left" in head.look("/look").text
    assert head.send("/look", seen=str(record_of(desk, head)[-1].seq)).status_code == 403


def test_the_list_shows_what_this_person_may_open_by_due_time(desk):
    refs = re.findall(r'href="/cases/(\w{4}-\w{4})"', desk.browser("head").get("/cases").text)

    assert set(refs) == {ref for word, ref in desk.cases.items() if word != "about-head"}
    due = [desk.house.edges.store.case(ref).case.due_at for ref in refs]
    assert due == sorted(due)


def test_a_closed_case_is_listed_apart(desk):
    head = Person(desk, "head", "complaint")
    step(head, "complaint", underneath="answered")
    step(head, "close", ending="corrected", lesson="answer within two days")

    assert head.ref not in head.browser.get("/cases").text
    assert head.ref in head.browser.get("/cases?state=closed").text


@pytest.mark.parametrize(
    ("who", "words"),
    [("dsl", {"safeguarding", "about-head"}), ("dep-dsl", {"safeguarding", "about-head"})],
)
def test_the_sealed_queue_is_the_safeguarding_teams(desk, who, words):
    refs = set(re.findall(r'href="/cases/(\w{4}-\w{4})"', desk.browser(who).get("/sealed").text))

    assert refs == {desk.cases[word] for word in words}


def test_a_head_of_another_school_has_an_empty_sealed_queue(desk):
    assert "Nothing sealed is open" in desk.browser("other-head").get("/sealed").text


def test_every_step_stands_in_the_record_with_who_and_why(desk):
    head = Person(desk, "head", "complaint")
    moved(head, "note-theme", "propose", reason="trips and lists")
    page = unescape(head.look().text)

    assert "Proposed: note the theme" in page
    assert "trips and lists" in page
    assert "Ada Ferrow, 20 Nov 2026" in page


def test_the_words_of_a_post_are_in_no_page_title_and_no_address(desk):
    for word in desk.cases:
        page = Person(desk, "dsl", word).look()
        title = re.search(r"<title>(.*?)</title>", page.text)
        assert title is not None
        assert not set(title[1].split()) & set(POSTS[word].split()) - {"Case"}
