"""What waits for a person and the figures beside it: counted in the database, for their eyes only."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import update

from orm.model.cases import CaseState
from orm.model.judgement import Category, Severity, Stance, Verdict
from orm.model.pauses import Pause
from orm.model.polls import Outcome, Scope
from orm.model.schools import ContactId, Role
from orm.model.sight import Sight
from orm.model.today import Duties, OpenCases, Tally, Turns, Workload
from orm.store.tables.judging import ASSESSMENTS, MENTIONS
from tests.databases import known
from tests.factories_sight import BOTH, case_of, post_of, write_case, write_post
from tests.factories_store import (
    NOW,
    ST_ORRINS,
    WRENBECK,
    bring,
    plan_of,
    prepared,
)

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
HEAD = Sight(frozenset({WRENBECK}), frozenset({Role.HEADTEACHER}))
DSL = Sight(frozenset({WRENBECK}), frozenset({Role.DSL}))
TRUST = Sight(frozenset(BOTH), frozenset({Role.SLT}))
HEADS = Duties(
    ordinary=frozenset({Role.HEADTEACHER}),
    pressing=frozenset({Role.HEADTEACHER, Role.COMMS}),
    sealed=frozenset({Role.HEADTEACHER}),
    sealed_pressing=frozenset({Role.HEADTEACHER}),
    approves=True,
    approves_sealed=True,
)
LATER = {"due_at": NOW + DAY}


@pytest.fixture
def store(bare_store):
    both = ((WRENBECK, Scope.LOCAL), (ST_ORRINS, Scope.LOCAL))
    return prepared(bare_store, plan_of(wanted_by=both))


@pytest.fixture
def place(url, store):
    opened = known(url)
    yield opened
    opened.close()


def written(place, *cases):
    with place.engine.begin() as connection:
        for case in cases:
            write_case(connection, case)


def posted(place, *posts, cases=(), at=NOW, stance=Stance.NEGATIVE):
    """The posts, all seen at a moment and of one tone."""
    with place.engine.begin() as connection:
        for number, post in enumerate(posts):
            key = f"{at:%s}-{number}-{stance}"
            its = write_post(connection, post, key=key, cases=cases)
            mine = MENTIONS.c.id == its
            connection.execute(update(MENTIONS).where(mine).values(seen_at=at))
            tone = update(ASSESSMENTS).where(ASSESSMENTS.c.mention_id == its)
            connection.execute(tone.values(stance=stance.value))


def waiting(store, sight=HEAD, duties=HEADS, *, now=NOW, most=20, school=WRENBECK):
    return store.shelf.turns(sight, school, duties, now=now, most=most)


def refs(turns):
    return [case.ref[-1] for case in turns.cases]


def test_what_waits_comes_in_due_order(store, place):
    written(
        place,
        case_of(1, due_at=NOW + 2 * DAY),
        case_of(2, due_at=NOW - DAY),
        case_of(3, due_at=NOW + DAY),
    )

    assert refs(waiting(store)) == ["2", "3", "1"]


def test_a_list_that_is_cut_says_how_many_are_left(store, place):
    written(place, *(case_of(number, due_at=NOW + number * HOUR) for number in range(5)))

    turns = waiting(store, most=2)

    assert (refs(turns), turns.more) == (["0", "1"], 3)


@pytest.mark.parametrize("state", sorted(set(CaseState) - {CaseState.PROPOSED}))
def test_only_states_in_which_the_owner_moves_next_wait_for_them(store, place, state):
    written(place, case_of(1, state=state, **LATER))

    theirs = {"NEW", "REVIEW", "APPROVED", "REFUSED", "ESCALATED", "REMOVED"}
    assert bool(waiting(store).cases) is (state in theirs)


@pytest.mark.parametrize("state", [CaseState.SENT, CaseState.WAITING])
def test_an_answer_that_did_not_come_in_time_waits_for_the_owner(store, place, state):
    written(place, case_of(1, state=state, due_at=NOW))

    assert refs(waiting(store, now=NOW - HOUR)) == []
    assert refs(waiting(store, now=NOW)) == ["1"]


def test_a_case_of_another_role_does_not_wait_for_a_leader_who_may_see_it(store, place):
    written(place, case_of(1, owner=Role.COMMS, **LATER))

    assert waiting(store) == Turns()


def test_a_case_that_is_late_or_urgent_waits_for_who_stands_in_as_well(store, place):
    written(
        place,
        case_of(1, owner=Role.COMMS, due_at=NOW - HOUR),
        case_of(2, owner=Role.COMMS, severity=Severity.S3, **LATER),
    )

    assert refs(waiting(store)) == ["1", "2"]


def test_a_sealed_case_waits_for_its_owner_only(store, place):
    written(
        place,
        case_of(1, owner=Role.DSL, sealed=True),
        case_of(2, owner=Role.HEADTEACHER, sealed=True),
    )
    dsl = Duties(sealed=frozenset({Role.DSL}), sealed_pressing=frozenset({Role.DSL}))

    assert refs(waiting(store)) == ["2"]
    assert refs(waiting(store, DSL, dsl)) == ["1"]


def test_a_proposal_waits_for_who_may_approve(store, place):
    proposed = {"state": CaseState.PROPOSED, **LATER}
    written(place, case_of(1, owner=Role.COMMS, **proposed), case_of(2, sealed=True, **proposed))

    assert refs(waiting(store)) == ["1", "2"]
    assert refs(waiting(store, duties=replace(HEADS, approves_sealed=False))) == ["1"]
    assert refs(waiting(store, duties=replace(HEADS, approves=False))) == ["2"]


def test_nobody_is_told_of_a_case_about_them_or_of_another_school(store, place):
    written(
        place,
        case_of(1, about=frozenset({Role.HEADTEACHER})),
        case_of(2, school_id=ST_ORRINS),
    )

    assert waiting(store) == waiting(store, school=ST_ORRINS) == Turns()


def test_sealed_cases_are_counted_for_the_team_and_those_of_some_owners_left_out(store, place):
    written(
        place,
        case_of(1, owner=Role.DSL, sealed=True),
        case_of(2, owner=Role.HEADTEACHER, sealed=True),
        case_of(3, owner=Role.DSL, sealed=True, about=frozenset({Role.HEADTEACHER})),
        case_of(4, owner=Role.DSL, sealed=True, state=CaseState.CLOSED),
        case_of(5),
    )

    def number(sight, but=()):
        return store.shelf.open_cases(sight, WRENBECK, but=but)

    assert number(HEAD) == OpenCases(ordinary=1, sealed=2)
    assert number(HEAD, but={Role.HEADTEACHER}) == OpenCases(ordinary=1, sealed=1)
    assert number(DSL).sealed == 3
    assert number(TRUST).sealed == 0


def test_a_snapshot_stays_at_its_moment_and_takes_nothing_in(store, place):
    written(place, case_of(1))
    with store.shelf.snapshot() as (shelf, kept):
        seen = shelf.open_cases(HEAD, WRENBECK).ordinary, len(kept.cases())
        written(place, case_of(2))

        assert (shelf.open_cases(HEAD, WRENBECK).ordinary, len(kept.cases())) == seen == (1, 1)
        with pytest.raises(TypeError, match="for reading"):
            kept.count_weeks(most=1)
    assert store.shelf.open_cases(HEAD, WRENBECK).ordinary == 2


def tones(store, *edges, sight=HEAD, school=WRENBECK):
    return store.shelf.tallies(sight, school, edges)


def test_posts_are_counted_by_tone_between_the_moments(store, place):
    posted(place, post_of(), post_of(), at=NOW - HOUR)
    posted(place, post_of(), at=NOW - DAY, stance=Stance.POSITIVE)
    posted(place, post_of(), at=NOW - 2 * DAY)
    posted(place, post_of(), at=NOW)

    day, earlier = tones(store, NOW, NOW - DAY, NOW - 2 * DAY)

    assert day == Tally(((Stance.NEGATIVE, 2), (Stance.POSITIVE, 1)))
    assert earlier == Tally(((Stance.NEGATIVE, 1),))
    assert (day.total, day.of(Stance.POSITIVE, Stance.NEUTRAL)) == (3, 1)


def test_a_span_without_posts_is_a_tally_of_nothing(store):
    assert tones(store, NOW, NOW - DAY, NOW - 2 * DAY) == (Tally(), Tally())


@pytest.mark.parametrize(
    "post",
    [
        post_of(sealed=True),
        post_of(edited=True),
        post_of(verdict=Verdict.UNSURE),
        post_of(verdict=Verdict.NOT_US),
        post_of(ST_ORRINS),
    ],
)
def test_what_is_sealed_old_unsure_or_of_another_school_is_in_no_number(store, place, post):
    posted(place, post, at=NOW - HOUR)

    assert tones(store, NOW, NOW - DAY) == (Tally(),)


@pytest.mark.parametrize(
    "hidden",
    [case_of(sealed=True), case_of(owner=Role.CHAIR, about=frozenset({Role.HEADTEACHER}))],
)
def test_nobody_finds_a_hidden_post_by_subtraction(store, place, hidden):
    written(place, hidden)
    posted(place, post_of(cases=(0,)), cases=[hidden], at=NOW - HOUR)

    assert tones(store, NOW, NOW - DAY) == (Tally(),)


def test_figures_of_a_school_that_is_not_theirs_are_nothing(store, place):
    posted(place, post_of(ST_ORRINS), at=NOW - HOUR)

    assert tones(store, NOW, NOW - DAY, school=ST_ORRINS) == (Tally(),)
    assert tones(store, NOW, NOW - DAY, school=ST_ORRINS, sight=TRUST)[0].total == 1


def test_unsure_posts_are_counted_by_school_since_a_moment(store, place):
    unsure = {"verdict": Verdict.UNSURE}
    posted(place, post_of(**unsure), post_of(**unsure), post_of(ST_ORRINS, **unsure), at=NOW)
    posted(place, post_of(**unsure), at=NOW - 2 * DAY)
    posted(place, post_of(), post_of(sealed=True, **unsure), at=NOW - HOUR)

    def number(sight, schools=BOTH):
        return store.shelf.unsure(sight, schools, since=NOW - DAY)

    assert number(TRUST) == {WRENBECK: 2, ST_ORRINS: 1}
    assert number(HEAD) == {WRENBECK: 2}
    assert number(TRUST, (ST_ORRINS,)) == {ST_ORRINS: 1}
    assert number(Sight(frozenset(BOTH), frozenset({Role.IT}))) == {}


def test_schools_are_told_side_by_side(store, place):
    written(
        place,
        case_of(1, due_at=NOW - HOUR),
        case_of(2, due_at=NOW + HOUR),
        case_of(3, owner=Role.CHAIR),
        case_of(4, sealed=True),
        case_of(5, state=CaseState.CLOSED),
    )
    posted(place, post_of(ST_ORRINS, verdict=Verdict.UNSURE), at=NOW)

    loads = store.shelf.workloads(TRUST, since=NOW - DAY, now=NOW)

    assert loads == (
        Workload(ST_ORRINS, unsure=1, unread=1, sources=1),
        Workload(WRENBECK, open=2, overdue=1, unread=1, sources=1),
    )


@pytest.mark.parametrize(
    ("outcome", "unread"),
    [(Outcome.NONE, 0), (Outcome.NOT_MODIFIED, 0), (Outcome.REFUSED, 1), (Outcome.UNREACHABLE, 1)],
)
def test_a_source_that_failed_when_last_asked_is_not_read(store, outcome, unread):
    bring(store, outcome=outcome)

    (load,) = store.shelf.workloads(HEAD, since=NOW - DAY, now=NOW)

    assert (load.sources, load.unread) == (1, unread)


def test_a_source_that_somebody_paused_is_not_read(store):
    bring(store, outcome=Outcome.NONE)
    for school in BOTH:
        store.pauses.pause(Pause("feed", school, ContactId("it"), "too noisy", NOW))

    (load,) = store.shelf.workloads(HEAD, since=NOW - DAY, now=NOW)

    assert (load.sources, load.unread) == (1, 1)


def test_praise_and_complaints_are_counted_alike(store, place):
    posted(place, post_of(category=Category.T1), at=NOW - HOUR, stance=Stance.POSITIVE)
    posted(place, post_of(category=Category.T4), at=NOW - HOUR)

    assert tones(store, NOW, NOW - DAY)[0].total == 2


def test_praise_comes_newest_first_and_says_whether_there_is_more(store, place):
    thanks = {"category": Category.T1}
    posted(place, post_of(**thanks), at=NOW - 3 * HOUR)
    posted(place, post_of(**thanks), at=NOW - HOUR)
    posted(place, post_of(**thanks), at=NOW - 2 * HOUR)

    told = store.shelf.praise(HEAD, WRENBECK, since=NOW - DAY, most=2)

    assert [file.seen_at for file in told.files] == [NOW - HOUR, NOW - 2 * HOUR]
    assert told.more
    assert not store.shelf.praise(HEAD, WRENBECK, since=NOW - DAY, most=3).more


@pytest.mark.parametrize(
    "post",
    [
        post_of(category=Category.T3),
        post_of(category=Category.T1, verdict=Verdict.UNSURE),
        post_of(category=Category.T1, sealed=True),
        post_of(category=Category.T1, edited=True),
        post_of(ST_ORRINS, category=Category.T1),
    ],
)
def test_what_is_no_praise_of_this_school_to_read_is_not_told(store, place, post):
    posted(place, post, at=NOW - HOUR)
    posted(place, post_of(category=Category.T1), at=NOW - 2 * DAY)

    assert store.shelf.praise(HEAD, WRENBECK, since=NOW - DAY, most=3).files == ()
    assert store.shelf.praise(HEAD, ST_ORRINS, since=NOW - DAY, most=3).files == ()
