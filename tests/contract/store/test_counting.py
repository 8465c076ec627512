"""Weeks are counted once and kept; what was kept is never told after something changed."""

from datetime import timedelta

import pytest

from orm.model.cases import CaseRef, CaseState
from orm.model.judgement import Category, Stance, Verdict
from orm.model.settings import Retention
from orm.model.settlements import Settlement, Settling
from orm.model.trends import WeekCount
from orm.retention import cutoffs
from tests.factories_store import NOW, WRENBECK, moved, next_event
from tests.factories_trends import HEAD_SIGHT, LAST, WEEKS, bring_in, in_week, told

REF = CaseRef("K7QD-2MX9")
CRITICISM = WeekCount(LAST, 1, negative=1, critical=1)
NOTHING = WeekCount(LAST)


def last(store):
    return store.shelf.figures(WRENBECK, WEEKS, sight=HEAD_SIGHT).counts[-1]


def count(store):
    """Every marked week; how many."""
    total = 0
    while counted := store.count_weeks(most=2):
        total += counted
    return total


def edited(store):
    again = told("1", Category.T1, Stance.POSITIVE, text="I was wrong, it is lovely")
    bring_in(store, NOW, again)


def copied(store):
    bring_in(store, NOW, told("2", Category.T2, Stance.POSITIVE, fingerprint="fp"))


def settled_as_somebody_elses(store):
    (file,) = store.mentions(WRENBECK, most=1)
    said = Settlement(
        file.item.identity, WRENBECK, Verdict.NOT_US, "Kit Merrow", "another school", NOW
    )
    mention = told("1", verdict=Verdict.NOT_US).rulings[0].mention
    store.settle(Settling(file.id, said, mention=mention), close=next_event)


def made_a_sealed_case(store):
    bring_in(store, NOW, told("1", Category.T5, severity=2, ref=REF, sealed=True, text="edited"))


def sealed_by_a_step(store):
    event = next_event(store.case(REF).events[-1], "sealed")
    case = moved(store, REF, CaseState.REVIEW)
    store.step(event, type(case)(**{**_fields(case), "sealed": True}))


def _fields(case):
    return {name: getattr(case, name) for name in type(case).__slots__}


def test_a_week_that_was_counted_says_the_same_as_before(store):
    bring_in(store, in_week(LAST), told("1", themes=("lunches",)))
    fresh = store.shelf.figures(WRENBECK, WEEKS, sight=HEAD_SIGHT)

    assert count(store) > 0
    assert store.shelf.figures(WRENBECK, WEEKS, sight=HEAD_SIGHT) == fresh
    assert fresh.themes[-1] == (LAST, (("lunches", 1),))


def test_a_week_is_counted_once_while_nothing_changes(store):
    bring_in(store, in_week(LAST), told("1"))

    assert count(store) == 1
    assert count(store) == 0


@pytest.mark.parametrize(
    ("change", "after"),
    [
        (edited, WeekCount(LAST, 1, positive=1, praise=1)),
        (copied, WeekCount(LAST, 1, critical=1)),
        (settled_as_somebody_elses, NOTHING),
        (made_a_sealed_case, NOTHING),
    ],
)
def test_what_changes_a_story_months_later_changes_its_week(store, change, after):
    bring_in(store, in_week(LAST), told("1", fingerprint="fp"))
    count(store)
    assert last(store) == CRITICISM

    change(store)

    assert last(store) == after
    count(store)
    assert last(store) == after


def test_a_case_that_is_sealed_by_a_step_leaves_the_figures(store):
    bring_in(store, in_week(LAST), told("1", Category.T3, ref=REF))
    count(store)
    assert last(store) == CRITICISM

    sealed_by_a_step(store)

    assert last(store) == NOTHING


def test_figures_outlive_the_words(store):
    bring_in(store, in_week(LAST), told("1"))
    now = NOW + timedelta(days=400)

    assert store.purge(cutoffs(Retention(), now=now), now=now).items == 1
    assert last(store) == CRITICISM
