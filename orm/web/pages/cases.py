"""The cases that are open to a person, and one case on its page."""

from dataclasses import dataclass

from orm.errors import NotAllowed
from orm.pipeline.looking_again import never_opened
from orm.reading.case_list import MOST, CaseList, case_list, marked
from orm.reading.case_page import CaseHead, Surroundings, case_page
from orm.reading.case_standpoint import Standpoint
from orm.reading.plain_words import defanged
from orm.web.asking import Answer, Ask, Page
from orm.web.forms import Choice
from orm.web.pages.case_at import MISSING, head_of, opened, ref_of
from orm.web.pages.case_look import looks_left, why_not_look
from orm.web.routes import CASE_WORKERS, look

_WEB = ("http://", "https://")


@dataclass(frozen=True, slots=True)
class CasesView:
    """The list. `schools` is empty for who has one; `school` the one asked for."""

    cases: CaseList
    is_open: bool
    school: str
    schools: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class AddressView:
    """The page before a post's own: its address to read, and the link to open on purpose."""

    head: CaseHead
    number: int
    shown: str
    link: str


def show_list(ask: Ask) -> Answer:
    """The cases that this person may open, by due time."""
    wanted = ask.query.one("school")
    try:
        schools = ask.reader.school_ids(wanted)
    except NotAllowed:
        return MISSING
    is_open = ask.query.one("state") != "closed"
    found = ask.house.shelf.cases(
        ask.reader.sight,
        schools,
        is_open=is_open,
        after=marked(ask.query.one("after")),
        most=MOST + 1,
    )
    names = {school.id: school.name for school in ask.reader.schools}
    several = names if len(names) > 1 else {}
    rows = case_list(found, ask.house.policy, several, now=ask.now)
    choices = (Choice("", "All your schools"), *(Choice(*each) for each in several.items()))
    view = CasesView(rows, is_open, wanted, choices if several else ())
    return Page("cases.html", "Cases", view)


def show(ask: Ask) -> Answer:
    """One case."""
    at = opened(ask)
    if at is None:
        return MISSING
    page = case_page(at, _surroundings(ask, at))
    return Page("case.html", f"Case {page.head.ref}", page)


def show_address(ask: Ask) -> Answer:
    """A post's address, with the link that opens it."""
    at = opened(ask)
    number = ask.path["number"]
    if at is None or not number.isascii() or not number.isdigit():
        return MISSING
    seen = dict(enumerate(at.view.file.seen, start=1)).get(int(number[:6]))
    if seen is None or not seen.url.startswith(_WEB) or never_opened(at.view.file):
        return MISSING
    view = AddressView(head_of(ask, at), int(number), defanged(seen.url), seen.url)
    return Page("case_address.html", "Open the post", view)


def _surroundings(ask: Ask, at: Standpoint) -> Surroundings:
    house, archive = ask.house, ask.house.edges.archive
    left = looks_left(ask, at)
    return Surroundings(
        head=head_of(ask, at),
        calendar=house.config.calendar,
        opening=house.posh_opening,
        retention=house.config.retention,
        holding=archive.holding(ref_of(at)) if archive else None,
        may_open=not never_opened(at.view.file),
        may_look=left > 0 and why_not_look(at) == "",
        looks_left=left,
    )


ROUTES = (
    look("/cases", show_list, CASE_WORKERS),
    look("/cases/{ref}", show, CASE_WORKERS),
    look("/cases/{ref}/open/{number}", show_address, CASE_WORKERS),
)
