"""A school is found by what somebody knows of it."""

from dataclasses import replace

import pytest

from orm.model.schools import SchoolId
from orm.reading.school_search import school_search
from tests.factories_first_run import REGISTERED

ORRIN = replace(
    REGISTERED,
    id=SchoolId("urn-990102"),
    name="St Orrin's C of E Primary School",
    town="Tollworth",
    postcode="TW1 1AA",
    urn="990102",
)
SEARCH = school_search((REGISTERED, ORRIN))


@pytest.mark.parametrize(
    ("words", "urns"),
    [
        ("wrenbeck", ["990101"]),
        ("WRENBECK primary", ["990101"]),
        ("primary tollworth", ["990102"]),
        ("hm4 7qt", ["990101"]),
        ("HM47QT", ["990101"]),
        ("990102", ["990102"]),
        ("saint orrins", ["990102"]),
        ("st orrin’s", ["990102"]),
        ("primary", ["990101", "990102"]),
        ("eastmarch council", ["990101", "990102"]),
        ("enbeck", []),
        ("wrenbeck tollworth", []),
        ("", []),
        ("  \u202e!", []),
    ],
)
def test_every_word_is_found_where_a_word_begins(words, urns):
    assert [school.urn for school in SEARCH.find(words)] == urns


def test_names_that_begin_with_the_words_come_first():
    other = replace(ORRIN, name="Tollworth and Wrenbeck School", urn="100000")

    found = school_search((other, REGISTERED)).find("wrenbeck")

    assert [school.urn for school in found] == ["990101", "100000"]


def test_no_more_are_found_than_asked_for():
    many = [replace(ORRIN, urn=str(100000 + n)) for n in range(30)]

    assert len(school_search(many).find("orrin", 20)) == 20


def test_a_school_is_known_by_its_number():
    assert SEARCH.school("990102") == ORRIN
    assert SEARCH.school("990109") is None
