"""A house for labelled posts: the real judgement, store and letters; no web, no mail, a clock at rest."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Never

from orm.cases.chain import first_event, raised_event
from orm.config.values import Config
from orm.errors import Refused
from orm.mail import mailer
from orm.model.letters import Letter
from orm.model.polls import (
    Cadence,
    Claim,
    Outcome,
    Poll,
    PollPlan,
    Request,
    Scope,
    Validators,
)
from orm.model.records import JudgedItem, PollRecord
from orm.model.schools import Contact, ContactId, Role, School, SchoolCalendar
from orm.model.settings import (
    DigestRules,
    MailSettings,
    Manners,
    PolicyProfile,
    Retention,
    Transport,
)
from orm.model.weeks import Week
from orm.pacing import Ending, pace
from orm.store.migrating import upgrade
from orm.store.sql_store import open_store
from orm.wiring import Edges, House, build

WORKER = "eval"

_DOMAIN = "school.example"
_HOUR = timedelta(hours=1)
_LEASE = timedelta(hours=12)
_NINE = time(9, tzinfo=UTC)
_NO_DATE = datetime(2026, 1, 5, 9, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class _ClockAtRest:
    at: datetime

    def now(self) -> datetime:
        return self.at

    def sleep(self, seconds: float) -> None:
        """Nothing is waited for."""


def day_after(moments: Iterable[datetime | None]) -> datetime:
    """The moment of judging: nine o'clock on the day after the last post; a fixed one without any."""
    known = [moment for moment in moments if moment is not None]
    if not known:
        return _NO_DATE
    return datetime.combine(max(known).date() + timedelta(days=1), _NINE)


@contextmanager
def trial_house(schools: Sequence[School], *, now: datetime) -> Iterator[House]:
    """The house of these schools, with one invented reader for every role and an empty database.

    Everything that it writes is gone at the end.
    """
    with TemporaryDirectory(prefix="orm-eval-", ignore_cleanup_errors=True) as folder:
        config = _config(schools, Path(folder))
        upgrade(config.database_url)
        store = open_store(config.database_url, first_event=first_event, raised_event=raised_event)
        edges = Edges(
            clock=_ClockAtRest(now), fetch=_ask_nobody, store=store, mailer=mailer(config.mail)
        )
        house = build(config, edges, worker=WORKER)
        try:
            yield house
        finally:
            house.close()


def letters(house: House, judged: Sequence[JudgedItem]) -> tuple[Letter, ...]:
    """Every letter after one poll has brought all of these: alerts, and each reader's digest."""
    now = house.edges.clock.now()
    store = house.edges.store
    house.enrol()
    store.plan([_plan(house.schools)], now=now, spread=timedelta(0))
    polls = store.claim_polls(Claim(now=now, worker=WORKER, lease=_LEASE, limit=1))
    store.record([_record(poll, judged, now=now) for poll in polls])
    year, number, _ = now.date().isocalendar()
    digests = (
        letter for school in house.schools for letter in house.digests(school, Week(year, number))
    )
    return (*(mail.letter for mail in store.outbox()), *digests)


def _config(schools: Sequence[School], folder: Path) -> Config:
    return Config(
        schools=tuple(schools),
        contacts=tuple(
            Contact(
                id=ContactId(role.value),
                name=role.value.title(),
                email=f"{role.value}@{_DOMAIN}",
                roles=frozenset({role}),
            )
            for role in Role
        ),
        calendar=SchoolCalendar(),
        sources=(),
        manners=Manners(contact=f"it@{_DOMAIN}"),
        mail=MailSettings(
            transport=Transport.FILE,
            sender=f"orm@{_DOMAIN}",
            allowed_domains=(_DOMAIN,),
            folder=str(folder / "outbox"),
        ),
        digest=DigestRules(),
        retention=Retention(),
        database_url=f"sqlite:///{folder / 'eval.db'}",
        profile=PolicyProfile(),
        data_folder=folder,
    )


def _plan(schools: Sequence[School]) -> PollPlan:
    return PollPlan(
        request=Request(source="posts", key="posts", url="https://posts.example/"),
        domain="posts.example",
        cadence=Cadence(shortest=_HOUR, usual=_HOUR, longest=_HOUR, silence=timedelta(days=7)),
        wanted_by=tuple((school.id, Scope.OPEN) for school in schools),
    )


def _record(poll: Poll, judged: Sequence[JudgedItem], *, now: datetime) -> PollRecord:
    return PollRecord(
        poll=poll,
        worker=WORKER,
        started_at=now,
        ended_at=now,
        outcome=Outcome.NEW,
        detail="",
        pace=pace(poll, Ending(Outcome.NEW), now=now, spacing=timedelta(0)),
        validators=Validators(),
        judged=tuple(judged),
        read=len(judged),
    )


def _ask_nobody(request: Request, validators: Validators) -> Never:  # noqa: ARG001 - the port's shape
    raise Refused("an evaluation asks nobody")
