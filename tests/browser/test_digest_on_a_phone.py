"""The digest in a real browser, as wide as the phones on which it is read on Monday morning."""

import importlib.util
import shutil

import pytest

from orm.model.cases import CaseRef
from orm.model.judgement import Severity
from reports.alert import alert
from reports.digest import digest
from tests.factories_weeks import (
    EVERYBODY,
    HEAD,
    NOW,
    article,
    facts,
    huge_week,
    normal_week,
    rules,
    school,
    unread,
)

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FOUND = next((path for path in map(shutil.which, BROWSERS) if path), None)
MISSING = [
    *(["playwright (pip install playwright)"] * (importlib.util.find_spec("playwright") is None)),
    *(["chromium (apt-get install chromium)"] * (FOUND is None)),
]
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(bool(MISSING), reason=f"BROWSER NOT TESTED: no {' and no '.join(MISSING)}"),
]

CONTRAST = """
() => {
  const parse = colour => colour.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map(v => v / 255)
    .map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = element => {
    for (let each = element; each; each = each.parentElement) {
      const colour = parse(getComputedStyle(each).backgroundColor);
      if (colour.length === 3 || colour[3] === 1) return colour;
    }
    return [255, 255, 255];
  };
  const ratio = element => {
    const pair = [parse(getComputedStyle(element).color), behind(element)].map(light).sort();
    const [dark, bright] = pair[0] < pair[1] ? pair : [pair[1], pair[0]];
    return (bright + 0.05) / (dark + 0.05);
  };
  const told = [...document.body.querySelectorAll("*")].filter(element =>
    [...element.childNodes].some(node => node.nodeType === 3 && node.textContent.trim()));
  return Math.min(...told.map(ratio));
}
"""


def write(week):
    return digest(
        week,
        school=school(),
        reader=HEAD,
        contacts=EVERYBODY,
        rules=rules(),
        now=NOW,
    ).html


def letters():
    urgent = alert(
        ref=CaseRef("K7QD-2MX9"), severity=Severity.S4, school=school(), reader=HEAD, rules=rules()
    )
    return {
        "normal": write(normal_week()),
        "quiet": write(facts()),
        "blind": write(facts(health=(unread(),))),
        "huge": write(huge_week()),
        "long-word": write(facts(mentions=(article("W" * 400, outlet="M" * 400),))),
        "alert": urgent.html,
    }


LETTERS = letters()


@pytest.fixture(scope="module")
def browser():
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=FOUND, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def sheet(browser):
    """One page without a network, for one letter after the other."""
    context = browser.new_context(offline=True)
    yield context.new_page()
    context.close()


@pytest.fixture
def opened(sheet):
    """Opens a letter; `asked` collects every request that the page makes."""

    def open_letter(name, *, width=390, scheme="light", asked=None):
        sheet.set_viewport_size({"width": width, "height": 844})
        sheet.emulate_media(color_scheme=scheme)
        if asked is not None:
            sheet.on("request", lambda request: asked.append(request.url))
        sheet.set_content(LETTERS[name])
        return sheet

    return open_letter


@pytest.mark.parametrize("width", [320, 390, 800])
@pytest.mark.parametrize("name", LETTERS)
def test_no_letter_scrolls_sideways(opened, name, width):
    page = opened(name, width=width)

    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("name", LETTERS)
def test_opening_a_letter_asks_the_network_for_nothing(opened, name):
    asked: list[str] = []
    opened(name, asked=asked)

    assert asked == []


@pytest.mark.parametrize("name", ["normal", "huge"])
def test_the_verdict_and_the_first_decision_are_on_the_first_screen(opened, name):
    page = opened(name)
    verdict = page.locator(".verdict").bounding_box()
    decision = page.locator("li").first.bounding_box()

    assert verdict["y"] + verdict["height"] < 844
    assert decision["y"] + decision["height"] < 844


@pytest.mark.parametrize("name", ["quiet", "blind"])
def test_a_week_without_work_is_one_screen_on_a_phone(opened, name):
    page = opened(name)

    assert page.locator(".page").bounding_box()["height"] <= 844


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", LETTERS)
def test_every_word_has_the_contrast_of_wcag_aa(opened, name, scheme):
    page = opened(name, scheme=scheme)

    assert page.evaluate(CONTRAST) >= 4.5


def test_a_wide_screen_keeps_one_column_of_600_pixels(opened):
    page = opened("normal", width=800)

    assert page.locator(".page").bounding_box()["width"] == 600


@pytest.mark.parametrize("name", LETTERS)
def test_no_text_is_smaller_than_13_pixels(opened, name):
    page = opened(name)
    smallest = page.evaluate(
        "Math.min(...[...document.body.querySelectorAll('*')]"
        ".map(each => parseFloat(getComputedStyle(each).fontSize)))"
    )

    assert smallest >= 13
