"""What joins the clocks: the people and hours of the configuration, and the writer of reminders."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from orm.cases.overdue import Rota
from orm.config.values import Config
from orm.errors import ConfigError
from orm.leaks.screen import Screen
from orm.model.letters import Letter
from orm.model.opening_hours import Opening
from orm.model.reminders import Reminder, Told
from orm.model.schools import School
from orm.model.settings import DigestRules
from orm.pipeline.reminding import Reminding
from orm.ports import Store
from orm.triage.policy import Policy
from orm.wiring.repeating import repeated
from reports.reminder import remind


def house_reminding(
    config: Config, schools: Sequence[School], *, store: Store, screen: Screen
) -> Reminding:
    """What reminds the people of this house."""
    return Reminding(
        store=store,
        schools={school.id: school for school in schools},
        rota=Rota(config.contacts, config.calendar, config.reminders),
        write=partial(_write, config.digest),
        screen=screen,
        repeat=partial(repeated, config, screen),
    )


def posh_opening(config: Config, policy: Policy) -> Opening:
    """When POSH can be rung: the policy's hours without the days that the operator wrote down.

    Raises:
        ConfigError: the policy names no hours.
    """
    opening = policy.authority("posh").opening
    if opening is None:
        raise ConfigError(
            ["contacts.toml: 'posh' needs open_days, opens and closes; put them back"]
        )
    return replace(opening, closures=config.posh_closed)


def _write(rules: DigestRules, reminder: Reminder, told: Told, seq: int, school: School) -> Letter:
    return remind(reminder, told, seq=seq, school=school, rules=rules)
