"""When a case was last acted on: the time of its latest event."""

from dataclasses import asdict, replace
from datetime import timedelta
from functools import partial

from sqlalchemy import insert, select

from orm.model.cases import CaseState
from orm.model.judgement import Category
from orm.store import migrating
from orm.store.engine import database
from orm.store.tables.casework import CASE_EVENTS, CASES
from tests.factories_sight import case_of, database_of_before, write_case
from tests.factories_store import (
    NOW,
    bring,
    case_for,
    decision_of,
    first_event,
    item_of,
    judged_of,
    moved,
    next_event,
    ruling_of,
)

DAY = timedelta(days=1)
REF = case_of().ref


def moments(place):
    query = select(CASES.c.moved_at).order_by(CASES.c.ref)
    return place.read(lambda connection: connection.execute(query).scalars().all())


def test_a_case_that_is_opened_was_last_acted_on_then_and_each_step_moves_it(store, url):
    bring(store, judged_of(item_of(), ruling_of(decision_of(Category.T5, 3), ref=REF)))
    place = database(url)
    opened = moments(place)

    later = replace(next_event(store.case(REF).events[-1]), at=NOW + DAY)
    store.step(later, moved(store, REF, CaseState.CLOSED))

    assert (opened, moments(place)) == ([NOW], [NOW + DAY])
    place.close()


def test_a_step_of_a_computer_whose_clock_is_behind_does_not_move_a_case_back(store, url):
    bring(store, judged_of(item_of(), ruling_of(decision_of(Category.T5, 3), ref=REF)))

    behind = replace(next_event(store.case(REF).events[-1]), at=NOW - DAY)
    store.step(behind, moved(store, REF, CaseState.CLOSED))

    place = database(url)
    assert moments(place) == [NOW]
    place.close()


def test_a_database_of_before_learns_when_its_cases_were_last_acted_on(empty_url):
    place = database_of_before(empty_url)
    place.write(partial(write_case, case=case_of()))
    first = first_event(case_for(REF, decision_of()), NOW)
    events = [asdict(first), asdict(replace(next_event(first), at=NOW + DAY))]
    place.write(lambda connection: connection.execute(insert(CASE_EVENTS), events))

    migrating.upgrade(empty_url)

    assert moments(place) == [NOW + DAY]
    place.close()
