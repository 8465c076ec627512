"""A school's official accounts in the numbers that its digest tells."""

from dataclasses import replace

import pytest

from orm.model.accounts import Check, CheckOutcome, SettledBy
from orm.model.lookalikes import Verdict
from orm.model.presence import Noticed, PresenceCheck
from orm.model.schools import AccountStatus, ContactId
from orm.model.weeks import AccountsWeek, Week
from tests.factories_account_store import (
    BARE,
    COMMS,
    DAY,
    DONE,
    FOUND,
    FULL,
    SILENT,
    THEIRS,
    WALLED,
    check_all,
    findings,
    scored,
)
from tests.factories_store import NOW, ST_ORRINS, WRENBECK

GAP = replace(SILENT, check=Check.REGISTER, key="purpose")


def numbers(store, school_id=WRENBECK):
    return store.week_facts(school_id, Week(2026, 46), now=NOW).accounts


@pytest.fixture
def accounts(store):
    store.accounts.enter([FULL, THEIRS], by=COMMS, now=NOW)
    return store.accounts


def look(store, *noticed):
    store.presences.claim(now=NOW, worker="w1", lease=DAY, limit=9)
    store.presences.record(WRENBECK, noticed, at=NOW, next_check_at=NOW + 7 * DAY, worker="w1")


def test_a_school_without_accounts_has_empty_numbers_and_was_not_searched_for(store):
    assert numbers(store) == AccountsWeek()


def test_an_account_that_was_never_checked_is_told_as_such(store, accounts):
    store.accounts.enter([replace(BARE, status=AccountStatus.CLOSED)], by=COMMS, now=NOW)

    found = numbers(store)
    assert (len(found.platforms), found.unchecked, found.could_not) == (2, 1, 0)


def test_findings_are_accounts_by_check_and_settled_ones_are_in_no_number(store, accounts):
    check_all(accounts, SILENT, GAP, replace(GAP, key="outcomes"), FOUND)
    assert numbers(store).findings == ((Check.ALIVE, 1), (Check.REGISTER, 1))

    silent = next(each for each in findings(accounts) if each.checked.check is Check.ALIVE)
    accounts.settle(silent.id, DONE)
    assert numbers(store).findings == ((Check.REGISTER, 1),)
    assert numbers(store, ST_ORRINS).findings != ()


def test_what_could_not_be_seen_is_counted_and_what_a_platform_never_tells_is_not(store, accounts):
    check_all(accounts, FOUND, replace(WALLED, check=Check.MODERATED))
    assert numbers(store).could_not == 0

    check_all(accounts, FOUND, WALLED, at=NOW + DAY)
    assert numbers(store).could_not == 1


@pytest.mark.parametrize(
    ("outcomes", "searched"),
    [
        ((CheckOutcome.COULD_NOT,), False),
        ((CheckOutcome.COULD_NOT, CheckOutcome.OK), True),
        ((), None),
    ],
)
def test_nobody_searched_is_never_told_as_nothing_found(store, outcomes, searched):
    look(
        store,
        *(
            Noticed(PresenceCheck.SEARCH, outcome, "says", key=str(place))
            for place, outcome in enumerate(outcomes)
        ),
    )

    assert numbers(store).searched is searched


def test_look_alikes_and_findings_of_the_website_wait_for_a_word(store):
    look(store, Noticed(PresenceCheck.SITE, CheckOutcome.FINDING, "says", key="complaints"))
    store.lookalikes.record(WRENBECK, [scored("1"), scored("2"), scored("3", 0.4)], now=NOW)
    store.lookalikes.record(ST_ORRINS, [scored("1")], now=NOW)
    assert (numbers(store).lookalikes, numbers(store).website) == (2, 1)

    first = store.lookalikes.of([WRENBECK])[0]
    said = SettledBy(ContactId("comms"), NOW, "the PTA's")
    store.lookalikes.judge(first.id, Verdict.INNOCENT, said)
    store.presences.settle(WRENBECK, PresenceCheck.SITE, "complaints", said)
    assert (numbers(store).lookalikes, numbers(store).website) == (1, 0)
