"""`orm check`: one line for everything that must work before anybody relies on it."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import groupby
from typing import Annotated

import typer

from orm.cli.checking_alerts import alert_lines
from orm.cli.checking_letters import no_letters
from orm.cli.checking_sources import PLAN_COLUMNS, idle, plan_rows, standing
from orm.cli.voice import (
    DEFAULT_CONFIG,
    FAILED,
    ConfigOption,
    JsonOption,
    open_house,
    plainly,
    print_rows,
    read_config,
)
from orm.cli.voice import worker_name as name_worker
from orm.clock import SystemClock
from orm.config.ending_keys import ending_keys
from orm.config.values import Config
from orm.errors import OrmError
from orm.http.own_judge import check as check_judge
from orm.mail import check as check_mail
from orm.model.letters import Mail, MailState
from orm.model.polls import NotModified, PollPlan, Validators
from orm.pipeline.dating import dated
from orm.ports import Clock
from orm.store.revision import check as check_database
from orm.triage.ageing import Stale, stale
from orm.triage.policy import Policy
from orm.wiring import House, build, open_edges
from orm.wiring.edges import mail_token

_WORKS = {True: "yes", False: "NO", None: "-"}
_NAMED = 3  # how many stale entries a warning names


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was looked at; `works` is None for what only tells how things stand."""

    what: str
    works: bool | None
    says: str


@plainly
def check(
    config: ConfigOption = DEFAULT_CONFIG,
    plan: Annotated[
        bool,
        typer.Option("--plan", help="Say what each source will ask in a day; ask nothing."),
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Look at the configuration, the database, mail, the policy's age and every source."""
    if plan:
        with closing(open_house(config)) as house:
            print_rows(PLAN_COLUMNS, plan_rows(house), as_json=as_json)
        return
    lines = list(_lines(read_config(config)))
    rows = [{"what": line.what, "works": _WORKS[line.works], "says": line.says} for line in lines]
    print_rows(("what", "works", "says"), rows, as_json=as_json)
    if any(line.works is False for line in lines):
        raise typer.Exit(FAILED)


def _lines(config: Config) -> Iterator[Line]:
    yield Line("configuration", works=True, says=_summary(config))
    if config.manners.allow_addresses:
        allowed = ", ".join(config.manners.allow_addresses)
        yield Line(
            "network",
            works=True,
            says=f"{allowed} may be fetched although not public: for tests and the demo only",
        )
    database = _tried("database", lambda: check_database(config.database_url))
    yield database
    yield _tried("mail", partial(_try_mail, config))
    edges = open_edges(config) if database.works else None
    if edges is None:
        return
    with closing(build(config, edges, worker=name_worker())) as house:
        yield from policy_lines(house.policy, edges.clock.now().date())
        yield from _letters(house.edges.store.outbox())
        yield from (Line(*said) for said in alert_lines(house))
        yield from (Line(*said) for said in no_letters(house, now=edges.clock.now()))
        yield _tried("evidence", house.keeping.archive.works)
        yield _own_judge(config, edges.clock)
        asking = {plan.request.source for plan in house.plans()}
        for name in house.sources:
            yield Line(name, works=None, says=standing(house, name, asks=name in asking))
        for each in config.idle:
            yield Line(each.name, works=None, says=idle(each))
        yield from _keys(config, edges.clock.now().date())
        yield from _sources(house)


def _summary(config: Config) -> str:
    return f"{len(config.schools)} school(s), {len(config.contacts)} contact(s), {len(config.sources)} source(s) on"


def _try_mail(config: Config) -> None:
    check_mail(config.mail, token=mail_token(config, SystemClock()))


def _tried(what: str, look: Callable[[], object]) -> Line:
    try:
        says = look()
    except OrmError as error:
        return Line(what, works=False, says=str(error))
    return Line(what, works=True, says=str(says or "works"))


def policy_lines(policy: Policy, today: date) -> Iterator[Line]:
    """The policy's version, and a warning for each of its files that holds what is over a year old."""
    yield Line("policy", works=True, says=f"version {policy.version}")
    for file, parts in groupby(sorted(stale(policy, today), key=_by_file), key=_by_file):
        old = list(parts)
        named = [each.what for each in old if each.what]
        which = f" ({', '.join(named[:_NAMED])}{' ...' if len(named) > _NAMED else ''})"
        yield Line(
            f"{file}.toml",
            works=None,
            says=f"WARNING: {len(old)} part(s){which if named else ''} last checked over a year ago,"
            f" the oldest on {_in_words(min(each.last_checked for each in old))}: check them with"
            " a person (docs/contacts.md), or install a newer version",
        )


def _by_file(one: Stale) -> str:
    return one.file


def _in_words(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _letters(mails: Sequence[Mail]) -> Iterator[Line]:
    """Letters that were tried and that nobody has accepted, and those that may have come twice."""
    waiting = [
        mail
        for mail in mails
        if mail.state is MailState.FAILED or (mail.state is MailState.QUEUED and mail.attempts)
    ]
    if waiting:
        newest = waiting[-1]
        says = (
            f"{len(waiting)} not accepted; the last, to {newest.letter.recipient}: {newest.failure}"
        )
        yield Line("letters", works=False, says=says)
    else:
        yield Line("letters", works=True, says="none was refused")
    unknown = [mail for mail in mails if mail.unanswered]
    if unknown:
        yield Line("unanswered letters", works=None, says=_unanswered(unknown))


def _unanswered(mails: Sequence[Mail]) -> str:
    """How many letters of unknown outcome there are, and which; the newest are named."""
    named = ", ".join(
        f"{mail.letter.recipient} ({_in_words(mail.queued_at.date())})" for mail in mails[-_NAMED:]
    )
    return (
        f"{len(mails)} of unknown outcome, each with one Message-ID: the mail server may have"
        f" delivered it twice; the last to {named} (docs/emails.md)"
    )


def _own_judge(config: Config, clock: Clock) -> Line:
    """Whether the operator's own judge answers; it is asked about an invented post."""
    if config.judge is None:
        return Line("own judge", works=None, says="off: nobody has accepted one (judge.accepted)")
    return _tried("own judge", partial(check_judge, config.judge, clock))


def _keys(config: Config, today: date) -> Iterator[Line]:
    """Keys whose last day is near or past."""
    for each in ending_keys(config.sources, today=today):
        yield Line(f"key of {each.source}", works=not each.over, says=each.says)


def _sources(house: House) -> Iterator[Line]:
    """One real request per source and domain; nothing is stored."""
    seen: set[tuple[str, str]] = set()
    for plan in house.plans():
        place = (plan.request.source, plan.domain)
        if place not in seen:
            seen.add(place)
            yield _tried(f"{plan.request.source} {plan.domain}", partial(_ask, house, plan))


def _ask(house: House, plan: PollPlan) -> str:
    asked = dated(plan.request, now=house.edges.clock.now())
    answer = house.round.fetch(asked, Validators())
    if isinstance(answer, NotModified):
        return "answers: not modified"
    page = house.sources[plan.request.source].parse(answer)
    return f"answers: {len(page.items)} item(s), {len(page.skipped)} unreadable"
