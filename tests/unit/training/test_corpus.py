"""What the learned judge learned from: every line is labelled as the rules of labelling say."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from orm.evaluation.reading import read_posts, read_texts
from orm.evaluation.schools import read_schools
from orm.model.judgement import ALWAYS_SEALED, Category, Stance
from orm.triage.checks import NEVER_REMOVED
from tests import factories_match, factories_triage

HERE = Path(__file__).parents[3] / "training"
POSTS = sorted(HERE.glob("corpus/*.jsonl"))
COMMENTS = sorted(HERE.glob("comments/*.jsonl"))
SCHOOLS = read_schools((HERE / "schools.json").read_bytes(), name="schools.json")
SEALED_TOO = ALWAYS_SEALED | {Category.T10, Category.T15, Category.T21}
"""What may hold what is sealed."""
RAISED_ANYWHERE = {Category.T8, Category.T11}
"""Raised whoever it is about: a post about somebody else may be one."""
ELSEWHERE = [
    school.name
    for school in (
        factories_match.WRENBECK,
        factories_match.ST_ORRINS,
        factories_match.ST_MARYS,
        factories_triage.CARROWBY,
    )
] + ["Wrenbeck", "St Orrin", "Carrowby", "Harrowmere", "Tollworth"]
"""The names of the demonstration's town and of the tests: what they show was not learned by heart."""


def lines(path: Path) -> list[Any]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def seen(line: Any) -> str:
    """What the public can read of a post."""
    return "\n".join(line.get(field) or "" for field in ("author", "title", "text"))


def faults(path: Path, wrong) -> list[str]:
    return [line["id"] for line in lines(path) if wrong(line)]


def by_name(path: Path) -> str:
    return path.stem


every_hand = pytest.mark.parametrize("path", POSTS, ids=by_name)
every_file = pytest.mark.parametrize("path", [*POSTS, *COMMENTS], ids=by_name)


def test_there_is_a_corpus_of_posts_and_of_comments():
    assert len(POSTS) >= 2
    assert COMMENTS


@every_hand
def test_posts_are_in_the_format_of_orm_eval(path):
    assert len(read_posts(path.read_bytes(), SCHOOLS, name=path.name)) == len(lines(path))


@pytest.mark.parametrize("path", COMMENTS, ids=by_name)
def test_comments_are_in_the_format_of_orm_eval(path):
    found = read_texts(path.read_bytes(), name=path.name)

    assert {each.sentiment for each in found} == {
        Stance.POSITIVE,
        Stance.NEUTRAL,
        Stance.NEGATIVE,
    }


def test_an_id_is_used_once_over_all_hands():
    ids = Counter(line["id"] for path in (*POSTS, *COMMENTS) for line in lines(path))

    assert [name for name, times in ids.items() if times > 1] == []


@every_hand
def test_a_hand_is_one_file(path):
    assert faults(path, lambda line: line["hand"] != path.stem) == []


@every_file
def test_a_scenario_belongs_to_one_hand_so_that_no_split_parts_it(path):
    assert faults(path, lambda line: not line["scenario"].startswith(f"{path.stem}-")) == []


@every_hand
def test_what_must_not_leak_stands_in_the_post_word_for_word(path):
    assert faults(path, lambda line: not all(w in seen(line) for w in line["gold"]["leak"])) == []


@every_hand
def test_the_words_that_show_who_writes_stand_in_the_post(path):
    assert faults(path, lambda line: (line["gold"]["author_cue"] or "") not in seen(line)) == []


@every_hand
def test_nobody_is_of_the_school_without_words_that_show_it(path):
    def wrong(line):
        writer, shown = line["gold"]["author_type"], bool(line["gold"]["author_cue"])
        return (writer in "PUS" and not shown) or (writer == "?" and shown)

    assert faults(path, wrong) == []


@every_hand
def test_urgent_is_severity_3_and_more(path):
    assert faults(path, lambda x: x["gold"]["urgent"] != (x["gold"]["severity"] >= 3)) == []


@every_hand
def test_what_is_for_the_safeguarding_team_is_sealed_and_little_else(path):
    def wrong(line):
        category, sealed = Category(line["gold"]["category"]), line["gold"]["sealed"]
        return (category in ALWAYS_SEALED) > sealed or sealed > (category in SEALED_TOO)

    assert faults(path, wrong) == []


@every_hand
def test_removal_is_allowed_for_nothing_that_is_never_taken_down(path):
    """Two exceptions, as the rules of labelling name them: a hacked account of the school, and T17
    by somebody who is no child.
    """

    def wrong(line):
        gold = line["gold"]
        hacked = gold["category"] == "T18" and "T19" in gold["also"]
        grown = gold["category"] == "T17" and gold["author_type"] != "U"
        never = gold["category"] in NEVER_REMOVED and not (hacked or grown)
        return gold["removal_allowed"] and never

    assert faults(path, wrong) == []


@every_hand
def test_an_insult_of_severity_1_is_not_taken_down(path):
    def wrong(line):
        gold = line["gold"]
        return gold["category"] == "T5" and gold["severity"] <= 1 and gold["removal_allowed"]

    assert faults(path, wrong) == []


@every_hand
def test_what_is_not_about_the_school_is_neutral_t0_unless_a_life_may_depend_on_it(path):
    def wrong(line):
        gold = line["gold"]
        if gold["category"] == "T0":
            return gold["about_us"] or gold["sentiment"] != "neutral"
        away = not gold["about_us"] and Category(gold["category"]) not in RAISED_ANYWHERE
        return away and gold["category"] != "T16"  # T16d is about nobody here either

    assert faults(path, wrong) == []


@every_hand
def test_no_category_applies_beside_itself(path):
    assert faults(path, lambda line: line["gold"]["category"] in line["gold"]["also"]) == []


@every_file
def test_no_post_is_empty_and_none_names_the_schools_of_the_tests_or_the_demonstration(path):
    def wrong(line):
        words = f"{seen(line)} {line['text']}".casefold()
        return not line["text"].strip() or any(name.casefold() in words for name in ELSEWHERE)

    assert faults(path, wrong) == []


def test_no_school_of_the_corpus_is_one_of_the_tests_or_the_demonstration():
    names = {school.name for school in SCHOOLS.values()}

    assert names.isdisjoint(ELSEWHERE)


def test_every_category_is_told_by_several_hands():
    told = Counter(
        category
        for path in POSTS
        for category in {line["gold"]["category"] for line in lines(path)}
    )

    assert set(told) == {category.value for category in Category}
    assert min(told.values()) >= 2


def test_the_page_says_that_hands_and_scenarios_stay_whole():
    page = (HERE / "README.md").read_text(encoding="utf-8")

    assert "kept whole on one side of a split" in page


def test_no_hand_is_both_learned_from_and_held_back():
    command = pytest.importorskip(
        "training.__main__",
        reason="splitting the corpus needs the packages of the dependency group `train`",
    )
    hands = [path.stem for path in POSTS]

    folds = command._folds([type("Said", (), {"hand": hand}) for hand in hands])

    assert sorted(hand for fold in folds for hand in fold) == sorted(hands)
