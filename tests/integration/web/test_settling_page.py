"""Saying on the desk whether a post is about the school: one press, kept, and by the right person."""

import re

import pytest

from orm.model.cases import CaseState
from orm.model.judgement import Verdict
from tests.factories_mentions import COMPLAINT, later, unsure, verdict


def page(desk, person, path="/mentions", **query):
    return desk.browser(person).get(path, params=query or None)


def settle(desk, person, mention, **fields):
    return desk.press(desk.browser(person), f"/mentions/{mention}/settle", **fields)


def shown(answer):
    """The numbers of the posts in a list, in its order."""
    return [int(number) for number in re.findall(r'<li id="m-(\d+)">', answer.text)]


def test_one_press_says_that_a_post_is_about_the_school_and_opens_its_case(desk):
    mine = unsure(desk)
    assert verdict(desk, mine) is Verdict.UNSURE

    answer = settle(desk, "comms", mine, verdict="us", back="/mentions?unsure=yes")

    assert answer.status_code == 303
    assert answer.headers["location"] == "/mentions?unsure=yes&done=settled-us-case"
    assert verdict(desk, mine) is Verdict.US
    (case,) = (c for c in desk.house.edges.store.cases() if c.ref not in desk.cases.values())
    assert case.state is CaseState.NEW
    after = desk.browser("comms").get(answer.headers["location"])
    assert "A case was opened or made graver" in after.text


def test_who_must_decide_is_told_in_the_same_moment(desk):
    mine = unsure(desk)
    before = {mail.id for mail in desk.house.edges.store.outbox()}

    settle(desk, "comms", mine, verdict="us")

    new = [mail for mail in desk.house.edges.store.outbox() if mail.id not in before]
    assert all(mail.sent_at is not None for mail in new)


def test_the_list_of_unsure_posts_holds_them_until_they_are_settled(desk):
    mine = unsure(desk)

    assert mine in shown(page(desk, "head", unsure="yes"))
    assert settle(desk, "head", mine, verdict="us").status_code == 303
    assert mine not in shown(page(desk, "head", unsure="yes"))
    assert mine in shown(page(desk, "head"))


def test_what_is_not_about_the_school_leaves_the_list(desk):
    mine = unsure(desk)

    answer = settle(desk, "head", mine, verdict="not_us", back="/mentions?q=disgrace")

    assert answer.headers["location"] == f"/mentions?q=disgrace&last={mine}&done=settled-not-us"
    assert verdict(desk, mine) is Verdict.NOT_US
    assert mine not in shown(page(desk, "head"))


def test_a_slip_is_put_right_by_who_made_it_and_by_nobody_else(desk):
    mine = unsure(desk)
    settle(desk, "head", mine, verdict="not_us")

    assert "That was a mistake" in page(desk, "head", last=str(mine)).text
    assert "That was a mistake" not in page(desk, "comms", last=str(mine)).text
    assert settle(desk, "comms", mine, verdict="us").status_code == 404
    later(desk)
    assert settle(desk, "head", mine, verdict="us").status_code == 303
    assert verdict(desk, mine) is Verdict.US


def test_a_case_that_held_only_what_is_not_ours_is_closed(desk):
    number = shown(page(desk, "head", kind="T4"))[0]

    answer = settle(desk, "head", number, verdict="not_us", reason="another school of that name")

    assert answer.headers["location"].endswith("done=settled-not-us-closed")
    assert desk.case("complaint").state is CaseState.DISMISSED


def test_who_said_it_and_why_is_shown(desk):
    mine = unsure(desk)
    settle(desk, "comms", mine, verdict="us", reason="names our street")

    answer = page(desk, "head", f"/mentions/{mine}")

    assert re.search(
        r"Pia Rowan said on .* that it is about the school: names our street", answer.text
    )


def test_an_urgent_case_is_ended_by_its_owner_only(desk):
    number = shown(page(desk, "deputy", kind="T8"))[0]

    refused = settle(desk, "dep-dsl", number, verdict="not_us")

    assert refused.status_code == 403
    assert desk.cases["threat"] in refused.text
    assert desk.case("threat").state is CaseState.NEW
    assert verdict(desk, number) is Verdict.US


def test_a_post_that_was_edited_meanwhile_is_read_again_first(desk):
    before = unsure(desk)
    after = unsure(desk, f"{COMPLAINT} Nobody rang back.")

    answer = settle(desk, "head", before, verdict="us")

    assert before != after
    assert answer.status_code == 404
    assert verdict(desk, before) is Verdict.UNSURE


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({}, "Say whether it is about the school."),
        ({"verdict": "unsure"}, "Say whether it is about the school."),
        ({"verdict": "<b>"}, "Say whether it is about the school."),
        ({"verdict": "us", "reason": "x" * 201}, "Say why in one line of at most 200 characters."),
        ({"verdict": "us", "reason": "two\nlines"}, "Say why in one line of at most 200"),
        ({"verdict": "us", "reason": "a\x1bb"}, "Say why in one line of at most 200"),
    ],
)
@pytest.mark.parametrize("back", ["/mentions?unsure=yes", "one"])
def test_a_bad_form_changes_nothing_and_says_why_on_the_same_page(desk, fields, says, back):
    mine = unsure(desk)
    back = f"/mentions/{mine}" if back == "one" else back

    answer = settle(desk, "head", mine, back=back, **fields)

    assert answer.status_code == 422
    assert says in answer.text
    assert verdict(desk, mine) is Verdict.UNSURE


def test_what_was_typed_is_kept_when_a_form_is_refused(desk):
    mine = unsure(desk)
    reason = "wx" * 150

    answer = settle(desk, "head", mine, verdict="us", reason=reason, back=f"/mentions/{mine}")

    assert f'value="{reason}"' in answer.text


@pytest.mark.parametrize(
    "back",
    [
        "https://elsewhere.example/mentions",
        "//elsewhere.example/mentions",
        "/\\elsewhere.example",
        "javascript:alert(1)",
        "http://[",
        "/mentions\r\nset-cookie: a=b",
        "/cases/ABC",
        "/mentions/../cases",
        "",
    ],
)
def test_a_form_leads_back_to_the_mentions_and_nowhere_else(desk, back):
    mine = unsure(desk)

    answer = settle(desk, "head", mine, verdict="us", back=back)

    assert answer.headers["location"].startswith("/mentions?done=")


@pytest.mark.parametrize("person", ["chair", "it", "dpo", "other-head"])
def test_who_may_not_read_a_post_cannot_settle_it(desk, person):
    mine = unsure(desk)

    assert settle(desk, person, mine, verdict="us").status_code == 404
    assert verdict(desk, mine) is Verdict.UNSURE


def test_a_form_of_another_site_changes_nothing(desk):
    mine = unsure(desk)
    browser = desk.browser("head")

    without = browser.post(f"/mentions/{mine}/settle", data={"verdict": "us"})
    browser.headers["origin"] = "https://elsewhere.example"
    foreign = desk.press(browser, f"/mentions/{mine}/settle", verdict="us")

    assert (without.status_code, foreign.status_code) == (403, 403)
    assert verdict(desk, mine) is Verdict.UNSURE


def test_nobody_settles_without_signing_in(desk):
    mine = unsure(desk)

    answer = desk.press(desk.client(), f"/mentions/{mine}/settle", verdict="us")

    assert answer.status_code == 403
    assert verdict(desk, mine) is Verdict.UNSURE
