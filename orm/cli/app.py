"""The command line's front door."""

import gc
import importlib
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache

import structlog
import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_group

COMMANDS: Mapping[str, tuple[str, ...]] = {
    "init": ("setting_up:init",),
    "check": ("checking:check",),
    "run": ("collecting:run",),
    "collect": ("collecting:collect",),
    "parse": ("parsing:parse",),
    "digest": ("digests:digest",),
    "intake": ("intake:intake",),
    "eval": ("evaluating:evaluating",),
    "explain": ("explaining:explain",),
    "demo": ("setting_up:demo",),
    "schools": ("schools:app",),
    "case": ("cases:app", "case_papers:register", "case_steps:register", "evidence:register"),
    "mention": ("mentions:app",),
    "account": ("accounts:app", "account_register:register", "account_lookalikes:register"),
    "evidence": ("evidence:app",),
    "report": ("reports:app",),
    "mail": ("letters:app",),
    "user": ("users:app",),
    "token": ("api_tokens:app",),
    "db": ("setting_up:db",),
}
"""Where each command is: a function or an app of `orm.cli`, and what adds more commands to the app."""


class FrontDoor(TyperGroup):
    """Reads a command's modules when the command is called: to read them all takes seconds."""

    def list_commands(self, _ctx: object) -> list[str]:
        """Every command, in the order in which help shows them."""
        return list(COMMANDS)

    def get_command(self, _ctx: object, cmd_name: str) -> TyperCommand | TyperGroup | None:
        """The command of this name; none if there is none, and then all are there to be suggested."""
        if cmd_name in COMMANDS:
            return self._read(cmd_name)
        for name in COMMANDS:
            self._read(name)
        return None

    def _read(self, name: str) -> TyperCommand | TyperGroup:
        self.commands[name] = command = _command(name)
        return command


app = typer.Typer(
    cls=FrontDoor,
    name="orm",
    help="Online reputation monitoring for UK schools. Public pages only; a person decides every outward step.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)


@app.callback()
def _group() -> None:
    """Make a group of an app that has no command of its own."""


@cache
def _command(name: str) -> TyperCommand | TyperGroup:
    with _nothing_swept():
        first, *more = map(_named, COMMANDS[name])
    group = typer.Typer(add_completion=False)
    group.callback()(_group)
    if isinstance(first, typer.Typer):
        for add_commands in more:
            add_commands(first)
        group.add_typer(first, name=name)
    else:
        group.command(name)(first)
    made = get_group(group).commands[name]
    if not isinstance(made, TyperCommand | TyperGroup):
        raise TypeError(f"orm {name}: not a command")
    return made


@contextmanager
def _nothing_swept() -> Iterator[None]:
    """No search for garbage: what modules make stays, and to search it again and again takes time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _named(place: str) -> Callable[..., object]:
    module, name = place.split(":")
    found: Callable[..., object] = getattr(importlib.import_module(f"orm.cli.{module}"), name)
    return found


def main() -> None:
    """The console script. What goes wrong in the background is told on stderr."""
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    app()
