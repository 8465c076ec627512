"""What a post says, in the policy's terms: hits, facts and the rules that fire, each with its words."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from orm.model.items import Item, Kind
from orm.model.judgement import Ground, Mention
from orm.model.polls import Scope
from orm.model.schools import School
from orm.triage.policy import Policy
from orm.triage.rules import Match, Reading, Rule, match
from orm.triage.text import Hit, Passage, passage

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
        found = (match(rule, self.reading) for rule in rules)
        return tuple(one for one in found if one is not None)

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
    hits = policy.vocabulary.find(text)
    names = [r for span in mention.spans if (r := text.folded_range(span)) is not None]
    hits = {name: kept for name, found in hits.items() if (kept := _outside(found, names))}
    hits["school"] = sorted((text.hit(*r) for r in names), key=lambda h: h.start)
    author_hits = policy.vocabulary.find(author)
    platform = policy.vocabulary.find(passage([("platform", item.platform)]))
    facts = frozenset(_facts(item, school=school, scope=scope))
    facts |= {f"author: {name}" for name in author_hits}
    if "handed-in-platform" in platform or item.identity.family in {"handed_in", "handed-in"}:
        facts |= {"handed-in"}
    if "youth-platform" in platform:
        facts |= {"youth-platform"}
    if names or hits.get("school-words"):
        facts |= {"school-named"}
    return Post(
        text=text,
        author=author,
        reading=Reading(hits, facts),
        author_reading=Reading(author_hits, facts),
    )


def _outside(hits: Sequence[Hit], names: Sequence[tuple[int, int]]) -> list[Hit]:
    """The hits that are not part of one of the school's names."""
    if not names:
        return list(hits)
    return [h for h in hits if not any(a <= h.start and h.end <= b for a, b in names)]


def _facts(item: Item, *, school: School, scope: Scope) -> Iterable[str]:
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
        "lookalike": not official and resembles(item.author, school),
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


def _letters(text: str) -> list[str]:
    return [word for word in _LETTERS.split(passage([("author", text)]).lower) if word]


def resembles(author: str, school: School) -> bool:
    """True when an author line could be read as the school: every distinctive word of one of its
    names, or one of its short names followed by its town.
    """
    words = _letters(author)
    run = "".join(words)
    for name in (school.name, *school.aliases, *school.short_names, *school.former_names):
        distinctive = [word for word in _letters(name) if word not in _COMMON]
        if distinctive and all(word in words for word in distinctive):
            return True
    handles = ("".join(_letters(account.handle)) for account in school.accounts)
    return any(handle and handle in run for handle in handles)
