"""The sealed queue: what the safeguarding team has, who has taken it, and where it was handed over."""

from dataclasses import dataclass

from orm.desk.pressing import press as take_step
from orm.errors import NotAllowed
from orm.model.steps import NoteDown
from orm.reading.case_list import MOST, TAKEN_OVER, SealedRow, sealed_rows
from orm.web.asking import Answer, Ask, Page, Went
from orm.web.forms import Choice
from orm.web.pages.case_at import MISSING, looked_at, pressed, pressing, ref_of
from orm.web.routes import SAFEGUARDING, look, press


@dataclass(frozen=True, slots=True)
class SealedView:
    """The queue. `schools` is empty for who has one."""

    rows: tuple[SealedRow, ...]
    school: str
    schools: tuple[Choice, ...]
    full: bool


def show_sealed(ask: Ask) -> Answer:
    """The sealed queue by due time."""
    return _queue(ask, ask.query.one("school"))


def have_it(ask: Ask) -> Answer:
    """Write down that this person has taken the case over."""
    at = looked_at(ask)
    if at is None or not at.view.played.case.sealed:
        return MISSING

    def do() -> Answer:
        take_step(ask.house.desk, ref_of(at), NoteDown(), pressing(ask, TAKEN_OVER))
        return Went("/sealed", done="taken-over")

    return pressed(ask, do, lambda error, status: _queue(ask, "", error=error, status=status))


def _queue(ask: Ask, wanted: str, *, error: str = "", status: int = 200) -> Answer:
    try:
        schools = ask.reader.school_ids(wanted)
    except NotAllowed:
        return MISSING
    found = ask.house.shelf.sealed(ask.reader.sight, schools, most=MOST)
    names = {school.id: school.name for school in ask.reader.schools}
    several = names if len(names) > 1 else {}
    rows = sealed_rows(found, ask.house.policy, several, ask.house.config.contacts, now=ask.now)
    choices = (Choice("", "All your schools"), *(Choice(*each) for each in several.items()))
    view = SealedView(rows, wanted, choices if several else (), len(rows) == MOST)
    return Page("sealed.html", "Sealed", view, status=status, error=error)


ROUTES = (
    look("/sealed", show_sealed, SAFEGUARDING),
    press("/sealed/{ref}/mine", have_it, SAFEGUARDING),
)
