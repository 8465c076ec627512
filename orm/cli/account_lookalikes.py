"""`orm account lookalikes` and `lookalike`: what could be mistaken for the school, and a person's word."""

from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from typing import Annotated

import typer

from orm.cli.account_options import ByOption, SchoolOption, chosen, ids, person
from orm.cli.mentions import printable
from orm.cli.voice import (
    DEFAULT_CONFIG,
    ConfigOption,
    JsonOption,
    complain,
    open_house,
    plainly,
    print_rows,
    say,
)
from orm.errors import ConfigError
from orm.model.accounts import JUDGES
from orm.model.lookalikes import Lookalike, Reason, Verdict
from orm.model.presence import PresenceCheck
from orm.model.schools import Contact, School
from orm.reading.accounts_findings import unknown_around
from orm.reading.accounts_settling import word
from orm.reading.accounts_words import tamed
from orm.reading.lookalikes import VERDICTS
from orm.reading.plain_words import defanged, quotable
from orm.wiring import House
from orm.wiring.accounts import confirm_impostor

COLUMNS = (
    "id",
    "school",
    "score",
    "verdict",
    "sort",
    "platform",
    "name",
    "handle",
    "address",
    "reasons",
    "case",
)


def register(accounts: typer.Typer) -> None:
    """Make these commands of `orm account`."""
    accounts.command("lookalikes")(plainly(_list))
    accounts.command("lookalike")(plainly(_judge))


def _list(
    config: ConfigOption = DEFAULT_CONFIG, school: SchoolOption = "", as_json: JsonOption = False
) -> None:
    """What could be mistaken for the school: those that nobody has judged first, likeliest first."""
    with closing(open_house(config)) as house:
        house.enrol()
        schools = chosen(house, school)
        found = house.edges.store.lookalikes.of(ids(schools))
        print_rows(COLUMNS, (_row(each, as_json) for each in found), as_json=as_json)
        if not found and not as_json:
            say("Nothing that could be mistaken for the school was found.")
        _tell_what_was_not_seen(house, schools)


def _judge(
    lookalike: Annotated[int, typer.Argument(metavar="ID", help="The number in lookalikes.")],
    verdict: Annotated[
        Verdict, typer.Argument(help="innocent, impostor, or open to take a word back.")
    ],
    by: ByOption,
    reason: Annotated[str, typer.Option("--reason", help="Why, in a line that names no child.")],
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Say what a look-alike is. An impostor opens a case with its papers; nothing is sent by itself."""
    with closing(open_house(config)) as house:
        house.enrol()
        found = _find(house, lookalike)
        who = person(house, by, may=JUDGES, school_id=found.school_id)
        if verdict is Verdict.IMPOSTOR:
            _confirm(house, found, who, reason)
            return
        said = word(who, reason, house.edges.clock.now())
        house.edges.store.lookalikes.judge(found.id, verdict, said)
        say(f"{_called(found)}: {VERDICTS[verdict]}.")


def _confirm(house: House, found: Lookalike, who: Contact, reason: str) -> None:
    """Open the case; an alert reaches its person in the same run."""
    said = word(who, reason, house.edges.clock.now())
    ref = confirm_impostor(house, found, by=who, reason=said.reason, now=said.at)
    say(
        f"{_called(found)}: {VERDICTS[Verdict.IMPOSTOR]}. See: orm case show {ref} --as {who.email}"
    )
    delivered = house.deliver()
    if delivered.failed or delivered.retried:
        complain("An alert was not accepted by the mail server; `orm check` says why.")


def _find(house: House, number: int) -> Lookalike:
    for each in house.edges.store.lookalikes.of(ids(house.schools)):
        if each.id == number:
            return each
    raise ConfigError([f"{number} is no look-alike; see: orm account lookalikes"])


def _called(each: Lookalike) -> str:
    found = each.scored.candidate
    return f"{each.school_id}: {quotable(found.name or found.handle)} ({found.platform})"


def _row(each: Lookalike, as_json: bool) -> dict[str, object]:
    found = each.scored.candidate
    reasons = [_reason(one) for one in each.scored.reasons]
    return {
        "id": each.id,
        "school": each.school_id,
        "score": round(each.scored.score, 2),
        "verdict": each.verdict if as_json else VERDICTS[each.verdict],
        "sort": found.sort,
        "platform": quotable(found.platform),
        "name": quotable(found.name),
        "handle": quotable(found.handle),
        "address": printable(defanged(found.url)),
        "reasons": reasons if as_json else " ".join(reasons),
        "case": each.ref,
    }


def _reason(one: Reason) -> str:
    return f"{one.weight:+.2f} {tamed(one.says)}"


def _tell_what_was_not_seen(house: House, schools: Sequence[School]) -> None:
    """Where nobody could look, or has not looked: not the same as nothing found."""
    now = house.edges.clock.now()
    for presence in house.edges.store.presences.of(ids(schools)):
        about = [each for each in presence.notices if each.noticed.check is not PresenceCheck.SITE]
        for each in unknown_around(replace(presence, notices=tuple(about)), (), now=now):
            complain(f"{presence.school_id}: {each.says}")
