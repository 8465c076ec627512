"""Which schools an item is about."""

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Self

from orm.match.aliases import Alias, aliases
from orm.match.automaton import Automaton, Hit
from orm.match.evidence import evidence, own_hits
from orm.match.namesakes import namesake_names
from orm.match.profile import Profile, profile
from orm.match.reading import Reading, read
from orm.match.text import fold
from orm.match.verdict import scope_evidence, verdict
from orm.model.items import Item
from orm.model.judgement import Mention, Span
from orm.model.polls import Scope
from orm.model.schools import School, SchoolId


class Matcher:
    """Every watched school's names in one automaton. Immutable; safe to share between threads."""

    def __init__(self, automaton: Automaton, profiles: Sequence[Profile]) -> None:
        self._automaton = automaton
        self._profiles = tuple(profiles)
        self._index = {one.id: index for index, one in enumerate(profiles)}

    @classmethod
    def build(cls, schools: Sequence[School]) -> Self:
        """A matcher for these schools, in whatever order they come."""
        ordered = sorted(schools, key=lambda school: school.id)
        others = [namesake_names(school) for school in ordered]
        names = [aliases(school, theirs) for school, theirs in zip(ordered, others, strict=True)]
        towns = [fold(school.town).text.strip() for school in ordered]
        by_name = _towns_by_name(names, towns)
        rivals = [
            frozenset(chain.from_iterable(by_name[name.text] for name in own)) - {town, ""}
            for own, town in zip(names, towns, strict=True)
        ]
        profiles = [profile(one, away) for one, away in zip(ordered, rivals, strict=True)]
        return cls(Automaton(names, others), profiles)

    def mention(self, item: Item, school: SchoolId, scope: Scope) -> Mention:
        """What one school should know of an item, named or not."""
        reading, index = read(item), self._index[school]
        hits = [
            hit
            for field, folded in reading.fields.items()
            for hit in self._automaton.hits(field, folded).get(index, ())
        ]
        return _mention(self._profiles[index], hits, reading, {school: scope})

    def mentions(self, item: Item, wanted: Mapping[SchoolId, Scope]) -> tuple[Mention, ...]:
        """One mention per school that is named or whose own page this is, by school id.

        `wanted` are the schools that the request was made for. One that alone was asked for by name
        has a mention without being named. At most `text.CAP` characters of each field are read.
        Linear in the text.
        """
        reading = read(item)
        alone = len(wanted) == 1
        found: dict[int, list[Hit]] = {
            self._index[school]: []
            for school, scope in wanted.items()
            if school in self._index
            and (scope in {Scope.ABOUT, Scope.OWN} or (alone and scope is Scope.ASKED))
        }
        for field, folded in reading.fields.items():
            for index, hits in self._automaton.hits(field, folded).items():
                found.setdefault(index, []).extend(hits)
        return tuple(
            _mention(self._profiles[index], hits, reading, wanted)
            for index, hits in sorted(found.items())
        )


def _mention(
    one: Profile, hits: Sequence[Hit], reading: Reading, wanted: Mapping[SchoolId, Scope]
) -> Mention:
    scope = wanted.get(one.id, Scope.OPEN)
    own, others = own_hits(hits, reading, one)
    reasons = (*scope_evidence(scope), *evidence(own, reading.around(hits), one), *others)
    said, score = verdict(reasons, named=bool(own), scope=scope)
    return Mention(
        school_id=one.id,
        verdict=said,
        score=score,
        evidence=tuple(sorted(reasons, key=lambda reason: -abs(reason.weight))),
        spans=tuple(
            Span(hit.field, *reading.fields[hit.field].span(hit.start, hit.end))
            for hit in own
            if hit.field != "author"
        ),
    )


def _towns_by_name(
    names: Sequence[Sequence[Alias]], towns: Sequence[str]
) -> Mapping[str, set[str]]:
    """The towns of the watched schools that bear each name."""
    by_name: dict[str, set[str]] = {}
    for own, town in zip(names, towns, strict=True):
        for name in own:
            by_name.setdefault(name.text, set()).add(town)
    return by_name
