"""Which digest is due, and queueing it once.

A digest covers an ISO week (Monday to Sunday, Europe/London) and goes out at the first send moment
after that week. Only the latest such week is ever considered, so a machine that was off sends the
one week it can still be useful for, at most once, and never an older one.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from zoneinfo import ZoneInfo

from orm.leaks.posts import secrets
from orm.leaks.screen import Screen, without_texts
from orm.model.letter_book import Stop
from orm.model.letters import Letter, PostWords
from orm.model.schools import Contact, School, SchoolCalendar, SchoolId
from orm.model.settings import DigestRules
from orm.model.weeks import Week, WeekFacts
from orm.ports import Store
from orm.school_calendar import is_term_time, week_of
from orm.weekly.faults import set_aside

LONDON = ZoneInfo("Europe/London")

WriteDigest = Callable[[WeekFacts, School, Contact], Letter]
"""Writes one reader's digest of one school's week."""

WriteDigests = Callable[
    [WeekFacts, Sequence[PostWords], School, Sequence[Contact]], Sequence[Letter]
]
"""Writes every reader's digest and checks it, as `cleared` does."""


def send_at(week: Week, rules: DigestRules) -> datetime:
    """When the digest of `week` goes out: aware UTC, one to seven days after its Sunday.

    A local time that the clock skips or repeats in spring or autumn is one moment all the same.
    """
    on = week.last_on + timedelta(days=1 + rules.weekday)
    return datetime.combine(on, rules.at, tzinfo=LONDON).astimezone(UTC)


def turn_of(school_id: SchoolId, rules: DigestRules) -> timedelta:
    """How long after the send moment this school's digest goes out: 0 up to `spread`, always the
    same, from the school's id alone.
    """
    digest = sha256(f"turn/{school_id}".encode()).digest()
    share = int.from_bytes(digest[:8], "big") / 2**64
    return timedelta(seconds=int(rules.spread.total_seconds() * share))


def due_week(
    now: datetime,
    *,
    rules: DigestRules,
    calendar: SchoolCalendar,
    queued: frozenset[Week],
    turn: timedelta = timedelta(0),
) -> Week | None:
    """The week whose digest is to be queued now, or None.

    With `term_time_only` a digest whose send day is outside term is skipped, not kept for later.
    Once its `turn` has passed a digest is due at once, so nothing that is late waits for a turn.
    """
    week = _week_before(week_of(now))
    if send_at(week, rules) + turn > now:
        week = _week_before(week)
    if week in queued:
        return None
    send_on = send_at(week, rules).astimezone(LONDON).date()
    if rules.term_time_only and not is_term_time(calendar, send_on):
        return None
    return week


def readers(
    contacts: Sequence[Contact], school: School, stops: Iterable[Stop] = ()
) -> tuple[Contact, ...]:
    """Who receives the digest of this school: not those who stopped it."""
    stopped = {stop.contact_id for stop in stops if stop.school_id == school.id}
    return tuple(
        contact
        for contact in contacts
        if contact.digest
        and contact.id not in stopped
        and (not contact.schools or school.id in contact.schools)
    )


def send_due(
    store: Store,
    *,
    schools: Sequence[School],
    reading: Callable[[School], Sequence[Contact]],
    write: WriteDigests,
    rules: DigestRules,
    calendar: SchoolCalendar,
    now: datetime,
) -> int:
    """Queue the digests that are due, all letters of a school together; how many letters.

    `reading` says who reads a school's, as `readers` does.
    A school that nobody reads is left unmarked, so that a reader who is added still gets the week;
    a week that ended before the school was watched has no digest.

    Raises:
        StoreError: at once. ExceptionGroup: the faults of single schools, after every other school.
    """
    queued = 0
    faults: list[Exception] = []
    for school in schools:
        readable = reading(school)
        week = due_week(
            now,
            rules=rules,
            calendar=calendar,
            queued=store.queued_weeks(school.id),
            turn=turn_of(school.id, rules),
        )
        if week is None or not readable or not _was_watched(store, school, week):
            continue
        with set_aside(faults):
            facts = store.week_facts(school.id, week, now=now)
            posts = store.post_words(school.id, week)
            letters = write(facts, posts, school, readable)
            if store.queue_week(school.id, week, letters, now=now):
                queued += sum(not letter.held for letter in letters)
    if faults:
        raise ExceptionGroup("digests that could not be written", faults)
    return queued


def cleared(
    facts: WeekFacts,
    posts: Sequence[PostWords],
    school: School,
    readable: Sequence[Contact],
    *,
    write: WriteDigest,
    screen: Screen,
) -> tuple[Letter, ...]:
    """Each reader's digest as the safety check leaves it; `posts` are what it must not repeat.

    A headline that names somebody is left out before writing; a digest in which something is found
    all the same is held, and a neutral letter goes in its place.
    """
    kept = secrets(posts)
    names = school.names
    facts = screen.fit_headlines(facts, kept, names=names)
    plain = without_texts(facts)
    told = [each for each in facts.mentions if each.title]
    headlines = [text for each in told for text in (each.title, each.outlet)]
    return tuple(
        letter
        for reader in readable
        for letter in screen.clear(
            write(facts, school, reader),
            kept,
            names=names,
            without_posts=write(plain, school, reader),
            headlines=headlines,
        )
    )


def _was_watched(store: Store, school: School, week: Week) -> bool:
    """Whether anybody was watching in that week: a digest of the time before says nothing."""
    since = store.watched_since(school.id)
    return since is not None and since.astimezone(LONDON).date() <= week.last_on


def _week_before(week: Week) -> Week:
    year, number, _ = (week.first_on - timedelta(days=7)).isocalendar()
    return Week(year, number)
