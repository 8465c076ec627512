"""One line per value that the store's tests need; everything invented."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from orm.model.cases import Case, CaseEvent, CaseRef, CaseState, NewCase
from orm.model.items import Identity, Item, Kind, Precision
from orm.model.judgement import (
    Assessment,
    AuthorType,
    Category,
    Decision,
    Evidence,
    Ground,
    LockedRoute,
    Mention,
    Retain,
    Route,
    Severity,
    Span,
    Stance,
    Verdict,
)
from orm.model.letters import Letter, LetterKind
from orm.model.polls import (
    Cadence,
    Claim,
    Outcome,
    Pace,
    Poll,
    PollPlan,
    PollState,
    Request,
    Scope,
    Validators,
)
from orm.model.records import JudgedItem, PollRecord, Ruling
from orm.model.schools import Role, School, SchoolId
from orm.store.sql_store import SqlStore, open_store

NOW = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)  # a Wednesday
LEASE = timedelta(minutes=10)
WRENBECK = SchoolId("wrenbeck")
ST_ORRINS = SchoolId("st-orrins")
SCHOOLS = (
    School(id=WRENBECK, name="Wrenbeck Primary School", town="Harrowmere"),
    School(
        id=ST_ORRINS,
        name="St Orrin's C of E Primary School",
        town="Harrowmere",
        trust="Mereside Learning Trust",
    ),
)
CADENCE = Cadence(
    shortest=timedelta(minutes=15),
    usual=timedelta(hours=1),
    longest=timedelta(hours=12),
    silence=timedelta(days=7),
)


def digest_of(*parts: object) -> str:
    """A stand-in for the chain's digest."""
    return sha256("|".join(map(str, parts)).encode(errors="replace")).hexdigest()


def first_event(new: NewCase, at: datetime) -> CaseEvent:
    """A simple opening event."""
    digest = digest_of("", new.ref, 1)
    return CaseEvent(new.ref, 1, at, "orm", "opened", new.category.value, "", digest)


def next_event(last: CaseEvent, action: str = "viewed", actor: str = "head") -> CaseEvent:
    """A simple step after another event."""
    seq = last.seq + 1
    digest = digest_of(last.digest, action, seq)
    return CaseEvent(last.ref, seq, last.at, actor, action, "", last.digest, digest)


def raised_event(last: CaseEvent, new: NewCase, at: datetime) -> CaseEvent:
    """A simple event of the program."""
    event = next_event(last, "raised", "orm")
    return replace(event, at=at, reason=f"S{new.severity}")


def store_at(url: str, patience: timedelta = timedelta(seconds=30)) -> SqlStore:
    """The store with simple events."""
    return open_store(url, first_event=first_event, raised_event=raised_event, patience=patience)


def plan_of(
    key: str = "a", domain: str = "herald.example", source: str = "feed", **changes
) -> PollPlan:
    """A plan wanted by Wrenbeck."""
    url = changes.pop("url", f"https://{domain}/{key}")
    cadence = changes.pop("cadence", CADENCE)
    wanted_by = changes.pop("wanted_by", ((WRENBECK, Scope.LOCAL),))
    request = Request(source=source, key=key, url=url, **changes)
    return PollPlan(request=request, domain=domain, cadence=cadence, wanted_by=wanted_by)


def claim_of(now: datetime = NOW, worker: str = "w1", limit: int = 10, source=None) -> Claim:
    """A wish for due polls."""
    return Claim(now=now, worker=worker, lease=LEASE, limit=limit, source=source)


def item_of(key: str = "1", **changes) -> Item:
    """A news item; `key` makes it another one."""
    return Item(
        **{
            "identity": Identity("feed", f"https://herald.example/{key}"),
            "kind": Kind.NEWS,
            "platform": "web",
            "url": f"https://herald.example/{key}",
            "title": f"Wrenbeck news {key}",
            "text": f"What happened at Wrenbeck Primary: {key}",
            "author": "A. Writer",
            "posted_at": NOW - timedelta(hours=2),
            "precision": Precision.MINUTE,
            "outlet": "The Harrowmere Herald",
            **changes,
        }
    )


def decision_of(category: Category = Category.T3, severity: int = 1, **changes) -> Decision:
    """A decision with something in every field."""
    return Decision(
        **{
            "category": category,
            "severity": Severity(severity),
            "author": AuthorType.PARENT,
            "author_cue": "my son",
            "grounds": (
                Ground("T3-parking", "the gate", Span("text", 3, 11)),
                Ground("kind-news"),
            ),
            "routes": (Route.NOTE_THEME, Route.REPLY_PUBLIC),
            "locked": (LockedRoute(Route.POSH, "G2", "it is an opinion"),),
            "owner": Role.COMMS,
            "deadline": "weekly",
            "policy": "2026-11",
            "also": (Category.T4,),
            "tags_4c": ("content",),
            "themes": ("parking",),
            **changes,
        }
    )


def letter_of(once: str = "alert/REF/head/opened", **changes) -> Letter:
    """A letter to the headteacher of Wrenbeck."""
    return Letter(
        **{
            "once": once,
            "kind": LetterKind.ALERT,
            "school_id": WRENBECK,
            "recipient": "head@wrenbeck.example",
            "subject": f"About {once}",
            "text": f"Open {once}",
            "html": f"<p>Open {once}</p>",
            **changes,
        }
    )


def case_for(ref: str, decision: Decision, school_id: SchoolId = WRENBECK) -> NewCase:
    """The case that the decision opens."""
    return NewCase(
        ref=CaseRef(ref),
        school_id=school_id,
        category=decision.category,
        severity=decision.severity,
        owner=decision.owner,
        sealed=decision.sealed,
        due_at=NOW + timedelta(days=2),
    )


def ruling_of(
    decision: Decision | None = None,
    *,
    school_id: SchoolId = WRENBECK,
    verdict: Verdict = Verdict.US,
    ref: str = "",
) -> Ruling:
    """A ruling; with `ref` it opens a case and tells the headteacher."""
    decision = decision or decision_of()
    case = case_for(ref, decision, school_id) if ref else None
    once = f"alert/{ref}/head/opened"
    return Ruling(
        mention=Mention(
            school_id=school_id,
            verdict=verdict,
            score=0.9,
            evidence=(Evidence("name", "Wrenbeck Primary", 2.0),),
            spans=(Span("text", 17, 33),),
        ),
        assessment=Assessment(Stance.NEGATIVE, -0.4, (-0.4, 0.0), "vader"),
        decision=decision,
        case=case,
        alerts=(letter_of(once, school_id=school_id),) if ref else (),
    )


def judged_of(
    item: Item | None = None,
    *rulings: Ruling,
    retain: Retain = Retain.FULL,
    fingerprint: str | None = None,
) -> JudgedItem:
    """A judged item; without rulings given, Wrenbeck's ordinary one."""
    item = item or item_of()
    return JudgedItem(
        item=item,
        content_hash=digest_of(item.title, item.text),
        fingerprint=fingerprint or f"fp-{item.identity.key}",
        rulings=rulings or ((ruling_of(),) if retain is not Retain.HASH else ()),
        retain=retain,
    )


def record_of(
    poll: Poll, *judged: JudgedItem, at: datetime = NOW, worker: str = "w1", **changes
) -> PollRecord:
    """The end of a poll that comes back in an hour."""
    return PollRecord(
        **{
            "poll": poll,
            "worker": worker,
            "started_at": at,
            "ended_at": at,
            "outcome": Outcome.NEW if judged else Outcome.NONE,
            "detail": "",
            "pace": Pace(
                next_poll_at=at + timedelta(hours=1),
                interval=timedelta(hours=1),
                failures=0,
                state=PollState.ACTIVE,
                domain_next_at=at + timedelta(seconds=2),
            ),
            "validators": Validators('"v1"', ""),
            "judged": judged,
            "read": len(judged),
            **changes,
        }
    )


def prepared(store: SqlStore, *plans: PollPlan) -> SqlStore:
    """The store with both schools and the plans, each due at NOW."""
    store.save_schools(SCHOOLS, now=NOW)
    store.plan(plans or (plan_of(),), now=NOW, spread=timedelta(0))
    return store


def bring(store: SqlStore, *judged: JudgedItem, at: datetime = NOW, **changes):
    """Claim the only due poll and record what it brought."""
    (poll,) = store.claim_polls(claim_of(at, limit=1))
    return store.record([record_of(poll, *judged, at=at, **changes)])[0]


def moved(store: SqlStore, ref: CaseRef, state: CaseState) -> Case:
    """The case as it stands, but in this state."""
    file = store.case(ref)
    assert file is not None
    return replace(file.case, state=state)
