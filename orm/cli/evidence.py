"""`orm evidence`: what is kept of a case, whether it is as it was kept, and a package for the police."""

import os
from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from orm.cli.people import contact_named
from orm.cli.voice import (
    DEFAULT_CONFIG,
    FAILED,
    ConfigOption,
    JsonOption,
    complain,
    open_house,
    plainly,
    print_json,
    print_rows,
    say,
)
from orm.desk.pressing import look_at
from orm.errors import ConfigError
from orm.model.cases import CaseRef
from orm.model.evidence import Entry
from orm.model.schools import Contact
from orm.pipeline.keeping_evidence import all_refs, export, keep_case, verify_case, view
from orm.wiring import House

app = typer.Typer(help="Evidence: signed files of what was seen.", no_args_is_help=True)

COLUMNS = ("number", "kept", "kind", "file", "bytes", "what", "sha256")
FROM_THE_SHELL = "listed from the shell"

CaseArgument = Annotated[str, typer.Argument(help="The case's reference, such as K7QD-2MX9.")]
ReaderOption = Annotated[str, typer.Option("--as", help="Your email address in config.toml.")]


@app.command("verify")
@plainly
def verify(
    ref: Annotated[str, typer.Argument(help="One case; without it, every case.")] = "",
    config: ConfigOption = DEFAULT_CONFIG,
    as_json: JsonOption = False,
) -> None:
    """Say whether any byte of the evidence was changed, and which. Exit 1 when something was."""
    with closing(open_house(config)) as house:
        refs = (_ref(ref),) if ref else all_refs(house.keeping)
        found = {each: verify_case(each, house.keeping) for each in refs}
        if as_json:
            print_json([{"case": each, "problems": wrong} for each, wrong in found.items()])
        else:
            _tell(house, found)
        if any(found.values()):
            raise typer.Exit(FAILED)


@app.command("list")
@plainly
def list_evidence(
    ref: CaseArgument,
    reader: ReaderOption,
    config: ConfigOption = DEFAULT_CONFIG,
    as_json: JsonOption = False,
) -> None:
    """What is kept of one case. The custody log notes that you looked."""
    with closing(open_house(config)) as house:
        contact = _reader(house, ref, reader)
        now = house.edges.clock.now()
        keep_case(_ref(ref), house.keeping, now=now)
        held = view(_ref(ref), who=contact.id, why=FROM_THE_SHELL, keeping=house.keeping, now=now)
        standing = {entry.seq for entry in held.standing}
        rows = [_row(entry, there=entry.seq in standing) for entry in held.entries]
        print_rows(COLUMNS, rows, as_json=as_json)
        if not rows and not as_json:
            say("Nothing is kept of this case yet.")


def register(cases: typer.Typer) -> None:
    """Make the hand-over a command of `orm case`."""
    cases.command("export")(plainly(_export))


def _export(
    ref: CaseArgument,
    file: Annotated[Path, typer.Argument(help="The zip to write; it must not exist yet.")],
    reader: ReaderOption,
    reason: Annotated[str, typer.Option("--reason", help="Why, and for whom, in one line.")],
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Write one zip that a third party can check. The custody log and the case note the hand-over."""
    with closing(open_house(config)) as house:
        contact = _reader(house, ref, reader)
        if file.exists():
            raise ConfigError([f"{file} exists already; name another file"])
        if not file.absolute().parent.is_dir():
            raise ConfigError([f"{file.absolute().parent} is not a folder; make it first"])
        content = export(
            _ref(ref),
            who=contact.id,
            why=reason,
            keeping=house.keeping,
            now=house.edges.clock.now(),
        )
        _write(file, content)
        say(
            f"{file}: {len(content):,} bytes. Open index.html in it: it says how to check the rest."
        )


def _ref(text: str) -> CaseRef:
    return CaseRef(text.strip().upper())


def _reader(house: House, ref: str, email: str) -> Contact:
    """Who asks, if they may open the case.

    Raises:
        ConfigError: the address is nobody's.
        NotAllowed: there is no such case for them.
    """
    contact = contact_named(house, email, where="--as")
    look_at(house.desk, _ref(ref), by=contact, now=house.edges.clock.now())
    return contact


def _tell(house: House, found: dict[CaseRef, tuple[str, ...]]) -> None:
    for ref, problems in found.items():
        for problem in problems:
            complain(f"{ref}: {problem}" if not problem.startswith(ref) else problem)
        if not problems:
            held = house.keeping.archive.holding(ref)
            say(
                f"{ref}: as it was kept; {len(held.standing)} exhibit(s),"
                f" {len(held.custody)} line(s) of custody"
            )
    if not found:
        say("No case has evidence yet.")


def _row(entry: Entry, *, there: bool) -> dict[str, object]:
    return {
        "number": entry.seq,
        "kept": f"{entry.at:%Y-%m-%d %H:%M} UTC",
        "kind": entry.kind,
        "file": entry.file if there or not entry.file else "deleted",
        "bytes": entry.size,
        "what": entry.what,
        "sha256": entry.sha256,
    }


def _write(file: Path, content: bytes) -> None:
    """A new file for its owner only; none at all when it cannot be written whole."""
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise ConfigError([f"{file} cannot be written: {error.strerror}"]) from error
    try:
        with os.fdopen(descriptor, "wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
    except OSError as error:
        file.unlink(missing_ok=True)
        raise ConfigError([f"{file} cannot be written: {error.strerror}"]) from error
