"""Bring a post in: typed, as a forwarded message, or several as a sheet; for people who sign in."""

from dataclasses import dataclass, replace

from orm.errors import ConfigError
from orm.intake.contents import Content, content_of
from orm.intake.from_csv import from_csv
from orm.intake.from_eml import from_eml
from orm.intake.reception import Reception
from orm.model.brought import Brought
from orm.model.schools import Role, School
from orm.reading.reporting import (
    NOT_TAKEN,
    PICTURE,
    Outcome,
    Place,
    outcome,
    places,
    wrong_fields,
)
from orm.web.asking import Answer, Ask, Page
from orm.web.forms import Choice, Filled, Problem
from orm.web.report_form import read_report
from orm.web.routes import EVERY_PERSON, look, press

LARGEST = 2_000_000
"""Bytes of a file with its form."""

MOST_POSTS = 200
"""Rows of one sheet."""

_MAY_HAND_OUT = frozenset({Role.IT, Role.HEADTEACHER, Role.DSL})


@dataclass(frozen=True, slots=True)
class BringView:
    """The form. `link` says that the reader may hand out the form for staff."""

    filled: Filled
    places: tuple[Place, ...]
    schools: tuple[Choice, ...]
    link: bool


@dataclass(frozen=True, slots=True)
class BroughtView:
    """What came of what was handed in."""

    outcomes: tuple[Outcome, ...]
    problems: tuple[str, ...]
    picture: str


def show(ask: Ask) -> Answer:
    """The empty form."""
    return _form(ask, Filled())


def take_in(ask: Ask) -> Answer:
    """What was handed in, judged at once."""
    school = _school(ask)
    if school is None:
        return _again(ask, Problem("school", "Choose the school that it is about."))
    if ask.uploads:
        return _file(ask, school)
    read = read_report(ask, school.id, brought_by=ask.reader.contact.id)
    if not isinstance(read, Brought):
        return _again(ask, *read)
    return _brought(ask, [(None, read)])


def _file(ask: Ask, school: School) -> Answer:
    raw = ask.uploads[0].content
    content = content_of(raw)
    if content in NOT_TAKEN:
        return _again(ask, Problem("file", NOT_TAKEN[content]))
    if content is Content.MESSAGE:
        return _message(ask, school, raw)
    sheet = from_csv(raw, _reception(ask, school))
    if not sheet.rows:
        return _again(ask, *(Problem("file", says) for says in sheet.problems))
    if len(sheet.rows) > MOST_POSTS:
        says = f"That sheet has more than {MOST_POSTS} posts: hand them in as several sheets."
        return _again(ask, Problem("file", says))
    return _brought(ask, [(row.line, row.brought) for row in sheet.rows], sheet.problems)


def _message(ask: Ask, school: School, raw: bytes) -> Answer:
    who = ask.reader.contact.id
    try:
        read = from_eml(
            raw,
            _reception(ask, school),
            school=school.id,
            seen_by=ask.form.one("seen_by") or who,
            platform=ask.form.one("platform"),
        )
    except ConfigError as error:
        return _again(ask, *(Problem("file", says) for _, says in wrong_fields(error)))
    return _brought(ask, [(None, read)])


def _brought(
    ask: Ask, posts: list[tuple[int | None, Brought]], problems: tuple[str, ...] = ()
) -> Page:
    house, names = ask.house, {school.id: school.name for school in ask.house.schools}
    outcomes, letters = [], 0
    for line, post in posts:
        receipt = house.take_in(post)
        letters += receipt.taken.letters
        store, sight = house.edges.store, ask.reader.sight
        outcomes.append(outcome(receipt, names, store=store, sight=sight, line=line))
    if letters:
        house.deliver()
    left_out = any(each.left_out for each in outcomes)
    view = BroughtView(tuple(outcomes), problems, PICTURE if left_out else "")
    return Page("brought.html", "Taken in", view)


def _school(ask: Ask) -> School | None:
    """The one that was chosen; the reader's only one where there is no choice."""
    if len(ask.reader.schools) == 1:
        return ask.reader.schools[0]
    wanted = ask.form.one("school")
    return next((each for each in ask.reader.schools if each.id == wanted), None)


def _reception(ask: Ask, school: School) -> Reception:
    """Rows of a sheet may name any of the reader's schools."""
    reception = ask.house.reception(brought_by=ask.reader.contact.id)
    theirs = tuple(each.id for each in ask.reader.schools)
    return replace(reception, schools=theirs if len(theirs) > 1 else (school.id,))


def _again(ask: Ask, *problems: Problem) -> Page:
    return _form(ask, Filled(ask.form, problems), status=422)


def _form(ask: Ask, filled: Filled, *, status: int = 200) -> Page:
    view = BringView(
        filled=filled,
        places=places(),
        schools=tuple(Choice(school.id, school.name) for school in ask.reader.schools),
        link=bool(ask.reader.roles & _MAY_HAND_OUT),
    )
    return Page("bring.html", "Bring a post in", view, status=status)


ROUTES = (
    look("/bring", show, EVERY_PERSON),
    press("/bring", take_in, EVERY_PERSON, largest=LARGEST),
)
