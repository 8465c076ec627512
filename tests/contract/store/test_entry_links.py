"""One-time links: who can open them, for how long, and what becomes of them."""

from dataclasses import replace

import pytest

from orm.entry.outcomes import STALE, Chosen, Entered
from orm.model.entry import LIVES, Purpose, Status
from orm.model.schools import ContactId
from tests.factories_entry import (
    DAY,
    DSL,
    HEAD,
    HOUR,
    IT,
    MINUTE,
    PASSWORD,
    PEOPLE,
    actions,
    by,
    choose,
    come_in,
    door_of,
    enrol,
    known,
    refused,
)
from tests.factories_store import NOW

OTHER = "umbrella orchard nine"
SECOND = MINUTE / 60


@pytest.fixture
def door(store):
    return door_of(store)


def issue(door, purpose=Purpose.INVITE, contact=HEAD, *, now=NOW):
    return door.issue(contact.id, purpose, by="it", now=now)


def standing(door, contact=HEAD, *, now=NOW):
    found = door.book.standings(now=now).get(door.keys.person(contact))
    return found and found.status


def test_a_link_says_whose_it_is_and_what_for_and_stays_unused(door):
    token = issue(door)

    for _ in range(2):
        ticket = door.open_ticket(token, now=NOW)
        assert (ticket.contact_id, ticket.purpose, ticket.by) == (HEAD.id, Purpose.INVITE, "it")


@pytest.mark.parametrize(
    ("purpose", "life"),
    [(Purpose.SETUP, 24 * HOUR), (Purpose.INVITE, 7 * DAY), (Purpose.RESET, HOUR)],
)
def test_a_link_lives_as_long_as_its_purpose(door, purpose, life):
    token = issue(door, purpose)

    assert LIVES[purpose] == life
    assert door.open_ticket(token, now=NOW + life - SECOND) is not None
    assert door.open_ticket(token, now=NOW + life) is None
    assert refused(door.choose_password(token, PASSWORD, now=NOW + life)) == STALE


def test_a_link_whose_time_ends_while_it_is_used_is_not_used(door):
    ticket = door.open_ticket(issue(door, Purpose.RESET), now=NOW)
    late = door.line("it", "password-chosen", HEAD.id, now=NOW + HOUR)

    assert not door.book.use_ticket(ticket, late)
    assert not door.book.choose_password(ticket, ticket.person, "hash", late)
    assert standing(door) is None
    assert actions(door) == ["reset-link-made"]


def test_a_password_is_chosen_once_with_a_link(door):
    token = issue(door)

    assert isinstance(door.choose_password(token, PASSWORD, now=NOW), Chosen)

    assert door.open_ticket(token, now=NOW) is None
    assert refused(door.choose_password(token, OTHER, now=NOW)) == STALE
    assert come_in(door).contact == HEAD


def test_a_password_that_may_not_be_chosen_leaves_the_link_unused(door):
    token = issue(door)

    assert "at least 12" in refused(door.choose_password(token, "short", now=NOW))
    assert "school's name" in refused(door.choose_password(token, "wrenbeck lantern", now=NOW))

    assert isinstance(door.choose_password(token, PASSWORD, now=NOW), Chosen)


def test_a_new_link_voids_the_earlier_one_of_its_purpose_only(door):
    first, reset, other = issue(door), issue(door, Purpose.RESET), issue(door, contact=DSL)

    second = issue(door)

    assert door.open_ticket(first, now=NOW) is None
    for token in (second, reset, other):
        assert door.open_ticket(token, now=NOW) is not None


def test_choosing_a_password_ends_every_session_and_voids_other_links(door):
    person = known(door)
    inside = by(person, door, now=NOW)
    invite = issue(door)
    assert isinstance(inside, Entered)

    choose(door, HEAD, OTHER, purpose=Purpose.RESET)

    assert door.look(inside.token, now=NOW) is None
    assert door.open_ticket(invite, now=NOW) is None


def test_a_new_password_leaves_the_second_factor_as_it_was(door):
    person = known(door)

    choose(door, HEAD, OTHER, purpose=Purpose.RESET)

    changed = replace(person, password=OTHER)
    assert isinstance(by(changed, door, now=NOW), Entered)


def test_a_made_up_link_opens_nothing(door):
    issue(door)

    for token in ("", "x", "é", "\0", "\ud800", "a" * 10_000):
        assert door.open_ticket(token, now=NOW) is None
        assert door.use_ticket(token, now=NOW) is None
        assert refused(door.choose_password(token, PASSWORD, now=NOW)) == STALE


def test_the_link_of_somebody_who_left_opens_nothing(store):
    token = issue(door_of(store))
    door = door_of(store, (DSL, IT))

    assert door.open_ticket(token, now=NOW) is None
    assert refused(door.choose_password(token, PASSWORD, now=NOW)) == STALE


def test_the_link_to_an_old_address_opens_nothing(store):
    token = issue(door_of(store))
    door = door_of(store, (replace(HEAD, email="new@wrenbeck.example"), *PEOPLE[1:]))

    assert door.open_ticket(token, now=NOW) is None


def test_the_desk_is_set_up_before_anybody_is_on_the_list(store):
    first = ContactId("first")
    token = door_of(store, ()).issue(first, Purpose.SETUP, by="shell", now=NOW)
    ticket = door_of(store, ()).open_ticket(token, now=NOW)
    assert ticket
    assert ticket.contact_id == first
    assert refused(door_of(store, ()).choose_password(token, PASSWORD, now=NOW)) == STALE

    door = door_of(store, (replace(HEAD, id=first),))

    assert isinstance(door.choose_password(token, PASSWORD, now=NOW), Chosen)
    assert come_in(door).must_enrol


def test_a_link_can_be_used_up_without_a_password_once(door):
    token = issue(door, Purpose.SETUP)

    assert door.use_ticket(token, now=NOW).contact_id == HEAD.id
    assert door.use_ticket(token, now=NOW) is None


def test_the_list_says_how_far_each_person_is(door):
    assert standing(door) is None
    issue(door)
    assert standing(door) is Status.INVITED
    assert standing(door, now=NOW + 7 * DAY) is None
    choose(door)
    assert standing(door) is Status.NO_FACTOR
    enrol(door, token=come_in(door).token)
    assert standing(door) is Status.ACTIVE
    door.remove_second_factor(HEAD.id, by="it", reason="lost phone", now=NOW)
    assert standing(door) is Status.NO_FACTOR


def test_a_person_of_the_provider_is_active_without_a_password(door):
    door.enter_by_openid(DSL.email, issuer="https://login.example", subject="1", now=NOW)

    assert standing(door, DSL) is Status.ACTIVE


def test_asking_for_a_link_tells_whose_it_is_or_nothing(door):
    assert door.ask_reset("nobody@wrenbeck.example", address="192.0.2.1", now=NOW) is None

    contact_id, token = door.ask_reset(HEAD.email.upper(), address="192.0.2.1", now=NOW)

    assert contact_id == HEAD.id
    assert door.open_ticket(token, now=NOW).by == "nobody"


def test_every_link_made_and_used_is_a_line_of_the_audit_trail(door):
    choose(door)
    door.use_ticket(issue(door, Purpose.SETUP), now=NOW)

    assert actions(door) == [
        "invite-link-made",
        "password-chosen",
        "setup-link-made",
        "setup-link-used",
    ]
