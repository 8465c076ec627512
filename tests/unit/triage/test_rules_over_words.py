"""Rules: which words must stand together, and what makes them mean something else."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orm.model.judgement import Category, Severity
from orm.triage.rules import Reading, Rule, fired, match, possible
from orm.triage.text import passage
from orm.triage.vocabulary import Ranges, Shape, compile_vocabulary, expand, words_of

LISTS = {
    "person": "head, the teacher, him",
    "blow": "hit, hits, punch~",
    "never": "never, not",
    "drum": "drum, the target",
    "night": "night, dark",
    "alone": "alone",
    "fiction": "novel",
}


def reading(text, facts=()):
    vocabulary, problems = compile_vocabulary(LISTS, ())
    assert problems == ()
    return Reading(vocabulary.find(passage([("text", text)])), frozenset(facts))


def rule(**changes):
    given = {"id": "X", "says": "x", "category": Category.T12, "severity": Severity.S3}
    return Rule(**{**given, "needs": ("person", "blow"), **changes})


def fires(text, facts=(), **changes):
    return match(rule(**changes), reading(text, facts)) is not None


def test_words_that_stand_together_make_a_rule_fire():
    assert fires("The head hit a boy")


def test_one_of_two_needs_is_not_enough():
    assert not fires("The head was there")


def test_words_too_far_apart_do_not_meet():
    assert not fires("The head " + "and so on " * 9 + "hit a boy", within=10)


def test_words_of_two_sentences_do_not_meet_unless_the_rule_says_so():
    text = "I saw the teacher. He hit a boy"

    assert not fires(text)
    assert fires(text, across=True)


def test_a_rule_may_ask_for_an_order():
    assert fires("hit by the teacher")
    assert not fires("hit by the teacher", ordered=True)
    assert fires("the teacher hit", ordered=True)


def test_only_whole_words_count_but_for_an_open_ending():
    assert not fires("The head likes white")
    assert fires("The head punches")


def test_words_in_the_sentence_may_say_that_it_means_something_else():
    assert not fires("The head hit the target", unless=("drum",))
    assert fires("The head hit him. Bang the drum", unless=("drum",))


def test_words_just_before_may_deny_it():
    assert not fires("never has the head hit anyone", unless_before=("never",))
    assert fires("never mind, I must say here that the head hit him", unless_before=("never",))


def test_a_book_nearby_makes_it_a_story_and_one_far_away_does_not():
    assert not fires("A novel. The head hit him", unless_near=("fiction",))
    assert fires("A novel. " + "and so on " * 20 + "The head hit him", unless_near=("fiction",))


def test_a_denied_place_does_not_hide_a_later_one():
    assert fires("The head hit the target. Then the head hit a boy", unless=("drum",))


def test_a_rule_may_ask_for_a_fact_or_exclude_one():
    assert not fires("The head hit a boy", only=frozenset({"handed-in"}))
    assert fires("The head hit a boy", facts={"handed-in"}, only=frozenset({"handed-in"}))
    assert not fires("The head hit a boy", facts={"news"}, never=frozenset({"news"}))


def test_a_rule_on_facts_alone_has_no_words():
    found = match(rule(needs=(), only=frozenset({"news"})), reading("anything", {"news"}))

    assert found is not None
    assert found.hits == ()


def test_signs_must_come_from_different_lists():
    signs = {"needs": ("person",), "signs": ("blow", "night", "alone"), "least": 2}

    assert not fires("the head in the dark night", **signs)
    assert fires("the head alone in the dark", **signs)


def test_a_sign_far_away_is_no_sign():
    signs = {"needs": ("person",), "signs": ("night", "alone"), "least": 2, "across": True}

    assert not fires("the head alone " + "and so on " * 9 + "in the dark", **signs)


def test_the_words_of_the_needs_are_not_used_twice():
    assert not fires("him", needs=("person", "person"))
    assert fires("him and the head", needs=("person", "person"))


def test_a_choice_stands_for_each_of_its_phrases():
    assert expand("put {him/her} {/right }down") == (
        "put him down",
        "put him right down",
        "put her down",
        "put her right down",
    )


def test_lists_may_run_over_lines():
    assert words_of("one, two\nthree,\n four") == ("one", "two", "three", "four")


def test_a_list_may_hold_another():
    vocabulary, problems = compile_vocabulary({"a": "one", "b": "@a, two"}, ())

    found = vocabulary.find(passage([("text", "one two")]))

    assert problems == ()
    assert len(found["b"]) == 2


@pytest.mark.parametrize("text", ["@missing", "@b"])
def test_a_list_that_holds_itself_or_nothing_known_is_a_problem(text):
    _, problems = compile_vocabulary({"b": text}, ())

    assert len(problems) == 1
    assert "'b'" in problems[0]


def test_a_shape_may_see_capitals():
    cased = Shape("name", re.compile(r"[A-Z]\w+"), cased=True)
    vocabulary, _ = compile_vocabulary({"x": "y"}, (cased,))

    assert len(vocabulary.find(passage([("text", "Mary met a man")]))["name"]) == 1


@pytest.mark.parametrize("unit", ["the head hit ", "head " * 3 + "not ", "dark alone the head "])
def test_a_long_hostile_text_is_read_in_time(unit):
    text = unit * (40_000 // len(unit))

    assert match(rule(unless=("never",), signs=("night", "alone"), least=3), reading(text)) is None


WORDS = st.sampled_from(["the head", "hit", "him", "drum", "never", "alone", "in the dark.", "and"])
RULES = (
    rule(id="1"),
    rule(id="2", needs=("alone|night",), unless=("drum",)),
    rule(id="3", needs=(), only=frozenset({"news"})),
    rule(id="4", needs=("night", "blow|alone", "person"), across=True),
    rule(id="5", needs=("never|drum", "night|person")),
    rule(id="6", needs=("alone",), never=frozenset({"news"})),
)


@given(st.lists(WORDS, max_size=12).map(" ".join), st.sampled_from([(), ("news",)]))
def test_the_rules_that_fire_are_those_that_hold_one_by_one(text, facts):
    one_by_one = tuple(found for one in RULES if (found := match(one, reading(text, facts))))

    assert fired(RULES, reading(text, facts)) == one_by_one


def test_every_need_must_be_somewhere_before_a_rule_is_tried():
    assert possible(RULES, reading("the head in the dark", ("news",))) == {1, 2}


@given(
    st.lists(st.tuples(st.integers(0, 30), st.integers(1, 9)), max_size=6),
    st.integers(0, 30),
    st.integers(1, 9),
)
def test_a_range_is_covered_when_one_of_the_ranges_holds_it(ranges, start, size):
    places = [(low, low + length) for low, length in ranges]
    inside = any(low <= start and start + size <= high for low, high in places)

    assert Ranges(places).cover(start, start + size) == inside
