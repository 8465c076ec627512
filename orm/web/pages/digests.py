"""Digest: this week's as it was sent to this reader, past weeks, and the coming one."""

from dataclasses import dataclass
from datetime import datetime

from orm.model.correspondence import SentDigest
from orm.model.letters import Letter, MailId
from orm.model.schools import School
from orm.model.weeks import Week
from orm.reading.digest_readers import DigestReaders
from orm.reading.digests import DigestRow, DigestsPage, one, page, preview, row
from orm.reading.figures import full_weeks, running_week
from orm.web.asking import Answer, Ask, Mailed, Missing, Page
from orm.web.pages.digest_readers import readers_of
from orm.web.routes import ADMINISTRATORS, EVERY_PERSON, look
from orm.weekly import send_at, turn_of
from orm.wiring.previewing import as_page, page_with

_LONGEST_NUMBER = 18


@dataclass(frozen=True, slots=True)
class DigestsView:
    """What the list shows."""

    school: School
    schools: tuple[School, ...]
    page: DigestsPage
    readers: DigestReaders


@dataclass(frozen=True, slots=True)
class DigestView:
    """One digest, as it was sent."""

    school: School | None
    digest: DigestRow


@dataclass(frozen=True, slots=True)
class PreviewView:
    """The coming digest, as it would be now."""

    school: School
    week: Week
    goes_out: datetime
    letter: Letter | None


def show(ask: Ask) -> Answer:
    """The digests of one school to its reader."""
    school = ask.reader.school(ask.query.one("school"))
    found = page(
        ask.house.shelf,
        school,
        reader=ask.reader.contact,
        sight=ask.reader.sight,
        contacts=ask.house.config.contacts,
        administers=bool(ask.reader.roles & (ADMINISTRATORS.roles or frozenset())),
    )
    return Page(
        "digests.html",
        "Digest",
        DigestsView(school, ask.reader.schools, found, readers_of(ask, school)),
    )


def show_one(ask: Ask) -> Answer:
    """One digest as text."""
    found = _found(ask)
    if found is None:
        return Missing()
    school = next((each for each in ask.reader.schools if each.id == found.school_id), None)
    return Page("digest.html", "Digest", DigestView(school, row(found)))


def show_mail(ask: Ask) -> Answer:
    """One digest as the e-mail that it was."""
    found = _found(ask)
    return Missing() if found is None else Mailed(page_with(found.html, found.pictures))


def show_coming(ask: Ask) -> Answer:
    """The coming digest."""
    school = ask.reader.school(ask.query.one("school"))
    week = _coming(ask, school)
    letter = _preview(ask, school, week)
    goes_out = _goes_out(ask, school, week)
    return Page("digest_coming.html", "Coming digest", PreviewView(school, week, goes_out, letter))


def show_coming_mail(ask: Ask) -> Answer:
    """The coming digest as the e-mail that it would be."""
    school = ask.reader.school(ask.query.one("school"))
    letter = _preview(ask, school, _coming(ask, school))
    return Missing() if letter is None else Mailed(as_page(letter))


def _found(ask: Ask) -> SentDigest | None:
    number = ask.path["number"].removesuffix(".html")
    if not (number.isascii() and number.isdigit() and len(number) <= _LONGEST_NUMBER):
        return None
    return one(
        ask.house.shelf, MailId(int(number)), reader=ask.reader.contact, sight=ask.reader.sight
    )


def _preview(ask: Ask, school: School, week: Week) -> Letter | None:
    return preview(
        ask.house.edges.store,
        school,
        week,
        reader=ask.reader.contact,
        write=ask.house.write_digests,
        now=ask.now,
    )


def _coming(ask: Ask, school: School) -> Week:
    """The week whose digest goes out next: the last full one until it is queued, then this one."""
    (last,) = full_weeks(ask.now, 1)
    queued = ask.house.edges.store.queued_weeks(school.id)
    waits = last not in queued and _goes_out(ask, school, last) > ask.now
    return last if waits else running_week(ask.now)


def _goes_out(ask: Ask, school: School, week: Week) -> datetime:
    """The school's own turn after the hour that all digests are sent from."""
    rules = ask.house.config.digest
    return send_at(week, rules) + turn_of(school.id, rules)


ROUTES = (
    look("/digests", show, EVERY_PERSON),
    look("/digests/coming", show_coming, EVERY_PERSON),
    look("/digests/coming.html", show_coming_mail, EVERY_PERSON),
    look("/digests/{number}.html", show_mail, EVERY_PERSON),
    look("/digests/{number}", show_one, EVERY_PERSON),
)
