"""Questions about our own posts: they come and go with the post, and a person's word on them stays."""

from dataclasses import replace

import pytest

from orm.errors import Conflict
from orm.model.accounts import SettledBy
from orm.model.items import Kind
from orm.model.judgement import Category, Verdict
from orm.model.own_posts import Question
from orm.model.post_questions import PostQuestionId, Questioned
from orm.model.schools import ContactId, Role
from orm.model.settings import Retention
from orm.model.sight import Sight
from orm.model.wishes import Wish
from orm.retention import cutoffs
from tests.factories_account_store import DAY, HOSTILE
from tests.factories_store import (
    NOW,
    ST_ORRINS,
    WRENBECK,
    bring,
    decision_of,
    item_of,
    judged_of,
    ruling_of,
)

COMMS = Sight(frozenset({WRENBECK}), frozenset({Role.COMMS}))
THEIRS = Sight(frozenset({ST_ORRINS}), frozenset({Role.COMMS}))
IT = Sight(frozenset({WRENBECK}), frozenset({Role.IT}))
CONSENT = Question("consent", "Is there consent for everybody in the picture?")
ALT = Question("alt-text", "Is there a reason why a picture has no description?")
DONE = SettledBy(ContactId("comms"), NOW + DAY, "the forms are in the office")


def ours(*questions, key="1", school_id=WRENBECK, category=Category.T18, sealed=False, **changes):
    """A post of the school's own with these questions."""
    decision = decision_of(category, also=(), sealed=sealed)
    verdict = changes.pop("verdict", Verdict.US)
    ruling = ruling_of(decision, school_id=school_id, verdict=verdict)
    return judged_of(item_of(key, **changes), replace(ruling, questions=tuple(questions)))


def asked(store, sight=COMMS, school_id=WRENBECK, most=9):
    return store.shelf.questioned(sight, school_id, most=most)


def rules(store):
    return [[q.question.rule for q in post.questions] for post in asked(store).posts]


def only(store):
    ((question,),) = [post.questions for post in asked(store).posts]
    return question


def settle(store, question, sight=COMMS, said=DONE):
    store.post_questions.settle(question.id, said, sight=sight)


def test_a_question_comes_back_with_the_post_that_it_is_about(store):
    bring(store, ours(CONSENT, ALT))

    (post,) = asked(store).posts
    assert [each.question for each in post.questions] == [CONSENT, ALT]
    assert {each.at for each in post.questions} == {NOW}
    assert post.file.item.identity.key == "https://herald.example/1"


def test_the_newest_post_stands_first_and_the_rest_are_counted(store):
    posts = [
        ours(ALT, key=f"{age}", posted_at=NOW - age * DAY if age else None) for age in (2, 0, 3, 1)
    ]
    bring(store, *posts)

    found = asked(store, most=3)
    keys = [post.file.item.identity.key[-1] for post in found.posts]
    assert (keys, found.more) == (["0", "1", "2"], 1)


def test_an_edit_that_mends_a_fault_takes_its_question_away(store):
    bring(store, ours(CONSENT, ALT))
    bring(store, ours(CONSENT, text="the same in better words"), at=NOW + DAY)

    assert rules(store) == [["consent"]]
    assert only(store).at == NOW


def test_a_picture_that_was_described_takes_its_question_away_though_no_word_changed(store):
    bring(store, ours(ALT))
    bring(store, ours(), at=NOW + DAY)

    assert asked(store) == Questioned()


def test_what_others_find_of_the_post_leaves_its_questions_alone(store):
    bring(store, ours(ALT))
    bring(store, judged_of(item_of()), at=NOW + DAY)

    assert rules(store) == [["alt-text"]]


def test_what_is_settled_is_not_asked_again_when_the_post_is_read_again(store):
    bring(store, ours(CONSENT))
    settle(store, only(store))
    bring(store, ours(CONSENT, text="edited"), at=NOW + 2 * DAY)

    assert asked(store) == Questioned()


def test_a_settled_question_is_asked_again_when_it_is_about_something_else(store):
    first = Question("weekday", "Is “Monday 3 November” right?")
    bring(store, ours(first))
    settle(store, only(store))
    second = Question("weekday", "Is “Friday 9 November” right?")
    bring(store, ours(second, text="edited"), at=NOW + 2 * DAY)

    assert (only(store).question, only(store).at) == (second, NOW + 2 * DAY)


def test_a_settled_question_stays_settled_when_the_fault_goes_and_comes_back(store):
    bring(store, ours(ALT))
    settle(store, only(store))
    bring(store, ours(), at=NOW + 2 * DAY)
    bring(store, ours(ALT), at=NOW + 3 * DAY)

    assert asked(store) == Questioned()


def test_settling_is_an_audit_line_that_quotes_nothing(store):
    bring(store, ours(ALT))
    settle(store, only(store))

    (line,) = store.entry.audit(since=NOW, school_ids=frozenset({WRENBECK}), most=9)
    said = (line.actor, line.action, line.subject, line.detail, line.at)
    assert said == ("comms", "post-question-settled", "alt-text", "", NOW + DAY)


def test_who_comes_second_is_told_so(store):
    bring(store, ours(ALT))
    question = only(store)
    settle(store, question)

    with pytest.raises(Conflict, match="Nothing was changed"):
        settle(store, question)
    with pytest.raises(Conflict):
        store.post_questions.settle(PostQuestionId(999), DONE, sight=COMMS)


@pytest.mark.parametrize("sight", [THEIRS, IT], ids=["another school", "who reads no posts"])
def test_who_may_not_read_the_post_neither_reads_nor_settles_its_questions(store, sight):
    bring(store, ours(ALT))

    assert asked(store, sight) == Questioned()
    with pytest.raises(Conflict):
        settle(store, only(store), sight)


@pytest.mark.parametrize(
    "hidden",
    [{"sealed": True}, {"category": Category.T11}, {"verdict": Verdict.NOT_US}],
    ids=["sealed", "of a kind that is not theirs", "not about us"],
)
def test_a_post_that_is_hidden_from_the_reader_shows_no_question(store, hidden):
    bring(store, ours(ALT, **hidden))

    assert asked(store) == Questioned()


def test_each_school_has_its_own_questions_about_a_shared_post(store):
    mine, theirs = (ours(CONSENT, school_id=each).rulings[0] for each in (WRENBECK, ST_ORRINS))
    bring(store, judged_of(item_of(), mine, theirs))
    settle(store, only(store))

    assert asked(store) == Questioned()
    assert len(asked(store, THEIRS, ST_ORRINS).posts) == 1


def test_the_words_of_a_hostile_post_do_not_keep_it_from_being_recorded(store):
    bring(store, ours(Question("weekday", f"Is “{HOSTILE}” right?"), text=HOSTILE))
    before = only(store)
    bring(store, ours(Question("weekday", f"Is “{HOSTILE}” right?"), text="edited"), at=NOW + DAY)

    assert only(store) == before


def test_questions_go_when_the_words_of_the_post_go(store):
    bring(store, ours(ALT))
    later = NOW + 400 * DAY
    store.purge(cutoffs(Retention(), now=later), now=later)

    assert asked(store) == Questioned()


def test_only_items_of_the_wished_kind_are_found(store):
    comment = judged_of(item_of("2", kind=Kind.COMMENT))
    bring(store, judged_of(item_of("1")), comment)

    found = store.shelf.found(COMMS, Wish(kind=Kind.COMMENT), before=None, most=9)
    assert [file.item.identity.key[-1] for file in found.files] == ["2"]


def test_a_period_after_everything_that_was_recorded_finds_nothing(store):
    lately = Wish(since=NOW + 60 * DAY)
    assert store.shelf.found(COMMS, lately, before=None, most=9).files == ()
    bring(store, judged_of())

    assert store.shelf.found(COMMS, lately, before=None, most=9).files == ()
    before = Wish(until=NOW - 60 * DAY)
    assert store.shelf.found(COMMS, before, before=None, most=9).files == ()
