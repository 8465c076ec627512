"""`orm run` and `orm collect`: reading the web for as long as it is wanted, or once."""

from collections import Counter
from collections.abc import Iterable
from contextlib import ExitStack, closing
from datetime import timedelta
from pathlib import Path
from threading import Event
from typing import Annotated

import typer
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from orm import schedule
from orm.cli.voice import (
    DEFAULT_CONFIG,
    FAILED,
    ConfigOption,
    JsonOption,
    complain,
    err,
    is_unconfigured,
    open_house,
    plainly,
    print_json,
    print_rows,
    refuse_example,
    say,
)
from orm.errors import ConfigError
from orm.pipeline.running import PollDone
from orm.web.house_desk import desk_open
from orm.web.setting_up import first_run, setup_link
from orm.weekly import Delivered
from orm.wiring import House
from orm.wiring.door import front_door

FIRST_PLACE = "127.0.0.1:8770"
COLUMNS = (
    "source",
    "polls",
    "read",
    "new",
    "edited",
    "unreadable",
    "mentions",
    "cases",
    "outcomes",
)


@plainly
def run(
    config: ConfigOption = DEFAULT_CONFIG,
    listen: Annotated[
        str, typer.Option("--listen", help="First run only: where its pages are.")
    ] = FIRST_PLACE,
    register: Annotated[
        Path | None,
        typer.Option("--register", help="First run only: the DfE register, to find the school in."),
    ] = None,
) -> None:
    """Watch: collect what is due, write digests, send what waits, and open the desk. Ctrl-C ends it.

    Where there is no config.toml yet, pages in the browser ask for what it needs.
    """
    is_first = is_unconfigured(config)
    if is_first:
        first_run(config, listen, register, say=say)
    stop = Event()
    schedule.stop_on_signals(stop)
    with closing(open_house(config)) as house, ExitStack() as rooms:
        spread = 0.0 if is_first else house.config.manners.start_spread_seconds
        change = house.plan(spread=timedelta(seconds=spread))
        say(
            f"Watching {len(house.schools)} school(s) through {change.added + change.kept} polls."
            " Ctrl-C ends it; nothing is lost."
        )
        if house.config.desk.enabled:
            say(f"The desk is at {rooms.enter_context(desk_open(house))}/")
            _offer_way_in(house, is_first=is_first)
        schedule.run(house, stop=stop)
        say("Ended cleanly.")


def _offer_way_in(house: House, *, is_first: bool) -> None:
    """A link for the first person, while nobody can sign in; the first run has just given one."""
    link = None if is_first else setup_link(house, front_door(house), house.edges.clock.now())
    if link is not None:
        say("Nobody can sign in yet. Open this once, within 24 hours, to choose a password:")
        say(f"  {link}")


@plainly
def collect(
    config: ConfigOption = DEFAULT_CONFIG,
    source: Annotated[str | None, typer.Option("--source", help="Only this source.")] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be asked; ask and write nothing.")
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """One pass now over everything that is due, with progress."""
    with closing(open_house(config)) as house:
        if source is not None and source not in house.sources:
            on = ", ".join(sorted(house.sources)) or "none"
            raise ConfigError([f"no source {source!r} is switched on; switched on are: {on}"])
        if dry_run:
            _print_plans(house, source=source, as_json=as_json)
            return
        refuse_example(config)
        house.plan(spread=timedelta(0))
        done = _collect_with_progress(house, source=source)
        delivered = _alerts_delivered(house)
        if as_json:
            print_json(_by_source(done))
        elif done:
            print_rows(COLUMNS, _by_source(done), as_json=False)
            _say_what_was_not_read(house, done, source=source)
            if delivered.sent:
                say(f"{delivered.sent} alert(s) sent.")
        else:
            say("Nothing was due.")
            _say_what_was_not_read(house, done, source=source)
        if delivered.failed or delivered.retried:
            complain("An alert was not accepted by the mail server; `orm check` says why.")
        if delivered.failed or delivered.retried or any(not each.outcome.measured for each in done):
            raise typer.Exit(FAILED)


def _collect_with_progress(house: House, *, source: str | None) -> tuple[PollDone, ...]:
    """Progress on a terminal, silence in a pipe."""
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as progress:
        task = progress.add_task("collecting")
        seen = 0

        def show(done: PollDone) -> None:
            nonlocal seen
            seen += 1
            progress.update(task, description=f"{seen} polls · {done.source} {done.place}")

        return house.collect(source=source, report=show)


def _print_plans(house: House, *, source: str | None, as_json: bool) -> None:
    rows = [
        {
            "source": plan.request.source,
            "domain": plan.domain,
            "schools": len(plan.wanted_by),
            "address": plan.request.url,
        }
        for plan in house.plans()
        if source in {None, plan.request.source}
    ]
    print_rows(("source", "domain", "schools", "address"), rows, as_json=as_json)


def _by_source(done: Iterable[PollDone]) -> list[dict[str, object]]:
    by_source: dict[str, list[PollDone]] = {}
    for each in done:
        by_source.setdefault(each.source, []).append(each)
    return [_counts(source, polls) for source, polls in sorted(by_source.items())]


def _counts(source: str, polls: list[PollDone]) -> dict[str, object]:
    outcomes = Counter(poll.outcome.value for poll in polls)
    return {
        "source": source,
        "polls": len(polls),
        "read": sum(poll.read for poll in polls),
        "new": sum(poll.recorded.items_new for poll in polls),
        "edited": sum(poll.recorded.items_edited for poll in polls),
        "unreadable": sum(len(poll.skipped) for poll in polls),
        "mentions": sum(poll.recorded.mentions for poll in polls),
        "cases": sum(poll.recorded.cases for poll in polls),
        "outcomes": ", ".join(f"{count} {name}" for name, count in sorted(outcomes.items())),
        "why": sorted(
            {f"{poll.place}: {poll.detail}" for poll in polls if poll.detail}
            | {f"{poll.place}: entry skipped: {why}" for poll in polls for why in poll.skipped}
        ),
    }


def _say_what_was_not_read(house: House, done: tuple[PollDone, ...], *, source: str | None) -> None:
    for row in _by_source(done):
        reasons = row["why"]
        if isinstance(reasons, list):
            for reason in reasons:
                say(f"{row['source']}: {reason}")
    missed = sum(not each.outcome.measured for each in done)
    if missed:
        say(
            f"{missed} of {len(done)} polls could not be read. That is not the same as nothing found."
        )
    due_at = house.edges.store.next_due_at(source=source)
    if due_at is not None:
        say(f"Next due at {due_at:%Y-%m-%d %H:%M} UTC.")


def _alerts_delivered(house: House) -> Delivered:
    """An alert reaches its person in the same run."""
    house.tell_waves(gathered=timedelta(0))
    return house.deliver()
