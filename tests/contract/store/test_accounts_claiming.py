"""Accounts that are due: taken by one worker, school after school, and never lost."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from itertools import chain

import pytest

from orm.model.schools import AccountStatus
from tests.factories_account_store import (
    BARE,
    COMMS,
    DAY,
    FOUND,
    FULL,
    KNOWN,
    SILENT,
    THEIRS,
    check_all,
    claim,
    handles,
    numbered,
    one,
    round_of,
)
from tests.factories_store import LEASE, NOW, SCHOOLS, WRENBECK, store_at

SECOND = timedelta(seconds=1)
TOMORROW = NOW + DAY


@pytest.fixture
def accounts(store):
    store.accounts.enter([FULL], by=COMMS, now=NOW)
    return store.accounts


def test_an_account_is_claimed_once_until_its_lease_ends(accounts):
    assert handles(claim(accounts)) == [FULL.handle]
    assert claim(accounts, NOW + LEASE - SECOND, "w2") == ()
    assert handles(claim(accounts, NOW + LEASE, "w2")) == [FULL.handle]


def test_a_worker_takes_its_own_unfinished_claim_back_at_once(accounts):
    assert claim(accounts) == claim(accounts, NOW + SECOND)


def test_a_closed_account_is_looked_at_too(accounts):
    accounts.change(one(accounts).id, replace(FULL, status=AccountStatus.CLOSED), by=COMMS, now=NOW)

    assert len(claim(accounts)) == 1


def test_an_account_of_a_school_that_is_watched_no_more_is_left_alone(store, accounts):
    store.save_schools(SCHOOLS[1:], now=NOW)
    assert claim(accounts) == ()
    assert len(accounts.register([WRENBECK])) == 1

    store.save_schools(SCHOOLS, now=NOW)
    assert len(claim(accounts)) == 1


def test_claims_come_school_after_school_the_earliest_due_first(accounts):
    accounts.enter([replace(THEIRS, handle="s1")], by=COMMS, now=NOW - 3 * SECOND)
    accounts.enter([BARE], by=COMMS, now=NOW - 2 * SECOND)
    accounts.enter([replace(THEIRS, handle="s2")], by=COMMS, now=NOW - SECOND)

    assert handles(claim(accounts)) == ["s1", "s2", BARE.handle, FULL.handle]


def test_a_limit_takes_the_first_of_them(accounts):
    accounts.enter([replace(THEIRS, handle="s1")], by=COMMS, now=NOW - SECOND)
    accounts.enter([replace(THEIRS, handle="s2")], by=COMMS, now=NOW)

    assert handles(claim(accounts, limit=2)) == ["s1", "s2"]
    assert handles(claim(accounts, worker="w2")) == [FULL.handle]


def test_a_claim_comes_with_what_is_known_and_was_found(accounts):
    check_all(accounts, SILENT)

    (file,) = claim(accounts, TOMORROW)

    assert file.known == KNOWN
    assert [finding.checked for finding in file.findings] == [SILENT]


def drain(url, worker):
    """Claim and record until nothing is left; what was taken and how much was written."""
    store = store_at(url)
    taken, written = [], 0
    while files := claim(store.accounts, worker=worker, limit=7):
        taken += handles(files)
        rounds = [round_of(file, FOUND, SILENT) for file in files]
        written += store.accounts.record(rounds, worker=worker)
    store.close()
    return taken, written


def test_workers_share_four_hundred_accounts_and_check_each_exactly_once(store, url):
    store.accounts.enter(numbered(400), by=COMMS, now=NOW)

    with ThreadPoolExecutor(4) as pool:
        shares = list(pool.map(lambda worker: drain(url, worker), ["w1", "w2", "w3", "w4"]))

    taken = list(chain.from_iterable(share[0] for share in shares))
    assert sorted(taken) == sorted(handles(numbered(400)))
    assert sum(share[1] for share in shares) == 400
    assert all(len(file.findings) == 2 for file in store.accounts.files([WRENBECK]))


def test_an_account_that_is_hastened_is_due_now_and_free(accounts):
    check_all(accounts)
    (other,) = accounts.enter([THEIRS], by=COMMS, now=TOMORROW)
    assert claim(accounts, NOW + SECOND) == ()

    accounts.hasten(iter([one(accounts).id]), now=NOW + SECOND)
    (file,) = claim(accounts, NOW + SECOND, "w1")
    accounts.hasten([file.id], now=NOW + SECOND)

    assert handles(claim(accounts, NOW + SECOND, "w2")) == [FULL.handle]
    assert accounts.record([round_of(file)], worker="w1") == 0
    assert accounts.file(other).next_check_at == TOMORROW
