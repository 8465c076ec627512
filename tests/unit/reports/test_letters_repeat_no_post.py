"""For every category, severity and reader: no string of a post is in what is sent (domain.md §5.3)."""

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from orm.leaks.parts import parts, plain_words
from orm.leaks.posts import secrets
from orm.leaks.screen import without_texts
from orm.model.cases import CaseRef
from orm.model.items import Kind
from orm.model.judgement import Category, Severity
from orm.weekly import cleared
from reports.alert import alert
from reports.digest import digest
from tests.factories_leaks import SCREEN, post
from tests.factories_weeks import (
    EVERYBODY,
    HEAD,
    NOW,
    case,
    facts,
    health,
    mention,
    rules,
    school,
)

SCHOOL = school()
ODD = (
    "{{ view.subject }}",
    "{% include 'x' %}",
    "{place}",
    "%(theme)s",
    "Facebook",
    "2 decisions, first due Wed 18 Nov, 16:00.",
    "Wrenbeck Primary School",
    "<b>DSL</b>",
    "&amp;",
    "]]>",
    "\u202eevil",
)
TEXTS = st.one_of(st.sampled_from(ODD), st.text(max_size=60), st.text("abcdefgh ", min_size=12))
PLACES = list(product(Category, Severity))
RENDERING = settings(deadline=None)


def write(week, school, reader):
    return digest(week, school=school, reader=reader, contacts=EVERYBODY, rules=rules(), now=NOW)


def week_of(category, severity, *, kind=Kind.POST, **texts):
    """A week of one post and its case. Only a headline of ordinary news reaches it (`store.weeks`)."""
    sealed = category in {Category.T11, Category.T12, Category.T13, Category.T14}
    story = mention(category, severity=severity, sealed=sealed, kind=kind, **texts)
    opened = case(category=category, severity=severity, sealed=sealed, kind=kind)
    return facts(mentions=(story,), cases=(opened,))


def said_by(letters):
    return " ".join(plain_words(text) for letter in letters for text in parts(letter).texts)


@pytest.mark.parametrize(
    ("category", "severity", "subtype"),
    [
        *((category, severity, "") for category, severity in PLACES),
        *((Category.T16, severity, subtype) for severity in Severity for subtype in "abcd"),
    ],
)
def test_every_letter_of_every_reader_is_cleared_and_repeats_no_post(category, severity, subtype):
    week = week_of(category, severity, platform="Tamsin Ruddlewick")
    week = replace(week, cases=tuple(replace(each, subtype=subtype) for each in week.cases))

    letters = cleared(week, [post()], SCHOOL, EVERYBODY, write=write, screen=SCREEN)

    assert [each.held for each in letters] == [""] * len(EVERYBODY)
    assert "ruddlewick" not in said_by(letters)


@RENDERING
@given(place=st.sampled_from(PLACES), reader=st.sampled_from(EVERYBODY), author=TEXTS, title=TEXTS)
@example(place=(Category.T20, Severity.S1), reader=HEAD, author="Jo Bell", title="Jo Bell wins")
@example(
    place=(Category.T3, Severity.S1), reader=HEAD, author="old bag", title="The “useless” head"
)
def test_whoever_wrote_the_news_is_not_named_and_the_letter_is_sent(place, reader, author, title):
    category, severity = place
    week = week_of(category, severity, kind=Kind.NEWS, title=title, outlet="The Herald")
    wrote = post(author=author, title=title, text=title, kind=Kind.NEWS, outlet="The Herald")

    (letter,) = cleared(week, [wrote], SCHOOL, (reader,), write=write, screen=SCREEN)

    assert not letter.held
    told = said_by([letter])
    anyway = said_by([write(without_texts(week), SCHOOL, reader)])
    for secret in secrets([wrote]):
        for name in secret.names:
            assert (
                name not in told
                or name in anyway
                or SCREEN.licence.says(name)
                or name in (plain_words(SCHOOL.name))
            )


@RENDERING
@given(
    place=st.sampled_from(PLACES),
    reader=st.sampled_from(EVERYBODY),
    texts=st.tuples(TEXTS, TEXTS, TEXTS),
)
def test_a_post_that_is_no_news_changes_nothing_in_a_letter(place, reader, texts):
    author, title, text = texts
    one = week_of(*place, platform=author, outlet=title, url=text)
    one = replace(one, health=(health(detail=text),))
    other = replace(week_of(*place), health=(health(),))
    posts = [post(author=author, title=title, text=text)]

    (with_texts,) = cleared(one, posts, SCHOOL, (reader,), write=write, screen=SCREEN)
    (without,) = cleared(other, [], SCHOOL, (reader,), write=write, screen=SCREEN)

    assert with_texts == without


@RENDERING
@given(
    severity=st.sampled_from(Severity),
    reader=st.sampled_from(EVERYBODY),
    texts=st.tuples(TEXTS, TEXTS, TEXTS),
)
def test_an_alert_is_cleared_whatever_the_post_holds(severity, reader, texts):
    author, title, text = texts
    letter = alert(
        ref=CaseRef("K7QD-2MX9"), severity=severity, school=SCHOOL, reader=reader, rules=rules()
    )

    sent = SCREEN.clear(
        letter, secrets([post(author=author, title=title, text=text)]), names=(SCHOOL.name,)
    )

    assert sent == (replace(letter, cleared=True),)


def test_a_digest_that_repeats_a_post_by_a_fault_of_the_program_is_held():
    def faulty(week, school, reader):
        return replace(write(week, school, reader), text="Tamsin Ruddlewick wrote")

    held, neutral = cleared(facts(), [post()], SCHOOL, (HEAD,), write=faulty, screen=SCREEN)

    assert "an author's name" in held.held
    assert "Ruddlewick" not in neutral.text
