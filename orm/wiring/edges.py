"""The real world opened from a configuration, and the sources that are on."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial

from orm.archive.folder import EvidenceFolder
from orm.cases.chain import first_event, raised_event
from orm.clock import SystemClock
from orm.config.values import Config, SourceSettings, SourceShape
from orm.credentials import locks
from orm.entry.book import EntryBook
from orm.http.fetcher import Fetcher
from orm.http.mail_token import MailToken
from orm.http.own_judge import OwnJudge
from orm.http.token_file import TokenFile
from orm.mail import mailer
from orm.mailbox import open_mailbox
from orm.ports import (
    Archive,
    Clock,
    Fetch,
    Keyed,
    Letterbox,
    Mailer,
    Metered,
    SecondReader,
    Source,
    Store,
)
from orm.reading.shelf import Shelf
from orm.store.sql_store import open_store
from sources import registry


@dataclass(frozen=True, slots=True)
class Edges:
    """Where the house meets the world. Tests replace these and nothing else.

    Without an archive no evidence is kept; without `entry` and `shelf` there is no desk to sign in to.
    """

    clock: Clock
    fetch: Fetch
    store: Store
    mailer: Mailer
    letterbox: Callable[[], AbstractContextManager[Letterbox]] | None = None
    second: SecondReader | None = None
    archive: Archive | None = None
    entry: EntryBook | None = None
    shelf: Shelf | None = None


def source_shapes() -> dict[str, SourceShape]:
    """What each source may be configured with."""
    shapes = {}
    for each in registry.SOURCES:
        source = registry.build(each.name, each.options())
        prices = source.allowances if isinstance(source, Metered) else ()
        shapes[each.name] = SourceShape(
            each.options,
            each.access,
            takes_key=isinstance(source, Keyed),
            costs_money=any(allowance.micros for allowance in prices),
        )
    return shapes


def open_edges(config: Config) -> Edges:
    """The real world."""
    clock = SystemClock()
    store = open_store(config.database_url, first_event=first_event, raised_event=raised_event)
    return Edges(
        clock=clock,
        fetch=Fetcher(
            config.manners,
            clock,
            locks=locks(config.sources, built(config.sources)),
            token_file=TokenFile(config.data_folder / "tokens.json"),
        ),
        store=store,
        mailer=mailer(config.mail, token=mail_token(config, clock)),
        letterbox=partial(open_mailbox, config.mailbox) if config.mailbox else None,
        second=OwnJudge(config.judge, clock) if config.judge else None,
        archive=EvidenceFolder(config.evidence),
        entry=store.entry,
        shelf=store.shelf,
    )


def mail_token(config: Config, clock: Clock) -> MailToken | None:
    """What fetches the mail server's access token; None where letters leave without one."""
    if config.mail.oauth2 is None:
        return None
    allowed = config.manners.allow_addresses
    return MailToken(config.mail.oauth2, clock, allow_addresses=allowed)


def built(settings: Sequence[SourceSettings]) -> dict[str, Source]:
    """The sources that are on, by name."""
    return {each.name: build_source(each.name, each.options) for each in settings}


def build_source(name: str, options: object) -> Source:
    """The source of this name."""
    return registry.build(name, options)
