"""From an item to what each school should know of it: match, score, decide, and who must be told."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType
from urllib.parse import urlsplit

from orm.cases.opening import open_case
from orm.cases.owners import recipients
from orm.match.matcher import Matcher
from orm.match.settling import settle
from orm.model.cases import NewCase
from orm.model.items import Identity, Item, Kind
from orm.model.judgement import Decision, Mention, Retain, Severity, Verdict
from orm.model.letters import Letter
from orm.model.own_posts import Question
from orm.model.polls import Poll, Scope
from orm.model.records import JudgedItem, Ruling
from orm.model.schools import Contact, School, SchoolCalendar, SchoolId
from orm.model.settlements import Settled
from orm.model.sight import subject_roles
from orm.pipeline.marking import kept, key_of, mark, marks_in
from orm.pipeline.weighing import Scales, weigh
from orm.stories import content_hash, fingerprint

WriteAlert = Callable[[NewCase, School, Contact, Item], tuple[Letter, ...]]
AskOwn = Callable[[Item, School, datetime], tuple[Question, ...]]
"""What there is to ask about a post of the school's own at this moment."""

Repeat = Callable[[Sequence[Letter]], tuple[Letter, ...]]
"""The messages for the school's channels that repeat the alerts of one case."""

_POSTS = frozenset({Kind.POST, Kind.VIDEO})
"""What an account publishes; a comment on its page is somebody else's, a page of a website no post."""

_NOTHING_SETTLED: Settled = MappingProxyType({})


def nothing_to_repeat(letters: Sequence[Letter]) -> tuple[Letter, ...]:
    """For a bench without channels."""
    del letters
    return ()


def nothing_to_ask(item: Item, school: School, now: datetime) -> tuple[Question, ...]:
    """For a bench that asks nothing about own posts."""
    del item, school, now
    return ()


@dataclass(frozen=True, slots=True)
class Bench:
    """Everything that judging needs to know; built once per run of the house.

    `version` is another text whenever anything of it is different: what was judged with one version
    is judged again with the next. `press` are hosts whose pages are news.
    """

    schools: Mapping[SchoolId, School]
    matcher: Matcher
    scales: Scales
    contacts: Sequence[Contact]
    calendar: SchoolCalendar
    write_alert: WriteAlert
    version: str = ""
    press: frozenset[str] = frozenset()
    ask_own: AskOwn = nothing_to_ask
    repeat: Repeat = nothing_to_repeat


@dataclass(frozen=True, slots=True)
class Judged:
    """What a poll brought: what is new to it with its judgements, and what it brought before.

    `seen` are the marks of all of it, for the next time.
    """

    fresh: tuple[JudgedItem, ...] = ()
    again: tuple[Identity, ...] = ()
    seen: bytes = b""


def judge_new(
    items: Sequence[Item],
    *,
    poll: Poll,
    bench: Bench,
    now: datetime,
    settled: Settled = _NOTHING_SETTLED,
) -> Judged:
    """Judge what this poll did not bring last time with the same words, schools and policy."""
    wanted = dict(poll.wanted_by)
    key = key_of(bench.version, wanted)
    before = marks_in(poll.seen)
    marks = [mark(item, content_hash(item), key=key) for item in items]
    return Judged(
        fresh=tuple(
            judge(item, wanted=wanted, bench=bench, now=now, settled=settled)
            for item, its_mark in zip(items, marks, strict=True)
            if its_mark not in before
        ),
        again=tuple(
            item.identity for item, its_mark in zip(items, marks, strict=True) if its_mark in before
        ),
        seen=kept(marks),
    )


def judge(
    item: Item,
    *,
    wanted: Mapping[SchoolId, Scope],
    bench: Bench,
    now: datetime,
    settled: Settled = _NOTHING_SETTLED,
) -> JudgedItem:
    """The item with one ruling per school that it may be about; what people settled stands."""
    item = _as_news(item, bench.press)
    story = fingerprint(item)
    said = settled.get(item.identity, ())
    mentions = settle(bench.matcher.mentions(item, wanted), said, watched=bench.schools)
    rulings = tuple(
        _rule(
            item,
            mention,
            scope=wanted.get(mention.school_id, Scope.OPEN),
            story=story,
            bench=bench,
            now=now,
        )
        for mention in mentions
    )
    return JudgedItem(
        item=item,
        content_hash=content_hash(item),
        fingerprint=story,
        rulings=rulings,
        retain=_strictest(rulings),
    )


def _as_news(item: Item, press: frozenset[str]) -> Item:
    """A page of the press is news, however it was found: G10 protects it."""
    if item.kind is not Kind.BLOG:
        return item
    host = (urlsplit(item.url).hostname or "").split(".")
    names = {".".join(host[at:]) for at in range(len(host))}
    return replace(item, kind=Kind.NEWS) if names & press else item


def _rule(
    item: Item, mention: Mention, *, scope: Scope, story: str, bench: Bench, now: datetime
) -> Ruling:
    school = bench.schools[mention.school_id]
    weighed = weigh(item, mention, school=school, scope=scope, scales=bench.scales)
    decision = weighed.decision
    case = open_case(
        decision,
        school_id=school.id,
        fingerprint=story,
        now=now,
        policy=bench.scales.policy,
        calendar=bench.calendar,
    )
    alerts = alerts_for(case, item, decision, school=school, bench=bench) if case else ()
    ours = _is_ours(item, weighed.mention, scope)
    return Ruling(
        mention=weighed.mention,
        assessment=weighed.assessment,
        decision=decision,
        case=case,
        alerts=alerts,
        questions=bench.ask_own(item, school, now) if ours else None,
    )


def _is_ours(item: Item, mention: Mention, scope: Scope) -> bool:
    """A post of an account of the school's own; never anything that others write there."""
    own = scope is Scope.OWN and item.kind in _POSTS
    return own and mention.verdict is not Verdict.NOT_US


def alerts_for(
    case: NewCase, item: Item, decision: Decision, *, school: School, bench: Bench
) -> tuple[Letter, ...]:
    """Severity 3 and 4, and everything sealed, reach a named person in the same run (domain.md §5.4)."""
    if not (decision.urgent or case.sealed):
        return ()
    told = recipients(
        case.owner,
        sealed=case.sealed,
        urgent=case.severity >= Severity.S4,
        contacts=bench.contacts,
        school_id=school.id,
        subject_roles=subject_roles(decision),
    )
    letters = tuple(
        letter for contact in told for letter in bench.write_alert(case, school, contact, item)
    )
    return (*letters, *bench.repeat(letters))


def _strictest(rulings: Sequence[Ruling]) -> Retain:
    """A pointer-only ruling wins over full text; an item about nobody here keeps only its hash."""
    kept = {
        ruling.decision.retain
        for ruling in rulings
        if ruling.mention.verdict is not Verdict.NOT_US or ruling.case is not None
    }
    for retain in (Retain.POINTER, Retain.FULL):
        if retain in kept:
            return retain
    return Retain.HASH
