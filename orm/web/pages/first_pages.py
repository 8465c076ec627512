"""What a parent sees first: a guided form, once a month, and what changed since the month before."""

from dataclasses import dataclass, replace

from orm.model.first_page import FirstPage
from orm.model.schools import School
from orm.reading.accounts_first_page import (
    LONGEST_TITLE,
    LONGEST_URL,
    PLACES,
    TONES,
    FirstPages,
    Row,
    first_pages,
    read_page,
)
from orm.web.asking import Answer, Ask, Fields, Page, Went
from orm.web.forms import Choice, Filled, Problem
from orm.web.pages.accounts import LIST, may, presence_of
from orm.web.routes import ACCOUNT_KEEPERS, ACCOUNT_READERS, look, press

_TONES = tuple(Choice(tone.value, says) for tone, says in TONES.items())


@dataclass(frozen=True, slots=True)
class FirstPageView:
    """The form and the months. Whoever may not fill it in sees the months."""

    school: School
    schools: tuple[School, ...]
    pages: FirstPages
    may_keep: bool
    filled: Filled
    tones: tuple[Choice, ...] = _TONES
    longest_title: int = LONGEST_TITLE
    longest_url: int = LONGEST_URL


def show(ask: Ask) -> Answer:
    """The form, empty or with what is known."""
    return _page(ask, ask.reader.school(ask.query.one("school")), Filled())


def keep(ask: Ask) -> Answer:
    """Keep the page of this month."""
    school = ask.reader.school(ask.form.one("school"))
    read = read_page(_rows(ask.form), school, by=ask.reader.contact.id, now=ask.now)
    if not isinstance(read, FirstPage):
        problems = tuple(Problem(each.field, each.says) for each in read)
        return _page(ask, school, Filled(ask.form, problems), status=422)
    ask.house.edges.store.presences.keep_first_page(read)
    return Went(f"{LIST}/first-page?school={school.id}", done="first-page-kept")


def _rows(form: Fields) -> tuple[Row, ...]:
    return tuple(
        Row(
            place,
            form.one(f"title-{place}"),
            form.one(f"url-{place}"),
            form.one(f"tone-{place}"),
            form.has(f"ours-{place}"),
        )
        for place in range(1, PLACES + 1)
    )


def _page(ask: Ask, school: School, filled: Filled, *, status: int = 200) -> Page:
    pages = first_pages(
        school,
        presence_of(ask, school),
        ask.house.config.contacts,
        start=ask.query.one("start") == "last",
        now=ask.now,
    )
    if filled.problems:
        pages = replace(pages, rows=_rows(filled.typed))
    view = FirstPageView(school, ask.reader.schools, pages, may(ask, ACCOUNT_KEEPERS), filled)
    return Page("first_page.html", "What a parent sees first", view, status=status)


ROUTES = (
    look(f"{LIST}/first-page", show, ACCOUNT_READERS),
    press(f"{LIST}/first-page", keep, ACCOUNT_KEEPERS),
)
