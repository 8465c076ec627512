"""`orm schools`: the DfE register, and which schools are watched."""

from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from orm.cli.voice import (
    DEFAULT_CONFIG,
    USAGE,
    ConfigOption,
    JsonOption,
    complain,
    open_house,
    plainly,
    print_rows,
    say,
)
from orm.errors import ConfigError
from orm.register import read_gias

app = typer.Typer(help="The school register.", no_args_is_help=True)


@app.command("import")
@plainly
def import_register(
    file: Annotated[Path, typer.Argument(help="The DfE register's CSV, or the zip it comes in.")],
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Take the DfE register (GIAS) in: what it knows of the watched schools, and their namesakes."""
    with closing(open_house(config)) as house:
        try:
            content = file.read_bytes()
        except OSError as error:
            complain(
                f"{file} cannot be read: {error.strerror}. Give the path of the register's CSV."
            )
            raise typer.Exit(USAGE) from error
        register = read_gias(content)
        if not register.schools:
            raise ConfigError(
                [f"{file} holds no open school; nothing was changed", *register.problems]
            )
        house.edges.store.save_register(register.schools, now=house.edges.clock.now())
        for problem in register.problems:
            complain(problem)
        watched = house.edges.store.registered(
            [school.urn for school in house.schools if school.urn]
        )
        say(
            f"{len(register.schools)} open schools taken in; {len(watched)} of the"
            f" {len(house.schools)} watched are among them, by URN."
        )


@app.command("list")
@plainly
def list_schools(config: ConfigOption = DEFAULT_CONFIG, as_json: JsonOption = False) -> None:
    """The watched schools."""
    with closing(open_house(config)) as house:
        rows = [
            {
                "id": school.id,
                "name": school.name,
                "town": school.town,
                "urn": school.urn,
                "namesakes": len(school.namesakes),
            }
            for school in house.schools
        ]
    print_rows(("id", "name", "town", "urn", "namesakes"), rows, as_json=as_json)
