"""What the platform said today against what is remembered: is the account there, is it the same one,
and has it changed (contracts/social.md §16).
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from orm.accounts.outcomes import could_not, finding, local_day, mark, quoted, well
from orm.errors import Gone, RateLimited, Refused, SourceError, Unreadable
from orm.model.accounts import Account, Answer, Check, Checked, Known, Sighting, State
from orm.model.schools import AccountStatus

_Fact = TypeVar("_Fact")

MISSES = 3
"""Days in a row on which an account is missed before that can be an alarm."""

SIGNALS = 2
"""Addresses that must agree that an account is gone."""

_OUT_OF_SIGHT = {
    State.SUSPENDED: "The platform has suspended this account. Sign in to see why, appeal there, "
    "and tell the headteacher.",
    State.DEACTIVATED: "This account has been switched off by somebody who can get in. Find out who "
    "did it; if nobody did, treat it as a break-in.",
    State.UNPUBLISHED: "This page has been taken offline in its own settings. Find out who did it, "
    "and publish it again or close it in the register.",
}
_PRIVATE = (
    "This account is set to private, so that parents cannot see it. Make it public, or say in the "
    "register why it is not."
)
_STILL_THERE = (
    "The register says that this account is closed, but it can still be seen. Close it on the "
    "platform, or correct the register."
)
_FOREIGN = (
    "What is there now is another account than the one that was there before: it may have been "
    "taken over, or the register may be wrong. Do not post; secure the account and check its id."
)
_HANDLE_TAKEN = (
    "Our handle now leads to somebody else's account. Tell parents where ours is, correct our "
    "links, and report the other one if it uses the school's name."
)
_KINDS = (
    ("a number", re.compile(r"\d+", re.ASCII)),
    ("a did", re.compile(r"did:.+")),
    ("a channel", re.compile(r"UC[\w-]{22}", re.ASCII)),
    ("an address", re.compile(r"https?://.+")),
    ("a URN", re.compile(r"urn:.+")),
)
_COMPARED = {"name": "name", "handle": "handle", "description": "description"}


@dataclass(frozen=True, slots=True)
class Seen:
    """EXISTS, SAME and CHANGED, and what is remembered from now on. `sighting` is the account as
    all answers together tell it; None where it was not seen, and `why` says so for people.
    """

    checks: tuple[Checked, ...]
    known: Known
    sighting: Sighting | None
    why: str = ""


@dataclass(frozen=True, slots=True)
class _Answers:
    """Today's answers, sorted: those about our account, those about another one, and failures."""

    ours: tuple[Sighting, ...]
    foreign: tuple[Sighting, ...]
    faults: tuple[SourceError, ...]
    expected: str


def seen_checks(
    account: Account,
    known: Known,
    answers: Sequence[Answer],
    *,
    skeleton: Callable[[str], str],
    checked_at: datetime | None,
    now: datetime,
) -> Seen:
    """EXISTS, SAME and CHANGED, in this order; of a closed account EXISTS alone.

    `answers` has one for each address asked. `skeleton` maps letters that look alike to one.
    `checked_at` is when the account was last looked at: a day counts as one miss.
    """
    sorted_ = _sorted(account, known, answers)
    if account.status is AccountStatus.CLOSED:
        return Seen((_closed(sorted_),), known, None, "This account is closed.")
    if not sorted_.ours:
        return _unseen(sorted_, known, checked_at=checked_at, now=now)
    sighting = merged(sorted_.ours)
    if sighting.state in _OUT_OF_SIGHT or sighting.state is State.MOVED:
        there = _out_of_sight(sighting)
        why = "The account cannot be seen, so this could not be checked."
        return Seen((there, *_not_compared(why)), replace(known, misses=0), None, why)
    same = _same(sorted_)
    changes = _changed(known.seen, sighting, skeleton)
    return Seen((_there(sighting), same, *changes), _remembered(known, sighting, now), sighting)


def merged(sightings: Sequence[Sighting]) -> Sighting:
    """Several answers about one account as one: of each fact, the first that says; of its state,
    the first that is not well.
    """
    one = sightings[0]
    for other in sightings[1:]:
        one = _joined(one, other)
    unwell = (s.state for s in sightings if s.state not in {None, State.LIVE})
    return replace(one, state=next(unwell, one.state))


def folded(text: str) -> str:
    """The text as it is compared: case, width and white space make no difference."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _joined(one: Sighting, other: Sighting) -> Sighting:
    return Sighting(
        platform=one.platform,
        stable_id=one.stable_id or other.stable_id,
        handle=one.handle or other.handle,
        url=one.url or other.url,
        state=one.state or other.state,
        moved_to=one.moved_to or other.moved_to,
        name=_first(one.name, other.name),
        description=_first(one.description, other.description),
        links=_first(one.links, other.links),
        proven_links=one.proven_links or other.proven_links,
        verified=_first(one.verified, other.verified),
        posted_at=_first(one.posted_at, other.posted_at),
        waiting_since=one.waiting_since or other.waiting_since,
    )


def _first(one: _Fact | None, other: _Fact | None) -> _Fact | None:
    return other if one is None else one


def _sorted(account: Account, known: Known, answers: Sequence[Answer]) -> _Answers:
    seen = tuple(one for one in answers if isinstance(one, Sighting))
    ids = (one.stable_id for one in seen if one.stable_id)
    remembered = known.seen.stable_id if known.seen else ""
    expected = account.stable_id.strip() or remembered or next(ids, "")
    foreign = tuple(one for one in seen if _is_another(one.stable_id, expected))
    ours = tuple(one for one in seen if one not in foreign)
    faults = tuple(one for one in answers if isinstance(one, SourceError))
    return _Answers(ours if _shown(ours, faults) else (), foreign, faults, expected)


def _shown(ours: Sequence[Sighting], faults: Sequence[SourceError]) -> bool:
    """An answer names the account or tells its state; posts alone are enough while none says gone."""
    if any(one.stable_id or one.handle or one.name or one.state for one in ours):
        return True
    return any(one.posted_at for one in ours) and not any(isinstance(one, Gone) for one in faults)


def _is_another(stable_id: str, expected: str) -> bool:
    """Ids of two kinds (a number, an address) may be of one account; two of one kind are not."""
    return bool(stable_id) and stable_id != expected and _kind(stable_id) == _kind(expected)


def _kind(stable_id: str) -> str:
    return next((kind for kind, shape in _KINDS if shape.fullmatch(stable_id)), "")


def _closed(answers: _Answers) -> Checked:
    for one in answers.ours:
        if one.state in {None, State.LIVE, State.PRIVATE}:
            return finding(Check.EXISTS, "closed", _STILL_THERE, one.url)
    if answers.ours or any(isinstance(one, Gone) for one in answers.faults):
        return well(Check.EXISTS, "This account is closed and can no longer be seen.")
    says, evidence = _failure(answers.faults)
    return could_not(Check.EXISTS, says, evidence)


def _unseen(answers: _Answers, known: Known, *, checked_at: datetime | None, now: datetime) -> Seen:
    """Nothing was seen of our account: another one, nothing at all, or no answer that can be read."""
    if answers.foreign:
        why = "Another account was found instead, so this could not be checked."
        there = could_not(Check.EXISTS, why, answers.foreign[0].url)
        taken = _another(answers, _FOREIGN)
        checks = (there, taken, could_not(Check.CHANGED, why))
        return Seen(checks, replace(known, misses=0), None, why)
    gone = sum(isinstance(one, Gone) for one in answers.faults)
    if gone:
        missed = replace(known, misses=_misses(known, checked_at, now))
        why = "The account was not found today, so this could not be checked."
        return Seen((_missed(missed.misses, gone), *_not_compared(why)), missed, None, why)
    says, evidence = _failure(answers.faults)
    why = "The account could not be looked at today, so this could not be checked."
    return Seen((could_not(Check.EXISTS, says, evidence), *_not_compared(why)), known, None, why)


def _not_compared(why: str) -> tuple[Checked, Checked]:
    return could_not(Check.SAME, why), could_not(Check.CHANGED, why)


def _misses(known: Known, checked_at: datetime | None, now: datetime) -> int:
    if checked_at is not None and local_day(checked_at) == local_day(now):
        return max(known.misses, 1)
    return known.misses + 1


def _missed(misses: int, gone: int) -> Checked:
    evidence = f"{gone} of its addresses say that there is no such account"
    if misses < MISSES:
        says = (
            f"The account was not found today ({misses} of {MISSES} days before this is an alarm). "
            "Nothing to do yet: platforms are sometimes wrong for a day."
        )
        return could_not(Check.EXISTS, says, evidence)
    if gone < SIGNALS:
        says = (
            f"The account was not found for {misses} days, but only one address says so. Please "
            "open it yourself: if it is gone, tell the headteacher and correct the register."
        )
        return could_not(Check.EXISTS, says, evidence)
    says = (
        f"The account has not been found for {misses} days. Sign in to see what happened, and tell "
        "the headteacher; if it was closed on purpose, close it in the register."
    )
    return finding(Check.EXISTS, "gone", says, evidence)


def _failure(faults: Sequence[SourceError]) -> tuple[str, str]:
    """Why nothing was seen, for people, and the reason in the words of whoever failed."""
    if not faults:
        return (
            "What the platform answered does not show the account. Please look at it yourself.",
            "",
        )
    fault = min(faults, key=_urgency)
    match fault:
        case Refused():
            says = (
                "The platform did not let orm look. Ask whoever looks after orm to check its key "
                "for this platform; until then, look at the account yourself."
            )
        case RateLimited():
            says = "The platform asked orm to wait, so it was not looked at. orm tries again later."
        case Unreadable():
            says = (
                "The platform's answer could not be read. Please look at the account yourself, and "
                "tell whoever looks after orm if this goes on."
            )
        case _:
            says = (
                "The platform did not answer today. orm tries again tomorrow; if this goes on, look "
                "at the account yourself."
            )
    return says, quoted(str(fault))


def _urgency(fault: SourceError) -> int:
    """Lower for a failure that only a person ends."""
    waits_for_a_person = (Refused, Unreadable, RateLimited)
    return next((n for n, kind in enumerate(waits_for_a_person) if isinstance(fault, kind)), 3)


def _out_of_sight(sighting: Sighting) -> Checked:
    if sighting.state is State.MOVED:
        to = quoted(sighting.moved_to)
        says = (
            "This account says that it has moved. If the school moved it, enter the new address in "
            "the register; if not, treat it as a break-in."
        )
        evidence = f"Moved to {to}" if to else sighting.url
        return finding(Check.EXISTS, f"moved:{mark(sighting.moved_to)}", says, evidence)
    state = sighting.state or State.LIVE
    return finding(Check.EXISTS, state.value, _OUT_OF_SIGHT[state], sighting.url)


def _there(sighting: Sighting) -> Checked:
    if sighting.state is State.PRIVATE:
        return finding(Check.EXISTS, State.PRIVATE.value, _PRIVATE, sighting.url)
    return well(Check.EXISTS, "The account is there.", sighting.url)


def _another(answers: _Answers, says: str) -> Checked:
    found = answers.foreign[0]
    evidence = f"The id was {quoted(answers.expected)}, now {quoted(found.stable_id)}"
    return finding(Check.SAME, mark(found.stable_id), says, evidence)


def _same(answers: _Answers) -> Checked:
    if answers.foreign:
        return _another(answers, _HANDLE_TAKEN)
    ids = tuple(one.stable_id for one in answers.ours if one.stable_id)
    if not ids:
        says = "The platform does not give this account's id, so orm cannot tell a takeover by it."
        return could_not(Check.SAME, f"{says} Look at the account if its posts seem odd.")
    if answers.expected not in ids:
        says = (
            "The id in the register is of another kind than the one the platform gives, so they "
            "cannot be compared. Enter the platform's."
        )
        return could_not(Check.SAME, says, f"The platform gives {quoted(ids[0])}")
    return well(Check.SAME, "It is the same account as before.", f"Its id is {quoted(ids[0])}")


def _changed(
    before: Sighting | None, now: Sighting, skeleton: Callable[[str], str]
) -> tuple[Checked, ...]:
    if before is None:
        says = "First look: the account is compared with what it is today from now on."
        return (well(Check.CHANGED, says),)
    pairs = [
        (field, old, new)
        for field in _COMPARED
        if (old := _fact(before, field)) is not None and (new := _fact(now, field)) is not None
    ]
    if not pairs and before.verified is None:
        says = "The platform does not say what the account calls itself. Look at it yourself."
        return (could_not(Check.CHANGED, says),)
    changes = tuple(
        _change(field, old, new, skeleton)
        for field, old, new in pairs
        if folded(old) != folded(new)
    )
    lost = _mark_lost(before, now)
    unchanged = well(Check.CHANGED, "Name, handle and description are as they were.")
    return (*changes, *lost) or (unchanged,)


def _fact(sighting: Sighting, field: str) -> str | None:
    if field == "handle":
        return sighting.handle.strip().lstrip("@") or None
    return sighting.name if field == "name" else sighting.description


def _change(field: str, old: str, new: str, skeleton: Callable[[str], str]) -> Checked:
    evidence = f"Was “{quoted(old)}”, now “{quoted(new)}”"
    if field != "description" and borrows_letters(new, skeleton):
        says = (
            f"The new {field} is written with letters of another alphabet that look like ours: this "
            "is how accounts are disguised. Do not post; find out who changed it and secure it."
        )
        return finding(Check.CHANGED, f"{field}:letters:{mark(folded(new))}", says, evidence)
    says = (
        f"The account's {field} has changed. If the school changed it, confirm it here; if nobody "
        "did, change the password and see who can get in."
    )
    return finding(Check.CHANGED, f"{field}:{mark(folded(new))}", says, evidence)


def borrows_letters(text: str, skeleton: Callable[[str], str]) -> bool:
    """True when a word has Latin letters and look-alikes of another alphabet, or only look-alikes:
    a name that is really written in another alphabet has letters that look like nothing of ours.
    """
    for word in re.findall(r"[^\W\d_]+", unicodedata.normalize("NFKC", text)):
        others = [letter for letter in word if not _is_latin(letter)]
        alike = [one for one in others if (s := skeleton(one)).isascii() and s.isalpha()]
        if alike and (len(others) < len(word) or len(alike) == len(word)):
            return True
    return False


def _is_latin(letter: str) -> bool:
    return letter.isascii() or unicodedata.name(letter, "").startswith("LATIN")


def _mark_lost(before: Sighting, now: Sighting) -> Iterator[Checked]:
    if before.verified and now.verified is False:
        says = (
            "The account has lost the platform's mark that it is verified. Find out why in its "
            "settings; a changed name can be the reason."
        )
        yield finding(Check.CHANGED, "verified:lost", says)


def _remembered(known: Known, sighting: Sighting, now: datetime) -> Known:
    """The accepted facts stay; what the platform had not said before is added to them."""
    facts = replace(sighting, posted_at=None, waiting_since=None)
    if known.seen is None:
        return replace(known, seen=facts, seen_at=now, misses=0)
    return replace(known, seen=_completed(known.seen, facts), misses=0)


def _completed(accepted: Sighting, facts: Sighting) -> Sighting:
    verified = facts.verified if not accepted.verified else True
    both = _joined(accepted, facts)
    return replace(both, verified=_first(verified, accepted.verified))
