"""Every page of the desk in a real browser: accessible, in its place on a small screen, unscripted."""

import pytest

from tests.docs.screens import shots
from tests.factories_browser import (
    DESKTOP,
    IN_A_BROWSER,
    NARROW,
    PHONE,
    Screen,
    chromium,
    opened,
    violations,
)
from tests.factories_lived import open_desk

pytestmark = IN_A_BROWSER

DARK_DESKTOP = Screen("desktop-dark", 1280, 900, is_dark=True)
WIDER_THAN_ITS_WINDOW = "() => document.documentElement.scrollWidth - window.innerWidth"
SMALL_TARGETS = """
() => [...document.querySelectorAll('button, .button, input:not([type=hidden]), select, textarea, summary')]
  .filter(each => each.checkVisibility() && !each.closest('.unseen') && !each.classList.contains('unseen'))
  .map(each => [each.outerHTML.slice(0, 80), each.getBoundingClientRect().height])
  .filter(([, height]) => height < 24)
"""


@pytest.fixture(scope="module")
def desk(shared_folder, tmp_path_factory):
    with open_desk(shared_folder, tmp_path_factory.mktemp("desk") / "demo") as desk:
        yield desk


@pytest.fixture(scope="module")
def browser():
    with chromium() as browser:
        yield browser


def each_page(browser, desk, screen):
    """Every page as its reader sees it, with what the browser complained about."""
    for shot in shots(desk):
        with opened(browser, screen, desk.url) as page:
            complaints: list[str] = []
            page.on("console", lambda said, kept=complaints: kept.append(said.text))
            page.on("pageerror", lambda error, kept=complaints: kept.append(str(error)))
            if shot.person:
                page.goto(f"/as/{shot.person}")
            answer = page.goto(shot.path)
            assert answer.status == 200, shot
            yield shot, page, complaints


@pytest.mark.parametrize("screen", [PHONE, DARK_DESKTOP], ids=lambda screen: screen.name)
def test_axe_finds_nothing_on_any_page(browser, desk, screen):
    found = {
        shot.name: problems
        for shot, page, _ in each_page(browser, desk, screen)
        if (problems := violations(page))
    }

    assert found == {}


def test_no_page_is_wider_than_the_narrowest_phone(browser, desk):
    wider = {
        shot.name: page.evaluate(WIDER_THAN_ITS_WINDOW)
        for shot, page, _ in each_page(browser, desk, NARROW)
    }

    assert {name: over for name, over in wider.items() if over > 0} == {}


def test_the_browser_has_nothing_to_complain_about(browser, desk):
    """A style, picture or script that the content security policy stops is told on the console."""
    told = {
        shot.name: complaints
        for shot, _, complaints in each_page(browser, desk, DESKTOP)
        if complaints
    }

    assert told == {}


def test_what_is_pressed_is_large_enough_for_a_finger(browser, desk):
    small = {
        shot.name: found
        for shot, page, _ in each_page(browser, desk, PHONE)
        if (found := page.evaluate(SMALL_TARGETS))
    }

    assert small == {}


def test_the_keyboard_reaches_the_page_and_shows_where_it_is(browser, desk):
    with opened(browser, DESKTOP, desk.url) as page:
        page.goto("/as/wrenbeck-head")
        page.keyboard.press("Tab")
        assert page.evaluate("() => document.activeElement.textContent") == "Skip to the page"
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")

        inside = page.evaluate("() => document.activeElement.closest('main') !== null")
        outline = page.evaluate("() => getComputedStyle(document.activeElement).outlineStyle")

    assert inside
    assert outline == "solid"
