"""What papers wrote: for the headteacher, as far as a headline may be repeated, with what was done."""

from dataclasses import replace
from datetime import timedelta

import pytest

from orm.model.items import Kind
from orm.model.judgement import Category, Retain, Route
from orm.model.report_facts import LineUsed
from orm.model.schools import Role
from orm.model.steps import Checked
from tests.factories_reports import IN_TERM, REF, TERM, step
from tests.factories_store import (
    NOW,
    ST_ORRINS,
    WRENBECK,
    case_for,
    decision_of,
    item_of,
    judged_of,
    ruling_of,
)
from tests.factories_trends import BOTH, bring_in, sight

HEAD = sight(Role.HEADTEACHER)


def facts(store, *, reader=HEAD, school_id=WRENBECK):
    return store.shelf.press_facts(reader, school_id, TERM, now=NOW)


def article(key="1", *, ref="", severity=2, retain=Retain.FULL, school_id=WRENBECK, **item):
    decision = decision_of(Category.T20, severity, owner=Role.HEADTEACHER)
    ruling = ruling_of(decision, school_id=school_id, ref=ref)
    posted = {"posted_at": IN_TERM - timedelta(hours=3), **item}
    return judged_of(item_of(key, **posted), ruling, retain=retain)


def test_an_article_says_where_what_and_when_we_knew(store):
    bring_in(store, IN_TERM, article())

    (found,) = facts(store).articles

    assert (found.outlet, found.title) == ("The Harrowmere Herald", "Wrenbeck news 1")
    assert (found.posted_at, found.first_seen_at) == (IN_TERM - timedelta(hours=3), IN_TERM)
    assert (found.checked, found.checked_by, found.lines) == (None, "", ())


def test_articles_come_in_the_order_in_which_we_knew_and_edits_move_none(store):
    bring_in(store, IN_TERM, article("1"))
    bring_in(store, IN_TERM + timedelta(days=1), article("2"))
    bring_in(store, IN_TERM + timedelta(days=60), article("1", title="Wrenbeck corrected"))

    found = facts(store).articles

    assert [each.title for each in found] == ["Wrenbeck corrected", "Wrenbeck news 2"]
    assert found[0].first_seen_at == IN_TERM


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.HEADTEACHER}))
def test_nobody_but_the_head_gets_the_pack(store, role):
    bring_in(store, IN_TERM, article())

    assert facts(store, reader=sight(role)) is None


def test_one_school_gets_no_article_of_another(store):
    bring_in(store, IN_TERM, article())

    assert facts(store, reader=sight(Role.HEADTEACHER, schools=(ST_ORRINS,))) is None
    theirs = facts(store, reader=sight(Role.HEADTEACHER, schools=BOTH), school_id=ST_ORRINS)
    assert theirs.articles == ()


@pytest.mark.parametrize(
    "changes",
    [
        {"severity": 3},
        {"title": "Column: what A. Writer saw at Wrenbeck"},
        {"title": "Wrenbeck and Tamsin Quillfeather", "author": "By Tamsin Quillfeather @otter"},
        {"title": "Quillfeather asks Wrenbeck", "author": "Tamsin Quillfeather"},
        {"retain": Retain.POINTER},
    ],
    ids=["serious", "names who wrote it", "both names", "the surname", "words not kept"],
)
def test_a_headline_that_may_not_be_repeated_is_counted_only(store, changes):
    bring_in(store, IN_TERM, article(**changes))

    assert [each.title for each in facts(store).articles] == [""]


def test_a_paper_that_signs_its_own_articles_keeps_its_headline(store):
    name = "The Harrowmere Herald"
    bring_in(store, IN_TERM, article(author=name, title=f"{name}: fair"))

    assert [each.title for each in facts(store).articles] == [f"{name}: fair"]


def test_other_kinds_of_post_and_other_places_are_no_press(store):
    bring_in(
        store,
        IN_TERM,
        article("1", kind=Kind.BLOG),
        judged_of(item_of("2"), ruling_of(decision_of(Category.T3))),
    )

    assert facts(store).articles == ()


def test_an_article_about_the_head_is_not_in_the_heads_pack(store):
    decision = decision_of(Category.T20, 2, owner=Role.CHAIR)
    case = replace(case_for(REF, decision), about=frozenset({Role.HEADTEACHER}))
    ruling = replace(ruling_of(decision, ref=REF), case=case)
    bring_in(store, IN_TERM, judged_of(item_of("1"), ruling))

    assert facts(store).articles == ()


def test_what_was_checked_and_what_was_answered_is_told_without_a_word_of_it(store):
    bring_in(store, IN_TERM, article(ref=REF))
    for said in (Checked.MAYBE, Checked.FALSE):
        step(store, "gate G2 answered", answers={"checked": said.value, "harm": "a secret harm"})
    step(store, "proposed", route=Route.PRESS_LINE.value, paper="L12 2026.1", rule="a secret line")
    step(store, "sent", days=1, route=Route.PRESS_LINE.value)
    step(store, "sent", route=Route.INVITE_CONTACT.value)

    (found,) = facts(store).articles

    assert (found.checked, found.checked_by) == (Checked.FALSE, "head")
    assert found.lines == (LineUsed(Route.PRESS_LINE, "L12 2026.1", IN_TERM + timedelta(days=1)),)
    assert "secret" not in repr(found)
