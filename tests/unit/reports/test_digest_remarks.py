"""What a digest tells of thanks, of checked articles and of letters that may have come twice."""

from dataclasses import replace

import pytest

from orm.leaks.licence import licence
from orm.leaks.marks import marks
from orm.leaks.parts import parts
from orm.model.judgement import Category
from orm.model.letters import Leak, LetterKind
from orm.model.remarks import CheckedNews
from orm.model.schools import Role
from orm.model.settlements import MentionId
from orm.model.steps import Checked
from reports.digest import digest
from reports.held import instead_of
from reports.thanks import thanks_note
from reports.vocabulary import phrases
from tests.factories_weeks import (
    COMMS,
    DESK,
    DSL,
    EVERYBODY,
    HEAD,
    IT,
    NOW,
    SLT,
    article,
    facts,
    mention,
    rules,
    school,
)

LICENCE = licence(phrases(), desk=DESK).with_names([school().name])


def write(reader, *mentions, desk=DESK, **changes):
    week = facts(mentions=mentions, **changes)
    return digest(
        week,
        school=school(),
        reader=reader,
        contacts=EVERYBODY,
        rules=rules(desk_url=desk),
        now=NOW,
    )


def praise(number, *themes, **changes):
    return mention(Category.T1, themes=themes, id=MentionId(number), **changes)


def text(letter):
    return " ".join(letter.text.split())


def test_each_praise_has_the_link_that_passes_ones_thanks_on_and_it_holds_a_number_only():
    letter = write(HEAD, praise(7, "lunches"), praise(8), praise(9, "trips", thanked=True))

    links = parts(letter).links
    assert {f"{DESK}/mentions/7/thanks", f"{DESK}/mentions/8/thanks"} <= set(links)
    assert not any("/mentions/9" in link for link in links)
    assert "Pass on my thanks: praise for school lunches" in text(letter)
    assert "Pass on my thanks: general thanks to the school" in text(letter)
    assert "Thanks passed on: praise for trips and events." in text(letter)
    assert marks(letter, LICENCE) == frozenset()


def test_at_most_three_are_told_and_the_rest_counted_those_that_wait_first():
    thanked = [praise(number, thanked=True) for number in (1, 2, 3)]

    said = text(write(COMMS, *thanked, praise(4, "lunches"), praise(5)))

    assert said.count("Pass on my thanks") == 2
    assert "and 2 more praise items" in said


@pytest.mark.parametrize(("reader", "gets"), [(SLT, True), (DSL, False), (IT, False)])
def test_the_link_is_for_who_reads_praise(reader, gets):
    assert ("/mentions/7/thanks" in write(reader, praise(7)).html) == gets


def test_without_a_desk_praise_is_told_by_theme_and_links_nowhere():
    letter = write(HEAD, praise(7, "lunches"), praise(8, "lunches"), desk="")

    assert "2 items: praise for school lunches (2)." in text(letter)
    assert parts(letter).links == ()


@pytest.mark.parametrize(
    "rest", ["/mentions", "/mentions/7/open", "/mentions/7?x=@mum", "/mentions/tamsin/thanks"]
)
def test_no_other_page_of_posts_may_be_linked(rest):
    letter = write(HEAD, praise(7))
    other = replace(letter, html=letter.html.replace("/mentions/7/thanks", rest))

    assert Leak.LINK in marks(other, LICENCE)


@pytest.mark.parametrize(
    ("checked", "says"),
    [
        (None, "not checked yet"),
        (CheckedNews(Checked.TRUE, Role.COMMS), "checked by the comms lead: accurate"),
        (CheckedNews(Checked.FALSE, Role.HEADTEACHER), "checked by the headteacher: has an error"),
        (CheckedNews(Checked.MAYBE), "checked in its case: may be accurate"),
        (CheckedNews(Checked.NOTHING), "checked in its case: nothing to check"),
    ],
)
def test_news_says_whether_it_is_accurate_and_who_checked_it_by_role(checked, says):
    letter = write(HEAD, article("Wrenbeck wins", id=MentionId(7), checked=checked))

    assert f"Wrenbeck wins - Wed 18 Nov; {says}" in text(letter)
    assert (f"{DESK}/mentions/7" in parts(letter).links) == (checked is None)
    assert marks(letter, LICENCE) == frozenset()


def test_what_may_have_come_twice_or_not_at_all_is_told_under_housekeeping():
    assert "may have come twice" not in text(write(HEAD))
    says = "2 messages may have come twice or not at all: see the desk, Digest."
    assert says in text(write(HEAD, unanswered=2))


def test_a_note_of_thanks_says_what_was_praised_by_theme_and_nothing_else():
    note = thanks_note(
        MentionId(7),
        ("[SLUR] @tamsins_mum", "lunches"),
        role=Role.SLT,
        school=school(),
        reader="office@wrenbeck.example",
    )

    assert (note.kind, note.once) == (LetterKind.THANKS, "thanks/wrenbeck/7")
    assert "It was praise for school lunches." in text(note)
    assert "tamsins" not in f"{note.subject}{note.text}{note.html}"
    assert parts(note).links == ()
    instead = instead_of(note, rules=rules())
    assert "lunches" not in instead.text
    for letter in (note, instead):
        assert marks(letter, LICENCE) == frozenset()
