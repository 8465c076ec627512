"""What the house itself needs somebody to see to, for the digest's housekeeping."""

from collections.abc import Iterator, Mapping
from datetime import date

from orm.config.ending_keys import ending_keys
from orm.config.values import Config
from orm.model.polls import Access, Outcome
from orm.model.weeks import WeekFacts
from orm.ports import Source
from orm.triage.ageing import contacts_checked_on
from orm.triage.policy import Policy
from reports import words
from reports.digest import Upkeep


def house_upkeep(
    facts: WeekFacts,
    config: Config,
    sources: Mapping[str, Source],
    *,
    policy: Policy,
    today: date,
) -> Upkeep:
    """Keys that end soon, have ended or are refused, and contact details that have grown old."""
    ending = [each.says for each in ending_keys(config.sources, today=today)]
    said = (*ending, *_refused(facts, sources))
    return Upkeep(
        keys=tuple(f"{says[:1].upper()}{says[1:]}." for says in said),
        contacts_checked_on=contacts_checked_on(policy, today),
    )


def _refused(facts: WeekFacts, sources: Mapping[str, Source]) -> Iterator[str]:
    for each in facts.health:
        refused = Outcome.REFUSED in dict(each.outcomes)
        if refused and each.source in sources and sources[each.source].access is Access.C:
            name = words.SOURCES.get(each.source, each.source)
            yield f"{name} does not take our key, or what it may do: orm check says why"
