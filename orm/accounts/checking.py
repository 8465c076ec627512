"""Checking official accounts: what is due is asked for, judged and written, school by school."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from orm.accounts.asking import Eyes
from orm.accounts.judging import World, judge
from orm.accounts.site import site_links, visit
from orm.model.accounts import AccountFile, Round
from orm.model.schools import SchoolId
from orm.ports import Accounts, Clock

LEASE = timedelta(minutes=30)
BATCH = 20

WorldOf = Callable[[SchoolId, datetime], World | None]
"""What judging a school's accounts rests on; None for a school that is not watched."""


@dataclass(frozen=True, slots=True)
class Inspection:
    """Everything that checking needs. `worker` is unique among all that use the database now."""

    eyes: Eyes
    accounts: Accounts
    clock: Clock
    world_of: WorldOf
    worker: str


def check_due(inspection: Inspection, *, stop: Callable[[], bool]) -> int:
    """Check every account that is due; how many. What was claimed before `stop` is finished."""
    done = 0
    while not stop():
        files = inspection.accounts.claim(
            now=inspection.clock.now(), worker=inspection.worker, lease=LEASE, limit=BATCH
        )
        written = check(files, inspection)
        if not written:
            break  # nothing was due, or only what this configuration does not know
        done += written
    return done


def check(files: Sequence[AccountFile], inspection: Inspection) -> int:
    """Check these accounts, which this worker has claimed; how many were written. The website of a
    school is read once for all of its accounts.
    """
    written = 0
    for school_id, theirs in groupby(files, key=lambda file: file.account.school_id):
        rounds = tuple(_rounds(school_id, theirs, inspection))
        written += inspection.accounts.record(rounds, worker=inspection.worker)
    return written


def _rounds(
    school_id: SchoolId, files: Iterable[AccountFile], inspection: Inspection
) -> Iterator[Round]:
    world = inspection.world_of(school_id, inspection.clock.now())
    if world is None:
        return
    site = site_links(visit(world.school, inspection.eyes.fetch))
    for file in files:
        yield judge(file, inspection.eyes.answers(file), site, world)
