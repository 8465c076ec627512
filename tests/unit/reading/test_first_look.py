"""The first look: what is read, what is left, and what could not be read."""

from orm.model.polls import Outcome
from orm.model.records import SourceTally
from orm.model.weeks import SourceHealth
from orm.reading.first_look import first_look


def health(source, *, polls=1, measured=0, ended=0, paused=False):
    outcomes = ((Outcome.NONE if measured else Outcome.REFUSED, ended),) if ended else ()
    why = "" if measured else "the site says no"
    return SourceHealth(source, polls, measured, None, outcomes, None, False, why, paused=paused)


def look(*sources, tallies=(), called=None):
    return first_look(sources, tallies, called or {}, mentions=3)


def test_a_source_is_left_until_each_of_its_polls_has_ended():
    found = look(health("feed", polls=2, measured=1, ended=1), health("gdelt"))

    assert found.left == ("feed", "gdelt")
    assert not found.is_over


def test_a_source_of_which_something_was_read_is_done():
    found = look(health("feed", polls=2, measured=1, ended=2), called={"feed": "Feeds"})

    assert (found.done, found.failed, found.is_over) == (("Feeds",), (), True)


def test_a_source_of_which_nothing_was_read_has_failed_and_says_why():
    found = look(health("feed", ended=1))

    assert (found.done, found.failed) == ((), (("feed", "the site says no"),))


def test_a_paused_source_and_one_that_asks_nothing_are_not_waited_for():
    found = look(health("feed", paused=True), health("x", polls=0))

    assert found.is_over
    assert found.done == found.left == ()


def test_new_posts_of_every_source_are_counted():
    found = look(
        tallies=(SourceTally("a", 1, 1, 4, 0, ()), SourceTally("b", 1, 1, 3, 0, ())),
    )

    assert (found.posts, found.mentions) == (7, 3)
