"""What the house itself needs somebody to see to, for the digest's housekeeping."""

from collections.abc import Iterator, Mapping
from datetime import date

from orm.config.ending_keys import ending_keys
from orm.config.values import Config
from orm.model.polls import Access, Outcome
from orm.model.schools import Role, SchoolCalendar
from orm.model.weeks import WeekFacts
from orm.ports import Source
from orm.school_calendar import is_term_time
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
    """Keys that end soon, have ended or are refused, contact details that have grown old, and who is
    on call in the holidays.
    """
    ending = [each.says for each in ending_keys(config.sources, today=today)]
    said = (*ending, *_refused(facts, sources))
    return Upkeep(
        keys=tuple(f"{says[:1].upper()}{says[1:]}." for says in said),
        contacts_checked_on=contacts_checked_on(policy, today),
        schools=len(config.schools),
        is_holiday=_in_holidays(config.calendar, today),
        on_call=_on_call(config),
    )


def _in_holidays(calendar: SchoolCalendar, today: date) -> bool:
    """Between known terms, or before the first: past the last one nobody knows, and reminders go on."""
    known = any(today <= term.last_on for term in calendar.terms)
    return known and not is_term_time(calendar, today)


def _on_call(config: Config) -> Role | None:
    """The role that is on call, or the first that the person on call holds."""
    wanted = config.reminders.on_call
    named = [
        role for each in config.contacts if each.id == wanted for role in Role if role in each.roles
    ]
    return next((role for role in (*named, *Role) if role in named or role == wanted), None)


def _refused(facts: WeekFacts, sources: Mapping[str, Source]) -> Iterator[str]:
    for each in facts.health:
        refused = Outcome.REFUSED in dict(each.outcomes)
        if refused and each.source in sources and sources[each.source].access is Access.C:
            name = words.SOURCES.get(each.source, each.source)
            yield f"{name} does not take our key, or what it may do: orm check says why"
