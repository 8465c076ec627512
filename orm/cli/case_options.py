"""What the commands of `orm case` share: their options, and what a person is told after a step."""

from collections.abc import Callable, Iterator
from enum import StrEnum
from typing import Annotated, TypeVar

import typer

from orm.cases.replay import Played
from orm.model.judgement import Route
from orm.wiring import House

Kind = TypeVar("Kind", bound=StrEnum)


def named(kind: type[Kind]) -> Callable[[str], Kind]:
    """Reads the name of a choice as it is typed: lower case, with hyphens."""

    def read(name: str) -> Kind:
        try:
            return kind[name.strip().upper().replace("-", "_")]
        except KeyError:
            raise typer.BadParameter(f"{name!r} is none of {names(kind)}") from None

    read.__name__ = kind.__name__
    return read


def names(kind: type[StrEnum]) -> str:
    """The names of the choices, as they are typed."""
    return ", ".join(name.lower().replace("_", "-") for name in kind.__members__)


RefArgument = Annotated[str, typer.Argument(help="The case's reference, such as K7QD-2MX9.")]
AsOption = Annotated[str, typer.Option("--as", help="Your email address in config.toml.")]
ReasonOption = Annotated[
    str, typer.Option("--reason", help="Why, in a sentence that anybody may read one day.")
]
SeenOption = Annotated[
    int | None,
    typer.Option("--seen", help="The last step that you saw; refused if there is a later one."),
]
RouteArgument = Annotated[
    Route, typer.Argument(parser=named(Route), metavar="ROUTE", help="Such as deletion-request.")
]


def told(played: Played, house: House) -> Iterator[str]:
    """What a person is told after a step."""
    case = played.case
    yield f"{case.ref} is {case.state}, with the {case.owner}, due {case.due_at:%Y-%m-%d %H:%M} UTC."
    for route, course in played.standing.courses.items():
        label = house.policy.routes[route].label
        sent = f"sent {course.sent_at:%Y-%m-%d %H:%M} UTC" if course.sent_at else "not sent"
        came = f", {course.reply}" if course.reply else ""
        agreed = f"approved by {', '.join(course.approved_by) or 'nobody'}"
        yield f"  {label}: {agreed}; {sent}{came}"
