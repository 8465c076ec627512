"""Our own posts and the comments under them, on the page of official accounts."""

import re

import pytest

from orm.model.judgement import Verdict
from orm.model.polls import Scope
from orm.pipeline.settling import Word
from tests.factories_account_pages import HOSTILE, page, press, registered, words
from tests.factories_desk import NOW
from tests.factories_own_posts import HOUR, comment_of, post_of, read

REASON = "the forms are in the office"
NO_ALT = "Is there a reason why a picture has no description?"
CONSENT = "Is there consent for everybody in the picture?"
QUESTION = "What time does the summer fair at Wrenbeck Primary School start?"
INVITED = "Answer with an invitation to talk in private."
COMPLAINT = (
    "I have complained to Wrenbeck Primary School three times about the bullying of my son and "
    "nobody has answered. Disgraceful."
)


UNANSWERED = (
    "I wrote to the governors of Wrenbeck Primary School twice about the bullying and never had an "
    "answer."
)


def asked(desk, person="comms"):
    """The numbers of the questions that the page shows."""
    return re.findall(r'id="question-(\d+)"', page(desk, person))


def settle(desk, number, person="comms", **fields):
    told = {"school": "wrenbeck", "question": number, "reason": REASON, **fields}
    return press(desk, "/accounts/questions", person, **told)


def comments(desk, person="comms"):
    """What the page says of comments."""
    return (
        words(page(desk, person)).partition("Comments on our channels")[2].partition("All acc")[0]
    )


def test_a_post_with_a_fault_is_a_question_with_a_link_to_the_post(empty_desk):
    read(empty_desk, post_of(pictures=2, undescribed=1))

    html = page(empty_desk)
    assert "There are also questions about our own posts." in html
    assert NO_ALT in words(html)
    assert CONSENT in words(html)
    (link,) = set(re.findall(r'href="(/mentions/\d+)"', html))
    assert "Our new pond is open." in page(empty_desk, path=link)


def test_most_posts_ask_nothing_and_the_page_says_so(empty_desk):
    read(empty_desk, post_of())

    assert "Nothing is asked about the posts that were read." in words(page(empty_desk))
    assert "There are also questions" not in page(empty_desk)


def test_a_question_is_settled_with_a_reason_and_not_asked_again(empty_desk):
    read(empty_desk, post_of(pictures=1, undescribed=1))
    consent, alt = asked(empty_desk)

    answer = settle(empty_desk, consent)

    assert (answer.status_code, answer.headers["location"]) == (
        303,
        "/accounts?school=wrenbeck&done=post-question-settled",
    )
    assert asked(empty_desk) == [alt]


def test_without_a_reason_nothing_is_settled_and_the_form_says_why(empty_desk):
    read(empty_desk, post_of(pictures=1))
    (number,) = asked(empty_desk)

    answer = settle(empty_desk, number, reason=" ")

    assert answer.status_code == 422
    assert f'id="w-reason-question-{number}"' in answer.text
    assert asked(empty_desk) == [number]


@pytest.mark.parametrize("number", ["", "999", "-1", "9" * 40, HOSTILE])
def test_a_question_that_is_not_there_changes_nothing(empty_desk, number):
    answer = settle(empty_desk, number)

    assert answer.status_code == 409
    assert "Nothing was changed." in answer.text


def test_who_comes_second_is_told_so(empty_desk):
    read(empty_desk, post_of(pictures=1))
    (number,) = asked(empty_desk)
    settle(empty_desk, number)

    assert settle(empty_desk, number, "head").status_code == 409


def test_nobody_of_another_school_settles_it(empty_desk):
    read(empty_desk, post_of(pictures=1))
    (number,) = asked(empty_desk)

    assert settle(empty_desk, number, "other-head", school="st-orrins").status_code == 409
    assert asked(empty_desk) == [number]


def test_a_leader_reads_the_question_and_gets_no_form(empty_desk):
    read(empty_desk, post_of(pictures=1))

    assert CONSENT in words(page(empty_desk, "trust"))
    assert 'action="/accounts/questions"' not in page(empty_desk, "trust")


def test_who_reads_no_posts_has_neither_part_of_the_page(empty_desk):
    read(empty_desk, post_of(pictures=1), comment_of(QUESTION))

    told = words(page(empty_desk, "it"))
    assert "Our own posts" not in told
    assert "Comments on our channels" not in told


def test_a_name_in_a_post_is_asked_about_without_repeating_it(empty_desk):
    read(empty_desk, post_of("Well done Tamsin Ruddlewick, our star of the week!", pictures=1))

    html = page(empty_desk)
    questions = re.findall(r'<p id="question-\d+">([^<]+)</p>', html)
    assert any("somebody’s full name" in q.replace("&#39;", "’") for q in questions)
    assert not any("Ruddlewick" in q for q in questions)


def test_a_hostile_post_stays_in_its_box(empty_desk):
    read(empty_desk, post_of(HOSTILE, pictures=1))

    assert "<script>alert" not in page(empty_desk)


def test_a_question_of_a_parent_gets_its_advice_and_a_link(empty_desk):
    read(empty_desk, comment_of(QUESTION))

    told = comments(empty_desk)
    assert "once a second person has read the answer" in told
    assert "summer fair" in told
    assert re.search(r'href="/mentions/\d+">Bluesky', page(empty_desk))


def test_criticism_is_answered_and_never_hidden(empty_desk):
    read(empty_desk, comment_of(COMPLAINT))

    told = comments(empty_desk)
    assert INVITED in told
    assert "Do not hide it" in told


def test_a_comment_with_a_case_leads_to_the_case_that_drafts_the_reply(empty_desk):
    read(empty_desk, comment_of(UNANSWERED))

    (ref,) = re.findall(r'href="/cases/([^"]+)"', page(empty_desk))
    assert "The case drafts the reply, for a second person to read" in comments(empty_desk)
    assert empty_desk.browser("comms").get(f"/cases/{ref}").status_code == 200


def test_an_answer_that_no_case_drafts_has_a_second_reader_too(empty_desk):
    read(empty_desk, comment_of(COMPLAINT))

    assert "Before you publish an answer, let a second person read it." in comments(empty_desk)
    assert "The case drafts" not in comments(empty_desk)


def test_what_a_comment_may_not_show_to_the_comms_lead_is_not_on_their_page(empty_desk):
    bruises = "Little lad at Wrenbeck Primary School always has bruises on his arms."
    read(empty_desk, comment_of(bruises))

    assert "bruises" not in comments(empty_desk)
    assert "None that you may read was found." in comments(empty_desk)


@pytest.mark.parametrize(
    ("item", "scope"),
    [
        (comment_of(QUESTION, posted_at=NOW - 15 * 24 * HOUR), Scope.OWN),
        (comment_of(QUESTION), Scope.OPEN),
        (comment_of(QUESTION, author="@WrenbeckPrimary"), Scope.OWN),
        (post_of(QUESTION), Scope.OWN),
    ],
    ids=["old", "on somebody else's channel", "by ourselves", "a post"],
)
def test_what_is_no_comment_on_our_channels_is_not_listed(empty_desk, item, scope):
    registered(empty_desk)
    read(empty_desk, item, scope=scope)

    assert "None that you may read was found." in comments(empty_desk)


def test_what_may_hurt_is_advised_on_and_not_shown(empty_desk):
    read(empty_desk, comment_of("His teacher at Wrenbeck Primary School is a useless, vile woman."))

    told = comments(empty_desk, "head")
    assert "Hide it; do not delete it" in told
    assert "vile" not in told


def test_where_nobody_here_can_hide_a_comment_the_advice_says_so(empty_desk):
    abuse = "His teacher at Wrenbeck Primary School is a useless, vile woman."
    read(empty_desk, comment_of(abuse), scope=Scope.ABOUT)

    assert "report it to the platform instead" in comments(empty_desk, "head")


def test_a_post_that_somebody_says_is_not_ours_asks_nothing(empty_desk):
    read(empty_desk, post_of(pictures=1))
    (file,) = empty_desk.house.edges.store.mentions(most=9)
    empty_desk.house.settle(file.id, Word(Verdict.NOT_US, "comms", "a fan page"))

    assert asked(empty_desk) == []
