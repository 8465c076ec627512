"""Is it about us? A table of invented posts."""

from dataclasses import replace

import pytest

from orm.match import Matcher
from orm.model.judgement import Verdict
from orm.model.polls import Scope
from orm.model.schools import Namesake, SchoolId
from tests.factories_match import ST_MARYS, ST_ORRINS, TOWN, WRENBECK, mention_of, post


@pytest.mark.parametrize(
    "text",
    [
        "Wrenbeck Primary School, Harrowmere, has a new climbing frame",
        "wrenbeck primry in harrowmere lost my dorters coat",
        "My son loves Year 4 at Wrenbeck",
        "Ｗrenbeck Prımary in Harrowmere? the head won't answer".replace("ı", "і"),
        "W🦆renbeck Pri🌾mary, Harrowmere, four non-uniform days already",
        "wren\u200bbeck prim\u200bary sent our report to the wrong family",
        "Thanks @WPS_Harrowmere for a lovely sports day",
        "Places left, see https://www.wrenbeck.example/admissions for Wrenbeck",
        "Parents at WPS: is the nativity Tuesday or Wednesday?",
        "Otter Class at Wrenbeck are top of the quiz, well done Harrowmere",
    ],
)
def test_a_post_that_places_the_name_is_about_us(text):
    mention = mention_of(WRENBECK, post(text))

    assert mention is not None
    assert mention.verdict is Verdict.US


@pytest.mark.parametrize(
    "text",
    [
        "Wrenbeck Primary Academy, Tollworth, is to close, parents say",
        "Wrenbeck Primary in Tollworth is a joke, three supply teachers since September",
        "Wrenbeck Primary, Duncaster, wins the county choir award",
        "Wrenbeck Lane is shut by the primary in Harrowmere, avoid at school run times",
        "The Wrenbeck Arms, Harrowmere: kids' roast was cold and the staff rude",
        "Wrenbeck Rovers 2 Harrowmere 1, schoolboy defending",
        "Wrenbeck 0-4 Harrowmere, worst defending I have seen from any school of football",
        "Wrenbeck Mill is a novel about a headteacher in Harrowmere",
        "Mr Wrenbeck of Harrowmere was a poet who hated school",
        "Wrenbeck (1819-1893) preached in Harrowmere, his sermons bored the schoolmaster",
        "Great news: a walk from Great Wrenbeck to Harrowmere with the kids",
        "WPS fault code on the van again, anyone in Eastmarch with a reader?",
        "Wrenbeck is lovely in spring",
        "Wrenbeck Academy walkout: teachers and parents at the gate in Harrowmere",
        "My son has been at Wrenbeck two years and his Year 9 form tutor left",
    ],
)
def test_a_namesake_is_never_taken_for_us(text):
    mention = mention_of(WRENBECK, post(text))

    assert mention is not None
    assert mention.verdict is not Verdict.US


def test_a_post_that_names_nobody_has_no_mention():
    assert TOWN.mentions(post("The bins in Harrowmere are late again"), {}) == ()


def test_a_bare_common_name_is_never_enough():
    matcher = Matcher.build([ST_MARYS])

    bare = mention_of(ST_MARYS, post("St Mary's Primary School is closing"), matcher=matcher)
    placed = mention_of(
        ST_MARYS, post("St Mary's Primary School, Harrowmere, is closing"), matcher=matcher
    )

    assert bare is not None
    assert placed is not None
    assert bare.verdict is not Verdict.US
    assert placed.verdict is Verdict.US


def test_initials_alone_are_never_enough():
    mention = mention_of(WRENBECK, post("WPS again"))

    assert mention is not None
    assert mention.verdict is Verdict.NOT_US


def test_two_schools_in_one_post_are_two_mentions_in_order_of_id():
    item = post("St Orrin's C of E Primary and Wrenbeck Primary, Harrowmere: joint sports day")

    found = TOWN.mentions(item, {})

    assert [mention.school_id for mention in found] == ["st-orrins", "wrenbeck"]
    assert {mention.verdict for mention in found} == {Verdict.US}


def test_a_post_about_another_school_that_names_us_in_passing_is_not_ours():
    school = replace(WRENBECK, namesakes=(Namesake("St Bede's Primary, Harrowmere"),))
    item = post(
        "Is anyone else's child at St Bedes starving? Harrowmere deserves better. "
        "I nearly put mine at Wrenbeck",
        title="St Bedes - anyone else?",
    )

    mention = mention_of(school, item, matcher=Matcher.build([school]))

    assert mention is not None
    assert mention.verdict is not Verdict.US


def test_another_watched_schools_longer_name_is_not_ours():
    longer = replace(
        ST_ORRINS, id=SchoolId("mere"), name="Mere Wrenbeck Primary School", short_names=()
    )
    matcher = Matcher.build([WRENBECK, longer])
    item = post("Our kids love Mere Wrenbeck Primary School in Harrowmere")

    found = {mention.school_id: mention for mention in matcher.mentions(item, {})}

    assert found[longer.id].verdict is Verdict.US
    assert found[WRENBECK.id].verdict is Verdict.NOT_US
    assert "namesake" in {one.rule for one in found[WRENBECK.id].evidence}


def test_the_town_of_a_watched_school_of_the_same_name_speaks_against_us():
    twin = replace(ST_MARYS, id=SchoolId("twin"), town="Tollworth", county="Westmarch", postcode="")
    matcher = Matcher.build([ST_MARYS, twin])
    item = post(
        "St Mary's Primary School: parents in Tollworth want their playground back, my son too"
    )

    found = {mention.school_id: mention.verdict for mention in matcher.mentions(item, {})}

    assert found[twin.id] is Verdict.US
    assert found[ST_MARYS.id] is not Verdict.US


@pytest.mark.parametrize("scope", [Scope.ABOUT, Scope.OWN])
def test_a_page_about_the_school_is_about_us_without_a_name(scope):
    mention = mention_of(WRENBECK, post("Shocking."), scope=scope)

    assert mention is not None
    assert mention.verdict is Verdict.US


def test_a_review_that_says_another_place_is_not_ours_even_on_our_page():
    item = post("Wrenbeck Primary in Tollworth is a joke")

    mention = mention_of(WRENBECK, item, scope=Scope.ABOUT)

    assert mention is not None
    assert mention.verdict is Verdict.NOT_US


def test_a_local_source_makes_a_short_name_clearer():
    item = post("Wrenbeck parents were told nothing")

    far = mention_of(WRENBECK, item, scope=Scope.OPEN)
    near = mention_of(WRENBECK, item, scope=Scope.LOCAL)

    assert far is not None
    assert near is not None
    assert near.score > far.score


def test_a_page_wanted_for_a_school_that_is_not_watched_is_nobodys():
    assert TOWN.mentions(post("Shocking."), {SchoolId("unknown"): Scope.ABOUT}) == ()


def test_the_teachers_profile_alone_does_not_make_an_opinion_about_the_weather_ours():
    item = post("Fourteen hours of rain. I despair.", author="Ceri, Y4 teacher at Wrenbeck Primary")

    mention = mention_of(WRENBECK, item)

    assert mention is not None
    assert mention.verdict is not Verdict.US


def test_an_impostor_is_found_by_the_name_it_gives_itself():
    item = post("Dear families, our school page has moved", author="Wrеnbесk Рrimary School")

    mention = mention_of(WRENBECK, item)

    assert mention is not None
    assert mention.verdict is Verdict.US
    assert mention.spans == ()


def test_evidence_quotes_the_words_that_prove_it():
    mention = mention_of(ST_ORRINS, post("Parents at St Orrin’s, Harrowmere, are cross"))

    assert mention is not None
    assert {("place-town", "Harrowmere"), ("name-short", "St Orrin")} <= {
        (one.rule, one.words) for one in mention.evidence
    }
