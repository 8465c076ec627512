import gzip
from email.utils import parsedate_to_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orm.demo.town.town import SITES, Town
from tests.factories_town import ask, at, xml

PAGES = [
    ("herald", "/"),
    ("herald", "/news/rss/"),
    ("herald", "/news-sitemap.xml"),
    ("westmarch", "/rss"),
    ("parentpost", "/schools/wrenbeck-primary-school-harrowmere/"),
    ("meremum", "/wp-json/wp/v2/posts"),
    ("meremum", "/feed/"),
    ("chat", "/app.php/feed"),
    ("wrenbeck", "/news/feed.xml"),
    ("st-orrins", "/feed.json"),
]


@pytest.mark.parametrize(("site", "path"), PAGES)
def test_the_same_question_at_the_same_moment_has_the_same_bytes(site: str, path: str):
    fresh = Town().respond(f"{site}.localhost:8765", path, query="", headers={}, now=at(16))

    assert fresh == ask(site, path, at(16))


@pytest.mark.parametrize(("site", "path"), PAGES)
def test_every_good_answer_has_validators_and_its_etag_brings_304(site: str, path: str):
    first = ask(site, path, at(16))
    again = ask(site, path, at(16, "20:05"), If_None_Match=first.header("ETag"))

    assert first.header("Last-Modified")
    assert (again.status, again.body) == (304, b"")
    assert again.header("ETag") == first.header("ETag")


def test_a_page_that_changed_since_is_sent_again():
    old = ask("herald", "/news/rss/", at(16))
    new = ask("herald", "/news/rss/", at(17), If_None_Match=old.header("ETag"))

    assert new.status == 200
    assert new.header("ETag") != old.header("ETag")


def test_if_modified_since_brings_304_only_while_nothing_changed():
    first = ask("chat", "/app.php/feed", at(16))
    since = first.header("Last-Modified")

    assert ask("chat", "/app.php/feed", at(16), If_Modified_Since=since).status == 304
    assert ask("chat", "/app.php/feed", at(18), If_Modified_Since=since).status == 200


@pytest.mark.parametrize(
    ("site", "path", "day", "clock"),
    [
        ("chat", "/app.php/feed", 11, "19:12"),
        ("parentpost", "/schools/wrenbeck-primary-school-harrowmere/", 20, "19:05"),
        ("chat", "/app.php/feed", 21, "09:10"),
    ],
)
def test_an_edit_or_a_deletion_is_a_change(site: str, path: str, day: int, clock: str):
    changed = ask(site, path, at(day, clock)).header("Last-Modified")

    assert parsedate_to_datetime(changed) == at(day, clock)


def test_an_etag_wins_over_a_date():
    since = ask("herald", "/news/rss/", at(16)).header("Last-Modified")
    answer = ask("herald", "/news/rss/", at(16), If_None_Match='W/"other"', If_Modified_Since=since)

    assert answer.status == 200


def test_a_date_that_cannot_be_read_is_no_validator():
    assert ask("herald", "/news/rss/", at(16), If_Modified_Since="yesterday").status == 200


def test_gzip_is_sent_only_when_asked_and_unpacks_to_the_same_page():
    plain = ask("herald", "/news/rss/", at(16))
    packed = ask("herald", "/news/rss/", at(16), Accept_Encoding="gzip, deflate")

    assert plain.header("Content-Encoding") == ""
    assert packed.header("Content-Encoding") == "gzip"
    assert gzip.decompress(packed.body) == plain.body
    assert ask("herald", "/news/rss/", at(16), Accept_Encoding="gzip;q=0").body == plain.body


@pytest.mark.parametrize(("site", "path"), [*PAGES, ("oldnews", "/feed/"), ("herald", "/rss")])
def test_the_date_header_is_the_simulated_moment(site: str, path: str):
    assert parsedate_to_datetime(ask(site, path, at(16)).header("Date")) == at(16)


def test_nothing_claims_to_have_changed_in_the_future():
    for site, path in PAGES:
        changed = ask(site, path, at(5)).header("Last-Modified")
        assert parsedate_to_datetime(changed) <= at(5)


@pytest.mark.parametrize("site", SITES)
def test_every_site_has_a_front_page_that_loads(site: str):
    answer = ask(site, "/", at(16))

    assert answer.status == (410 if site == "oldnews" else 200)
    assert b"invented" in answer.body


@pytest.mark.parametrize("site", [site for site in SITES if site != "oldnews"])
def test_an_address_that_nobody_made_is_404(site: str):
    assert ask(site, "/no/such/page", at(16)).status == 404


@pytest.mark.parametrize(
    "site", ["herald", "westmarch", "parentpost", "meremum", "chat", "video", "wrenbeck"]
)
def test_every_site_has_rules_for_robots(site: str):
    answer = ask(site, "/robots.txt", at(16))

    assert answer.status == 200
    assert answer.header("Content-Type").startswith("text/plain")
    assert answer.body.startswith(b"User-agent: *")


def test_a_dead_paper_is_404_first_and_410_later():
    assert ask("oldnews", "/feed/", at(13, "23:59")).status == 404
    assert ask("oldnews", "/feed/", at(14, "00:00")).status == 410


def test_an_unknown_host_shows_where_the_sites_are():
    answer = Town().respond("127.0.0.1:99", "/", query="", headers={}, now=at(1))

    assert b'href="http://herald.localhost:99/"' in answer.body


@given(st.sampled_from(SITES), st.text(max_size=40), st.text(max_size=60))
def test_no_question_breaks_the_town(site: str, path: str, query: str):
    answer = ask(site, f"/{path}", at(16), query=query)

    assert answer.status in {200, 301, 400, 404, 410}


@given(st.integers(min_value=-70, max_value=40), st.sampled_from(["herald", "chat", "video"]))
def test_feeds_are_well_formed_at_any_moment(day: int, site: str):
    path = {"herald": "/news/rss/", "chat": "/app.php/feed", "video": "/feeds/videos.xml"}[site]
    query = "channel_id=UCWrenbeckPrimary-HM4-2Q"

    assert xml(ask(site, path, at(day), query=query)).tag


def test_a_host_that_is_no_site_has_no_other_page():
    for path, status in (("/robots.txt", 200), ("/wp-login.php", 404)):
        answer = Town().respond("localhost:99", path, query="", headers={}, now=at(1))
        assert answer.status == status
