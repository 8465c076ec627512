import json
from io import BytesIO
from urllib.parse import urlencode, urlsplit

import feedparser
import pytest

from orm.demo.town.answers import Answer
from tests.factories_town import ask, at

POSTS = "/wp-json/wp/v2/posts"


def _posts(**query: str) -> Answer:
    return ask("meremum", POSTS, at(27), query=urlencode(query))


def _titles(answer: Answer) -> list[str]:
    return [post["title"]["rendered"] for post in json.loads(answer.body)]


def test_the_front_page_leads_to_the_interface_by_header_and_by_link():
    answer = ask("meremum", "/", at(3))

    assert answer.header("Link") == (
        '<http://meremum.localhost:8765/wp-json/>; rel="https://api.w.org/"'
    )
    assert b'rel="https://api.w.org/"' in answer.body


def test_posts_have_the_shape_of_wordpress_with_entities_and_naive_dates():
    (post,) = json.loads(_posts(search="coin").body)

    assert post["title"]["rendered"] == (
        "Choosing a primary school in Harrowmere &#8211; what we looked at"
    )
    assert post["date_gmt"] == "2026-11-04T19:30:00"
    assert "St Orrin&#8217;s" in post["content"]["rendered"]
    assert post["excerpt"]["rendered"].endswith("[&#8230;]</p>\n")
    assert post["guid"]["rendered"] == f"http://meremum.localhost:8765/?p={post['id']}"


def test_a_search_needs_every_word_in_any_order_and_case():
    assert _titles(_posts(search="primary WRENBECK tinfoil")) == [
        "Two days&#8217; notice: a rant, with glue"
    ]
    assert _titles(_posts(search="tinfoil zebra")) == []
    assert _titles(_posts(search='"Wrenbeck Primary" tinfoil')) != []
    assert _titles(_posts(search='"tinfoil Wrenbeck"')) == []


def test_totals_stand_in_the_headers_and_pages_follow_each_other():
    first, second = _posts(per_page="5"), _posts(per_page="5", page="2")

    assert (first.header("X-WP-Total"), first.header("X-WP-TotalPages")) == ("9", "2")
    assert (len(_titles(first)), len(_titles(second))) == (5, 4)
    assert not set(_titles(first)) & set(_titles(second))


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ({"page": "3", "per_page": "5"}, "rest_post_invalid_page_number"),
        ({"per_page": "0"}, "rest_invalid_param"),
        ({"per_page": "101"}, "rest_invalid_param"),
    ],
)
def test_a_question_that_wordpress_refuses_brings_its_error_body(query: dict[str, str], code: str):
    answer = _posts(**query)

    assert answer.status == 400
    assert json.loads(answer.body)["code"] == code


def test_only_the_fields_asked_for_are_sent():
    (post,) = json.loads(_posts(search="coin", _fields="id,title.rendered").body)

    assert set(post) == {"id", "title"}


def test_posts_can_be_asked_from_a_moment_on():
    assert _titles(_posts(after="2026-11-25T00:00:00")) == ["Book club: Wrenbeck Mill"]


def test_an_unknown_route_is_refused_in_json():
    answer = ask("meremum", "/wp-json/wp/v2/users", at(3))

    assert (answer.status, json.loads(answer.body)["code"]) == (404, "rest_no_route")


def test_the_interface_answers_without_pretty_addresses_too():
    answer = ask("meremum", "/", at(3), query=urlencode({"rest_route": "/wp/v2/posts"}))

    assert answer.body == ask("meremum", POSTS, at(3)).body


def test_a_typed_script_is_served_raw_to_machines_and_escaped_to_people():
    (post,) = json.loads(_posts(search="twins").body)
    page = ask("meremum", urlsplit(post["link"]).path, at(27))

    assert "<script>" in post["content"]["rendered"]
    assert b"<script" not in page.body
    assert b"<iframe" not in page.body


def test_the_feed_is_rss_and_can_be_searched():
    feed = feedparser.parse(BytesIO(ask("meremum", "/feed/", at(27)).body))
    found = feedparser.parse(BytesIO(ask("meremum", "/feed/", at(27), query="s=tinfoil").body))

    assert (feed.version, feed.bozo, len(feed.entries)) == ("rss20", False, 9)
    assert len(found.entries) == 1
    assert feed.entries[0].id.startswith("http://meremum.localhost:8765/?p=")


def test_the_short_address_of_a_post_moves_to_its_long_one():
    (post,) = json.loads(_posts(search="coin").body)
    answer = ask("meremum", "/", at(27), query=f"p={post['id']}")

    assert (answer.status, answer.header("Location")) == (301, post["link"])


def test_the_interface_says_what_it_offers():
    document = json.loads(ask("meremum", "/wp-json/", at(3)).body)

    assert (document["name"], document["namespaces"]) == ("The Mere Mum", ["oembed/1.0", "wp/v2"])


def test_one_post_can_be_asked_for_by_its_id():
    (post,) = json.loads(_posts(search="coin").body)

    assert json.loads(ask("meremum", f"{POSTS}/{post['id']}", at(27)).body) == post
    assert json.loads(ask("meremum", f"{POSTS}/1", at(27)).body)["code"] == "rest_post_invalid_id"


def test_only_posts_modified_since_a_moment_with_an_offset_are_sent():
    assert _titles(_posts(modified_after="2026-11-26T20:29:00Z")) == ["Book club: Wrenbeck Mill"]


def test_the_oldest_post_comes_first_when_asked_so():
    assert _titles(_posts(order="asc")) == _titles(_posts())[::-1]


@pytest.mark.parametrize("path", ["/feed", "/wp-json"])
def test_an_address_without_its_last_slash_moves(path: str):
    assert ask("meremum", path, at(3)).header("Location").endswith(f"{path}/")
