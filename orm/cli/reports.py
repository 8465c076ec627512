"""`orm report`: reports for people who ask, as a PDF or a sheet, by the roles of who asks."""

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from orm.cases.sight import sight_of
from orm.cli.account_options import one_school
from orm.cli.new_file import write_new
from orm.cli.people import contact_named
from orm.cli.voice import DEFAULT_CONFIG, ConfigOption, open_house, plainly, say
from orm.errors import ConfigError, NotAllowed
from orm.model.report_facts import Period, ReportForm, ReportKind
from orm.model.schools import School
from orm.model.sight import Sight
from orm.reading.reports import (
    read_form,
    read_month,
    read_period,
    refuse_others,
    usual_period,
)
from orm.school_calendar import LONDON
from orm.wiring import House
from orm.wiring.reports import ReportWish, report_file

app = typer.Typer(
    help="Reports for people who ask: figures as a PDF or a sheet. No post is quoted.",
    no_args_is_help=True,
)

_HELP = {
    ReportKind.GOVERNORS: "A term in numbers for governors or trustees. No case is described.",
    ReportKind.INSPECTION: "Twelve months of what anyone can see, by month and subject.",
    ReportKind.DSL: "A term's sealed cases in numbers, for the safeguarding team only.",
    ReportKind.PRESS: "What papers wrote, when we first knew, and what was answered.",
    ReportKind.FIRST_PAGE: "What parents see first: a month's first page of a search, and what changed.",
    ReportKind.TRUST: "Schools side by side, for who acts for more than one.",
}

OutOption = Annotated[Path, typer.Option("--out", help="The file to write: .pdf or .csv.")]
AsOption = Annotated[str, typer.Option("--as", help="Who asks: an id or email address.")]
SchoolOption = Annotated[str, typer.Option("--school", help="Which school, by its id.")]
FromOption = Annotated[
    str, typer.Option("--from", help="The first day, like 2026-09-02; else the term's.")
]
ToOption = Annotated[str, typer.Option("--to", help="The last day; else the term's, or today.")]


MonthOption = Annotated[
    str, typer.Option("--month", help="Which month, like 2026-09; else the running one.")
]


@dataclass(frozen=True, slots=True)
class _Order:
    """What was typed for every report."""

    kind: ReportKind
    out: Path
    who: str
    school: str
    config: Path


def _command(kind: ReportKind) -> Callable[..., None]:
    """The command that writes one kind of report, about any two days and all between."""

    def write(
        out: OutOption,
        who: AsOption,
        school: SchoolOption = "",
        since: FromOption = "",
        until: ToOption = "",
        config: ConfigOption = DEFAULT_CONFIG,
    ) -> None:
        def period(house: House, today: date) -> Period:
            usual = usual_period(kind, house.config.calendar, today)
            return read_period(since, until, usual, today=today)

        _write(_Order(kind, out, who, school, config), period)

    write.__doc__ = _HELP[kind]
    return write


def _first_page(
    out: OutOption,
    who: AsOption,
    school: SchoolOption = "",
    month: MonthOption = "",
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    def period(house: House, today: date) -> Period:
        del house
        return read_month(month or f"{today:%Y-%m}", today=today)

    _write(_Order(ReportKind.FIRST_PAGE, out, who, school, config), period)


def _write(order: _Order, period_of: Callable[[House, date], Period]) -> None:
    form = _form(order.out)
    with closing(open_house(order.config)) as house:
        house.enrol()
        now = house.edges.clock.now()
        sight = _sight(house, order.who)
        refuse_others(order.kind, sight)
        period = period_of(house, now.astimezone(LONDON).date())
        school = _school(house, order.kind, sight, order.school)
        wish = ReportWish(order.kind, form, school, period)
        made = report_file(house, wish, sight=sight, now=now)
    write_new(order.out, made.content)
    days = f"{period.first_on.isoformat()} to {period.last_on.isoformat()}"
    say(f"{order.out} is written: {days}. Read it before you hand it on.")


def _form(out: Path) -> ReportForm:
    form = read_form(out.suffix.removeprefix(".").casefold())
    if form is None:
        raise ConfigError([f"--out: {out} ends in neither .pdf nor .csv"])
    return form


def _sight(house: House, who: str) -> Sight:
    contact = contact_named(house, who, where="--as")
    return sight_of(contact, house.config.contacts, [school.id for school in house.schools])


def _school(house: House, kind: ReportKind, sight: Sight, wanted: str) -> School:
    """The school that is meant; schools side by side need none to be named."""
    theirs = [school for school in house.schools if school.id in sight.schools]
    if not wanted and theirs and (kind is ReportKind.TRUST or len(theirs) == 1):
        return theirs[0]
    school = one_school(house, wanted)
    if school not in theirs:
        raise NotAllowed(f"You do not act for {school.id}; ask somebody who does.")
    return school


_first_page.__doc__ = _HELP[ReportKind.FIRST_PAGE]
app.command(ReportKind.FIRST_PAGE.value)(plainly(_first_page))
for _kind in ReportKind:
    if _kind is not ReportKind.FIRST_PAGE:
        app.command(_kind.value)(plainly(_command(_kind)))
