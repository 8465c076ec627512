"""What people say of a finding or of an account counts once, and for nothing else."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from orm.errors import Conflict
from orm.model.accounts import AccountId, CheckOutcome, FindingId, Known
from orm.model.schools import ContactId
from tests.factories_account_store import (
    COMMS,
    DAY,
    DONE,
    FOUND,
    FULL,
    SILENT,
    THEIRS,
    WALLED,
    check_all,
    claim,
    findings,
    one,
    round_of,
)
from tests.factories_store import NOW, ST_ORRINS, WRENBECK, store_at

SECOND = timedelta(seconds=1)


@pytest.fixture
def accounts(store):
    store.accounts.enter([FULL], by=COMMS, now=NOW)
    return store.accounts


@pytest.fixture
def trail(store):
    def lines(school=WRENBECK):
        found = store.entry.audit(since=NOW - DAY, school_ids=frozenset({school}), most=10)
        return [
            (line.actor, line.action, line.subject, line.detail)
            for line in reversed(found)
            if line.action != "account-entered"
        ]

    return lines


def test_a_finding_is_settled_with_who_when_and_why(accounts, trail):
    check_all(accounts, SILENT)

    accounts.settle(findings(accounts)[0].id, DONE)

    assert findings(accounts)[0].settled == DONE
    assert trail() == [("comms", "finding-settled", "bluesky @wrenbeck.example", "alive")]


def test_a_finding_is_settled_once(accounts, trail):
    check_all(accounts, SILENT)
    (finding,) = findings(accounts)
    accounts.settle(finding.id, DONE)

    with pytest.raises(Conflict, match="settled already"):
        accounts.settle(finding.id, replace(DONE, by=ContactId("head")))

    assert findings(accounts)[0].settled == DONE
    assert len(trail()) == 1


@pytest.mark.parametrize("checked", [FOUND, WALLED])
def test_what_is_no_finding_cannot_be_settled(accounts, checked, trail):
    check_all(accounts, checked)

    with pytest.raises(Conflict):
        accounts.settle(findings(accounts)[0].id, DONE)

    assert findings(accounts)[0].settled is None
    assert trail() == []


def test_what_was_settled_waits_while_it_cannot_be_checked(accounts):
    check_all(accounts, SILENT)
    accounts.settle(findings(accounts)[0].id, DONE)
    ill = replace(SILENT, outcome=CheckOutcome.COULD_NOT, key="")

    check_all(accounts, ill, at=NOW + DAY)
    check_all(accounts, SILENT, at=NOW + 2 * DAY)

    (finding,) = findings(accounts)
    assert (finding.checked, finding.since, finding.settled) == (SILENT, NOW, DONE)


def test_what_nobody_settled_is_no_finding_while_it_cannot_be_checked(accounts):
    check_all(accounts, SILENT)
    ill = replace(SILENT, outcome=CheckOutcome.COULD_NOT, key="")

    check_all(accounts, ill, at=NOW + DAY)

    assert [each.checked for each in findings(accounts)] == [ill]


def test_a_finding_that_is_not_there_cannot_be_settled(accounts):
    with pytest.raises(Conflict):
        accounts.settle(FindingId(7), DONE)


def test_of_people_who_settle_at_once_one_does(accounts, url, trail):
    check_all(accounts, SILENT)
    (finding,) = findings(accounts)

    def settle(by):
        mine = store_at(url)
        try:
            mine.accounts.settle(finding.id, replace(DONE, by=ContactId(by)))
        except Conflict:
            return ""
        finally:
            mine.close()
        return by

    with ThreadPoolExecutor(4) as pool:
        done = [by for by in pool.map(settle, "abcd") if by]

    settled = findings(accounts)[0].settled
    assert settled is not None
    assert done == [settled.by]
    assert [line[0] for line in trail()] == done


def test_accepting_makes_what_is_seen_next_what_it_is_to_be(accounts, trail):
    check_all(accounts, SILENT)
    (file,) = accounts.files([WRENBECK])

    accounts.accept(file.id, by=COMMS, now=NOW + SECOND)

    after = one(accounts)
    assert after.known == Known(looked_on=date(2026, 11, 18))
    assert after.next_check_at == NOW + SECOND
    assert after.findings == file.findings
    assert trail() == [("comms", "account-accepted", "bluesky @wrenbeck.example", "")]
    assert len(claim(accounts, NOW + SECOND)) == 1


def test_the_day_of_looking_is_that_of_the_school(accounts):
    late = datetime(2027, 6, 30, 23, 30, tzinfo=UTC)

    accounts.accept(one(accounts).id, by=COMMS, now=late)

    assert one(accounts).known.looked_on == date(2027, 7, 1)


def test_a_check_that_began_before_the_account_was_accepted_writes_nothing(accounts):
    (file,) = claim(accounts)
    accounts.accept(file.id, by=COMMS, now=NOW)

    assert accounts.record([round_of(file, SILENT)], worker="w1") == 0

    assert one(accounts).known == Known(looked_on=date(2026, 11, 18))


def test_an_account_that_is_not_there_cannot_be_accepted(accounts, trail):
    accounts.enter([THEIRS], by=COMMS, now=NOW)
    before = accounts.files([WRENBECK, ST_ORRINS])

    with pytest.raises(Conflict, match="not in the register"):
        accounts.accept(AccountId(77), by=COMMS, now=NOW)

    assert accounts.files([WRENBECK, ST_ORRINS]) == before
    assert trail() == []


def test_accepting_touches_no_other_schools_account(accounts):
    accounts.enter([THEIRS], by=COMMS, now=NOW)
    check_all(accounts, SILENT)
    before = one(accounts, ST_ORRINS)

    accounts.accept(one(accounts).id, by=COMMS, now=NOW)

    assert one(accounts, ST_ORRINS) == before
