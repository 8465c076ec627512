"""Four weeks of the invented town, lived through once for all processes that test together."""

import json
import shutil
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from filelock import FileLock

from orm.archive.folder import EvidenceFolder
from orm.cases.chain import first_event, raised_event
from orm.config.loading import parse
from orm.demo import folder as demo_folder
from orm.demo.clock import DemoClock
from orm.demo.desk import desk_open
from orm.demo.folder import Progress
from orm.demo.run import live_through, moments, open_demo
from orm.http.fetcher import Fetcher
from orm.mail import mailer
from orm.store.sql_store import open_store
from orm.web.answering import Desk
from orm.wiring import Edges, House, build, source_shapes

_ASKED = "asked.json"


@dataclass(frozen=True)
class Lived:
    """What the demo left: its folder, its house opened again, how far it came, and every path that
    the town was asked for.
    """

    folder: Path
    house: House
    progress: Progress
    asked: frozenset[str]


def live_once(shared: Path) -> Path:
    """The folder of the finished demo; whoever comes first makes it, the others wait."""
    folder = shared / "lived"
    with FileLock(shared / "lived.lock"):
        if not (shared / _ASKED).exists():
            demo = open_demo(folder)
            try:
                live_through(demo, report=lambda _: None)
            finally:
                demo.close()
            paths = sorted({hit.path for hit in demo.town.hits})
            (shared / _ASKED).write_text(json.dumps(paths), encoding="utf-8")
    return folder


def look_back(shared: Path, copy: Path) -> Lived:
    """A copy of the finished demo, with its house as it was at the last moment."""
    shutil.copytree(live_once(shared), copy)
    progress = demo_folder.read(copy)
    assert progress.finished
    asked = json.loads((shared / _ASKED).read_text(encoding="utf-8"))
    return Lived(copy, house_in(copy), progress, frozenset(asked))


@contextmanager
def open_desk(shared: Path, copy: Path) -> Iterator[Desk]:
    """The desk over a copy of the finished demo, answering on a port of its own."""
    shutil.copytree(live_once(shared), copy)
    house = house_in(copy, desk_port=free_port())
    try:
        with desk_open(house) as desk:
            yield desk
    finally:
        house.close()


def free_port() -> int:
    """A port of this machine that nobody uses now."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


def house_in(folder: Path, *, desk_port: int = 0) -> House:
    """The house of a finished demo, on the demo's last day. The town is closed."""
    text = (folder / "config.toml").read_text(encoding="utf-8")
    config = parse(text, base=folder, environ={}, source_options=source_shapes())
    if desk_port:
        url = f"http://127.0.0.1:{desk_port}"
        digest, desk = replace(config.digest, desk_url=url), replace(config.desk, port=desk_port)
        config = replace(config, digest=digest, desk=desk)
    clock = DemoClock(moments()[-1])
    store = open_store(config.database_url, first_event=first_event, raised_event=raised_event)
    edges = Edges(
        clock=clock,
        fetch=Fetcher(config.manners, clock, resolve=lambda _host, _port: ("127.0.0.1",)),
        store=store,
        mailer=mailer(config.mail),
        archive=EvidenceFolder(config.evidence),
        entry=store.entry,
        shelf=store.shelf,
    )
    return build(config, edges, worker="lived")
