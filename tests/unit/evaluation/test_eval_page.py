"""docs/accuracy.md from a few posts."""

import tomllib
from dataclasses import asdict
from pathlib import Path

from orm.evaluation.measures import measure, measure_by_category
from orm.evaluation.mistakes import mistakes
from orm.evaluation.page import accuracy_page
from orm.evaluation.report import Evaluation
from orm.evaluation.tables import category_rows, flat, measure_rows, mistake_rows
from orm.model.judgement import Category, Stance, Verdict
from tests.factories_evaluation import marked
from tests.factories_triage import house_policy

WORDS = tomllib.loads(
    (Path(__file__).parents[3] / "orm/evaluation/page.toml").read_text(encoding="utf-8")
)


def evaluation(*posts, speed=99.5):
    return Evaluation(
        measures=measure(posts),
        categories=measure_by_category(posts),
        mistakes=mistakes(posts),
        marked=posts,
        items_per_second=speed,
    )


FOUND = evaluation(
    marked(),
    marked("w-2", got_category=Category.T2, got_stance=Stance.NEUTRAL),
    marked("w-3", got_category=Category.T2),
    marked(
        "w-4",
        gold_category=Category.T11,
        got_category=Category.T0,
        got_verdict=Verdict.NOT_US,
        gold_leak=("Dot Ashby",),
        leaked=("Dot Ashby",),
    ),
)


def page(found=FOUND):
    return accuracy_page(found, policy=house_policy(), posts="posts.jsonl")


def test_the_page_begins_with_what_a_headteacher_must_know():
    head = page().partition("## The measures")[0]

    assert "4 labelled posts (`posts.jsonl`)" in head
    assert "These figures are no claim" in head
    assert "Of the posts about the watched school 75% were called ours" in head
    assert "Of the threats and safeguarding matters 0% were sent to a person" in head
    assert "Missed: 1." in head
    assert "stood in an email: 1." in head


def test_categories_that_are_mixed_up_are_named_commonest_first():
    mixed_up = page().partition("mixed up")[2].partition("## Tone")[0]

    rows = [line for line in mixed_up.splitlines() if line[:3] in {"| 1", "| 2"}]
    assert rows == [
        "| 2 | T3 Criticism or opinion | T2 Question, notice or neutral mention |",
        "| 1 | T11 Safeguarding concern | T0 Not about us |",
    ]


def test_tone_is_shown_as_who_says_what():
    assert "| **negative** | 0 | 1 | 3 | 0 | 0 |" in page()


def test_a_kind_of_mistake_is_told_in_words_with_how_often():
    assert "- **1 × about_us: yes, judged no.** The post never names the school" in page()


def test_the_page_repeats_no_words_and_no_id_of_a_post():
    assert "Dot Ashby" not in page()
    assert "w-2" not in page()


def test_the_speed_of_a_run_changes_nothing_on_the_page():
    assert page(evaluation(*FOUND.marked, speed=1.0)) == page()


def test_posts_without_a_mistake_and_without_some_categories_make_a_page():
    assert "Nothing, in these posts." in page(evaluation(marked()))
    assert "Of the threats and safeguarding matters an unknown share" in page(evaluation(marked()))


def test_every_measure_is_explained():
    names = {name for name, _ in flat(asdict(FOUND.measures))}

    assert names == set(WORDS["measures"])


def test_rows_show_what_could_not_be_measured_as_a_dash():
    rows = {row["measure"]: row["value"] for row in measure_rows(asdict(FOUND.measures))}

    assert rows["about_us.recall"] == "0.750"
    assert rows["urgent.recall"] == "-"
    assert rows["leaks"] == "1"


def test_category_rows_are_in_the_policy_s_order():
    assert [row["category"] for row in category_rows(FOUND)] == ["T3", "T11"]


def test_the_commonest_mistakes_come_first():
    (first, *_) = mistake_rows(FOUND, most=2)

    assert first == {"times": 2, "field": "category", "expected": "T3", "got": "T2"}
