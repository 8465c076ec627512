"""The audit trail as a person may read it, and the whole register, on both databases."""

from datetime import timedelta

import pytest

from orm.model.entry import AuditLine
from orm.model.schools import Role
from orm.model.sight import Sight
from orm.model.trail import TrailWish
from orm.store.auditing import note
from orm.store.registered import whole_register
from tests.factories_first_run import REGISTERED
from tests.factories_sight import case_of, write_case
from tests.factories_store import NOW, ST_ORRINS, WRENBECK

WISH = TrailWish(
    frozenset({"case-viewed", "signed-in"}), since=NOW - timedelta(days=90), whole=True
)


def sight(*own, covered=()):
    return Sight(frozenset({WRENBECK}), frozenset(own), frozenset(covered))


def told(store, *lines):
    for at, action, subject, school in lines:
        line = AuditLine(at, "head", action, subject, school)
        store._database.write(lambda c, line=line: note(c, line))


def read(store, who, wish=WISH):
    return [each.line.subject for each in store.shelf.trail(who, wish)]


@pytest.fixture
def trail(store):
    """A line of each kind: two schools, none, too old, of another action."""
    told(
        store,
        (NOW, "signed-in", "head", WRENBECK),
        (NOW, "signed-in", "other", ST_ORRINS),
        (NOW, "signed-in", "trust", None),
        (NOW - timedelta(days=91), "signed-in", "long-ago", WRENBECK),
        (NOW, "letter-cleared", "alert/1", WRENBECK),
    )
    return store


def test_who_acts_for_every_school_reads_every_line(trail):
    assert read(trail, sight(Role.IT)) == ["trust", "other", "head"]


def test_who_acts_for_some_reads_the_lines_that_name_one_of_them(trail):
    wish = TrailWish(WISH.actions, WISH.since, whole=False)

    assert read(trail, sight(Role.IT), wish) == ["head"]
    assert read(trail, Sight(frozenset(), frozenset({Role.IT})), wish) == []


def test_older_lines_are_asked_for_by_number(trail):
    first = trail.shelf.trail(sight(Role.IT), TrailWish(WISH.actions, WISH.since, True, most=2))
    before = first[-1].number

    rest = trail.shelf.trail(sight(Role.IT), TrailWish(WISH.actions, WISH.since, True, before))

    assert [each.line.subject for each in (*first, *rest)] == ["trust", "other", "head"]


@pytest.mark.parametrize(
    ("who", "shown"),
    [
        (sight(Role.IT), True),
        (sight(Role.DPO), True),
        (sight(Role.HEADTEACHER), False),
        (sight(Role.IT, Role.HEADTEACHER), False),
        (sight(Role.SLT, covered=(Role.HEADTEACHER,)), False),
    ],
)
def test_no_line_tells_somebody_of_a_case_about_them(store, who, shown):
    case = case_of(about=frozenset({Role.HEADTEACHER}))
    store._database.write(lambda c: write_case(c, case))
    told(store, (NOW, "case-viewed", case.ref, WRENBECK))

    assert (case.ref in read(store, who)) is shown


def test_the_whole_register_is_read_from_a_database(store, url):
    store.save_register([REGISTERED], now=NOW)

    assert whole_register(url) == (REGISTERED,)
