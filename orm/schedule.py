"""The heartbeat: APScheduler fires, the house asks its columns what is due. It remembers nothing."""

import logging
import signal
from collections.abc import Callable
from threading import Event
from types import FrameType

import structlog
from apscheduler.events import EVENT_JOB_ERROR, JobExecutionEvent
from apscheduler.schedulers.background import BackgroundScheduler

from orm.errors import OrmError, place_of
from orm.weekly.returning import Came
from orm.wiring import House
from orm.wiring.accounts import check_accounts, survey_schools
from orm.wiring.door import tidy_front_door
from orm.wiring.returning import read_mailbox

COLLECT_SECONDS = 30
DIGEST_SECONDS = 60
CASE_TIMERS_SECONDS = 60
ALERTS_SECONDS = 10 * 60
WAVES_SECONDS = 60
DELIVER_SECONDS = 30
BOUNCES_SECONDS = 10 * 60
EVIDENCE_SECONDS = 60
FIGURES_SECONDS = 10 * 60
ACCOUNTS_SECONDS = 10 * 60
PRESENCE_SECONDS = 60 * 60
RETENTION_SECONDS = 24 * 60 * 60

_log = structlog.get_logger()


def run(house: House, *, stop: Event) -> None:
    """Beat until `stop` is set, then finish what is in hand and return."""
    scheduler = BackgroundScheduler(
        timezone="UTC",
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
    )
    beats: tuple[tuple[str, Callable[[], object], int], ...] = (
        ("collect", lambda: house.collect(stop=stop.is_set), COLLECT_SECONDS),
        ("digests", house.queue_digests, DIGEST_SECONDS),
        ("case timers", house.remind, CASE_TIMERS_SECONDS),
        ("alerts", house.tell, ALERTS_SECONDS),
        ("waves", house.tell_waves, WAVES_SECONDS),
        ("deliver", house.deliver, DELIVER_SECONDS),
        ("bounces", lambda: _read_bounces(house), BOUNCES_SECONDS),
        ("evidence", lambda: _keep_evidence(house), EVIDENCE_SECONDS),
        ("figures", lambda: house.count_weeks(stop=stop.is_set), FIGURES_SECONDS),
        ("account checks", lambda: check_accounts(house, stop=stop.is_set), ACCOUNTS_SECONDS),
        ("presence", lambda: survey_schools(house, stop=stop.is_set), PRESENCE_SECONDS),
        ("retention", house.purge, RETENTION_SECONDS),
        ("front door", lambda: tidy_front_door(house), RETENTION_SECONDS),
    )
    logging.getLogger("apscheduler").setLevel(logging.CRITICAL)
    scheduler.add_listener(_tell, EVENT_JOB_ERROR)
    now = house.edges.clock.now()
    for name, beat, seconds in beats:
        scheduler.add_job(
            _steady(name, beat), "interval", seconds=seconds, id=name, next_run_time=now
        )
    scheduler.start()
    try:
        stop.wait()
    finally:
        scheduler.shutdown(wait=True)


def stop_on_signals(stop: Event) -> None:
    """SIGTERM and Ctrl-C set `stop`; a second one ends the process at once, which loses nothing."""

    def ask(number: int, _: FrameType | None) -> None:
        signal.signal(number, signal.SIG_DFL)
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, ask)


def _keep_evidence(house: House) -> None:
    """Counts and faults of the archive; neither holds a word of a post."""
    kept = house.keep_evidence()
    if kept.exhibits:
        _log.info("evidence kept", cases=kept.cases, exhibits=kept.exhibits)
    if kept.failed:
        _log.error("evidence not kept; tried again", cases=kept.failed, why=list(kept.faults))


def _read_bounces(house: House) -> None:
    """Counts only: whose letters came back is on the desk and in `orm check`."""
    came = read_mailbox(house)
    if came != Came():
        closed = len(came.closed)
        _log.info("letters came back", hard=came.hard, soft=came.soft, closed=closed)
    if came.ignored:
        _log.warning("delivery reports of no letter of ours", ignored=came.ignored)


def _tell(fault: JobExecutionEvent) -> None:
    """A bug is told by its type and place: its own words, and APScheduler's, may quote a post."""
    _log.error(
        "a fault of the program; tell the developer",
        beat=fault.job_id,
        error=type(fault.exception).__name__,
        place=place_of(fault.exception),
    )


def _steady(name: str, beat: Callable[[], object]) -> Callable[[], None]:
    """A beat that says what is wrong and beats again: the next one may find the database free."""

    def once() -> None:
        try:
            beat()
        except OrmError as error:
            _log.error("beat failed", beat=name, error=str(error))
        except ExceptionGroup as group:
            # Their own words may quote a letter, so only their types are logged.
            kinds = sorted({type(error).__name__ for error in group.exceptions})
            _log.error("beat failed in part; tell the developer", beat=name, errors=kinds)

    return once
