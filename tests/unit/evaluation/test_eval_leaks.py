"""Forbidden words in letters."""

import pytest

from orm.evaluation.leaks import leaked
from tests.factories_weeks import letter

CLEAN = letter(subject="Digest", text="Nothing needs you.", html="<p>Nothing needs you.</p>")


@pytest.mark.parametrize(
    "place",
    [
        {"subject": "Digest for Dot Ashby"},
        {"text": "Dot Ashby wrote"},
        {"html": "<p title='Dot Ashby'>a post</p>"},
    ],
)
def test_a_string_is_found_wherever_a_letter_holds_it(place):
    dirty = letter(**{"subject": "Digest", "text": "", "html": "", **place})

    assert leaked(["Dot Ashby", "the mare"], [CLEAN, dirty]) == {"Dot Ashby"}


def test_a_string_is_found_behind_the_escapes_of_a_page():
    dirty = letter(subject="", text="", html="<p>she said &quot;don&#39;t&quot;</p>")

    assert leaked(['she said "don\'t"'], [dirty]) == {'she said "don\'t"'}


def test_a_string_is_not_made_of_the_end_of_one_part_and_the_start_of_the_next():
    assert leaked(["Digest\0Nothing", "DigestNothing", ""], [CLEAN]) <= {"Digest\0Nothing"}


def test_clean_letters_leak_nothing():
    assert leaked(["Dot Ashby"], [CLEAN]) == frozenset()
