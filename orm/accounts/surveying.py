"""Looking at a school's presence once a week: its website, and who else uses its name."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zlib import crc32

from orm.accounts.asking import known_as
from orm.accounts.checking import BATCH, LEASE, WorldOf
from orm.accounts.judging import World
from orm.accounts.linking import stray_links
from orm.accounts.seeking import Found, seek_accounts, seek_domains
from orm.accounts.site import Visited, site_links, site_words, visit
from orm.accounts.website import site_checks
from orm.model.accounts import Account, CheckOutcome
from orm.model.lookalikes import Verdict
from orm.model.presence import Noticed, Presence, PresenceCheck
from orm.model.site_checks import SiteTopic
from orm.ports import Accounts, Clock, Fetch, Lookalikes, Presences, Seeking

EVERY = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Survey:
    """Everything that looking around needs. `worker` is unique among all that use the database."""

    fetch: Fetch
    seekers: Sequence[Seeking]
    accounts: Accounts
    lookalikes: Lookalikes
    presences: Presences
    clock: Clock
    world_of: WorldOf
    worker: str


def survey_due(survey: Survey, *, stop: Callable[[], bool]) -> int:
    """Look at every school that is due; how many. After `stop` the school in hand is finished, and
    the others that were claimed are free again when their lease ends.
    """
    done = 0
    while not stop():
        due = survey.presences.claim(
            now=survey.clock.now(), worker=survey.worker, lease=LEASE, limit=BATCH
        )
        looked = sum(_look_at(presence, survey) for presence in due if not stop())
        if not looked:
            break  # nothing was due, or only what this configuration does not know
        done += looked
    return done


def _look_at(presence: Presence, survey: Survey) -> bool:
    now = survey.clock.now()
    world = survey.world_of(presence.school_id, now)
    if world is None:
        return False
    accounts = tuple(map(known_as, survey.accounts.files([presence.school_id])))
    visited = visit(world.school, survey.fetch)
    found = tuple(_seek(visited, accounts, survey, world))
    scored = tuple(one for each in found for one in each.scored)
    survey.lookalikes.record(presence.school_id, scored, now=now)
    noticed = (
        *_site(visited, accounts, world),
        *(one for each in found for one in each.noticed),
        first_page_notice(presence, today=world.today),
    )
    return survey.presences.record(
        presence.school_id,
        noticed,
        at=now,
        next_check_at=next_survey(presence, now),
        worker=survey.worker,
    )


def next_survey(presence: Presence, now: datetime) -> datetime:
    """A week from now. After the first look each school has a day of its own, so that the searches
    of schools that began together do not meet a daily quota together.
    """
    if presence.checked_at is not None:
        return now + EVERY
    return now + timedelta(days=1 + crc32(presence.school_id.encode()) % EVERY.days)


def _seek(
    visited: Visited, accounts: Sequence[Account], survey: Survey, world: World
) -> Iterator[Found]:
    kept = survey.lookalikes.of([world.school.id])
    known_good = {each.scored.candidate.key for each in kept if each.verdict is Verdict.INNOCENT}
    yield seek_accounts(
        survey.seekers,
        accounts=accounts,
        known_good=known_good,
        fetch=survey.fetch,
        world=world,
    )
    yield seek_domains(
        site_words(visited.pages),
        accounts=accounts,
        known_good=known_good,
        fetch=survey.fetch,
        world=world,
    )


def _site(visited: Visited, accounts: Sequence[Account], world: World) -> Iterable[Noticed]:
    if not visited.pages:
        yield Noticed(PresenceCheck.SITE, CheckOutcome.COULD_NOT, visited.why, key="website")
        return
    checks = site_checks(
        visited.pages,
        accounts=accounts,
        calendar=world.calendar,
        today=world.today,
        unread=visited.unread,
    )
    for each in checks:
        # The accounts that are missing say so themselves.
        if each.key != SiteTopic.ACCOUNTS or each.outcome is not CheckOutcome.FINDING:
            yield each
    for stray in stray_links(site_links(visited), accounts):
        yield Noticed(
            PresenceCheck.SITE, stray.outcome, stray.says, stray.evidence, f"stray:{stray.key}"
        )


def first_page_notice(presence: Presence, *, today: date) -> Noticed:
    """Whether somebody has looked this month at what a parent sees first (domain.md R03)."""
    last = max((page.month for page in presence.first_pages), default=None)
    month = today.replace(day=1)
    if last is not None and last >= month:
        says = "What a parent sees first was recorded this month."
        return Noticed(PresenceCheck.FIRST_PAGE, CheckOutcome.OK, says, last.isoformat())
    says = (
        "Search for the school’s name and town as a parent would, and note what comes first. It"
        " takes five minutes, once a month."
    )
    return Noticed(PresenceCheck.FIRST_PAGE, CheckOutcome.FINDING, says, key=month.isoformat())
