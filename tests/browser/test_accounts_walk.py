"""The comms lead's morning with the official accounts in a real browser, every press counted."""

from contextlib import ExitStack, contextmanager
from dataclasses import replace

import pytest

from orm.model.accounts import Check
from orm.model.lookalikes import Verdict
from orm.model.presence import PresenceCheck
from orm.store.migrating import upgrade
from orm.web.app import desk_app
from orm.web.desk_routes import ROUTES
from orm.web.serving import serving
from tests.factories_account_pages import (
    COULD_NOT,
    HOSTILE,
    OK,
    WRENBECK,
    checked,
    first_page,
    looked_around,
    noticed,
    posing,
    registered,
    scored,
)
from tests.factories_browser import (
    DESKTOP,
    IN_A_BROWSER,
    NARROW,
    PHONE,
    chromium,
    follow,
    opened,
    violations,
)
from tests.factories_desk import desk_under_test
from tests.factories_lived import free_port

pytestmark = IN_A_BROWSER

MOST_INTERACTIONS = 30
WIDER_THAN_ITS_WINDOW = "() => document.documentElement.scrollWidth - window.innerWidth"
FAULTS = (
    (Check.EXISTS, "It was not there on three days. Ask who looks after it."),
    (Check.SAME, "It is another account than the one that was approved."),
    (Check.CHANGED, "Its name has changed. Look whether we changed it."),
    (Check.LINKS_OUT, "Its profile has no link to our website. Add one."),
    (Check.ALIVE, "Nothing was posted for 70 school days. Post, or close it."),
    (Check.MODERATED, "A comment has waited for 9 days. Answer or hide it."),
    (Check.PEOPLE, "Only one person can get in. Name a second one."),
    (Check.REGISTER, "Nobody is named as a second reader. Name one."),
)


@pytest.fixture(scope="module")
def browser():
    with chromium() as browser:
        yield browser


@contextmanager
def morning(folder):
    """A desk on which eight accounts have one fault each, and three others use the school's name."""
    url = f"sqlite:///{folder}/orm.db"
    upgrade(url)
    with desk_under_test(folder, url, posts=("praise",)) as made:
        for number, (check, says) in enumerate(FAULTS):
            well = checked(Check.DATES, OK, "No date is overdue.")
            registered(made, well, checked(check, says=says), handle=f"@wrenbeck{number}")
        registered(
            made,
            checked(Check.EXISTS, COULD_NOT, "TikTok lets no program look. Look yourself."),
            platform="tiktok",
            display_name=HOSTILE,
        )
        looked_around(made, noticed(), noticed(PresenceCheck.SEARCH, OK, "Searched.", key="s"))
        made.house.edges.store.presences.keep_first_page(first_page())
        posing(made, scored("one"), scored("two", 0.6), scored("three", 0.4, name=HOSTILE))
        port = free_port()
        desk = replace(made.desk, url=f"http://127.0.0.1:{port}")
        app = desk_app(lambda: desk, ROUTES, url=desk.url)
        with serving(app, host="127.0.0.1", port=port):
            yield replace(made, desk=desk)


@pytest.fixture(params=[PHONE, DESKTOP], ids=lambda screen: screen.name)
def place(request, tmp_path_factory, browser):
    """A page of the comms lead's on a phone, then on a wide screen, each with a desk of its own."""
    with ExitStack() as stack:
        desk = stack.enter_context(morning(tmp_path_factory.mktemp("morning")))
        page = stack.enter_context(opened(browser, request.param, desk.desk.url))
        page.context.add_cookies(
            [{"name": "orm-session", "value": desk.token("comms"), "url": desk.desk.url}]
        )
        yield desk, page


class Hand:
    """Somebody at the page; every press, line typed and address opened is counted."""

    def __init__(self, page):
        self.page, self.interactions = page, 0

    def go(self, path):
        self.interactions += 1
        assert self.page.goto(path).status == 200

    def press(self, locator):
        self.interactions += 1
        follow(self.page, locator)

    def type(self, locator, words):
        self.interactions += 1
        locator.fill(words)


def waiting(desk):
    store = desk.house.edges.store
    return [
        *(
            each
            for file in store.accounts.files([WRENBECK])
            for each in file.findings
            if each.checked.outcome.value == "finding" and each.settled is None
        ),
        *(
            each
            for each in store.presences.of([WRENBECK])[0].notices
            if each.noticed.outcome.value == "finding" and each.settled is None
        ),
        *(each for each in store.lookalikes.of([WRENBECK]) if each.verdict is Verdict.OPEN),
    ]


def test_a_morning_from_the_first_line_to_the_last_finding_is_short(place):
    desk, page = place
    assert len(waiting(desk)) == 12
    hand = Hand(page)

    hand.go("/")
    hand.press(page.get_by_role("link", name="see to them"))
    assert "12 things need you; 1 thing could not be checked." in page.inner_text("main")
    while page.locator('form[action*="/findings/"], form[action="/accounts/notices"]').count():
        form = page.locator('form[action*="/findings/"], form[action="/accounts/notices"]').first
        hand.type(form.locator('[name="reason"]'), "put right this morning")
        hand.press(form.get_by_role("button"))
    for verdict in ("impostor", "innocent", "innocent"):
        form = page.locator('form[action^="/lookalikes/"]').first
        hand.type(form.locator('[name="reason"]'), "looked at it with the head")
        hand.press(form.locator(f'[value="{verdict}"]'))

    assert waiting(desk) == []
    assert "Everything we could check is as it should be; 1 thing could not be checked." in (
        page.inner_text("main")
    )
    assert hand.interactions < MOST_INTERACTIONS


@pytest.mark.parametrize("place", [PHONE], ids=lambda each: each.name, indirect=True)
def test_every_page_of_the_accounts_is_accessible_by_day_and_in_the_dark(place):
    desk, page = place
    number = desk.house.edges.store.accounts.files([WRENBECK])[0].id
    found = {}
    for path in (
        "/accounts",
        f"/accounts/{number}",
        f"/accounts/{number}/change",
        "/accounts/new",
        "/accounts/import",
        "/accounts/first-page",
    ):
        assert page.goto(path).status == 200
        found[path] = seen(page)
    page.goto("/accounts")
    follow(page, page.locator('form[action*="/findings/"]').first.get_by_role("button"))
    assert "There is a problem" in page.inner_text("main")
    found["refused"] = seen(page)
    page.goto("/accounts/new")
    follow(page, page.get_by_role("button", name="Put it into the register"))
    found["refused entry"] = seen(page)

    assert {path: said for path, said in found.items() if said} == {}


def seen(page):
    """What axe finds in both lights, and whether the page is wider than a window of any width."""
    said = violations(page)
    page.emulate_media(color_scheme="dark")
    said += violations(page, only=("color-contrast",))
    page.emulate_media(color_scheme="light")
    usual = page.viewport_size
    for width in (usual["width"], NARROW.width, DESKTOP.width):
        page.set_viewport_size({"width": width, "height": usual["height"]})
        if page.evaluate(WIDER_THAN_ITS_WINDOW) > 0:
            said.append(f"wider than its window of {width}")
    page.set_viewport_size(usual)
    return said


def test_a_lookalike_is_opened_on_purpose_only(place):
    _, page = place
    page.goto("/accounts")
    link = page.get_by_role("link", name="Open it in a new window").first

    assert not link.is_visible()
    page.locator("summary", has_text="Open it on purpose").first.click()

    assert link.is_visible()
    assert "noreferrer" in link.get_attribute("rel")
