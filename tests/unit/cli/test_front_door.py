"""The front door knows every command, and loads one when it is called."""

import subprocess
import sys

import pytest

from orm.cli.app import COMMANDS
from tests.factories_cli import typed

LOADED_BY_DIGEST = """
import sys
from typer.main import get_command
from orm.cli.app import app
get_command(app).get_command(None, "digest")
print(*sorted({"alembic", "apscheduler", "fastapi", "uvicorn"} & set(sys.modules)))
"""


def test_help_has_a_line_for_every_command():
    told = typed(["--help"]).output

    assert [name for name in COMMANDS if f" {name} " not in told] == []


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_under_its_own_name(name):
    shown = typed([name, "--help"])

    assert shown.exit_code == 0
    assert f"{name} [OPTIONS]" in shown.output


def test_a_mistyped_command_is_told_the_nearest_one():
    told = typed(["dijest"])

    assert told.exit_code == 2
    assert "Did you mean 'digest'" in told.output


def test_a_look_at_a_digest_waits_for_no_page_no_schedule_and_no_migration():
    ended = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-c", LOADED_BY_DIGEST], capture_output=True, text=True, check=True
    )

    assert ended.stdout.split() == []
