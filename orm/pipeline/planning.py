"""Which polls the house wants: every source's plan for every school, identical requests merged."""

from collections.abc import Callable, Iterable, Sequence

from orm.model.polls import PollPlan, Request, Scope
from orm.model.schools import School, SchoolId, Watch
from orm.ports import Source

_CLOSENESS = (Scope.OPEN, Scope.LOCAL, Scope.ABOUT, Scope.OWN)


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
    plans: list[PollPlan] = []
    for source in sources:
        requests: dict[str, Request] = {}
        wanted: dict[str, dict[SchoolId, Scope]] = {}
        for school in schools:
            for request in source.plan(watch(school)):
                requests.setdefault(request.key, request)
                scopes = wanted.setdefault(request.key, {})
                scopes[school.id] = _closer(scopes.get(school.id, Scope.OPEN), request.scope)
        plans += [
            PollPlan(
                request=request,
                domain=domain_of(request.url),
                cadence=source.cadence,
                wanted_by=tuple(sorted(wanted[key].items())),
            )
            for key, request in sorted(requests.items())
        ]
    return tuple(plans)


def _closer(one: Scope, other: Scope) -> Scope:
    return max(one, other, key=_CLOSENESS.index)
