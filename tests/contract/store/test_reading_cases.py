"""The list of cases and the sealed queue: what a person may open, in order, page by page."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings

from orm.cases.chain import first_event
from orm.cases.sight import may_open
from orm.model.cases import OPEN_STATES, CaseRef, CaseState, NewCase
from orm.model.schools import Role
from orm.model.sight import Sight
from orm.store.casework import append
from orm.store.reading_cases import cases_seen, sealed_seen
from orm.store.tables.casework import CASE_EVENTS, CASES
from tests.databases import known
from tests.factories_sight import BOTH, case_of, cases, write_case
from tests.factories_store import NOW, ST_ORRINS, WRENBECK

HEAD = Sight(frozenset({WRENBECK}), frozenset({Role.HEADTEACHER}))
DSL = Sight(frozenset({WRENBECK}), frozenset({Role.DSL}))


@pytest.fixture
def db(store, url):
    """The database behind the store, with both schools in it."""
    database_ = known(url)
    yield database_
    database_.close()


def written(db, *some):
    for case in some:
        db.write(lambda c, case=case: write_case(c, case))


def recorded(db, case):
    """The case with its first step."""
    written(db, case)
    new = NewCase(
        case.ref,
        case.school_id,
        case.category,
        case.severity,
        case.owner,
        sealed=case.sealed,
        due_at=case.due_at,
    )
    db.write(lambda c: append(c, first_event(new, NOW)))


def listed(db, sight, *, is_open=True, after=None, most=100, schools=BOTH):
    found = db.read(
        lambda c: cases_seen(c, sight, schools, is_open=is_open, after=after, most=most)
    )
    return [each.ref for each in found]


def test_open_cases_come_by_due_time_and_reference(db):
    written(
        db,
        case_of(1, due_at=NOW + timedelta(days=2)),
        case_of(2, due_at=NOW + timedelta(days=1)),
        case_of(3, due_at=NOW + timedelta(days=1)),
    )

    assert listed(db, HEAD) == ["K7QD-0002", "K7QD-0003", "K7QD-0001"]


def test_ended_cases_come_the_latest_due_first_and_apart(db):
    written(
        db,
        case_of(1),
        case_of(2, state=CaseState.CLOSED),
        case_of(3, state=CaseState.DEBRIEFED, due_at=NOW + timedelta(days=1)),
    )

    assert listed(db, HEAD, is_open=False) == ["K7QD-0003", "K7QD-0002"]


@pytest.mark.parametrize("is_open", [True, False])
def test_page_by_page_every_case_comes_once(db, is_open):
    state = CaseState.NEW if is_open else CaseState.CLOSED
    some = [case_of(n, due_at=NOW + timedelta(hours=n // 2), state=state) for n in range(7)]
    written(db, *some)
    found, after = [], None
    while page := listed(db, HEAD, is_open=is_open, after=after, most=2):
        found += page
        last = next(case for case in some if case.ref == page[-1])
        after = (last.due_at, last.ref)

    assert sorted(found) == sorted(case.ref for case in some)
    assert len(found) == len(some)


def test_another_schools_cases_are_not_there_even_when_asked_for(db):
    written(db, case_of(1, school_id=ST_ORRINS))

    assert listed(db, HEAD, schools=(ST_ORRINS,)) == []


def test_the_sealed_queue_holds_open_sealed_cases_with_their_records(db):
    recorded(db, case_of(1, sealed=True))
    recorded(db, case_of(2))
    recorded(db, case_of(3, sealed=True, state=CaseState.CLOSED))
    recorded(db, case_of(4, sealed=True, about=frozenset({Role.DSL})))

    found = db.read(lambda c: sealed_seen(c, DSL, BOTH, most=10))

    assert [each.case.ref for each in found] == ["K7QD-0001"]
    assert [each.action for each in found[0].events] == ["opened"]


@given(some=cases())
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_list_is_what_the_rule_lets_a_person_open(db, some):
    db.write(lambda c: c.execute(CASE_EVENTS.delete()))
    db.write(lambda c: c.execute(CASES.delete()))
    written(db, *some)
    for role in Role:
        sight = Sight(frozenset({WRENBECK}), frozenset({role}))
        wanted = {c.ref for c in some if may_open(c, sight)}
        found = {CaseRef(ref) for ref in (*listed(db, sight), *listed(db, sight, is_open=False))}
        assert found == wanted
        assert {c.ref for c in some if c.state in OPEN_STATES} & wanted == set(listed(db, sight))
