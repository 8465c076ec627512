"""`orm eval` as it is typed: what it prints, what it writes, how it ends."""

import json
import re

import pytest

from tests.factories_cli import typed
from tests.factories_evaluation import WRENBECK, gold_line, lines, post_line, schools_file

PRAISE = post_line(
    "praise",
    text="Thank you Wrenbeck Primary School, Harrowmere, such kind and wonderful teachers!",
    gold=gold_line(category="T1", severity=0, sentiment="positive"),
)
STREET = post_line(
    "street",
    text="Bins on Wrenbeck Lane were late again.",
    gold=gold_line(about_us=False, category="T0", sentiment="neutral"),
)
THREAT = post_line(
    "threat",
    text="I will kill the headteacher of Wrenbeck Primary School, Harrowmere, tonight.",
    gold=gold_line(category="T8", severity=4, urgent=True, leak=["Dot Ashby", "I will kill"]),
)
NEWS = post_line(
    "news",
    kind="news",
    platform="The Harrowmere Herald",
    author="The Harrowmere Herald",
    title="Wrenbeck Primary School opens its library",
    text="Wrenbeck Primary School in Harrowmere opened its library on Friday.",
    gold=gold_line(category="T20", severity=0, author_type="N", sentiment="neutral"),
)
POSTS = lines(PRAISE, STREET, THREAT, NEWS)


def orm(*words):
    return typed(["eval", *map(str, words)])


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "posts.jsonl").write_bytes(POSTS)
    (tmp_path / "schools.json").write_bytes(schools_file())
    return tmp_path


def judged(folder, *words):
    return orm(folder / "posts.jsonl", "--schools", folder / "schools.json", *words)


def test_json_holds_every_measure_of_the_contract(folder):
    ended = judged(folder, "--json")

    said = json.loads(ended.stdout)
    assert ended.exit_code == 0
    assert said["about_us"] == {"precision": 1.0, "recall": 1.0, "unsure_rate": 0.0}
    assert said["critical"] == {"recall": 1.0}
    assert said["removal"]["proposed_where_forbidden"] == 0
    assert said["leaks"] == 0
    assert said["items_per_second"] > 0
    assert set(said["categories"]) == {"T0", "T1", "T8", "T20"}
    assert said["categories"]["T8"]["urgent"]["recall"] == 1.0


def test_json_lists_each_mistake_by_post_and_field(folder):
    wrong = {**PRAISE, "gold": gold_line(category="T11", author_type="P", sentiment="positive")}
    (folder / "posts.jsonl").write_bytes(lines(wrong))

    said = json.loads(judged(folder, "--json").stdout)

    assert said["errors"] == [
        {"id": "praise", "field": "category", "expected": "T11", "got": "T1"},
        {"id": "praise", "field": "author", "expected": "P", "got": "?"},
    ]


def test_a_headline_that_may_not_be_in_an_email_is_found_in_the_digest(folder):
    secret = {**NEWS, "gold": {**NEWS["gold"], "leak": ["opens its library", "on Friday"]}}
    (folder / "posts.jsonl").write_bytes(lines(PRAISE, secret))

    said = json.loads(judged(folder, "--json").stdout)

    assert said["leaks"] == 1
    assert {each["got"] for each in said["errors"] if each["field"] == "leak"} == {
        "opens its library"
    }


def test_words_of_an_alert_are_looked_through_too(folder):
    known = {**THREAT, "gold": {**THREAT["gold"], "leak": ["ring your deputy"]}}
    (folder / "posts.jsonl").write_bytes(lines(known))

    assert json.loads(judged(folder, "--json").stdout)["leaks"] == 1


def test_two_runs_say_the_same_but_for_the_speed(folder):
    first, second = (json.loads(judged(folder, "--json").stdout) for _ in range(2))

    del first["items_per_second"], second["items_per_second"]
    assert first == second


def test_people_get_tables_of_measures_categories_and_mistakes(folder):
    ended = judged(folder)

    assert re.search(r"(?m)^about_us\.recall +1\.000 *$", ended.stdout)
    assert re.search(r"(?m)^category +items +about us", ended.stdout)
    assert re.search(r"(?m)^T8 +1 +1\.000", ended.stdout)
    assert re.search(r"(?m)^times +field +expected +got", ended.stdout)


def test_the_page_is_written_where_it_is_asked_for(folder):
    ended = judged(folder, "--page", folder / "accuracy.md")

    assert ended.exit_code == 0
    assert f"Wrote {folder / 'accuracy.md'}." in ended.stderr
    assert (folder / "accuracy.md").read_text("utf-8").startswith("# How well posts are judged")


def test_nothing_is_printed_when_the_page_cannot_be_written(folder):
    ended = judged(folder, "--page", folder / "nowhere" / "accuracy.md")

    assert (ended.exit_code, ended.stdout) == (2, "")
    assert "cannot be written" in ended.stderr


@pytest.mark.parametrize(
    ("posts", "problem"),
    [
        (lines(PRAISE, "{"), "posts.jsonl, line 2: is not JSON"),
        (lines({**PRAISE, "school": "tollworth"}), "posts.jsonl, line 1: school is not in"),
        (lines({"id": "a"}), "posts.jsonl, line 1: gold is missing"),
        (b"", "posts.jsonl holds no posts"),
    ],
)
def test_bad_posts_end_the_command_before_anything_is_printed(folder, posts, problem):
    (folder / "posts.jsonl").write_bytes(posts)

    ended = judged(folder, "--json")

    assert (ended.exit_code, ended.stdout) == (2, "")
    assert problem in ended.stderr


def test_bad_schools_end_the_command_with_the_place(folder):
    (folder / "schools.json").write_bytes(schools_file(WRENBECK, {"key": "a"}))

    ended = judged(folder)

    assert (ended.exit_code, ended.stdout) == (2, "")
    assert "schools.json, school 2: name is missing" in ended.stderr


def test_a_file_that_is_not_there_is_named(tmp_path):
    ended = orm("nowhere.jsonl", "--schools", "none.json")

    assert ended.exit_code == 2
    assert "none.json cannot be read" in ended.stderr


@pytest.mark.parametrize("words", [(), ("posts.jsonl",), ("--schools", "schools.json")])
def test_posts_and_schools_go_together(words):
    ended = orm(*words)

    assert ended.exit_code == 2
    assert "orm eval POSTS.jsonl --schools SCHOOLS.json" in ended.stderr


def test_stance_alone_is_measured_on_texts(tmp_path):
    texts = tmp_path / "texts.jsonl"
    texts.write_bytes(
        lines(
            {"text": "Absolutely wonderful, friendly teachers.", "sentiment": "positive"},
            {"text": "Terrible, rude and useless.", "sentiment": "negative"},
        )
    )

    said = json.loads(orm("--sentiment", texts, "--json").stdout)

    assert said["accuracy"] == said["macro_f1"] == 1.0
    assert said["recall"] == said["precision"] == {"negative": 1.0, "positive": 1.0}
    assert said["abstain_rate"] == 0.0
    assert said["flagged_for_action"] == 0
    assert said["texts_per_second"] > 0
    assert re.search(r"(?m)^recall\.positive +1\.000 *$", orm("--sentiment", texts).stdout)


def test_stance_alone_goes_with_no_other_measure(folder):
    ended = orm(folder / "posts.jsonl", "--sentiment", folder / "posts.jsonl")

    assert ended.exit_code == 2
    assert "--sentiment measures texts alone; leave out POSTS" in ended.stderr


def test_a_text_that_cannot_be_read_is_told_with_its_line(folder):
    ended = orm("--sentiment", folder / "posts.jsonl", "--json")

    assert (ended.exit_code, ended.stdout) == (2, "")
    assert "posts.jsonl, line 1: sentiment is missing" in ended.stderr
