"""Files that are there as a whole or not at all, on disk before anybody is told, for their owner only."""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from orm.errors import StoreError

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

UNFINISHED = ".unfinished-"
"""How the name of a file begins that is being written."""

_FOLDER = 0o700
_FILE = 0o600
_LOCK = ".lock"


@contextmanager
def named(folder: Path) -> Iterator[None]:
    """What the machine refuses, as an error that says what to do.

    Raises:
        StoreError: the folder cannot be read or written.
    """
    try:
        yield
    except OSError as error:
        raise StoreError(
            f"The evidence folder {folder} cannot be used: {error.strerror or error}. Make room or"
            " give orm the right to read and write there; what could not be kept is tried again."
        ) from error


def make_folder(folder: Path) -> None:
    """The folder, and those above it, for their owner only; on disk before this returns."""
    if folder.is_dir():
        return
    if folder.parent != folder:
        make_folder(folder.parent)
    folder.mkdir(mode=_FOLDER, exist_ok=True)
    settle(folder.parent)


def write(path: Path, content: bytes) -> None:
    """The whole file in place of what was there; on disk before this returns."""
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=UNFINISHED)
    part = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.chmod(_FILE)
        part.replace(path)
    except OSError:
        part.unlink(missing_ok=True)
        raise
    settle(path.parent)


def write_new(path: Path, content: bytes) -> None:
    """The whole file, unless there is one of this name.

    Raises:
        FileExistsError: there is.
    """
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=UNFINISHED)
    part = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.chmod(_FILE)
        os.link(part, path)
    finally:
        part.unlink(missing_ok=True)
    settle(path.parent)


def settle(folder: Path) -> None:
    """The names in a folder are on disk. Windows has no way to ask for that and needs none."""
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def read_or_nothing(path: Path) -> bytes | None:
    """A file's bytes; None when there is no such file."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Nobody else reads or writes the archive meanwhile, in this process or another."""
    make_folder(folder)
    with (folder / _LOCK).open("ab") as file:
        _hold(file.fileno())
        yield


def _hold(descriptor: int) -> None:
    """Until the file is closed; the system lets go when the process dies."""
    if sys.platform == "win32":
        msvcrt.locking(descriptor, msvcrt.LK_LOCK, 1)
    else:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
