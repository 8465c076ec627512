"""What could be mistaken for a school: kept once, scored anew, judged by people."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest

from orm.errors import Conflict
from orm.model.lookalikes import LookalikeId, Reason, Sort, Verdict
from orm.model.schools import ContactId
from tests.factories_account_store import CANDIDATE, COMMS, DAY, DONE, HOSTILE, SCORED, scored
from tests.factories_sight import case_of, write_case
from tests.factories_store import NOW, ST_ORRINS, WRENBECK, store_at


@pytest.fixture
def lookalikes(store):
    return store.lookalikes


@pytest.fixture
def trail(store):
    def lines():
        found = store.entry.audit(since=NOW - DAY, school_ids=frozenset({WRENBECK}), most=10)
        return [(each.actor, each.action, each.subject, each.detail) for each in reversed(found)]

    return lines


def one(lookalikes, school=WRENBECK):
    (found,) = lookalikes.of([school])
    return found


def keys(found):
    return [each.scored.candidate.key for each in found]


def test_a_lookalike_comes_back_as_it_was_kept(lookalikes):
    assert lookalikes.record(WRENBECK, [SCORED], now=NOW) == 1

    found = one(lookalikes)
    assert (found.school_id, found.scored) == (WRENBECK, SCORED)
    assert (found.first_seen_at, found.last_seen_at) == (NOW, NOW)
    assert (found.verdict, found.settled, found.ref) == (Verdict.OPEN, None, None)


def test_what_is_not_known_of_a_candidate_stays_unknown(lookalikes):
    gaps = replace(CANDIDATE, verified=None, posted_at=None, likeness=None, links=())

    lookalikes.record(WRENBECK, [replace(SCORED, candidate=gaps, reasons=())], now=NOW)

    assert one(lookalikes).scored == replace(SCORED, candidate=gaps, reasons=())


def test_one_that_is_kept_already_gets_its_new_score_and_facts(lookalikes):
    lookalikes.record(WRENBECK, [SCORED], now=NOW)
    before = one(lookalikes)
    anew = replace(
        scored(CANDIDATE.key, 0.3, handle="@other.example", name="Other"),
        reasons=(Reason("town", "It names another town.", -0.5),),
    )

    assert lookalikes.record(WRENBECK, [anew, scored("new")], now=NOW + DAY) == 1

    found = {each.scored.candidate.key: each for each in lookalikes.of([WRENBECK])}
    assert found[CANDIDATE.key] == replace(before, scored=anew, last_seen_at=NOW + DAY)


def test_what_a_person_said_is_kept_when_it_is_seen_again(lookalikes):
    lookalikes.record(WRENBECK, [SCORED], now=NOW)
    lookalikes.judge(one(lookalikes).id, Verdict.INNOCENT, DONE)

    lookalikes.record(WRENBECK, [replace(SCORED, score=1.0)], now=NOW + DAY)

    found = one(lookalikes)
    assert (found.verdict, found.settled, found.scored.score) == (Verdict.INNOCENT, DONE, 1.0)


def test_sort_platform_and_key_tell_them_apart(lookalikes):
    others = [
        scored("k"),
        scored("k", sort=Sort.PAGE),
        scored("k", platform="mastodon"),
        scored("K"),
    ]

    assert lookalikes.record(WRENBECK, [*others, others[0]], now=NOW) == 4
    assert lookalikes.record(WRENBECK, others, now=NOW) == 0
    assert lookalikes.record(WRENBECK, [], now=NOW) == 0


def test_each_school_has_its_own_and_its_own_word(lookalikes):
    for school in (WRENBECK, ST_ORRINS):
        lookalikes.record(school, [SCORED], now=NOW)
    theirs = one(lookalikes, ST_ORRINS)

    lookalikes.judge(one(lookalikes).id, Verdict.IMPOSTOR, DONE)
    lookalikes.record(WRENBECK, [replace(SCORED, score=0.1)], now=NOW + DAY)

    assert one(lookalikes, ST_ORRINS) == theirs
    assert len(lookalikes.of(iter([WRENBECK, ST_ORRINS]))) == 2
    assert lookalikes.of([]) == ()


def test_open_ones_come_first_and_then_the_highest_score(lookalikes):
    some = [scored("low", 0.1), scored("high", 0.9), scored("innocent", 1.0), scored("mid", 0.5)]
    lookalikes.record(WRENBECK, some, now=NOW)
    judged = lookalikes.of([WRENBECK])[0]

    lookalikes.judge(judged.id, Verdict.INNOCENT, DONE)

    assert keys(lookalikes.of([WRENBECK])) == ["high", "mid", "low", "innocent"]


def test_a_word_is_kept_with_who_when_and_why_and_on_record(lookalikes, trail):
    lookalikes.record(WRENBECK, [SCORED], now=NOW)

    lookalikes.judge(one(lookalikes).id, Verdict.INNOCENT, DONE)

    assert one(lookalikes).settled == DONE
    assert trail() == [
        ("comms", "lookalike-judged", "bluesky @wrenbeckprimary.example", "innocent")
    ]


def test_an_impostor_has_its_case(store, lookalikes, trail):
    case = case_of()
    store._database.write(lambda c: write_case(c, case))
    lookalikes.record(WRENBECK, [SCORED], now=NOW)

    lookalikes.judge(one(lookalikes).id, Verdict.IMPOSTOR, DONE, ref=case.ref)

    found = one(lookalikes)
    assert (found.verdict, found.ref) == (Verdict.IMPOSTOR, case.ref)
    assert trail()[0][3] == "impostor"


def test_a_case_is_named_in_no_line_of_the_trail(store, lookalikes, trail):
    """It may be sealed, and the trail only hides what it is about."""
    case = case_of()
    store._database.write(lambda c: write_case(c, case))
    lookalikes.record(WRENBECK, [SCORED], now=NOW)

    lookalikes.judge(one(lookalikes).id, Verdict.IMPOSTOR, DONE, ref=case.ref)

    assert not any(case.ref in part for line in trail() for part in line)


def test_the_same_word_again_is_a_conflict_and_another_word_is_not(lookalikes, trail):
    lookalikes.record(WRENBECK, [SCORED], now=NOW)
    number = one(lookalikes).id
    lookalikes.judge(number, Verdict.INNOCENT, DONE)

    with pytest.raises(Conflict, match="said the same"):
        lookalikes.judge(number, Verdict.INNOCENT, replace(DONE, by=ContactId("head")))
    assert one(lookalikes).settled == DONE

    second = replace(DONE, by=ContactId("head"), reason="it asks for money")
    lookalikes.judge(number, Verdict.IMPOSTOR, second)
    assert (one(lookalikes).verdict, one(lookalikes).settled) == (Verdict.IMPOSTOR, second)
    assert len(trail()) == 2


def test_a_word_can_be_taken_back_with_its_case(store, lookalikes, trail):
    case = case_of()
    store._database.write(lambda c: write_case(c, case))
    lookalikes.record(WRENBECK, [SCORED], now=NOW)
    number = one(lookalikes).id
    with pytest.raises(Conflict):
        lookalikes.judge(number, Verdict.OPEN, DONE)
    lookalikes.judge(number, Verdict.IMPOSTOR, DONE, ref=case.ref)

    lookalikes.judge(number, Verdict.OPEN, DONE, ref=case.ref)

    found = one(lookalikes)
    assert (found.verdict, found.settled, found.ref) == (Verdict.OPEN, None, None)
    assert trail()[1][3] == "an earlier word was taken back"


def test_what_is_not_there_cannot_be_judged(lookalikes, trail):
    lookalikes.record(ST_ORRINS, [SCORED], now=NOW)

    with pytest.raises(Conflict):
        lookalikes.judge(LookalikeId(77), Verdict.INNOCENT, DONE)

    assert one(lookalikes, ST_ORRINS).verdict is Verdict.OPEN
    assert trail() == []


def test_of_people_who_say_the_same_at_once_one_does(lookalikes, trail, url):
    lookalikes.record(WRENBECK, [SCORED], now=NOW)
    number = one(lookalikes).id

    def judge(by):
        mine = store_at(url)
        try:
            mine.lookalikes.judge(number, Verdict.IMPOSTOR, replace(DONE, by=ContactId(by)))
        except Conflict:
            return ""
        finally:
            mine.close()
        return by

    with ThreadPoolExecutor(4) as pool:
        said = [by for by in pool.map(judge, "abcd") if by]

    assert said == [one(lookalikes).settled.by]
    assert len(trail()) == 1


def test_searches_that_find_the_same_at_once_keep_each_once(lookalikes, url):
    def search(order):
        mine = store_at(url)
        found = [scored(f"k{number:03}") for number in range(60)]
        new = mine.lookalikes.record(WRENBECK, found[::order], now=NOW)
        mine.close()
        return new

    with ThreadPoolExecutor(4) as pool:
        new = list(pool.map(search, (1, -1, 1, -1)))

    assert sum(new) == 60
    assert len(lookalikes.of([WRENBECK])) == 60


def test_more_than_one_question_can_hold_are_kept_once(lookalikes):
    many = [scored(f"k{number:04}") for number in range(1200)]

    assert lookalikes.record(WRENBECK, many, now=NOW) == 1200
    assert lookalikes.record(WRENBECK, many, now=NOW + DAY) == 0


def test_hostile_texts_are_kept_as_far_as_they_can_be(lookalikes, trail):
    kept = "?" + HOSTILE[2:]
    texts = ("platform", "handle", "name", "url", "description")
    bad: dict[str, Any] = dict.fromkeys(texts, HOSTILE)
    hostile = scored(HOSTILE, links=(HOSTILE,), **bad)
    hostile = replace(hostile, reasons=(Reason(HOSTILE, HOSTILE, 0.1),))
    assert lookalikes.record(WRENBECK, [hostile], now=NOW) == 1
    assert lookalikes.record(WRENBECK, [hostile], now=NOW) == 0

    lookalikes.judge(one(lookalikes).id, Verdict.INNOCENT, replace(DONE, reason=HOSTILE))

    found = one(lookalikes)
    words: dict[str, Any] = dict.fromkeys(texts, kept)
    assert found.scored.candidate == replace(CANDIDATE, key=kept, links=(kept,), **words)
    assert found.scored.reasons == (Reason(kept, kept, 0.1),)
    assert found.settled == replace(DONE, by=COMMS, reason=kept)
    assert len(trail()[0][2]) == 120
