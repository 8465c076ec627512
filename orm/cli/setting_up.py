"""`orm init`, `orm db` and `orm demo`: from nothing to a house that works."""

from collections.abc import Mapping
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
    make_data_folder,
    plainly,
    read_config,
    say,
)
from orm.config.starting import Answers, answers_from_register, is_example, template, tidy
from orm.demo.desk import desk_open, links
from orm.demo.run import Demo, live_through, moments, open_demo
from orm.errors import ConfigError
from orm.model.schools import School
from orm.register import read_gias
from orm.store.migrating import upgrade
from orm.wiring import source_shapes

db = typer.Typer(help="The database.", no_args_is_help=True)

QUESTIONS = {
    "school": "The school's official name",
    "place": "Its town and postcode, like Harrowmere HM4 7QT",
    "website": "Its website",
    "email": "The headteacher's email address",
    "chair_email": "The chair of governors' email address",
}


@db.command("upgrade")
@plainly
def db_upgrade(config: ConfigOption = DEFAULT_CONFIG) -> None:
    """Bring the database to the version that this program needs. Safe to run again."""
    read = read_config(config)
    make_data_folder(read)
    say(f"The database is at revision {upgrade(read.database_url)}.")


@plainly
def demo(
    folder: Annotated[Path, typer.Option("--folder", help="Where the demo lives.")] = Path("demo"),
    once: Annotated[
        bool, typer.Option("--once", help="One full cycle, then exit; the town is closed again.")
    ] = False,
) -> None:
    """Run the main job on an invented town's web: four weeks in a few seconds."""
    opened = open_demo(folder)
    with closing(opened):
        say(f"The invented town of Harrowmere is served at http://localhost:{opened.town.port}/")
        lived = _live_with_progress(opened)
        demo_report.print_report(lived)
        if not once:
            _stay_open(lived)


def _stay_open(lived: Demo) -> None:
    """The town and the desk, until Ctrl-C."""
    with desk_open(lived.house) as desk:
        say(f"\nThe desk is at {desk.url}/ Each of these signs one of the invented people in:")
        for contact, link in links(desk):
            say(f"  {link}  {contact.name}")
        say("The town and the desk stay open for you to look around. Ctrl-C closes them.")
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
    if config.exists() and not is_example(config.read_text(encoding="utf-8", errors="replace")):
        complain(f"{config} exists already and is left as it is. Move it away, or give --config.")
        raise typer.Exit(USAGE)
    registered = _from_register(urn, register)
    answers = answers_from_register(registered) if registered else {}
    for question in QUESTIONS:
        if not _answered(question, answers):
            answers |= _ask(question)
    text = template(Answers(**answers), registered=registered, source_options=source_shapes())
    try:
        config.write_text(text, encoding="utf-8")
    except OSError as error:
        raise ConfigError([f"{config} cannot be written: {error.strerror}"]) from error
    say(f"Wrote {config}. Read it through, then: orm db upgrade, orm check, orm run.")


def _answered(question: str, answers: Mapping[str, str]) -> bool:
    return ({"town", "postcode"} if question == "place" else {question}) <= answers.keys()


def _ask(question: str) -> dict[str, str]:
    """What one question says, by answer; it is asked again until it is an answer."""

    def checked(answer: str) -> dict[str, str]:
        try:
            return {name: tidy(name, part) for name, part in _parts(question, answer).items()}
        except ConfigError as error:
            raise typer.BadParameter("; ".join(error.problems)) from error

    answers: dict[str, str] = typer.prompt(QUESTIONS[question], value_proc=checked)
    return answers


def _parts(question: str, answer: str) -> dict[str, str]:
    """A town and a postcode are written on one line; a postcode is its last two words."""
    if question != "place":
        return {question: answer}
    words = answer.replace(",", " ").split()
    return {"town": " ".join(words[:-2]), "postcode": " ".join(words[-2:])}


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
