"""Which polls the house wants: every source's plan for every school, identical requests merged."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from orm.model.polls import PollPlan, Request, Scope
from orm.model.schools import School, SchoolId, Watch
from orm.ports import Batching, Source

_CLOSENESS = (Scope.OPEN, Scope.LOCAL, Scope.ASKED, Scope.ABOUT, Scope.OWN)


def watch(school: School) -> Watch:
    """What sources may know of a school: names and addresses, no person."""
    return Watch(
        school_id=school.id,
        name=school.name,
        other_names=school.aliases,
        town=school.town,
        county=school.county,
        website=school.website,
        accounts=school.accounts,
        urn=school.urn,
    )


def plan(
    sources: Iterable[Source], schools: Sequence[School], *, domain_of: Callable[[str], str]
) -> tuple[PollPlan, ...]:
    """One PollPlan per distinct (source, key), with every school that wants it, in a stable order."""
    watches = [watch(school) for school in schools]
    return tuple(
        each for source in sources for each in _of_source(source, watches, domain_of=domain_of)
    )


def _of_source(
    source: Source, watches: Sequence[Watch], *, domain_of: Callable[[str], str]
) -> Iterator[PollPlan]:
    requests: dict[str, Request] = {}
    wanted: dict[str, dict[SchoolId, Scope]] = {}
    for school_id, request in _asked(source, watches):
        requests.setdefault(request.key, request)
        scopes = wanted.setdefault(request.key, {})
        scopes[school_id] = _closer(scopes.get(school_id, Scope.OPEN), request.scope)
    for key, request in sorted(requests.items()):
        yield PollPlan(
            request=request,
            domain=domain_of(request.url),
            cadence=source.cadence,
            wanted_by=tuple(sorted(wanted[key].items())),
        )


def _asked(source: Source, watches: Sequence[Watch]) -> Iterator[tuple[SchoolId, Request]]:
    """Each school with each request made for it."""
    if isinstance(source, Batching):
        yield from _together(source, watches)
    for each in watches:
        together = _own(source, each) if isinstance(source, Batching) else frozenset()
        for request in source.plan(each):
            if request.key not in together:
                yield each.school_id, request


def _own(source: Batching, each: Watch) -> frozenset[str]:
    """The keys of the questions that this school would ask if it were alone."""
    return frozenset(
        source.ask(phrases).key for phrases in source.batch.packed(source.phrases(each))
    )


def _together(source: Batching, watches: Sequence[Watch]) -> Iterator[tuple[SchoolId, Request]]:
    """Few questions for many schools: every phrase once, wherever it is asked."""
    wants: dict[str, list[SchoolId]] = {}
    for each in watches:
        for phrase in source.phrases(each):
            wants.setdefault(phrase, []).append(each.school_id)
    for phrases in source.batch.packed(wants):
        request = source.ask(phrases)
        for phrase in phrases:
            for school_id in wants[phrase]:
                yield school_id, request


def _closer(one: Scope, other: Scope) -> Scope:
    return max(one, other, key=_CLOSENESS.index)
