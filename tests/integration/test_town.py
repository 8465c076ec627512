"""The town over real sockets on loopback."""

import gzip
import json
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from email.utils import parsedate_to_datetime
from http.client import HTTPConnection, HTTPResponse

import pytest

from orm.demo.town.addresses import addresses
from orm.demo.town.posts import bundled_posts
from orm.demo.town.server import LOOPBACK, RunningTown, serve
from orm.demo.town.town import SITES, Town
from tests.factories_town import at

NOW = at(16)


@pytest.fixture(name="town")
def _town() -> Iterator[RunningTown]:
    with serve(Town(), lambda: NOW) as town:
        yield town


def _get(town: RunningTown, site: str, path: str, **headers: str) -> tuple[HTTPResponse, bytes]:
    connection = HTTPConnection(LOOPBACK, town.port, timeout=10)
    try:
        host = f"{site}.localhost:{town.port}"
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request("GET", path, headers={"Host": host, **sent})
        response = connection.getresponse()
        return response, response.read()
    finally:
        connection.close()


@pytest.mark.parametrize("site", SITES)
def test_each_site_answers_by_its_host_name(town: RunningTown, site: str):
    response, body = _get(town, site, "/")

    assert response.status == (410 if site == "oldnews" else 200)
    assert len(body) == int(response.headers["Content-Length"])


def test_links_carry_the_port_that_the_town_is_served_on(town: RunningTown):
    _, body = _get(town, "herald", "/news/rss/")

    assert f"http://herald.localhost:{town.port}/news/".encode() in body


def test_the_date_is_the_simulated_one_and_stands_once(town: RunningTown):
    response, _ = _get(town, "chat", "/app.php/feed")

    assert [parsedate_to_datetime(date) for date in response.headers.get_all("Date", [])] == [NOW]


def test_a_conditional_get_over_the_wire_brings_304_without_a_body(town: RunningTown):
    first, _ = _get(town, "herald", "/news/rss/")
    again, body = _get(town, "herald", "/news/rss/", If_None_Match=first.headers["ETag"])

    assert (again.status, body) == (304, b"")


def test_gzip_over_the_wire_unpacks(town: RunningTown):
    _, packed = _get(town, "meremum", "/wp-json/wp/v2/posts", Accept_Encoding="gzip")

    assert json.loads(gzip.decompress(packed))


def test_one_connection_can_ask_many_sites(town: RunningTown):
    connection = HTTPConnection(LOOPBACK, town.port, timeout=10)
    statuses = []
    for site in ("herald", "chat", "video"):
        connection.request("GET", "/robots.txt", headers={"Host": f"{site}.localhost:{town.port}"})
        response = connection.getresponse()
        response.read()
        statuses.append(response.status)
    connection.close()

    assert statuses == [200, 200, 200]


def test_many_readers_at_once_get_the_same_page(town: RunningTown):
    with ThreadPoolExecutor(16) as pool:
        bodies = set(pool.map(lambda _: _get(town, "herald", "/news/rss/")[1], range(64)))

    assert len(bodies) == 1


def test_head_has_the_headers_and_no_body(town: RunningTown):
    connection = HTTPConnection(LOOPBACK, town.port, timeout=10)
    connection.request("HEAD", "/", headers={"Host": f"herald.localhost:{town.port}"})
    response = connection.getresponse()

    assert (response.status, response.read()) == (200, b"")
    assert int(response.headers["Content-Length"]) > 0
    connection.close()


def test_another_method_is_refused_with_the_simulated_date(town: RunningTown):
    connection = HTTPConnection(LOOPBACK, town.port, timeout=10)
    connection.request("POST", "/", body=b"x", headers={"Host": "herald.localhost"})
    response = connection.getresponse()
    response.read()
    connection.close()

    assert response.status == 501
    assert parsedate_to_datetime(response.headers["Date"]) == NOW


def test_a_reader_that_hangs_up_does_not_stop_the_town(town: RunningTown):
    with socket.create_connection((LOOPBACK, town.port), timeout=10) as rude:
        rude.sendall(b"GET / HTTP/1.1\r\nHost: herald.localhost\r\n\r\n")

    assert _get(town, "herald", "/")[0].status == 200


def test_the_town_remembers_what_was_asked(town: RunningTown):
    _get(town, "herald", "/resources/images/1.jpg")

    (hit,) = town.hits
    assert (hit.host, hit.path, hit.status) == (
        f"herald.localhost:{town.port}",
        "/resources/images/1.jpg",
        404,
    )


def test_a_closed_town_listens_no_more():
    town = serve(Town(), lambda: NOW)
    port = town.port
    town.close()

    with pytest.raises(ConnectionError):
        socket.create_connection((LOOPBACK, port), timeout=10)


def test_the_addresses_for_the_configuration_all_answer(town: RunningTown):
    known = addresses(town.port)
    expected = {
        known.herald_feed: 200,
        known.herald_old_feed: 301,
        known.herald_sitemap: 200,
        known.westmarch_feed: 200,
        known.wrenbeck_reviews: 200,
        known.st_orrins_reviews: 200,
        known.blog: 200,
        known.blog_feed: 200,
        known.chat_feed: 200,
        f"{known.video_endpoint}?channel_id={known.video_channel}": 200,
        known.gdelt_endpoint: 200,
        known.dead_feed: 410,
        known.wrenbeck_website: 200,
        known.st_orrins_website: 200,
    }
    for url, status in expected.items():
        host, _, path = url.removeprefix("http://").partition("/")
        assert _get(town, host.partition(".")[0], f"/{path}")[0].status == status


def test_what_a_careful_reader_would_say_is_never_served(town: RunningTown):
    reasons = [
        post.expect.why for posts in bundled_posts().values() for post in posts if post.expect.why
    ]
    paths = ["/", "/news/rss/", "/rss", "/feed/", "/app.php/feed", "/feed.json", "/news/feed.xml"]
    served = b"".join(_get(town, site, path)[1] for site in SITES for path in paths).decode(
        "utf-8", "replace"
    )

    assert [why for why in reasons if why in served and len(why) > 20] == []
