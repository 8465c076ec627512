"""What the demo says at its end: what was collected, what was flagged and why, where the digests are."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from orm.cli.voice import print_rows, say
from orm.demo.run import Demo, moments
from orm.model.letters import LetterKind, Mail
from orm.wiring import House

SOURCE_COLUMNS = ("source", "polls", "asked", "new items", "unreadable", "endings")
CASE_COLUMNS = ("case", "severity", "kind", "owner", "rules")


def print_report(demo: Demo) -> None:
    """Print it."""
    house = demo.house
    say("\nWhat each source brought in four weeks")
    print_rows(SOURCE_COLUMNS, _sources(house), as_json=False)
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


def _sources(house: House) -> Iterator[dict[str, object]]:
    for tally in house.edges.store.tally(since=moments()[0]):
        yield {
            "source": tally.source,
            "polls": tally.polls,
            "asked": tally.asked,
            "new items": tally.new,
            "unreadable": tally.skipped,
            "endings": ", ".join(f"{count} {outcome}" for outcome, count in tally.endings),
        }


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
    """The last week's digests as pages."""
    folder.mkdir(exist_ok=True)
    last = max((mail.queued_at for mail in digests), default=None)
    pages = []
    for mail in digests:
        if mail.queued_at == last:
            name = re.sub(r"[^a-z0-9]+", "-", mail.letter.once.lower()).strip("-")
            page = folder / f"{name}.html"
            page.write_text(mail.letter.html, encoding="utf-8")
            pages.append(page)
    return pages
