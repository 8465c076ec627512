"""What config.toml becomes: frozen values that no longer remember the file."""

from dataclasses import dataclass, field
from pathlib import Path

from orm.model.polls import Access
from orm.model.schools import Contact, School, SchoolCalendar
from orm.model.settings import (
    DigestRules,
    MailSettings,
    Manners,
    PolicyProfile,
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


@dataclass(frozen=True, slots=True)
class SourceSettings:
    """A source that is on. `options` is an instance of its shape's dataclass.

    `key` is the credential of a class C source; it is applied by source name at the edge.
    """

    name: str
    options: object
    key: Secret | None = None


@dataclass(frozen=True, slots=True)
class Config:
    """Everything the operator decided. Paths are absolute; `sources` holds the enabled ones only.

    `database_url` may hold a password, so repr leaves it out.
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
