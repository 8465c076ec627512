"""What people said of posts: thanks once for each, the last word on an article, and nobody's else."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import delete, func, select

from orm.errors import Conflict
from orm.model.items import Kind
from orm.model.judgement import Category, Verdict
from orm.model.letters import LetterKind
from orm.model.remarks import CheckedNews, NewsCheck, Remark, Thanks, ThanksWay
from orm.model.report_facts import Period
from orm.model.schools import ContactId, Role
from orm.model.steps import Checked
from orm.model.weeks import Week
from orm.store.tables.judging import ITEMS
from orm.store.tables.remarks import THANKS as THANKS_TABLE
from tests.databases import known
from tests.factories_reports import IN_TERM, REF, TERM, step
from tests.factories_store import (
    NOW,
    ST_ORRINS,
    WRENBECK,
    bring,
    decision_of,
    item_of,
    judged_of,
    letter_of,
    ruling_of,
)
from tests.factories_trends import BOTH, bring_in, sight

DAY = timedelta(days=1)
HEAD = sight(Role.HEADTEACHER)
THANKS = Thanks(ContactId("head"), Role.HEADTEACHER, ThanksWay.LETTER, "office", NOW)
NOTE = letter_of(
    "thanks/wrenbeck/1", kind=LetterKind.THANKS, recipient="office@w.example", cleared=True
)
SAID = NewsCheck(Checked.FALSE, ContactId("comms"), Role.COMMS, "our letter of 3 November", NOW)
WEEK = Week(2026, 47)


def post(key="1", category=Category.T1, *, school_id=WRENBECK, verdict=Verdict.US, **changes):
    """A post; praise unless it is of another category."""
    sealed = changes.pop("sealed", False)
    decision = decision_of(category, also=(), sealed=sealed, owner=Role.HEADTEACHER)
    ref = changes.pop("ref", "")
    ruling = ruling_of(decision, school_id=school_id, verdict=verdict, ref=ref)
    return judged_of(item_of(key, **{"kind": Kind.POST, **changes}), ruling)


def only(store):
    (file,) = store.mentions(most=9)
    return file.id


def thanked(store, number, reader=HEAD, said=THANKS):
    store.shelf.remarks.thank(reader, number, said, [NOTE])


def sent(store):
    return [mail.letter.once for mail in store.outbox() if mail.letter.kind is LetterKind.THANKS]


def test_thanks_are_passed_on_once_with_one_note_and_one_line_of_the_trail(store):
    bring(store, post())
    number = only(store)
    thanked(store, number)
    bring(store, post(text="the same praise in other words"), at=NOW + DAY)
    edited = only(store)

    assert edited != number
    assert store.shelf.remarks.of(HEAD, [edited]) == {edited: Remark(THANKS)}
    again = replace(THANKS, by=ContactId("deputy"), way=ThanksWay.IN_PERSON, to="")
    with pytest.raises(Conflict, match="already"):
        thanked(store, edited, said=again)
    assert sent(store) == [NOTE.once]
    lines = store.entry.audit(since=NOW - DAY, school_ids=frozenset({WRENBECK}), most=99)
    told = [(each.actor, each.detail) for each in lines if each.action == "thanks-passed-on"]
    assert told == [("head", "office")]


@pytest.mark.parametrize(
    ("brought", "reader"),
    [
        (post(category=Category.T3), HEAD),
        (post(sealed=True), HEAD),
        (post(verdict=Verdict.UNSURE), HEAD),
        (post(school_id=ST_ORRINS), HEAD),
        (post(), sight(Role.IT)),
        (post(), sight(Role.HEADTEACHER, schools=(ST_ORRINS,))),
    ],
    ids=["no praise", "sealed", "unsure", "another school's", "no reader", "another head"],
)
def test_what_is_no_praise_of_ones_own_is_not_thanked_for_and_sends_nothing(store, brought, reader):
    bring(store, brought)

    with pytest.raises(Conflict):
        thanked(store, only(store), reader)
    assert sent(store) == []
    assert store.shelf.remarks.of(sight(Role.IT), [only(store)]) == {}


def test_the_last_word_on_an_article_counts_and_is_told_by_role_alone(store):
    bring(store, post(category=Category.T20, kind=Kind.NEWS))
    number = only(store)
    store.shelf.remarks.check(HEAD, number, replace(SAID, word=Checked.TRUE))
    store.shelf.remarks.check(HEAD, number, SAID)

    assert store.shelf.remarks.of(HEAD, [number]) == {number: Remark(check=SAID)}
    (told,) = store.week_facts(WRENBECK, WEEK, now=NOW).mentions
    assert (told.id, told.checked) == (number, CheckedNews(Checked.FALSE, Role.COMMS))
    (article,) = store.shelf.press_facts(
        HEAD, WRENBECK, Period(date(2026, 11, 1), date(2026, 11, 30)), now=NOW
    ).articles
    assert (article.checked, article.checked_by) == (Checked.FALSE, "comms")


def test_only_an_article_about_the_school_is_checked(store):
    bring(store, post())

    with pytest.raises(Conflict):
        store.shelf.remarks.check(HEAD, only(store), SAID)


@pytest.mark.parametrize(
    ("owner", "about", "told"),
    [
        (Role.HEADTEACHER, frozenset(), CheckedNews(Checked.TRUE)),
        (Role.CHAIR, frozenset({Role.HEADTEACHER}), None),
    ],
)
def test_what_a_case_found_is_told_in_the_digest_but_not_of_a_case_for_few(
    store, owner, about, told
):
    judged = post(category=Category.T20, kind=Kind.NEWS, ref=REF)
    (ruling,) = judged.rulings
    case = replace(ruling.case, owner=owner, about=about)
    bring_in(store, IN_TERM, replace(judged, rulings=(replace(ruling, case=case),)))
    step(store, "gate G2 answered", answers={"checked": Checked.TRUE.value})

    (mention,) = store.week_facts(WRENBECK, Week(2026, 38), now=NOW).mentions

    assert mention.checked == told


def test_a_week_tells_which_praise_was_thanked_for_and_a_term_how_often(store):
    bring_in(store, IN_TERM, post("1"), post("2"))
    number = next(each.id for each in store.mentions(most=9) if each.item.title.endswith("1"))
    thanked(store, number, said=replace(THANKS, at=IN_TERM + DAY))

    week = store.week_facts(WRENBECK, Week(2026, 38), now=NOW)
    assert {each.id: each.thanked for each in week.mentions}[number]
    assert sum(each.thanked for each in week.mentions) == 1
    assert store.shelf.school_facts(HEAD, WRENBECK, TERM, now=NOW).thanked == 1
    other = store.shelf.school_facts(sight(Role.SLT, schools=BOTH), ST_ORRINS, TERM, now=NOW)
    assert other.thanked == 0


def test_a_post_that_goes_takes_its_thanks_along(store, url):
    bring(store, post())
    thanked(store, only(store))

    with known(url).engine.begin() as connection:
        connection.execute(delete(ITEMS))
        assert connection.execute(select(func.count()).select_from(THANKS_TABLE)).scalar_one() == 0
