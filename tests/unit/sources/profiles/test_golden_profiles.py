"""What each platform's answers say of an account, held against golden files."""

import dataclasses
import json
import re

import pytest

from orm.model.accounts import Sighting
from sources.profiles import PROFILERS, SEEKERS
from tests.factories_profiles import FOLDER, golden_answers, outcome, profiler

CASES = golden_answers()
MEDIA = re.compile(r"\.(?:jpe?g|png|gif|webp)\b|avatar|thumbnail|ggpht", re.IGNORECASE)
every_case = pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.source}-{case.name}")
every_platform = pytest.mark.parametrize("source", sorted(PROFILERS))


def names(source: str) -> set[str]:
    return {case.name for case in golden_answers(source)}


def saw(case) -> bool:
    return "sighting" in case.told()


def error_of(source: str, name: str) -> object:
    return json.loads((FOLDER / source / f"{name}.json").read_bytes()).get("error")


@every_case
def test_an_answer_says_what_its_file_states(case):
    told = case.told()
    del told["answer"]

    assert json.loads(json.dumps(outcome(case))) == told


@every_platform
def test_nothing_that_is_read_leads_to_a_picture(source):
    for case in golden_answers(source):
        assert not MEDIA.search(json.dumps(outcome(case))), case.name


@every_platform
def test_reading_an_answer_twice_gives_the_same(source):
    for case in golden_answers(source):
        assert outcome(case) == outcome(case), case.name


@every_platform
def test_a_sighting_is_of_the_platform_that_looks_and_tells_the_newest_post_first(source):
    told = {case.name: case.told()["sighting"] for case in golden_answers(source) if saw(case)}

    assert told
    for name, stated in told.items():
        assert isinstance(stated, dict)
        times = stated.get("posted_at") or []
        assert times == sorted(times, reverse=True), name
        assert stated["platform"] == profiler(source).platform, name


@every_platform
def test_a_platform_has_golden_answers_for_what_goes_wrong_everywhere(source):
    assert {"ok", "empty", "cut_short"} <= names(source)


@every_platform
def test_an_empty_answer_or_half_of_one_is_never_an_account_or_a_missing_one(source):
    assert {error_of(source, name) for name in ("empty", "cut_short")} == {"Unreadable"}


@pytest.mark.parametrize("source", sorted(SEEKERS))
def test_a_search_has_golden_answers_with_and_without_finds(source):
    assert {"search", "search_empty"} <= names(source)


@pytest.mark.parametrize(
    ("source", "name"),
    [
        (case.source, case.name)
        for case in CASES
        if case.name.startswith(("page_", "login_wall", "consent_", "wall", "shell_page"))
    ],
)
def test_a_web_page_instead_of_an_answer_never_says_that_an_account_has_gone(source, name):
    assert error_of(source, name) in {"Unreadable", "Refused"}


@pytest.mark.parametrize("source", ["facebook", "instagram", "threads"])
def test_meta_never_says_that_an_account_has_gone(source):
    assert all(error_of(source, name) != "Gone" for name in names(source))


def test_every_golden_folder_has_a_profiler():
    assert {folder.name for folder in FOLDER.iterdir()} == set(PROFILERS)


def test_a_sighting_has_no_place_for_followers_or_pictures():
    fields = {one.name for one in dataclasses.fields(Sighting)}

    assert not {name for name in fields if re.search("follow|avatar|picture|count", name)}
