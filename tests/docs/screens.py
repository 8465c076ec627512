"""`make screens`: every page of the desk as a picture, on the demo's data, for docs/desk/."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from orm.model.cases import Case
from orm.web.answering import Desk
from tests.factories_browser import DARK_PHONE, DESKTOP, MISSING, PHONE, chromium, opened
from tests.factories_lived import open_desk

FOLDER = Path(__file__).parents[2] / "docs" / "desk"
SCREENS = (PHONE, DARK_PHONE, DESKTOP)


@dataclass(frozen=True)
class Shot:
    """One picture: what it is called, who looks, and where."""

    name: str
    person: str
    path: str


def shots(desk: Desk) -> Iterator[Shot]:
    """Every page, each by somebody who has it."""
    head, dsl = "wrenbeck-head", "wrenbeck-dsl"
    yield Shot("sign-in", "", "/sign-in")
    yield Shot("today", head, "/")
    yield Shot("mentions", head, "/mentions")
    yield Shot("cases", head, "/cases")
    yield Shot("case", head, f"/cases/{_ordinary(desk).ref}")
    yield Shot("sealed", dsl, "/sealed")
    yield Shot("trends", head, "/trends")
    yield Shot("digest", head, "/digests")
    yield Shot("sources", head, "/sources")
    yield Shot("settings", head, "/settings")
    yield Shot("account", head, "/me")


def _ordinary(desk: Desk) -> Case:
    """The headteacher's first case that nothing seals."""
    cases = desk.house.edges.store.cases(open_only=True)
    return next(
        each
        for each in cases
        if each.school_id == "wrenbeck" and not each.sealed and each.owner == "headteacher"
    )


def write(folder: Path) -> None:
    """Take every picture."""
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as place:
        shared = Path(place)
        with open_desk(shared, shared / "desk") as desk, chromium() as browser:
            for screen in SCREENS:
                for shot in shots(desk):
                    with opened(browser, screen, desk.url) as page:
                        if shot.person:
                            page.goto(f"/as/{shot.person}")
                        page.goto(shot.path)
                        page.screenshot(
                            path=folder / f"{shot.name}-{screen.name}.png", full_page=True
                        )


if __name__ == "__main__":
    if MISSING:
        sys.exit(f"No pictures: there is no {' and no '.join(MISSING)}.")
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
