"""The desk's key: 32 random bytes in a file of its own, made at first use, for its owner only.

Second factors, recovery codes, and the marks of forms and browsers are made with it. It is not in
the database, so that a copy of one is not enough; without it everybody is invited anew.
"""

import os
import secrets
import tempfile
from pathlib import Path

from orm.errors import ConfigError

SIZE = 32

_OTHERS = 0o077
_FOLDER = 0o700
_RESTORE = (
    "put it back from the backup, or delete it and invite everybody again with orm user invite"
)


def desk_key(path: Path) -> bytes:
    """The key in this file; of two processes that make it at once, both get the same.

    Raises:
        ConfigError: others can read it, it is not a key, or it cannot be read or made.
    """
    try:
        if not path.exists():
            _make(path)
        if os.name == "posix" and path.stat().st_mode & _OTHERS:
            raise ConfigError(
                [f"{path} opens the desk, and others can read it; run: chmod 600 {path}"]
            )
        key = path.read_bytes()
    except OSError as error:
        raise ConfigError(
            [f"{path} cannot be used: {error.strerror}; let the account that runs orm own it"]
        ) from error
    if len(key) != SIZE:
        raise ConfigError([f"{path} is not the desk's key: {_RESTORE}"])
    return key


def _make(path: Path) -> None:
    """The whole key under its name, unless there is one; a crash leaves no half of it."""
    path.parent.mkdir(mode=_FOLDER, parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    part = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(secrets.token_bytes(SIZE))
            file.flush()
            os.fsync(file.fileno())
        os.link(part, path)
    except FileExistsError:
        return  # another process was first; its key is as good
    finally:
        part.unlink(missing_ok=True)
