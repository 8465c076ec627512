"""Sessions: how long they last, whose they are now, and that their end is the end."""

from dataclasses import replace

import pyotp
import pytest

from orm.entry.keys import kept
from orm.entry.outcomes import Entered
from orm.model.entry import EntryRules, Purpose
from orm.model.schools import Role
from orm.store.admitting import LETTERS
from reports.invitation import invitation
from tests.factories_entry import (
    DAY,
    DSL,
    HEAD,
    HOUR,
    IT,
    MINUTE,
    actions,
    by,
    choose,
    come_in,
    door_of,
    known,
    refused,
    try_in,
)
from tests.factories_store import NOW, SCHOOLS, WRENBECK

SECOND = MINUTE / 60


@pytest.fixture
def door(store):
    return door_of(store)


@pytest.fixture
def inside(door):
    """The head's session, begun now."""
    entered = by(known(door), door, now=NOW)
    assert isinstance(entered, Entered)
    return entered.token


def test_a_session_that_nobody_uses_is_over_after_half_an_hour(door, inside):
    assert door.look(inside, now=NOW + 30 * MINUTE) is None

    assert door.look(inside, now=NOW + 30 * MINUTE - SECOND) is not None


def test_a_session_that_is_used_goes_on_for_twelve_hours_and_no_longer(door, inside):
    now = NOW
    while now < NOW + 12 * HOUR:
        assert door.look(inside, now=now) is not None
        now += 20 * MINUTE

    assert door.look(inside, now=now) is None


def test_the_limits_are_the_operators(store, inside):
    door = door_of(store, rules=EntryRules(idle=5 * MINUTE, absolute=HOUR))

    assert door.look(inside, now=NOW + 4 * MINUTE) is not None
    assert door.look(inside, now=NOW + 10 * MINUTE) is None


def test_use_is_written_down_once_a_minute_at_most(door, inside):
    def seen(after):
        door.look(inside, now=NOW + after)
        return door.look(inside, now=NOW).session.seen_at

    assert seen(59 * SECOND) == NOW
    assert seen(MINUTE) == NOW + MINUTE
    assert seen(MINUTE + 59 * SECOND) == NOW + MINUTE


def test_a_person_has_the_roles_and_schools_that_they_have_now(store, inside):
    demoted = replace(HEAD, roles=frozenset({Role.SLT}), schools=frozenset())

    signed_in = door_of(store, (demoted, DSL)).look(inside, now=NOW)

    assert signed_in
    assert signed_in.contact == demoted


def test_whoever_left_is_out_at_once(store, inside):
    assert door_of(store, (DSL, IT)).look(inside, now=NOW) is None


def test_a_session_that_was_ended_opens_nothing(door, inside):
    door.sign_out(inside, now=NOW)

    assert door.look(inside, now=NOW) is None
    door.sign_out(inside, now=NOW)
    assert actions(door).count("signed-out") == 2  # the first is of the day before


def test_a_person_is_signed_out_everywhere_and_nobody_else(door):
    head, dsl = known(door, HEAD), known(door, DSL)
    sessions = [by(head, door, now=NOW + step * MINUTE).token for step in range(3)]
    other = by(dsl, door, now=NOW).token

    assert door.sign_out_everywhere(HEAD.id, by="it", now=NOW) == 3

    assert [door.look(token, now=NOW) for token in sessions] == [None] * 3
    assert door.look(other, now=NOW).contact == DSL


def test_a_made_up_token_is_nobody(door, inside):
    for token in ("", "x", inside[:-1], inside.swapcase(), "\0", "\ud800", "x" * 10_000):
        assert door.look(token, now=NOW) is None


def test_the_name_that_a_session_is_kept_under_is_not_its_token(door, inside):
    kept = door.look(inside, now=NOW).session.id

    assert kept != inside
    assert door.look(kept, now=NOW) is None


def test_whoever_knew_only_the_password_is_out_when_the_owner_sets_a_second_factor_up(door):
    choose(door, now=NOW - DAY)
    thief = come_in(door, address="203.0.113.50")
    owner = come_in(door)
    factor = door.new_second_factor(HEAD.id, now=NOW)

    assert door.look(thief.token, now=NOW).must_enrol
    code = pyotp.TOTP(factor.secret).at(NOW)
    door.confirm_second_factor(HEAD.id, code, token=owner.token, now=NOW)

    assert door.look(thief.token, now=NOW) is None
    assert not door.look(owner.token, now=NOW).must_enrol


def test_removing_the_second_factor_ends_sessions_and_asks_for_a_new_one(door, inside):
    door.remove_second_factor(HEAD.id, by="it", reason="lost phone", now=NOW)

    assert door.look(inside, now=NOW) is None
    assert come_in(door).must_enrol


def test_tidying_takes_what_is_over_and_leaves_the_rest(store, door, inside):
    later = NOW + 29 * MINUTE
    person = known(door, DSL, now=later)
    reset = door.issue(DSL.id, Purpose.RESET, by="it", now=later)
    old = door.issue(HEAD.id, Purpose.RESET, by="it", now=NOW - HOUR)

    door.tidy(now=later)
    assert door.book.session(kept(inside)) is not None
    door.tidy(now=later + 2 * MINUTE)

    assert door.book.session(kept(inside)) is None
    assert door.open_ticket(reset, now=later) is not None
    assert door.open_ticket(old, now=NOW - HOUR) is None
    moment = later + 3 * MINUTE
    assert isinstance(by(person, door, now=moment), Entered)


def test_what_a_leaver_could_open_is_deleted_ninety_days_after_they_came_in_last(store):
    person = known(door_of(store), now=NOW)
    without = door_of(store, (DSL, IT))
    back = door_of(store)

    without.tidy(now=NOW + 89 * DAY)
    assert back.book.credentials(back.keys.person(HEAD)).password_hash
    back.tidy(now=NOW + 91 * DAY)
    assert back.book.credentials(back.keys.person(HEAD)).password_hash
    without.tidy(now=NOW + 91 * DAY)

    assert back.book.credentials(back.keys.person(HEAD)).password_hash == ""
    assert refused(try_in(back, code=person.code(NOW), now=NOW))


def test_a_letter_with_a_link_keeps_its_words_until_it_is_sent(store, door):
    link = f"https://desk.wrenbeck.example/enter/{'a' * 43}"
    letter = invitation(HEAD, SCHOOLS[0], link, Purpose.INVITE, NOW)
    assert letter.once.startswith(LETTERS)
    door.book.queue([replace(letter, cleared=True)], now=NOW)

    door.tidy(now=NOW)
    assert link in store.outbox(WRENBECK)[0].letter.text
    (mail,) = store.claim_mail(now=NOW, worker="w", lease=MINUTE, limit=9)
    store.mail_sent(mail.id, worker="w", now=NOW)
    door.tidy(now=NOW)

    (sent,) = store.outbox(WRENBECK)
    assert (sent.letter.text, sent.letter.html) == ("", "")
    assert sent.letter.subject == letter.subject


def test_the_audit_trail_of_one_school_shows_no_other(door):
    by(known(door, HEAD), door, now=NOW)
    by(known(door, DSL), door, now=NOW)
    by(known(door, IT), door, now=NOW)

    lines = door.audit(NOW - 9 * DAY, frozenset({WRENBECK}), 1000)

    assert {line.subject for line in lines} == {HEAD.id}
    everything = door.audit(NOW - 9 * DAY, frozenset(), 1000)
    assert {HEAD.id, DSL.id, IT.id} <= {line.subject for line in everything}


def test_the_audit_trail_is_newest_first_since_then_and_at_most_so_many(door):
    for step in range(5):
        door.note(HEAD.id, "opened", f"case {step}", WRENBECK, "why", NOW + step * MINUTE)

    lines = door.audit(NOW + MINUTE, frozenset({WRENBECK}), 3)

    assert [line.subject for line in lines] == ["case 4", "case 3", "case 2"]
    assert (lines[0].actor, lines[0].action, lines[0].detail) == (HEAD.id, "opened", "why")
    assert len(door.audit(NOW + MINUTE, frozenset({WRENBECK}), 99)) == 4


def test_a_line_about_a_school_that_is_not_saved_is_written_all_the_same(door):
    door.note(HEAD.id, "looked", "x", "narnia", "", NOW)

    assert door.audit(NOW, frozenset(), 1)[0].school_id is None


def test_the_trail_says_what_happened_in_order(door):
    person = known(door)
    entered = by(person, door, now=NOW)
    try_in(door, HEAD, "not the right one")
    door.sign_out_everywhere(HEAD.id, by="it", now=NOW)
    assert entered

    assert actions(door) == [
        "invite-link-made",
        "password-chosen",
        "signed-in",
        "second-factor-begun",
        "second-factor-confirmed",
        "signed-out",
        "signed-in",
        "sign-in-refused",
        "signed-out-everywhere",
    ]
