from datetime import datetime
from io import BytesIO
from urllib.parse import urlsplit

import feedparser
from bs4 import BeautifulSoup
from protego import Protego

from tests.factories_town import ask, at, xml

NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def _feed(site: str, path: str, day: int, clock: str = "20:00"):
    return feedparser.parse(BytesIO(ask(site, path, at(day, clock)).body))


def test_the_heralds_feed_is_rss_with_a_ttl_and_its_newest_story_first():
    feed = _feed("herald", "/news/rss/", 3, "22:00")

    assert (feed.version, feed.bozo, feed.feed.ttl) == ("rss20", False, "15")
    assert feed.entries[0].title == "Wrenbeck Primary choir wins the Eastmarch Shield"
    assert feed.entries[0].published == "Thu, 05 Nov 2026 21:50:00 +0000"


def test_a_story_is_not_out_before_its_time():
    before = _feed("herald", "/news/rss/", 3, "21:49")

    assert "Wrenbeck Primary choir wins the Eastmarch Shield" not in {
        entry.title for entry in before.entries
    }


def test_every_link_of_a_feed_opens_a_page_with_that_title():
    for site, path in (("herald", "/news/rss/"), ("westmarch", "/rss")):
        for entry in _feed(site, path, 27).entries:
            address = urlsplit(entry.link)
            page = ask(address.netloc.partition(".")[0], address.path, at(27))
            assert page.status == 200
            heading = BeautifulSoup(page.body, "lxml").h1
            assert heading is not None
            assert BeautifulSoup(entry.title, "lxml").get_text() == heading.get_text()


def test_the_old_address_of_the_feed_moves_for_good():
    answer = ask("herald", "/rss", at(1))

    assert answer.status == 301
    assert answer.header("Location") == "http://herald.localhost:8765/news/rss/"


def test_an_article_under_an_old_headline_moves_to_its_address():
    link = urlsplit(_feed("herald", "/news/rss/", 16).entries[0].link).path
    number = link.strip("/").partition("/")[2].partition(".")[0]

    assert ask("herald", f"/news/{number}.old-headline/", at(16)).header("Location").endswith(link)


def test_robots_rules_allow_the_feed_and_close_what_is_private():
    rules = Protego.parse(ask("herald", "/robots.txt", at(1)).body.decode())

    assert rules.can_fetch("http://herald.localhost/news/rss/", "orm")
    assert not rules.can_fetch("http://herald.localhost/private/x", "orm")
    assert not rules.can_fetch("http://herald.localhost/search/a/print", "orm")


def test_the_news_sitemap_holds_the_last_two_days_with_titles_and_dates():
    urls = xml(ask("herald", "/news-sitemap.xml", at(3, "22:00"))).findall(f"{MAP}url")
    found = {
        url.findtext(f"{NEWS}news/{NEWS}title"): datetime.fromisoformat(
            url.findtext(f"{NEWS}news/{NEWS}publication_date", "")
        )
        for url in urls
    }

    assert min(found.values()) > at(1, "22:00")
    assert len(found) == 5
    assert found["Wrenbeck Primary choir wins the Eastmarch Shield"] == at(3, "21:50")


def test_a_quiet_spell_leaves_the_news_sitemap_empty_but_well_formed():
    assert xml(ask("herald", "/news-sitemap.xml", at(40))).findall(f"{MAP}url") == []


def test_a_date_that_cannot_be_read_stands_in_the_feed_as_stated():
    feed = _feed("herald", "/news/rss/", 12)
    entry = next(entry for entry in feed.entries if entry.title.startswith("Advertisement"))

    assert entry.published == "Posted yesterday evening"
    assert entry.get("published_parsed") is None


def test_the_county_paper_writes_latin_1_and_its_curly_quotes_survive():
    answer = ask("westmarch", "/rss", at(8))
    titles = [entry.title for entry in feedparser.parse(BytesIO(answer.body)).entries]

    assert answer.header("Content-Type") == "text/xml; charset=ISO-8859-1"
    assert "‘Pupils not safe’: Tollworth academy in special measures" in titles
    assert answer.body.decode("ascii")


def test_one_night_the_county_papers_feed_is_a_page_with_status_200():
    answer = ask("westmarch", "/rss", at(13, "02:00"))

    assert answer.status == 200
    assert answer.header("Content-Type").startswith("text/html")
    assert _feed("westmarch", "/rss", 13, "02:00").entries == []
    assert ask("westmarch", "/rss", at(13, "09:00")).body.startswith(b"<?xml")


def test_one_story_runs_in_two_papers_under_two_titles_on_one_day():
    text = "will cook its own dinners from January"
    found = {
        entry.title
        for site, path in (("herald", "/news/rss/"), ("westmarch", "/rss"))
        for entry in _feed(site, path, 8).entries
        if text in entry.summary
    }

    assert len(found) == 2


def test_the_namesake_of_the_next_county_is_in_both_papers():
    for site, path in (("herald", "/news/rss/"), ("westmarch", "/rss")):
        assert any(
            "Wrenbeck Primary Academy" in entry.summary for entry in _feed(site, path, 8).entries
        )
