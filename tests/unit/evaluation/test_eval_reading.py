"""Labelled posts, texts and schools from files; every problem with its line."""

from datetime import UTC, datetime

import pytest

from orm.errors import ConfigError
from orm.evaluation.reading import read_posts, read_texts
from orm.evaluation.schools import read_schools
from orm.model.items import Kind
from orm.model.judgement import AuthorType, Category, Stance
from orm.model.polls import Scope
from orm.model.schools import AccountStatus, SchoolId
from tests.factories_evaluation import WRENBECK, gold_line, lines, post_line, schools_file

SCHOOLS = read_schools(schools_file(), name="schools.json")


def posts(*given):
    return read_posts(lines(*given), SCHOOLS, name="posts.jsonl")


def problems(*given):
    with pytest.raises(ConfigError) as caught:
        posts(*given)
    return list(caught.value.problems)


def test_a_post_is_what_a_collector_would_bring():
    (read,) = posts(post_line(title="The gate", kind="review", platform="ParentPost"))

    item = read.post.item
    assert (item.kind, item.platform, item.author) == (Kind.REVIEW, "ParentPost", "Dot Ashby")
    assert (item.title, item.url, item.rating) == ("The gate", "", None)
    assert item.posted_at == datetime(2026, 11, 12, tzinfo=UTC)
    assert read.post.school_id == SchoolId("wrenbeck")


def test_what_nobody_states_is_empty_and_not_guessed():
    (read,) = posts(post_line(author=None, title=None, posted="last week"))

    assert (read.post.item.author, read.post.item.title) == ("", "")
    assert read.post.item.posted_at is None


@pytest.mark.parametrize(
    ("kind", "filed", "scope"),
    [
        ("microblog", Kind.POST, Scope.ASKED),
        ("video_comment", Kind.COMMENT, Scope.ASKED),
        ("news", Kind.NEWS, Scope.ASKED),
        ("official_comment", Kind.COMMENT, Scope.OWN),
        ("official_post", Kind.POST, Scope.OWN),
        ("handed_in", Kind.POST, Scope.ABOUT),
        ("a kind from next year", Kind.POST, Scope.ASKED),
    ],
)
def test_a_kind_says_how_it_is_filed_and_where_it_came_from(kind, filed, scope):
    (read,) = posts(post_line(kind=kind))

    assert (read.post.item.kind, read.post.scope) == (filed, scope)


def test_labels_become_the_house_s_own_words():
    labels = gold_line(category="T16", also=["T2"], author_type="S", sentiment="mixed")

    (read,) = posts(post_line(gold=labels))

    assert read.gold.category is Category.T16
    assert read.gold.also == {Category.T2}
    assert read.gold.author is AuthorType.STAFF
    assert read.gold.sentiment is Stance.MIXED


def test_a_blank_line_is_passed_over_and_still_counts_as_a_line():
    (first, second) = posts(post_line("a"), "", "   ", post_line("b"))

    assert (first.post.line, second.post.line) == (1, 4)


def test_every_problem_is_told_at_once_with_its_line():
    no_text = {k: v for k, v in post_line("b").items() if k != "text"}
    no_gold = {k: v for k, v in post_line("c").items() if k != "gold"}

    assert problems(
        post_line("a"),
        "not json",
        no_text,
        no_gold,
        post_line("d", school="tollworth"),
        post_line("e", gold=gold_line(category="T99")),
        post_line("a"),
        "[]",
    )[:3] == [
        "posts.jsonl, line 2: is not JSON; every line must be one object in braces",
        "posts.jsonl, line 3: text is missing",
        "posts.jsonl, line 4: gold is missing",
    ]


def test_an_unknown_school_is_told_with_those_that_are_known():
    assert problems(post_line(school="tollworth")) == [
        "posts.jsonl, line 1: school is not in the schools file; there are st-orrins, wrenbeck"
    ]


def test_an_id_that_is_used_twice_is_told_at_both_lines():
    assert problems(post_line("a"), post_line("a")) == [
        "posts.jsonl, line 1: id is used 2 times",
        "posts.jsonl, line 2: id is used 2 times",
    ]


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"category": "T99"}, "gold.category must be"),
        ({"urgent": "yes"}, "gold.urgent must be true or false"),
        ({"sentiment": "abstain"}, "gold.sentiment must be"),
        ({"leak": "Dot"}, "gold.leak must be a list in brackets"),
        ({"also": ["T3", "T77"]}, "gold.also.2 must be"),
    ],
)
def test_a_label_that_the_policy_does_not_know_is_a_problem_of_its_line(changes, says):
    (problem,) = problems(post_line(gold=gold_line(**changes)))

    assert problem.startswith(f"posts.jsonl, line 1: {says}")


def test_a_missing_label_is_named_with_its_path():
    labels = gold_line()
    del labels["sealed"]

    assert problems(post_line(gold=labels)) == ["posts.jsonl, line 1: gold.sealed is missing"]


def test_no_problem_repeats_what_a_post_says():
    (problem,) = problems(post_line(text=["Dot Ashby said so"]))

    assert "Dot" not in problem


@pytest.mark.parametrize("given", [b"", b"\n\n"])
def test_a_file_without_posts_is_a_problem(given):
    with pytest.raises(ConfigError, match=r"posts\.jsonl holds no posts"):
        read_posts(given, SCHOOLS, name="posts.jsonl")


def test_a_file_that_is_not_utf_8_is_told_with_its_line():
    raw = lines(post_line("a")) + "Größe".encode("latin-1")

    with pytest.raises(ConfigError) as caught:
        read_posts(raw, SCHOOLS, name="posts.jsonl")

    assert caught.value.problems == (
        "posts.jsonl, line 2: is not UTF-8 text; save the file again as UTF-8",
    )


def test_a_school_keeps_its_names_accounts_and_namesakes():
    wrenbeck = SCHOOLS[SchoolId("wrenbeck")]

    assert (wrenbeck.town, wrenbeck.postcode, wrenbeck.trust) == ("Harrowmere", "HM4", "")
    assert wrenbeck.aliases == ("Wrenbeck Primary",)
    assert wrenbeck.accounts[0].handle == "@WPS_Harrowmere"
    assert wrenbeck.namesakes[0].name == "Wrenbeck Lane"


def test_an_account_s_unknown_state_does_not_stop_the_reading():
    account = {"platform": "X", "handle": "@WPS", "status": "hacked"}

    read = read_schools(schools_file({**WRENBECK, "official_accounts": [account]}), name="s")

    assert read[SchoolId("wrenbeck")].accounts[0].status is AccountStatus.ACTIVE


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        (b"{", "s.json is not a JSON list of schools"),
        (b"{}", "s.json is not a JSON list of schools"),
        (b"[]\n\xff", "s.json, line 2: is not UTF-8 text; save the file again as UTF-8"),
        (b"[]", "s.json holds no schools; give a list of at least one"),
        (b'[{"key": "a", "name": "A"}]', "s.json, school 1: town is missing"),
        (
            schools_file(WRENBECK, WRENBECK),
            "s.json: a key is used twice; give every school its own",
        ),
    ],
)
def test_a_schools_file_that_cannot_be_used_says_why(raw, problem):
    with pytest.raises(ConfigError) as caught:
        read_schools(raw, name="s.json")

    assert caught.value.problems == (problem,)


def test_texts_are_read_with_their_sentiment_and_nothing_else():
    (read,) = read_texts(
        lines({"text": "Lovely.", "sentiment": "positive", "type": "course review"}), name="t"
    )

    assert (read.text, read.sentiment) == ("Lovely.", Stance.POSITIVE)


def test_every_bad_text_is_told_with_its_line():
    with pytest.raises(ConfigError) as caught:
        read_texts(lines({"text": "Lovely."}, {"text": "a", "sentiment": "glad"}, "-"), name="t")

    assert [problem[:22] for problem in caught.value.problems] == [
        "t, line 1: sentiment i",
        "t, line 2: sentiment m",
        "t, line 3: is not JSON",
    ]
