"""Today: what each reader is told waits for them, and what they are not told."""

import re

import pytest

from orm.desk.pressing import Press, press
from orm.model.judgement import Verdict
from orm.model.steps import Close, Ending
from tests.factories_mentions import COMPLAINT, bring, later, unsure


def today(desk, person, **query):
    answer = desk.browser(person).get("/", params=query or None)
    assert answer.status_code == 200
    return answer.text


def refs(page):
    """The cases that wait, in the list's order."""
    return re.findall(r'<p><a href="/cases/([0-9A-Z-]+)">', page)


def named(desk, *words):
    return [desk.cases[word] for word in words]


def test_a_head_is_told_what_waits_the_earliest_due_first(desk):
    page = today(desk, "head")

    assert refs(page) == named(desk, "threat", "posing", "abuse", "complaint")
    assert "Due Friday 20 November, 10:00." in page
    assert "Urgent" in page


def test_a_late_decision_is_called_overdue(desk):
    later(desk, days=10)

    page = today(desk, "head")

    assert page.count("Overdue") == 4
    assert "Was due Friday 20 November, 10:00." in page


def test_the_safeguarding_lead_is_told_of_sealed_cases_by_reference_alone(desk):
    page = today(desk, "dsl")

    assert desk.cases["safeguarding"] in refs(page)
    assert "Sealed case" in page
    assert "bruises" not in page
    assert '<a href="/sealed">' in page


def test_a_head_is_told_how_many_are_sealed_and_nothing_of_the_one_about_them(desk):
    page = today(desk, "head")

    assert "1 sealed item is with the safeguarding team." in page
    assert '<a href="/sealed">' not in page
    assert desk.cases["about-head"] not in page
    assert desk.cases["safeguarding"] not in page


@pytest.mark.parametrize("person", ["comms", "chair", "it", "dpo", "trust"])
def test_nobody_else_is_told_that_anything_is_sealed(desk, person):
    assert "sealed item" not in today(desk, person, school="wrenbeck")


def test_a_chair_is_told_figures_and_no_post(desk):
    page = today(desk, "chair")

    assert "What changed" in page
    for words in ("Praise", "brilliant", "may be about somebody else", *named(desk, "threat")):
        assert words not in page


def test_an_it_manager_is_told_of_sources_and_people_only(desk):
    page = today(desk, "it")

    assert "What was looked at" in page
    assert "have never signed in" in page
    for words in ("What needs you", "Praise", "What changed", "brilliant"):
        assert words not in page


def test_a_person_who_has_signed_in_is_not_called_missing(desk):
    desk.token("comms")

    page = today(desk, "it")

    assert "Pia Rowan" not in page.split("have never signed in")[1]
    assert "Bram Oakes" in page


def test_praise_comes_with_the_way_to_read_it(desk):
    page = today(desk, "comms")

    assert "the teachers have been brilliant" in page
    assert re.search(r'<a href="/mentions/\d+">Read it', page)


def test_old_praise_is_no_news(desk):
    later(desk, days=8)

    page = today(desk, "comms")

    assert "brilliant" not in page
    assert "Not measured: no source could be read." in page


def test_a_day_on_which_nothing_waits_says_what_was_looked_at(empty_desk):
    page = today(empty_desk, "head")

    assert refs(page) == []
    assert "nothing was looked at" in page
    assert "this is not the same as a quiet day" in page


def test_posts_that_nobody_is_sure_of_are_counted_with_the_way_to_settle_them(desk):
    unsure(desk, key="1")
    unsure(desk, f"{COMPLAINT} Again.", key="2")

    page = today(desk, "head")

    assert "2 posts of the last eight weeks may be about somebody else" in page
    assert '<a href="/mentions?unsure=yes&amp;school=wrenbeck">' in page


def test_a_deputy_is_told_of_what_is_late_and_of_the_rest_not_yet(desk):
    before = refs(today(desk, "deputy"))
    later(desk, days=10)
    after = refs(today(desk, "deputy"))

    assert desk.cases["complaint"] not in before
    assert desk.cases["complaint"] in after


def test_a_case_that_is_over_waits_for_nobody(desk):
    case = desk.case("posing")
    head = next(each for each in desk.house.config.contacts if each.id == "head")
    press(
        desk.house.desk,
        case.ref,
        Close(Ending.NO_ACTION, lesson="an old account of ours"),
        Press(head, "it is our own", desk.clock.now()),
    )

    assert case.ref not in refs(today(desk, "head"))


def test_hostile_words_of_praise_stay_words(desk):
    bring(
        desk,
        "Thank you Wrenbeck Primary School, the teachers have been brilliant"
        " <script>alert(1)</script> \u202eolleh",
        key="hostile",
    )

    page = today(desk, "head")

    assert "<script>" not in page
    assert "\u202e" not in page


# ---- several schools


def test_a_trust_reader_sees_their_schools_side_by_side_the_worst_first(desk):
    later(desk, days=10)

    page = today(desk, "trust")

    links = re.findall(r'<a href="/\?school=([\w-]+)">', page)
    assert links == ["wrenbeck", "st-orrins"]
    assert refs(page) == []


def test_a_trust_reader_opens_one_school_and_comes_back(desk):
    page = today(desk, "trust", school="st-orrins")

    assert "St Orrin&#39;s C of E Primary School" in page
    assert '<a href="/">All schools</a>' in page


def test_another_persons_school_is_not_for_them(desk):
    answer = desk.browser("head").get("/?school=st-orrins")

    assert answer.status_code == 403
    assert "Orrin" not in answer.text


def test_nobody_sees_today_without_signing_in(desk):
    answer = desk.client().get("/")

    assert answer.headers["location"].startswith("/sign-in")


def test_what_one_person_says_is_not_about_us_no_longer_waits(desk):
    mine = unsure(desk)
    desk.press(desk.browser("head"), f"/mentions/{mine}/settle", verdict=Verdict.NOT_US.value)

    assert "may be about somebody else" not in today(desk, "head")
