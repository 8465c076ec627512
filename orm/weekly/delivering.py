"""Delivering what waits in the outbox: every letter has an end that is written down.

Before a letter is handed over the store notes it, so a program that dies, or a mail server that
hangs up before its answer, leaves a letter that says of itself that nobody knows whether it was
taken. It is sent again with the same Message-ID (docs/emails.md).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from orm.errors import Busy, DeliveryError, Unanswered
from orm.leaks.screen import Screen
from orm.model.letter_book import plain_address
from orm.model.letters import EMAILS, Kinds, Letter, Mail
from orm.ports import Mailer, Outgoing, Store
from orm.weekly.faults import set_aside
from orm.weekly.retrying import FIRST_WAIT, retry_at

REFUSALS_IN_A_ROW = 5
"""So many letters refused for now, one after the other: it is about us, and the rest waits."""


@dataclass(frozen=True, slots=True)
class Delivered:
    """What became of the letters of one delivery. `failed` is for good, `retried` comes back.

    `unanswered` are those of the others that nobody knows of whether they were taken. `waiting`
    were claimed and not tried.
    """

    sent: int = 0
    failed: int = 0
    retried: int = 0
    unanswered: int = 0
    waiting: int = 0

    @property
    def tried(self) -> int:
        """Every letter that was tried."""
        return self.sent + self.failed + self.retried

    def with_(self, other: "Delivered") -> "Delivered":
        """Both together."""
        return Delivered(
            sent=self.sent + other.sent,
            failed=self.failed + other.failed,
            retried=self.retried + other.retried,
            unanswered=self.unanswered + other.unanswered,
            waiting=self.waiting + other.waiting,
        )


@dataclass(frozen=True, slots=True)
class PostRoom:
    """Where letters wait, how they leave, and what reads them once more before that.

    `tell` gives the letters that say of one refused for good that it was. Other letters than those of
    `kinds` are left to another room. `closed` are addresses that get none, each with why; `instead`
    gives the copies of such a letter that must not be lost.
    """

    store: Store
    mailer: Mailer
    screen: Screen
    tell: Callable[[Letter], tuple[Letter, ...]] = lambda _: ()
    kinds: Kinds = EMAILS
    closed: Mapping[str, str] = field(default_factory=dict)
    instead: Callable[[Letter], tuple[Letter, ...]] = lambda _: ()


def deliver(
    room: PostRoom, *, now: datetime, worker: str, lease: timedelta, limit: int
) -> Delivered:
    """Claim letters that are due, check each once more, send it, and mark what became of it.

    A letter that is not the one that was cleared is held, and counts as failed. When the mail
    server takes nothing now, the letters that are left wait for a minute and lose no attempt.

    Raises:
        StoreError: at once; what was not marked is claimed again after the lease.
        ExceptionGroup: faults of the program, after every other letter; theirs are tried again.
    """
    claimed = room.store.claim_mail(
        now=now, worker=worker, lease=lease, limit=limit, kinds=room.kinds
    )
    mails = iter(claimed)
    shift = _Shift(room, now, worker)
    with room.mailer.batch() as way_out:
        for mail in shift.until_refused(mails):
            shift.send(way_out, mail)
    shift.put_off(mails)
    if shift.faults:
        raise ExceptionGroup("letters that met a fault of the program", shift.faults)
    return Delivered(**shift.counts)


@dataclass(slots=True)
class _Shift:
    """One worker's delivery. `refusals` are in a row; `busy` is why nothing can leave now."""

    room: PostRoom
    now: datetime
    worker: str
    faults: list[Exception] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    refusals: int = 0
    busy: str = ""

    def until_refused(self, mails: Iterable[Mail]) -> Iterator[Mail]:
        """The letters, as long as the mail server takes any."""
        for mail in mails:
            yield mail
            if self.busy:
                return

    def send(self, way_out: Outgoing, mail: Mail) -> None:
        """One letter to its end."""
        before = len(self.faults)
        with set_aside(self.faults):
            if self._is_closed(mail) or self._is_held(mail):
                self._count("failed")
                return
        if len(self.faults) > before:
            self._failed(mail, _fault(self.faults[-1]))
        elif self.room.store.hand_over(mail.id, worker=self.worker, now=self.now):
            self._hand_over(way_out, mail)

    def put_off(self, mails: Iterable[Mail]) -> None:
        """What was not tried is free for everybody again, in a minute."""
        left = [mail.id for mail in mails]
        self.room.store.put_off_mail(
            left, worker=self.worker, reason=self.busy, until=self.now + FIRST_WAIT
        )
        self._count("waiting", len(left))

    def _is_closed(self, mail: Mail) -> bool:
        reason = self.room.closed.get(plain_address(mail.letter.recipient), "")
        if reason:
            self.room.store.mail_failed(
                mail.id,
                worker=self.worker,
                now=self.now,
                reason=reason,
                retry_at=None,
                tell=self.room.instead(mail.letter),
            )
        return bool(reason)

    def _is_held(self, mail: Mail) -> bool:
        reason = self.room.screen.still_clear(mail)
        if reason:
            instead = self.room.screen.neutral(mail.letter)
            self.room.store.hold_mail(
                mail.id, worker=self.worker, now=self.now, reason=reason, instead=instead
            )
        return bool(reason)

    def _hand_over(self, way_out: Outgoing, mail: Mail) -> None:
        before = len(self.faults)
        try:
            with set_aside(self.faults):
                way_out.send(mail)
        except Unanswered as error:
            self._unanswered(mail, error)
        except DeliveryError as error:
            self._failed(mail, error)
        else:
            if len(self.faults) > before:
                self._failed(mail, _fault(self.faults[-1]))
            else:
                self._sent(mail)

    def _sent(self, mail: Mail) -> None:
        self.room.store.mail_sent(mail.id, worker=self.worker, now=self.now)
        self.refusals = 0
        self._count("sent")

    def _failed(self, mail: Mail, error: DeliveryError) -> None:
        again = None if error.permanent else retry_at(mail, now=self.now)
        self.room.store.mail_failed(
            mail.id,
            worker=self.worker,
            now=self.now,
            reason=str(error),
            retry_at=again,
            tell=self.room.tell(mail.letter) if error.permanent else (),
        )
        self.refusals = 0 if error.permanent else self.refusals + 1
        if isinstance(error, Busy) or self.refusals >= REFUSALS_IN_A_ROW:
            self.busy = str(error)
        self._count("failed" if again is None else "retried")

    def _unanswered(self, mail: Mail, error: Unanswered) -> None:
        again = retry_at(mail, now=self.now)
        self.room.store.mail_unanswered(
            mail.id, worker=self.worker, reason=str(error), retry_at=again
        )
        self._count("unanswered")
        self._count("failed" if again is None else "retried")

    def _count(self, what: str, number: int = 1) -> None:
        self.counts[what] = self.counts.get(what, 0) + number


def _fault(fault: Exception) -> DeliveryError:
    return DeliveryError(
        f"a fault of the program ({type(fault).__name__}): send the log to the developer",
        permanent=False,
    )
