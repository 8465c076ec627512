"""What joins the official accounts: the ways to the platforms, the people, and the case of an impostor."""

from collections.abc import Callable
from datetime import datetime

from orm.accounts.asking import Eyes, by_platform
from orm.accounts.checking import Inspection, check_due
from orm.accounts.judging import World
from orm.accounts.letters import skeleton
from orm.accounts.surveying import Survey, survey_due
from orm.errors import NotAllowed
from orm.http.domains import registrable_domain
from orm.model.accounts import SettledBy
from orm.model.cases import CaseRef
from orm.model.lookalikes import Lookalike, Verdict
from orm.model.schools import Contact, School, SchoolId
from orm.pipeline.impostors import impostor, judged_impostor
from orm.pipeline.keeping_evidence import keep_brought
from orm.ports import Profiling, Seeking
from orm.reading.accounts_entry import register_rows
from orm.school_calendar import LONDON
from orm.wiring import House
from reports.account_register import account_register
from sources.profiles import PROFILERS, SEEKERS


def check_accounts(house: House, *, stop: Callable[[], bool] = lambda: False) -> int:
    """Check every official account that is due; how many."""
    return check_due(inspection(house), stop=stop)


def survey_schools(house: House, *, stop: Callable[[], bool] = lambda: False) -> int:
    """Look at the website and the name of every school that is due; how many."""
    return survey_due(
        Survey(
            fetch=house.round.fetch,
            seekers=seekers(house),
            accounts=house.edges.store.accounts,
            lookalikes=house.edges.store.lookalikes,
            presences=house.edges.store.presences,
            clock=house.edges.clock,
            world_of=lambda school_id, now: world_of(house, school_id, now),
            worker=house.round.worker,
        ),
        stop=stop,
    )


def inspection(house: House) -> Inspection:
    """What checking accounts needs of this house."""
    return Inspection(
        eyes=Eyes(house.round.fetch, by_platform(profilers(house))),
        accounts=house.edges.store.accounts,
        clock=house.edges.clock,
        world_of=lambda school_id, now: world_of(house, school_id, now),
        worker=house.round.worker,
    )


def profilers(house: House) -> tuple[Profiling, ...]:
    """The ways to look at an account through the sources that are on."""
    on = {each.name: each.options for each in house.config.sources}
    return tuple(make(on[name]) for name, make in PROFILERS.items() if name in on)


def seekers(house: House) -> tuple[Seeking, ...]:
    """The searches for accounts through the sources that are on."""
    on = {each.name: each.options for each in house.config.sources}
    return tuple(make(on[name]) for name, make in SEEKERS.items() if name in on)


def world_of(house: House, school_id: SchoolId, now: datetime) -> World | None:
    """What judging a school's accounts rests on; None for one that this house does not watch."""
    school = next((each for each in house.schools if each.id == school_id), None)
    if school is None:
        return None
    return World(
        school=school,
        contacts=house.config.contacts,
        calendar=house.config.calendar,
        domains=frozenset(house.config.mail.allowed_domains),
        domain_of=registrable_domain,
        skeleton=skeleton,
        now=now,
    )


def confirm_impostor(
    house: House, lookalike: Lookalike, *, by: Contact, reason: str, now: datetime
) -> CaseRef:
    """Open the case of what a person says poses as the school, or find the one that there is.

    Raises:
        NotAllowed: no case may be opened for it.
        Conflict: somebody said so first.
    """
    brought = impostor(lookalike, by=by.id, now=now)
    judged = judged_impostor(brought, bench=house.round.bench, now=now)
    taken = house.edges.store.record_brought(judged, brought.provenance)
    if not taken.cases:
        raise NotAllowed("The policy opens no case for this. Bring the page by hand instead.")
    if house.edges.archive is not None:
        keep_brought(brought, taken.cases, house.keeping, now=now)
    ref = taken.cases[0]
    said = SettledBy(by.id, now, reason)
    house.edges.store.lookalikes.judge(lookalike.id, Verdict.IMPOSTOR, said, ref=ref)
    return ref


def account_register_pdf(house: House, school: School, now: datetime) -> bytes:
    """A school's register of official accounts as it stands, as a PDF for the headteacher to sign."""
    files = house.edges.store.accounts.files([school.id])
    rows = register_rows(files, house.config.contacts)
    return account_register(school, rows, printed_on=now.astimezone(LONDON).date())
