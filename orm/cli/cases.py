"""`orm case`: cases from the shell. Whoever opens one says who they are; a sealed one records it."""

from collections.abc import Iterable
from contextlib import closing
from dataclasses import asdict
from typing import Annotated

import typer

from orm.cases.sight import shown_to_anybody
from orm.cases.steps import read
from orm.cases.ways import View, as_it_stands
from orm.cli.explanation_lines import author_lines, kind_lines, reason_lines, route_lines
from orm.cli.people import contact_named
from orm.cli.voice import (
    DEFAULT_CONFIG,
    ConfigOption,
    JsonOption,
    open_house,
    plainly,
    print_json,
    print_rows,
    say,
)
from orm.desk.pressing import look_at
from orm.desk.visiting import open_to_read
from orm.model.cases import Case, CaseEvent, CaseRef
from orm.model.judgement import Decision, Retain
from orm.model.looks import Finding, Looked
from orm.reading.explanation import finding, why_about
from orm.reading.policy_words import policy_words
from orm.wiring import House

app = typer.Typer(help="Cases: what a person must act on.", no_args_is_help=True)

COLUMNS = ("case", "school", "kind", "severity", "state", "owner", "due")
HIDDEN = "not shown here"
FROM_THE_SHELL = "from the shell"
FOUND = {
    Finding.STILL_THERE: "Still there",
    Finding.REMOVED: "Removed",
    Finding.COULD_NOT_LOOK: "Could not look",
}


@app.command("list")
@plainly
def list_cases(
    config: ConfigOption = DEFAULT_CONFIG,
    everything: Annotated[bool, typer.Option("--all", help="Closed ones too.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Open cases, by due time. Sealed cases and those about a member of the leadership show no kind."""
    with closing(open_house(config)) as house:
        cases = house.edges.store.cases(open_only=not everything)
        print_rows(COLUMNS, (_row(house, case) for case in cases), as_json=as_json)
        if not cases and not as_json:
            say("No open case.")


@app.command("show")
@plainly
def show_case(
    ref: Annotated[str, typer.Argument(help="The case's reference, such as K7QD-2MX9.")],
    reader: Annotated[str, typer.Option("--as", help="Your email address in config.toml.")],
    config: ConfigOption = DEFAULT_CONFIG,
    as_json: JsonOption = False,
) -> None:
    """One case: what was seen, why it was flagged, what may be done, and what was done."""
    with closing(open_house(config)) as house:
        contact = contact_named(house, reader, where="--as")
        wanted = CaseRef(ref.strip().upper())
        now = house.edges.clock.now()
        view = open_to_read(house.desk, wanted, by=contact, where=FROM_THE_SHELL, now=now)
        if as_json:
            print_json(asdict(view.file))
        else:
            _print_case(house, view)


@app.command("recheck")
@plainly
def recheck(
    ref: Annotated[str, typer.Argument(help="The case's reference, such as K7QD-2MX9.")],
    reader: Annotated[str, typer.Option("--as", help="Your email address in config.toml.")],
    config: ConfigOption = DEFAULT_CONFIG,
    as_json: JsonOption = False,
) -> None:
    """Ask each site once whether what the case is about is still there: three times at most."""
    with closing(open_house(config)) as house:
        wanted = CaseRef(ref.strip().upper())
        contact = contact_named(house, reader, where="--as")
        look_at(house.desk, wanted, by=contact, now=house.edges.clock.now())
        looked = house.look_again(wanted, by=contact.id)
        if as_json:
            print_json([_found(each) for each in looked])
            return
        for each in looked:
            _print_look(each)


def _found(looked: Looked) -> dict[str, object]:
    look = looked.look
    return {
        "item": looked.place,
        "site": looked.site,
        "look": look.number if look else None,
        "finding": look.finding if look else None,
        "detail": look.detail if look else "looked three times already",
        "left": looked.left,
        "gone": looked.gone,
        "again_at": looked.again_at,
    }


def _print_look(looked: Looked) -> None:
    site = f" ({looked.site})" if looked.site else ""
    told = "Looked three times already; look yourself"
    if looked.look:
        told = f"{FOUND[looked.look.finding]}: {looked.look.detail}"
    left = f"{looked.left} look{'s' if looked.left != 1 else ''} left"
    say(f"{looked.place}.{site} {told}. {left}.")
    if looked.gone:
        say("   Gone, seen twice: close the case as removed.")
    elif looked.again_at and looked.left:
        say(f"   Gone needs a second sign: look again after {looked.again_at:%Y-%m-%d %H:%M} UTC.")


def _row(house: House, case: Case) -> dict[str, object]:
    shown = shown_to_anybody(case)
    return {
        "case": case.ref,
        "school": case.school_id,
        "kind": house.policy.categories[case.category].label if shown else HIDDEN,
        "severity": f"S{case.severity}" if shown else "",
        "state": case.state,
        "owner": case.owner,
        "due": f"{case.due_at:%Y-%m-%d %H:%M} UTC",
    }


def _print_case(house: House, view: View) -> None:
    file, case, decision = view.file, view.played.case, as_it_stands(view)
    say(
        f"{case.ref}  {house.policy.categories[case.category].label}  severity S{case.severity}  {case.state}"
    )
    say(
        f"Owner: {case.owner}. Due {case.due_at:%Y-%m-%d %H:%M} UTC. Opened {case.opened_at:%Y-%m-%d %H:%M}."
    )
    say("\nSeen")
    for seen in file.seen:
        say(f"  {seen.source}  {seen.url}  collected {seen.collected_at:%Y-%m-%d %H:%M}")
        say(
            f"  {seen.title}\n  {seen.text}".rstrip() or "  (the policy keeps no text of this kind)"
        )
    say("\nWhy it is thought to be about the school")
    _say_all(reason_lines(why_about(file.evidence, words=_has_words(decision))))
    said = finding(
        decision,
        policy_words(house.policy),
        words=_has_words(decision),
        retention=house.config.retention,
        due_at=case.due_at,
    )
    say("")
    _say_all((*kind_lines(said), *author_lines(said), *route_lines(said)))
    say("\nWhat was done")
    for event in file.events:
        say(
            f"  {event.seq}. {event.at:%Y-%m-%d %H:%M} {event.actor}:"
            f" {event.action}{_of_what(house, event)}. {event.reason}"
        )


def _of_what(house: House, event: CaseEvent) -> str:
    """The route of a step that is about one."""
    route = getattr(read(event), "route", None)
    return f" ({house.policy.routes[route].label})" if route is not None else ""


def _has_words(decision: Decision) -> bool:
    """Whoever may open a case may read its words, where the policy keeps any."""
    return decision.retain is Retain.FULL


def _say_all(lines: Iterable[str]) -> None:
    for line in lines:
        say(line)
