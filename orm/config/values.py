"""What config.toml becomes: frozen values that no longer remember the file."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from orm.accounts.full_names import HashedNames
from orm.model.channels import Channel
from orm.model.desk_settings import DeskSettings
from orm.model.opening_hours import Closure
from orm.model.polls import Access
from orm.model.schools import Contact, School, SchoolCalendar, SchoolId
from orm.model.settings import (
    DigestRules,
    JudgeSettings,
    MailboxSettings,
    MailSettings,
    Manners,
    PolicyProfile,
    ReminderRules,
    Retention,
    Secret,
)


@dataclass(frozen=True, slots=True)
class SourceShape:
    """What `[sources.NAME]` may hold: the source's frozen options dataclass and its access class.

    `summary` is one sentence for the written file and docs/configuration.md.
    """

    options: type
    access: Access
    summary: str = ""
    takes_key: bool = False
    costs_money: bool = False


@dataclass(frozen=True, slots=True)
class SourceKey:
    """One key of a source. `name` is what a request asks for; "" is the one for everything else.

    `ends_on` is the last day on which the site takes it, as far as the operator knows.
    """

    name: str
    secret: Secret
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class SourceSettings:
    """A source that is on. `options` is an instance of its shape's dataclass.

    Keys are applied by source name at the edge. `monthly_budget` is in US dollars; None is no limit.
    """

    name: str
    options: object
    keys: tuple[SourceKey, ...] = ()
    monthly_budget: float | None = None


@dataclass(frozen=True, slots=True)
class IdleSource:
    """A source that is not on, and what it waits for, in words."""

    name: str
    access: Access
    why: str


@dataclass(frozen=True, slots=True)
class NameList:
    """A school's own list of full names, hashed. `version` is another text when the file is."""

    names: HashedNames
    version: str


@dataclass(frozen=True, slots=True)
class Config:
    """Everything the operator decided. Paths are absolute; `sources` holds the enabled ones, `idle`
    the others.

    `database_url` may hold a password, so repr leaves it out. Without an `evidence_folder` it is
    "evidence" in the data folder; without a `letterhead` letters stand on a plain one.
    """

    schools: tuple[School, ...]
    contacts: tuple[Contact, ...]
    calendar: SchoolCalendar
    sources: tuple[SourceSettings, ...]
    manners: Manners
    mail: MailSettings
    digest: DigestRules
    retention: Retention
    database_url: str = field(repr=False)
    profile: PolicyProfile
    data_folder: Path
    idle: tuple[IdleSource, ...] = ()
    mailbox: MailboxSettings | None = None
    bounces: MailboxSettings | None = None
    channels: tuple[Channel, ...] = ()
    judge: JudgeSettings | None = None
    evidence_folder: Path | None = None
    letterhead: Path | None = None
    reminders: ReminderRules = field(default_factory=ReminderRules)
    posh_closed: tuple[Closure, ...] = ()
    desk: DeskSettings = field(default_factory=DeskSettings)
    names: Mapping[SchoolId, NameList] = field(default_factory=dict, repr=False)

    @property
    def evidence(self) -> Path:
        """Where the evidence of cases is kept."""
        return self.evidence_folder or self.data_folder / "evidence"
