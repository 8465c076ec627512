"""Posts that people bring: judged and recorded like collected ones, one at a time."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from orm.errors import ConfigError
from orm.intake.envelope import Envelope, contact_of, read_envelope, school_of
from orm.intake.from_eml import from_eml
from orm.intake.reception import Reception
from orm.model.brought import Brought, TakenIn
from orm.model.judgement import Verdict
from orm.model.polls import Scope
from orm.model.schools import Contact, SchoolId
from orm.pipeline.judging import Bench, judge
from orm.ports import Letterbox, Store


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of one post: for which schools it counts. Holds no post text."""

    schools: tuple[SchoolId, ...]
    taken: TakenIn
    left_out: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Visit:
    """What became of a mailbox's messages.

    `left` counts those that were left unread in it, by reason; `problems` are of those that were
    accepted and could not be read as a post.
    """

    receipts: tuple[Receipt, ...]
    left: tuple[tuple[str, int], ...]
    problems: tuple[str, ...]


def bring(brought: Brought, *, bench: Bench, store: Store) -> Receipt:
    """Judge a post, as one about the schools it was brought for, and record it.

    Raises:
        StoreError: nothing was written; bring it again.
    """
    judged = judge(
        brought.item,
        wanted=dict.fromkeys(brought.school_ids, Scope.ABOUT),
        bench=bench,
        now=brought.provenance.brought_at,
        settled=store.settled([brought.item.identity]),
    )
    taken = store.record_brought(judged, brought.provenance)
    about = (r.mention for r in judged.rulings if r.mention.verdict is not Verdict.NOT_US)
    return Receipt(tuple(mention.school_id for mention in about), taken, brought.left_out)


def empty_letterbox(
    box: Letterbox,
    *,
    reception: Reception,
    contacts: Sequence[Contact],
    allowed_domains: Sequence[str],
    take: Callable[[Brought], Receipt],
) -> Visit:
    """Take in every unread message of staff. One is marked as read only after it was recorded.

    Raises:
        SourceError: the mailbox cannot be read any further; what was recorded stays.
        StoreError: the database cannot be written.
    """
    receipts: list[Receipt] = []
    problems: list[str] = []
    left: dict[str, int] = {}
    for number in box.unseen():
        envelope = read_envelope(box.head(number))
        reason = _refusal(envelope, allowed_domains)
        school = school_of(envelope, schools=reception.schools, contacts=contacts)
        if not reason and school is None:
            reason = "names no school"
        if reason or school is None:
            left[reason] = left.get(reason, 0) + 1
            continue
        try:
            brought = _read(box.raw(number), envelope, school, reception, contacts)
        except ConfigError as error:
            problems += [f"message {number}: {problem}" for problem in error.problems]
            continue
        receipts.append(take(brought))
        box.mark_seen(number)
    return Visit(tuple(receipts), tuple(left.items()), tuple(problems))


def _refusal(envelope: Envelope, allowed_domains: Sequence[str]) -> str:
    """Why a message is not read, or empty."""
    if envelope.automatic:
        return "was written by a program"
    if not envelope.sender or envelope.forged:
        return "does not show who sent it"
    if envelope.domain not in {domain.casefold() for domain in allowed_domains}:
        return "comes from outside mail.allowed_domains"
    return ""


def _read(
    raw: bytes,
    envelope: Envelope,
    school: SchoolId,
    reception: Reception,
    contacts: Sequence[Contact],
) -> Brought:
    contact = contact_of(envelope, contacts)
    return from_eml(
        raw,
        replace(reception, brought_by=contact.id if contact else envelope.sender),
        school=school,
        seen_by=contact.id if contact else f"somebody at {envelope.domain}",
    )
