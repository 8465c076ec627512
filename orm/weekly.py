"""The weekly flow: which digest is due, queueing it once, and delivering what waits in the outbox.

A digest covers an ISO week (Monday to Sunday, Europe/London) and goes out at the first send moment
after that week. Only the latest such week is ever considered, so a machine that was off sends the
one week it can still be useful for, at most once, and never an older one.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from zoneinfo import ZoneInfo

from orm.errors import DeliveryError, OrmError
from orm.leaks.posts import secrets
from orm.leaks.screen import Screen, without_texts
from orm.model.letters import Letter, Mail, PostWords
from orm.model.schools import Contact, School, SchoolCalendar
from orm.model.settings import DigestRules
from orm.model.weeks import Week, WeekFacts
from orm.ports import Mailer, Store
from orm.school_calendar import is_term_time

LONDON = ZoneInfo("Europe/London")

FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=6)
GIVE_UP_AFTER = timedelta(days=3)
FEWEST_ATTEMPTS = 8

_DOUBLINGS = 9  # 2**9 minutes is past the longest wait

WriteDigest = Callable[[WeekFacts, School, Contact], Letter]
"""Writes one reader's digest of one school's week."""

WriteDigests = Callable[
    [WeekFacts, Sequence[PostWords], School, Sequence[Contact]], Sequence[Letter]
]
"""Writes every reader's digest and checks it, as `cleared` does."""


@dataclass(frozen=True, slots=True)
class Delivered:
    """What became of the letters of one delivery. `failed` is for good, `retried` comes back."""

    sent: int = 0
    failed: int = 0
    retried: int = 0

    @property
    def tried(self) -> int:
        """Every letter that was claimed."""
        return self.sent + self.failed + self.retried

    def with_(self, other: "Delivered") -> "Delivered":
        """Both together."""
        return Delivered(
            sent=self.sent + other.sent,
            failed=self.failed + other.failed,
            retried=self.retried + other.retried,
        )


def send_at(week: Week, rules: DigestRules) -> datetime:
    """When the digest of `week` goes out: aware UTC, one to seven days after its Sunday.

    A local time that the clock skips or repeats in spring or autumn is one moment all the same.
    """
    on = week.last_on + timedelta(days=1 + rules.weekday)
    return datetime.combine(on, rules.at, tzinfo=LONDON).astimezone(UTC)


def due_week(
    now: datetime, *, rules: DigestRules, calendar: SchoolCalendar, queued: frozenset[Week]
) -> Week | None:
    """The week whose digest is to be queued now, or None.

    With `term_time_only` a digest whose send day is outside term is skipped, not kept for later.
    """
    week = _week_before(_week_of(now))
    if send_at(week, rules) > now:
        week = _week_before(week)
    if week in queued:
        return None
    send_on = send_at(week, rules).astimezone(LONDON).date()
    if rules.term_time_only and not is_term_time(calendar, send_on):
        return None
    return week


def readers(contacts: Sequence[Contact], school: School) -> tuple[Contact, ...]:
    """Who receives the digest of this school."""
    return tuple(
        contact
        for contact in contacts
        if contact.digest and (not contact.schools or school.id in contact.schools)
    )


def send_due(
    store: Store,
    *,
    schools: Sequence[School],
    contacts: Sequence[Contact],
    write: WriteDigests,
    rules: DigestRules,
    calendar: SchoolCalendar,
    now: datetime,
) -> int:
    """Queue the digests that are due, all letters of a school together; how many letters.

    A school that nobody reads is left unmarked, so that a reader who is added still gets the week;
    a week that ended before the school was watched has no digest.

    Raises:
        StoreError: at once. ExceptionGroup: the faults of single schools, after every other school.
    """
    queued = 0
    faults: list[Exception] = []
    for school in schools:
        readable = readers(contacts, school)
        week = due_week(now, rules=rules, calendar=calendar, queued=store.queued_weeks(school.id))
        if week is None or not readable or not _was_watched(store, school, week):
            continue
        with _set_aside(faults):
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
    names = (school.name, *school.aliases, *school.short_names, *school.former_names)
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


def deliver(
    store: Store,
    mailer: Mailer,
    *,
    screen: Screen,
    now: datetime,
    worker: str,
    lease: timedelta,
    limit: int,
) -> Delivered:
    """Claim letters that are due, check each once more, send it, and mark what became of it.

    A letter that is not the one that was cleared is held, and counts as failed.

    Raises:
        StoreError: at once; what was not marked is claimed again after the lease.
        ExceptionGroup: faults of the program, after every other letter; theirs are tried again.
    """
    counts = {"sent": 0, "failed": 0, "retried": 0}
    faults: list[Exception] = []
    for mail in store.claim_mail(now=now, worker=worker, lease=lease, limit=limit):
        hurdle = _send(mailer, mail, screen, faults)
        if hurdle is None:
            store.mail_sent(mail.id, worker=worker, now=now)
            counts["sent"] += 1
            continue
        if isinstance(hurdle, _Held):
            why, instead = hurdle.reason, hurdle.instead
            store.hold_mail(mail.id, worker=worker, now=now, reason=why, instead=instead)
            counts["failed"] += 1
            continue
        again = None if hurdle.permanent else retry_at(mail, now=now)
        store.mail_failed(mail.id, worker=worker, now=now, reason=str(hurdle), retry_at=again)
        counts["failed" if again is None else "retried"] += 1
    if faults:
        raise ExceptionGroup("letters that met a fault of the program", faults)
    return Delivered(**counts)


def retry_at(mail: Mail, *, now: datetime) -> datetime | None:
    """When to try again after one more failure, or None to give up.

    The wait doubles from one minute to six hours. A letter's own jitter, the same in every run,
    takes up to a fifth off it, so that letters do not come back together. It is given up when it
    was queued three days ago and has failed eight times: a machine that slept gets its chance.
    """
    failures = mail.attempts + 1
    if now - mail.queued_at >= GIVE_UP_AFTER and failures >= FEWEST_ATTEMPTS:
        return None
    full: timedelta = min(FIRST_WAIT * (1 << min(mail.attempts, _DOUBLINGS)), LONGEST_WAIT)
    return now + max(full * (1 - _jitter(mail) / 5), FIRST_WAIT)


@contextmanager
def _set_aside(faults: list[Exception]) -> Iterator[None]:
    """A fault of the program in one letter or school waits until the others are done."""
    try:
        yield
    except OrmError:
        raise
    except Exception as fault:  # noqa: BLE001 - raised again, in a group, by the caller
        faults.append(fault)


@dataclass(frozen=True, slots=True)
class _Held:
    """A letter that must not be sent: why, and what goes instead."""

    reason: str
    instead: tuple[Letter, ...]


def _send(
    mailer: Mailer, mail: Mail, screen: Screen, faults: list[Exception]
) -> DeliveryError | _Held | None:
    """What stands between the letter and its reader; None when it was sent."""
    before = len(faults)
    try:
        with _set_aside(faults):
            reason = screen.still_clear(mail)
            if reason:
                return _Held(reason, screen.neutral(mail.letter))
            mailer.send(mail)
    except DeliveryError as refusal:
        return refusal
    if len(faults) == before:
        return None
    kind = type(faults[-1]).__name__
    return DeliveryError(
        f"a fault of the program ({kind}): send the log to the developer", permanent=False
    )


def _jitter(mail: Mail) -> float:
    """0..1, from the letter and the attempt alone."""
    seed = sha256(f"{mail.letter.once}/{mail.attempts}".encode()).digest()
    return int.from_bytes(seed[:4], "big") / 2**32


def _week_of(now: datetime) -> Week:
    year, number, _ = now.astimezone(LONDON).date().isocalendar()
    return Week(year, number)


def _week_before(week: Week) -> Week:
    year, number, _ = (week.first_on - timedelta(days=7)).isocalendar()
    return Week(year, number)
