"""A letter is cleared, or held with a neutral one in its place; what changed is never sent."""

from dataclasses import replace

import pytest

from orm.leaks.posts import secrets
from orm.leaks.screen import NEUTRAL, reason, without_texts
from orm.model.letters import Leak, LetterKind, fingerprint
from reports.held import HELD
from tests.factories_leaks import SCREEN, cleared_mail, post
from tests.factories_weeks import article, facts, letter

LEAKING = letter(text="Tamsin Ruddlewick says that my lad walked straight out of the side gate")
NAMES = ("Wrenbeck Primary School",)


def clear(one):
    return SCREEN.clear(one, secrets([post()]), names=NAMES, without_posts=letter())


def test_a_clean_letter_is_cleared_and_otherwise_the_same():
    assert clear(letter()) == (replace(letter(), cleared=True),)


def test_a_leaking_letter_is_held_with_a_reason_and_a_neutral_one_goes():
    held, neutral = clear(LEAKING)

    assert (held.cleared, replace(held, held="")) == (False, LEAKING)
    assert held.held == reason([Leak.NAME, Leak.WORDS])
    assert (neutral.cleared, neutral.held) == (True, "")
    assert neutral.recipient == LEAKING.recipient
    assert neutral.once == f"{LEAKING.once}{NEUTRAL}"


def test_a_reason_holds_no_word_of_the_letter():
    held, _ = clear(LEAKING)

    assert not {"tamsin", "ruddlewick", "lad", "gate"} & set(held.held.casefold().split())


def test_both_rooms_name_a_neutral_letter_alike():
    assert NEUTRAL == HELD


def test_a_letter_that_was_cleared_may_go():
    assert SCREEN.still_clear(cleared_mail()) == ""


@pytest.mark.parametrize(
    "changed",
    [letter(recipient="x"), letter(subject="x"), letter(text="x"), letter(html="x")],
    ids=["recipient", "subject", "text", "html"],
)
def test_a_letter_that_changed_after_it_was_cleared_may_not_go(changed):
    mail = replace(cleared_mail(letter=letter()), letter=changed)

    assert SCREEN.still_clear(mail) == reason([Leak.CHANGED])


def test_a_letter_that_nobody_cleared_may_not_go():
    assert SCREEN.still_clear(replace(cleared_mail(), cleared_as="")) == reason([Leak.CHANGED])


def test_what_no_letter_may_hold_is_looked_for_again_before_sending():
    leaking = letter(text="ring 01632 960 123")
    mail = replace(cleared_mail(), letter=leaking, cleared_as=fingerprint(leaking))

    assert SCREEN.still_clear(mail) == reason([Leak.CONTACT])


def test_nothing_goes_instead_of_a_neutral_letter():
    (neutral,) = SCREEN.neutral(letter())

    assert SCREEN.neutral(neutral) == ()


@pytest.mark.parametrize("kind", list(LetterKind))
def test_a_neutral_letter_passes_the_check_itself(kind):
    (neutral,) = SCREEN.neutral(letter("alert/K7QD-2MX9/head/opened-s4", kind=kind))

    assert SCREEN.clear(neutral, secrets([post()]), names=()) == (neutral,)


@pytest.mark.parametrize(
    "title", ["Tamsin Ruddlewick wins", "Ring 01632 960 123", "The “old bag” in charge"]
)
def test_a_headline_that_may_be_in_no_letter_is_taken_out_of_the_week(title):
    week = facts(mentions=(article(title), article("Fair opens")))

    fitted = SCREEN.fit_headlines(week, secrets([post()]), names=NAMES)

    assert [(each.title, bool(each.outlet)) for each in fitted.mentions] == [
        ("", False),
        ("Fair opens", True),
    ]


def test_a_week_without_texts_has_nothing_that_a_site_wrote():
    (told,) = without_texts(facts(mentions=(article("Fair opens", url="x"),))).mentions

    assert (told.platform, told.outlet, told.title, told.url) == ("", "", "", "")
