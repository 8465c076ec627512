"""One account's checks of one day, all together."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zlib import crc32

from orm.accounts.comparing import Seen, seen_checks
from orm.accounts.gaps import register_checks
from orm.accounts.linking import linked_back, links_out
from orm.accounts.outcomes import could_not, local_day
from orm.accounts.posting import alive, moderated, posting
from orm.model.accounts import (
    AccountFile,
    Answer,
    Check,
    Checked,
    Round,
    SiteLinks,
)
from orm.model.schools import AccountStatus, Contact, School, SchoolCalendar, SchoolId
from orm.school_calendar import LONDON

MORNING = time(6, 0)
SPREAD = timedelta(hours=2)

_ORDER = {check: place for place, check in enumerate(Check)}


@dataclass(frozen=True, slots=True)
class World:
    """What judging one school's accounts rests on besides the answers.

    `domains` are those that the school's mail may go to. `domain_of` gives the registrable domain
    of a web address, `skeleton` maps letters that look alike to one. `now` is aware UTC.
    """

    school: School
    contacts: tuple[Contact, ...]
    calendar: SchoolCalendar
    domains: frozenset[str]
    domain_of: Callable[[str], str]
    skeleton: Callable[[str], str]
    now: datetime

    @property
    def today(self) -> date:
        """The day in Europe/London."""
        return local_day(self.now)


def judge(file: AccountFile, answers: Sequence[Answer], site: SiteLinks, world: World) -> Round:
    """Every check of an account, in `Check`'s order.

    `answers` has one for each address that was asked. None at all says that no program can look:
    then a person does (BY_HAND), and what only a look can tell is left out. Of a closed account
    only EXISTS is judged.
    """
    account = file.account
    seen = _seen(file, answers, world)
    looked = _looked_at(file, seen, site, world) if seen is not None else ()
    closed = account.status is AccountStatus.CLOSED
    last = (seen.sighting if seen else None) or file.known.seen
    checks = (
        *looked,
        *(() if closed else (linked_back(account, last, site),)),
        *register_checks(
            account,
            contacts=world.contacts,
            school=world.school,
            domains=world.domains,
            looked_on=file.known.looked_on,
            by_hand=not answers,
            today=world.today,
        ),
    )
    return Round(
        id=file.id,
        checks=tuple(sorted(checks, key=lambda one: _ORDER[one.check])),
        known=seen.known if seen else file.known,
        at=world.now,
        next_check_at=next_look(account.school_id, world.now),
    )


def next_look(school_id: SchoolId, now: datetime) -> datetime:
    """Tomorrow from 06:00 Europe/London, within two hours, always as late for the same school: its
    website is read once for all of its accounts.
    """
    tomorrow = datetime.combine(local_day(now) + timedelta(days=1), MORNING, tzinfo=LONDON)
    late = crc32(school_id.encode()) % int(SPREAD.total_seconds())
    return tomorrow.astimezone(UTC) + timedelta(seconds=late)


def _seen(file: AccountFile, answers: Sequence[Answer], world: World) -> Seen | None:
    """What the answers come to; None where only a person can look."""
    if not answers and file.account.status is not AccountStatus.CLOSED:
        return None
    return seen_checks(
        file.account,
        file.known,
        answers,
        skeleton=world.skeleton,
        checked_at=file.checked_at,
        now=world.now,
    )


def _looked_at(file: AccountFile, seen: Seen, site: SiteLinks, world: World) -> tuple[Checked, ...]:
    """What the answers tell; where the account was not seen, nothing that rests on it is well."""
    account = file.account
    if account.status is AccountStatus.CLOSED:
        return seen.checks
    sighting = seen.sighting
    if sighting is None:
        resting = (Check.LINKS_OUT, Check.ALIVE, Check.MODERATED, Check.POSTING)
        return (*seen.checks, *(could_not(check, seen.why) for check in resting))
    return (
        *seen.checks,
        links_out(sighting, site.website or world.school.website, domain_of=world.domain_of),
        alive(
            account,
            sighting.posted_at,
            looked_on=file.known.looked_on,
            calendar=world.calendar,
            now=world.now,
        ),
        moderated(account, sighting.waiting_since, now=world.now),
        *posting(account, sighting.posted_at, now=world.now),
    )
