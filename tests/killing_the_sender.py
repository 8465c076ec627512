"""Delivers from an outbox in child processes and kills each with SIGKILL at a random moment.

`python -m tests.killing_the_sender DATABASE PORT CA_FILE KILLS SEED` prints how many children died
by the signal while letters were left. The parent imports everything once and forks.
"""

import multiprocessing
import random  # noqa: TID251 - seeded below, so that a failing run can be repeated
import signal
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from multiprocessing.synchronize import Event

from orm.mail import mailer
from orm.model.letters import Letter, LetterKind, Mail, MailState
from orm.ports import Mailer, Outgoing
from orm.store.sql_store import SqlStore
from orm.weekly import PostRoom, deliver
from tests.factories_leaks import SCREEN
from tests.factories_mail import with_login
from tests.factories_store import LEASE, NOW, WRENBECK, store_at

STEP = timedelta(minutes=1)
LONGEST = 0.06
"""Seconds that a child lives at most once it meets the mail server: time for some letters."""


@dataclass(frozen=True, slots=True)
class Sending:
    """What a child needs to send."""

    database: str
    port: int
    ca_file: str

    def send_all(self, start: datetime, at_work: Event) -> None:
        """Deliver until nothing waits; a minute passes after each batch."""
        way_out = _Announcing(mailer(with_login(self.port, self.ca_file)), at_work)
        with closing(store_at(self.database)) as store:
            room, now = PostRoom(store, way_out, SCREEN), start
            while deliver(room, now=now, worker="sender", lease=LEASE, limit=20).tried or waiting(
                store
            ):
                now += STEP
        at_work.set()


@dataclass(frozen=True, slots=True)
class _Announcing:
    """Says when the first letter has met the mail server, whatever became of it."""

    way_out: Mailer
    at_work: Event

    @contextmanager
    def batch(self) -> Iterator[Outgoing]:
        with self.way_out.batch() as batch:
            yield _AnnouncingBatch(batch, self.at_work)


@dataclass(frozen=True, slots=True)
class _AnnouncingBatch:
    batch: Outgoing
    at_work: Event

    def send(self, mail: Mail) -> None:
        try:
            self.batch.send(mail)
        finally:
            self.at_work.set()


def waiting(store: SqlStore) -> int:
    """How many letters have no end yet."""
    return sum(mail.state is MailState.QUEUED for mail in store.outbox())


def digest_to(recipient: str) -> Letter:
    """A digest that the safety check has passed."""
    return Letter(
        once=f"digest/wrenbeck/2026-W46/{recipient}",
        kind=LetterKind.DIGEST,
        school_id=WRENBECK,
        recipient=recipient,
        subject="Online mentions digest, week ending 15 Nov",
        text="Nothing needs you this week.\n" * 20,
        html="<p>Nothing needs you this week.</p>" * 20,
        cleared=True,
    )


def kill_often(sending: Sending, *, kills: int, seed: int) -> int:
    """How many children were killed while letters were left; then one sends what is left."""
    moments = random.Random(seed)  # noqa: S311 - moments to kill at, not secrets
    forks = multiprocessing.get_context("fork")
    killed = 0
    for number in range(kills):
        at_work = forks.Event()
        child = forks.Process(target=sending.send_all, args=(NOW + STEP * number, at_work))
        child.start()
        at_work.wait()
        child.join(moments.uniform(0, LONGEST))
        child.kill()
        child.join()
        killed += child.exitcode == -signal.SIGKILL
    sending.send_all(NOW + STEP * kills, forks.Event())
    return killed


if __name__ == "__main__":
    place = Sending(sys.argv[1], int(sys.argv[2]), sys.argv[3])
    sys.stdout.write(f"{kill_often(place, kills=int(sys.argv[4]), seed=int(sys.argv[5]))}\n")
