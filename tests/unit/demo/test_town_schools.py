import json
import re
from io import BytesIO
from urllib.parse import urlsplit

import feedparser
from bs4 import BeautifulSoup

from orm.demo.town.channel import CHANNEL
from tests.factories_town import ask, at

VIDEOS = "/feeds/videos.xml"


def _channel(day: int, clock: str = "20:00"):
    answer = ask("video", VIDEOS, at(day, clock), query=f"channel_id={CHANNEL}")
    return feedparser.parse(BytesIO(answer.body))


def test_the_channel_id_has_the_form_of_a_real_one():
    assert re.fullmatch(r"UC[A-Za-z0-9_-]{22}", CHANNEL)


def test_the_channel_feed_is_atom_with_video_ids_of_eleven_characters():
    feed = _channel(16)

    assert (feed.version, feed.bozo, feed.feed.title) == (
        "atom10",
        False,
        "Wrenbeck Primary School",
    )
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{11}", entry.yt_videoid) for entry in feed.entries)
    assert len({entry.yt_videoid for entry in feed.entries}) == len(feed.entries)


def test_every_video_has_a_page():
    for entry in _channel(27).entries:
        link = urlsplit(entry.link)
        assert ask("video", link.path, at(27), query=link.query).status == 200


def test_an_edited_description_keeps_the_video():
    before, after = _channel(22, "08:19").entries[0], _channel(22, "08:20").entries[0]

    assert before.yt_videoid == after.yt_videoid
    assert ("Decmber" in before.summary, "December" in after.summary) == (True, True)


def test_an_unknown_channel_is_404():
    assert ask("video", VIDEOS, at(3), query="channel_id=UC" + "x" * 22).status == 404


def test_each_school_website_leads_to_its_feed():
    for site, media in (
        ("wrenbeck", "application/rss+xml"),
        ("st-orrins", "application/feed+json"),
    ):
        page = BeautifulSoup(ask(site, "/", at(16)).body, "lxml")
        (link,) = page.select(f'link[rel="alternate"][type="{media}"]')
        assert ask(site, str(link["href"]), at(16)).header("Content-Type").startswith(media)


def test_one_school_feeds_rss_and_its_links_open():
    feed = feedparser.parse(BytesIO(ask("wrenbeck", "/news/feed.xml", at(16)).body))

    assert (feed.version, feed.bozo) == ("rss20", False)
    assert feed.entries[0].title == "Our inspection report"
    for entry in feed.entries:
        assert ask("wrenbeck", urlsplit(entry.link).path, at(16)).status == 200


def test_the_other_feeds_json_with_one_date_that_cannot_be_read():
    feed = json.loads(ask("st-orrins", "/feed.json", at(16)).body)
    dates = {item["title"]: item["date_published"] for item in feed["items"]}

    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert dates["A new hall: tell the planners what you think"] == "next week, we hope"
    assert dates["School dinners from January"] == "2026-11-10T11:30:00+00:00"


def test_the_website_and_the_channel_belong_together():
    page = ask("wrenbeck", "/", at(16)).body.decode()

    assert f"http://video.localhost:8765/channel/{CHANNEL}" in page
    assert ask("video", f"/channel/{CHANNEL}", at(16)).status == 200


def test_each_school_says_how_to_complain():
    for site in ("wrenbeck", "st-orrins"):
        assert b"chair of governors" in ask(site, "/complaints", at(1)).body


def test_a_video_that_nobody_made_is_404():
    assert ask("video", "/watch", at(3), query="v=abcdefghijk").status == 404
