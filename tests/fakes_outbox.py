"""The store's outbox and weeks in memory, and a mailer that does as it is told.

`test_weekly_on_stores.py` holds the fake to the same promises as the real store.
"""

from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import cast

from orm.errors import Busy, DeliveryError, StoreError
from orm.model.letters import EMAILS, LetterKind, Mail, MailId, MailState, fingerprint
from orm.ports import Store
from tests.factories_weeks import facts

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


class MemoryOutbox:
    """What `orm.weekly` asks of a store. `broken` is a school whose facts cannot be read."""

    def __init__(self, mails=(), broken=None, since=LONG_AGO, posts=()):
        self.posts = posts
        self.mails = {mail.id: mail for mail in mails}
        self.due = {mail.id: mail.queued_at for mail in mails}
        self.leases = {}
        self.weeks = {}
        self.broken = broken
        self.since = since

    def week_facts(self, school_id, week, *, now):
        if school_id == self.broken:
            raise RuntimeError("a fault")
        return replace(facts(), school_id=school_id, week=week)

    def post_words(self, school_id, week):
        return self.posts

    def watched_since(self, school_id):
        return self.since

    def queued_weeks(self, school_id):
        return frozenset(self.weeks.get(school_id, ()))

    def queue_week(self, school_id, week, letters, *, now):
        marked = self.weeks.setdefault(school_id, [])
        if week in marked:
            return False
        marked.append(week)
        self._queue(letters, now)
        return True

    def claim_mail(self, *, now, worker, lease, limit, kinds=EMAILS):
        free = [
            mail
            for mail in self.mails.values()
            if mail.state is MailState.QUEUED
            and mail.letter.kind in kinds
            and self.due[mail.id] <= now
            and self._free(mail, worker, now)
        ]
        taken = tuple(sorted(free, key=self._turn)[:limit])
        self.leases.update({mail.id: (worker, now + lease) for mail in taken})
        return taken

    def hand_over(self, mail_id, *, worker, now):
        if self.leases.get(mail_id, ("",))[0] != worker:
            return False
        self.mails[mail_id] = replace(
            self.mails[mail_id], unanswered=self.mails[mail_id].unanswered + 1
        )
        return True

    def mail_sent(self, mail_id, *, worker, now):
        self._answered(mail_id, worker, state=MailState.SENT, sent_at=now, failure="")

    def mail_failed(self, mail_id, *, worker, now, reason, retry_at, tell=()):
        if self.leases.get(mail_id, ("",))[0] == worker:
            self._queue(tell, now)
        handed = self.mails[mail_id].unanswered > 0
        change = self._answered if handed else self._change
        self._not_accepted(change, mail_id, worker, reason, retry_at)

    def mail_unanswered(self, mail_id, *, worker, reason, retry_at):
        self._not_accepted(self._change, mail_id, worker, reason, retry_at)

    def put_off_mail(self, mail_ids, *, worker, reason, until):
        for mail_id in mail_ids:
            self._change(mail_id, worker, failure=reason)
            self.due[mail_id] = until

    def hold_mail(self, mail_id, *, worker, now, reason, instead):
        self._change(mail_id, worker, failure=reason, state=MailState.FAILED)
        self._queue(instead, now)

    def outbox(self, school_id=None):
        mails = sorted(self.mails.values(), key=lambda mail: (mail.queued_at, mail.id))
        return tuple(mail for mail in mails if school_id in (None, mail.letter.school_id))

    def _queue(self, letters, now):
        known = {mail.letter.once for mail in self.mails.values()}
        for letter in letters:
            if letter.once not in known:
                number = MailId(len(self.mails) + 1)
                self.mails[number] = Mail(
                    number,
                    letter,
                    queued_at=now,
                    attempts=0,
                    state=MailState.FAILED if letter.held else MailState.QUEUED,
                    failure=letter.held,
                    cleared_as=fingerprint(letter) if letter.cleared else "",
                )
                self.due[number] = now

    def _turn(self, mail):
        return (mail.letter.kind is LetterKind.DIGEST, self.due[mail.id], mail.id)

    def _free(self, mail, worker, now):
        holder, until = self.leases.get(mail.id, ("", now))
        return holder == worker or until <= now

    def _not_accepted(self, change, mail_id, worker, reason, retry_at):
        attempts = self.mails[mail_id].attempts + 1
        if retry_at is None:
            change(mail_id, worker, attempts=attempts, failure=reason, state=MailState.FAILED)
        else:
            change(mail_id, worker, attempts=attempts, failure=reason)
            self.due[mail_id] = retry_at

    def _answered(self, mail_id, worker, **changes):
        unanswered = self.mails[mail_id].unanswered - 1
        self._change(mail_id, worker, unanswered=unanswered, **changes)

    def _change(self, mail_id, worker, **changes):
        if self.leases.get(mail_id, ("",))[0] == worker:
            self.mails[mail_id] = replace(self.mails[mail_id], **changes)
            del self.leases[mail_id]


def memory_store(*mails, broken=None, since=LONG_AGO, posts=()) -> Store:
    """A store of which only outbox and weeks may be asked."""
    return cast("Store", MemoryOutbox(mails, broken, since, posts))


class TellingMailer:
    """Accepts every letter but those whose `once` has an error waiting, and `limit` in all."""

    def __init__(self, **errors):
        self.errors = errors
        self.limit = 1_000_000
        self.sent = []

    @contextmanager
    def batch(self):
        yield self

    def send(self, mail):
        error = self.errors.get(mail.letter.once.rsplit("/", 1)[-1])
        if error is not None:
            raise error
        if len(self.sent) >= self.limit:
            raise Busy("421 too many letters")
        self.sent.append(mail.letter.once)


def telling_mailer(**errors) -> "TellingMailer":
    """`telling_mailer(head=refused())` refuses the letter whose name ends in /head."""
    return TellingMailer(**errors)


def refused(*, permanent: bool) -> DeliveryError:
    return DeliveryError("550 no such user" if permanent else "451 try later", permanent=permanent)


def full_disk() -> StoreError:
    return StoreError("the disk is full: free some space")
