"""A school's weeks in figures: counted as the digest counts, and telling nothing that is sealed."""

from datetime import timedelta

import pytest

from orm.model.cases import CaseRef, CaseState
from orm.model.judgement import Category, Route, Stance, Verdict
from orm.model.schools import Role
from orm.model.steps import SET_ASIDE
from orm.model.trends import CaseTimes, Fairness, WeekCount
from tests.factories_store import NOW, ST_ORRINS, WRENBECK, judged_of, moved, next_event, ruling_of
from tests.factories_trends import (
    CHAIR_SIGHT,
    HEAD_SIGHT,
    LAST,
    WEEKS,
    bring_in,
    in_week,
    sight,
    told,
)

REF = CaseRef("K7QD-2MX9")


def figures(store, *, sight=HEAD_SIGHT, weeks=WEEKS, school_id=WRENBECK):
    return store.shelf.figures(school_id, weeks, sight=sight)


def last(store, **asked):
    return figures(store, **asked).counts[-1]


def test_every_week_has_a_place_and_an_empty_one_counts_nothing(store):
    counts = figures(store).counts

    assert [each.week for each in counts] == list(WEEKS)
    assert set(counts) == {WeekCount(week) for week in WEEKS}


@pytest.mark.parametrize("place", [0, 1, 16, 32, 33])
def test_a_story_counts_in_the_week_in_which_it_was_first_seen(store, place):
    bring_in(store, in_week(WEEKS[place]), told("1"))

    assert [each.stories for each in figures(store).counts] == [n == place for n in range(34)]


@pytest.mark.parametrize(
    ("hours", "place"), [(-1, -2), (0, -1), (7 * 24 - 1, -1)], ids=["before", "first", "last"]
)
def test_a_week_is_monday_to_sunday_in_london(store, hours, place):
    bring_in(store, in_week(LAST, hours=hours), told("1"))

    assert figures(store).counts[place].stories == 1


def test_copies_of_a_story_are_one_and_an_edit_moves_it_nowhere(store):
    bring_in(store, in_week(WEEKS[-2], hours=150), told("1", fingerprint="fp"))
    bring_in(store, in_week(LAST), told("2", fingerprint="fp"))
    bring_in(store, in_week(LAST), told("1", fingerprint="fp", text="edited since"))

    assert [each.stories for each in figures(store).counts[-2:]] == [1, 0]


def test_tone_and_kind_are_counted_by_story(store):
    bring_in(
        store,
        in_week(LAST),
        told("1", Category.T1, Stance.POSITIVE),
        told("2", Category.T3, Stance.NEGATIVE),
        told("3", Category.T4, Stance.MIXED),
        told("4", Category.T2, Stance.POSITIVE, fingerprint="fp"),
        told("5", Category.T2, Stance.NEGATIVE, fingerprint="fp"),
    )

    assert last(store) == WeekCount(LAST, 4, positive=1, negative=1, praise=1, critical=2)


def test_what_may_be_about_somebody_else_is_counted_apart(store):
    bring_in(
        store,
        in_week(LAST),
        told("1", verdict=Verdict.UNSURE),
        told("2", verdict=Verdict.NOT_US),
    )

    assert last(store) == WeekCount(LAST, unsure=1)


@pytest.mark.parametrize("kind", [Category.T11, Category.T12, Category.T13, Category.T14])
@pytest.mark.parametrize("flagged", [True, False])
def test_what_is_sealed_is_in_no_week_for_anybody(store, kind, flagged):
    bring_in(store, in_week(LAST), told("1", kind, severity=3, sealed=flagged))

    for reader in (HEAD_SIGHT, CHAIR_SIGHT):
        found = figures(store, sight=reader)
        assert found.counts[-1] == WeekCount(LAST)
        assert found.themes[-1] == (LAST, ())


def test_the_number_of_sealed_stories_is_for_the_head_and_the_dsl_only(store):
    bring_in(store, in_week(LAST), told("1", Category.T11, severity=3, sealed=True))

    assert figures(store).sealed == 1
    assert figures(store, sight=sight(Role.DSL)).sealed == 1
    for role in set(Role) - {Role.HEADTEACHER, Role.DSL}:
        assert figures(store, sight=sight(role)).sealed is None


def test_a_sealed_case_takes_its_ordinary_posts_out_of_the_figures(store):
    bring_in(store, in_week(LAST), told("1", Category.T5, severity=2, ref=REF, sealed=True))
    bring_in(store, in_week(LAST), told("1", Category.T5, severity=2, text="edited"))

    assert last(store).stories == 0


def test_themes_are_of_the_last_nine_weeks(store):
    bring_in(store, in_week(WEEKS[0]), told("0", themes=("lunches",)))
    bring_in(store, in_week(LAST), told("1", themes=("lunches", "parking")), told("2", themes=()))
    bring_in(store, in_week(WEEKS[-9]), told("3", themes=("parking",)))

    themes = figures(store).themes

    assert [week for week, _ in themes] == list(WEEKS[-9:])
    assert themes[-1][1] == (("lunches", 1), ("parking", 1))
    assert themes[0][1] == (("parking", 1),)


def test_another_schools_figures_are_none(store):
    bring_in(store, in_week(LAST), told("1"))

    theirs = figures(store, school_id=ST_ORRINS, sight=sight(Role.CHAIR, schools=(ST_ORRINS,)))
    not_mine = figures(store, sight=sight(Role.HEADTEACHER, schools=(ST_ORRINS,)))

    assert sum(each.stories for each in theirs.counts) == 0
    assert (not_mine.counts, not_mine.cases, not_mine.fairness) == ((), CaseTimes(), Fairness())


# ---- cases and fairness


def case_in(store, at, category=Category.T5, **changes):
    bring_in(store, at, told("1", category, severity=2, ref=REF, **changes))


def step(store, action, details="", *, days=0):
    event = next_event(store.case(REF).events[-1], action)
    at = event.at + timedelta(days=days)
    changed = type(event)(**{**_fields(event), "at": at, "details": details})
    state = CaseState.CLOSED if action == "closed" else store.case(REF).case.state
    store.step(changed, moved(store, REF, state))
    return changed.seq


def _fields(event):
    return {name: getattr(event, name) for name in type(event).__slots__}


def test_a_case_that_ended_says_how_long_it_took(store):
    case_in(store, in_week(WEEKS[-3]))
    step(store, "closed", days=6)

    assert figures(store).cases == CaseTimes(opened=1, open_now=0, lasted=(timedelta(days=6),))


def test_an_ending_that_was_taken_back_is_none(store):
    case_in(store, in_week(WEEKS[-3]))
    seq = step(store, "closed", days=6)
    step(store, "taken back", f'{{"seq":{seq}}}')

    assert figures(store).cases.lasted == ()


def test_an_ending_that_was_taken_back_after_the_weeks_that_are_shown_is_none(store):
    case_in(store, in_week(WEEKS[-4]))
    seq = step(store, "closed", days=6)
    step(store, "taken back", f'{{"seq":{seq}}}', days=14)

    assert figures(store, weeks=WEEKS[:-2]).cases.lasted == ()


def test_fairness_counts_what_was_asked_by_kind_each_case_once(store):
    case_in(store, in_week(WEEKS[-3]))
    step(store, SET_ASIDE)
    for route in (Route.DELETION_REQUEST, Route.PLATFORM_REPORT, Route.INVITE_CONTACT):
        step(store, "sent", f'{{"route":"{route.value}"}}')
    step(store, "answered", f'{{"route":"{Route.DELETION_REQUEST.value}","reply":"refused"}}')

    assert figures(store).fairness == Fairness(((Category.T5, 1),), refused=1, overrides=1)


def test_a_reply_that_was_sent_asks_for_nothing_to_be_taken_down(store):
    case_in(store, in_week(WEEKS[-3]), Category.T3)
    step(store, "sent", f'{{"route":"{Route.REPLY_PUBLIC.value}"}}')

    assert figures(store).fairness == Fairness()


@pytest.mark.parametrize(
    "hidden", [{"sealed": True, "owner": Role.DSL}, {"owner": Role.CHAIR}], ids=["sealed", "chair"]
)
@pytest.mark.parametrize("reader", [HEAD_SIGHT, CHAIR_SIGHT], ids=["head", "chair"])
def test_cases_for_few_people_are_in_no_figure_of_anybody(store, hidden, reader):
    case_in(store, in_week(WEEKS[-3]), **hidden)
    step(store, "sent", f'{{"route":"{Route.PLATFORM_REPORT.value}"}}')
    step(store, "closed", days=2)

    found = figures(store, sight=reader)

    assert (found.cases, found.fairness) == (CaseTimes(), Fairness())


def test_a_post_that_was_judged_again_is_counted_as_it_is_now(store):
    bring_in(store, in_week(LAST), told("1", Category.T3))
    again = told("1", Category.T1, Stance.POSITIVE, text="I was wrong, it is lovely")
    bring_in(store, in_week(LAST, hours=70), again)

    assert last(store) == WeekCount(LAST, 1, positive=1, praise=1)


def test_the_running_week_is_in_no_full_week(store):
    bring_in(store, NOW, judged_of(None, ruling_of()))

    assert last(store).stories == 0
