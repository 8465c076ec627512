"""What joins the way out: the outbox, the mailer, the safety check, and who is told of a refusal."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from orm.cases.overdue import is_quiet
from orm.config.values import Config
from orm.leaks.screen import Screen
from orm.model.case_alerts import MERGED
from orm.model.cases import CaseRef
from orm.model.letter_book import ClosedAddress, plain_address
from orm.model.letters import MESSAGES, Letter, LetterKind
from orm.model.schools import Contact, Role
from orm.ports import Mailer, Store
from orm.school_calendar import week_of
from orm.weekly import Delivered, PostRoom, deliver, stands_in, told_instead
from orm.wiring.edges import Edges
from reports.undelivered import undelivered

_MAIL_LEASE = timedelta(minutes=10)
_MAIL_BATCH = 50
_OF_CASE = re.compile(r"alert/([0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4})/")

Writing = Callable[[Letter], tuple[Letter, ...]]
"""Writes what follows from a letter, after the safety check; nothing where nobody is to get it."""


def deliver_all(config: Config, edges: Edges, *, screen: Screen, worker: str) -> Delivered:
    """Send what waits in the outbox, batch by batch: messages in channels, then letters.

    A telephone does not wait for a mail server that is slow or away, nor the other way round.
    """
    total = Delivered()
    for sending in (_messages, _letters):
        tried = _MAIL_BATCH
        while tried >= _MAIL_BATCH:
            now = edges.clock.now()
            room = sending(config, edges, screen=screen, now=now)
            if room is None:
                break
            batch = deliver(room, now=now, worker=worker, lease=_MAIL_LEASE, limit=_MAIL_BATCH)
            total, tried = total.with_(batch), batch.tried
    return total


def _letters(config: Config, edges: Edges, *, screen: Screen, now: datetime) -> PostRoom | None:
    closed = edges.letter_book.closed() if edges.letter_book else ()
    return post_room(config, edges.store, edges.mailer, screen=screen, now=now, closed=closed)


def _messages(config: Config, edges: Edges, *, screen: Screen, now: datetime) -> PostRoom | None:
    """None where there is no channel. A channel may ring: at night it gets emergencies only."""
    if edges.channels is None:
        return None
    quiet = is_quiet(config.reminders, now)
    kinds = frozenset({LetterKind.URGENT_MESSAGE}) if quiet else MESSAGES
    return PostRoom(edges.store, edges.channels, screen, kinds=kinds)


def post_room(
    config: Config,
    store: Store,
    mailer: Mailer,
    *,
    screen: Screen,
    now: datetime,
    closed: Sequence[ClosedAddress] = (),
) -> PostRoom:
    """The post room of this house, as it is `now`; `closed` addresses get no letters."""
    people = reachable(config, closed)
    return PostRoom(
        store,
        mailer,
        screen,
        telling(config, people, screen=screen, now=now),
        closed={each.address: _why(each) for each in closed},
        instead=copying(config, store, people, screen=screen),
    )


def reachable(config: Config, closed: Sequence[ClosedAddress]) -> tuple[Contact, ...]:
    """The people whose addresses take letters."""
    gone = {each.address for each in closed}
    return tuple(each for each in config.contacts if plain_address(each.email) not in gone)


def telling(config: Config, people: Sequence[Contact], *, screen: Screen, now: datetime) -> Writing:
    """Tells one of these people that a letter could not be delivered."""

    def tell(letter: Letter) -> tuple[Letter, ...]:
        reader = told_instead(letter, people)
        if reader is None:
            return ()
        notice = undelivered(
            letter.recipient,
            week_of(now),
            school_id=letter.school_id,
            reader=reader.email,
            rules=config.digest,
        )
        return screen.clear(notice, (), names=())

    return tell


def copying(config: Config, store: Store, people: Sequence[Contact], *, screen: Screen) -> Writing:
    """Gives one of these people the copy of a letter that must not be lost (docs/emails.md)."""

    def copied(letter: Letter) -> tuple[Letter, ...]:
        away = [each for each in config.contacts if each not in people]
        about = _about(store, letter)
        reader = stands_in(letter, (*people, *away), about=about, away=away)
        if reader is None:
            return ()
        once = f"{letter.once}/for/{reader.id}"
        copy = replace(letter, once=once, recipient=reader.email, cleared=False)
        return screen.clear(copy, (), names=())

    return copied


def _about(store: Store, letter: Letter) -> frozenset[Role]:
    """Whom the case of an alert is about; they are never told of it (gate G7).

    A letter about several cases is about whomever any open case of the school is.
    """
    if letter.once.startswith(MERGED):
        cases = store.cases(letter.school_id, open_only=True)
        return frozenset(role for case in cases for role in case.about)
    found = _OF_CASE.match(letter.once)
    file = store.case(CaseRef(found[1])) if found else None
    return file.case.about if file else frozenset()


def _why(closed: ClosedAddress) -> str:
    on = f"{closed.on.day} {closed.on:%B %Y}"
    return (
        f"letters to this address come back ({closed.status}, {on}), so none is sent to it. Correct"
        " the address in config.toml; or have its mailbox put right, and then press \u201cWrite to it"
        " again\u201d on the desk under Digest"
    )
