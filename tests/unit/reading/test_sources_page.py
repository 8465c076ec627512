"""What each source did, in words that never take "not read" for "nothing there"."""

from datetime import UTC, datetime, timedelta

import pytest

from orm.errors import NotAllowed
from orm.model.pauses import Pause
from orm.model.polls import Access, Outcome
from orm.model.schools import ContactId, Role, School, SchoolId
from orm.model.weeks import SourceHealth
from orm.reading.sources import LONGEST_REASON, Standing, Switched, go_on, one, page, pause
from orm.wiring.source_records import source_records
from tests.factories_casework import HEAD

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
WRENBECK = School(id=SchoolId("wrenbeck"), name="Wrenbeck Primary School", town="Harrowmere")
SWITCHED = Switched(
    on={"feed", "gdelt", "wikipedia"},
    waiting={
        "x": "not configured: it has no key",
        "google_news": "off: its terms are not accepted",
    },
    budgets={"x": 12.5},
)
RECORDS = {each.name: each for each in source_records()}


def health(source="feed", **changes):
    return SourceHealth(
        **{
            "source": source,
            "polls": 3,
            "measured": 3,
            "last_measured_at": NOW - timedelta(hours=1),
            "outcomes": ((Outcome.NONE, 3),),
            "silent_since": None,
            "overdue_silence": False,
            "detail": "",
            **changes,
        }
    )


def shown(*known, pauses=()):
    return page(known, tuple(RECORDS.values()), SWITCHED, pauses=pauses, contacts=[HEAD], now=NOW)


@pytest.mark.parametrize(
    ("changes", "standing"),
    [
        ({}, Standing.READ),
        ({"measured": 1}, Standing.PARTLY),
        ({"measured": 0, "outcomes": ((Outcome.GONE, 3),)}, Standing.UNREAD),
        ({"measured": 0, "outcomes": ()}, Standing.WAITING),
        ({"overdue_silence": True, "silent_since": NOW - timedelta(days=20)}, Standing.SILENT),
        ({"measured": 0, "paused": True}, Standing.PAUSED),
        ({"measured": 1, "paused": True}, Standing.PARTLY),
    ],
)
def test_each_source_says_how_it_does_in_one_word(changes, standing):
    (row,) = shown(health(**changes)).rows

    assert row.standing is standing


@pytest.mark.parametrize("outcome", [each for each in Outcome if not each.measured])
def test_every_failure_says_what_happened_and_who_must_act(outcome):
    (row,) = shown(health(measured=0, outcomes=((outcome, 3),))).rows

    assert row.says.startswith("Not read in the last 7 days. ")
    assert len(row.says) > len("Not read in the last 7 days. ")
    assert row.acts


def test_a_school_that_could_not_look_is_not_told_of_a_quiet_week():
    assert "not the same as a quiet week" in shown(health(measured=0)).says
    assert "nothing is looked at" in shown().says


def test_what_needs_somebody_comes_first():
    found = shown(health("feed"), health("gdelt", measured=0))

    assert [row.name for row in found.rows] == ["gdelt", "feed"]
    assert (found.gaps, found.read) == (1, 1)


def test_a_pause_says_who_and_why():
    (row,) = shown(
        health(measured=0, paused=True),
        pauses=[Pause("feed", WRENBECK.id, HEAD.id, "they asked us to", NOW)],
    ).rows

    assert row.paused is not None
    assert (row.paused.who, row.paused.reason) == ("Merrow, headteacher", "they asked us to")


def test_a_pause_of_this_school_alone_says_that_others_go_on():
    (row,) = shown(
        health(), pauses=[Pause("feed", WRENBECK.id, ContactId("gone"), "why", NOW)]
    ).rows

    assert "another school still wants it" in row.says
    assert row.paused is not None
    assert row.paused.who == "somebody who has left"


def test_every_source_that_is_off_says_what_it_waits_for_and_its_cost():
    idle = {row.name: row for row in shown(health()).idle}

    assert idle["x"].why == "Not configured: it has no key."
    assert idle["x"].cost.endswith("Your limit is $12.5 a month.")
    assert idle["google_news"].cost == "Free."
    assert {row.name for row in shown(health()).nothing_to_ask} == {"gdelt", "wikipedia"}


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("feed", "enabled = true"),
        ("google_news", "accept_terms = "),
        ("x", 'key = "env:ORM_X_KEY"'),
    ],
)
def test_how_a_source_is_switched_on_is_said_by_its_class(name, line):
    assert line in one(shown(), RECORDS[name], SWITCHED).config


def test_every_record_says_what_is_read_and_what_it_is_blind_to():
    for record in RECORDS.values():
        names = [name for name, _ in record.facts]
        assert {"What is read", "Blind to", "Access"} <= set(names), record.name
        assert all(says and "contracts/" not in says for _, says in record.facts), record.name
        assert record.takes_key or record.access is not Access.C


class Book:
    def __init__(self):
        self.steps = []

    def pause(self, wish):
        self.steps.append(("pause", wish))

    def go_on(self, wish):
        self.steps.append(("go on", wish))

    def open(self, school_ids, *, now):
        raise AssertionError("pausing asks for nothing")


@pytest.mark.parametrize("step", [pause, go_on])
@pytest.mark.parametrize("reason", ["", "   ", "\n", "x" * (LONGEST_REASON + 1)])
def test_no_reason_or_an_endless_one_changes_nothing(step, reason):
    book = Book()

    with pytest.raises(NotAllowed):
        step(book, WRENBECK, "feed", by=HEAD, reason=reason, now=NOW)

    assert book.steps == []


def test_a_pause_is_kept_with_its_reason_on_one_line():
    book = Book()
    pause(book, WRENBECK, "feed", by=HEAD, reason=" they\n asked ", now=NOW)

    assert book.steps == [("pause", Pause("feed", WRENBECK.id, HEAD.id, "they asked", NOW))]
    assert Role.HEADTEACHER in HEAD.roles
