"""`orm explain`: what the house would think of a text, and why. Nothing is fetched, stored or sent."""

import sys
from collections.abc import Mapping
from contextlib import closing
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Annotated

import typer

from orm.cli.explanation_lines import lines
from orm.cli.voice import (
    DEFAULT_CONFIG,
    ConfigOption,
    JsonOption,
    open_house,
    plainly,
    print_json,
    say,
)
from orm.errors import ConfigError
from orm.model.items import Identity, Item, Kind
from orm.model.judgement import Verdict
from orm.model.polls import Scope
from orm.model.records import Ruling
from orm.model.schools import Contact, School, SchoolId
from orm.pipeline.judging import judge
from orm.reading.explanation import Explanation, about, finding, may_repeat, tone
from orm.reading.policy_words import policy_words
from orm.wiring import SPELLING, House

LARGEST = 2_000_000
"""Bytes read from standard input; of longer input the beginning is judged."""

_FROM_INPUT = "-"
_MOST_NAMED = 20

AS_BROUGHT = (
    "A search would leave it out. What follows holds if a person brings it as being about the school"
    " (orm intake)."
)
EMPTY = "There are no words in it: no rule has anything to read."
CUT = "It is longer than what is read of a post: only the first {read:,} characters were judged."


@plainly
def explain(
    text: Annotated[str, typer.Argument(help='The words of a post; "-" reads standard input.')],
    school: Annotated[
        str,
        typer.Option("--school", help="The school: its id, or an unmistakable part of its name."),
    ],
    kind: Annotated[Kind, typer.Option("--kind", help="What it is.")] = Kind.POST,
    author: Annotated[str, typer.Option("--author", help="The name shown on it.")] = "",
    title: Annotated[str, typer.Option("--title", help="Its title, where it has one.")] = "",
    config: ConfigOption = DEFAULT_CONFIG,
    as_json: JsonOption = False,
) -> None:
    """Say in plain English how a text would be judged, and why. Nothing is fetched, stored or sent."""
    words = _standard_input() if text == _FROM_INPUT else text
    with closing(open_house(config)) as house:
        said = explained(
            house, find_school(house.schools, school), item_of(words, kind, author, title), words
        )
    if as_json:
        print_json(asdict(said))
        return
    for line in lines(said):
        say(line)


def _standard_input() -> str:
    return sys.stdin.buffer.read(LARGEST).decode("utf-8", "replace")


def find_school(schools: tuple[School, ...], wanted: str) -> School:
    """The school of this id, or the only one whose name holds these words.

    Raises:
        ConfigError: none is, or several are.
    """
    asked = wanted.strip().casefold()
    for school in schools:
        if asked == school.id.casefold():
            return school
    found = [school for school in schools if asked and asked in school.name.casefold()]
    if len(found) == 1:
        return found[0]
    fits = f"{len(found)} schools have it in their names" if found else "no school is called so"
    raise ConfigError([f'--school "{wanted}": {fits}; write one of: {_ids(found or schools)}'])


def _ids(schools: tuple[School, ...] | list[School]) -> str:
    named = ", ".join(f"{school.id} ({school.name})" for school in schools[:_MOST_NAMED])
    left = len(schools) - _MOST_NAMED
    return f"{named} and {left} more (orm schools list)" if left > 0 else named


def item_of(text: str, kind: Kind, author: str, title: str) -> Item:
    """The text as an item, with markup and hidden characters taken out as collectors do."""
    plain = SPELLING.plain
    return Item(
        identity=Identity("explain", "typed"),
        kind=kind,
        platform="",
        url="",
        title=plain(title),
        text=plain(text),
        author=plain(author),
    )


@dataclass(frozen=True, slots=True)
class _Judged:
    """What a search would find, or nothing; and the ruling that is explained."""

    found: Ruling | None
    ruling: Ruling
    read_as: str = ""


def explained(house: House, school: School, item: Item, typed: str) -> Explanation:
    """What the house would think of an item, as values in plain English."""
    judged = _judged(house, school, item, now=house.edges.clock.now())
    ruling = judged.ruling
    words = may_repeat(ruling.decision)
    return Explanation(
        notes=_reading_notes(item, typed),
        about=about(school.name, judged.found.mention if judged.found else None, words=words),
        read_as=judged.read_as,
        tone=tone(ruling.assessment),
        finding=finding(
            ruling.decision,
            policy_words(house.policy),
            words=words,
            retention=house.config.retention,
            due_at=ruling.case.due_at if ruling.case else None,
            alerted=_alerted(house, school, ruling),
        ),
    )


def _alerted(house: House, school: School, ruling: Ruling) -> list[Contact]:
    told = {letter.recipient for letter in ruling.alerts}
    return [
        each
        for each in house.config.contacts
        if each.email in told and (not each.schools or school.id in each.schools)
    ]


def _judged(house: House, school: School, item: Item, *, now: datetime) -> _Judged:
    """As found by a search; what a search would leave out is judged as if a person had brought it."""
    found = _rulings(house, school, item, scope=Scope.OPEN, now=now).get(school.id)
    if found is not None and (found.mention.verdict is not Verdict.NOT_US or found.case):
        return _Judged(found, found)
    brought = _rulings(house, school, item, scope=Scope.ABOUT, now=now)[school.id]
    return _Judged(found, brought, AS_BROUGHT)


def _rulings(
    house: House, school: School, item: Item, *, scope: Scope, now: datetime
) -> Mapping[SchoolId, Ruling]:
    """By school; what is brought as being about a school always has a ruling of it.

    A judge of the operator's own is not asked: nothing is sent.
    """
    bench = house.round.bench
    alone = replace(bench, scales=replace(bench.scales, second=None))
    judged = judge(item, wanted={school.id: scope}, bench=alone, now=now)
    return {each.mention.school_id: each for each in judged.rulings}


def _reading_notes(item: Item, typed: str) -> tuple[str, ...]:
    if not item.text and not item.title:
        return (EMPTY,)
    # A word added at the end changes nothing where the end is not read.
    unread = item.text and SPELLING.plain(f"{typed} end") == item.text
    return (CUT.format(read=len(item.text)),) if unread else ()
