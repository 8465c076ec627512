"""`orm case facts`, `propose`, `approve` and `paper`: letters and packs from the shell."""

import os
from collections.abc import Iterable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from orm.cli.case_options import (
    AsOption,
    ReasonOption,
    RefArgument,
    RouteArgument,
    SeenOption,
    named,
    told,
)
from orm.cli.people import contact_named
from orm.cli.voice import (
    DEFAULT_CONFIG,
    ConfigOption,
    JsonOption,
    open_house,
    plainly,
    print_rows,
    say,
)
from orm.desk.drafting import approve, facts_asked, paper_of, propose, sheet
from orm.desk.pressing import Press
from orm.errors import ConfigError
from orm.model.cases import CaseRef
from orm.model.papers import Paper, Template
from orm.model.steps import Propose

_OWNER_ONLY = 0o600
COLUMNS = ("fact", "needed", "what", "known", "who")

FactOption = Annotated[
    list[str] | None,
    typer.Option(
        "--fact", help="NAME=WORDS, as orm case facts lists them; a list takes it again and again."
    ),
]

FolderOption = Annotated[
    Path | None, typer.Option("--folder", help="Write its files here instead of showing it.")
]


def register(app: typer.Typer) -> None:
    """Make these commands of `orm case`."""
    for name, command in (
        ("facts", _facts),
        ("propose", _propose),
        ("approve", _approve),
        ("paper", _paper),
        ("sheet", _sheet),
    ):
        app.command(name)(plainly(command))


def _facts(
    ref: RefArgument,
    route: RouteArgument,
    email: AsOption,
    config: ConfigOption = DEFAULT_CONFIG,
    as_json: JsonOption = False,
) -> None:
    """What the letter or pack of a route states: what is known, and what you add with --fact."""
    with closing(open_house(config)) as house:
        by = contact_named(house, email, where="--as")
        now = house.edges.clock.now()
        asked = facts_asked(house.writing, CaseRef(ref.strip().upper()), route, by=by, now=now)
        rows = (
            {
                "fact": each.question.fact,
                "needed": "yes" if each.question.needed else "",
                "what": each.question.words,
                "known": each.value,
                "who": each.question.who,
            }
            for each in asked
        )
        print_rows(COLUMNS, rows, as_json=as_json)


def _propose(  # noqa: PLR0913, PLR0917 - one parameter for each option of the command
    ref: RefArgument,
    route: RouteArgument,
    email: AsOption,
    reason: ReasonOption,
    rule: Annotated[str, typer.Option(help="The platform's rule, or what the route asks.")] = "",
    urgent: Annotated[
        bool, typer.Option("--urgent", help="There is a safeguarding reason not to wait.")
    ] = False,
    fact: FactOption = None,
    config: ConfigOption = DEFAULT_CONFIG,
    seen: SeenOption = None,
) -> None:
    """Propose one route, with a draft of its letter or pack; nothing leaves the house by it."""
    with closing(open_house(config)) as house:
        pressing = Press(
            contact_named(house, email, where="--as"), reason, house.edges.clock.now(), seen
        )
        step = Propose(route, rule, urgent)
        wanted = CaseRef(ref.strip().upper())
        played = propose(house.writing, wanted, step, pressing, _given(fact or ()))
        for line in told(played, house):
            say(line)


def _approve(
    ref: RefArgument,
    route: RouteArgument,
    email: AsOption,
    reason: ReasonOption,
    config: ConfigOption = DEFAULT_CONFIG,
    seen: SeenOption = None,
) -> None:
    """Approve what was proposed. Read it first: orm case paper."""
    with closing(open_house(config)) as house:
        pressing = Press(
            contact_named(house, email, where="--as"), reason, house.edges.clock.now(), seen
        )
        played = approve(house.writing, CaseRef(ref.strip().upper()), route, pressing)
        for line in told(played, house):
            say(line)


def _paper(
    ref: RefArgument,
    route: RouteArgument,
    email: AsOption,
    folder: FolderOption = None,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """The letter or pack of a route: a draft with its stamp, or as it was approved."""
    with closing(open_house(config)) as house:
        by, wanted = contact_named(house, email, where="--as"), CaseRef(ref.strip().upper())
        written = paper_of(house.writing, wanted, route, by=by, now=house.edges.clock.now())
        _show(written, folder, f"{wanted}-{route.lower().replace('_', '-')}")


def _sheet(
    ref: RefArgument,
    template: Annotated[
        Template,
        typer.Argument(parser=named(Template), metavar="PAPER", help="Such as lado-sheet."),
    ],
    email: AsOption,
    fact: FactOption = None,
    folder: FolderOption = None,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """A draft of any paper with what the case knows: a call sheet, a checklist, a notice."""
    with closing(open_house(config)) as house:
        by, wanted = contact_named(house, email, where="--as"), CaseRef(ref.strip().upper())
        now, given = house.edges.clock.now(), _given(fact or ())
        written = sheet(house.writing, wanted, template, by=by, now=now, given=given)
        _show(written, folder, f"{wanted}-{template.name.lower().replace('_', '-')}")


def _show(written: Paper, folder: Path | None, stem: str) -> None:
    if folder is None:
        say(f"Subject: {written.subject}\n\n{written.text}")
        return
    for path in _write(folder, stem, written):
        say(f"Wrote {path}")


def _given(said: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    given: dict[str, tuple[str, ...]] = {}
    for each in said:
        name, equals, words = each.partition("=")
        if not equals:
            raise ConfigError([f"--fact: {each!r} is not NAME=WORDS"])
        name = name.strip().replace("-", "_")
        given[name] = (*given.get(name, ()), words.strip())
    return given


def _write(folder: Path, stem: str, paper: Paper) -> Iterable[Path]:
    """The paper's files, readable by their owner only."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        forms = (
            (".txt", paper.text.encode()),
            (".html", paper.html.encode()),
            (".docx", paper.docx),
            (".pdf", paper.pdf),
        )
        for ending, content in forms:
            if content is not None:
                path = folder / f"{stem}{ending}"
                with open(path, "wb", opener=_for_the_owner) as file:
                    file.write(content)
                yield path
    except OSError as error:
        raise ConfigError([f"--folder: {folder} cannot be written: {error.strerror}"]) from error


def _for_the_owner(path: str, flags: int) -> int:
    return os.open(path, flags, _OWNER_ONLY)
