"""Turns are spaced by the clock that is given, even one that is set back."""

from datetime import timedelta

import pytest

from orm.errors import RateLimited
from orm.http.turns import Turns
from tests.factories import NOW
from tests.factories_http import FakeClock


def test_the_first_turn_is_at_once():
    clock = FakeClock()

    with Turns(clock).turn("herald.co.uk", spacing=9.0) as waited:
        assert waited == 0

    assert clock.slept == []


def test_a_turn_says_how_long_it_was_waited_for():
    clock = FakeClock()
    turns = Turns(clock)
    with turns.turn("herald.co.uk", spacing=9.0):
        clock.advance(seconds=100)
    clock.advance(seconds=4)

    with turns.turn("herald.co.uk", spacing=9.0) as waited:
        assert waited == 5


def test_a_clock_that_is_set_back_does_not_make_the_wait_longer():
    clock = FakeClock()
    turns = Turns(clock)
    with turns.turn("herald.co.uk", spacing=9.0):
        pass
    clock.advance(hours=-1)

    with turns.turn("herald.co.uk", spacing=9.0):
        pass

    assert clock.slept == [9.0]


def test_a_turn_that_ends_in_an_error_is_over():
    turns = Turns(FakeClock())
    with pytest.raises(ZeroDivisionError), turns.turn("herald.co.uk", spacing=0):
        raise ZeroDivisionError

    with turns.turn("herald.co.uk", spacing=0) as waited:
        assert waited == 0


def test_a_pause_is_never_shortened():
    turns = Turns(FakeClock())
    turns.pause("herald.co.uk", until=NOW + timedelta(hours=2))
    turns.pause("herald.co.uk", until=NOW + timedelta(hours=1))

    with pytest.raises(RateLimited) as caught, turns.turn("herald.co.uk", spacing=0):
        pass

    assert caught.value.until == NOW + timedelta(hours=2)
