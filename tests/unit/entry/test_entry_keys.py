"""What is made with the desk's key stands for one thing only."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orm.entry.keys import Keys, kept, new_token, site
from tests.factories_entry import DSL, HEAD, KEY

KEYS = Keys(KEY)
TEXTS = st.text(max_size=30)


@given(TEXTS, TEXTS, TEXTS, TEXTS)
def test_a_mark_of_a_form_holds_for_its_own_session_and_purpose_only(token, purpose, other, use):
    mark = KEYS.form(token, purpose)

    assert KEYS.form_holds(mark, token, purpose) is bool(token)
    if (other, use) != (token, purpose):
        assert not KEYS.form_holds(mark, other, use)
    assert not KEYS.visitor_form_holds(mark, token, purpose)


@given(TEXTS, TEXTS, TEXTS)
def test_a_mark_of_a_visitor_holds_for_that_visitor_only(visitor, other, purpose):
    mark = KEYS.visitor_form(visitor, purpose)

    assert KEYS.visitor_form_holds(mark, visitor, purpose) is bool(visitor)
    assert KEYS.visitor_form_holds(mark, other, purpose) is (bool(visitor) and other == visitor)
    assert not KEYS.form_holds(mark, visitor, purpose)


@given(TEXTS)
def test_a_made_up_mark_holds_for_nobody(mark):
    assert not KEYS.form_holds(mark, "token", "purpose")
    assert not KEYS.visitor_form_holds(mark, "visitor", "purpose")
    assert not KEYS.known_browser(mark, KEYS.person(HEAD))


def test_a_browser_is_known_for_its_person_and_with_this_key_only():
    proof = KEYS.browser(KEYS.person(HEAD))

    assert KEYS.known_browser(proof, KEYS.person(HEAD))
    assert not KEYS.known_browser(proof, KEYS.person(DSL))
    assert not Keys(bytes(32)).known_browser(proof, KEYS.person(HEAD))


@given(st.lists(TEXTS, max_size=3), st.lists(TEXTS, max_size=3))
def test_counts_of_different_things_have_different_names(one, other):
    assert (KEYS.meter("pair", *one) == KEYS.meter("pair", *other)) is (one == other)


def test_a_key_shows_itself_nowhere():
    assert KEY.hex() not in repr(KEYS)
    assert str(KEY) not in repr(KEYS)


def test_tokens_are_long_and_none_is_like_another():
    tokens = {new_token() for _ in range(200)}

    assert len(tokens) == 200
    assert {len(each) for each in tokens} == {43}
    assert len(kept(tokens.pop())) == 64


@pytest.mark.parametrize(
    ("address", "belongs_to"),
    [
        ("192.0.2.1", "192.0.2.1"),
        (" 192.0.2.1 ", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:DB8:1:2::1", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", ""),
        ("unix", "unix"),
    ],
)
def test_an_address_belongs_to_a_site(address, belongs_to):
    assert site(address) == belongs_to


def test_a_person_is_an_id_with_an_address():
    assert KEYS.person(HEAD).startswith("head/")
    assert HEAD.email.casefold() not in KEYS.person(HEAD)
