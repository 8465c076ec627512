"""Rules over words: which lists must stand near each other, and what makes the rule not mean it."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from orm.model.judgement import AuthorType, Category, Severity
from orm.triage.text import Hit

_JUST_BEFORE = 4
"""Words in which `unless_before` is looked for, such as "never" in "never hit"."""
_NEAR = 40
"""Words on either side in which `unless_near` is looked for; a long post changes its subject."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A ground of the policy as data (orm/policy/grounds.toml).

    Every entry of `needs` names one or more lists ("a|b"); one hit of each must lie within
    `within` words of the first, in the same sentence unless `across`. `ordered` keeps their order.
    `least` of the lists in `signs` must be found in the same window: one sign means little, several
    together deserve a look.
    A hit of `unless` in the sentence, of `unless_before` just before, or of `unless_near` within
    some lines says that the words mean something else. `only` are facts about the item that must
    hold, `never` facts that must not. A rule without `category` only marks the item.
    """

    id: str
    says: str
    needs: tuple[str, ...] = ()
    category: Category | None = None
    severity: Severity = Severity.S0
    subtype: str = ""
    within: int = 10
    ordered: bool = False
    across: bool = False
    unless: tuple[str, ...] = ()
    unless_before: tuple[str, ...] = ()
    unless_near: tuple[str, ...] = ()
    only: frozenset[str] = frozenset()
    never: frozenset[str] = frozenset()
    marks: frozenset[str] = frozenset()
    also: tuple[Category, ...] = ()
    seals: bool = False
    signs: tuple[str, ...] = ()
    least: int = 0
    author: AuthorType | None = None
    child: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """A rule that fired, with the hits that made it; no hits when it rests on facts alone."""

    rule: Rule
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """What was found in one text: hits by list name, and facts about the item."""

    hits: Mapping[str, Sequence[Hit]]
    facts: frozenset[str]

    def any_of(self, need: str) -> Sequence[Hit]:
        """The hits of a need such as "a|b", in the order of the text."""
        found = [hits for name in _lists(need) if (hits := self.hits.get(name))]
        if len(found) == 1:
            return found[0]
        return sorted((hit for hits in found for hit in hits), key=lambda h: h.start)


@cache
def _lists(need: str) -> tuple[str, ...]:
    return tuple(need.split("|"))


class _Same:
    """Rules that are equal to themselves only: comparing them all costs more than reading a post."""

    __slots__ = ("rules",)

    def __init__(self, rules: Sequence[Rule]) -> None:
        self.rules = rules

    def __hash__(self) -> int:
        return id(self.rules)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.rules is self.rules


@lru_cache(maxsize=64)
def _by_first_need(same: _Same) -> Mapping[str, Sequence[tuple[int, Sequence[Sequence[str]]]]]:
    """The places of the rules that each list may start, each with the lists of its other needs;
    under "" those that need no words.
    """
    places: dict[str, list[tuple[int, Sequence[Sequence[str]]]]] = {}
    for place, rule in enumerate(same.rules):
        others = tuple(map(_lists, rule.needs[1:]))
        for name in _lists(rule.needs[0]) if rule.needs else ("",):
            places.setdefault(name, []).append((place, others))
    return places


def possible(rules: Sequence[Rule], reading: Reading) -> set[int]:
    """The places in `rules` of those that may hold; no other one does.

    The index of a tuple of rules is kept, so give the same tuple again.
    """
    index = _by_first_need(_Same(rules))
    held = {"", *reading.hits}
    return {
        place
        for name in held
        if name in index
        for place, others in index[name]
        if not any(map(held.isdisjoint, others))
    }


def fired(rules: Sequence[Rule], reading: Reading) -> tuple[Match, ...]:
    """The rules that hold, in their order."""
    found = (match(rules[place], reading) for place in sorted(possible(rules, reading)))
    return tuple(one for one in found if one is not None)


def match(rule: Rule, reading: Reading) -> Match | None:
    """The first place where the rule holds, or None. Cost grows as n log n with the hits."""
    if not (rule.only <= reading.facts and rule.never.isdisjoint(reading.facts)):
        return None
    if not rule.needs:
        elsewhere = any(reading.hits.get(name) for name in rule.unless_near)
        return None if elsewhere else Match(rule, ())
    found = [reading.any_of(need) for need in rule.needs]
    if not all(found):
        return None
    for anchor in found[0]:
        hits = _around(rule, anchor, found[1:])
        if hits is None or not _is_meant(rule, hits, reading):
            continue
        signs = _signs(rule, anchor, reading)
        if len(signs) >= rule.least:
            return Match(rule, (*hits, *signs))
    return None


def _signs(rule: Rule, anchor: Hit, reading: Reading) -> tuple[Hit, ...]:
    """The first hit of every sign inside the window; one word never counts for two signs."""
    low, high = anchor.first_word - rule.within, anchor.last_word + rule.within
    found: dict[int, Hit] = {}
    for name in rule.signs:
        listed = reading.hits.get(name, ())
        index = bisect_left(listed, low, key=lambda h: h.first_word)
        for hit in listed[index : index + 2 * rule.within + 2]:
            if hit.first_word > high:
                break
            if hit.first_word not in found and hit.start != anchor.start:
                found[hit.first_word] = hit
                break
    return tuple(found.values())


def _around(rule: Rule, anchor: Hit, others: Sequence[Sequence[Hit]]) -> tuple[Hit, ...] | None:
    """The anchor with the nearest fitting hit of every other need, or None."""
    hits = [anchor]
    for candidates in others:
        after = hits[-1] if rule.ordered else None
        hit = _nearest(rule, anchor, candidates, after=after)
        if hit is None:
            return None
        hits.append(hit)
    return tuple(hits)


def _nearest(
    rule: Rule, anchor: Hit, candidates: Sequence[Hit], *, after: Hit | None
) -> Hit | None:
    """The first candidate inside the window; never the anchor's own words."""
    low = anchor.first_word - rule.within if after is None else after.last_word + 1
    high = anchor.last_word + rule.within
    index = bisect_left(candidates, low, key=lambda h: h.first_word)
    for candidate in candidates[index : index + 2 * rule.within + 2]:
        if candidate.first_word > high:
            return None
        apart = candidate.first_word > anchor.last_word or candidate.last_word < anchor.first_word
        if apart and (rule.across or candidate.sentence == anchor.sentence):
            return candidate
    return None


def _is_meant(rule: Rule, hits: tuple[Hit, ...], reading: Reading) -> bool:
    """False where the sentence or the words just before say that it means something else."""
    first, last = min(h.sentence for h in hits), max(h.sentence for h in hits)
    for name in rule.unless:
        if _in_range(reading.hits.get(name, ()), first, last):
            return False
    start, end = min(h.first_word for h in hits), max(h.last_word for h in hits)
    for name in rule.unless_before:
        if _starts_within(reading.hits.get(name, ()), start - _JUST_BEFORE, start - 1):
            return False
    return not any(
        _starts_within(reading.hits.get(name, ()), start - _NEAR, end + _NEAR)
        for name in rule.unless_near
    )


def _starts_within(hits: Sequence[Hit], low: int, high: int) -> bool:
    index = bisect_left(hits, low, key=lambda h: h.first_word)
    return index < len(hits) and hits[index].first_word <= high


def _in_range(hits: Sequence[Hit], first: int, last: int) -> bool:
    index = bisect_left(hits, first, key=lambda h: h.sentence)
    return index < len(hits) and hits[index].sentence <= last
