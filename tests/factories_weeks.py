"""A school's week, its people and its letters, one line per value; everything invented."""

from datetime import UTC, date, datetime, timedelta

from orm.model.accounts import Check
from orm.model.cases import CaseRef, CaseState
from orm.model.items import Kind
from orm.model.judgement import Category, Route, Severity, Stance, Verdict
from orm.model.letters import Letter, LetterKind, Mail, MailId
from orm.model.polls import Outcome
from orm.model.schools import (
    AccountStatus,
    Contact,
    ContactId,
    Role,
    School,
    SchoolCalendar,
    SchoolId,
    Term,
)
from orm.model.settings import DigestRules
from orm.model.weeks import (
    AccountsWeek,
    SourceHealth,
    Week,
    WeekCase,
    WeekFacts,
    WeekMention,
)

WEEK = Week(2026, 47)
"""Monday 16 to Sunday 22 November 2026."""

NOW = datetime(2026, 11, 23, 7, 30, tzinfo=UTC)
"""Monday 07:30 after WEEK."""

DESK = "https://desk.wrenbeck.example"


def rules(**changes) -> DigestRules:
    return DigestRules(**{"desk_url": DESK, **changes})


def school(**changes) -> School:
    return School(
        **{
            "id": SchoolId("wrenbeck"),
            "name": "Wrenbeck Primary School",
            "town": "Harrowmere",
            **changes,
        }
    )


def contact(name: str, *roles: Role, **changes) -> Contact:
    return Contact(
        **{
            "id": ContactId(name),
            "name": name.title(),
            "email": f"{name}@wrenbeck.example",
            "roles": frozenset(roles),
            **changes,
        }
    )


HEAD = contact("head", Role.HEADTEACHER)
DSL = contact("dsl", Role.DSL)
SLT = contact("deputy", Role.SLT)
COMMS = contact("office", Role.COMMS)
CHAIR = contact("chair", Role.CHAIR)
DPO = contact("dpo", Role.DPO)
IT = contact("network", Role.IT)
EVERYBODY = (HEAD, DSL, SLT, COMMS, CHAIR, DPO, IT)


def mention(category: Category = Category.T3, **changes) -> WeekMention:
    return WeekMention(
        **{
            "verdict": Verdict.US,
            "category": category,
            "severity": Severity.S1,
            "stance": Stance.NEUTRAL,
            "sealed": False,
            "kind": Kind.REVIEW,
            "platform": "ParentPost",
            "outlet": "",
            "title": "",
            "url": "",
            "posted_at": datetime(2026, 11, 18, 9, 0, tzinfo=UTC),
            "first_seen_at": datetime(2026, 11, 18, 10, 0, tzinfo=UTC),
            "themes": (),
            "copies": 1,
            **changes,
        }
    )


def article(title: str, **changes) -> WeekMention:
    fields = {"kind": Kind.NEWS, "title": title, "outlet": "The Harrowmere Herald", **changes}
    return mention(fields.pop("category", Category.T20), **fields)


def case(ref: str = "K7QD-2MX9", **changes) -> WeekCase:
    return WeekCase(
        **{
            "ref": CaseRef(ref),
            "category": Category.T6,
            "subtype": "",
            "severity": Severity.S2,
            "state": CaseState.NEW,
            "owner": Role.HEADTEACHER,
            "sealed": False,
            "opened_at": datetime(2026, 11, 19, 10, 0, tzinfo=UTC),
            "due_at": datetime(2026, 11, 25, 16, 0, tzinfo=UTC),
            "platform": "Harrowmere Chat",
            "kind": Kind.POST,
            "proposed": (Route.PLATFORM_REPORT, Route.POSH),
            **changes,
        }
    )


def sealed_case(ref: str = "ZZ9-TST", **changes) -> WeekCase:
    return case(
        ref,
        **{
            "category": Category.T11,
            "owner": Role.DSL,
            "sealed": True,
            "due_at": datetime(2026, 11, 24, 9, 17, tzinfo=UTC),
            "proposed": (Route.DSL,),
            **changes,
        },
    )


def health(source: str = "herald_feed", **changes) -> SourceHealth:
    return SourceHealth(
        **{
            "source": source,
            "polls": 2,
            "measured": 2,
            "last_measured_at": datetime(2026, 11, 22, 20, 0, tzinfo=UTC),
            "outcomes": ((Outcome.NONE, 2),),
            "silent_since": None,
            "overdue_silence": False,
            "detail": "",
            **changes,
        }
    )


def unread(source: str = "parentpost", outcome: Outcome = Outcome.REFUSED) -> SourceHealth:
    return health(
        source,
        measured=0,
        last_measured_at=datetime(2026, 11, 12, 8, 0, tzinfo=UTC),
        outcomes=((outcome, 2),),
    )


PLATFORMS = (("Facebook", AccountStatus.ACTIVE), ("X", AccountStatus.DORMANT))


def accounts_week(**changes) -> AccountsWeek:
    """Two accounts, checked and well; searched for look-alikes, and none found."""
    return AccountsWeek(**{"platforms": PLATFORMS, "searched": True, **changes})


def facts(**changes) -> WeekFacts:
    """A quiet week in which everything was read."""
    return WeekFacts(
        **{
            "school_id": SchoolId("wrenbeck"),
            "week": WEEK,
            "mentions": (),
            "cases": (),
            "earlier": (),
            "health": (health(), health("google_news")),
            "purged": 0,
            "undelivered": 0,
            "accounts": accounts_week(),
            **changes,
        }
    )


def normal_week() -> WeekFacts:
    """Praise, criticism, a complaint, an article, four cases and a source that was refused."""
    praise = [mention(Category.T1, themes=("teaching",)) for _ in range(3)]
    parking = [mention(Category.T3, themes=("parking",)) for _ in range(5)]
    return facts(
        accounts=accounts_week(
            findings=((Check.LINKS_OUT, 1), (Check.DATES, 2)), could_not=1, lookalikes=1
        ),
        mentions=(
            *praise,
            mention(Category.T1),
            *parking,
            mention(Category.T4, themes=("lunches",)),
            mention(Category.T6, kind=Kind.POST),
            article("Wrenbeck Primary opens its new library", copies=2),
            mention(Category.T3, verdict=Verdict.UNSURE),
        ),
        cases=(
            case(),
            case(
                "P3D-7HV",
                category=Category.T4,
                kind=Kind.REVIEW,
                due_at=datetime(2026, 11, 20, 16, 0, tzinfo=UTC),
                proposed=(Route.INVITE_CONTACT, Route.COMPLAINTS),
            ),
            case(
                "M4A-9RT",
                category=Category.T10,
                state=CaseState.WAITING,
                kind=Kind.BLOG,
                opened_at=datetime(2026, 11, 12, 9, 0, tzinfo=UTC),
            ),
            case(
                "W2B-5CE",
                category=Category.T2,
                owner=Role.COMMS,
                kind=Kind.POST,
                due_at=datetime(2026, 11, 24, 16, 0, tzinfo=UTC),
                proposed=(Route.REPLY_PUBLIC,),
            ),
            sealed_case(),
        ),
        earlier=tuple((("parking", number), ("lunches", 1)) for number in (1, 2, 2, 3, 2, 0, 4, 2)),
        health=(health(), health("google_news"), health("bluesky"), unread()),
        purged=14,
    )


def huge_week() -> WeekFacts:
    """500 mentions on every theme, 60 cases, 30 sources of which 20 were not read."""
    topics = ("parking", "lunches", "send", "teaching", "uniform", "homework", "unknown-to-us")
    kinds = (Category.T1, Category.T2, Category.T3, Category.T4, Category.T20)
    long = "Wrenbeck Primary School and a very long story about the town's new crossing " * 9
    return facts(
        mentions=tuple(
            article(f"{number} {long}", category=kinds[number % 5], themes=(topics[number % 7],))
            for number in range(500)
        ),
        cases=tuple(
            case(
                f"C{number:02d}-AAA",
                state=(CaseState.NEW, CaseState.WAITING, CaseState.CLOSED)[number % 3],
                owner=(Role.HEADTEACHER, Role.SLT)[number % 2],
                due_at=NOW + timedelta(hours=number - 20),
            )
            for number in range(60)
        )
        + tuple(sealed_case(f"S{number:02d}-AAA") for number in range(9)),
        health=tuple(
            health(f"source_number_{number}") if number < 10 else unread(f"source_{number}")
            for number in range(30)
        ),
        earlier=((("parking", 3),),) * 8,
        purged=300,
        undelivered=2,
    )


AUTUMN = SchoolCalendar(
    terms=(
        Term(date(2026, 9, 2), date(2026, 10, 23)),
        Term(date(2026, 11, 2), date(2026, 12, 18)),
        Term(date(2027, 1, 4), date(2027, 2, 12)),
    )
)


def letter(once: str = "digest/wrenbeck/2026-W47/head", **changes) -> Letter:
    return Letter(
        **{
            "once": once,
            "kind": LetterKind.DIGEST,
            "school_id": SchoolId("wrenbeck"),
            "recipient": "head@wrenbeck.example",
            "subject": "Online mentions digest",
            "text": "Nothing needs you this week.",
            "html": "<p>Nothing needs you this week.</p>",
            **changes,
        }
    )


def mail(number: int = 1, **changes) -> Mail:
    return Mail(
        **{
            "id": MailId(number),
            "letter": letter(f"digest/wrenbeck/2026-W47/{number}"),
            "queued_at": NOW,
            "attempts": 0,
            **changes,
        }
    )
