from io import BytesIO
from urllib.parse import urlsplit

import feedparser
from bs4 import BeautifulSoup

from tests.factories_town import ask, at

FEED = "/app.php/feed"


def _entries(day: int, clock: str = "20:00"):
    feed = feedparser.parse(BytesIO(ask("chat", FEED, at(day, clock)).body))
    assert (feed.version, feed.bozo) == ("atom10", False)
    return {entry.title: entry for entry in feed.entries}


def test_the_feed_is_atom_with_the_board_before_the_title():
    entry = _entries(0)["Schools and kids • Breakfast club?"]

    assert (entry.author, entry.published) == ("newtoHM4", "2026-11-02T19:22:00+00:00")
    assert "breakfast club places" in entry.content[0].value


def test_an_edited_post_keeps_its_id_and_first_date_and_changes_its_words():
    title = "Schools and kids • Year 4 homework"
    before, after = _entries(11, "19:11")[title], _entries(11, "19:12")[title]

    assert (before.id, before.published) == (after.id, after.published)
    assert "Vile" in before.content[0].value
    assert "I was out of order" in after.content[0].value
    assert before.updated < after.updated


def test_a_deleted_post_leaves_the_feed_and_its_page_is_404():
    link = urlsplit(_entries(20)["Schools and kids • New boy"].link)

    assert ask("chat", link.path, at(21, "09:09"), query=link.query).status == 200
    assert ask("chat", link.path, at(21, "09:10"), query=link.query).status == 404
    assert "Schools and kids • New boy" not in _entries(21)


def test_one_morning_the_board_asks_everybody_to_wait_but_not_the_robots():
    busy = ask("chat", FEED, at(9, "08:00"))

    assert (busy.status, busy.header("Retry-After")) == (429, "120")
    assert ask("chat", "/robots.txt", at(9, "08:00")).status == 200
    assert ask("chat", FEED, at(9, "00:59")).status == 200
    assert ask("chat", FEED, at(9, "15:00")).status == 200


def test_hostile_markup_stays_text_in_the_feed_and_on_the_page():
    (title,) = [title for title in _entries(21) if "Newsletter link" in title]
    entry = _entries(21)[title]
    link = urlsplit(entry.link)
    page = ask("chat", link.path, at(21), query=link.query)

    assert "alert(2)" in BeautifulSoup(entry.content[0].value, "lxml").get_text()
    assert b"<script" not in page.body
    assert b"<img" not in page.body


def test_every_post_of_the_feed_has_a_page():
    for entry in _entries(27).values():
        link = urlsplit(entry.link)
        assert ask("chat", link.path, at(27), query=link.query).status == 200
