"""config.toml in, Config out, or every problem at once. Reads files; writes nothing."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from orm.config import converting
from orm.config.alerts import read_channels
from orm.config.cross_checks import check_all
from orm.config.desk import read_desk
from orm.config.evidence import read_evidence
from orm.config.intake import read_intake
from orm.config.judge import read_judge
from orm.config.keys import keys_of
from orm.config.letters import read_letters
from orm.config.mail import MailSecrets, read_mail_secrets
from orm.config.name_lists import read_name_lists
from orm.config.places import database_url, is_file
from orm.config.problems import Problem, join, no_such, read_table, shown
from orm.config.secret_values import Vault
from orm.config.shape import (
    CalendarTable,
    DatabaseTable,
    FileTable,
    MailTable,
    NetworkTable,
    PolicyTable,
    RetentionTable,
)
from orm.config.shape_digest import DigestTable
from orm.config.shape_reminders import RemindersTable
from orm.config.shape_schools import ContactTable, SchoolTable
from orm.config.source_tables import SourcesRead, read_sources
from orm.config.values import Config, NameList, SourceShape
from orm.errors import ConfigError
from orm.model.channels import Channel
from orm.model.desk_settings import DeskSettings
from orm.model.schools import SchoolId
from orm.model.settings import JudgeSettings, MailboxSettings

T = TypeVar("T")

_PLACE = re.compile(
    r"^(?P<what>.*) \((?:at line (?P<line>\d+), column (?P<column>\d+)|.*)\)$", re.DOTALL
)
_SECTIONS = tuple(key.name for key in keys_of(FileTable))


def load(
    path: Path, *, environ: Mapping[str, str], source_options: Mapping[str, SourceShape]
) -> Config:
    """The configuration in a file. Relative paths in it start at the file's folder.

    Raises:
        ConfigError: the file cannot be read, or holds problems; all of them.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise ConfigError([f"{path} does not exist; run: orm init"]) from None
    except UnicodeDecodeError:
        raise ConfigError([f"{path} is not UTF-8 text; save it again as UTF-8"]) from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not a file name"
        raise ConfigError([f"{path} cannot be read: {reason}"]) from None
    return parse(text, base=path.resolve().parent, environ=environ, source_options=source_options)


def parse(
    text: str, *, base: Path, environ: Mapping[str, str], source_options: Mapping[str, SourceShape]
) -> Config:
    """The configuration in a text whose relative paths start at `base`.

    Raises:
        ConfigError: every problem, each with its path and what to write instead.
    """
    document = _toml(text)
    vault = Vault(base.absolute(), environ)
    problems = [
        Problem(join("", name), no_such("section", name, [*_SECTIONS, "sources"]))
        for name in document
        if name not in {*_SECTIONS, "sources"}
    ]
    tables = _read_tables(document, problems)
    edge = _read_edge(document, vault, problems)
    sources = read_sources(document.get("sources"), source_options, vault)
    told = {problem.path for problem in problems}
    problems += [problem for problem in check_all(document) if problem.path not in told]
    problems += sources.problems
    if problems or tables is None or edge is None:
        raise ConfigError([str(problem) for problem in problems])
    return _config(tables, edge, sources, vault.base)


def _toml(text: str) -> dict[str, object]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError([_syntax(str(error))]) from None
    except (ValueError, RecursionError):
        raise ConfigError(["the file holds a number or a nesting that is too large"]) from None


def _syntax(message: str) -> str:
    found = _PLACE.match(message)
    what = found["what"] if found else message
    place = (
        f"line {found['line']}, column {found['column']}"
        if found and found["line"]
        else "at the end of the file"
    )
    return f"{place}: {what[:1].lower()}{what[1:]}; this is not TOML yet"


@dataclass(frozen=True, slots=True)
class _Tables:
    """The tables that need nothing but the file."""

    network: NetworkTable
    mail: MailTable
    digest: DigestTable
    calendar: CalendarTable
    reminders: RemindersTable
    policy: PolicyTable
    retention: RetentionTable
    schools: tuple[SchoolTable, ...]
    contacts: tuple[ContactTable, ...]


@dataclass(frozen=True, slots=True)
class _Edge:
    """What needs the folder or the environment."""

    data_folder: Path
    database_url: str
    mail: MailSecrets
    mailbox: MailboxSettings | None
    judge: JudgeSettings | None
    channels: tuple[Channel, ...]
    evidence_folder: Path | None
    letterhead: Path | None
    desk: DeskSettings
    names: Mapping[SchoolId, NameList]


def _read_tables(document: Mapping[str, object], problems: list[Problem]) -> _Tables | None:
    network = _one(NetworkTable, document, "network", problems)
    mail = _one(MailTable, document, "mail", problems)
    digest = _one(DigestTable, document, "digest", problems)
    calendar = _one(CalendarTable, document, "calendar", problems)
    reminders = _one(RemindersTable, document, "reminders", problems)
    policy = _one(PolicyTable, document, "policy", problems)
    retention = _one(RetentionTable, document, "retention", problems)
    schools = _many(SchoolTable, document, "schools", problems)
    contacts = _many(ContactTable, document, "contacts", problems)
    if network is None or mail is None or digest is None or calendar is None:
        return None
    if reminders is None or policy is None or retention is None:
        return None
    return _Tables(network, mail, digest, calendar, reminders, policy, retention, schools, contacts)


def _one(
    shape: type[T], document: Mapping[str, object], name: str, problems: list[Problem]
) -> T | None:
    table, found = read_table(shape, document.get(name, {}), at=name)
    problems += found
    return table


def _many(
    shape: type[T], document: Mapping[str, object], name: str, problems: list[Problem]
) -> tuple[T, ...]:
    entries = document.get(name, [])
    if not isinstance(entries, list) or not entries:
        why = "is missing; write" if not entries else "must be written as"
        problems.append(Problem(name, f"{why} a [[{name}]] table, with two brackets, for each"))
        return ()
    read = []
    for number, entry in enumerate(entries):
        table, found = read_table(shape, entry, at=join(name, number))
        problems += found
        read += [] if table is None else [table]
    return tuple(read)


def _read_edge(
    document: Mapping[str, object], vault: Vault, problems: list[Problem]
) -> _Edge | None:
    before = len(problems)
    folder = document.get("data_folder", "data")
    if not isinstance(folder, str) or not folder.strip() or not folder.isprintable():
        problems.append(Problem("data_folder", f"{shown(folder)} must name a folder, in quotes"))
        folder = "data"
    data_folder = vault.base / folder
    if is_file(data_folder):
        problems.append(Problem("data_folder", f"{shown(folder)} is a file; name a folder"))
    database = _one(DatabaseTable, document, "database", problems)
    url = database_url(database.url if database else "", data_folder=data_folder, vault=vault)
    if isinstance(url, Problem):
        problems.append(url)
    mail = read_mail_secrets(document, vault, problems)
    mailbox = read_intake(document, vault, problems)
    judge = read_judge(document, vault, problems)
    channels = read_channels(document, vault, problems)
    evidence_folder = read_evidence(document, vault.base, problems)
    letterhead = read_letters(document, vault.base, problems)
    desk = read_desk(document, vault, problems)
    names = read_name_lists(document, vault.base, problems)
    if len(problems) > before or isinstance(url, Problem) or desk is None:
        return None
    return _Edge(
        data_folder, url, mail, mailbox, judge, channels, evidence_folder, letterhead, desk, names
    )


def _config(tables: _Tables, edge: _Edge, sources: SourcesRead, base: Path) -> Config:
    return Config(
        schools=tuple(converting.school(table) for table in tables.schools),
        contacts=tuple(converting.contact(table) for table in tables.contacts),
        calendar=converting.calendar(tables.calendar),
        reminders=converting.reminder_rules(tables.reminders),
        posh_closed=converting.posh_closed(tables.calendar),
        sources=tuple(sources.enabled),
        idle=tuple(sources.idle),
        manners=converting.manners(tables.network),
        mail=converting.mail_settings(tables.mail, base=base, secrets=edge.mail),
        digest=converting.digest_rules(tables.digest),
        retention=converting.retention(tables.retention),
        database_url=edge.database_url,
        profile=converting.profile(tables.policy),
        data_folder=edge.data_folder,
        mailbox=edge.mailbox,
        bounces=edge.mail.bounces,
        channels=edge.channels,
        judge=edge.judge,
        evidence_folder=edge.evidence_folder,
        letterhead=edge.letterhead,
        desk=edge.desk,
        names=edge.names,
    )
