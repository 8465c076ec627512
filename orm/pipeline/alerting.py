"""Telling what the house has to say beyond single cases: once each, and when it may be said.

What there is to tell is read from the store and written beside the letters that tell it, so that a
restart neither forgets it nor tells it twice.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import groupby
from typing import Protocol

from orm.alerting.copies import first_words
from orm.alerting.key_ends import key_alert
from orm.alerting.outages import outage_alert, outages
from orm.alerting.readers import house_keeper, spike_readers
from orm.alerting.spikes import DAY, FEWEST_STORIES, MOST_DAYS, by_day, is_fresh, spike
from orm.cases.overdue import Rota
from orm.errors import Conflict
from orm.leaks.posts import secrets
from orm.leaks.screen import Screen
from orm.model.case_alerts import MERGED
from orm.model.cases import CaseRef
from orm.model.house_alerts import HouseAlert, KeyEnd, Matter, MergedAlert, Outage, SourceState
from orm.model.letters import MESSAGES, Letter, LetterKind
from orm.model.schools import Contact, School, SchoolId
from orm.pipeline.judging import Repeat
from orm.ports import Store
from orm.school_calendar import week_of

GATHERED = timedelta(minutes=10)
"""So long the later alerts of a wave wait for each other."""


class AlertBook(Protocol):
    """What is to be told, and that it was. Every method is one transaction.

    Raises StoreError as `orm.ports.Store` does; `tell` and `tell_together` raise Conflict when another
    worker has told one of them, and write nothing then.
    """

    def loud(
        self, school_ids: Iterable[SchoolId], *, since: datetime, least: int
    ) -> tuple[SchoolId, ...]:
        """The schools of which at least so many stories were seen since then."""
        ...

    def seen(
        self, school_id: SchoolId, *, since: datetime
    ) -> tuple[tuple[datetime, datetime | None], ...]:
        """When each story of a school was first seen since then, and the latest day it bears."""
        ...

    def source_states(self, school_ids: Iterable[SchoolId]) -> tuple[SourceState, ...]:
        """How every source that nobody has paused has done for each school."""
        ...

    def spikes(self, school_ids: Iterable[SchoolId]) -> tuple[HouseAlert, ...]:
        """Every spike of these schools, told or not, and every other that waits; oldest first."""
        ...

    def told_of(self, names: Iterable[str]) -> frozenset[str]:
        """Those of these alerts, by name, that were told."""
        ...

    def last_told(self, matter: Matter, school_ids: Iterable[SchoolId]) -> datetime | None:
        """When an alert about this matter of any of these schools was last told."""
        ...

    def note(self, alert: HouseAlert) -> None:
        """Keep an alert that waits; one of this name that waits becomes as grave as this."""
        ...

    def tell(self, told: Sequence[HouseAlert], letters: Sequence[Letter], *, now: datetime) -> int:
        """Mark alerts as told and queue the letters that tell of them; how many are to be sent."""
        ...

    def waiting_alerts(self, *, before: datetime) -> tuple[MergedAlert, ...]:
        """Alerts of cases to be told together, of each reader of whom one came before then."""
        ...

    def tell_together(
        self,
        merged: Sequence[MergedAlert],
        letters: Sequence[Letter],
        *,
        told_in: str,
        now: datetime,
    ) -> int:
        """Queue the letters that count these alerts; how many are to be sent."""
        ...


class AlertWriter(Protocol):
    """Writes the letters, from fixed words and figures alone."""

    def spike(self, alert: HouseAlert, school: School, reader: Contact) -> Letter:
        """More is said about a school than usual."""
        ...

    def silence(
        self, once: str, found: Sequence[Outage], schools: Sequence[School], reader: Contact
    ) -> Letter:
        """Places that are not heard of any more."""
        ...

    def key(self, once: str, key: KeyEnd, school: School, reader: Contact) -> Letter:
        """A key ends."""
        ...

    def wave(self, once: str, refs: Sequence[CaseRef], school: School, recipient: str) -> Letter:
        """Several cases of one wave."""
        ...


@dataclass(frozen=True, slots=True)
class Alerting:
    """What alerting needs: the watched schools, their people and hours, keys, and who writes.

    `keys` gives the stages that keys are at on a day.
    """

    store: Store
    book: AlertBook
    schools: Mapping[SchoolId, School]
    rota: Rota
    keys: Callable[[datetime], tuple[KeyEnd, ...]]
    write: AlertWriter
    repeat: Repeat
    screen: Screen


@dataclass(frozen=True, slots=True)
class Notice:
    """Alerts that are told together, and the letters of it; without letters they wait."""

    alerts: tuple[HouseAlert, ...]
    letters: tuple[Letter, ...]


def tell_due(alerting: Alerting, *, now: datetime) -> int:
    """Tell what is new and may be told now; how many letters.

    What another worker tells at this moment is left to it.
    """
    for found in new_spikes(alerting, now=now):
        alerting.book.note(found)
    told = 0
    for notice in notices(alerting, now=now):
        if not notice.letters:
            continue
        try:
            told += alerting.book.tell(notice.alerts, _cleared(alerting, notice, now), now=now)
        except Conflict:
            continue
    return told


def tell_waves(alerting: Alerting, *, gathered: timedelta = GATHERED, now: datetime) -> int:
    """One letter to each reader whose later alerts of a wave have waited so long; how many letters."""
    waiting = alerting.book.waiting_alerts(before=now - gathered)
    told = 0
    for _, group in groupby(sorted(waiting, key=_by_reader), key=_by_reader):
        merged = tuple(group)
        if merged[0].school_id not in alerting.schools:
            continue
        letter = _wave(alerting, merged)
        letters = _clear(alerting, letter, now)
        try:
            told += alerting.book.tell_together(merged, letters, told_in=letter.once, now=now)
        except Conflict:
            continue
    return told


def notices(alerting: Alerting, *, now: datetime) -> tuple[Notice, ...]:
    """Everything that waits to be told; nothing is written."""
    return (*_spikes(alerting, now), *_silences(alerting, now), *_keys(alerting, now))


def new_spikes(alerting: Alerting, *, now: datetime) -> tuple[HouseAlert, ...]:
    """Spikes that nobody has noted yet, or that have grown while they wait."""
    loud = alerting.book.loud(alerting.schools, since=now - DAY, least=FEWEST_STORIES)
    known: dict[SchoolId, list[HouseAlert]] = {}
    for alert in alerting.book.spikes(loud) if loud else ():
        known.setdefault(alert.school_id, []).append(alert)
    found = (_spike_of(alerting, each, known.get(each, []), now) for each in loud)
    return tuple(each for each in found if each is not None)


def _spike_of(
    alerting: Alerting, school_id: SchoolId, known: Sequence[HouseAlert], now: datetime
) -> HouseAlert | None:
    since = alerting.store.watched_since(school_id)
    if since is None:
        return None
    begin = max(since, now - (MOST_DAYS + 1) * DAY)
    seen = [
        at
        for at, posted_at in alerting.book.seen(school_id, since=begin)
        if is_fresh(posted_at, at)
    ]
    days = by_day(seen, now=now, since=begin)
    last = known[-1] if known else None
    return spike(school_id, days, last=last, earlier=len(known), now=now)


def _spikes(alerting: Alerting, now: datetime) -> Iterator[Notice]:
    for alert in alerting.book.spikes(()):
        school = alerting.schools.get(alert.school_id)
        if school is not None:
            readers = spike_readers(alerting.rota, school.id, now=now)
            letters = (alerting.write.spike(alert, school, reader) for reader in readers)
            yield Notice((alert,), tuple(letters))


def _silences(alerting: Alerting, now: datetime) -> Iterator[Notice]:
    """All outages that one person is told of, in one letter; at most one letter a day.

    That nothing can be read at all does not wait for the next day.
    """
    found = outages(alerting.book.source_states(alerting.schools), now=now)
    named = {outage_alert(each, now=now).once: each for each in found}
    told = alerting.book.told_of(named)
    readers: dict[Contact | None, list[str]] = {}
    for name, outage in named.items():
        if name not in told:
            reader = house_keeper(alerting.rota, outage.school_id, now=now)
            readers.setdefault(reader, []).append(name)
    for keeper, names in readers.items():
        these = [named[name] for name in names]
        alerts = tuple(outage_alert(each, now=now) for each in these)
        ids = dict.fromkeys(each.school_id for each in these)
        schools = [alerting.schools[each] for each in ids]
        once = f"silence/{sha256(' '.join(names).encode()).hexdigest()[:16]}"
        letters: tuple[Letter, ...] = ()
        if keeper is not None and not _for_tomorrow(alerting, these, keeper, now):
            letters = (alerting.write.silence(once, these, schools, keeper),)
        yield Notice(alerts, letters)


def _for_tomorrow(
    alerting: Alerting, found: Sequence[Outage], keeper: Contact, now: datetime
) -> bool:
    """Whether these can wait, for the keeper had a letter within a day."""
    if not all(each.source for each in found):
        return False
    kept = [
        each for each in alerting.schools if house_keeper(alerting.rota, each, now=now) == keeper
    ]
    last = alerting.book.last_told(Matter.SILENCE, kept)
    return last is not None and now - last < DAY


def _keys(alerting: Alerting, now: datetime) -> Iterator[Notice]:
    """Keys are the installation's: who keeps house for its first school is told."""
    school = next(iter(alerting.schools.values()), None)
    if school is None:
        return
    ending = {key_alert(each, school.id, now=now): each for each in alerting.keys(now)}
    told = alerting.book.told_of(alert.once for alert in ending)
    keeper = house_keeper(alerting.rota, school.id, now=now)
    for alert, key in ending.items():
        if alert.once not in told:
            letter = keeper and alerting.write.key(alert.once, key, school, keeper)
            yield Notice((alert,), (letter,) if letter else ())


def _wave(alerting: Alerting, merged: Sequence[MergedAlert]) -> Letter:
    """The letter that counts them; a channel gets its first words."""
    first = merged[0]
    refs = tuple(dict.fromkeys(each.ref for each in merged))
    once = f"{MERGED}{first.school_id}/{first.id}"
    school = alerting.schools[first.school_id]
    letter = alerting.write.wave(once, refs, school, first.recipient)
    if first.kind not in MESSAGES:
        return letter
    return replace(letter, kind=LetterKind.MESSAGE, text=first_words(letter.text), html="")


def _by_reader(alert: MergedAlert) -> tuple[str, str, str]:
    return alert.school_id, alert.recipient, alert.kind.value


def _cleared(alerting: Alerting, notice: Notice, now: datetime) -> tuple[Letter, ...]:
    """A notice's letters after the safety check, and the messages that repeat them."""
    letters = tuple(each for letter in notice.letters for each in _clear(alerting, letter, now))
    return (*letters, *alerting.repeat(letters))


def _clear(alerting: Alerting, letter: Letter, now: datetime) -> tuple[Letter, ...]:
    school = alerting.schools[letter.school_id]
    names = school.names
    posts = secrets(alerting.store.post_words(school.id, week_of(now)))
    return alerting.screen.clear(letter, posts, names=names)
