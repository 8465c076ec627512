"""`make screens`: every page of the desk as a picture, on the demo's data, for docs/desk/."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from orm.cases.sight import sight_of
from orm.model.accounts import AccountId
from orm.model.cases import Case
from orm.model.schools import SchoolId
from orm.model.settlements import MentionId
from orm.model.wishes import Wish
from orm.web.answering import Desk
from tests.factories_browser import DESKTOP, MISSING, PHONE, chromium, opened
from tests.factories_lived import open_desk

FOLDER = Path(__file__).parents[2] / "docs" / "desk"
SCREENS = (PHONE, DESKTOP)
_QUALITY = 40  # small enough to keep beside the program


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
    yield Shot("mention", head, f"/mentions/{_mention(desk)}")
    yield Shot("cases", head, "/cases")
    case = f"/cases/{_ordinary(desk).ref}"
    yield Shot("case", head, case)
    yield Shot("case-questions", head, f"{case}/steps/gate")
    yield Shot("case-route", head, f"{case}/routes/no-action")
    yield Shot("case-evidence", head, f"{case}/evidence")
    yield Shot("sealed", dsl, "/sealed")
    yield Shot("trends", head, "/trends")
    yield Shot("reports", head, "/reports")
    yield Shot("digest", head, "/digests")
    yield Shot("sources", head, "/sources")
    yield Shot("source", head, "/sources/gdelt")
    yield from _of_accounts(desk)
    yield Shot("settings", head, "/settings")
    yield Shot("people", head, "/settings/people")
    yield Shot("audit", head, "/settings/audit")
    yield Shot("bring", head, "/bring")
    yield Shot("report-link", head, "/report-link")
    yield Shot("account", head, "/me")


def _of_accounts(desk: Desk) -> Iterator[Shot]:
    office = "wrenbeck-office"
    yield Shot("accounts", office, "/accounts")
    yield Shot("accounts-one", office, f"/accounts/{_account(desk)}")
    yield Shot("accounts-change", office, f"/accounts/{_account(desk)}/change")
    yield Shot("accounts-first-page", office, "/accounts/first-page")


def _mention(desk: Desk) -> MentionId:
    """The newest mention that the headteacher of Wrenbeck may read."""
    contacts = desk.house.config.contacts
    head = next(each for each in contacts if each.id == "wrenbeck-head")
    sight = sight_of(head, contacts, [school.id for school in desk.house.schools])
    return desk.house.shelf.found(sight, Wish(), before=None, most=1).files[0].id


def _account(desk: Desk) -> AccountId:
    """The first account of Wrenbeck's register."""
    return desk.house.edges.store.accounts.files([SchoolId("wrenbeck")])[0].id


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
                        if shot.name == "today":
                            first = folder / f"today-first-{screen.name}.jpg"
                            page.screenshot(path=first, quality=_QUALITY)
                        page.screenshot(
                            path=folder / f"{shot.name}-{screen.name}.jpg",
                            full_page=True,
                            quality=_QUALITY,
                        )


if __name__ == "__main__":
    if MISSING:
        sys.exit(f"No pictures: there is no {' and no '.join(MISSING)}.")
    write(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
