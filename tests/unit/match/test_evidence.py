"""Single reasons, and the words they quote."""

from dataclasses import replace

import pytest

from orm.match import Matcher
from orm.model.judgement import Verdict
from orm.model.schools import Namesake
from tests.factories_match import WRENBECK, mention_of, post


def weights(school, item):
    mention = mention_of(school, item, matcher=Matcher.build([school]))
    assert mention is not None
    return {(one.rule, one.words): one.weight for one in mention.evidence}


def test_a_town_in_the_outlets_name_counts_half():
    said = weights(WRENBECK, post("Wrenbeck in Harrowmere"))
    printed = weights(WRENBECK, post("Wrenbeck", outlet="The Harrowmere Herald"))

    whole = said["place-town", "Harrowmere"]
    assert printed["place-town", "The Harrowmere Herald"] == pytest.approx(whole / 2)


def test_a_town_in_the_authors_line_counts_half_unless_the_name_stands_there_too():
    other = weights(WRENBECK, post("Wrenbeck", author="Harrowmere Chat"))
    same = weights(WRENBECK, post("Heating failed", author="Wrenbeck Harrowmere"))

    assert same["place-town", "Harrowmere"] == 2 * other["place-town", "Harrowmere"]


@pytest.mark.parametrize("host", ["wrenbeck.example", "www.wrenbeck.example"])
def test_a_page_of_the_schools_website_is_a_link_to_it(host):
    found = weights(WRENBECK, post("Wrenbeck", url=f"https://{host}/news/1"))

    assert ("link-website", "wrenbeck.example") in found


@pytest.mark.parametrize("url", ["https://notwrenbeck.example/", "https://[broken", ""])
def test_another_address_is_no_link(url):
    found = weights(WRENBECK, post("Wrenbeck", url=url))

    assert "link-website" not in {rule for rule, _ in found}


def test_a_website_that_cannot_be_read_is_no_evidence():
    school = replace(WRENBECK, website="https://[broken")

    assert mention_of(school, post("Wrenbeck"), matcher=Matcher.build([school])) is not None


def test_a_namesakes_kind_speaks_against():
    school = replace(WRENBECK, namesakes=(Namesake("Wrenbeck Primary (substation)"),))
    item = post("Loss of supply in HM4: flood at Wrenbeck Primary substation compound")

    mention = mention_of(school, item, matcher=Matcher.build([school]))

    assert mention is not None
    assert mention.verdict is not Verdict.US


def test_an_error_page_that_repeats_the_search_is_not_a_post():
    item = post("Not authorised to view 'wrenbeck primary harrowmere'", title="Access denied")

    mention = mention_of(WRENBECK, item)

    assert mention is not None
    assert mention.verdict is not Verdict.US


def test_a_namesakes_place_weighs_less_where_ours_is_named_too():
    away = weights(WRENBECK, post("Wrenbeck news from Tollworth"))
    both = weights(WRENBECK, post("Wrenbeck news from Tollworth and Harrowmere"))

    assert away["elsewhere", "Tollworth"] < both["elsewhere", "Tollworth"] < 0


@pytest.mark.parametrize(
    "text",
    [
        "Wrenbeck Primary in September",
        "Wrenbeck Primary, Eastm. branch",
        "Wrenbeck Primary in Harrowmere",
        "Wrenbeck Primary, Mrs Oakes said",
        "Wrenbeck Primary, Duncaster people came to see it",
    ],
)
def test_what_is_no_other_place_is_not_taken_for_one(text):
    rules = {rule for rule, _ in weights(WRENBECK, post(text))}

    assert "elsewhere-beside" not in rules


def test_words_inside_a_name_are_not_heard_twice():
    found = weights(WRENBECK, post("Wrenbeck Primary School"))

    assert {rule for rule, _ in found} == {"name-full"}


def test_places_together_have_a_limit():
    found = weights(WRENBECK, post("Wrenbeck, Harrowmere, HM4, Eastmarch, Eastmarch Council"))

    assert sum(w for (rule, _), w in found.items() if rule.startswith("place-")) <= 0.45


def test_talk_far_from_the_name_does_not_speak_against_it():
    near = weights(WRENBECK, post("Wrenbeck: a novel by a parent"))
    far = weights(
        WRENBECK, post("Wrenbeck parents meet. " + "More on that soon. " * 20 + "A novel.")
    )

    assert ("other-works", "novel") in near
    assert ("other-works", "novel") not in far
