"""Today: the page that everybody starts from."""

from dataclasses import dataclass
from datetime import date

from orm.cases.clocks import local_day
from orm.model.schools import Contact, Role, School
from orm.reading.policy_words import policy_words
from orm.reading.today import Asking, People, Schools, Today, people, schools_side_by_side, today
from orm.web.asking import Answer, Ask, Page
from orm.web.pages.digest_readers import nobody_reads
from orm.web.routes import EVERY_PERSON, look
from orm.wiring.source_names import SOURCE_NAMES


@dataclass(frozen=True, slots=True)
class TodayView:
    """One school's day, or all schools side by side; neither for who holds no role. `nobody_reads` are
    the names of those schools whose digest every reader has stopped, for who leads.
    """

    on: date
    day: Today | None = None
    schools: Schools | None = None
    people: People | None = None
    nobody_reads: tuple[str, ...] = ()


def show(ask: Ask) -> Answer:
    """What waits for this reader."""
    reader, wanted, shelf = ask.reader, ask.query.one("school"), ask.house.shelf
    on = local_day(ask.now)
    if not reader.roles:
        return Page("today.html", "Today", TodayView(on))
    if len(reader.schools) > 1 and not wanted:
        schools = schools_side_by_side(shelf, _asking(ask), reader.schools)
        return Page(
            "today.html",
            "Today",
            TodayView(on, schools=schools, nobody_reads=nobody_reads(ask, reader.schools)),
        )
    school = reader.school(wanted)
    day = today(shelf, _asking(ask), school)
    unread = nobody_reads(ask, (school,))
    view = TodayView(on, day=day, people=_people(ask, school), nobody_reads=unread)
    return Page("today.html", "Today", view)


def _asking(ask: Ask) -> Asking:
    return Asking(
        contact=ask.reader.contact,
        contacts=ask.house.config.contacts,
        sight=ask.reader.sight,
        now=ask.now,
        kinds=policy_words(ask.house.policy).kinds,
        sources=SOURCE_NAMES,
    )


def _people(ask: Ask, school: School) -> People | None:
    """For who looks after accounts."""
    if Role.IT not in ask.reader.roles:
        return None
    standings = ask.door.book.standings(now=ask.now)

    def has_entered(contact: Contact) -> bool:
        known = standings.get(ask.door.keys.person(contact))
        return known is not None and known.entered_at is not None

    return people(ask.house.config.contacts, has_entered, school)


ROUTES = (look("/", show, EVERY_PERSON),)
