"""The register of official accounts: entered, changed, closed, never deleted, always on record."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields, replace
from datetime import timedelta
from typing import Any

import pytest

from orm.errors import Conflict
from orm.model.accounts import Account, AccountId
from orm.model.schools import AccountStatus, ContactId, OfficialAccount, SchoolId
from tests.factories_account_store import (
    BARE,
    COMMS,
    DAY,
    FULL,
    HOSTILE,
    THEIRS,
    check_all,
    claim,
    handles,
    numbered,
    round_of,
)
from tests.factories_store import NOW, SCHOOLS, ST_ORRINS, WRENBECK, store_at

BOTH = (WRENBECK, ST_ORRINS)


@pytest.fixture
def accounts(store):
    return store.accounts


@pytest.fixture
def trail(store):
    """Who did what to which account, oldest first."""

    def lines(*schools):
        wanted = frozenset(schools or BOTH)
        found = store.entry.audit(since=NOW - DAY, school_ids=wanted, most=1000)
        return [
            (line.actor, line.action, line.subject, line.detail)
            for line in reversed(found)
            if line.action.startswith("account-")
        ]

    return lines


def test_an_account_comes_back_as_it_was_entered(accounts):
    accounts.enter([FULL, BARE], by=COMMS, now=NOW)

    assert accounts.register([WRENBECK]) == (FULL, BARE)


def test_a_school_without_accounts_has_an_empty_register(accounts):
    assert accounts.register(BOTH) == ()
    assert accounts.files([]) == ()
    assert claim(accounts) == ()
    assert accounts.enter([], by=COMMS, now=NOW) == ()


def test_a_new_account_is_due_at_once_and_nothing_is_known_of_it(accounts):
    (number,) = accounts.enter([BARE], by=COMMS, now=NOW)

    file = accounts.file(number)

    assert (file.checked_at, file.next_check_at, file.findings) == (None, NOW, ())
    assert (file.known.seen, file.known.misses, file.known.looked_on) == (None, 0, None)
    assert claim(accounts, NOW - timedelta(seconds=1)) == ()
    assert claim(accounts) == (file,)


def test_a_file_that_is_not_there_is_none(accounts):
    assert accounts.file(AccountId(7)) is None


def test_numbers_come_in_the_given_order_and_stay_the_same(accounts):
    first = accounts.enter([FULL, BARE], by=COMMS, now=NOW)

    assert accounts.enter([BARE, FULL], by=COMMS, now=NOW) == first[::-1]
    assert accounts.file(first[0]).account == FULL


def test_an_account_that_is_entered_again_is_made_equal_and_keeps_what_its_checks_found(accounts):
    (number,) = accounts.enter([FULL], by=COMMS, now=NOW)
    check_all(accounts)
    again = replace(FULL, handle=" WRENBECK.example ", platform="Bluesky", purpose="", owner=None)

    assert accounts.enter([again], by=COMMS, now=NOW) == (number,)

    file = accounts.file(number)
    assert file.account == again
    assert file.checked_at == NOW


def test_the_later_of_two_lines_with_one_handle_counts(accounts):
    both = [BARE, replace(BARE, purpose="news")]

    assert len(set(accounts.enter(both, by=COMMS, now=NOW))) == 1
    assert accounts.register([WRENBECK]) == (both[1],)


def test_each_field_can_be_emptied_and_the_line_names_it(accounts, trail):
    names = [field.name for field in fields(Account)]
    gaps = {name: getattr(BARE, name) for name in names[3:]}
    (number,) = accounts.enter([FULL], by=COMMS, now=NOW)

    for name, gap in gaps.items():
        emptied = replace(FULL, **{name: gap})
        accounts.change(number, emptied, by=COMMS, now=NOW)
        assert accounts.file(number).account == emptied
        assert trail()[-1][3] == name.replace("_", " ")
        accounts.change(number, FULL, by=COMMS, now=NOW)


def test_all_are_entered_or_none(accounts):
    stranger = replace(BARE, school_id=SchoolId("no-such-school"))

    with pytest.raises(Exception, match=r"(?i)foreign key"):
        accounts.enter([FULL, stranger], by=COMMS, now=NOW)

    assert accounts.register([WRENBECK]) == ()


def test_the_register_is_told_by_school_platform_and_handle(accounts):
    low, high = replace(BARE, handle="a"), replace(BARE, handle="B")
    accounts.enter([BARE, low, THEIRS, FULL, high], by=COMMS, now=NOW)

    told = accounts.register(iter(BOTH))

    assert told == (THEIRS, FULL, high, low, BARE)
    assert tuple(file.account for file in accounts.files(BOTH)) == told


def test_two_schools_of_a_trust_may_share_an_account_and_neither_sees_the_others(accounts):
    mine, theirs = accounts.enter([FULL, THEIRS], by=COMMS, now=NOW)

    accounts.change(mine, replace(FULL, purpose="news"), by=COMMS, now=NOW)

    assert accounts.register([ST_ORRINS]) == (THEIRS,)
    assert accounts.file(theirs).account == THEIRS


def test_entering_leaves_one_line_for_each_account_that_changes(accounts, trail):
    accounts.enter([FULL, BARE], by=COMMS, now=NOW)
    accounts.enter([replace(FULL, consent="", review_on=None), BARE], by=COMMS, now=NOW)

    assert trail() == [
        ("comms", "account-entered", "bluesky @wrenbeck.example", ""),
        ("comms", "account-entered", "mastodon wrenbeck@harrowmere.example", ""),
        ("comms", "account-changed", "bluesky @wrenbeck.example", "consent, review on"),
    ]


def test_a_line_stands_with_the_school_of_the_account(accounts, trail):
    accounts.enter([THEIRS], by=COMMS, now=NOW)

    assert trail(WRENBECK) == []
    assert len(trail(ST_ORRINS)) == 1


def test_an_email_address_is_in_no_line(accounts, trail):
    (number,) = accounts.enter([FULL], by=COMMS, now=NOW)
    accounts.change(number, replace(FULL, admin_email="me@mail.example"), by=COMMS, now=NOW)

    assert trail()[1][3] == "admin email"
    assert not any("mail.example" in part or "social@" in part for line in trail() for part in line)


def test_closing_is_a_line_of_its_own_and_opening_again_is_a_change(accounts, trail):
    (number,) = accounts.enter([BARE], by=COMMS, now=NOW)
    closed = replace(BARE, status=AccountStatus.CLOSED, purpose="it is merged")

    accounts.change(number, closed, by=COMMS, now=NOW)
    accounts.change(number, replace(closed, status=AccountStatus.ACTIVE), by=COMMS, now=NOW)

    assert [(line[1], line[3]) for line in trail()[1:]] == [
        ("account-closed", "purpose"),
        ("account-changed", "status"),
    ]
    assert handles(accounts.register([WRENBECK])) == [BARE.handle]


def test_a_change_may_bring_a_new_handle_and_the_line_says_the_old_one(accounts, trail):
    (number,) = accounts.enter([FULL], by=COMMS, now=NOW)
    renamed = replace(FULL, handle="@wrenbeckschool.example")

    accounts.change(number, renamed, by=ContactId("head"), now=NOW)

    assert accounts.register([WRENBECK]) == (renamed,)
    assert trail()[-1] == (
        "head",
        "account-changed",
        "bluesky @wrenbeckschool.example",
        "handle, it was bluesky @wrenbeck.example",
    )


def test_a_change_that_changes_nothing_leaves_no_line(accounts, trail):
    (number,) = accounts.enter([FULL], by=COMMS, now=NOW)

    accounts.change(number, FULL, by=COMMS, now=NOW)

    assert len(trail()) == 1


def test_a_handle_that_another_account_of_the_school_has_is_a_conflict(accounts, trail):
    first, _, _ = accounts.enter([BARE, replace(BARE, handle="b"), THEIRS], by=COMMS, now=NOW)

    with pytest.raises(Conflict, match="another account"):
        accounts.change(first, replace(BARE, handle=" @B"), by=COMMS, now=NOW)

    assert accounts.file(first).account == BARE
    assert len(trail()) == 3


def test_an_account_that_is_not_there_cannot_be_changed(accounts):
    with pytest.raises(Conflict, match="no such account"):
        accounts.change(AccountId(7), BARE, by=COMMS, now=NOW)


def test_another_schools_account_cannot_be_changed(accounts):
    (theirs,) = accounts.enter([THEIRS], by=COMMS, now=NOW)

    with pytest.raises(Conflict, match="no such account"):
        accounts.change(theirs, replace(THEIRS, school_id=WRENBECK), by=COMMS, now=NOW)

    assert accounts.register(BOTH) == (THEIRS,)


@pytest.mark.parametrize("how", ["change", "enter"])
def test_a_check_that_began_before_a_change_writes_nothing(accounts, how):
    (number,) = accounts.enter([FULL], by=COMMS, now=NOW)
    (file,) = claim(accounts)
    changed = replace(FULL, url="")

    if how == "change":
        accounts.change(number, changed, by=COMMS, now=NOW)
    else:
        accounts.enter([changed], by=COMMS, now=NOW)

    assert accounts.record([round_of(file)], worker="w1") == 0
    assert [again.account for again in claim(accounts, worker="w2")] == [changed]


def test_hostile_texts_are_kept_as_far_as_they_can_be(accounts, trail):
    texts = ("handle", "display_name", "url", "purpose", "platform", "consent", "stable_id")
    words: dict[str, Any] = dict.fromkeys(texts, HOSTILE)
    hostile = replace(FULL, keepers=(ContactId(HOSTILE),), **words)
    (number,) = accounts.enter([hostile], by=COMMS, now=NOW)
    accounts.enter([hostile], by=COMMS, now=NOW)

    kept = accounts.file(number).account

    assert {getattr(kept, name) for name in texts} == {"?" + HOSTILE[2:]}
    assert kept.keepers == ("?" + HOSTILE[2:],)
    assert len(trail()) == 1
    assert len(trail()[0][2]) == 120


def test_a_trusts_four_hundred_accounts_are_entered_and_told(accounts, trail):
    many = numbered(400)

    numbers = accounts.enter(many, by=COMMS, now=NOW)

    assert accounts.register([WRENBECK]) == many
    assert [file.id for file in accounts.files([WRENBECK])] == list(numbers)
    assert len(trail()) == 400


def test_people_who_enter_the_same_accounts_at_once_enter_each_once(store, accounts, trail, url):
    def enter(by):
        mine = store_at(url)
        order = numbered(30) if by == "a" else numbered(30)[::-1]
        found = mine.accounts.enter(order, by=ContactId(by), now=NOW)
        mine.close()
        return set(found)

    with ThreadPoolExecutor(4) as pool:
        told = list(pool.map(enter, "abcd"))

    assert len(accounts.register([WRENBECK])) == 30
    assert len(set.union(*told)) == 30
    assert len(trail()) == 30


# ---- what config.toml starts


def school_with(*accounts):
    return replace(SCHOOLS[0], accounts=accounts)


def theirs_of(store):
    return next(school for school in store.schools() if school.id == WRENBECK).accounts


def test_the_accounts_of_the_configuration_are_entered_once(store, accounts, trail):
    school = school_with(OfficialAccount("bluesky", "@wrenbeck", "Wrenbeck"))

    store.save_schools([school], now=NOW)
    store.save_schools([school], now=NOW + DAY)

    assert accounts.register([WRENBECK]) == (
        Account(WRENBECK, "bluesky", "@wrenbeck", display_name="Wrenbeck"),
    )
    assert trail() == [("configuration", "account-entered", "bluesky @wrenbeck", "")]


def test_of_two_lines_of_the_configuration_with_one_handle_the_first_is_entered(store, trail):
    lines = (OfficialAccount("x", "@Wrenbeck", "first"), OfficialAccount("x", "wrenbeck", "second"))

    store.save_schools([school_with(*lines)], now=NOW)

    assert theirs_of(store) == lines[:1]
    assert len(trail()) == 1


def test_the_configuration_changes_nothing_of_what_the_register_has(store, accounts, trail):
    accounts.enter([FULL], by=COMMS, now=NOW)
    check_all(accounts)

    store.save_schools([school_with(OfficialAccount("bluesky", "wrenbeck.example"))], now=NOW)

    (file,) = accounts.files([WRENBECK])
    assert (file.account, file.checked_at) == (FULL, NOW)
    assert len(trail()) == 1


def test_an_account_that_left_the_configuration_stays(store, accounts):
    store.save_schools([school_with(OfficialAccount("x", "wrenbeck"))], now=NOW)

    store.save_schools([school_with()], now=NOW)

    assert handles(accounts.register([WRENBECK])) == ["wrenbeck"]


def test_a_school_has_the_accounts_of_the_register_in_the_order_they_came(store, accounts):
    configured = OfficialAccount("x", "wrenbeck")
    store.save_schools([school_with(configured)], now=NOW)
    accounts.enter([replace(BARE, status=AccountStatus.CLOSED)], by=COMMS, now=NOW)

    assert theirs_of(store) == (
        configured,
        OfficialAccount(BARE.platform, BARE.handle, status=AccountStatus.CLOSED),
    )


def test_the_configuration_does_not_bring_back_the_handle_that_was_changed(store, accounts):
    school = school_with(OfficialAccount("bluesky", "@old"))
    store.save_schools([school], now=NOW)
    (file,) = accounts.files([WRENBECK])
    accounts.change(file.id, replace(file.account, handle="@new"), by=COMMS, now=NOW)

    store.save_schools([school], now=NOW)

    assert handles(accounts.register([WRENBECK])) == ["@new"]
