"""A person settles whether a post is about a school: judged again, recorded, cases opened or closed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from orm.cases.dismissing import dismissed_event, named, only_their_owner_ends, who_may_settle
from orm.errors import Conflict, NotAllowed
from orm.match.settling import as_settled, scope_in
from orm.model.cases import OPEN_STATES, Case
from orm.model.judgement import Retain, Verdict
from orm.model.records import Ruling
from orm.model.schools import Contact, Role
from orm.model.settlements import Effect, MentionFile, MentionId, Settlement, Settling
from orm.model.sight import subject_roles
from orm.pipeline.judging import Bench, judge
from orm.ports import Store

_LONGEST_NAME = 60
_LONGEST_REASON = 200


@dataclass(frozen=True, slots=True)
class Word:
    """What a person says of one mention. `verdict` is US or NOT_US."""

    verdict: Verdict
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class SettledMention:
    """What became of a mention. `judged_again` is False where the words that are needed are not
    kept, and where nothing needed judging.
    """

    settlement: Settlement
    effect: Effect
    judged_again: bool


def settle(
    mention_id: MentionId, word: Word, *, bench: Bench, store: Store, now: datetime
) -> SettledMention:
    """Take a person's word on a mention, and do at once what it changes.

    About us: the post is judged again as one that is, and opens the case that was held back while
    nobody was sure. Not about us: the cases that it opened are dismissed, unless other posts of
    theirs may still be about the school.

    Raises:
        NotAllowed: no such mention, nobody who may settle it, or no reason given.
        Conflict: the post or its case changed meanwhile.
    """
    _check_line(word.by, "Say who settles it", _LONGEST_NAME)
    _check_line(word.reason, "Say why", _LONGEST_REASON)
    file = _found(mention_id, store)
    _check_may(file, word, bench.contacts)
    settlement = Settlement(
        identity=file.item.identity,
        school_id=file.mention.school_id,
        verdict=word.verdict,
        by=word.by.strip(),
        reason=word.reason.strip(),
        at=now,
    )
    ruling = _judged_again(file, settlement, bench=bench)
    order = Settling(
        mention_id=mention_id,
        settlement=settlement,
        mention=ruling.mention if ruling else as_settled(file.mention, settlement),
        ruling=ruling,
        closes=_ending(file.cases, word.verdict),
    )
    contact = named(word.by, bench.contacts)
    actor = contact.id if contact else settlement.by
    effect = store.settle(
        order, close=partial(dismissed_event, at=now, actor=actor, reason=settlement.reason)
    )
    return SettledMention(settlement, effect, judged_again=ruling is not None)


def _check_line(said: str, wish: str, longest: int) -> None:
    if not said.strip() or not said.isprintable() or len(said) > longest:
        raise NotAllowed(f"{wish} in one line of at most {longest} characters.")


def _found(mention_id: MentionId, store: Store) -> MentionFile:
    file = store.mention(mention_id)
    if file is None:
        raise NotAllowed(f"There is no mention {mention_id}; see: orm mention list")
    if file.latest != file.id:
        raise Conflict(
            f"The post of mention {mention_id} was edited since: read it again and settle it as"
            f" mention {file.latest}."
        )
    return file


def _check_may(file: MentionFile, word: Word, contacts: Sequence[Contact]) -> None:
    """What is sealed is settled by its owner only; so is what would end an urgent case."""
    guarded = only_their_owner_ends(file.cases) if word.verdict is Verdict.NOT_US else ()
    if not guarded and not file.sealed:
        return
    case = next(iter(guarded or file.cases), None)
    owner = case.owner if case else file.decision.owner
    allowed = who_may_settle(
        owner,
        subject_roles(file.decision).union(*(case.about for case in file.cases)),
        sealed=file.sealed,
        school_id=file.mention.school_id,
        contacts=contacts,
    )
    if named(word.by, contacts) not in allowed:
        raise NotAllowed(_owners_only(file, case, owner, allowed))


def _owners_only(
    file: MentionFile, case: Case | None, owner: Role, allowed: Sequence[Contact]
) -> str:
    what = f"Case {case.ref}" if case else f"Mention {file.id}"
    why = "sealed" if file.sealed else "urgent"
    if not allowed:
        return f"{what} is {why} and nobody may settle it: name a {owner} in config.toml."
    people = " or ".join(contact.name for contact in allowed)
    return (
        f"{what} is {why}: only its owner, the {owner} ({people}), may settle it, with --by and"
        " their address in config.toml."
    )


def _ending(cases: Sequence[Case], verdict: Verdict) -> tuple[Case, ...]:
    if verdict is not Verdict.NOT_US:
        return ()
    return tuple(case for case in cases if case.state in OPEN_STATES)


def _judged_again(file: MentionFile, settlement: Settlement, *, bench: Bench) -> Ruling | None:
    """The ruling of a post that is about us after all; None where no words of it are kept.

    What is not about us keeps the decision that it had: the record of a case says why it opened.
    """
    school_id = settlement.school_id
    if settlement.verdict is Verdict.NOT_US or file.retain is not Retain.FULL:
        return None
    if school_id not in bench.schools:
        raise NotAllowed(f"{school_id} is no longer watched; add it to config.toml again.")
    judged = judge(
        file.item,
        wanted={school_id: scope_in(file.mention.evidence)},
        bench=bench,
        now=settlement.at,
        settled={file.item.identity: (settlement,)},
    )
    return next(each for each in judged.rulings if each.mention.school_id == school_id)
