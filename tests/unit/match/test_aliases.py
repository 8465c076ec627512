"""Names made from the official name."""

from dataclasses import replace

import pytest

from orm.match.aliases import Strength, aliases
from tests.factories_match import ST_MARYS, ST_ORRINS, WRENBECK


def strengths(school):
    return {alias.text: alias.strength for alias in aliases(school, frozenset())}


@pytest.mark.parametrize(
    "name",
    [
        "st orrin c of e primary school",
        "st orrin c of e primary",
        "st orrins c of e primary school",
        "saint orrin church of england primary school",
        "st orrin cofe primary",
        "st orrin ce primary school",
        "st orrin primary school",
        "st orrin primary",
    ],
)
def test_the_full_name_is_known_in_every_usual_spelling(name):
    assert strengths(ST_ORRINS)[name] is Strength.FULL


@pytest.mark.parametrize(
    ("name", "strength"),
    [
        ("wrenbeck", Strength.SHORT),
        ("wrenbeck school", Strength.PART),
        ("wrenbeck primry", Strength.PART),
        ("wps", Strength.INITIALS),
        ("wps_harrowmere", Strength.ACCOUNT),
        ("wrenbeckprimary", Strength.FULL),
    ],
)
def test_a_name_is_as_strong_as_the_school_words_it_keeps(name, strength):
    assert strengths(WRENBECK)[name] is strength


def test_the_article_of_a_name_may_be_left_out():
    school = replace(WRENBECK, name="The Wrenbeck R.C. Junior School", aliases=())

    assert strengths(school)["wrenbeck roman catholic junior school"] is Strength.FULL


def test_former_names_are_names():
    school = replace(WRENBECK, former_names=("Harrowside Infant School",))

    assert strengths(school)["harrowside infant"] is Strength.FULL


def test_a_name_that_leaves_only_the_town_is_no_name():
    school = replace(WRENBECK, former_names=("Harrowmere National School",))

    assert "harrowmere" not in strengths(school)


def test_initials_made_by_us_count_in_capitals_only():
    school = replace(WRENBECK, short_names=())
    made = {alias.text: alias.capitals for alias in aliases(school, frozenset())}

    assert made["wps"] is True


def test_names_that_many_schools_share_are_marked_common():
    assert all(a.common for a in aliases(ST_MARYS, frozenset()) if a.strength is Strength.FULL)
    assert not any(alias.common for alias in aliases(WRENBECK, frozenset()))


def test_a_name_that_a_namesake_shares_is_contested():
    contested = {a.text: a.contested for a in aliases(WRENBECK, frozenset({"wrenbeck"}))}

    assert contested["wrenbeck"] is True
    assert contested["wrenbeck primary"] is False
