"""Eight kinds of week, each as one reader's digest: everything invented.

`python -m tests.docs.digests` writes them to tests/golden/digests and docs/digests.
"""

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from functools import cache
from pathlib import Path

from orm.model.accounts import Check
from orm.model.cases import CaseState
from orm.model.items import Kind
from orm.model.judgement import Category, Route, Severity
from orm.model.letters import STOP_PATH, Letter
from orm.model.polls import Outcome
from orm.model.schools import Contact, Role, SchoolId
from orm.model.settings import MailSettings, Transport
from orm.model.settlements import MentionId
from orm.model.weeks import Week, WeekFacts, WeekFigures
from orm.wiring.previewing import as_sent
from reports.digest import Upkeep, digest
from tests.factories_weeks import (
    DESK,
    DSL,
    EVERYBODY,
    HEAD,
    NOW,
    WEEK,
    accounts_week,
    article,
    case,
    contact,
    facts,
    health,
    mention,
    rules,
    school,
    sealed_case,
    unread,
)

FOLDER = Path(__file__).parent / "golden" / "digests"

SETTINGS = MailSettings(
    transport=Transport.FILE,
    sender="Online mentions <orm@wrenbeck.example>",
    allowed_domains=("wrenbeck.example",),
)

READ = tuple(
    health(source)
    for source in ("feed", "google_news", "gdelt", "review_page", "bluesky", "mastodon", "reddit")
)

TRUST_LEAD = contact(
    "trust",
    Role.CHAIR,
    schools=frozenset(
        SchoolId(name) for name in ("wrenbeck", "st-orrins", "fellgate", "mossop", "low-barrow")
    ),
)

_CHRISTMAS = Week(2026, 52)


_HOUSE = Upkeep(stop_at=f"{DESK}{STOP_PATH}{'5c' * 16}")


@dataclass(frozen=True)
class GoldenWeek:
    """A week, who reads it and when."""

    facts: WeekFacts
    reader: Contact = HEAD
    upkeep: Upkeep = _HOUSE
    now: datetime = NOW


def _trend(*mentions: int | None, last: Week = WEEK) -> tuple[WeekFigures, ...]:
    """Eleven weeks up to the one before `last`; None is a week in which nothing was read."""
    firsts = [last.first_on - timedelta(weeks=back) for back in range(len(mentions), 0, -1)]
    weeks = [Week(*first.isocalendar()[:2]) for first in firsts]
    return tuple(
        WeekFigures(week, number or 0, (number or 0) // 3, (number or 0) // 4, number is not None)
        for week, number in zip(weeks, mentions, strict=True)
    )


_USUAL = _trend(6, 9, 4, 7, None, 8, 5, 6, 10, 7, 6)
_EARLIER = tuple(
    (("parking", number), ("lunches", 1), ("teaching", 2)) for number in (1, 2, 2, 3, 2, 0, 4, 2)
)
_DUE = case(
    category=Category.T10,
    kind=Kind.POST,
    proposed=(Route.DPO_BREACH,),
    due_at=datetime(2026, 11, 25, 10, 0, tzinfo=UTC),
)
_COMPLAINT = case(
    "P3D7-HV22",
    category=Category.T4,
    kind=Kind.REVIEW,
    due_at=datetime(2026, 11, 27, 16, 0, tzinfo=UTC),
    proposed=(Route.COMPLAINTS,),
)


def _normal() -> WeekFacts:
    return facts(
        mentions=(
            mention(Category.T1, themes=("teaching",), id=MentionId(411)),
            mention(Category.T1, themes=("teaching",), id=MentionId(408), thanked=True),
            mention(Category.T1, themes=("trips",), id=MentionId(402)),
            *(mention(Category.T3, themes=("parking",)) for _ in range(3)),
            mention(Category.T4, themes=("lunches",)),
            article(
                "Wrenbeck Primary opens its new library", copies=2, places=2, id=MentionId(397)
            ),
        ),
        cases=(
            _DUE,
            _COMPLAINT,
            case(
                "M4A2-9RTB",
                category=Category.T6,
                state=CaseState.WAITING,
                kind=Kind.REVIEW,
                opened_at=datetime(2026, 11, 12, 9, 0, tzinfo=UTC),
            ),
        ),
        earlier=_EARLIER,
        health=(*READ, unread("facebook")),
        purged=14,
        brought=2,
        accounts=accounts_week(findings=((Check.LINKS_OUT, 1),)),
        trend=_USUAL,
    )


def _wave() -> WeekFacts:
    story = mention(
        Category.T3,
        themes=("uniform",),
        kind=Kind.POST,
        copies=23,
        places=3,
        first_seen_at=datetime(2026, 11, 17, 18, 5, tzinfo=UTC),
    )
    return facts(
        mentions=(
            story,
            *(mention(Category.T3, themes=("uniform",)) for _ in range(4)),
            mention(Category.T1, themes=("teaching",)),
            article("School uniform rule divides town", copies=6, places=4),
        ),
        cases=(replace(_COMPLAINT, category=Category.T3, proposed=(Route.REPLY_PUBLIC,)),),
        earlier=_EARLIER,
        health=READ,
        trend=_USUAL,
    )


def _down() -> WeekFacts:
    stopped = health(
        "gdelt",
        polls=7,
        measured=3,
        last_measured_at=datetime(2026, 11, 18, 8, 0, tzinfo=UTC),
        outcomes=((Outcome.THROTTLED, 4), (Outcome.NONE, 3)),
    )
    back = health("feed", failed_until=datetime(2026, 11, 19, 8, 0, tzinfo=UTC))
    silent = health(
        "bluesky", overdue_silence=True, silent_since=datetime(2026, 10, 30, 8, 0, tzinfo=UTC)
    )
    return facts(
        mentions=(mention(Category.T3, themes=("parking",)),),
        cases=(_COMPLAINT,),
        earlier=_EARLIER,
        health=(
            back,
            silent,
            stopped,
            unread("review_page"),
            unread("google_news", Outcome.UNREACHABLE),
            unread("reddit", Outcome.UNREADABLE),
        ),
        trend=_USUAL,
    )


def _holiday() -> WeekFacts:
    opened = datetime(2026, 12, 27, 9, 0, tzinfo=UTC)
    urgent = case(
        category=Category.T8,
        severity=Severity.S3,
        opened_at=opened,
        due_at=opened + timedelta(hours=24),
        proposed=(Route.POLICE_101,),
    )
    return facts(
        week=_CHRISTMAS,
        mentions=(mention(Category.T1, themes=("trips",)),),
        cases=(urgent,),
        earlier=_EARLIER,
        health=READ,
        trend=_trend(6, 9, 4, 7, None, 8, 5, 6, 10, 7, 6, last=_CHRISTMAS),
    )


def _sealed() -> WeekFacts:
    return facts(
        mentions=tuple(mention(Category.T11, severity=Severity.S3, sealed=True) for _ in range(2)),
        cases=(sealed_case("ZZ9Q-TST4"), sealed_case("Y7WM-3KD2", category=Category.T13)),
        earlier=_EARLIER,
        health=READ,
        trend=_USUAL,
    )


GOLDEN_WEEKS = {
    "normal": GoldenWeek(_normal()),
    "zero": GoldenWeek(facts(health=READ, earlier=_EARLIER, trend=_USUAL)),
    "wave": GoldenWeek(_wave()),
    "holiday": GoldenWeek(
        _holiday(),
        upkeep=replace(_HOUSE, is_holiday=True, on_call=Role.DSL),
        now=datetime(2026, 12, 28, 7, 30, tzinfo=UTC),
    ),
    "sources-down": GoldenWeek(_down()),
    "first": GoldenWeek(replace(_normal(), is_first=True, earlier=(), trend=())),
    "trust": GoldenWeek(_normal(), reader=TRUST_LEAD),
    "everything-sealed": GoldenWeek(_sealed()),
}

SEALED_FOR_DSL = replace(GOLDEN_WEEKS["everything-sealed"], reader=DSL)


def written(golden: GoldenWeek, reader: Contact | None = None) -> Letter:
    """The digest of this week, for its reader or another one."""
    return digest(
        golden.facts,
        school=school(),
        reader=reader or golden.reader,
        contacts=EVERYBODY,
        rules=rules(term_time_only=False),
        now=golden.now,
        upkeep=golden.upkeep,
    )


@cache
def letter_of(kind: str) -> Letter:
    """The digest of this kind of week."""
    return written(GOLDEN_WEEKS[kind])


def files_of(kind: str) -> dict[str, bytes]:
    """What tests/golden/digests holds of it, by file name."""
    letter = letter_of(kind)
    return {
        f"{kind}.txt": f"{letter.subject}\n\n{letter.text}".encode(),
        f"{kind}.html": letter.html.encode(),
        f"{kind}.eml": as_sent(letter, SETTINGS, now=GOLDEN_WEEKS[kind].now),
    }


def without_pictures(name: str, content: bytes) -> str:
    """The file with its pictures' names and bytes left out: how a drawing library smooths a line may
    change with the machine, what the letter says may not.
    """
    text = content.decode("ascii" if name.endswith(".eml") else "utf-8")
    if name.endswith(".eml"):
        mail = message_from_bytes(content, policy=policy.SMTP)
        for part in mail.walk():
            if part.get_content_maintype() == "image":
                text = text.replace("\r\n".join(str(part.get_payload()).splitlines()), "")
    text = re.sub(r"(?<=X-Orm-Proof: )[0-9a-f]+", "PROOF", text)
    return re.sub(r"[0-9a-f]{40}(?=@orm\b|\.png\b)", "PICTURE", text)
