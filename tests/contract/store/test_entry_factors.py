"""The second factor: set up, replaced, recovered, removed."""

import pyotp
import pytest

from orm.entry.keys import Keys
from orm.entry.outcomes import (
    NOT_STARTED,
    WRONG,
    WRONG_CODE,
    Entered,
    NewFactor,
    RecoveryCodes,
)
from tests.factories_entry import (
    DSL,
    HEAD,
    KEY,
    MINUTE,
    actions,
    by,
    choose,
    come_in,
    door_of,
    enrol,
    known,
    refused,
    try_in,
)
from tests.factories_store import NOW

HEAD_KEY = Keys(KEY).person(HEAD)


@pytest.fixture
def door(store):
    return door_of(store)


def code_of(secret, now=NOW):
    return pyotp.TOTP(secret).at(now)


def begin(door, *, now=NOW, **changes):
    factor = door.new_second_factor(HEAD.id, now=now, **changes)
    assert isinstance(factor, NewFactor)
    return factor


def test_the_qr_code_names_the_desk_and_the_person(door):
    factor = begin(door)

    parsed = pyotp.parse_uri(factor.uri)

    assert (parsed.secret, parsed.issuer) == (factor.secret, "Online reputation desk")
    assert parsed.name == HEAD.email
    assert isinstance(parsed, pyotp.TOTP)
    assert parsed.at(NOW) == code_of(factor.secret)


def test_the_page_can_be_shown_again_until_it_is_confirmed(door):
    choose(door)
    token = come_in(door).token
    assert door.pending_second_factor(HEAD.id) is None
    factor = begin(door)

    assert door.pending_second_factor(HEAD.id) == factor
    code = code_of(factor.secret)
    door.confirm_second_factor(HEAD.id, code, token=token, now=NOW)
    assert door.pending_second_factor(HEAD.id) is None


def test_a_wrong_code_confirms_nothing(door):
    choose(door)
    token = come_in(door).token
    begin(door)

    turned = door.confirm_second_factor(HEAD.id, "000000", token=token, now=NOW)

    assert refused(turned) == WRONG_CODE
    assert door.look(token, now=NOW).must_enrol


def test_a_factor_that_was_not_begun_is_not_confirmed(door):
    turned = door.confirm_second_factor(HEAD.id, "123456", token="x", now=NOW)  # noqa: S106

    assert refused(turned) == NOT_STARTED


def test_the_code_that_confirmed_a_factor_does_not_open_the_door(door):
    choose(door)
    secret, _ = enrol(door, token=come_in(door).token)

    assert refused(try_in(door, code=code_of(secret))) == WRONG


def test_there_are_eight_recovery_codes_and_none_is_like_another(door):
    codes = known(door).recovery

    assert len(set(codes)) == 8
    assert {len(code.replace("-", "")) for code in codes} == {10}


def test_every_beginning_is_another_secret_and_the_last_one_counts(door):
    choose(door)
    token = come_in(door).token
    first, second = begin(door), begin(door)

    assert first.secret != second.secret
    earlier = door.confirm_second_factor(HEAD.id, code_of(first.secret), token=token, now=NOW)
    assert refused(earlier) == WRONG_CODE
    later = door.confirm_second_factor(HEAD.id, code_of(second.secret), token=token, now=NOW)
    assert isinstance(later, RecoveryCodes)


def test_a_factor_is_replaced_only_with_a_code_of_the_one_that_counts(door):
    person = known(door)

    assert refused(door.new_second_factor(HEAD.id, now=NOW)) == WRONG_CODE
    assert refused(door.new_second_factor(HEAD.id, code="000000", now=NOW)) == WRONG_CODE

    begin(door, code=person.code(NOW))


def test_the_old_factor_counts_until_the_new_one_is_confirmed(door):
    person = known(door)
    token = by(person, door, now=NOW).token
    later = NOW + MINUTE
    factor = begin(door, code=person.code(later), now=later)

    again = later + MINUTE
    assert isinstance(by(person, door, now=again), Entered)
    code = code_of(factor.secret, again)
    door.confirm_second_factor(HEAD.id, code, token=token, now=again)

    last = again + MINUTE
    assert refused(by(person, door, now=last)) == WRONG
    assert isinstance(try_in(door, code=code_of(factor.secret, last), now=last), Entered)


def test_new_recovery_codes_need_a_code_and_void_the_old_ones(door):
    person = known(door)
    assert refused(door.new_recovery_codes(HEAD.id, "000000", now=NOW)) == WRONG_CODE
    assert refused(door.new_recovery_codes(DSL.id, "000000", now=NOW)) == WRONG_CODE

    made = door.new_recovery_codes(HEAD.id, person.code(NOW), now=NOW)

    assert isinstance(made, RecoveryCodes)
    assert refused(try_in(door, code=person.recovery[0])) == WRONG
    assert isinstance(try_in(door, code=made.codes[0]), Entered)


def test_a_code_that_replaced_something_opens_nothing_afterwards(door):
    person = known(door)
    door.new_recovery_codes(HEAD.id, person.code(NOW), now=NOW)

    assert refused(by(person, door, now=NOW)) == WRONG


def test_another_key_gives_other_secrets_so_the_database_alone_opens_nothing(store):
    person = known(door_of(store))
    copied = door_of(store, key=bytes(32))

    assert refused(by(person, copied, now=NOW)) == WRONG
    assert copied.keys.factor(HEAD_KEY, "salt") != door_of(store).keys.factor(HEAD_KEY, "salt")


def test_removing_a_factor_says_who_and_why(door):
    known(door)

    door.remove_second_factor(HEAD.id, by="it", reason="lost phone", now=NOW)

    line = door.audit(NOW, frozenset(), 1)[0]
    assert (line.actor, line.action, line.detail) == ("it", "second-factor-removed", "lost phone")
    assert "second-factor-begun" in actions(door)
