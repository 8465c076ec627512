"""What checks of official accounts came to: written whole, or not at all."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orm.errors import Conflict
from orm.model.accounts import Check, CheckOutcome, Known, Sighting, State
from orm.store.account_codec import sighting_json, sighting_of
from tests.factories_account_store import (
    COMMS,
    DAY,
    DONE,
    FOUND,
    FULL,
    HOSTILE,
    KNOWN,
    SEEN,
    SILENT,
    THEIRS,
    WALLED,
    check_all,
    claim,
    findings,
    one,
    round_of,
)
from tests.factories_store import LEASE, NOW, ST_ORRINS

SECOND = timedelta(seconds=1)
TOMORROW = NOW + DAY


@pytest.fixture
def accounts(store):
    store.accounts.enter([FULL], by=COMMS, now=NOW)
    return store.accounts


def test_a_round_is_written_whole_and_lets_go(accounts):
    assert check_all(accounts, SILENT, FOUND, WALLED) == 1

    file = one(accounts)
    assert (file.checked_at, file.next_check_at, file.known) == (NOW, TOMORROW, KNOWN)
    assert [finding.checked for finding in file.findings] == [FOUND, WALLED, SILENT]
    assert {(each.since, each.last_at, each.settled) for each in file.findings} == {
        (NOW, NOW, None)
    }
    assert len(claim(accounts, TOMORROW, "w2")) == 1


def test_findings_of_one_check_come_by_their_key(accounts):
    both = [replace(SILENT, key=key) for key in "ba"]

    check_all(accounts, *both)

    assert [each.checked.key for each in findings(accounts)] == ["a", "b"]


def test_every_check_and_outcome_can_be_written(accounts):
    every = [
        replace(SILENT, check=check, outcome=outcome, key=outcome)
        for check in Check
        for outcome in sorted(CheckOutcome)
    ]

    check_all(accounts, *reversed(every))

    assert [each.checked for each in findings(accounts)] == every


def test_what_is_found_again_goes_on_with_its_new_words(accounts):
    check_all(accounts, SILENT)
    (before,) = findings(accounts)
    later = replace(SILENT, says="Nothing was posted for 71 days.", evidence="no post")

    check_all(accounts, later, at=TOMORROW)

    (after,) = findings(accounts)
    assert after == replace(before, checked=later, last_at=TOMORROW)


def test_what_was_settled_stays_settled_as_long_as_it_is_found(accounts):
    check_all(accounts, SILENT)
    accounts.settle(findings(accounts)[0].id, DONE)

    for day in (1, 2, 3):
        check_all(accounts, SILENT, at=NOW + day * DAY)

    (finding,) = findings(accounts)
    assert (finding.settled, finding.since) == (DONE, NOW)


def test_a_finding_of_another_key_is_a_new_one(accounts):
    check_all(accounts, SILENT)
    accounts.settle(findings(accounts)[0].id, DONE)

    check_all(accounts, replace(SILENT, key="2026-10-10"), at=TOMORROW)

    (finding,) = findings(accounts)
    assert (finding.settled, finding.since) == (None, TOMORROW)


def test_what_comes_to_something_else_is_new_and_settled_by_nobody(accounts):
    fine = replace(SILENT, outcome=CheckOutcome.OK)
    check_all(accounts, SILENT)
    accounts.settle(findings(accounts)[0].id, DONE)

    check_all(accounts, fine, at=TOMORROW)
    (well,) = findings(accounts)
    check_all(accounts, SILENT, at=NOW + 2 * DAY)
    (again,) = findings(accounts)

    assert (well.checked, well.settled, well.since) == (fine, None, TOMORROW)
    assert (again.checked, again.settled, again.since) == (SILENT, None, NOW + 2 * DAY)


def test_what_is_not_found_any_more_goes(accounts):
    check_all(accounts, SILENT, FOUND)

    check_all(accounts, FOUND, at=TOMORROW)

    assert [each.checked for each in findings(accounts)] == [FOUND]


def test_a_number_of_a_finding_is_never_used_again(accounts):
    check_all(accounts, SILENT)
    (shown,) = findings(accounts)
    check_all(accounts, at=TOMORROW)
    check_all(accounts, replace(SILENT, key="another"), at=NOW + 2 * DAY)

    with pytest.raises(Conflict):
        accounts.settle(shown.id, DONE)

    assert findings(accounts)[0].settled is None


def test_of_two_with_one_key_the_graver_is_told(accounts):
    check_all(accounts, SILENT, replace(SILENT, outcome=CheckOutcome.OK))

    assert [each.checked for each in findings(accounts)] == [SILENT]


def test_known_is_written_as_it_is_given(accounts):
    check_all(accounts)
    check_all(accounts, at=TOMORROW, known=Known(misses=3))

    assert one(accounts).known == Known(misses=3)


def test_of_an_account_that_another_worker_took_over_nothing_is_written(accounts):
    accounts.enter([THEIRS], by=COMMS, now=NOW + LEASE)
    (slow,) = claim(accounts)
    mine = claim(accounts, NOW + LEASE, "w2", limit=1)
    other = claim(accounts, NOW + LEASE, "w1")

    assert accounts.record([round_of(slow, SILENT), round_of(other[0])], worker="w1") == 1

    assert findings(accounts) == ()
    assert one(accounts).checked_at is None
    assert accounts.record([round_of(mine[0])], worker="w2") == 1


def test_a_round_that_comes_twice_is_written_once(accounts):
    (file,) = claim(accounts)

    assert accounts.record([round_of(file), round_of(file)], worker="w1") == 1
    assert accounts.record([round_of(file)], worker="w1") == 0
    assert accounts.record([], worker="w1") == 0


def test_a_round_touches_no_other_account(accounts):
    accounts.enter([THEIRS], by=COMMS, now=NOW)
    check_all(accounts, SILENT)
    before = one(accounts, ST_ORRINS)
    accounts.hasten([one(accounts).id], now=NOW + SECOND)

    check_all(accounts, FOUND, at=NOW + SECOND)

    assert one(accounts, ST_ORRINS) == before


def test_hostile_texts_of_a_platform_are_kept_as_far_as_they_can_be(accounts):
    kept = "?" + HOSTILE[2:]
    hostile = replace(SILENT, says=HOSTILE, evidence=HOSTILE, key=HOSTILE)
    seen = replace(SEEN, name=HOSTILE, description=HOSTILE, links=(HOSTILE,), handle=HOSTILE)
    for at in (NOW, TOMORROW):
        check_all(accounts, hostile, known=Known(seen=seen), at=at)

    (finding,) = findings(accounts)

    assert finding.checked == replace(SILENT, says=kept, evidence=kept, key=kept)
    assert (finding.since, finding.last_at) == (NOW, TOMORROW)
    assert one(accounts).known.seen == replace(
        SEEN, name=kept, description=kept, links=(kept,), handle=kept
    )


def test_a_moment_without_a_zone_is_refused(accounts):
    naive = replace(SEEN, waiting_since=NOW.replace(tzinfo=None))

    with pytest.raises(ValueError, match="no time zone"):
        check_all(accounts, known=Known(seen=naive))


texts = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=20)
moments = st.datetimes(min_value=datetime(2000, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@given(
    st.builds(
        Sighting,
        platform=texts,
        stable_id=texts,
        handle=texts,
        url=texts,
        state=st.none() | st.sampled_from(list(State)),
        moved_to=texts,
        name=st.none() | texts,
        description=st.none() | texts,
        links=st.none() | st.lists(texts, max_size=3).map(tuple),
        proven_links=st.lists(texts, max_size=3).map(tuple),
        verified=st.none() | st.booleans(),
        posted_at=st.none() | st.lists(moments, max_size=3).map(tuple),
        waiting_since=st.none() | moments,
    )
)
def test_any_sighting_comes_back_and_what_was_not_said_stays_unsaid(sighting):
    assert sighting_of(json.loads(json.dumps(sighting_json(sighting)))) == sighting
