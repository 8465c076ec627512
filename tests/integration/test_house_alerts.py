"""What the house tells beyond single cases, with the real house, a real database and real letters."""

from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from email import message_from_bytes, policy

import pytest

from orm.cli.checking_alerts import alert_lines
from orm.config.loading import parse
from orm.config.values import SourceKey, SourceSettings
from orm.errors import ConfigError
from orm.mail import mailer
from orm.model.judgement import Category
from orm.model.letters import LetterKind
from orm.model.polls import Outcome
from orm.model.settings import Secret
from orm.wiring import Edges, build
from tests.factories_http import FakeClock
from tests.factories_looking import real_store
from tests.factories_reminding import utc
from tests.factories_store import (
    NOW,
    bring,
    claim_of,
    decision_of,
    item_of,
    judged_of,
    letter_of,
    plan_of,
    prepared,
    record_of,
    ruling_of,
)
from tests.fakes_outbox import telling_mailer
from tests.integration.test_reminders import CONFIG, no_network

pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")

PEOPLE = """
[[contacts]]
id = "comms"
name = "Dee Ashby"
email = "comms@wrenbeck.example"
roles = ["comms"]
[[contacts]]
id = "office"
name = "Kit Moss"
email = "office@wrenbeck.example"
roles = ["it"]
"""
SLACK = "slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ/#leaders"
CHANNEL = """
[[alerts.channels]]
id = "leaders"
url = "env:CHANNEL"
readers = ["head", "comms"]
house = true
"""
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
STORM = utc("2026-12-09 21:30")  # a Wednesday, three weeks on, in quiet hours
ENDS, KEY_DAY = date(2027, 1, 15), utc("2027-01-15 10:00")
MORNING = utc("2026-12-10 07:00")
PLANTED = "Tamsin Ruddlewick says it is a disgrace"


@pytest.fixture
def url(sqlite_copy, tmp_path):
    return sqlite_copy(tmp_path)


@pytest.fixture
def open_house(tmp_path, url):
    """Opens the house anew, as after a restart, at a moment of the test's choice."""
    stores = []

    def opened(at, extra="", channels=None):
        text = CONFIG + PEOPLE + extra
        config = parse(
            text,
            base=tmp_path,
            environ={"CHANNEL": SLACK, "BROKEN": "slack://T1JJ3T3L2"},
            source_options={},
        )
        store = real_store(url)
        stores.append(store)
        edges = Edges(FakeClock(at), no_network, store, mailer(config.mail), alerts=store.alerts)
        return build(config, replace(edges, channels=channels), worker="house")

    yield opened
    for store in stores:
        store.close()


def told(house):
    """Who was written to, about what, oldest first."""
    return [
        (mail.letter.recipient.partition("@")[0], mail.letter.subject)
        for mail in house.edges.store.outbox()
        if not mail.failure
    ]


def post(key, at, **changes):
    changes = {"posted_at": at - HOUR, **changes}
    return judged_of(item_of(key, author="Tamsin Ruddlewick", text=PLANTED, **changes))


@pytest.fixture
def stormy(url):
    """Two posts a day for three weeks, then 23 in an evening."""
    with closing(real_store(url)) as store:
        prepared(store)
        for day in range(21):
            at = NOW + day * DAY
            bring(store, *(post(f"{day}-{n}", at) for n in range(2)), at=at)
        bring(store, *(post(f"storm-{n}", STORM) for n in range(23)), at=STORM)


def test_a_spike_waits_for_the_morning_and_is_told_once_in_neutral_words(
    open_house, stormy, tmp_path
):
    assert open_house(STORM).tell() == 0
    assert told(open_house(STORM)) == []
    assert next(alert_lines(open_house(STORM)))[2].startswith("more is said than usual: it waits")

    house = open_house(MORNING)  # after a restart
    assert house.tell() == 2
    assert house.tell() == 0
    assert open_house(MORNING + HOUR).tell() == 0
    assert told(house) == [
        ("head", "More is being said than usual"),
        ("comms", "More is being said than usual"),
    ]
    assert house.deliver().sent == 2
    sent = [
        message_from_bytes(each.read_bytes(), policy=policy.default)
        for each in sorted((tmp_path / "sent").glob("*.eml"))
    ]
    for mail in sent:
        body = mail.get_body(("plain",))
        words = body.get_content() if body else ""
        assert "23 mentions in the 24 hours until Wed 9 Dec, 21:30; usually 2 a day." in words
        assert "Wrenbeck Primary School" in words
        assert "Tamsin" not in mail.as_string()
        assert "disgrace" not in mail.as_string()


def test_a_channel_repeats_it_by_its_own_way_out_and_not_at_night(open_house, stormy):
    open_house(STORM, CHANNEL).tell()
    assert open_house(MORNING, CHANNEL).tell() == 3  # two letters and the message
    telephone = telling_mailer()

    night = open_house(MORNING + 16 * HOUR, CHANNEL, telephone)
    assert (night.deliver().sent, telephone.sent) == (2, [])

    day = open_house(MORNING + 24 * HOUR, CHANNEL, telephone)
    assert day.deliver().sent == 1
    assert telephone.sent == ["message/leaders/house/spike/wrenbeck/1/head"]
    (message,) = [mail for mail in day.edges.store.outbox() if mail.letter.recipient == "leaders"]
    assert message.letter.text.startswith("Wrenbeck Primary School\n23 mentions in the 24 hours")


@pytest.mark.parametrize(
    ("days", "age"),
    [(10, HOUR), (21, 30 * DAY)],
    ids=["before two weeks", "old posts that are read for the first time"],
)
def test_what_cannot_be_compared_is_no_spike(open_house, url, days, age):
    with closing(real_store(url)) as store:
        prepared(store)
        at = NOW + days * DAY
        bring(store, *(post(f"first-{n}", at, posted_at=at - age) for n in range(40)), at=at)

    assert open_house(at + HOUR).tell() == 0


def failing(store, at):
    """Every poll that is due fails once more."""
    for poll in store.claim_polls(claim_of(at)):
        pace = replace(record_of(poll).pace, failures=poll.failures + 1, next_poll_at=at + HOUR)
        store.record([record_of(poll, at=at, outcome=Outcome.UNREACHABLE, pace=pace)])


def test_all_sources_that_stop_are_one_letter_to_the_it_contact_once_per_outage(open_house, url):
    with closing(real_store(url)) as store:
        prepared(store, plan_of("a"), plan_of("b", "b.example", source="gdelt"))
        for poll in store.claim_polls(claim_of(NOW)):
            store.record([record_of(poll, judged_of(item_of(poll.request.source)))])
        for hours in (2, 3, 26):
            failing(store, NOW + hours * HOUR)
    house = open_house(NOW + 27 * HOUR)

    assert house.tell() == 1
    assert house.tell() == 0
    assert open_house(NOW + 80 * HOUR).tell() == 0
    assert told(house) == [("office", "Nothing can be read any more")]
    (mail,) = house.edges.store.outbox()
    assert "orm check" in mail.letter.text
    assert house.deliver().sent == 1


def test_one_source_that_stops_is_named(open_house, url):
    with closing(real_store(url)) as store:
        prepared(store, plan_of("a"), plan_of("b", "b.example", source="gdelt"))
        (feed,) = store.claim_polls(claim_of(NOW, limit=1))
        store.record([record_of(feed, judged_of())])
        for hours in (1, 2, 9 * 24):
            failing(store, NOW + hours * HOUR)
        # gdelt is read again at last
        at = NOW + 10 * DAY
        for poll in store.claim_polls(claim_of(at, source="gdelt")):
            store.record([record_of(poll, judged_of(item_of("g")), at=at)])
    house = open_house(at)

    assert house.tell() == 1
    (mail,) = house.edges.store.outbox()
    assert mail.letter.recipient == "office@wrenbeck.example"
    assert "Not read any more: papers and other feeds." in " ".join(mail.letter.text.split())

    with closing(real_store(url)) as store:
        for hours in (1, 2, 8 * 24):
            failing(store, at + hours * HOUR)
        (feed,) = store.claim_polls(claim_of(at + 9 * DAY, source="feed"))
        store.record([record_of(feed, judged_of(item_of("f")), at=at + 9 * DAY)])
    later = open_house(at + 9 * DAY)
    assert later.tell() == 1
    assert "GDELT news index" in later.edges.store.outbox()[-1].letter.text


def test_what_stops_within_a_day_of_the_last_letter_waits_for_the_next(open_house, url):
    names = ("feed", "gdelt", "guardian")
    plans = (plan_of(name, f"{name}.example", source=name) for name in names)
    with closing(real_store(url)) as store:
        prepared(store, *plans)
        for poll in store.claim_polls(claim_of(NOW)):
            at = NOW + 12 * HOUR if poll.request.source == "gdelt" else NOW
            store.record([record_of(poll, judged_of(item_of(poll.request.source)), at=at)])
        for hours in (13, 15, 7 * 24):
            failing(store, NOW + hours * HOUR)
        (well,) = store.claim_polls(claim_of(NOW + 7 * DAY + 2 * HOUR, source="guardian"))
        store.record([record_of(well, judged_of(item_of("g")), at=NOW + 7 * DAY + 2 * HOUR)])

    first = NOW + 7 * DAY + 2 * HOUR
    assert [open_house(first + n * HOUR).tell() for n in (0, 1, 23, 24)] == [1, 0, 0, 1]
    words = [mail.letter.text for mail in open_house(first).edges.store.outbox()]
    assert ["papers and" in each for each in words] == [True, False]


def case_of_wave(number):
    ref = f"K7QD-20{number:02d}"
    ruling = ruling_of(decision_of(Category.T8, 3), ref=ref)
    words = {"cleared": True, "text": f"Open case {ref}."}
    letters = (
        letter_of(f"alert/{ref}/head/opened-s3", **words),
        letter_of(
            f"message/leaders/alert/{ref}/head/opened-s3",
            **words,
            kind=LetterKind.MESSAGE,
            recipient="leaders",
        ),
    )
    return judged_of(item_of(str(number)), replace(ruling, alerts=letters))


@pytest.fixture
def wave(url):
    """Ten serious cases in one reading, each with a letter and a message."""
    with closing(real_store(url)) as store:
        prepared(store)
        bring(store, *(case_of_wave(number) for number in range(10)))


@pytest.fixture
def busy(stormy, url):
    """The same after an evening in which more was said than usual."""
    with closing(real_store(url)) as store:
        at = STORM + HOUR
        bring(store, *(case_of_wave(number) for number in range(10)), at=at)


def test_the_later_cases_of_a_wave_are_told_together_after_ten_minutes(open_house, wave):
    assert open_house(NOW + timedelta(minutes=9)).tell_waves() == 0
    house = open_house(NOW + timedelta(minutes=10))
    said = {what: says for what, _, says in alert_lines(house)}
    assert said["alerts of a wave"].startswith("14 wait to be told together, to head@wrenbeck")

    assert house.tell_waves() == 2
    assert house.tell_waves() == 0
    *alone, together, message = house.edges.store.outbox()
    assert len(alone) == 6
    assert together.letter.subject == message.letter.subject == "7 more cases need you today"
    assert "K7QD-2003, K7QD-2004, K7QD-2005, K7QD-2006, K7QD-2007 and 2 more" in " ".join(
        together.letter.text.split()
    )
    assert (message.letter.recipient, message.letter.html) == ("leaders", "")
    assert house.deliver().sent == 4


def test_a_school_that_is_not_watched_any_more_is_not_told_of(open_house, busy):
    house = replace(open_house(MORNING), schools=())
    assert (house.tell_waves(), house.tell()) == (0, 0)


class Overtaken:
    """The book of a worker that another one overtakes at the last moment."""

    def __init__(self, book, other):
        self.book, self.other = book, other

    def __getattr__(self, name):
        return getattr(self.book, name)

    def tell(self, told, letters, *, now):
        self.other.tell()
        return self.book.tell(told, letters, now=now)

    def tell_together(self, merged, letters, *, told_in, now):
        self.other.tell_waves()
        return self.book.tell_together(merged, letters, told_in=told_in, now=now)


def test_of_two_workers_at_once_one_tells(open_house, busy):
    open_house(STORM).tell()
    slow, quick = open_house(MORNING), open_house(MORNING)
    before = len(quick.edges.store.outbox())
    book = Overtaken(slow.edges.alerts, quick)
    slow = replace(slow, edges=replace(slow.edges, alerts=book))

    assert (slow.tell(), slow.tell_waves()) == (0, 0)
    assert len(quick.edges.store.outbox()) == before + 4


def test_a_house_without_a_book_tells_nothing_and_says_so(open_house, wave):
    house = open_house(MORNING)
    house = replace(house, edges=replace(house.edges, alerts=None))

    assert (house.tell(), house.tell_waves()) == (0, 0)
    with pytest.raises(ConfigError, match="no book"):
        list(alert_lines(house))


def test_a_key_is_told_of_at_each_stage_once(open_house, url):
    with closing(real_store(url)) as store:
        prepared(store)
    keys = tuple(SourceKey(name, Secret("x"), ends) for name, ends in (("", ENDS), ("b", None)))

    def tells(at):
        house = open_house(at)
        sources = (SourceSettings("youtube", None, keys),)
        return replace(house, config=replace(house.config, sources=sources)).tell()

    days = (15, 14, 13, 3, 2, 0, -1)
    assert [tells(KEY_DAY - day * DAY) for day in days] == [0, 1, 0, 1, 0, 1, 0]
    assert {to for to, _ in told(open_house(KEY_DAY))} == {"office"}


def test_a_channel_that_cannot_be_used_is_said_by_the_check(open_house, stormy):
    bad = CHANNEL.replace("env:CHANNEL", "env:BROKEN")
    lines = {what: (works, says) for what, works, says in alert_lines(open_house(STORM, bad))}

    works, says = lines["channel leaders"]
    assert (works, "cannot be used" in says) == (False, True)
    assert "T1JJ3T3L2" not in says
