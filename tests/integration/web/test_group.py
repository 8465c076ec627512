"""Schools side by side: for who acts for several, with no school's case text for another."""

import pytest

from tests.factories_desk import PEOPLE, POSTS

ONE_SCHOOL = [name for name, _, _, _, schools in PEOPLE if len(schools) == 1]


@pytest.mark.parametrize("person", ONE_SCHOOL)
def test_who_has_one_school_has_no_such_page(desk, person):
    assert desk.browser(person).get("/group").status_code == 404
    assert 'href="/group"' not in desk.browser(person).get("/trends").text


def test_schools_stand_side_by_side_those_with_most_first(desk):
    page = desk.browser("trust").get("/group")

    assert page.status_code == 200
    assert page.text.index("Wrenbeck Primary School</a>") < page.text.index("St Orrin")
    assert 'href="/group" aria-current="page"' in page.text


def test_no_word_of_a_post_and_no_case_is_on_the_page(desk):
    text = desk.browser("trust").get("/group").text

    for post in POSTS.values():
        assert post[:40] not in text
    for ref in desk.cases.values():
        assert ref not in text


@pytest.mark.parametrize("page", ["0", "-1", "2", "x", "1e9", "9" * 30, "٣", "<script>"])
def test_a_page_that_is_none_is_the_nearest(desk, page):
    answer = desk.browser("trust").get("/group", params={"page": page})

    assert answer.status_code == 200
    assert "<script>" not in answer.text


def test_signed_out_it_asks_to_sign_in(desk):
    assert desk.client().get("/group").headers["location"].startswith("/sign-in")
