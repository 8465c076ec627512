"""`orm explain` as an operator types it, and the same words where a case is shown."""

import json
import shutil
import unicodedata
from pathlib import Path

import pytest

from orm.reading.plain_words import quotable
from tests.factories_bad_input import BAD_INPUT
from tests.factories_cli import typed

ROOT = Path(__file__).parents[2]
COMPLAINT = (
    "I have emailed Wrenbeck Primary in Harrowmere three times about my son and had no reply."
)
QUESTIONS = (
    "Is it about Wrenbeck Primary School? Yes",
    "Tone:",
    "What kind of post? T4",
    "Who wrote it? A parent",
    "What may be done?",
    "What may not?",
    "Who decides? The headteacher, by ",
    "Sealed? No.",
    "What is kept?",
)
ONE_SCREEN = 40


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("explain")
    shutil.copy(ROOT / "config.toml", folder)
    assert orm(folder, "db", "upgrade").exit_code == 0
    return folder


def orm(folder, *words, answers=None, last=None):
    given = [*words, "--config", str(folder / "config.toml")]
    return typed(given if last is None else [*given, "--", last], answers=answers)


def explain(folder, text, *options):
    """The text stands last, after "--", so that a dash at its beginning is only a dash."""
    return orm(folder, "explain", "--school", "wrenbeck", *options, last=text)


def files(folder):
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_one_screen_answers_every_question(folder):
    told = explain(folder, COMPLAINT).stdout

    assert [question for question in QUESTIONS if question not in told] == []
    assert len(told.splitlines()) <= ONE_SCREEN


def test_json_says_the_same_as_an_object(folder):
    told = json.loads(explain(folder, COMPLAINT, "--json").stdout)

    assert told["about"]["answer"] == "yes"
    assert told["finding"]["kind"]["category"] == "T4"
    assert told["finding"]["author"] == {
        "type": "P",
        "says": "A parent, carer or governor",
        "words": "my son",
    }
    assert {each["route"] for each in told["finding"]["may"]} >= {"COMPLAINTS"}


def test_an_explanation_changes_no_file(folder):
    before = files(folder)

    explain(folder, COMPLAINT)

    assert files(folder) == before


def test_kind_author_and_title_are_part_of_the_judgement(folder):
    told = explain(
        folder, "It was hot.", "--kind", "news", "--author", "Ivo Marl", "--json",
        "--title", "Wrenbeck Primary School in Harrowmere wins cup",
    )  # fmt: skip

    assert json.loads(told.stdout)["finding"]["kind"]["category"] == "T20"


def test_a_school_that_nobody_watches_is_refused_with_the_ids(folder):
    ended = orm(folder, "explain", COMPLAINT, "--school", "ashgrove")

    assert ended.exit_code == 2
    assert "wrenbeck (Wrenbeck Primary School)" in ended.stderr


def test_a_long_text_comes_by_standard_input(folder):
    told = orm(
        folder, "explain", "-", "--school", "wrenbeck", answers=BAD_INPUT["100,000 words"]
    ).stdout

    assert told.startswith("It is longer than what is read of a post")


def test_input_that_is_no_utf_8_is_read_as_far_as_it_goes(folder):
    ended = orm(
        folder,
        "explain",
        "-",
        "--school",
        "wrenbeck",
        answers=b"Wrenbeck Primary \xff\xfe Harrowmere",
    )

    assert ended.exit_code == 0


@pytest.mark.parametrize("name", BAD_INPUT)
def test_a_text_that_nobody_wrote_is_explained_without_a_trace(folder, name):
    ended = explain(folder, BAD_INPUT[name])

    assert (ended.exit_code, ended.stderr) == (0, "")
    assert "What kind of post?" in ended.stdout


@pytest.mark.parametrize("name", BAD_INPUT)
def test_nothing_that_is_printed_can_do_anything_to_a_terminal(folder, name):
    told = explain(folder, BAD_INPUT[name]).stdout

    assert {unicodedata.category(each) for each in told if each != "\n"}.isdisjoint(
        {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
    )


def test_a_case_shows_its_evidence_in_the_same_words(lived, tmp_path):
    copy = tmp_path / "copy"
    shutil.copytree(lived.folder, copy)
    case = next(
        each
        for each in lived.house.edges.store.cases()
        if not each.sealed and each.owner == "headteacher" and each.school_id == "wrenbeck"
    )

    told = orm(copy, "case", "show", case.ref, "--as", "head@wrenbeck.example").stdout

    assert "It gives the school's full name: “" in told
    assert f"What kind of post? {case.category}" in told
    assert "Who wrote it?" in told
    assert "What may be done? A person chooses:" in told


def test_a_sealed_case_shows_its_words_to_those_who_may_open_it(lived, tmp_path):
    copy = tmp_path / "copy"
    shutil.copytree(lived.folder, copy)
    store = lived.house.edges.store
    ref, quote = next(
        (each.ref, ground.quote)
        for each in store.cases()
        if each.sealed and each.school_id == "wrenbeck" and (file := store.case(each.ref))
        for ground in file.decision.grounds
        if ground.quote
    )

    told = orm(copy, "case", "show", ref, "--as", "dsl@wrenbeck.example").stdout

    assert f"“{quotable(quote)}”" in told
