"""Settled mentions as labelled posts."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from orm.evaluation.examples import examples
from orm.evaluation.reading import read_posts
from orm.model.brought import FAMILY
from orm.model.cases import Case, CaseRef, CaseState
from orm.model.items import Identity, Kind
from orm.model.judgement import (
    Assessment,
    AuthorType,
    Category,
    Evidence,
    Retain,
    Route,
    Severity,
    Stance,
    Verdict,
)
from orm.model.polls import Scope
from orm.model.schools import Role, School
from orm.model.settlements import MentionFile, MentionId
from tests.factories_settling import HERE, mention_of, post_of, said_of
from tests.factories_store import decision_of

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
SCHOOLS = {HERE: School(HERE, "Wrenbeck Primary School", "Harrowmere")}
RUDE = decision_of(
    Category.T5,
    2,
    routes=(Route.DELETION_REQUEST,),
    also=(Category.T4,),
    author=AuthorType.PARENT,
    author_cue="my son",
)


def file_of(number=1, verdict=Verdict.US, **changes):
    item = changes.pop("item", post_of())
    return MentionFile(
        **{
            "id": MentionId(number),
            "latest": MentionId(number),
            "item": item,
            "retain": Retain.FULL,
            "mention": mention_of(verdict),
            "assessment": Assessment(Stance.NEGATIVE, -0.4, (-0.4,), "vader"),
            "decision": RUDE,
            "seen_at": NOW,
            "settled": said_of(verdict, item),
            **changes,
        }
    )


def line_of(*args, **changes):
    (line,) = examples([file_of(*args, **changes)]).lines
    return json.loads(line)


def sealed_case():
    return Case(
        CaseRef("K7QD-2MX9"),
        HERE,
        Category.T11,
        Severity.S3,
        CaseState.NEW,
        Role.DSL,
        sealed=True,
        opened_at=NOW,
        due_at=NOW,
    )


def test_the_person_labels_whose_it_is_and_the_decision_the_rest():
    assert line_of()["gold"] == {
        "about_us": True,
        "category": "T5",
        "also": ["T4"],
        "severity": 2,
        "author_type": "P",
        "author_cue": "my son",
        "sentiment": "negative",
        "tags_4c": ["content"],
        "urgent": False,
        "removal_allowed": True,
        "sealed": False,
        "leak": ["mossy"],
    }


def test_what_is_not_about_the_school_is_t0_and_nothing_may_be_proposed():
    gold = line_of(1, Verdict.NOT_US)["gold"]

    assert (gold["about_us"], gold["category"], gold["severity"]) == (False, "T0", 0)
    assert (gold["removal_allowed"], gold["sentiment"], gold["author_type"]) == (
        False,
        "neutral",
        "?",
    )


def test_a_danger_to_life_is_one_whoever_it_is_about():
    gold = line_of(1, Verdict.NOT_US, decision=decision_of(Category.T8, 4))["gold"]

    assert (gold["about_us"], gold["category"], gold["urgent"]) == (False, "T8", True)
    assert gold["sentiment"] == "neutral"


def test_an_engine_that_does_not_know_counts_as_neutral():
    unknown = Assessment(Stance.ABSTAIN, 0.0, (), "vader")

    assert line_of(assessment=unknown)["gold"]["sentiment"] == "neutral"


def test_a_paper_s_own_name_may_be_in_an_email():
    item = post_of(author="The Herald", outlet="The Herald", kind=Kind.NEWS)

    assert line_of(item=item)["gold"]["leak"] == []


def test_the_public_part_is_what_a_collector_brings():
    line = line_of(item=post_of(title="The gate", posted_at=NOW))

    assert {key: line[key] for key in line if key != "gold"} == {
        "id": "settled-1",
        "school": "wrenbeck",
        "kind": "post",
        "platform": "forum",
        "author": "mossy",
        "title": "The gate",
        "text": post_of().text,
        "posted": "2026-11-20",
    }


def test_what_nobody_stated_is_null():
    line = line_of(item=post_of(author="", posted_at=None))

    assert (line["author"], line["title"], line["posted"]) == (None, None, None)
    assert line["gold"]["leak"] == []


@pytest.mark.parametrize(
    ("item", "scope", "kind"),
    [
        (post_of(identity=Identity(FAMILY, "1")), Scope.ABOUT, "handed_in"),
        (post_of(kind=Kind.COMMENT), Scope.OWN, "official_comment"),
        (post_of(kind=Kind.POST), Scope.OWN, "official_post"),
        (post_of(kind=Kind.REVIEW), Scope.ABOUT, "review"),
        (post_of(kind=Kind.NEWS), Scope.OPEN, "news"),
    ],
)
def test_the_kind_says_where_it_was_found(item, scope, kind):
    mention = replace(mention_of(Verdict.US), evidence=(Evidence(f"scope-{scope.value}", "", 1.0),))

    assert line_of(item=item, mention=mention)["kind"] == kind


def test_sealed_posts_and_posts_without_words_are_left_out_and_counted():
    made = examples(
        [
            file_of(1, decision=replace(RUDE, sealed=True)),
            file_of(2, cases=(sealed_case(),)),
            file_of(3, retain=Retain.POINTER),
            file_of(4, item=post_of("")),
            file_of(5),
        ]
    )

    assert (len(made.lines), made.sealed, made.wordless) == (1, 2, 2)


def test_what_nobody_settled_is_no_example():
    assert examples([file_of(settled=None)]).lines == ()


def test_the_same_mentions_give_the_same_lines_in_any_order():
    files = [file_of(number, item=post_of(key=str(number))) for number in (1, 2, 10)]

    assert examples(files) == examples(reversed(files))


def test_the_evaluation_reads_what_is_written():
    made = examples([file_of(1), file_of(2, Verdict.NOT_US, item=post_of(key="2"))])

    read = read_posts("\n".join(made.lines).encode(), SCHOOLS, name="examples.jsonl")

    assert [each.gold.about_us for each in read] == [True, False]
    assert [each.post.id for each in read] == ["settled-1", "settled-2"]
