"""The folder that a demo lives in: what it holds, how far it came, and starting afresh."""

import json
import os
import shutil
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path

from pydantic import TypeAdapter

from orm.demo.account import Account
from orm.errors import ConfigError

DESK_PORT = 8770
"""Where the desk is when nothing else is there."""

_MARK = "demo.json"
_OURS = ("demo.db", "demo.db-wal", "demo.db-shm", "config.toml", _MARK)
_EVIDENCE = Path("data", "evidence")
_OUR_FOLDERS = {"outbox": ".eml", "digests": ".html"}


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a demo came: the last finished moment, the ports that its town and its desk listen on,
    and what its polls came to until then.
    """

    port: int
    desk_port: int = DESK_PORT
    reached: str = ""
    finished: bool = False
    account: Account = field(default_factory=Account)

    @property
    def reached_at(self) -> datetime | None:
        """The last finished moment, aware UTC."""
        return datetime.fromisoformat(self.reached) if self.reached else None


_PROGRESS = TypeAdapter(Progress)


def resume(folder: Path) -> Progress | None:
    """How far an interrupted demo came; None when there is none to go on with.

    A finished demo's own files are removed, so that it can be run again.

    Raises:
        ConfigError: the folder holds something that is not a demo.
    """
    folder.mkdir(parents=True, exist_ok=True)
    mark = folder / _MARK
    if not mark.exists():
        _refuse_strangers(folder)
        return None
    progress = read(folder)
    if not progress.finished:
        return progress
    _clear(folder)
    return None


def read(folder: Path) -> Progress:
    """How far the demo in this folder came."""
    return _PROGRESS.validate_json((folder / _MARK).read_bytes())


def save(folder: Path, progress: Progress) -> None:
    """Keep the progress; a kill leaves the old one or the new one, never half of one."""
    fresh = folder / f"{_MARK}.new"
    with fresh.open("w", encoding="utf-8") as file:
        json.dump(asdict(progress), file)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(folder / _MARK)


def _refuse_strangers(folder: Path) -> None:
    strangers = sorted(each.name for each in folder.iterdir() if each.name not in _OURS)
    if strangers:
        raise ConfigError(
            [f"{folder} already holds {strangers[0]}; give the demo a folder of its own"]
        )


def _clear(folder: Path) -> None:
    for name in _OURS:
        (folder / name).unlink(missing_ok=True)
    if (folder / _EVIDENCE).is_dir():
        shutil.rmtree(folder / _EVIDENCE)
    for name, ending in _OUR_FOLDERS.items():
        for file in (folder / name).glob(f"*{ending}"):
            file.unlink()
