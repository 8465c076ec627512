"""`orm init`, `orm db` and `orm demo`: from nothing to a house that works."""

from contextlib import closing
from pathlib import Path
from threading import Event
from typing import Annotated

import typer
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

from orm import schedule
from orm.cli import demo_report
from orm.cli.voice import (
    DEFAULT_CONFIG,
    USAGE,
    ConfigOption,
    complain,
    err,
    plainly,
    read_config,
    say,
)
from orm.config.starting import Answers, answers_from_register, template, tidy
from orm.demo.run import Demo, live_through, moments, open_demo
from orm.errors import ConfigError
from orm.model.schools import School
from orm.register import read_gias
from orm.store.migrating import upgrade
from orm.wiring import source_shapes

db = typer.Typer(help="The database.", no_args_is_help=True)

QUESTIONS = {
    "school": "The school's official name",
    "town": "Its town",
    "postcode": "Its postcode",
    "website": "Its website",
    "email": "The headteacher's email address",
}


@db.command("upgrade")
@plainly
def db_upgrade(config: ConfigOption = DEFAULT_CONFIG) -> None:
    """Bring the database to the version that this program needs. Safe to run again."""
    say(upgrade(read_config(config).database_url))


@plainly
def demo(
    folder: Annotated[Path, typer.Option("--folder", help="Where the demo lives.")] = Path("demo"),
    once: Annotated[
        bool, typer.Option("--once", help="One full cycle, then exit; the town is closed again.")
    ] = False,
) -> None:
    """Run the main job on an invented town's web: four weeks in a few seconds."""
    opened = open_demo(folder)
    with closing(opened.town):
        say(f"The invented town of Harrowmere is served at http://localhost:{opened.town.port}/")
        lived = _live_with_progress(opened)
        demo_report.print_report(lived)
        if not once:
            say("\nThe town stays open for you to look around. Ctrl-C closes it.")
            stop = Event()
            schedule.stop_on_signals(stop)
            stop.wait()


def _live_with_progress(opened: Demo) -> Demo:
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=err, disable=not err.is_terminal) as progress:
        task = progress.add_task("four weeks of Harrowmere", total=len(moments()))
        return live_through(
            opened,
            report=lambda moment: progress.update(
                task, advance=1, description=f"Harrowmere, {moment:%a %d %b %H:%M}"
            ),
        )


@plainly
def init(
    config: ConfigOption = DEFAULT_CONFIG,
    urn: Annotated[
        str, typer.Option("--urn", help="The school's number in the DfE register.")
    ] = "",
    register: Annotated[
        Path | None, typer.Option("--register", help="The DfE register's CSV, to look --urn up in.")
    ] = None,
) -> None:
    """Ask five questions and write a commented config.toml. With --urn and --register it asks fewer."""
    if config.exists():
        complain(f"{config} exists already and is left as it is. Move it away, or give --config.")
        raise typer.Exit(USAGE)
    registered = _from_register(urn, register)
    known = answers_from_register(registered) if registered else {}
    answers = {name: known.get(name) or _ask(name) for name in QUESTIONS}
    text = template(Answers(**answers), registered=registered, source_options=source_shapes())
    try:
        config.write_text(text, encoding="utf-8")
    except OSError as error:
        raise ConfigError([f"{config} cannot be written: {error.strerror}"]) from error
    say(f"Wrote {config}. Read it through, then: orm db upgrade, orm check, orm run.")


def _ask(name: str) -> str:
    """The answer to one question, asked again until it is one."""

    def checked(answer: str) -> str:
        try:
            return tidy(name, answer)
        except ConfigError as error:
            raise typer.BadParameter("; ".join(error.problems)) from error

    answer: str = typer.prompt(QUESTIONS[name], value_proc=checked)
    return answer


def _from_register(urn: str, register: Path | None) -> School | None:
    if not urn and register is None:
        return None
    if not urn or register is None:
        raise ConfigError(
            ["--urn and --register go together: the number, and the file to find it in"]
        )
    return _registered(urn, register)


def _registered(urn: str, register: Path) -> School:
    try:
        schools = read_gias(register.read_bytes()).schools
    except OSError as error:
        raise ConfigError([f"{register} cannot be read: {error.strerror}"]) from error
    for school in schools:
        if school.urn == urn:
            return school
    raise ConfigError([f"no open school has the number {urn} in {register}"])
