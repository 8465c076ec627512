"""What stands above the parts of a digest: the inbox's line, a wave, a first week, holidays."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from bs4 import BeautifulSoup

from orm.model.judgement import Category
from orm.model.schools import Role, SchoolId
from reports.digest import Upkeep, digest
from reports.opening import WAVE
from tests.factories_weeks import (
    EVERYBODY,
    HEAD,
    NOW,
    case,
    facts,
    health,
    mention,
    rules,
    school,
    sealed_case,
    unread,
)

EARLY = datetime(2026, 11, 20, 16, 0, tzinfo=UTC)

BLIND = "No source could be read; this is not the same as a quiet week."


def write(week, reader=HEAD, **changes):
    arguments = {"school": school(), "contacts": EVERYBODY, "rules": rules(), "now": NOW, **changes}
    return digest(week, reader=reader, **arguments)


def said(week, reader=HEAD, **changes):
    return " ".join(write(week, reader, **changes).text.split())


def wave(copies=WAVE, **changes):
    return mention(Category.T3, copies=copies, places=2, themes=("uniform",), **changes)


@pytest.mark.parametrize(
    ("week", "line"),
    [
        (facts(), "2 of 2 sources fully read."),
        (facts(cases=(case(),)), "First due Wed 25 Nov, 16:00. 2 of 2 sources fully read."),
        (
            facts(cases=(case(due_at=EARLY), case("A-B"))),
            "1 overdue, the first since Fri 20 Nov, 16:00. 2 of 2 sources fully read.",
        ),
        (
            facts(health=(unread(),), cases=(case(),)),
            f"First due Wed 25 Nov, 16:00. {BLIND}",
        ),
        (facts(cases=(sealed_case(),)), "2 of 2 sources fully read."),
    ],
    ids=["quiet", "due", "late", "blind", "sealed"],
)
def test_an_inbox_shows_the_next_most_useful_sentence(week, line):
    shown = BeautifulSoup(write(week).html, "lxml").find(class_="preheader")

    assert shown is not None
    assert shown.get_text() == line


def test_a_story_in_fewer_posts_is_no_wave():
    assert "One story" not in said(facts(mentions=(wave(WAVE - 1),)))


def test_a_wave_is_told_under_the_verdict_and_the_widest_first():
    text = write(facts(mentions=(wave(6), wave(23)))).text

    assert text.index("23 posts in 2 places") < text.index("FAIRNESS")
    assert "1 other story came up many times too." in " ".join(text.split())


@pytest.mark.parametrize(
    ("reader", "sentence"),
    [
        ("head", "One story, about uniform: 9 posts in 2 places, first seen Wed 18 Nov."),
        ("deputy", "One story, about uniform: 9 posts in 2 places, first seen Wed 18 Nov."),
        ("office", "One story: 9 posts in 2 places, first seen Wed 18 Nov."),
        ("chair", "One story: 9 posts in 2 places, first seen Wed 18 Nov."),
        ("network", ""),
    ],
)
def test_a_wave_says_no_more_than_the_rest_of_that_readers_letter(reader, sentence):
    contact = next(each for each in EVERYBODY if each.id == reader)
    text = said(facts(mentions=(wave(9),)), contact)

    assert sentence in text
    assert ("One story" in text) is bool(sentence)


@pytest.mark.parametrize("category", [Category.T11, Category.T3])
def test_a_sealed_wave_is_not_told(category):
    week = facts(mentions=(replace(wave(40), sealed=True, category=category),))

    assert all("One story" not in said(week, reader) for reader in EVERYBODY)


def test_only_the_first_digest_explains_itself():
    told = "It reads public pages only. It cannot see private groups, messages or class chats."

    assert all(told in said(facts(is_first=True), reader) for reader in EVERYBODY)
    assert told not in said(facts())


@pytest.mark.parametrize(
    ("on_call", "sentence"), [(Role.DSL, "On call: DSL."), (None, "Nobody is named as on call.")]
)
def test_in_the_holidays_a_digest_says_what_waits_and_who_is_on_call(on_call, sentence):
    upkeep = Upkeep(is_holiday=True, on_call=on_call)

    assert f"alerts of serious cases do not. {sentence}" in said(facts(), upkeep=upkeep)
    assert "holiday" not in said(facts(), upkeep=Upkeep(on_call=on_call))


@pytest.mark.parametrize(
    ("named", "watched", "number"), [(3, 9, 3), (0, 9, 9), (1, 9, None), (0, 1, None)]
)
def test_a_reader_of_several_schools_is_told_that_this_is_one_of_them(named, watched, number):
    schools = frozenset(SchoolId(f"wrenbeck{n or ''}") for n in range(named))
    text = said(facts(), replace(HEAD, schools=schools), upkeep=Upkeep(schools=watched))

    assert (f"one of your {number} schools" in text) is bool(number)
    assert number or "one of your" not in text


def test_a_source_that_was_read_in_part_is_no_source_that_was_fully_read():
    week = facts(health=(health(), health("bluesky", polls=5, measured=3)))
    shown = BeautifulSoup(write(week).html, "lxml").find(class_="preheader")

    assert shown is not None
    assert shown.get_text() == "1 of 2 sources could be read only in part: Bluesky."
