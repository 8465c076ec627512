"""Where things lie: paths relative to the file's folder, and the database's address."""

from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from orm.config.problems import Problem, secret_key
from orm.config.secret_values import Vault, is_reference
from orm.model.settings import Secret

_AT = "database.url"
_SQLITE = frozenset({"sqlite", "sqlite+pysqlite"})
_POSTGRESQL = frozenset({"postgresql", "postgresql+psycopg"})
_WRITE = "write sqlite:///data/orm.db or postgresql://user@host/name"


def database_url(text: str, *, data_folder: Path, vault: Vault) -> str | Problem:
    """The database's address with an absolute file, or what to write instead."""
    if not text:
        return _sqlite_url("sqlite", data_folder / "orm.db")
    if not is_reference(text):
        return _checked(text, base=vault.base, in_the_open=True)
    found = vault.resolve(text, at=_AT)
    if isinstance(found, Secret):
        return _checked(found.reveal(), base=vault.base, in_the_open=False)
    return found


def is_file(path: Path) -> bool:
    """Whether a file is there; a name that no file can have names none."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def _checked(url: str, *, base: Path, in_the_open: bool) -> str | Problem:
    scheme, separator, rest = url.partition("://")
    if not separator or scheme not in _SQLITE | _POSTGRESQL:
        return Problem(_AT, f"is not a database address we know; {_WRITE}")
    if scheme in _SQLITE:
        return _sqlite(scheme, rest, base)
    if in_the_open and _has_password(url):
        return Problem(
            _AT,
            "holds a password in the open; put the whole address into an environment variable "
            "or a file and write env:NAME or file:PATH",
        )
    return url


def _sqlite(scheme: str, rest: str, base: Path) -> str | Problem:
    name, question, query = rest.partition("?")
    if not name.startswith("/") or name in {"/", "/:memory:"}:
        return Problem(
            _AT,
            "names no file, so nothing would be kept; write three slashes and a path, like "
            "sqlite:///data/orm.db",
        )
    return _sqlite_url(scheme, base / name[1:]) + question + query


def _sqlite_url(scheme: str, path: Path) -> str:
    return f"{scheme}:///{path.as_posix()}"


def _has_password(url: str) -> bool:
    try:
        parts = urlsplit(url)
        query = parse_qsl(parts.query)
    except ValueError:
        return "@" in url
    return parts.password is not None or any(secret_key(name) and value for name, value in query)
