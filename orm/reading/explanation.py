"""What was thought of a post and why, as values in plain English. Pure: judgement in, words out.

`may_repeat` decides whether words of the post may be: not of what is sealed, nor of what only a
pointer is kept (domain.md G8, G9, T13).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from orm.model.judgement import (
    Assessment,
    AuthorType,
    Category,
    Decision,
    Evidence,
    Mention,
    Retain,
    Route,
    Severity,
    Verdict,
)
from orm.model.schools import Contact, Role
from orm.model.settings import Retention
from orm.reading.evidence_words import sentence
from orm.reading.plain_words import (
    AUTHORS,
    NO_NAME,
    SHOWN_BY_PLACE,
    STANCES,
    VERDICTS,
    how_sure,
    people,
    quotable,
)


@dataclass(frozen=True, slots=True)
class PolicyWords:
    """The written policy's own words that an explanation repeats, by id."""

    kinds: Mapping[Category, str]
    severities: Mapping[Severity, str]
    clocks: Mapping[Severity, str]
    rules: Mapping[str, str]
    routes: Mapping[Route, str]
    gates: Mapping[str, str]
    deadlines: Mapping[str, str]
    themes: Mapping[str, str]
    also_told: Mapping[Category, Sequence[Role]]


@dataclass(frozen=True, slots=True)
class Reason:
    """A rule by its id, what it says, and the words it rests on where they may be repeated."""

    rule: str
    says: str
    words: str = ""
    weight: float = 0.0


@dataclass(frozen=True, slots=True)
class About:
    """Whether it is about the school. `score` is 0..1; reasons are the weightiest first."""

    school: str
    answer: str
    says: str
    score: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Sentence:
    """The tone of one sentence, -1..1. `number` counts from 1."""

    number: int
    score: float


@dataclass(frozen=True, slots=True)
class Tone:
    """Stance toward the school. `moved_by` are the sentences that say most, the strongest first."""

    label: str
    says: str
    compound: float
    sentences: int
    moved_by: tuple[Sentence, ...]
    engine: str


@dataclass(frozen=True, slots=True)
class Kind:
    """What kind of post it is. `also` are other kinds that rules found."""

    category: str
    label: str
    severity: str
    severity_means: str
    grounds: tuple[Reason, ...]
    also: tuple[str, ...]
    themes: tuple[str, ...]
    policy: str


@dataclass(frozen=True, slots=True)
class Author:
    """Who wrote it, and the words that show it; `words` is empty where none do."""

    type: AuthorType
    says: str
    words: str


@dataclass(frozen=True, slots=True)
class Open:
    """A route that may be proposed to a person."""

    route: Route
    label: str


@dataclass(frozen=True, slots=True)
class Shut:
    """A route that may not be proposed, by which gate and why."""

    route: Route
    label: str
    gate: str
    gate_label: str
    reason: str


@dataclass(frozen=True, slots=True)
class Hands:
    """Who decides, until when, and who is told. `due_at` is aware UTC, None without a case.

    `alerted` are the people who get an email in the same run.
    """

    owner: Role
    deadline: str
    due_at: datetime | None
    opens_case: bool
    sealed: bool
    alerted: tuple[str, ...]
    also_told: tuple[Role, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """What a decision says. `repeats_words` is False where no word of the post is repeated."""

    kind: Kind
    author: Author
    may: tuple[Open, ...]
    may_not: tuple[Shut, ...]
    hands: Hands
    kept: str
    repeats_words: bool


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything that `orm explain` says of a post. `notes` are for the reader, before all else.

    `read_as` is empty where the rest is what a search would lead to.
    """

    notes: tuple[str, ...]
    about: About
    read_as: str
    tone: Tone
    finding: Finding


def may_repeat(decision: Decision) -> bool:
    """Whether words of the post may be repeated to somebody of whom nothing is known."""
    return not decision.sealed and decision.retain is not Retain.POINTER


def why_about(evidence: Sequence[Evidence], *, words: bool) -> tuple[Reason, ...]:
    """The reasons for and against, the weightiest first. `words` says that they may be quoted."""
    return tuple(
        Reason(
            rule=each.rule,
            says=sentence(each.rule, each.weight),
            words=quotable(each.words) if words else "",
            weight=round(each.weight, 3),
        )
        for each in sorted(evidence, key=lambda each: -abs(each.weight))
    )


def about(school: str, mention: Mention | None, *, words: bool) -> About:
    """Whether a post is about the school; without a mention none of its names was found."""
    if mention is None:
        return About(school, VERDICTS[Verdict.NOT_US], NO_NAME, 0.0, ())
    return About(
        school=school,
        answer=VERDICTS[mention.verdict],
        says=how_sure(mention.verdict, mention.score),
        score=mention.score,
        reasons=why_about(mention.evidence, words=words),
    )


_MOST_SENTENCES = 3


def tone(assessment: Assessment) -> Tone:
    """The tone, with the sentences that moved it most."""
    said = [Sentence(n, s) for n, s in enumerate(assessment.sentences, start=1) if s]
    said.sort(key=lambda each: -abs(each.score))
    return Tone(
        label=assessment.stance.value,
        says=STANCES[assessment.stance],
        compound=assessment.compound,
        sentences=len(assessment.sentences),
        moved_by=tuple(said[:_MOST_SENTENCES]),
        engine=assessment.engine,
    )


def finding(
    decision: Decision,
    policy: PolicyWords,
    *,
    words: bool,
    retention: Retention,
    due_at: datetime | None = None,
    alerted: Sequence[Contact] = (),
) -> Finding:
    """What a decision says, with the policy's words for it. `words` says that the post's own words
    may be repeated.
    """
    return Finding(
        kind=_kind(decision, policy, words=words),
        author=_author(decision, words=words),
        may=tuple(Open(route, policy.routes[route]) for route in decision.routes),
        may_not=tuple(
            Shut(
                route=each.route,
                label=policy.routes[each.route],
                gate=each.gate,
                gate_label=policy.gates.get(each.gate, ""),
                reason=each.reason,
            )
            for each in decision.locked
        ),
        hands=Hands(
            owner=decision.owner,
            deadline=policy.deadlines[decision.deadline],
            due_at=due_at,
            opens_case=decision.opens_case,
            sealed=decision.sealed,
            alerted=people(alerted),
            also_told=tuple(policy.also_told.get(decision.category, ())),
        ),
        kept=_kept(decision, retention),
        repeats_words=words,
    )


def _kind(decision: Decision, policy: PolicyWords, *, words: bool) -> Kind:
    return Kind(
        category=f"{decision.category}{decision.subtype}",
        label=policy.kinds[decision.category],
        severity=decision.severity.name,
        severity_means=(
            f"{policy.severities[decision.severity]}: {policy.clocks[decision.severity]}"
        ),
        grounds=tuple(
            Reason(
                rule=ground.rule,
                says=policy.rules.get(ground.rule, "A rule that this version has no words for"),
                words=quotable(ground.quote) if words else "",
            )
            for ground in decision.grounds
        ),
        also=tuple(f"{each} {policy.kinds[each]}" for each in decision.also),
        themes=tuple(policy.themes.get(key, key) for key in decision.themes),
        policy=decision.policy,
    )


def _author(decision: Decision, *, words: bool) -> Author:
    says = AUTHORS[decision.author]
    cue = quotable(decision.author_cue) if words else ""
    if not cue and decision.author in SHOWN_BY_PLACE:
        says = f"{says}: the place where it stands shows it"
    return Author(decision.author, says, cue)


def _kept(decision: Decision, retention: Retention) -> str:
    if decision.retain is Retain.HASH:
        days = _days(retention.hashes)
        return f"Nothing of the post but a fingerprint, for {days}, to know it when it comes again."
    if decision.retain is Retain.POINTER:
        return "The address and the times. No words and no author."
    if decision.sealed:
        days = _days(retention.sealed_text)
        return f"The words, while the case is open and for {days} after it is closed; sealed."
    if decision.opens_case:
        return (
            f"The words, as long as the case needs them; {_days(retention.dismissed)} if dismissed."
        )
    return f"The words, for {_days(retention.ordinary_text)}."


def _days(span: timedelta) -> str:
    return f"{span.days} day{'s' if span.days != 1 else ''}"
