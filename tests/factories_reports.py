"""A school's term for reports: cases with steps, posts with planted words; everything invented."""

import csv
import io
import json
from dataclasses import replace
from datetime import date, datetime, timedelta

from orm.model.cases import CaseRef, CaseState
from orm.model.items import Identity, Item, Kind
from orm.model.judgement import Category
from orm.model.report_facts import Period, ReportWords
from orm.model.schools import Role
from orm.triage.policy import Policy
from tests.factories_papers import pdf_text
from tests.factories_store import decision_of, judged_of, moved, next_event, ruling_of
from tests.factories_trends import bring_in, told

TERM = Period(date(2026, 9, 2), date(2026, 10, 23))
YEAR = Period(date(2025, 11, 19), date(2026, 11, 18))
IN_TERM = datetime.fromisoformat("2026-09-16T12:00:00+00:00")  # a Wednesday
REF = CaseRef("K7QD-2MX9")
OTHER = CaseRef("P3D7-HV22")

PLANTED = {
    "name": "Tamsin Quillfeather",
    "handle": "@quiet_otter_77",
    "words": "grubby liar and everybody at the gate knows",
    "slur": "[SLUR]",
    "address": "https://meremum.example/u/quiet-otter",
    "title": "Tamsin Quillfeather is a disgrace",
}
"""What stands in posts and records, and may stand in no report."""


def planted(key: str, **changes) -> Item:
    """A post that holds every planted word in every field that has room for it."""
    return Item(
        **{
            "identity": Identity("feed", f"{PLANTED['address']}/{key}"),
            "kind": Kind.POST,
            "platform": "MereMum",
            "url": f"{PLANTED['address']}/{key}",
            "title": PLANTED["title"],
            "text": " ".join(PLANTED.values()),
            "author": f"{PLANTED['name']} {PLANTED['handle']}",
            "posted_at": IN_TERM - timedelta(hours=1),
            "outlet": PLANTED["handle"],
            **changes,
        }
    )


def about(key: str, category: Category, *, ref: str = "", item: Item | None = None, **decided):
    """A judged post with planted words; it opens the case `ref`."""
    severity = decided.pop("severity", 2)
    decision = decision_of(category, severity, **{"owner": Role.HEADTEACHER, **decided})
    return judged_of(item or planted(key), ruling_of(decision, ref=ref), fingerprint=f"fp-{key}")


def case_in(store, at=IN_TERM, category=Category.T5, *, ref=REF, key="1", **changes):
    """A case that opened at a moment."""
    bring_in(store, at, told(key, category, severity=2, ref=ref, **changes))


def step(store, action: str, *, ref=REF, days: float = 0, actor="head", **details: object) -> int:
    """A step of a case, so many days after the one before; its number. Reasons hold planted words."""
    event = next_event(store.case(ref).events[-1], action, actor)
    written = json.dumps(details) if details else ""
    said = replace(
        event, at=event.at + timedelta(days=days), details=written, reason=PLANTED["name"]
    )
    ended = {"closed": CaseState.CLOSED, "dismissed": CaseState.DISMISSED}
    state = ended.get(action, store.case(ref).case.state)
    store.step(said, moved(store, ref, state))
    return said.seq


def words(policy: Policy) -> ReportWords:
    """The policy's labels, and one person."""
    return ReportWords(
        kinds={kind: row.label for kind, row in policy.categories.items()},
        routes={route: row.label for route, row in policy.routes.items()},
        themes={key: row.label for key, row in policy.themes.items()},
        people={"head": "Ada Ferrow"},
    )


def text_of(content: bytes) -> str:
    """Everything that a report says, as a reader or a spreadsheet gets it."""
    if content.startswith(b"%PDF"):
        return pdf_text(content)
    return content.decode("utf-8-sig")


def cells(content: bytes) -> list[list[str]]:
    """The rows of a sheet."""
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def told_by(content: bytes, planted_words: dict[str, str]) -> list[str]:
    """Which planted words a report tells, however its lines were broken."""
    flat = "".join(text_of(content).split()).casefold()
    return [
        name for name, word in planted_words.items() if "".join(word.split()).casefold() in flat
    ]
