"""People's words on mentions: kept one after the other, acted on in the same transaction."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError

from orm.cases.chain import verify
from orm.errors import Conflict, NotAllowed
from orm.model.cases import CaseRef, CaseState
from orm.model.items import Identity
from orm.model.judgement import Category, Retain, Verdict
from orm.model.polls import Scope
from orm.model.settings import Retention
from orm.model.settlements import Effect, MentionId, Settling
from orm.pipeline.judging import judge
from orm.retention import cutoffs
from tests.databases import known
from tests.factories_settling import (
    COMPLAINT,
    DAY,
    ELSEWHERE,
    HERE,
    HOUR,
    SEALED,
    SURE,
    THREAT,
    bench_of,
    found,
    post_of,
    said_of,
    say,
)
from tests.factories_store import (
    NOW,
    ST_ORRINS,
    bring,
    decision_of,
    item_of,
    judged_of,
    prepared,
    ruling_of,
)

ITEM = post_of()


@pytest.fixture(scope="module")
def bench():
    return bench_of()


@pytest.fixture
def store(chained_store):
    return prepared(chained_store)


def settled(store, item=ITEM):
    return store.settled([item.identity]).get(item.identity, ())


def case_of(store):
    (case,) = store.cases()
    return case


def test_a_mention_tells_what_a_person_needs_to_settle_it(store, bench):
    file = found(store, bench)

    assert store.mention(file.id) == file
    assert (file.item.text, file.item.url, file.item.author) == (COMPLAINT, ITEM.url, "mossy")
    assert (file.mention.verdict, file.decision.category) == (Verdict.UNSURE, Category.T4)
    assert (file.latest, file.cases, file.settled) == (file.id, (), None)


def test_a_mention_that_is_not_there_is_none(store):
    assert store.mention(MentionId(9)) is None


def test_the_short_list_holds_what_is_unsure_newest_first(store, bench):
    first = found(store, bench)
    second = found(store, bench, post_of(key="2"), at=NOW + HOUR)
    found(store, bench, post_of(SURE, key="3"), at=NOW + 2 * HOUR)

    assert [file.id for file in store.mentions(unsure=True, most=9)] == [second.id, first.id]
    assert len(store.mentions(most=9)) == 3
    assert [file.id for file in store.mentions(unsure=True, most=1)] == [second.id]


def test_a_list_of_one_school_holds_nothing_of_another(store):
    bring(store, judged_of(item_of(), ruling_of(school_id=ST_ORRINS)))

    assert store.mentions(HERE, most=9) == ()
    assert len(store.mentions(ST_ORRINS, most=9)) == 1


def test_an_edited_post_is_listed_as_it_is_now(store, bench):
    before = found(store, bench)
    after = found(store, bench, post_of("Wrenbeck should be ashamed of my son"), at=NOW + HOUR)

    assert [file.id for file in store.mentions(most=9)] == [after.id]
    assert store.mention(before.id).latest == after.id


def test_us_opens_the_case_that_was_held_back_and_keeps_the_word(store, bench):
    file = found(store, bench)

    done = say(store, bench, file.id, Verdict.US, at=NOW + HOUR)

    case = case_of(store)
    assert (case.category, case.state) == (Category.T4, CaseState.NEW)
    assert (done.effect, done.judged_again) == (Effect(opened=(case.ref,)), True)
    assert settled(store) == (said_of(Verdict.US, ITEM, at=NOW + HOUR),)
    assert store.mention(file.id).mention.evidence[0].rule == "settled"
    assert store.case(case.ref).evidence[0].words == "Kit Merrow, 2026-11-18"


def test_an_urgent_case_that_opens_by_a_word_alerts_its_owner(store, bench):
    item = post_of(THREAT)
    decision = decision_of(Category.T8, 3)
    bring(store, judged_of(item, ruling_of(decision, verdict=Verdict.UNSURE)))
    (file,) = store.mentions(HERE, most=9)

    done = say(store, bench, file.id, Verdict.US)

    assert done.effect.letters == 1
    assert [mail.letter.recipient for mail in store.outbox()] == ["head@wrenbeck.example"]


def test_not_us_dismisses_the_case_with_the_reason(store, bench):
    file = found(store, bench, post_of(SURE))
    ref = case_of(store).ref

    done = say(store, bench, file.id, Verdict.NOT_US, reason="the school in Tollworth")

    closed = store.case(ref)
    assert done.effect == Effect(closed=(ref,))
    assert closed.case.state is CaseState.DISMISSED
    assert closed.events[-1].actor == "comms"
    assert closed.events[-1].reason == "not about the school: the school in Tollworth"
    assert verify(closed.events) == ()


def test_a_dismissed_case_still_says_why_it_was_opened(store, bench):
    file = found(store, bench, post_of(SURE))
    before = store.case(case_of(store).ref).decision

    say(store, bench, file.id, Verdict.NOT_US)

    assert store.case(case_of(store).ref).decision == before


def test_a_case_with_another_post_that_may_be_ours_stays_open(store, bench):
    copies = [
        judged_of(
            post_of(SURE, key),
            ruling_of(decision_of(Category.T5, 2), ref="K7QD-2MX9"),
            fingerprint="fp",
        )
        for key in ("1", "2")
    ]
    bring(store, *copies)
    last, first = store.mentions(HERE, most=9)

    kept = say(store, bench, first.id, Verdict.NOT_US)
    ended = say(store, bench, last.id, Verdict.NOT_US)

    assert kept.effect == Effect(still_open=(CaseRef("K7QD-2MX9"),))
    assert ended.effect == Effect(closed=(CaseRef("K7QD-2MX9"),))


def test_whoever_changes_their_mind_makes_the_case_new_again(store, bench):
    file = found(store, bench, post_of(SURE))
    ref = case_of(store).ref
    say(store, bench, file.id, Verdict.NOT_US)

    done = say(store, bench, file.id, Verdict.US, at=NOW + DAY)

    assert done.effect.opened == (ref,)
    assert case_of(store).state is CaseState.NEW
    events = store.case(ref).events
    assert [event.action for event in events] == ["opened", "dismissed", "raised"]
    assert verify(events) == ()


def test_the_last_word_counts_and_earlier_ones_are_kept(store, bench, url):
    file = found(store, bench)
    say(store, bench, file.id, Verdict.US)
    say(store, bench, file.id, Verdict.NOT_US, by="head")

    place = known(url)
    rows = place.read(
        lambda c: c.execute(text('SELECT verdict, "by" FROM settlements ORDER BY id')).all()
    )
    place.close()

    assert [tuple(row) for row in rows] == [("us", "Kit Merrow"), ("not_us", "head")]
    assert [(said.verdict, said.by) for said in settled(store)] == [(Verdict.NOT_US, "head")]


@pytest.mark.parametrize(
    "statement", ["DELETE FROM settlements", "UPDATE settlements SET verdict = 'us'"]
)
def test_what_was_said_cannot_be_unsaid(store, bench, url, statement):
    say(store, bench, found(store, bench).id, Verdict.NOT_US)
    place = known(url)

    with pytest.raises(DBAPIError, match="append-only"):
        place.write(lambda c: c.execute(text(statement)))

    place.close()


def test_nobody_settles_that_nobody_knows(store, bench):
    file = found(store, bench)
    order = Settling(file.id, said_of(Verdict.UNSURE), file.mention)

    with pytest.raises(IntegrityError):
        store.settle(order, close=lambda last: last)


def test_an_edited_post_keeps_the_persons_verdict(store, bench):
    say(store, bench, found(store, bench).id, Verdict.US)

    edited = found(store, bench, post_of(f"{COMPLAINT} Edited."), at=NOW + HOUR)

    assert edited.mention.verdict is Verdict.US
    assert edited.mention.evidence[0].rule == "settled"


def test_an_edit_of_a_post_that_is_not_ours_opens_no_case(store, bench):
    say(store, bench, found(store, bench).id, Verdict.NOT_US)
    edited = post_of(SURE)
    said = store.settled([edited.identity])

    judged = judge(edited, wanted={}, bench=bench, now=NOW + HOUR, settled=said)
    bring(store, judged, at=NOW + HOUR)

    assert store.cases() == ()
    assert store.mentions(HERE, unsure=True, most=9) == ()


def test_each_school_has_its_own_word(store, bench):
    item = post_of()
    bring(store, judged_of(item, ruling_of(), ruling_of(school_id=ST_ORRINS)))
    ours = store.mentions(HERE, most=9)[0]

    say(store, bench, ours.id, Verdict.NOT_US)

    (theirs,) = store.mentions(ST_ORRINS, most=9)
    assert (theirs.mention.verdict, theirs.settled) == (Verdict.US, None)


def test_the_words_of_many_posts_come_in_one_question(store, bench):
    items = [post_of(key=str(number)) for number in range(3)]
    for place, item in enumerate(items[:2]):
        say(store, bench, found(store, bench, item, at=NOW + place * HOUR).id, Verdict.US)

    said = store.settled([item.identity for item in items])

    assert set(said) == {items[0].identity, items[1].identity}
    assert store.settled([]) == {}
    assert store.settled([Identity("other", items[0].identity.key)]) == {}


def test_a_post_whose_words_are_gone_is_settled_and_not_judged_again(store, bench):
    file = found(store, bench)
    later = NOW + timedelta(days=400)
    store.purge(cutoffs(Retention(), now=later), now=later)

    done = say(store, bench, file.id, Verdict.US, at=later)

    assert (done.judged_again, done.effect) == (False, Effect())
    assert store.mention(file.id).mention.verdict is Verdict.US
    assert store.cases() == ()


def test_a_word_outlives_the_post_and_holds_when_it_comes_again(store, bench):
    say(store, bench, found(store, bench).id, Verdict.NOT_US)
    later = NOW + timedelta(days=400)
    store.purge(cutoffs(Retention(), now=later), now=later)

    assert settled(store)[0].verdict is Verdict.NOT_US


def test_a_post_that_turns_out_to_be_a_childs_loses_its_words(store, bench):
    """domain.md G9: as soon as it is ours, only its address may be kept."""
    child = post_of("I am 11 and I go to Wrenbeck, my teacher shouts at us and the toilets smell")
    bring(store, judged_of(child, ruling_of(verdict=Verdict.UNSURE)))
    (file,) = store.mentions(HERE, most=9)

    say(store, bench, file.id, Verdict.US)

    after = store.mention(file.id)
    assert (after.retain, after.item.text, after.item.author) == (Retain.POINTER, "", "")


def test_settling_an_older_version_names_the_newer_one(store, bench):
    before = found(store, bench)
    after = found(store, bench, post_of("Wrenbeck should be ashamed of my son"), at=NOW + HOUR)

    with pytest.raises(Conflict, match=f"settle it as mention {after.id}"):
        say(store, bench, before.id, Verdict.US)


def test_a_version_that_came_meanwhile_wins(store, bench):
    before = found(store, bench)
    found(store, bench, post_of("Wrenbeck should be ashamed of my son"), at=NOW + HOUR)

    with pytest.raises(Conflict, match="changed meanwhile"):
        store.settle(Settling(before.id, said_of(), before.mention), close=lambda last: last)

    assert settled(store) == ()


def test_a_step_that_somebody_took_meanwhile_keeps_the_case_open(store, bench):
    file = found(store, bench, post_of(SURE))
    stale = replace(case_of(store), severity=case_of(store).severity + 1)
    order = Settling(file.id, said_of(Verdict.NOT_US), file.mention, closes=(stale,))

    with pytest.raises(Conflict, match="acted on case"):
        store.settle(order, close=lambda last: last)

    assert settled(store) == ()
    assert case_of(store).state is CaseState.NEW


@pytest.mark.parametrize(
    ("words", "verdict", "who"),
    [
        (THREAT, Verdict.NOT_US, "Hollis Hale"),
        (SEALED, Verdict.NOT_US, "Dana Lisle"),
        (SEALED, Verdict.US, "Dana Lisle"),
    ],
    ids=["urgent", "sealed", "sealed and ours"],
)
def test_an_urgent_or_sealed_case_is_settled_by_its_owner_only(store, bench, words, verdict, who):
    file = found(store, bench, post_of(words), scope=Scope.LOCAL)
    (ref,) = (case.ref for case in file.cases)

    with pytest.raises(NotAllowed, match=rf"Case {ref} is .*: only its owner, .*{who}"):
        say(store, bench, file.id, verdict)

    assert settled(store, file.item) == ()
    assert case_of(store).state is CaseState.NEW
    assert say(store, bench, file.id, verdict, by=who).settlement.verdict is verdict


def test_anybody_may_say_that_an_urgent_post_is_ours(store, bench):
    file = found(store, bench, post_of(THREAT), scope=Scope.LOCAL)

    say(store, bench, file.id, Verdict.US)

    assert store.mention(file.id).mention.verdict is Verdict.US
    assert case_of(store).state is CaseState.NEW


def test_a_case_that_nobody_may_settle_says_what_to_do(store):
    alone = bench_of(contacts=())
    file = found(store, alone, post_of(THREAT), scope=Scope.LOCAL)

    with pytest.raises(NotAllowed, match=r"name a headteacher in config\.toml"):
        say(store, alone, file.id, Verdict.NOT_US)


def test_a_post_is_judged_again_where_it_was_found(store, bench):
    """The paper of the town speaks for the school, and its own account more so."""
    file = found(store, bench, post_of(THREAT), scope=Scope.LOCAL)

    say(store, bench, file.id, Verdict.US)

    after = store.mention(file.id).mention
    assert after.evidence[1:] == file.mention.evidence
    assert after.score == file.mention.score


@pytest.mark.parametrize(
    ("by", "reason"), [("", "x"), ("x", " "), ("x\ny", "x"), ("x", "a" * 201), ("n" * 61, "x")]
)
def test_who_and_why_are_one_line_each(store, bench, by, reason):
    file = found(store, bench)

    with pytest.raises(NotAllowed, match="in one line"):
        say(store, bench, file.id, Verdict.US, by=by, reason=reason)

    assert settled(store) == ()


def test_a_school_that_is_no_longer_watched_is_named(store, bench):
    file = found(store, bench)
    elsewhere = bench_of(bench.schools[ST_ORRINS])

    with pytest.raises(NotAllowed, match="wrenbeck is no longer watched"):
        say(store, elsewhere, file.id, Verdict.US)


def test_what_was_settled_is_listed_once_in_its_newest_version(store, bench):
    first = found(store, bench)
    say(store, bench, first.id, Verdict.US)
    edited = found(store, bench, post_of(f"{COMPLAINT} Edited."), at=NOW + HOUR)
    found(store, bench, post_of(ELSEWHERE + " Wrenbeck Primary", key="2"), at=NOW + 2 * HOUR)

    assert [file.id for file in store.settled_mentions()] == [edited.id]


def test_people_who_settle_at_once_are_all_heard(store, bench, url):
    file = found(store, bench)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: say(store, bench, file.id, Verdict.US), range(8)))

    place = known(url)
    count = place.read(lambda c: c.execute(text("SELECT count(*) FROM settlements")).scalar_one())
    place.close()
    assert count == 8
    assert len(store.cases()) == 1
