"""The real world opened from a configuration, and the sources that are on."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial

from orm.archive.folder import EvidenceFolder
from orm.cases.chain import first_event, raised_event
from orm.channels import Channels
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
from orm.pipeline.alerting import AlertBook
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
from orm.store.desk_key import desk_key
from orm.store.sql_store import open_store
from orm.weekly.letter_book import LetterBook, Returns
from sources import registry

DESK_KEY = "desk.key"
"""The desk's key, in the data folder."""


@dataclass(frozen=True, slots=True)
class Edges:
    """Where the house meets the world. Tests replace these and nothing else.

    Without an archive no evidence is kept; without `entry` and `shelf` there is no desk to sign in to;
    without `alerts` nothing is told beyond single cases, and without `channels` only emails leave;
    without a `letter_book` nobody can stop a digest, without `returns` no letter is known to come back.
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
    alerts: AlertBook | None = None
    channels: Mailer | None = None
    letter_book: LetterBook | None = None
    returns: Callable[[], AbstractContextManager[Returns]] | None = None
    desk_key: Callable[[], bytes] | None = None


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
        alerts=store.alerts,
        channels=Channels(config.channels) if config.channels else None,
        letter_book=store.letter_book,
        returns=partial(open_mailbox, config.bounces) if config.bounces else None,
        desk_key=partial(desk_key, config.data_folder / DESK_KEY),
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
