"""Trends in a browser's hands: figures for every person of the school, and nothing of another."""

import csv
import io

import pytest

from orm.model.schools import Role
from tests.factories_desk import PEOPLE, POSTS

SHEETS = ("posts", "tone", "subjects", "cases", "fairness")
OURS = [name for name, _, _, _, schools in PEOPLE if schools == ("wrenbeck",)]


@pytest.mark.parametrize("person", OURS)
def test_every_person_of_the_school_sees_its_figures(desk, person):
    page = desk.browser(person).get("/trends")

    assert page.status_code == 200
    assert "Wrenbeck Primary School: half a year in figures" in page.text
    assert page.text.count('role="img"') >= 2


@pytest.mark.parametrize("person", ["head", "chair", "trust"])
def test_no_word_of_a_post_and_no_case_is_on_the_page(desk, person):
    text = desk.browser(person).get("/trends?school=wrenbeck").text

    for post in POSTS.values():
        assert post[:40] not in text
    for ref in desk.cases.values():
        assert ref not in text


def test_only_the_head_and_the_safeguarding_lead_read_how_many_posts_are_sealed(desk):
    said = {
        name: "Sealed posts in this half year" in desk.browser(name).get("/trends").text
        for name in OURS
    }
    knows = {
        name
        for name, _, roles, _, _ in PEOPLE
        if set(roles) & {Role.HEADTEACHER.value, Role.DSL.value}
    }

    assert {name for name, told in said.items() if told} == (knows & set(OURS)) | {
        "deputy",  # stands in for the headteacher
        "dep-dsl",
    }


@pytest.mark.parametrize("path", ["/trends", *(f"/trends/{name}.csv" for name in SHEETS)])
def test_another_schools_figures_are_refused(desk, path):
    assert desk.browser("head").get(f"{path}?school=st-orrins").status_code == 403
    assert desk.browser("head").get(f"{path}?school=nowhere").status_code == 403
    assert desk.client().get(path).status_code == 303


def test_who_has_one_school_is_offered_no_choice(desk):
    assert "Show this school" not in desk.browser("head").get("/trends").text
    assert "Show this school" in desk.browser("trust").get("/trends").text


@pytest.mark.parametrize("name", SHEETS)
def test_every_table_can_be_kept_as_a_sheet(desk, name):
    answer = desk.browser("chair").get(f"/trends/{name}.csv?school=wrenbeck")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))

    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"].startswith("attachment")
    assert len({len(row) for row in rows}) == 1


@pytest.mark.parametrize("name", ["posts", "posts.csv.csv", "..%2fposts.csv", "x.csv"])
def test_a_sheet_that_is_none_is_not_found(desk, name):
    assert desk.browser("head").get(f"/trends/{name}").status_code == 404


def test_a_first_day_says_that_nothing_was_measured(empty_desk):
    text = empty_desk.browser("head").get("/trends").text

    assert "Nothing was measured in the last full week" in text
    assert "before orm watched the school" in text
