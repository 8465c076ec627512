"""The Digest page: a reader's own digests as they were sent, and for administrators what became of
everybody's. Nobody reads another person's letter.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from orm.model.correspondence import Delivery, SentDigest
from orm.model.letters import Letter, MailId, MailState, PostWords
from orm.model.schools import Contact, School
from orm.model.sight import Sight
from orm.model.weeks import Week, WeekFacts
from orm.ports import Store
from orm.reading.shelf import Shelf

MOST = 60
"""Digests that the page lists: more than a year of one reader's."""

_MOST_DELIVERIES = 200
_WEEK = re.compile(r"/(\d{4})-W(\d{2})/")

WriteDigests = Callable[
    [WeekFacts, Sequence[PostWords], School, Sequence[Contact]], Sequence[Letter]
]
"""Writes digests and checks them: as `orm.wiring.House.write_digests`."""


@dataclass(frozen=True, slots=True)
class DigestRow:
    """One digest. `week` is None where its name does not say one."""

    id: MailId
    week: Week | None
    subject: str
    text: str
    says: str
    state: str
    held: bool


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """What became of one reader's digest."""

    who: str
    address: str
    week: Week | None
    queued_at: datetime
    state: str
    says: str


@dataclass(frozen=True, slots=True)
class DigestsPage:
    """`newest` is the latest digest as it was sent; `earlier` the others, newest first.

    `deliveries` is None for who may not see them.
    """

    newest: DigestRow | None
    earlier: tuple[DigestRow, ...]
    gets_digest: bool
    address: str
    deliveries: tuple[DeliveryRow, ...] | None


def page(
    shelf: Shelf,
    school: School,
    *,
    reader: Contact,
    sight: Sight,
    contacts: Sequence[Contact],
    administers: bool,
) -> DigestsPage:
    """The digests of one school to its reader."""
    rows = [_row(each) for each in shelf.digests_to(sight, reader.email, school.id, most=MOST)]
    return DigestsPage(
        newest=rows[0] if rows else None,
        earlier=tuple(rows[1:]),
        gets_digest=reader.digest,
        address=reader.email,
        deliveries=_deliveries(shelf, school, sight, contacts) if administers else None,
    )


def one(shelf: Shelf, mail_id: MailId, *, reader: Contact, sight: Sight) -> SentDigest | None:
    """One digest of this reader's own; None where there is none of this number for them."""
    return shelf.digest_to(sight, reader.email, mail_id)


def row(sent: SentDigest) -> DigestRow:
    """One digest as the page shows it."""
    return _row(sent)


def preview(
    store: Store,
    school: School,
    week: Week,
    *,
    reader: Contact,
    write: WriteDigests,
    now: datetime,
) -> Letter | None:
    """What this reader would be sent now for a week; nothing is queued. None where the safety check
    holds it.
    """
    facts = store.week_facts(school.id, week, now=now)
    posts = store.post_words(school.id, week)
    letters = write(facts, posts, school, [reader])
    return next((letter for letter in letters if not letter.held), None)


def _deliveries(
    shelf: Shelf, school: School, sight: Sight, contacts: Sequence[Contact]
) -> tuple[DeliveryRow, ...]:
    names = {each.email.casefold(): each.name for each in contacts}
    return tuple(
        _delivery(each, names) for each in shelf.deliveries(sight, school.id, most=_MOST_DELIVERIES)
    )


def _delivery(each: Delivery, names: Mapping[str, str]) -> DeliveryRow:
    return DeliveryRow(
        who=names.get(each.recipient.casefold(), "somebody who has left"),
        address=each.recipient,
        week=_week(each.once),
        queued_at=each.queued_at,
        state=_STATES[each.state],
        says=_with_doubt(_says(each.state, each.failure, each.attempts), each.unanswered),
    )


def _row(sent: SentDigest) -> DigestRow:
    return DigestRow(
        id=sent.id,
        week=_week(sent.once),
        subject=sent.subject,
        text=sent.text,
        says=_says(sent.state, sent.failure, 0),
        state=_STATES[sent.state],
        held=sent.once.endswith("/held"),
    )


_STATES = {
    MailState.QUEUED: "waiting",
    MailState.SENT: "sent",
    MailState.FAILED: "not sent",
}


def _says(state: MailState, failure: str, attempts: int) -> str:
    """Why a letter is not sent; a failure's own words are those of the mail server, or of ours."""
    if state is MailState.SENT:
        return ""
    if state is MailState.FAILED:
        return failure or "the mail server did not take it"
    if attempts:
        return f"tried {attempts} {'time' if attempts == 1 else 'times'}, tried again: {failure}"
    if failure:
        return f"it waits: {failure}"
    return "it goes out within a minute"


def _with_doubt(says: str, unanswered: int) -> str:
    """What is said of a letter that the mail server once took without an answer, or did not take."""
    if not unanswered:
        return says
    times = "once" if unanswered == 1 else f"{unanswered} times"
    doubt = f"the mail server did not answer {times}, so it may have come twice"
    return f"{says}; {doubt}" if says else doubt


def _week(once: str) -> Week | None:
    found = _WEEK.search(once)
    return Week(int(found[1]), int(found[2])) if found else None
