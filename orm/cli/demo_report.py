"""What the demo says at its end: what was collected and what failed, what was flagged and why, where
the digests are.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from orm.cli.voice import print_rows, say
from orm.demo.run import Demo, moments
from orm.model.letters import LetterKind, Mail
from orm.model.polls import Outcome
from orm.wiring import House
from orm.wiring.previewing import as_page

SOURCE_COLUMNS = (
    "source", "polls", "asked", "unchanged", "new items", "mentions", "left out", "failed",
)  # fmt: skip
FAILURE_COLUMNS = ("source", "how", "times", "from", "to", "why")
CASE_COLUMNS = ("case", "severity", "kind", "owner", "rules")


def print_report(demo: Demo) -> None:
    """Print it."""
    house = demo.house
    say("\nWhat each source brought in four weeks")
    print_rows(SOURCE_COLUMNS, _sources(demo), as_json=False)
    say("\nWhat could not be read, when and why")
    print_rows(FAILURE_COLUMNS, _failures(demo), as_json=False)
    idle = ", ".join(each.name for each in house.config.idle)
    say(f"\nNot set up in the demo, for a key is never sent over plain http: {idle or 'none'}.")
    say("\nWhat was flagged, and by which rules of docs/policy.md")
    print_rows(CASE_COLUMNS, _cases(house), as_json=False)
    mails = house.edges.store.outbox()
    digests = [mail for mail in mails if mail.letter.kind is LetterKind.DIGEST]
    say(
        f"\n{len(digests)} digests and {len(mails) - len(digests)} alerts were mailed,"
        f" as .eml files: {demo.folder / 'outbox'}"
    )
    for page in _pages(digests, demo.folder / "digests"):
        say(f"To read in a browser: {page.resolve().as_uri()}")
    say(
        f"A case, as its owner sees it: orm case show REF --as EMAIL --config {demo.folder}/config.toml"
    )


def _sources(demo: Demo) -> Iterator[dict[str, object]]:
    """A row for each source that is on, also for one that was never asked."""
    tallies = {each.source: each for each in demo.house.edges.store.tally(since=moments()[0])}
    mentions = dict(demo.progress.account.mentions)
    for name in sorted(each.name for each in demo.house.config.sources):
        tally = tallies.get(name)
        endings = dict(tally.endings) if tally else {}
        yield {
            "source": name,
            "polls": tally.polls if tally else 0,
            "asked": tally.asked if tally else 0,
            "unchanged": endings.get(Outcome.NOT_MODIFIED, 0),
            "new items": tally.new if tally else 0,
            "mentions": mentions.get(name, 0),
            "left out": tally.skipped if tally else 0,
            "failed": sum(count for outcome, count in endings.items() if not outcome.measured),
        }


def _failures(demo: Demo) -> Iterator[dict[str, object]]:
    for failure in demo.progress.account.failures:
        yield {
            "source": failure.source,
            "how": failure.outcome,
            "times": failure.times,
            "from": _day(failure.first_at),
            "to": _day(failure.last_at),
            "why": failure.why,
        }


def _day(at: str) -> str:
    moment = datetime.fromisoformat(at)
    return f"{moment:%a} {moment.day} {moment:%b}"


def _cases(house: House) -> Iterator[dict[str, object]]:
    """Sealed cases show neither kind nor rules: the terminal is not the safeguarding team's."""
    for case in house.edges.store.cases():
        file = house.edges.store.case(case.ref)
        rules = sorted({ground.rule for ground in file.decision.grounds}) if file else []
        hidden = case.sealed
        yield {
            "case": case.ref,
            "severity": "" if hidden else f"S{case.severity}",
            "kind": "sealed" if hidden else house.policy.categories[case.category].label,
            "owner": case.owner,
            "rules": "" if hidden else ", ".join(rules),
        }


def _pages(digests: Sequence[Mail], folder: Path) -> list[Path]:
    """Every digest as a page; those of the last week are returned."""
    folder.mkdir(exist_ok=True)
    last = max((mail.queued_at for mail in digests), default=None)
    pages = []
    for mail in digests:
        name = re.sub(r"[^a-z0-9]+", "-", mail.letter.once.lower()).strip("-")
        page = folder / f"{name}.html"
        page.write_text(as_page(mail.letter), encoding="ascii")
        if mail.queued_at == last:
            pages.append(page)
    return pages
