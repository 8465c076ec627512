"""Eight kinds of week are written as they were agreed, and each says what its kind promises.

`python -m tests.docs.digests` writes them anew; read what changed before you keep it.
"""

import re

import pytest
from bs4 import BeautifulSoup

from orm.model.letters import LetterKind
from reports import bank, words
from tests.factories_golden_weeks import (
    FOLDER,
    GOLDEN_WEEKS,
    files_of,
    letter_of,
    without_pictures,
    written,
)
from tests.factories_leaks import SCREEN
from tests.factories_weeks import DSL, EVERYBODY, school

SAYS = {
    "normal": ["2 decisions, first due Wed 25 Nov, 10:00.", "DECIDE", "GOOD NEWS", "usually 2"],
    "zero": ["Nothing needs you this week.", "7 of 7 sources fully read.", "0 mentions"],
    "wave": ["One story, about uniform: 23 posts in 3 places, first seen Tue 17 Nov."],
    "holiday": [
        "School holiday: ordinary reminders wait for the next school day",
        "alerts of serious cases do not. On call: DSL.",
    ],
    "sources-down": [
        "4 of 6 sources could not be read, or only in part: review pages, Google News and 2 more.",
        "2 of 6 sources fully read.",
    ],
    "first": ["YOUR FIRST DIGEST", "no emergency service", "no earlier weeks"],
    "trust": ["week ending 22 Nov 2026, one of your 5 schools"],
    "everything-sealed": ["SEALED: 2 items with the DSL. Nothing for you to do."],
}
KINDS = pytest.mark.parametrize("kind", GOLDEN_WEEKS)


def flat(text: str) -> str:
    return " ".join(text.split())


def preheader(letter) -> str:
    shown = BeautifulSoup(letter.html, "lxml").find(class_="preheader")
    return shown.get_text() if shown else ""


@KINDS
def test_a_golden_digest_is_written_as_it_was_agreed(kind):
    for name, content in files_of(kind).items():
        agreed = without_pictures(name, (FOLDER / name).read_bytes())

        assert without_pictures(name, content) == agreed, name


@KINDS
def test_a_golden_digest_says_what_its_kind_promises_and_what_every_digest_does(kind):
    text = flat(letter_of(kind).text)

    assert [each for each in SAYS[kind] if each not in text] == []
    assert words.LIMITS in text
    assert re.search(r"FAIRNESS: \d+ mentions?; .*? for criticism; \d+ overrides?\.", text)
    assert "Nothing is sent or removed without a named person's approval." in text


@KINDS
def test_only_the_headteacher_and_the_dsl_learn_that_anything_is_sealed(kind):
    told = {
        each.id for each in EVERYBODY if "SEALED" in written(GOLDEN_WEEKS[kind], each).text.upper()
    }

    assert told == ({"head", "dsl"} if kind == "everything-sealed" else set())


def test_the_inbox_shows_no_time_and_no_kind_of_a_sealed_item():
    assert (
        preheader(written(GOLDEN_WEEKS["everything-sealed"], DSL)) == "7 of 7 sources fully read."
    )


@KINDS
def test_the_inbox_shows_no_kind_of_case_and_not_the_subject_again(kind):
    shown = preheader(letter_of(kind))
    kinds = [bank.entry(each.category).digest for each in GOLDEN_WEEKS[kind].facts.cases]

    assert shown
    assert "decision" not in shown
    assert not any(each in shown for each in kinds if each)


@KINDS
def test_the_safety_check_passes_every_golden_digest(kind):
    letter = letter_of(kind)

    (sent,) = SCREEN.clear(letter, (), names=(school().name,))

    assert (sent.cleared, sent.held, sent.kind) == (True, "", LetterKind.DIGEST)


def test_a_first_week_has_no_picture_and_a_quiet_one_shows_the_weeks_before():
    assert not letter_of("first").pictures
    assert len(letter_of("zero").pictures) == 1
    assert len(letter_of("normal").pictures) == 2


def test_a_reader_who_reads_no_themes_gets_no_pictures():
    assert not letter_of("trust").pictures
