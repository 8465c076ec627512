"""The demo: four weeks of an invented town's web, seen through the real house.

The town is served over HTTP on loopback; collectors, fetcher, pipeline, store, digest and mailer are the
real ones. Only the clock is the demo's, so that four weeks pass in seconds.
"""

import socket
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, time, timedelta
from importlib import resources
from pathlib import Path
from string import Template

from orm.archive.folder import EvidenceFolder
from orm.cases.chain import first_event, raised_event
from orm.config.loading import parse
from orm.demo import folder as demo_folder
from orm.demo.accounts import enter_accounts, look_at_accounts
from orm.demo.clock import DemoClock
from orm.demo.town.addresses import addresses
from orm.demo.town.moments import FIRST_MONDAY
from orm.demo.town.server import RunningTown, resolve, serve
from orm.demo.town.town import Town
from orm.errors import ConfigError
from orm.http.fetcher import Fetcher
from orm.mail import mailer
from orm.store.migrating import upgrade
from orm.store.sql_store import open_store
from orm.wiring import Edges, House, build, source_shapes

DAYS = 28
ACCOUNTS_FROM = datetime.combine(FIRST_MONDAY + timedelta(days=DAYS - 5), time(0), tzinfo=UTC)
"""From here on the official accounts are looked at once a day: six days show what a day can bring."""

_STEP = timedelta(hours=6)
_LOOK_HOUR = 8  # by then every account is due
_FIRST_AT = time(2, 0)  # so that one of the steps is on Monday at 08:00, when the digest is due
_USUAL_PORT = 8765
_LOOPBACK = "127.0.0.1"
WORKER = "demo"


@dataclass(frozen=True, slots=True)
class Demo:
    """A demo ready to run: its house, its town and its clock."""

    folder: Path
    house: House
    town: RunningTown
    clock: DemoClock
    progress: demo_folder.Progress

    def close(self) -> None:
        """Close the town and give the database back."""
        self.town.close()
        self.house.close()


def moments() -> tuple[datetime, ...]:
    """When the house beats: every six hours for four weeks, and once more on the last Monday."""
    start = datetime.combine(FIRST_MONDAY, _FIRST_AT, tzinfo=UTC)
    steps = DAYS * timedelta(days=1) // _STEP
    return tuple(start + _STEP * step for step in range(steps + 2))


def open_demo(folder: Path) -> Demo:
    """A new demo in this folder, or the interrupted one that it holds.

    Raises:
        ConfigError: the folder holds something else.
        StoreError: the folder cannot be written.
    """
    progress = demo_folder.resume(folder)
    start_at = moments()[0]
    clock = DemoClock((progress and progress.reached_at) or start_at)
    town = _serve(clock, progress)
    progress = progress or demo_folder.Progress(port=town.port, desk_port=_desk_port())
    demo_folder.save(folder, progress)
    house = _house(folder, clock, progress)
    return Demo(
        folder=folder,
        house=house if progress.reached else _with_accounts(house, progress),
        town=town,
        clock=clock,
        progress=progress,
    )


def live_through(demo: Demo, *, report: Callable[[datetime], None]) -> Demo:
    """Four weeks, beat by beat. An interrupted one goes on where it was."""
    demo.house.plan(spread=timedelta(0))
    for moment in _left(demo.progress):
        demo.clock.move_to(moment)
        done = demo.house.collect()
        demo.house.keep_evidence()
        if moment >= ACCOUNTS_FROM and moment.hour == _LOOK_HOUR:
            look_at_accounts(demo.house)
        demo.house.queue_digests()
        demo.house.tell()
        demo.house.tell_waves()
        demo.house.deliver()
        demo.house.purge()
        account = demo.progress.account.with_beat(done, at=moment)
        progress = replace(demo.progress, reached=moment.isoformat(), account=account)
        demo_folder.save(demo.folder, progress)
        demo = replace(demo, progress=progress)
        report(moment)
    progress = replace(demo.progress, finished=True)
    demo_folder.save(demo.folder, progress)
    return replace(demo, progress=progress)


def _left(progress: demo_folder.Progress) -> Iterator[datetime]:
    reached_at = progress.reached_at
    return (each for each in moments() if reached_at is None or each > reached_at)


def _serve(clock: DemoClock, progress: demo_folder.Progress | None) -> RunningTown:
    """The same port as before the interruption, for addresses are identities.

    Raises:
        ConfigError: that port is taken by something else now.
    """
    town = Town()
    if progress is not None:
        try:
            return serve(town, clock.now, port=progress.port)
        except OSError as error:
            raise ConfigError(
                [f"port {progress.port}, where this demo's town was, is taken; free it and go on"]
            ) from error
    try:
        return serve(town, clock.now, port=_USUAL_PORT)
    except OSError:
        return serve(town, clock.now, port=0)


def _desk_port() -> int:
    """The desk's usual port, or a free one where that is taken."""
    for port in (demo_folder.DESK_PORT, 0):
        with socket.socket() as trial:
            try:
                trial.bind((_LOOPBACK, port))
            except OSError:
                continue
            return int(trial.getsockname()[1])
    raise ConfigError(["no port of this machine is free for the desk"])


def _with_accounts(house: House, progress: demo_folder.Progress) -> House:
    """The house of a new demo, which knows the accounts of its register from the first beat on."""
    house.enrol()
    enter_accounts(house, port=progress.port)
    return build(house.config, house.edges, worker=WORKER)


def config_text(port: int, desk_port: int = demo_folder.DESK_PORT) -> str:
    """The demo's config.toml for a town and a desk that are served on these ports."""
    template = (resources.files("orm.demo") / "data" / "config.toml").read_text(encoding="utf-8")
    return Template(template).substitute(asdict(addresses(port)), desk_port=desk_port)


def _house(folder: Path, clock: DemoClock, progress: demo_folder.Progress) -> House:
    text = config_text(progress.port, progress.desk_port)
    (folder / "config.toml").write_text(text, encoding="utf-8")
    config = parse(text, base=folder, environ={}, source_options=source_shapes())
    upgrade(config.database_url)
    store = open_store(config.database_url, first_event=first_event, raised_event=raised_event)
    edges = Edges(
        clock=clock,
        fetch=Fetcher(config.manners, clock, resolve=resolve),
        store=store,
        mailer=mailer(config.mail),
        archive=EvidenceFolder(config.evidence),
        entry=store.entry,
        shelf=store.shelf,
        alerts=store.alerts,
    )
    return build(config, edges, worker=WORKER)
