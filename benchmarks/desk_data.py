"""A database as a busy house's, made at once: mentions with all that hangs on them, and cases."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import timedelta
from functools import cache, partial
from itertools import islice
from typing import Any

import psycopg
from sqlalchemy import Connection, Table

from benchmarks.desk_posts import UNTIL, Post, posts, schools
from orm.cases.chain import first_event, next_event, raised_event
from orm.cases.steps import written
from orm.model.cases import CaseEvent, CaseRef, CaseState, NewCase
from orm.model.judgement import (
    Assessment,
    AuthorType,
    Category,
    Decision,
    Evidence,
    Ground,
    Mention,
    Route,
    Severity,
    Span,
    Verdict,
)
from orm.model.schools import Role
from orm.model.sight import subject_roles
from orm.model.steps import Close, Ending
from orm.store.codec import assessment_columns, decision_columns, mention_columns
from orm.store.engine import Database, database
from orm.store.indexing import (
    CATEGORY,
    SCHOOL,
    SEASON,
    SOURCE,
    STANCE,
    STORY,
    THEME,
    VERDICT,
    WEEK,
    season,
    week_number,
)
from orm.store.migrating import upgrade
from orm.store.sql_store import open_store
from orm.store.tables.casework import CASE_EVENTS, CASE_ITEMS, CASES
from orm.store.tables.counting import MARKED_WEEKS
from orm.store.tables.judging import (
    ASSESSMENTS,
    DECISIONS,
    ITEM_VERSIONS,
    ITEMS,
    MENTIONS,
    STORIES,
)
from orm.store.tables.searching import MENTION_WORDS
from orm.store.words import document, facet

PER_CASE = 50
"""One case for so many mentions."""

_AT_ONCE = 10_000
_WEEKS_AT_ONCE = 500
_OPEN = timedelta(days=30)
_SEALED = frozenset({Category.T11})
_GIN = "ix_mention_words_words"
_Row = dict[str, object]


def build(url: str, *, mentions: int) -> None:
    """Make the database and fill it with so many mentions and a fiftieth of that in cases."""
    upgrade(url)
    store = open_store(url, first_event=first_event, raised_event=raised_event)
    store.save_schools(schools(), now=UNTIL)
    place = database(url)
    _fill(place, mentions)
    if not place.is_sqlite:
        _tidy(place)
    place.close()
    while store.count_weeks(most=_WEEKS_AT_ONCE):
        pass
    store.close()


def _fill(place: Database, mentions: int) -> None:
    """In transactions of many posts, as a house would have in years of small ones."""
    made = posts(mentions)
    if not place.is_sqlite:
        place.write(lambda c: c.exec_driver_sql(f"DROP INDEX {_GIN}"))
    while batch := list(islice(made, _AT_ONCE)):
        place.write(partial(_write, batch=batch))
    if not place.is_sqlite:
        place.write(
            lambda c: c.exec_driver_sql(f"CREATE INDEX {_GIN} ON mention_words USING gin (words)")
        )


def _write(connection: Connection, batch: Sequence[Post]) -> None:
    _pour(connection, STORIES, [_story(post) for post in batch if post.number % 10 != 9])
    _pour(connection, ITEMS, [_item(post) for post in batch])
    _pour(connection, ITEM_VERSIONS, [_version(post) for post in batch])
    _pour(connection, MENTIONS, [_mention(post) for post in batch])
    _pour(connection, ASSESSMENTS, [_assessment(post) for post in batch])
    decisions = [_decision(post) for post in batch]
    _pour(
        connection,
        DECISIONS,
        [
            {"mention_id": post.number + 1, **decision_columns(decision, keep_words=True)}
            for post, decision in zip(batch, decisions, strict=True)
        ],
    )
    found = [
        post
        for post in batch
        if post.verdict is not Verdict.NOT_US and post.category not in _SEALED
    ]
    _pour(connection, MENTION_WORDS, [_words(post) for post in found])
    _pour(connection, MARKED_WEEKS, _marks(batch))
    _write_cases(connection, [post for post in batch if post.number % PER_CASE == 0])


def _pour(connection: Connection, table: Table, rows: Sequence[_Row]) -> None:
    """The rows by the driver's quickest way."""
    columns = [table.c[name] for name in rows[0]]
    processors = [
        column.type.dialect_impl(connection.dialect).bind_processor(connection.dialect)
        for column in columns
    ]
    values = [
        tuple(
            processor(value) if processor else value
            for processor, value in zip(processors, row.values(), strict=True)
        )
        for row in rows
    ]
    names = ", ".join(f'"{column.name}"' for column in columns)
    raw: Any = connection.connection.driver_connection
    if isinstance(raw, psycopg.Connection):
        with raw.cursor() as cursor, cursor.copy(f"COPY {table.name} ({names}) FROM STDIN") as copy:
            for each in values:
                copy.write_row(each)
        return
    marks = ", ".join("?" for _ in columns)
    raw.executemany(f"INSERT INTO {table.name} ({names}) VALUES ({marks})", values)  # noqa: S608 - our own names


def _tidy(place: Database) -> None:
    """What PostgreSQL does by itself in time."""
    with place.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for table in ("stories", "items", "mentions"):
            last = f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}"  # noqa: S608 - our own names
            connection.exec_driver_sql(last)
        connection.exec_driver_sql("VACUUM ANALYZE")


def _story(post: Post) -> _Row:
    return {
        "id": _story_of(post),
        "fingerprint": f"{post.number:016x}",
        "first_at": post.seen_at,
        "last_at": post.seen_at,
    }


def _story_of(post: Post) -> int:
    """Each tenth post is another copy of the first of its ten."""
    return post.number + 1 - (9 if post.number % 10 == 9 else 0)


def _item(post: Post) -> _Row:
    return {
        "id": post.number + 1,
        "family": "feed",
        "key": f"https://herald.example/{post.number}",
        "source": post.source,
        "url": f"https://herald.example/{post.number}",
        "kind": "news",
        "platform": "herald.example",
        "outlet": "The Harrowmere Herald",
        "posted_at": post.seen_at - timedelta(hours=2),
        "precision": "minute",
        "first_seen_at": post.seen_at,
        "last_seen_at": post.seen_at,
        "content_hash": f"{post.number:064x}",
        "version": 1,
        "retain": "full",
        "story_id": _story_of(post),
    }


def _version(post: Post) -> _Row:
    return {
        "item_id": post.number + 1,
        "version": 1,
        "seen_at": post.seen_at,
        "content_hash": f"{post.number:064x}",
        "title": post.title,
        "text": post.text,
        "author": f"reader {post.number % 997}",
        "rating": None,
    }


def _words(post: Post) -> _Row:
    """As `orm.store.indexing` writes them; the words of a text are read once."""
    facts = (
        (SCHOOL, post.school),
        (SOURCE, post.source),
        (STORY, str(_story_of(post))),
        (VERDICT, post.verdict.value),
        (STANCE, post.stance.value),
        (CATEGORY, post.category.value),
        (WEEK, str(week_number(post.seen_at))),
        (SEASON, str(season(week_number(post.seen_at)))),
        *((THEME, theme) for theme in post.themes),
    )
    tokens = " ".join((_tokens(post.title, post.text), *(facet(*fact) for fact in facts)))
    return {"mention_id": post.number + 1, "school_id": post.school, "words": tokens}


@cache
def _tokens(title: str, text: str) -> str:
    return document((title, text), ())


def _mention(post: Post) -> _Row:
    evidence = (Evidence("name-full", post.school, 0.55), Evidence("town", "Harrowmere", 0.2))
    mention = Mention(post.school, post.verdict, 0.8, evidence, (Span("text", 4, 10),))
    return {
        "id": post.number + 1,
        "item_id": post.number + 1,
        "version": 1,
        "seen_at": post.seen_at,
        **mention_columns(mention, keep_words=True),
    }


def _assessment(post: Post) -> _Row:
    tones = Assessment(post.stance, 0.3, (0.1, 0.5), "vader")
    return {"mention_id": post.number + 1, **assessment_columns(tones)}


def _decision(post: Post) -> Decision:
    about = (Ground("about-headteacher"),) if post.number % (20 * PER_CASE) == 0 else ()
    grave = post.category in {Category.T8, Category.T10, Category.T11}
    sealed = post.category in _SEALED
    owner = Role.DSL if sealed else Role.CHAIR if about else Role.HEADTEACHER
    return Decision(
        category=post.category,
        severity=Severity.S3 if grave else Severity.S2,
        author=AuthorType.UNKNOWN,
        grounds=(
            Ground("kind-news"),
            Ground("T3-parking", post.text[:10], Span("text", 0, 10)),
            *about,
        ),
        routes=(Route.NOTE_THEME, Route.REPLY_PUBLIC),
        locked=(),
        owner=owner,
        deadline="two-school-days",
        policy="2026-11",
        themes=post.themes,
        sealed=sealed,
        opens_case=post.number % PER_CASE == 0,
    )


def _marks(batch: Sequence[Post]) -> list[_Row]:
    weeks = {(post.school, *post.seen_at.isocalendar()[:2]) for post in batch}
    return [{"school_id": s, "year": year, "number": number} for s, year, number in sorted(weeks)]


def _write_cases(connection: Connection, its: Sequence[Post]) -> None:
    made = [(post, _case(post), _events(post)) for post in its]
    _pour(
        connection,
        CASES,
        [
            {
                "ref": new.ref,
                "school_id": new.school_id,
                "story_id": _story_of(post),
                "category": new.category.value,
                "severity": int(new.severity),
                "state": (CaseState.NEW if len(events) == 1 else CaseState.CLOSED).value,
                "owner": new.owner.value,
                "sealed": new.sealed,
                "opened_at": post.seen_at,
                "due_at": new.due_at,
                "held": new.held,
                "about": " ".join(sorted(new.about)),
                "moved_at": events[-1].at,
            }
            for post, new, events in made
        ],
    )
    _pour(
        connection,
        CASE_ITEMS,
        [
            {"ref": new.ref, "item_id": post.number + 1, "linked_at": post.seen_at}
            for post, new, _ in made
        ],
    )
    _pour(connection, CASE_EVENTS, [asdict(event) for _, _, events in made for event in events])


def _case(post: Post) -> NewCase:
    decision = _decision(post)
    return NewCase(
        ref=CaseRef(f"K{post.number // 10_000:03}-{post.number % 10_000:04}"),
        school_id=post.school,
        category=decision.category,
        severity=decision.severity,
        owner=decision.owner,
        sealed=decision.sealed,
        due_at=post.seen_at + timedelta(days=2),
        about=subject_roles(decision),
    )


def _events(post: Post) -> tuple[CaseEvent, ...]:
    """Opened; and closed after a week or two unless it is of the last month."""
    first = first_event(_case(post), post.seen_at)
    if post.seen_at > UNTIL - _OPEN and post.number % 3:
        return (first,)
    action, details = written(Close(Ending.NO_ACTION, "answered sooner next time"))
    at = post.seen_at + timedelta(days=1 + post.number // PER_CASE % 14)
    closed = next_event(first, at=at, actor="head", action=action, reason="done", details=details)
    return (first, closed)
