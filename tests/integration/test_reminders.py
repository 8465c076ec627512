"""A case that waits, with the real house, a real database and letters that are really written."""

from dataclasses import replace
from datetime import date, timedelta
from email import message_from_bytes, policy
from threading import Event
from typing import cast

import pytest

from orm import schedule
from orm.cases.chain import next_event, verify
from orm.cases.clocks import posh_next_open
from orm.config.loading import parse
from orm.mail import mailer
from orm.model.cases import CaseState
from orm.model.judgement import Category, Severity
from orm.model.opening_hours import Closure
from orm.model.schools import Role
from orm.pipeline.reminding import Reminded, remind_due
from orm.wiring import Edges, House, build
from orm.wiring.reminding import house_reminding
from tests.factories_http import FakeClock
from tests.factories_looking import REF, WORDS, real_store, with_case
from tests.factories_reminding import utc

CONFIG = """
[network]
contact = "it@wrenbeck.example"
[mail]
transport = "file"
sender = "orm@wrenbeck.example"
allowed_domains = ["wrenbeck.example"]
folder = "sent"
[calendar]
terms = [{ first_on = 2026-11-02, last_on = 2026-12-18 }]
[[schools]]
id = "wrenbeck"
name = "Wrenbeck Primary School"
town = "Harrowmere"
[[contacts]]
id = "head"
name = "Ada Ferrow"
email = "head@wrenbeck.example"
roles = ["headteacher"]
deputy = "deputy"
[[contacts]]
id = "deputy"
name = "Ines Varley"
email = "deputy@wrenbeck.example"
roles = ["slt"]
[[contacts]]
id = "dsl"
name = "Cass Elm"
email = "dsl@wrenbeck.example"
roles = ["dsl"]
[[contacts]]
id = "chair"
name = "Bram Oakes"
email = "chair@wrenbeck.example"
roles = ["chair"]
"""
POST = "https://chat.example/thread/7"
DUE_AT = utc("2026-11-20 09:00")  # a Friday; the case opened on Wednesday, 18 November, 09:00
DEPUTY_AT, CHAIR_AT = utc("2026-11-23 16:00"), utc("2026-11-24 16:00")


def no_network(request, validators):
    raise AssertionError("reminding asks nobody")


@pytest.fixture
def url(sqlite_copy, tmp_path):
    return sqlite_copy(tmp_path)


@pytest.fixture
def open_house(tmp_path, url):
    """Opens the house anew, as after a restart, at a moment of the test's choice."""
    stores = []

    def opened(at):
        config = parse(CONFIG, base=tmp_path, environ={}, source_options={})
        store = real_store(url)
        stores.append(store)
        edges = Edges(FakeClock(at), no_network, store, mailer(config.mail))
        return build(config, edges, worker="house")

    yield opened
    for store in stores:
        store.close()


@pytest.fixture
def ordinary(url):
    """The headteacher's case of severity 2."""
    store = real_store(url)
    with_case(store, POST, owner=Role.HEADTEACHER)
    store.close()


@pytest.fixture
def sealed(url):
    store = real_store(url)
    with_case(store, POST, category=Category.T11, owner=Role.DSL, sealed=True)
    store.close()


def letters(house):
    """The reminders in the outbox, oldest first."""
    every = [mail.letter for mail in house.edges.store.outbox()]
    return [each for each in every if "/reminded-" in each.once]


def reminded(house):
    return [each for each in house.edges.store.case(REF).events if each.action == "reminded"]


def test_nothing_is_written_while_nothing_is_late(open_house, ordinary):
    house = open_house(DUE_AT - timedelta(seconds=1))

    assert house.remind() == Reminded()
    assert letters(house) == []
    assert reminded(house) == []


def test_a_late_decision_is_in_the_record_and_the_letter_waits_to_be_sent(open_house, ordinary):
    house = open_house(DUE_AT)

    assert house.remind() == Reminded(rungs=1, letters=1)
    (letter,), (event,) = letters(house), reminded(house)
    assert letter.recipient == "head@wrenbeck.example"
    assert letter.once == f"alert/{REF}/head/reminded-{event.seq}-s2"
    assert event.reason.endswith("told head")
    assert verify(house.edges.store.case(REF).events) == ()


def test_a_reminder_leaves_the_case_as_it_was(open_house, ordinary):
    house = open_house(CHAIR_AT)
    before = house.edges.store.case(REF).case
    house.remind()

    assert house.edges.store.case(REF).case == before


def test_reminding_twice_and_after_a_restart_says_nothing_twice(open_house, ordinary):
    open_house(DUE_AT).remind()
    again = open_house(DUE_AT)

    assert again.remind() == Reminded()
    assert again.remind() == Reminded()
    assert len(letters(again)) == 1


def test_step_by_step_the_owner_the_deputy_and_the_chair_are_told(open_house, ordinary):
    for at in (DUE_AT, DEPUTY_AT, CHAIR_AT):
        open_house(at).remind()
    house = open_house(CHAIR_AT + timedelta(days=7))
    house.remind()

    assert [each.recipient.partition("@")[0] for each in letters(house)] == [
        "head",
        "deputy",
        "chair",
    ]


def test_a_clock_that_jumps_over_a_week_gives_one_letter_for_each_rung(open_house, ordinary):
    house = open_house(DUE_AT + timedelta(days=7))

    assert house.remind() == Reminded(rungs=3, letters=3)
    assert house.remind() == Reminded()
    assert len({each.recipient for each in letters(house)}) == 3


def test_the_letters_pass_the_safety_check_at_the_door_and_are_sent(open_house, ordinary, tmp_path):
    house = open_house(CHAIR_AT)
    house.remind()
    sent = house.deliver()
    mails = [
        message_from_bytes(each.read_bytes(), policy=policy.default)
        for each in (tmp_path / "sent").rglob("*.eml")
    ]

    assert sent.sent >= 3
    waiting = [mail for mail in mails if "is waiting for a decision" in mail["Subject"]]
    assert {mail["To"].partition("@")[0] for mail in waiting} == {"head", "deputy", "chair"}
    assert not any(WORDS[:30] in mail.as_string() for mail in mails)


def test_a_sealed_case_is_told_to_those_alone_who_may_open_it_and_without_its_kind(
    open_house, sealed
):
    house = open_house(CHAIR_AT + timedelta(days=7))
    house.remind()

    told = letters(house)
    assert [each.recipient for each in told] == ["dsl@wrenbeck.example", "head@wrenbeck.example"]
    words = " ".join(f"{each.subject} {each.text} {each.html}" for each in told).lower()
    assert not any(word in words for word in ("sealed", "safeguarding", "t11", "child", "dsl"))


def test_a_case_that_somebody_closed_reminds_nobody(open_house, ordinary):
    house = open_house(CHAIR_AT)
    file = house.edges.store.case(REF)
    closed = next_event(file.events[-1], at=DUE_AT, actor="head", action="closed", reason="done")
    house.edges.store.step(closed, replace(file.case, state=CaseState.CLOSED))

    assert house.remind() == Reminded()


def test_when_somebody_acts_at_the_same_moment_nothing_is_half_done(open_house, ordinary):
    house = open_house(DUE_AT)
    store = house.edges.store

    class Overtaken:
        """The headteacher acts between the reading and the writing, once."""

        def __init__(self):
            self.first = True

        def __getattr__(self, name):
            return getattr(store, name)

        def timed_cases(self, *, now):
            found = store.timed_cases(now=now)
            if self.first:
                self.first = False
                file = store.case(REF)
                read = next_event(
                    file.events[-1], at=now, actor="head", action="opened to read", reason=""
                )
                store.step(read, file.case)
            return found

    reminding = house_reminding(house.config, house.schools, store=Overtaken(), screen=house.screen)

    assert remind_due(reminding, now=DUE_AT) == Reminded()
    assert letters(house) == []
    assert remind_due(reminding, now=DUE_AT) == Reminded(rungs=1, letters=1)
    assert verify(store.case(REF).events) == ()


def test_a_school_that_is_no_longer_watched_reminds_nobody(open_house, ordinary):
    house = open_house(CHAIR_AT)

    assert replace(house, schools=()).remind() == Reminded()


def test_an_emergency_that_nobody_opens_is_told_at_night_too(open_house, ordinary):
    house = open_house(utc("2026-11-18 22:00"))
    file = house.edges.store.case(REF)
    worse = next_event(
        file.events[-1], at=utc("2026-11-18 21:30"), actor="orm", action="raised", reason="S4"
    )
    house.edges.store.step(worse, replace(file.case, severity=Severity.S4))

    assert house.remind() == Reminded(rungs=1, letters=1)
    assert letters(house)[0].subject == f"URGENT - nobody has opened case {REF}"


def test_posh_is_open_as_the_policy_says_but_on_the_days_that_the_operator_wrote_down(
    open_house, ordinary
):
    house = open_house(DUE_AT)
    config = replace(house.config, posh_closed=(Closure(date(2026, 11, 23), date(2026, 11, 27)),))

    friday_evening = utc("2026-11-20 17:00")
    assert posh_next_open(friday_evening, house.posh_opening) == utc("2026-11-23 10:00")
    closed = replace(house, config=config).posh_opening
    assert posh_next_open(friday_evening, closed) == utc("2026-11-30 10:00")


def test_the_heartbeat_reminds(open_house, ordinary):
    house, stop = open_house(DUE_AT), Event()

    class Beating:
        """The house, until it has reminded once."""

        def __getattr__(self, name):
            return getattr(house, name)

        def remind(self):
            try:
                return house.remind()
            finally:
                stop.set()

    schedule.run(cast("House", Beating()), stop=stop)

    assert [each.recipient for each in letters(house)] == ["head@wrenbeck.example"]
