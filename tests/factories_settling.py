"""What tests of settling need: a bench with people, posts that are hard to place, and their mentions."""

from datetime import timedelta

from orm.match.matcher import Matcher
from orm.model.cases import NewCase
from orm.model.items import Item, Kind
from orm.model.judgement import Evidence, Mention, Verdict
from orm.model.letters import Letter
from orm.model.polls import Scope
from orm.model.schools import Contact, ContactId, Role, School, SchoolCalendar, SchoolId
from orm.model.settings import PolicyProfile
from orm.model.settlements import MentionFile, MentionId, Settlement
from orm.pipeline.judging import Bench, judge
from orm.pipeline.settling import SettledMention, Word, settle
from orm.pipeline.weighing import Scales
from orm.sentiment.scorer import Scorer
from orm.store.sql_store import SqlStore
from orm.wiring import read_house_policy
from tests.factories_match import ST_ORRINS, WRENBECK
from tests.factories_store import NOW, bring, item_of, letter_of

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
HERE = SchoolId("wrenbeck")

COMPLAINT = "Wrenbeck have ignored my complaint about my son being bullied."
"""Unsure where it is found, T4 when it is about the school: its case is held back."""
ELSEWHERE = "Nothing is said here of any school but the buses are late again."
SURE = "Wrenbeck Primary has ignored my formal complaint about the bullying of my son for a month."
"""About the school, T4: an ordinary case."""
THREAT = "Watch your back Mr Tarn of WPS, I will put you on the floor"
"""Unsure in a local place and urgent: its case opens at once."""
SEALED = "My son was grabbed by a teacher at WPS and left with bruises"

HEAD = Contact(
    ContactId("head"), "Hollis Hale", "head@wrenbeck.example", frozenset({Role.HEADTEACHER})
)
DSL = Contact(ContactId("dsl"), "Dana Lisle", "dsl@wrenbeck.example", frozenset({Role.DSL}))
COMMS = Contact(ContactId("comms"), "Kit Merrow", "comms@wrenbeck.example", frozenset({Role.COMMS}))
PEOPLE = (HEAD, DSL, COMMS)


def bench_of(*schools: School, contacts: tuple[Contact, ...] = PEOPLE) -> Bench:
    """A bench of these schools; without any, of the town's two."""
    schools = schools or (WRENBECK, ST_ORRINS)
    return Bench(
        schools={each.id: each for each in schools},
        matcher=Matcher.build(schools),
        scales=Scales(scorer=Scorer(), policy=read_house_policy(), profile=PolicyProfile()),
        contacts=contacts,
        calendar=SchoolCalendar(),
        write_alert=alert_of,
    )


def alert_of(case: NewCase, school: School, contact: Contact, _: Item) -> tuple[Letter, ...]:
    """A letter that says nothing."""
    once = f"alert/{case.ref}/{contact.id}/opened"
    return (letter_of(once, school_id=school.id, recipient=contact.email),)


def post_of(text: str = COMPLAINT, key: str = "1", **changes) -> Item:
    """A post in a forum."""
    fields = {"kind": Kind.POST, "title": "", "platform": "forum", "outlet": "", "author": "mossy"}
    return item_of(key, text=text, **{**fields, **changes})


def said_of(verdict: Verdict = Verdict.US, item: Item | None = None, **changes) -> Settlement:
    """Kit Merrow's word on a post."""
    return Settlement(
        **{
            "identity": (item or post_of()).identity,
            "school_id": HERE,
            "verdict": verdict,
            "by": "Kit Merrow",
            "reason": "the poster names our street",
            "at": NOW,
            **changes,
        }
    )


def mention_of(verdict: Verdict = Verdict.UNSURE, **changes) -> Mention:
    """A mention by a short name."""
    return Mention(
        **{
            "school_id": HERE,
            "verdict": verdict,
            "score": 0.45,
            "evidence": (Evidence("name-short", "Wrenbeck", 0.2),),
            **changes,
        }
    )


def found(
    store: SqlStore, bench: Bench, item: Item | None = None, *, scope: Scope = Scope.OPEN, at=NOW
) -> MentionFile:
    """Judge a post as a poll brings it, with what people settled; Wrenbeck's mention of it."""
    item = item or post_of()
    settled = store.settled([item.identity])
    judged = judge(item, wanted={HERE: scope}, bench=bench, now=at, settled=settled)
    bring(store, judged, at=at)
    return next(
        file for file in store.mentions(HERE, most=100) if file.item.identity == item.identity
    )


def say(
    store: SqlStore,
    bench: Bench,
    mention: MentionId,
    verdict: Verdict,
    *,
    by: str = "Kit Merrow",
    reason: str = "the poster names our street",
    at=NOW,
) -> SettledMention:
    """A person settles a mention."""
    word = Word(verdict, by=by, reason=reason)
    return settle(mention, word, bench=bench, store=store, now=at)
