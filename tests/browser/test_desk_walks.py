"""Four readers do their work from the digest's link to the end, on a phone without scripts and at a
desk, on the invented town's data.
"""

import re
from contextlib import ExitStack
from types import MappingProxyType

import pytest

from orm.model.cases import CaseState
from orm.model.judgement import Category
from tests.factories_browser import BARE_PHONE, DESKTOP, IN_A_BROWSER, chromium, follow, opened
from tests.factories_lived import open_desk

pytestmark = IN_A_BROWSER

HEAD, DSL, OFFICE = "wrenbeck-head", "wrenbeck-dsl", "wrenbeck-office"


@pytest.fixture(scope="module")
def browser():
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def desks(shared_folder, tmp_path_factory):
    """A desk for each screen, so that each is worked on once."""
    with ExitStack() as open_desks:
        yield {
            screen: open_desks.enter_context(
                open_desk(shared_folder, tmp_path_factory.mktemp(screen.name) / "demo")
            )
            for screen in (BARE_PHONE, DESKTOP)
        }


@pytest.fixture(params=[BARE_PHONE], ids=lambda screen: screen.name)
def place(request, desks):
    """The phone without scripts; a walk may ask for another screen."""
    return request.param, desks[request.param]


class Reader:
    """Somebody before the desk, signed in as one of the invented people."""

    def __init__(self, page, desk, person):
        self.page, self.desk = page, desk
        page.goto(f"/as/{person}")

    def go(self, path):
        assert self.page.goto(path).status == 200, path

    def form(self, path, choose=MappingProxyType({}), **fields):
        """Open a page, fill its form in, and send it."""
        self.go(path)
        self.unfold()
        for name, value in choose.items():
            self.page.locator(f'[name="{name}"][value="{value}"]').check()
        for name, value in fields.items():
            self.page.locator(f'[name="{name}"]').fill(value)
        follow(self.page, self.page.locator("main form button[type=submit]").last)

    def says(self, words):
        assert words in self.page.locator("main").inner_text(), words

    def unfold(self):
        for summary in self.page.locator("main details:not([open]) > summary").all():
            if summary.is_visible():
                summary.click()


@pytest.fixture
def at(browser, place):
    """Opens the desk for one of the people."""
    screen, desk = place
    with ExitStack() as pages:
        yield lambda person: Reader(
            pages.enter_context(opened(browser, screen, desk.url)), desk, person
        )


def links_of_the_last_digest(desk, recipient):
    """The paths on the desk that the last digest leads to."""
    letters = [
        mail.letter
        for mail in desk.house.edges.store.outbox()
        if mail.letter.recipient == recipient and mail.letter.kind == "digest"
    ]
    return re.findall(r'href="http://127\.0\.0\.1:8770(/[\w/-]*)', letters[-1].html)


def open_case(desk, category):
    return next(
        each
        for each in desk.house.edges.store.cases(open_only=True)
        if each.school_id == "wrenbeck" and each.category is category
    )


def test_a_leader_sees_in_one_look_what_is_theirs(at):
    reader = at(HEAD)

    reader.go("/")

    reader.says("What needs you")
    reader.says("What was looked at")
    assert reader.page.locator("h1").count() == 1


def test_a_digests_link_leads_to_its_case(at, place):
    _, desk = place
    paths = [
        path for path in links_of_the_last_digest(desk, "head@wrenbeck.example") if "cases" in path
    ]
    reader = at(HEAD)

    reader.go(paths[0])

    reader.says("What to do now")


def test_who_follows_a_link_signs_in_and_comes_to_the_case(browser, place):
    screen, desk = place
    ref = open_case(desk, Category.T5).ref
    with opened(browser, screen, desk.url) as page:
        page.goto(f"/cases/{ref}")

        assert page.url == f"{desk.url}/sign-in?next=%2Fcases%2F{ref}"
        assert page.locator('[name="next"]').input_value() == f"/cases/{ref}"


GATE = {
    "target": "staff",
    "statement": "abuse",
    "checked": "nothing",
    "gentler": "tried",
    "concern": "complaint",
}
LETTER = {
    "fact-ground": "they are hurtful to a member of staff, and anybody can read them.",
    "fact-asked": "Please take these words down.",
    "fact-recipient": "Mr Example",
}


@pytest.mark.parametrize("place", [BARE_PHONE, DESKTOP], ids=lambda each: each.name, indirect=True)
def test_a_headteacher_works_an_abusive_post_to_its_lesson(at, place):
    ref = open_case(place[1], Category.T5).ref
    case, asking = f"/cases/{ref}", f"/cases/{ref}/routes/deletion-request"
    head, dsl = at(HEAD), at(DSL)

    head.form(f"{case}/steps/gate", GATE, harm="a teacher is hurt", reason="read with the deputy")
    head.form(f"{case}/steps/author", {"author": "parent"}, reason="says so in the post: my lad")
    head.form(f"{case}/steps/talk", reason="rang on Tuesday; he was upset about homework")
    head.form(f"{case}/steps/complaint", {"underneath": "answered"}, reason="met on Wednesday")
    head.form(asking, reason="the words about the teacher", **LETTER)
    head.says("Please take these words down.")
    dsl.form(asking, reason="read it; fair and short")
    head.form(asking, reason="by email to the address in our records")
    head.form(asking, {"came": "removed"}, reason="he said sorry and took it down")
    head.form(f"{case}/steps/support", role="the Year 4 teacher", reason="talked it over")
    head.form(f"{case}/steps/close", {"ending": "removed"}, lesson="tell it early", reason="done")

    file = place[1].house.edges.store.case(ref)
    assert file.case.state is CaseState.DEBRIEFED


@pytest.mark.parametrize("place", [BARE_PHONE, DESKTOP], ids=lambda each: each.name, indirect=True)
def test_a_safeguarding_lead_takes_a_sealed_concern_over(at):
    dsl = at(DSL)

    dsl.go("/sealed")
    follow(dsl.page, dsl.page.get_by_role("button", name=re.compile("I have it")).first)

    dsl.says("has it since")


def test_the_office_settles_what_nobody_was_sure_of(at):
    office = at(OFFICE)
    office.go("/mentions?unsure=yes")
    before = office.page.get_by_role("button", name=re.compile("About us", re.IGNORECASE)).count()
    assert before

    settle = office.page.get_by_role("button", name=re.compile("Not about us", re.IGNORECASE)).first
    follow(office.page, settle)

    after = office.page.get_by_role("button", name=re.compile("About us", re.IGNORECASE)).count()
    assert after < before


def test_the_it_manager_pauses_a_source_and_lets_it_go_on(at):
    office = at(OFFICE)
    office.form("/sources/gdelt", reason="the county asked us to")
    office.says("paused")

    office.form("/sources/gdelt", reason="they have agreed")
    office.go("/sources/gdelt")

    assert office.page.get_by_role("button", name=re.compile("Pause")).count() == 1
