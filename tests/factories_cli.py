"""The command line as somebody types it, in this process."""

from collections.abc import Sequence

from click.testing import CliRunner, Result
from typer.main import get_command

from orm.cli.app import app

_COMMAND = get_command(app)  # once: to make the tree of commands takes longer than most commands


def typed(words: Sequence[str], *, answers: str | bytes | None = None) -> Result:
    """What became of `orm WORDS`, with these answers to what it asks."""
    # Typer carries a copy of click, which is called as click is.
    return CliRunner().invoke(_COMMAND, list(words), input=answers)  # type: ignore[arg-type]
