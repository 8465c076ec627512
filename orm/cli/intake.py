"""`orm intake`: posts that a person saw and brings, one by one, as a sheet, or by email."""

import sys
from collections.abc import Sequence
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer

from orm.cli.people import contact_named
from orm.cli.voice import (
    DEFAULT_CONFIG,
    ConfigOption,
    complain,
    open_house,
    plainly,
    say,
)
from orm.errors import ConfigError
from orm.intake.from_csv import from_csv
from orm.intake.from_eml import from_eml
from orm.intake.from_form import Form, from_form
from orm.intake.reception import Reception
from orm.model.brought import Arrival
from orm.pipeline.bringing import Receipt
from orm.wiring import House

LARGEST = 10_000_000
"""Bytes of a file that is brought."""

_SHELL = "shell"
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"%PDF", b"PK\x03\x04", b"BM")

_School = Annotated[str, typer.Option("--school", help="Id of the school it is about.")]
_Url = Annotated[str, typer.Option("--url", help="Link of the post, where there is one.")]
_Place = Annotated[str, typer.Option("--platform", help="Where it was seen, such as mumsnet.")]
_SeenBy = Annotated[str, typer.Option("--seen-by", help="Who saw it: a role or initials.")]
_How = Annotated[str, typer.Option("--how", help="How they saw it.")]
_SeenAt = Annotated[str, typer.Option("--seen-at", help="When, such as 2026-11-20T08:15.")]
_Author = Annotated[str, typer.Option("--author", help="Name shown on the post; seldom needed.")]
_Title = Annotated[str, typer.Option("--title", help="The post's title, where it has one.")]
_File = Annotated[Path | None, typer.Option("--file", help="Its words; else standard input.")]
_Csv = Annotated[Path | None, typer.Option("--csv", help="A sheet with a row for each post.")]
_Eml = Annotated[Path | None, typer.Option("--eml", help="A forwarded message, saved as .eml.")]
_Mailbox = Annotated[bool, typer.Option("--mailbox", help="Read the mailbox of config.toml once.")]
_Reader = Annotated[str, typer.Option("--as", help="Your email address in config.toml.")]


@plainly
def intake(  # noqa: PLR0913, PLR0917 - one parameter for each option of the command
    config: ConfigOption = DEFAULT_CONFIG,
    school: _School = "",
    url: _Url = "",
    platform: _Place = "",
    seen_by: _SeenBy = "",
    how: _How = "",
    seen_at: _SeenAt = "",
    author: _Author = "",
    title: _Title = "",
    file: _File = None,
    csv: _Csv = None,
    eml: _Eml = None,
    mailbox: _Mailbox = False,
    reader: _Reader = "",
) -> None:
    """Take in posts that somebody saw: words only, judged like collected ones. Pictures are refused."""
    if sum((csv is not None, eml is not None, mailbox)) > 1:
        raise ConfigError(["give one of --csv, --eml and --mailbox"])
    form = Form(school, url, platform, seen_by, how, seen_at, author, title)
    with closing(open_house(config)) as house:
        reception = house.reception(brought_by=_bringer(house, reader))
        if mailbox:
            _visit(house, reception)
        elif csv is not None:
            _sheet(house, csv, reception)
        elif eml is not None:
            _message(house, eml, reception, form)
        else:
            _one(house, file, reception, form)


def _bringer(house: House, email: str) -> str:
    if not email:
        return _SHELL
    return contact_named(house, email, where="--as").id


def _one(house: House, file: Path | None, reception: Reception, form: Form) -> None:
    text = _words(file)
    given = (form.school, form.url, form.platform, form.seen_by, form.how, form.seen_at)
    whole = Form(*given, form.author, form.title, text)
    try:
        brought = from_form(whole, reception)
    except ConfigError as error:
        raise ConfigError([_as_option(problem) for problem in error.problems]) from None
    house.enrol()
    _told("", house.take_in(brought))
    _deliver(house)


def _as_option(problem: str) -> str:
    name, _, says = problem.partition(":")
    option = "--file" if name == "text" else f"--{name.replace('_', '-')}"
    return f"{option}:{says}"


def _sheet(house: House, path: Path, reception: Reception) -> None:
    sheet = from_csv(_bytes(path), reception)
    house.enrol()
    for row in sheet.rows:
        _told(f"line {row.line}: ", house.take_in(row.brought))
    _deliver(house)
    _end_with(sheet.problems)


def _message(house: House, path: Path, reception: Reception, form: Form) -> None:
    seen_by = form.seen_by or reception.brought_by
    brought = from_eml(
        _bytes(path), reception, school=form.school, seen_by=seen_by, platform=form.platform
    )
    house.enrol()
    receipt = house.take_in(brought)
    _told("", receipt)
    for name in receipt.left_out:
        say(f"left out: {name}")
    _deliver(house)


def _visit(house: House, reception: Reception) -> None:
    house.enrol()
    visit = house.visit_mailbox(reception)
    for receipt in visit.receipts:
        _told("", receipt)
    for reason, number in visit.left:
        say(f"{number} left in the mailbox: {reason}")
    if not visit.receipts and not visit.left and not visit.problems:
        say("No unread message.")
    _deliver(house)
    _end_with(visit.problems)


def _told(lead: str, receipt: Receipt) -> None:
    """One line per post: how it came in, whom it is about, and its case's reference."""
    about = ", ".join(receipt.schools) or "no school here: it speaks of another place"
    said = [f"{lead}{receipt.taken.arrival}", f"about {about}"]
    verb = "holds it"
    if receipt.taken.opened:
        is_new = receipt.taken.arrival is Arrival.STORED
        verb = "opened" if is_new else "opened or made graver"
    said += [f"case {ref} {verb}" for ref in receipt.taken.cases]
    if receipt.left_out:
        said.append(f"{len(receipt.left_out)} left out")
    say("; ".join(said))


def _deliver(house: House) -> None:
    """An alert reaches its person in the same run."""
    house.tell_waves(gathered=timedelta(0))
    delivered = house.deliver()
    if delivered.sent:
        say(f"{delivered.sent} alert(s) sent.")
    if delivered.failed or delivered.retried:
        complain("An alert was not accepted by the mail server; `orm check` says why.")


def _end_with(problems: Sequence[str]) -> None:
    if problems:
        raise ConfigError(problems)


def _words(file: Path | None) -> str:
    """The text of a post from a file, or from standard input when something is piped in."""
    if file is None:
        raw = b"" if sys.stdin.isatty() else sys.stdin.buffer.read(LARGEST)
    else:
        raw = _bytes(file)
    if b"\0" in raw or raw.startswith(_PICTURES):
        raise ConfigError(
            ["--file: this is no text; pictures and documents are never taken in: copy the words"]
        )
    return raw.decode("utf-8-sig", "replace")


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST:
            raise ConfigError([f"{path} is larger than 10 MB; bring its words only"])
        return path.read_bytes()
    except OSError as error:
        raise ConfigError([f"{path} cannot be read: {error.strerror}"]) from None
