"""A person says that something poses as the school: judged as the policy has it (T15), recorded with
its case like a post that was brought.
"""

from datetime import datetime

from orm.cases.opening import open_case
from orm.model.brought import FAMILY, Brought, Provenance
from orm.model.items import Identity, Item, Kind
from orm.model.judgement import (
    Assessment,
    AuthorType,
    Category,
    Decision,
    Evidence,
    Ground,
    Mention,
    Severity,
    Stance,
    Verdict,
)
from orm.model.lookalikes import Lookalike
from orm.model.records import JudgedItem, Ruling
from orm.model.schools import School, SchoolId
from orm.pipeline.judging import Bench, alerts_for
from orm.stories import content_hash, fingerprint
from orm.triage.authors import Author
from orm.triage.decide import CONFIRMED_IMPOSTOR, Seen, ruling
from orm.triage.severity import Finding

_HOW = "official accounts: who uses our name"
_SURE = 1.0
_NO_TONE = Assessment(Stance.ABSTAIN, 0.0, (), "none")
"""What an account says of itself has no tone towards the school."""


def impostor(lookalike: Lookalike, *, by: str, now: datetime) -> Brought:
    """What was found, as a post that a person brings: what it says of itself and where it is."""
    found = lookalike.scored.candidate
    item = Item(
        identity=Identity(FAMILY, f"{found.sort}|{found.platform}|{found.key}"),
        kind=Kind.POST,
        platform=found.platform,
        url=found.url,
        title=found.name,
        text="\n".join(part for part in (found.handle, found.description) if part),
        author=found.handle,
        posted_at=None,
    )
    seen = Provenance(
        brought_by=by, seen_by=by, how=_HOW, seen_at=lookalike.last_seen_at, brought_at=now
    )
    return Brought(item, (lookalike.school_id,), seen)


def judged_impostor(brought: Brought, *, bench: Bench, now: datetime) -> JudgedItem:
    """The item with a ruling for each of its schools: T15, because a person said so."""
    item = brought.item
    story = fingerprint(item)
    decision = ruling(
        Finding(Category.T15, Severity.S3),
        Author(AuthorType.UNKNOWN),
        policy=bench.scales.policy,
        profile=bench.scales.profile,
        seen=Seen((Ground(CONFIRMED_IMPOSTOR),)),
    )
    rulings = (
        _ruling(item, school_id, decision, story, bench=bench, now=now)
        for school_id in brought.school_ids
    )
    return JudgedItem(
        item=item,
        content_hash=content_hash(item),
        fingerprint=story,
        rulings=tuple(rulings),
        retain=decision.retain,
    )


def _ruling(
    item: Item,
    school_id: SchoolId,
    decision: Decision,
    story: str,
    *,
    bench: Bench,
    now: datetime,
) -> Ruling:
    school: School = bench.schools[school_id]
    case = open_case(
        decision,
        school_id=school_id,
        fingerprint=story,
        now=now,
        policy=bench.scales.policy,
        calendar=bench.calendar,
    )
    evidence = (Evidence("settled", school.name, _SURE),)
    return Ruling(
        mention=Mention(school_id, Verdict.US, _SURE, evidence),
        assessment=_NO_TONE,
        decision=decision,
        case=case,
        alerts=alerts_for(case, item, decision, school=school, bench=bench) if case else (),
    )
