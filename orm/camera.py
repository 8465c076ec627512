"""The only user of a browser: pictures of a letter as a phone and a desk show it.

The browser is optional (`pip install 'orm[browser]'`). It is looked for when a picture is wanted, runs
no script and reaches no network.
"""

import importlib
import importlib.util
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from orm.errors import ConfigError

_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_NO_PLAYWRIGHT = "playwright is not installed; run: pip install 'orm[browser]'"
_NO_BROWSER = "no Chromium was found; install it, or run: playwright install chromium"


@dataclass(frozen=True, slots=True)
class Look:
    """What a letter is looked at on; `width` and `height` are CSS pixels, `sharpness` how many dots
    make one of them.
    """

    name: str
    width: int
    height: int
    is_dark: bool = False
    sharpness: int = 2


LOOKS = (
    Look("phone-light", 390, 844),
    Look("phone-dark", 390, 844, is_dark=True),
    Look("desktop-light", 1024, 768, sharpness=1),
    Look("desktop-dark", 1024, 768, is_dark=True, sharpness=1),
)

Take = Callable[[str, Look], bytes]
"""A PNG of the whole of a page, as this look shows it."""


@contextmanager
def camera() -> Iterator[Take]:
    """A browser that takes pictures, closed at the end.

    Raises:
        ConfigError: there is no Playwright, or no browser that it can start.
    """
    if importlib.util.find_spec("playwright") is None:
        raise ConfigError([f"--pictures: {_NO_PLAYWRIGHT}"])
    api = importlib.import_module("playwright.sync_api")
    found = next((path for path in map(shutil.which, _BROWSERS) if path), None)
    with api.sync_playwright() as driver:
        try:
            browser = driver.chromium.launch(executable_path=found)
        except api.Error as error:
            raise ConfigError([f"--pictures: {_NO_BROWSER}"]) from error
        try:
            yield lambda html, look: _taken(browser, html, look)
        finally:
            browser.close()


def _taken(browser: object, html: str, look: Look) -> bytes:
    context = browser.new_context(  # type: ignore[attr-defined] # an optional library has no types here
        viewport={"width": look.width, "height": look.height},
        color_scheme="dark" if look.is_dark else "light",
        device_scale_factor=look.sharpness,
        java_script_enabled=False,
        offline=True,
    )
    try:
        page = context.new_page()
        page.set_content(html)
        return bytes(page.screenshot(full_page=True))
    finally:
        context.close()
