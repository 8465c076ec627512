"""The steps of `orm case`: one command per button of the desk, with who presses it and why."""

import sys
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from orm.cases.expression import FORM
from orm.cli.case_options import (
    AsOption,
    Kind,
    ReasonOption,
    RefArgument,
    RouteArgument,
    SeenOption,
    named,
    names,
    told,
)
from orm.cli.people import contact_named
from orm.cli.voice import (
    DEFAULT_CONFIG,
    ConfigOption,
    open_house,
    plainly,
    say,
)
from orm.desk.drafting import send
from orm.desk.pressing import Press, press
from orm.errors import ConfigError
from orm.model.cases import CaseRef
from orm.model.judgement import AuthorType, Category, Severity
from orm.model.schools import Role
from orm.model.steps import (
    AnswerComplaint,
    Answered,
    AnswerGate,
    Answers,
    Assign,
    Checked,
    Classify,
    Close,
    Concern,
    ConfirmAuthor,
    Ending,
    Gentler,
    Hold,
    NoteDown,
    Override,
    Release,
    Reply,
    Seal,
    Sent,
    Statement,
    Step,
    Support,
    Talk,
    Target,
    Underneath,
    Undo,
)

_ASKED = {
    each.field: f"{each.asks} ({names(each.choices)})" if each.choices else each.asks
    for each in FORM
}


@dataclass(frozen=True, slots=True)
class _Who:
    """The options that every step has."""

    config: Path
    ref: str
    email: str
    reason: str
    seen: int | None


def _press(who: _Who, step: Step) -> None:
    with closing(open_house(who.config)) as house:
        by = contact_named(house, who.email, where="--as")
        ref = CaseRef(who.ref.strip().upper())
        pressing = Press(by, who.reason, house.edges.clock.now(), who.seen)
        played = press(house.desk, ref, step, pressing)
        for line in told(played, house):
            say(line)


def register(app: typer.Typer) -> None:
    """Make every step a command of `orm case`."""
    for name, command in _COMMANDS.items():
        app.command(name)(plainly(command))


def _assign(
    ref: RefArgument,
    email: AsOption,
    reason: ReasonOption,
    to: Annotated[Role, typer.Option("--to", parser=named(Role), metavar="ROLE", help=names(Role))],
    config: ConfigOption = DEFAULT_CONFIG,
    seen: SeenOption = None,
) -> None:
    """Give the case to another role."""
    _press(_Who(config, ref, email, reason, seen), Assign(to))


def _author(
    ref: RefArgument,
    email: AsOption,
    reason: ReasonOption,
    kind: Annotated[
        AuthorType,
        typer.Option("--type", parser=named(AuthorType), metavar="WHO", help=names(AuthorType)),
    ],
    config: ConfigOption = DEFAULT_CONFIG,
    seen: SeenOption = None,
) -> None:
    """Confirm who wrote it. The reason is how that is known, without looking anybody up."""
    _press(_Who(config, ref, email, reason, seen), ConfirmAuthor(kind))


def _classify(  # noqa: PLR0913, PLR0917 - one parameter for each option of the command
    ref: RefArgument,
    email: AsOption,
    reason: ReasonOption,
    kind: Annotated[
        Category,
        typer.Option("--kind", parser=named(Category), metavar="T0..T21", help="Which kind."),
    ],
    severity: Annotated[int, typer.Option("--severity", min=0, max=4, help="0 to 4.")],
    subtype: Annotated[str, typer.Option("--letter", help="Of T16: a, b, c or d.")] = "",
    config: ConfigOption = DEFAULT_CONFIG,
    seen: SeenOption = None,
) -> None:
    """Say what kind of post it is and how serious, where the program is wrong."""
    step = Classify(kind, Severity(severity), subtype)
    _press(_Who(config, ref, email, reason, seen), step)


def _gate(  # noqa: PLR0913, PLR0917 - one parameter for each option of the command
    ref: RefArgument,
    email: AsOption,
    reason: ReasonOption,
    target: Annotated[
        Target | None, typer.Option(parser=named(Target), metavar="WORD", help=_ASKED["target"])
    ] = None,
    statement: Annotated[
        Statement | None,
        typer.Option(parser=named(Statement), metavar="WORD", help=_ASKED["statement"]),
    ] = None,
    checked: Annotated[
        Checked | None, typer.Option(parser=named(Checked), metavar="WORD", help=_ASKED["checked"])
    ] = None,
    harm: Annotated[str, typer.Option(help=_ASKED["harm"])] = "",
    gentler: Annotated[
        Gentler | None, typer.Option(parser=named(Gentler), metavar="WORD", help=_ASKED["gentler"])
    ] = None,
    concern: Annotated[
        Concern | None, typer.Option(parser=named(Concern), metavar="WORD", help=_ASKED["concern"])
    ] = None,
    config: ConfigOption = DEFAULT_CONFIG,
    seen: SeenOption = None,
) -> None:
    """Answer the questions of gate G2, free expression. On a terminal, what is missing is asked."""
    answers = Answers(
        target=target or _chosen(Target, "target"),
        statement=statement or _chosen(Statement, "statement"),
        checked=checked or _chosen(Checked, "checked"),
        harm=harm or _asked("harm"),
        gentler=gentler or _chosen(Gentler, "gentler"),
        concern=concern or _chosen(Concern, "concern"),
    )
    _press(_Who(config, ref, email, reason, seen), AnswerGate(answers))


def _chosen(kind: type[Kind], field: str) -> Kind:
    for name, choice in kind.__members__.items():
        say(f"  {name.lower().replace('_', '-')}: {choice}")
    chosen: Kind = typer.prompt(_asked_first(field), value_proc=named(kind))
    return chosen


def _asked(field: str) -> str:
    return str(typer.prompt(_asked_first(field)))


def _asked_first(field: str) -> str:
    """The question, where somebody can answer it; elsewhere a missing answer is an error."""
    question = next(each.asks for each in FORM if each.field == field)
    if not sys.stdin.isatty():
        raise ConfigError([f"--{field}: is missing. {question}"])
    return question


def _complaint(
    ref: RefArgument,
    email: AsOption,
    reason: ReasonOption,
    underneath: Annotated[
        Underneath,
        typer.Option(parser=named(Underneath), metavar="WORD", help=names(Underneath)),
    ],
    config: ConfigOption = DEFAULT_CONFIG,
    seen: SeenOption = None,
) -> None:
    """Say what became of the complaint underneath, or that there was none."""
    step = AnswerComplaint(underneath)
    _press(_Who(config, ref, email, reason, seen), step)


def _sent(
    ref: RefArgument,
    route: RouteArgument,
    email: AsOption,
    reason: ReasonOption,
    reference: Annotated[str, typer.Option(help="The number that you were given.")] = "",
    config: ConfigOption = DEFAULT_CONFIG,
    seen: SeenOption = None,
) -> None:
    """Write down that you sent, rang or did what was approved."""
    with closing(open_house(config)) as house:
        pressing = Press(
            contact_named(house, email, where="--as"), reason, house.edges.clock.now(), seen
        )
        step = Sent(route, reference)
        played = send(house.writing, CaseRef(ref.strip().upper()), step, pressing)
        for line in told(played, house):
            say(line)


def _reply(
    ref: RefArgument,
    route: RouteArgument,
    email: AsOption,
    reason: ReasonOption,
    came: Annotated[Reply, typer.Option(parser=named(Reply), metavar="WORD", help=names(Reply))],
    config: ConfigOption = DEFAULT_CONFIG,
    seen: SeenOption = None,
) -> None:
    """Write down what came back."""
    step = Answered(route, came)
    _press(_Who(config, ref, email, reason, seen), step)


def _support(
    ref: RefArgument,
    email: AsOption,
    reason: ReasonOption,
    role: Annotated[str, typer.Option(help="To whom, as a role: a Year 4 teacher.")],
    config: ConfigOption = DEFAULT_CONFIG,
    seen: SeenOption = None,
) -> None:
    """Write down that support was offered, and which."""
    _press(_Who(config, ref, email, reason, seen), Support(role))


def _close(
    ref: RefArgument,
    email: AsOption,
    reason: ReasonOption,
    ending: Annotated[
        Ending, typer.Option(parser=named(Ending), metavar="WORD", help=names(Ending))
    ],
    lesson: Annotated[
        str, typer.Option(help="The debrief; without one, the reason says why none is needed.")
    ] = "",
    config: ConfigOption = DEFAULT_CONFIG,
    seen: SeenOption = None,
) -> None:
    """Close the case with its outcome and what was learned."""
    _press(_Who(config, ref, email, reason, seen), Close(ending, lesson))


def _undo(
    ref: RefArgument,
    email: AsOption,
    reason: ReasonOption,
    step: Annotated[int, typer.Option("--step", help="Its number in orm case show.")],
    config: ConfigOption = DEFAULT_CONFIG,
    seen: SeenOption = None,
) -> None:
    """Take back the last step, if nothing left the house by it."""
    _press(_Who(config, ref, email, reason, seen), Undo(step))


def _plain(step: Step, says: str) -> Callable[..., None]:
    """A command for a step that needs nothing but a reason."""

    def command(
        ref: RefArgument,
        email: AsOption,
        reason: ReasonOption,
        config: ConfigOption = DEFAULT_CONFIG,
        seen: SeenOption = None,
    ) -> None:
        _press(_Who(config, ref, email, reason, seen), step)

    command.__doc__ = says
    return command


_COMMANDS: Mapping[str, Callable[..., None]] = {
    "assign": _assign,
    "author": _author,
    "classify": _classify,
    "gate": _gate,
    "override": _plain(Override(), "Set gate G2 aside: the headteacher, and then another leader."),
    "talk": _plain(Talk(), "Write down a conversation, or that one was offered and turned down."),
    "complaint": _complaint,
    "sent": _sent,
    "reply": _reply,
    "support": _support,
    "hold": _plain(Hold(), "Put the evidence on hold: no request and no purge."),
    "release": _plain(Release(), "Release the evidence, on the word of the police or the DSL."),
    "seal": _plain(Seal(), "Seal the case: only the safeguarding team sees it."),
    "note": _plain(NoteDown(), "Write words into the record."),
    "close": _close,
    "undo": _undo,
}
