"""`orm mention`: posts that may or may not be about us, what people say of them, and examples."""

import os
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Annotated

import typer

from orm.cases.sight import shown_to_anybody
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
from orm.evaluation.examples import Examples, examples
from orm.model.judgement import Evidence, Verdict
from orm.model.schools import SchoolId
from orm.model.settlements import MentionFile, MentionId
from orm.pipeline.settling import SettledMention, Word
from orm.reading.plain_words import defanged
from orm.wiring import House

app = typer.Typer(help="Mentions: what may be about us, for a person to say.", no_args_is_help=True)

COLUMNS = ("id", "school", "date", "verdict", "platform", "source", "score", "reasons")
HIDDEN = "not shown here"
MOST = 200
"""Rows that one list shows unless it is asked for more."""

_OWNER_ONLY = 0o600


@app.command("list")
@plainly
def list_mentions(
    config: ConfigOption = DEFAULT_CONFIG,
    unsure: Annotated[
        bool, typer.Option("--unsure", help="Only what nobody is sure of: the short list.")
    ] = False,
    school: Annotated[str, typer.Option("--school", help="Only this school, by its id.")] = "",
    most: Annotated[int, typer.Option("--most", min=1, help="How many rows at most.")] = MOST,
    as_json: JsonOption = False,
) -> None:
    """Mentions, newest first, with the reasons for and against. Sealed ones show neither."""
    with closing(open_house(config)) as house:
        files = house.edges.store.mentions(_school(house, school), unsure=unsure, most=most + 1)
        print_rows(COLUMNS, (_row(each, as_json) for each in files[:most]), as_json=as_json)
        if len(files) > most:
            complain(f"The newest {most} are shown; --most {most * 2} shows more.")
        if not files and not as_json:
            say("Nothing is unsure." if unsure else "No mention.")


@app.command("settle")
@plainly
def settle_mention(
    mention: Annotated[int, typer.Argument(metavar="ID", help="The number in orm mention list.")],
    by: Annotated[str, typer.Option("--by", help="Who says so: a name, role or email address.")],
    reason: Annotated[str, typer.Option("--reason", help="Why, in a line that names no child.")],
    us: Annotated[bool, typer.Option("--us", help="It is about the school.")] = False,
    not_us: Annotated[bool, typer.Option("--not-us", help="It is about something else.")] = False,
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Say whether a post is about the school. It is judged again at once, and stays as you say."""
    if us == not_us:
        raise ConfigError(["give one of --us and --not-us"])
    word = Word(Verdict.US if us else Verdict.NOT_US, by=by, reason=reason)
    with closing(open_house(config)) as house:
        _tell(house.settle(MentionId(mention), word))
        _deliver(house)


@app.command("examples")
@plainly
def write_examples(
    out: Annotated[Path, typer.Option("--out", help="The file to write: JSON, a line per post.")],
    config: ConfigOption = DEFAULT_CONFIG,
    force: Annotated[bool, typer.Option("--force", help="Replace the file.")] = False,
) -> None:
    """Write what people settled as labelled posts for orm eval. The file holds words of posts."""
    with closing(open_house(config)) as house:
        made = examples(house.edges.store.settled_mentions())
    _write(out, made.lines, force=force)
    say(_written(out, made))


def _school(house: House, wanted: str) -> SchoolId | None:
    if not wanted:
        return None
    known = [school.id for school in house.schools]
    if wanted not in known:
        raise ConfigError([f"--school: {wanted} is not watched; there are {', '.join(known)}"])
    return SchoolId(wanted)


def _row(file: MentionFile, as_json: bool) -> dict[str, object]:
    mention, item = file.mention, file.item
    row: dict[str, object] = {
        "id": file.id,
        "school": mention.school_id,
        "date": f"{item.posted_at or file.seen_at:%Y-%m-%d}",
        "verdict": mention.verdict,
    }
    if file.sealed or not all(shown_to_anybody(case) for case in file.cases):
        hidden = dict.fromkeys(("platform", "source", "reasons"), HIDDEN)
        return {**row, **hidden, "score": None if as_json else HIDDEN}
    return {
        **row,
        "platform": printable(item.platform),
        "source": printable(defanged(item.url)),
        "score": mention.score,
        "reasons": [_reason(each) for each in mention.evidence]
        if as_json
        else "; ".join(_reason(each) for each in mention.evidence),
    }


def _reason(evidence: Evidence) -> str:
    words = f": {printable(evidence.words)}" if evidence.words else ""
    return f"{evidence.weight:+.2f} {evidence.rule}{words}"


def printable(words: str) -> str:
    """Words of strangers without what a terminal would obey."""
    return "".join(letter if letter.isprintable() else " " for letter in words)


def _tell(done: SettledMention) -> None:
    said, effect = done.settlement, done.effect
    ours = said.verdict is Verdict.US
    say(f"Settled: {'about' if ours else 'not about'} {said.school_id}.")
    for ref in effect.opened:
        say(f"Case {ref} opened or made graver: orm case show {ref} --as EMAIL")
    for ref in effect.closed:
        say(f"Case {ref} closed: dismissed.")
    for ref in effect.still_open:
        say(
            f"Case {ref} stays open: other posts in it may be about the school; settle them as well."
        )
    if ours and not done.judged_again:
        say(
            "Its words are not kept, so it could not be judged again: read it where it stands and,"
            " if somebody must act, bring its words with orm intake."
        )


def _deliver(house: House) -> None:
    """An alert reaches its person in the same run."""
    delivered = house.deliver()
    if delivered.sent:
        say(f"{delivered.sent} alert(s) sent.")
    if delivered.failed or delivered.retried:
        complain("An alert was not accepted by the mail server; `orm check` says why.")


def _write(path: Path, lines: Iterable[str], *, force: bool) -> None:
    """The file whole or not at all, for its owner only; a link in its place is not followed."""
    text = "".join(f"{line}\n" for line in lines)
    try:
        if force:
            _replace(path, text)
            return
        with open(path, "x", encoding="utf-8", newline="\n", opener=_for_owner) as file:
            file.write(text)
    except FileExistsError:
        raise ConfigError([f"--out: {path} is there already; --force replaces it"]) from None
    except OSError as error:
        raise ConfigError([f"--out: {path} cannot be written: {error.strerror}"]) from error


def _for_owner(path: str, flags: int) -> int:
    return os.open(path, flags, _OWNER_ONLY)


def _replace(path: Path, text: str) -> None:
    """A new file beside it takes its place; a crash leaves the old one whole."""
    with NamedTemporaryFile(
        "w", encoding="utf-8", newline="\n", dir=path.parent, prefix=f".{path.name}.", delete=False
    ) as file:
        file.write(text)
    try:
        Path(file.name).replace(path)
    except OSError:
        Path(file.name).unlink(missing_ok=True)
        raise


def _written(path: Path, made: Examples) -> str:
    left = [
        f"{made.sealed} sealed" if made.sealed else "",
        f"{made.wordless} of which no words are kept" if made.wordless else "",
    ]
    out = ", ".join(each for each in left if each)
    told = f"{len(made.lines)} example(s) written to {path}; they hold words of posts."
    return f"{told} Left out: {out}." if out else told
