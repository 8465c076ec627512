"""Links under which staff report posts: one for each school, dead once it is replaced or ended."""

from datetime import timedelta

import pytest

from orm.model.report_links import ReportLink
from orm.model.schools import ContactId
from tests.factories_store import NOW, ST_ORRINS, WRENBECK

IT = ContactId("it")
LATER = NOW + timedelta(days=1)


def link(word="one", school_id=WRENBECK, at=NOW):
    return ReportLink(school_id, word, IT, at)


@pytest.fixture
def links(store):
    return store.report_links


def lines(store):
    since = NOW - timedelta(days=1)
    told = store.entry.audit(since=since, school_ids=frozenset(), most=20)
    return [(line.action, line.actor, line.school_id) for line in reversed(told)]


def test_a_school_has_no_link_until_somebody_makes_one(links):
    assert links.of(WRENBECK) is None
    assert links.find("one") is None

    links.make(link())

    assert links.of(WRENBECK) == links.find("one") == link()


def test_a_new_link_replaces_the_one_before(links):
    links.make(link())
    links.make(link("two", at=LATER))

    assert links.find("one") is None
    assert links.of(WRENBECK) == links.find("two") == link("two", at=LATER)


def test_a_link_is_of_one_school(links):
    links.make(link())
    links.make(link("other", ST_ORRINS))

    assert links.find("one").school_id == WRENBECK
    assert links.find("other").school_id == ST_ORRINS


def test_an_ended_link_opens_nothing_and_others_stay(links):
    links.make(link())
    links.make(link("other", ST_ORRINS))

    links.end(WRENBECK, by=IT, now=LATER)

    assert links.find("one") is None
    assert links.of(ST_ORRINS) == link("other", ST_ORRINS)


def test_who_made_and_ended_a_link_stands_in_the_audit_trail(store, links):
    links.make(link())
    links.end(WRENBECK, by=IT, now=LATER)
    links.end(WRENBECK, by=IT, now=LATER)

    assert lines(store)[-2:] == [
        ("report-link-made", "it", WRENBECK),
        ("report-link-ended", "it", WRENBECK),
    ]


def test_no_line_of_the_audit_trail_holds_the_token(store, links):
    links.make(link("the-very-token"))

    since = NOW - timedelta(days=1)
    told = store.entry.audit(since=since, school_ids=frozenset(), most=20)
    assert "the-very-token" not in repr(told)
    assert "the-very-token" not in repr(links.of(WRENBECK))
