"""A real browser for tests: Chromium where the machine has one, phones and desks to look on."""

import importlib.util
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FOUND = next((path for path in map(shutil.which, BROWSERS) if path), None)
MISSING = [
    *(["playwright (pip install playwright)"] * (importlib.util.find_spec("playwright") is None)),
    *(["chromium (apt-get install chromium)"] * (FOUND is None)),
]
IN_A_BROWSER = [
    pytest.mark.browser,
    pytest.mark.skipif(bool(MISSING), reason=f"BROWSER NOT TESTED: no {' and no '.join(MISSING)}"),
]
_QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@dataclass(frozen=True)
class Screen:
    """What a page is looked at on. `is_scripted` says whether the browser runs JavaScript."""

    name: str
    width: int
    height: int
    is_dark: bool = False
    is_scripted: bool = True


PHONE = Screen("phone", 390, 844)
NARROW = Screen("narrow", 320, 640)
DESKTOP = Screen("desktop", 1280, 900)
DARK_PHONE = Screen("phone-dark", 390, 844, is_dark=True)
BARE_PHONE = Screen("phone-bare", 390, 844, is_scripted=False)


@contextmanager
def chromium() -> Iterator[Any]:
    """A running browser."""
    api = importlib.import_module("playwright.sync_api")
    with api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=FOUND, args=list(_QUIET))
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def opened(browser, screen: Screen, url: str) -> Iterator[Any]:
    """A page on this screen, with the desk at `url` as the start of every address."""
    context = browser.new_context(
        viewport={"width": screen.width, "height": screen.height},
        color_scheme="dark" if screen.is_dark else "light",
        java_script_enabled=screen.is_scripted,
        base_url=url,
        locale="en-GB",
    )
    page = context.new_page()
    page.set_default_timeout(10_000)
    try:
        yield page
    finally:
        context.close()


def follow(page, locator) -> None:
    """Press what leads to another page, and wait until that page is whole.

    A press alone returns while the next page is still being read, and what is asked of it then is
    asked of half a page.
    """
    with page.expect_navigation(wait_until="load"):
        locator.click()


def violations(page, only: tuple[str, ...] = ()) -> list[str]:
    """What axe finds against WCAG 2.2 AA and its own best practice, one line each; of `only` these
    rules where some are named.
    """
    axe = importlib.import_module("axe_playwright_python.sync_playwright").Axe()
    # To tell what is right as well takes axe most of its time.
    options: dict[str, object] = {"resultTypes": ["violations"]}
    if only:
        options |= {"runOnly": {"type": "rule", "values": list(only)}}
    found = axe.run(page, options=options).response["violations"]
    return [
        f"{each['id']}: {each['help']}: {', '.join(str(node['target']) for node in each['nodes'][:3])}"
        for each in found
    ]
