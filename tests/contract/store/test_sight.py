"""What a person may see is the same in a query as in the rule, row by row."""

from contextlib import contextmanager

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from orm.cases.sight import may_open, may_read_mention, may_see, sight_of
from orm.model.judgement import Category, Verdict
from orm.model.schools import Role
from orm.model.sight import Sight
from orm.store.mentions import mention
from orm.store.sight import may_see_case, may_see_mention
from orm.store.tables.casework import CASES
from orm.store.tables.judging import DECISIONS, ITEMS, MENTIONS
from tests.databases import known
from tests.factories_sight import (
    BOTH,
    POSTS,
    case_of,
    cases,
    people,
    post_of,
    write_case,
    write_post,
)
from tests.factories_store import ST_ORRINS, WRENBECK

MANY = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
HEAD = Sight(frozenset({WRENBECK}), frozenset({Role.HEADTEACHER}))
COMMS = Sight(frozenset({WRENBECK}), frozenset({Role.COMMS}))


@pytest.fixture
def place(store, url):
    opened = known(url)
    yield opened
    opened.close()


@contextmanager
def forgotten(place):
    """A connection of which nothing stays."""
    with place.engine.connect() as connection:
        begun = connection.begin()
        yield connection
        begun.rollback()


def seen_cases(connection, sight):
    return set(connection.execute(select(CASES.c.ref).where(may_see_case(sight))).scalars())


def seen_mentions(connection, sight):
    query = (
        select(MENTIONS.c.id)
        .join(ITEMS, ITEMS.c.id == MENTIONS.c.item_id)
        .join(DECISIONS, DECISIONS.c.mention_id == MENTIONS.c.id)
        .where(may_see_mention(sight))
    )
    return set(connection.execute(query).scalars())


@MANY
@given(everybody=people(), written=cases())
def test_a_query_finds_the_cases_that_a_person_may_open(place, everybody, written):
    with forgotten(place) as connection:
        for case in written:
            write_case(connection, case)
        for person in everybody:
            allowed = {case.ref for case in written if may_see(case, person, contacts=everybody)}

            assert seen_cases(connection, sight_of(person, everybody, BOTH)) == allowed


@MANY
@given(everybody=people(), held=cases(), posts=POSTS, schools=st.sampled_from([BOTH, BOTH[:1]]))
def test_a_query_finds_the_posts_that_a_person_may_read(place, everybody, held, posts, schools):
    with forgotten(place) as connection:
        for case in held:
            write_case(connection, case)
        ids = [
            write_post(connection, post, key=f"p{number}", cases=held)
            for number, post in enumerate(posts)
        ]
        files = [file for its in ids if (file := mention(connection, its))]
        for person in everybody:
            sight = sight_of(person, everybody, schools)
            assert len(files) == len(ids)
            allowed = {file.id for file in files if may_read_mention(file, sight)}

            assert seen_mentions(connection, sight) == allowed


def reads(place, post, sight, *held):
    with forgotten(place) as connection:
        for case in held:
            write_case(connection, case)
        return write_post(connection, post, key="1", cases=held) in seen_mentions(connection, sight)


@pytest.mark.parametrize(
    ("post", "sight", "read"),
    [
        (post_of(), HEAD, True),
        (post_of(verdict=Verdict.UNSURE), HEAD, True),
        (post_of(verdict=Verdict.NOT_US), HEAD, False),
        (post_of(school_id=ST_ORRINS), HEAD, False),
        (post_of(sealed=True), HEAD, False),
        (post_of(edited=True), HEAD, False),
        (post_of(category=Category.T5), HEAD, True),
        (post_of(category=Category.T5), COMMS, False),
        (post_of(category=Category.T20), COMMS, True),
    ],
)
def test_a_post_is_read_by_those_whose_business_it_is(place, post, sight, read):
    assert reads(place, post, sight) is read


@pytest.mark.parametrize("role", [Role.CHAIR, Role.DPO, Role.IT])
def test_who_works_with_figures_reads_no_post(place, role):
    sight = Sight(frozenset({WRENBECK}), frozenset({role}))

    assert not reads(place, post_of(), sight)
    assert not reads(place, post_of(cases=(0,)), sight, case_of(owner=role))


def test_who_only_gets_letters_sees_nothing(place):
    nobody = Sight(frozenset({WRENBECK}), frozenset())

    assert not reads(place, post_of(), nobody)
    assert not may_open(case_of(), nobody)


@pytest.mark.parametrize(
    ("held", "read"),
    [
        (case_of(), True),
        (case_of(sealed=True), False),
        (case_of(about=frozenset({Role.HEADTEACHER})), False),
        (case_of(owner=Role.CHAIR), False),
        (case_of(school_id=ST_ORRINS, owner=Role.CHAIR), True),
    ],
    ids=["their own", "sealed", "about them", "the chair's", "another school's"],
)
def test_a_case_of_the_school_hides_its_posts_from_whom_it_is_hidden(place, held, read):
    assert reads(place, post_of(cases=(0,)), HEAD, held) is read
