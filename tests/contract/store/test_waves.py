"""The same text about several schools is told in numbers, and only of the reader's own schools."""

from datetime import timedelta

from orm.model.cases import CaseRef
from orm.model.judgement import Category, Verdict
from orm.model.schools import Role
from tests.factories_store import NOW, ST_ORRINS, WRENBECK
from tests.factories_trends import BOTH, bring_in, sight, told

REF = CaseRef("K7QD-2MX9")
TRUST = sight(Role.SLT, schools=BOTH)
SINCE = NOW - timedelta(days=14)
LONG = "Every school in this town is closing early on Friday, so collect your children at noon."


def waves(store, sight=TRUST, since=SINCE):
    return store.shelf.waves(sight, since=since)


def test_one_post_about_two_schools_is_a_wave(store):
    bring_in(store, NOW, told("1", schools=BOTH))

    (wave,) = waves(store)

    assert (wave.schools, wave.platforms, wave.since, wave.copies) == (
        frozenset(BOTH),
        ("web",),
        NOW,
        1,
    )


def test_copies_of_a_story_about_one_school_each_are_one_wave(store):
    bring_in(store, NOW, told("1", fingerprint="fp"))
    bring_in(store, NOW + timedelta(hours=1), told("2", fingerprint="fp", schools=(ST_ORRINS,)))

    (wave,) = waves(store)

    assert (wave.copies, wave.since, len(wave.schools)) == (2, NOW, 2)


def test_the_same_long_words_in_posts_of_their_own_are_one_wave(store):
    bring_in(store, NOW, told("1", text=LONG), told("2", text=LONG, schools=(ST_ORRINS,)))

    (wave,) = waves(store)

    assert wave.copies == 2


def test_the_same_short_words_are_an_accident(store):
    short = "Great school!"
    bring_in(store, NOW, told("1", text=short), told("2", text=short, schools=(ST_ORRINS,)))

    assert waves(store) == ()


def test_different_words_about_two_schools_are_none(store):
    bring_in(store, NOW, told("1", text=LONG), told("2", text=LONG[::-1], schools=(ST_ORRINS,)))

    assert waves(store) == ()


def test_who_acts_for_one_school_learns_nothing_of_the_other(store):
    bring_in(store, NOW, told("1", schools=BOTH))

    assert waves(store, sight(Role.HEADTEACHER, schools=(WRENBECK,))) == ()


def test_an_older_wave_is_over(store):
    bring_in(store, SINCE - timedelta(minutes=1), told("1", schools=BOTH))

    assert waves(store) == ()


def test_what_may_not_be_about_a_school_makes_no_wave(store):
    bring_in(store, NOW, told("1", schools=BOTH, verdict=Verdict.UNSURE))

    assert waves(store) == ()


def test_what_one_school_has_sealed_is_no_wave_for_anybody(store):
    bring_in(
        store,
        NOW,
        told("1", text=LONG, category=Category.T11, severity=3, sealed=True),
        told("2", text=LONG, schools=(ST_ORRINS,)),
        told("3", text=LONG),
    )

    assert waves(store) == ()


def test_a_case_that_is_for_few_people_hides_its_text_from_the_waves(store):
    bring_in(
        store,
        NOW,
        told("1", Category.T5, severity=2, ref=REF, owner=Role.CHAIR, schools=BOTH),
    )

    assert waves(store) == ()


def test_the_widest_wave_comes_first(store):
    bring_in(store, NOW - timedelta(hours=1), told("1", schools=BOTH))
    bring_in(store, NOW, told("2", schools=BOTH, text=LONG))

    assert [wave.since for wave in waves(store)] == [NOW - timedelta(hours=1), NOW]
