"""One mention weighed: what the rules saw, what the learned judge makes of it, and the decision."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from orm.learned.judge import Learned, Reading
from orm.learned.tokens import tokens
from orm.match.verdict import reconsidered
from orm.model.items import Item
from orm.model.judgement import Assessment, Decision, Mention, Retain, Tones
from orm.model.opinions import Opinion
from orm.model.polls import Scope
from orm.model.schools import School
from orm.model.settings import PolicyProfile
from orm.model.settlements import SETTLED
from orm.ports import SecondReader
from orm.sentiment.scorer import Scorer
from orm.triage.advice import SECOND_READING
from orm.triage.decide import Understood, decide, understand
from orm.triage.policy import Policy
from orm.triage.second_opinion import heeded, may_be_shown, question

_RULE = 0.7
_SIGN = 0.4  # a list of words that was met, a fact about the item
_CAME = 0.5  # what kind of item it is, and what the matcher made of it
_PLATFORM = 0.2
_NAMES = frozenset(f"name-{kind}" for kind in ("account", "full", "part", "short", "initials"))
_TOLD_ELSEWHERE = frozenset({SETTLED, *(f"scope-{scope.value}" for scope in Scope)})
"""A person's word is not the rules'. What an item says is weighed the same wherever it was found; its
place counts in the verdict (orm.match.verdict)."""

_MOST_SENTENCES = 4
_SIGNAL = 0.05


@dataclass(frozen=True, slots=True)
class Scales:
    """Everything that weighs a mention. Without `learned`, the rules decide alone; `second` is asked
    where there is a learned opinion to join its answer with.
    """

    scorer: Scorer
    policy: Policy
    profile: PolicyProfile
    learned: Learned | None = None
    second: SecondReader | None = None


@dataclass(frozen=True, slots=True)
class Weighed:
    """The mention as it stands in the end, its stance, and what is decided."""

    mention: Mention
    assessment: Assessment
    decision: Decision


def weigh(item: Item, mention: Mention, *, school: School, scope: Scope, scales: Scales) -> Weighed:
    """What the house thinks of an item that may be about a school."""
    policy = scales.policy
    understood = understand(item, mention, school=school, policy=policy, scope=scope)
    tones = scales.scorer.tones(item, mention)
    opinion: Opinion | None = None
    reading: Reading | None = None
    if scales.learned is not None:
        facts = facts_of(item, mention, understood, tones)
        reading = scales.learned.read(item, school)
        opinion = scales.learned.opine(reading, facts)
        mention = reconsidered(mention, about=opinion.about, scope=scope)

    def decided(opinion: Opinion | None) -> Decision:
        return decide(understood, mention, policy=policy, profile=scales.profile, opinion=opinion)

    decision = decided(opinion)
    if (
        opinion is not None
        and scales.second is not None
        and may_be_shown(mention, understood.finding, opinion, decision)
        and (other := scales.second.read(question(item, school))) is not None
    ):
        opinion, decision = heeded(opinion, other, alone=decision, decided=decided)
    if scales.learned is not None and reading is not None:
        decision = _with_words(decision, reading, scales.learned)
    return Weighed(
        mention=mention,
        assessment=scales.scorer.assess(
            item, tones, opinion, asked=scope is Scope.ABOUT and not _handed_in(understood)
        ),
        decision=decision,
    )


def _with_words(decision: Decision, reading: Reading, learned: Learned) -> Decision:
    """The decision with the words that led the second reading, where the words may be kept."""
    if decision.retain is not Retain.FULL:
        return decision
    if not any(ground.rule == SECOND_READING for ground in decision.grounds):
        return decision
    words = ", ".join(learned.because(reading, decision.category))
    grounds = tuple(
        replace(ground, quote=words) if ground.rule == SECOND_READING else ground
        for ground in decision.grounds
    )
    return replace(decision, grounds=grounds)


def _handed_in(understood: Understood) -> bool:
    return "handed-in" in understood.post.reading.facts


def facts_of(
    item: Item, mention: Mention, understood: Understood, tones: Tones
) -> Mapping[str, float]:
    """What the rules saw, by name, in sizes that a linear model can weigh."""
    return {
        _KIND[item.kind]: _CAME,
        **dict.fromkeys(_platform(item.platform), _PLATFORM),
        **_matched(mention),
        **_triaged(understood),
        **dict(toned(tones)),
    }


class _Named(dict[str, str]):
    """A fact's name by what it is about, put together when it first comes. The policy, the matcher
    and the model's words have a few hundred.
    """

    def __init__(self, kind: str) -> None:
        super().__init__()
        self._kind = kind

    def __missing__(self, name: str) -> str:
        self[name] = f"{self._kind} {name}"
        return self[name]


_KIND, _EVIDENCE, _VERDICT = map(_Named, ("kind", "evidence", "verdict"))
_CATEGORY, _SEVERITY, _AUTHOR = map(_Named, ("category", "severity", "author"))
_FIRED, _LIST, _FACT = map(_Named, ("rule", "list", "fact"))


@lru_cache(maxsize=1024)
def _platform(said: str) -> tuple[str, ...]:
    """There are few platforms."""
    return tuple(f"platform {word}" for word in tokens(said))


def _matched(mention: Mention) -> dict[str, float]:
    reasons = [reason for reason in mention.evidence if reason.rule not in _TOLD_ELSEWHERE]
    said = {reason.rule for reason in reasons}
    found = dict.fromkeys(map(_EVIDENCE.__getitem__, sorted(said)), _CAME)
    found["evidence"] = sum([reason.weight for reason in reasons])
    found[_VERDICT[mention.verdict]] = _CAME
    # A name alone means little; what stands and what does not stand with it means much.
    name = min(said & _NAMES, default="other name" if "namesake" in said else "no name")
    together = " ".join(("", *said))
    talk = "talk" if " talk-" in together else "quiet"
    place = "placed" if " place-" in together else "anywhere"
    for what in (name, f"{name}, {talk}", f"{name}, {talk}, {place}"):
        found[what] = _CAME
    return found


def _triaged(understood: Understood) -> dict[str, float]:
    finding, reading = understood.finding, understood.post.reading
    found = {
        _CATEGORY[finding.category]: _RULE,
        _SEVERITY[f"{finding.severity:d}"]: _CAME,
        _AUTHOR[understood.author.type]: _CAME,
    }
    for match in understood.matches:
        found[_FIRED[match.rule.id]] = _RULE
    found.update(dict.fromkeys(map(_LIST.__getitem__, reading.hits), _SIGN))
    found.update(dict.fromkeys(map(_FACT.__getitem__, reading.facts), _SIGN))
    return found


def toned(tones: Tones) -> Iterator[tuple[str, float]]:
    """What VADER says, by name."""
    said = tones.sentences
    yield "compound", tones.compound
    yield "worst", min(said, default=0.0)
    yield "best", max(said, default=0.0)
    yield "last", said[-1] if said else 0.0
    for name, count in (
        ("warm sentences", sum(score > _SIGNAL for score in said)),
        ("cold sentences", sum(score < -_SIGNAL for score in said)),
    ):
        yield name, min(count, _MOST_SENTENCES) / _MOST_SENTENCES
