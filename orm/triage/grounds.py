"""What a post says, in the policy's terms: hits, facts and the rules that fire, each with its words."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from orm.model.items import Item, Kind
from orm.model.judgement import Ground, Mention
from orm.model.polls import Scope
from orm.model.schools import School
from orm.triage.policy import Policy
from orm.triage.rules import Match, Reading, Rule, fired
from orm.triage.text import Passage, passage
from orm.triage.vocabulary import Ranges, Vocabulary

_LETTERS = re.compile(r"[^a-z0-9]+")
_LONGEST_QUOTE = 240
_LOW, _HIGH = 0.5, 0.75
_COMMON = frozenset(
    {"the", "a", "of", "and", "c", "e", "ce", "cofe", "church", "england", "primary", "school"}
    | {"infant", "infants", "junior", "academy", "st", "saint", "saints", "rc", "catholic"}
    | {"nursery", "community"}
)
"""Words that many school names share; alone they resemble no school in particular."""


@dataclass(frozen=True, slots=True)
class Post:
    """An item read once: its title and text, its author line, and the facts both give."""

    text: Passage
    author: Passage
    reading: Reading
    author_reading: Reading

    def fired(self, rules: Iterable[Rule]) -> tuple[Match, ...]:
        """The rules that hold for the title and text, in the policy's order."""
        return fired(tuple(rules), self.reading)

    def ground(self, one: Match) -> Ground:
        """The rule with the words it rests on, cut to what a reader can take in."""
        if not one.hits:
            return Ground(rule=one.rule.id)
        span = self.text.span(min(h.start for h in one.hits), max(h.end for h in one.hits))
        return Ground(rule=one.rule.id, quote=self.text.quote(span)[:_LONGEST_QUOTE], span=span)


def read_post(
    item: Item, mention: Mention, *, school: School, policy: Policy, scope: Scope
) -> Post:
    """The item as the rules see it. The school's own names are masked: they are never a ground."""
    text = passage([("title", item.title), ("text", item.text)])
    author = passage([("author", item.author)])
    names = [r for span in mention.spans if (r := text.folded_range(span)) is not None]
    hits = policy.vocabulary.find(text, Ranges(names)).also("school", names)
    author_hits = policy.vocabulary.find(author)
    platform = _lists_of(policy.vocabulary, item.platform)
    facts = {f"author: {name}" for name in author_hits}
    facts.update(_facts(item, author, school=school, scope=scope))
    if "handed-in-platform" in platform or item.identity.family in {"handed_in", "handed-in"}:
        facts.add("handed-in")
    if "youth-platform" in platform:
        facts.add("youth-platform")
    if names or "school-words" in hits:
        facts.add("school-named")
    known = frozenset(facts)
    return Post(
        text=text,
        author=author,
        reading=Reading(hits, known),
        author_reading=Reading(author_hits, known),
    )


@lru_cache(maxsize=1024)
def _lists_of(vocabulary: Vocabulary, platform: str) -> frozenset[str]:
    """The lists that a platform's name is in. There are few platforms."""
    return frozenset(vocabulary.find(passage([("platform", platform)])))


def _facts(item: Item, author: Passage, *, school: School, scope: Scope) -> Iterable[str]:
    """What is true of the item besides its words."""
    official = is_official(item, school=school, scope=scope)
    known = {
        "news": item.kind is Kind.NEWS,
        "comment": item.kind is Kind.COMMENT,
        "review": item.kind is Kind.REVIEW,
        "low-rating": item.rating is not None and item.rating <= _LOW,
        "high-rating": item.rating is not None and item.rating >= _HIGH,
        "own-page": scope is Scope.OWN,
        "empty": not (item.title.strip() or item.text.strip()),
        "official-author": official,
        "lookalike": not official and resembles(author, school),
    }
    return (name for name, holds in known.items() if holds)


def is_official(item: Item, *, school: School, scope: Scope) -> bool:
    """True when the school itself speaks: its own page, or an account in its register.

    The register is compared letter by letter, never folded: a look-alike letter is a look-alike.
    """
    if scope is Scope.OWN and item.kind is not Kind.COMMENT:
        return True
    author = item.author.strip().casefold()
    return bool(author) and any(
        author in {name.casefold(), name.casefold().removeprefix("@")}
        for account in school.accounts
        if account.platform.casefold() == item.platform.casefold()
        for name in (account.handle, account.display_name)
        if name
    )


def _words(folded: str) -> list[str]:
    return [word for word in _LETTERS.split(folded) if word]


@dataclass(frozen=True, slots=True)
class _Signature:
    """What a school is known by: the distinctive words of each of its names, and its handles."""

    names: tuple[frozenset[str], ...]
    handles: tuple[str, ...]


@lru_cache(maxsize=65_536)
def _signature(names: tuple[str, ...], handles: tuple[str, ...]) -> _Signature:
    words = [_words(passage([("author", name)]).lower) for name in names]
    distinctive = {frozenset(said) - _COMMON for said in words} - {frozenset()}
    run = {"".join(_words(passage([("author", handle)]).lower)) for handle in handles} - {""}
    return _Signature(tuple(distinctive), tuple(run))


def resembles(author: Passage, school: School) -> bool:
    """True when an author line could be read as the school: every distinctive word of one of its
    names, or one of its short names followed by its town.
    """
    words = _words(author.lower)
    if not words:
        return False
    known = _signature(
        school.names,
        tuple(account.handle for account in school.accounts),
    )
    run = "".join(words)
    return any(name.issubset(words) for name in known.names) or any(
        handle in run for handle in known.handles
    )
