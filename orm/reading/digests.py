"""The Digest page: a reader's own digests as they were sent, and for administrators what became of
everybody's. Nobody reads another person's letter.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from orm.model.correspondence import Delivery, DigestOutcome, SentDigest, week_in
from orm.model.letters import Letter, MailId, MailState, PostWords
from orm.model.schools import Contact, School
from orm.model.sight import Sight
from orm.model.weeks import Week, WeekFacts
from orm.ports import Store
from orm.reading.plain_words import moment
from orm.reading.shelf import Shelf

MOST = 60
"""Digests that the page lists: more than a year of one reader's."""

MOST_WEEKS = 12
"""Weeks of which the page says how many digests arrived."""

_MOST_DELIVERIES = 200
_MOST_OUTCOMES = 2_000

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
class WeekDelivery:
    """What became of one week's digests, each in one number: `twice` are those of the sent that may
    have come twice; `waiting` go out at `until` at the earliest; `unknown` may have come or not;
    `held` stay in the house, and something neutral went instead.
    """

    week: Week
    sent: int
    twice: int
    waiting: int
    until: datetime | None
    failed: int
    unknown: int
    held: int

    @property
    def says(self) -> str:
        """All of it in a line."""
        twice = f" ({self.twice} of them may have come twice)" if self.twice else ""
        until = f", the first until {moment(self.until)}" if self.until else ""
        told = (
            (self.sent, f"{self.sent} sent{twice}"),
            (self.waiting, f"{self.waiting} waiting{until}"),
            (self.failed, f"{self.failed} not sent"),
            (self.unknown, f"{self.unknown} not known: may have come once, twice or not at all"),
            (self.held, f"{self.held} held by the safety check, with a neutral letter instead"),
        )
        return "; ".join(says for number, says in told if number)


@dataclass(frozen=True, slots=True)
class DigestsPage:
    """`newest` is the latest digest as it was sent; `earlier` the others, newest first. `weeks` are
    numbers, for everybody of the school.

    `deliveries` is None for who may not see them.
    """

    newest: DigestRow | None
    earlier: tuple[DigestRow, ...]
    gets_digest: bool
    address: str
    deliveries: tuple[DeliveryRow, ...] | None
    weeks: tuple[WeekDelivery, ...] = ()


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
        weeks=by_week(shelf.digest_outcomes(sight, school.id, most=_MOST_OUTCOMES)),
    )


def by_week(outcomes: Iterable[DigestOutcome]) -> tuple[WeekDelivery, ...]:
    """Digests counted by week, the latest week first."""
    found: dict[Week, list[DigestOutcome]] = {}
    for each in outcomes:
        if each.week is not None:
            found.setdefault(each.week, []).append(each)
    latest = sorted(found, reverse=True)[:MOST_WEEKS]
    return tuple(_of_week(week, found[week]) for week in latest)


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


def _of_week(week: Week, its: Sequence[DigestOutcome]) -> WeekDelivery:
    told = [each for each in its if not each.held]
    sent = [each for each in told if each.state is MailState.SENT]
    others = [each for each in told if each.state is not MailState.SENT]
    waiting = [each for each in others if each.state is MailState.QUEUED and not each.unanswered]
    failed = [each for each in others if each.state is MailState.FAILED and not each.unanswered]
    return WeekDelivery(
        week=week,
        sent=len(sent),
        twice=sum(each.unanswered > 0 for each in sent),
        waiting=len(waiting),
        until=min((each.next_at for each in waiting), default=None),
        failed=len(failed),
        unknown=len(others) - len(waiting) - len(failed),
        held=len(its) - len(told),
    )


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
        week=week_in(each.once),
        queued_at=each.queued_at,
        state=_state(each),
        says=_with_doubt(_says(each, each.attempts), each),
    )


def _state(each: Delivery) -> str:
    """Where nobody knows whether it came, that is what it is."""
    if each.unanswered and each.state is not MailState.SENT:
        return NOT_KNOWN
    return _STATES[each.state]


def _row(sent: SentDigest) -> DigestRow:
    return DigestRow(
        id=sent.id,
        week=week_in(sent.once),
        subject=sent.subject,
        text=sent.text,
        says=_says(sent, 0),
        state=_STATES[sent.state],
        held=sent.once.endswith("/held"),
    )


NOT_KNOWN = "not known"
_STATES = {
    MailState.QUEUED: "waiting",
    MailState.SENT: "sent",
    MailState.FAILED: "not sent",
}


def _says(each: Delivery | SentDigest, attempts: int) -> str:
    """Why a letter is not sent, and until when it waits; a failure's own words are those of the mail
    server, or of ours.
    """
    if each.state is MailState.SENT:
        return ""
    if each.state is MailState.FAILED:
        return each.failure or "the mail server did not take it"
    until = f" until {moment(each.next_at)}" if each.next_at else ""
    if attempts:
        times = "1 time" if attempts == 1 else f"{attempts} times"
        return f"tried {times}, it waits{until}: {each.failure}"
    if each.failure:
        return f"it waits{until}: {each.failure}"
    is_later = each.next_at is not None and each.next_at > each.queued_at
    return f"it waits{until}" if is_later else "it goes out within a minute"


def _with_doubt(says: str, each: Delivery) -> str:
    """What is said of a letter that the mail server once took without an answer, or did not take."""
    if not each.unanswered:
        return says
    times = "once" if each.unanswered == 1 else f"{each.unanswered} times"
    so = "come all the same" if each.state is MailState.FAILED else "come twice"
    doubt = f"the mail server did not answer {times}, so it may have {so}"
    return f"{doubt}; {says}" if says else doubt
