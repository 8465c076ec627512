"""Every page of the desk in a real browser: accessible, in its place on a small screen, unscripted."""

from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

import pytest

from tests.docs.screens import shots
from tests.factories_browser import (
    DESKTOP,
    IN_A_BROWSER,
    NARROW,
    chromium,
    opened,
    violations,
)
from tests.factories_lived import open_desk

pytestmark = IN_A_BROWSER

BY_PERSON = attrgetter("person")
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


@dataclass(frozen=True)
class Visit:
    """What one page showed on one screen."""

    status: int
    violations: list[str]
    wider_by: int
    complaints: list[str]
    small: list[list[object]]


@pytest.fixture(scope="module")
def visits(browser, desk):
    """Every page as its reader sees it: on the narrowest phone in daylight, then in the dark, then
    on a wide screen.
    """
    found = {}
    for person, its in groupby(sorted(shots(desk), key=BY_PERSON), key=BY_PERSON):
        with opened(browser, NARROW, desk.url) as page:
            complaints: list[str] = []
            page.on("console", lambda said, kept=complaints: kept.append(said.text))
            page.on("pageerror", lambda error, kept=complaints: kept.append(str(error)))
            if person:
                page.goto(f"/as/{person}")
            for shot in its:
                complaints.clear()
                found[shot.name] = _visit(page, shot, complaints)
    return found


def _visit(page, shot, complaints):
    status = page.goto(shot.path).status
    of_the_page = list(complaints)  # before axe, which brings a script of its own
    wider_by, small = page.evaluate(WIDER_THAN_ITS_WINDOW), page.evaluate(SMALL_TARGETS)
    found = violations(page)
    page.emulate_media(color_scheme="dark")
    found += violations(page, only=("color-contrast",))
    page.set_viewport_size({"width": DESKTOP.width, "height": DESKTOP.height})
    wider_by = max(wider_by, page.evaluate(WIDER_THAN_ITS_WINDOW))
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": NARROW.width, "height": NARROW.height})
    return Visit(status, found, wider_by, of_the_page, small)


def told(visits, of):
    return {name: said for name, visit in visits.items() if (said := of(visit))}


def test_every_page_is_there(visits):
    assert {visit.status for visit in visits.values()} == {200}


def test_axe_finds_nothing_on_any_page(visits):
    assert told(visits, lambda visit: visit.violations) == {}


def test_no_page_is_wider_than_its_window(visits):
    assert told(visits, lambda visit: max(visit.wider_by, 0)) == {}


def test_the_browser_has_nothing_to_complain_about(visits):
    """A style, picture or script that the content security policy stops is told on the console."""
    assert told(visits, lambda visit: visit.complaints) == {}


def test_what_is_pressed_is_large_enough_for_a_finger(visits):
    assert told(visits, lambda visit: visit.small) == {}


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
