"""robots.txt decides, and where it cannot be had nothing is fetched."""

import codecs

import pytest

from orm.errors import RateLimited, Refused, Unreachable
from tests.factories_http import FakeClock, fetcher, get
from tests.web_server import WebServer, page, redirect

RULES = """User-agent: *
Disallow: /private
Disallow: */feed/*
Allow: /private/open
Disallow: /*.pdf$
"""


def robots(rules: str | bytes, **headers: str) -> bytes:
    body = rules.encode() if isinstance(rules, str) else rules
    return page(body, **{"content_type": "text/plain", **headers})


@pytest.mark.parametrize("target", ["/private", "/private/x", "/body/feed/x", "/a.pdf"])
def test_what_robots_disallow_is_not_asked_for(web, target):
    web.pages["/robots.txt"] = robots(RULES)

    with pytest.raises(Refused, match=f"robots.txt of 127.0.0.1 does not allow {target}"):
        get(web.url(target))

    assert web.targets == []


@pytest.mark.parametrize("target", ["/", "/private/open", "/feeds", "/a.pdf.html"])
def test_the_longest_rule_wins_and_the_rest_is_allowed(web, target):
    web.pages |= {"/robots.txt": robots(RULES), target: page()}

    assert get(web.url(target)).status == 200


def test_rules_for_our_own_name_count_before_those_for_everyone(web):
    web.pages["/robots.txt"] = robots("User-agent: *\nAllow: /\n\nUser-agent: ORM\nDisallow: /")

    with pytest.raises(Refused):
        get(web.url("/"))


def test_rules_for_others_do_not_count(web):
    web.pages |= {"/robots.txt": robots("User-agent: stormbot\nDisallow: /"), "/": page()}

    assert get(web.url("/")).status == 200


@pytest.mark.parametrize(
    "body",
    [
        codecs.BOM_UTF8 + RULES.encode(),
        codecs.BOM_UTF16_LE + RULES.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + RULES.encode("utf-16-be"),
        b"# caf\xe9\n" + RULES.encode(),
    ],
    ids=["utf-8", "utf-16-le", "utf-16-be", "latin-1"],
)
def test_rules_are_read_whatever_their_encoding(web, body):
    web.pages["/robots.txt"] = robots(body)

    with pytest.raises(Refused):
        get(web.url("/private"))


@pytest.mark.parametrize("status", ["401 Who", "403 No", "404 Gone", "410 Gone"])
def test_a_4xx_means_that_there_are_no_rules(web, status):
    web.pages |= {"/robots.txt": page(b"Disallow: /", status), "/": page()}

    assert get(web.url("/")).status == 200


@pytest.mark.parametrize("status", ["500 Oh", "503 Later", "429 Slow"])
def test_where_robots_cannot_be_had_nothing_is_fetched(web, status):
    web.pages |= {"/robots.txt": page(b"", status), "/": page()}

    with pytest.raises(Unreachable, match=f"answers {status[:3]}: nothing is fetched from there"):
        get(web.url("/"))

    assert web.targets == []


def test_a_pause_that_robots_ask_for_is_kept(web):
    web.pages["/robots.txt"] = page(b"", "503 Later", retry_after="60")

    with pytest.raises(RateLimited):
        get(web.url("/"))


def test_robots_that_break_off_stop_the_fetch(web):
    web.pages |= {"/robots.txt": b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nUser", "/": page()}

    with pytest.raises(Unreachable, match=r"/robots\.txt broke off"):
        get(web.url("/"))


def test_robots_in_a_broken_encoding_stop_the_fetch(web):
    web.pages |= {"/robots.txt": robots("User-agent: *", content_encoding="gzip"), "/": page()}

    with pytest.raises(Unreachable, match=r"/robots\.txt cannot be read"):
        get(web.url("/"))


def test_a_web_page_in_the_place_of_robots_has_no_rules(web):
    web.pages |= {"/robots.txt": page(b"<html><p>User-agent: *</p></html>"), "/": page()}

    assert get(web.url("/")).status == 200


def test_only_the_first_half_megabyte_of_robots_is_read(web):
    padding = b"#" * 99 + b"\n"
    web.pages["/robots.txt"] = robots(RULES.encode() + padding * 60_000)

    with pytest.raises(Refused):
        get(web.url("/private"))


def test_robots_redirects_are_followed(web):
    web.pages |= {"/robots.txt": redirect("/rules"), "/rules": robots(RULES)}

    with pytest.raises(Refused, match="does not allow /private"):
        get(web.url("/private"))


def test_a_robots_redirect_to_a_private_address_is_refused(web):
    web.pages |= {"/robots.txt": redirect("http://10.0.0.7/"), "/": page()}

    with pytest.raises(Refused, match="not on the public internet"):
        get(web.url("/"), door=fetcher(resolve=lambda host, _port: (host,)))


def test_robots_are_asked_for_once_a_day(web):
    web.pages["/"] = page()
    clock = FakeClock()
    door = fetcher(clock)

    for hours in (0, 12, 11, 2):
        clock.advance(hours=hours)
        get(web.url("/"), door=door)

    assert [one.target for one in web.asked] == ["/robots.txt", "/", "/", "/", "/robots.txt", "/"]


def test_each_origin_has_its_own_robots(web):
    with WebServer(pages={"/robots.txt": robots("User-agent: *\nDisallow: /")}) as strict:
        web.pages["/"] = page()
        door = fetcher()

        assert get(web.url("/"), door=door).status == 200
        with pytest.raises(Refused):
            get(strict.url("/"), door=door)


def test_a_failure_to_get_robots_is_not_remembered(web):
    web.pages |= {"/robots.txt": page(b"", "500 Oh"), "/": page()}
    door = fetcher()
    with pytest.raises(Unreachable):
        get(web.url("/"), door=door)

    web.pages["/robots.txt"] = robots("")

    assert get(web.url("/"), door=door).status == 200
