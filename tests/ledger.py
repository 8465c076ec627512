"""What a demo's folder holds in the end, in a form that two runs can be compared by.

Moments are left out, and the town's port with what is made from addresses: case references, and entity
tags, of which only the presence counts. They may differ between runs that did the same. So may a poll's last outcome: of two addresses of one feed
the one asked first has "new" and the other "none", and a kill changes which is first. Evidence is compared by its kinds:
its lists hold moments, and a copy joins a case only if it comes after it.
"""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from orm.archive.folder import EvidenceFolder

_TABLES = {
    "items": "SELECT family, key, source, retain, content_hash FROM items",
    "versions": """SELECT i.family, i.key, v.version, v.content_hash
                   FROM item_versions v JOIN items i ON i.id = v.item_id""",
    "mentions": """SELECT i.family, i.key, m.version, m.school_id, m.verdict
                   FROM mentions m JOIN items i ON i.id = m.item_id""",
    "decisions": "SELECT category, severity, author, sealed FROM decisions",
    "cases": "SELECT school_id, category, severity, state, owner, sealed FROM cases",
    "events": "SELECT actor, action, reason FROM case_events WHERE action <> 'evidence kept'",
    "letters": "SELECT kind, school_id, recipient, subject, state FROM outbox",
    "weeks": "SELECT school_id, year, number FROM digest_weeks",
    "cursors": "SELECT source, key, state, etag <> '', last_modified FROM polls",
}
_PORT = re.compile(r"localhost:\d+")
_REFERENCE = re.compile(r"\b[0-9A-Z]{3,4}-[0-9A-Z]{3,4}\b")


def ledger(folder: Path) -> dict[str, list[tuple[str, ...]]]:
    """Sorted rows by table, and the number of letters on disk."""
    with closing(sqlite3.connect(folder / "demo.db")) as connection:
        held = {
            name: sorted(
                tuple(_plain(str(value)) for value in row) for row in connection.execute(query)
            )
            for name, query in _TABLES.items()
        }
    held["evidence"] = sorted(_evidence(folder / "data" / "evidence"))
    held["files"] = [(str(len(list((folder / "outbox").glob("*.eml")))),)]
    return held


def _evidence(folder: Path) -> Iterator[tuple[str, ...]]:
    """What is kept of each case, and what does not hold of it."""
    archive = EvidenceFolder(folder)
    for ref in archive.refs():
        kinds = {entry.kind.value for entry in archive.holding(ref).entries}
        yield (*sorted(kinds), *archive.check(ref))


def _plain(text: str) -> str:
    return _REFERENCE.sub("REF-ERE", _PORT.sub("localhost", text))


def claims_left(folder: Path) -> int:
    """Polls and domains that somebody still holds."""
    query = """SELECT (SELECT count(*) FROM polls WHERE claimed_by IS NOT NULL)
                    + (SELECT count(*) FROM domains WHERE claimed_by IS NOT NULL)"""
    with closing(sqlite3.connect(folder / "demo.db")) as connection:
        return int(connection.execute(query).fetchone()[0])
