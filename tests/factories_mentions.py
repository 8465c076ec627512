"""Posts about the invented schools beyond those of the desk's own set, for tests of its pages."""

import re
from dataclasses import replace
from typing import Any

from orm.intake.from_form import Form, from_form
from orm.model.brought import Provenance
from orm.model.items import Identity, Item, Kind
from orm.model.judgement import Verdict
from orm.model.polls import Scope
from orm.model.records import JudgedItem, Ruling
from orm.model.schools import SchoolId
from orm.model.settlements import MentionId
from orm.pipeline.judging import judge
from tests.factories_desk import DeskUnderTest

COMPLAINT = (
    "Third time my SEND son has been left out of the trip list at Wrenbeck Primary School,"
    " Harrowmere. I have emailed twice, it is a disgrace, and heard nothing."
)
"""A complaint that opens a case where it is about the school."""


def bring(desk: DeskUnderTest, text: str, *, school: str = "wrenbeck", key: str = "x", **fields):
    """A post that somebody typed in a moment ago; what came of it."""
    form = Form(
        **{
            "school": school,
            "url": f"https://www.mumsnet.com/talk/{key}",
            "platform": "mumsnet",
            "seen_by": "office",
            "how": "a parent showed it at the gate",
            "text": text,
            **fields,
        }
    )
    receipt = desk.house.take_in(from_form(form, desk.house.reception(brought_by="comms")))
    later(desk)
    return receipt


def collected(
    desk: DeskUnderTest, text: str, *, school: str = "wrenbeck", key: str = "1", **changes
) -> MentionId:
    """A post as a search brings it; the number of the school's mention."""
    return _recorded(desk, _judged(desk, text, school, key, changes), school)


def unsure(
    desk: DeskUnderTest,
    text: str = COMPLAINT,
    *,
    school: str = "wrenbeck",
    key: str = "1",
    **changes,
) -> MentionId:
    """A post of which nobody is sure, so that its case is held back."""
    judged = _judged(desk, text, school, key, changes)
    rulings = tuple(_held_back(ruling) for ruling in judged.rulings)
    return _recorded(desk, replace(judged, rulings=rulings), school)


def _judged(
    desk: DeskUnderTest, text: str, school: str, key: str, changes: dict[str, Any]
) -> JudgedItem:
    item = Item(
        **{
            "identity": Identity("forum", f"https://forum.example/{key}"),
            "kind": Kind.POST,
            "platform": "forum",
            "url": f"https://forum.example/{key}",
            "text": text,
            "author": "mossy",
            **changes,
        }
    )
    wanted = {SchoolId(school): Scope.ABOUT}
    return judge(item, wanted=wanted, bench=desk.house.round.bench, now=desk.clock.now())


def _held_back(ruling: Ruling) -> Ruling:
    mention = replace(ruling.mention, verdict=Verdict.UNSURE, score=0.4)
    decision = replace(ruling.decision, opens_case=False)
    return replace(ruling, mention=mention, decision=decision, case=None, alerts=())


def _recorded(desk: DeskUnderTest, judged: JudgedItem, school: str) -> MentionId:
    store, now = desk.house.edges.store, desk.clock.now()
    store.record_brought(judged, Provenance("shell", "office", "for a test", None, now))
    later(desk)
    return next(
        file.id
        for file in store.mentions(SchoolId(school), most=500)
        if file.item.identity == judged.item.identity
    )


def later(desk: DeskUnderTest, **time: float) -> None:
    """Some time passes; a minute unless it is said how much."""
    desk.clock.advance(**(time or {"minutes": 1}))


def verdict(desk: DeskUnderTest, mention_id: MentionId) -> Verdict:
    """What is thought of a mention now."""
    file = desk.house.edges.store.mention(mention_id)
    assert file is not None
    return file.mention.verdict


def part(pattern: str, page: str) -> str:
    """The first group of what the page holds there."""
    match = re.search(pattern, page)
    assert match is not None, f"the page has nothing like {pattern}"
    return match.group(1)
