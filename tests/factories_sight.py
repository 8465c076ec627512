"""People, cases and posts of every shape, written as rows, for the tests of who may see what."""

from collections.abc import Sequence
from dataclasses import dataclass

from alembic import command
from hypothesis import strategies as st
from sqlalchemy import Connection, insert

from orm.model.cases import Case, CaseRef, CaseState
from orm.model.items import Item
from orm.model.judgement import Category, Ground, Mention, Retain, Severity, Verdict
from orm.model.schools import Contact, ContactId, Role
from orm.model.settlements import MentionId
from orm.store import migrating
from orm.store.codec import assessment_columns, decision_columns, mention_columns
from orm.store.engine import Database, database
from orm.store.tables.casework import CASE_ITEMS, CASES
from orm.store.tables.judging import (
    ASSESSMENTS,
    DECISIONS,
    ITEM_VERSIONS,
    ITEMS,
    MENTIONS,
    STORIES,
)
from orm.store.tables.register import SCHOOLS
from tests.factories_store import NOW, ST_ORRINS, WRENBECK, decision_of, item_of, ruling_of

BOTH = (WRENBECK, ST_ORRINS)
_SCHOOLS = st.frozensets(st.sampled_from(BOTH))
_ROLES = st.frozensets(st.sampled_from(list(Role)), max_size=3)


@dataclass(frozen=True)
class Post:
    """A post as one school sees it, and which of the cases hold it."""

    mention: Mention
    category: Category = Category.T3
    sealed: bool = False
    edited: bool = False
    grounds: tuple[Ground, ...] = ()
    cases: tuple[int, ...] = ()


def case_of(number: int = 0, **changes) -> Case:
    """The headteacher's own case of Wrenbeck."""
    return Case(
        **{
            "ref": CaseRef(f"K7QD-{number:04}"),
            "school_id": WRENBECK,
            "category": Category.T5,
            "severity": Severity.S2,
            "state": CaseState.NEW,
            "owner": Role.HEADTEACHER,
            "sealed": False,
            "opened_at": NOW,
            "due_at": NOW,
            **changes,
        }
    )


def post_of(school_id=WRENBECK, verdict=Verdict.US, **changes) -> Post:
    """An ordinary post about Wrenbeck."""
    return Post(ruling_of(school_id=school_id, verdict=verdict).mention, **changes)


def write_case(connection: Connection, case: Case) -> None:
    """A row of `cases` with a story of its own."""
    story_id = write_story(connection, f"of {case.ref}")
    row = {
        "ref": case.ref,
        "school_id": case.school_id,
        "story_id": story_id,
        "category": case.category.value,
        "severity": int(case.severity),
        "state": case.state.value,
        "owner": case.owner.value,
        "sealed": case.sealed,
        "opened_at": case.opened_at,
        "due_at": case.due_at,
        "held": case.held,
    }
    if case.about:
        row["about"] = " ".join(sorted(case.about))
    connection.execute(insert(CASES).values(row))


def write_story(connection: Connection, fingerprint: str) -> int:
    """A story of this moment."""
    row = {"fingerprint": fingerprint, "first_at": NOW, "last_at": NOW}
    found = connection.execute(insert(STORIES).values(row).returning(STORIES.c.id))
    return int(found.scalar_one())


def write_item(connection: Connection, item: Item, *, versions: int = 1) -> int:
    """An item with its versions."""
    row = {
        "family": item.identity.family,
        "key": item.identity.key,
        "source": "feed",
        "url": item.url,
        "kind": item.kind.value,
        "platform": item.platform,
        "outlet": item.outlet,
        "posted_at": item.posted_at,
        "precision": item.precision.value,
        "first_seen_at": NOW,
        "last_seen_at": NOW,
        "content_hash": "",
        "version": versions,
        "retain": Retain.FULL.value,
        "story_id": write_story(connection, item.identity.key),
    }
    item_id = connection.execute(insert(ITEMS).values(row).returning(ITEMS.c.id)).scalar_one()
    words = {"title": item.title, "text": item.text, "author": item.author, "rating": None}
    connection.execute(
        insert(ITEM_VERSIONS),
        [
            {"item_id": item_id, "version": n, "seen_at": NOW, "content_hash": "", **words}
            for n in range(1, versions + 1)
        ],
    )
    return int(item_id)


def write_post(
    connection: Connection,
    post: Post,
    *,
    key: str,
    cases: Sequence[Case] = (),
    **words: str,
) -> MentionId:
    """The post's rows in every table; the number of its mention."""
    item_id = write_item(connection, item_of(key, **words), versions=2 if post.edited else 1)
    row = {
        **mention_columns(post.mention, keep_words=True),
        "item_id": item_id,
        "version": 1,
        "seen_at": NOW,
    }
    its = connection.execute(insert(MENTIONS).values(row).returning(MENTIONS.c.id)).scalar_one()
    decision = decision_of(post.category, sealed=post.sealed, grounds=post.grounds)
    connection.execute(
        insert(ASSESSMENTS).values(mention_id=its, **assessment_columns(ruling_of().assessment))
    )
    connection.execute(
        insert(DECISIONS).values(mention_id=its, **decision_columns(decision, keep_words=True))
    )
    for number in {number % len(cases) for number in post.cases}:
        link = {"ref": cases[number].ref, "item_id": item_id, "linked_at": NOW}
        connection.execute(insert(CASE_ITEMS).values(link))
    return MentionId(its)


def database_of_before(url: str) -> Database:
    """A database at revision 0011, with one school."""
    place = database(url)

    def make(connection: Connection) -> None:
        config = migrating.migrations()
        config.attributes["connection"] = connection
        command.upgrade(config, "0011")
        empty = dict.fromkeys(SCHOOLS.c.keys(), "")
        row = {**empty, "id": WRENBECK, "watched": True, "saved_at": NOW}
        connection.execute(insert(SCHOOLS).values(row))

    place.write(make)
    return place


@st.composite
def people(draw: st.DrawFn) -> tuple[Contact, ...]:
    """People of one or both schools, some the deputies of others or of themselves."""
    held = draw(st.lists(st.tuples(_ROLES, _SCHOOLS, st.integers(0, 7)), min_size=1, max_size=5))
    return tuple(
        Contact(
            id=ContactId(f"p{number}"),
            name="X",
            email="x@wrenbeck.example",
            roles=roles,
            deputy=ContactId(f"p{deputy}") if deputy < len(held) else None,
            schools=schools,
        )
        for number, (roles, schools, deputy) in enumerate(held)
    )


@st.composite
def cases(draw: st.DrawFn) -> tuple[Case, ...]:
    """Cases of both schools, of every kind, owner and subject."""
    shape = st.fixed_dictionaries(
        {
            "school_id": st.sampled_from(BOTH),
            "category": st.sampled_from(list(Category)),
            "owner": st.sampled_from(list(Role)),
            "sealed": st.booleans(),
            "about": _ROLES,
            "state": st.sampled_from(list(CaseState)),
        }
    )
    shapes = draw(st.lists(shape, min_size=1, max_size=12))
    return tuple(case_of(number, **changes) for number, changes in enumerate(shapes))


POSTS = st.lists(
    st.builds(
        Post,
        mention=st.builds(
            lambda school_id, verdict: ruling_of(school_id=school_id, verdict=verdict).mention,
            st.sampled_from(BOTH),
            st.sampled_from(list(Verdict)),
        ),
        category=st.sampled_from(list(Category)),
        sealed=st.booleans(),
        edited=st.booleans(),
        cases=st.lists(st.integers(0, 11), max_size=2).map(tuple),
    ),
    min_size=1,
    max_size=12,
)
