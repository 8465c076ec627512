"""How commands speak: tables for people, JSON for programs, errors as one sentence and what to do next."""

import json
import os
import socket
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import wraps
from pathlib import Path
from typing import Annotated, ParamSpec

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from orm.config.loading import load
from orm.config.starting import is_example
from orm.config.values import Config
from orm.errors import ConfigError, OrmError, SourceError
from orm.wiring import House, build, open_edges, source_shapes

FAILED = 1
USAGE = 2
UNREADABLE = 3

P = ParamSpec("P")

ConfigOption = Annotated[
    Path, typer.Option("--config", "-c", help="The configuration file.", envvar="ORM_CONFIG")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")]
DEFAULT_CONFIG = Path("config.toml")

_PIPE_WIDTH = 160  # a pipe has no width of its own, and a wrapped table is hard to search
out = Console(highlight=False, soft_wrap=True, width=None if sys.stdout.isatty() else _PIPE_WIDTH)
err = Console(stderr=True, highlight=False, soft_wrap=True)


def read_config(path: Path) -> Config:
    """The configuration, with the process's environment for `env:` secrets."""
    return load(path, environ=os.environ, source_options=source_shapes())


def open_house(path: Path) -> House:
    """The real house of a configuration file."""
    config = read_config(path)
    return build(config, open_edges(config), worker=worker_name())


def is_unconfigured(path: Path) -> bool:
    """Whether nobody has written this configuration yet: there is none, or it is the example."""
    if not path.exists():
        return True
    return is_example(path.read_text(encoding="utf-8", errors="replace"))


def refuse_example(path: Path) -> None:
    """The example that comes with the program is for reading; nobody goes on the web with it.

    Raises:
        ConfigError: this is the example.
    """
    if path.exists() and is_unconfigured(path):
        raise ConfigError([f"{path} is the example of an invented school; run: orm init"])


def make_data_folder(config: Config) -> None:
    """The folder that the house keeps its things in, for its owner only.

    Raises:
        ConfigError: it cannot be made.
    """
    try:
        config.data_folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigError(
            [f"data_folder: {config.data_folder} cannot be made: {error.strerror}"]
        ) from error


def worker_name() -> str:
    """Unique among the processes that share a database."""
    return f"{socket.gethostname()}:{os.getpid()}:{os.urandom(3).hex()}"


def plainly(command: Callable[P, None]) -> Callable[P, None]:
    """The command, with errors of the house said in plain words and the right exit code."""

    @wraps(command)
    def spoken(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except SourceError as error:
            complain(f"{type(error).__name__}: {error}")
            raise typer.Exit(UNREADABLE) from error
        except ConfigError as error:
            count = len(error.problems)
            complain(f"{count} problem{'s' if count != 1 else ''}:")
            for problem in error.problems:
                complain(f"  {problem}")
            raise typer.Exit(USAGE) from error
        except OrmError as error:
            complain(str(error))
            raise typer.Exit(USAGE) from error

    return spoken


def complain(sentence: str) -> None:
    """One line on stderr, as it is."""
    err.print(sentence, markup=False)


def say(sentence: str) -> None:
    """One line on stdout, as it is."""
    out.print(sentence, markup=False)


def print_json(value: object) -> None:
    """A value for programs; dates in ISO 8601."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2, default=str) + "\n")


def print_rows(
    columns: Sequence[str], rows: Iterable[Mapping[str, object]], *, as_json: bool
) -> None:
    """Rows as a table, or as JSON with the columns as keys."""
    listed = [{column: row[column] for column in columns} for row in rows]
    if as_json:
        print_json(listed)
        return
    table = Table(*columns, box=None, pad_edge=False, header_style="bold")
    for row in listed:
        table.add_row(*(Text("" if row[key] is None else str(row[key])) for key in columns))
    out.print(table)
