"""What joins the alerts beyond cases: people, hours and keys of the configuration, and the writers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from orm.alerting.key_ends import key_end
from orm.cases.overdue import Rota
from orm.config.values import Config
from orm.errors import ConfigError
from orm.leaks.screen import Screen
from orm.model.cases import CaseRef
from orm.model.house_alerts import HouseAlert, KeyEnd, Outage
from orm.model.letters import Letter
from orm.model.schools import Contact, School
from orm.model.settings import DigestRules
from orm.pipeline.alerting import Alerting
from orm.school_calendar import LONDON
from orm.wiring.edges import Edges
from orm.wiring.repeating import repeated
from reports import house_alert, wave


@dataclass(frozen=True, slots=True)
class HouseWriter:
    """`orm.pipeline.alerting.AlertWriter`: the letters of `reports`."""

    rules: DigestRules

    def spike(self, alert: HouseAlert, school: School, reader: Contact) -> Letter:
        """More is said about a school than usual."""
        return house_alert.spike_letter(alert, school=school, reader=reader, rules=self.rules)

    def silence(
        self, once: str, found: Sequence[Outage], schools: Sequence[School], reader: Contact
    ) -> Letter:
        """Places that are not heard of any more."""
        return house_alert.silence_letter(
            once, found, schools=schools, reader=reader, rules=self.rules
        )

    def key(self, once: str, key: KeyEnd, school: School, reader: Contact) -> Letter:
        """A key ends."""
        return house_alert.key_letter(once, key, school=school, reader=reader, rules=self.rules)

    def wave(self, once: str, refs: Sequence[CaseRef], school: School, recipient: str) -> Letter:
        """Several cases of one wave."""
        return wave.wave_letter(once, refs, school=school, recipient=recipient, rules=self.rules)


def house_alerting(
    config: Config, schools: Sequence[School], *, edges: Edges, screen: Screen
) -> Alerting:
    """What tells the people of this house of more than single cases.

    Raises:
        ConfigError: this house keeps no book of what it told.
    """
    if edges.alerts is None:
        raise ConfigError(["alerts: this house keeps no book of them"])
    return Alerting(
        store=edges.store,
        book=edges.alerts,
        schools={school.id: school for school in schools},
        rota=Rota(config.contacts, config.calendar, config.reminders),
        keys=partial(_keys, config),
        write=HouseWriter(config.digest),
        repeat=partial(repeated, config, screen),
        screen=screen,
    )


def _keys(config: Config, now: datetime) -> tuple[KeyEnd, ...]:
    today = now.astimezone(LONDON).date()
    found = (
        key_end(source.name, key.name, key.ends_on, today=today)
        for source in config.sources
        for key in source.keys
        if key.ends_on is not None
    )
    return tuple(each for each in found if each is not None)
