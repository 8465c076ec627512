"""Redirects are followed by hand, and every hop passes the same checks as the first."""

import pytest

from orm.errors import Refused, Unreachable
from tests.factories_http import fetcher, get
from tests.web_server import page, redirect


@pytest.mark.parametrize("status", ["301 M", "302 F", "303 S", "307 T", "308 P"])
def test_every_kind_of_redirect_is_followed(web, status):
    web.pages["/a"] = redirect("/b?x=1", status)
    web.pages["/b"] = page(b"here")

    answer = get(web.url("/a"))

    assert (answer.body, answer.url) == (b"here", web.url("/b?x=1"))


@pytest.mark.parametrize(
    ("first", "second", "moved"),
    [
        ("301 M", "308 P", True),
        ("301 M", "302 F", False),
        ("307 T", "301 M", False),
    ],
)
def test_an_address_has_moved_only_when_every_hop_was_permanent(web, first, second, moved):
    web.pages["/a"] = redirect("/b", first)
    web.pages["/b"] = redirect("/c", second)
    web.pages["/c"] = page()

    assert get(web.url("/a")).moved_to == (web.url("/c") if moved else "")


def test_a_page_that_does_not_redirect_has_not_moved(web):
    web.pages["/a"] = page()

    assert get(web.url("/a")).moved_to == ""


def test_a_redirect_without_a_target_is_an_answer(web):
    web.pages["/a"] = page(b"where?", "302 Found")

    assert get(web.url("/a")).status == 302


@pytest.mark.parametrize("back", ["/a", "/b", "/a#again"])
def test_a_circle_is_left(web, back):
    web.pages["/a"] = redirect("/b")
    web.pages["/b"] = redirect(back)

    with pytest.raises(Unreachable, match="redirects in a circle"):
        get(web.url("/a"))

    assert web.targets == ["/a", "/b"]


def test_more_redirects_than_the_limit_are_not_followed(web):
    web.pages |= {f"/{n}": redirect(f"/{n + 1}") for n in range(9)}

    with pytest.raises(Unreachable, match="redirects more than 3 times"):
        get(web.url("/0"), door=fetcher(max_redirects=3))

    assert web.targets == ["/0", "/1", "/2", "/3"]


@pytest.mark.parametrize(
    "target",
    [
        "file:///etc/passwd",
        "ftp://herald.example/feed",
        "javascript:alert(1)",
        "gopher://127.0.0.1:70/_x",
        "http://user:secret@herald.example/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://127.1/",
        "http://herald.example./",
        "http://herald.example:99999/",
        "http://[::1",
    ],
)
def test_a_redirect_to_what_is_not_a_web_address_is_refused(web, target):
    web.pages["/a"] = redirect(target)

    with pytest.raises(Refused):
        get(web.url("/a"))

    assert web.targets == ["/a"]


@pytest.mark.parametrize("address", ["10.0.0.7", "169.254.169.254", "192.168.1.1", "100.64.0.1"])
def test_a_redirect_to_a_private_address_is_refused(web, address):
    web.pages["/a"] = redirect(f"http://{address}/latest/meta-data")

    with pytest.raises(Refused, match="not on the public internet"):
        get(web.url("/a"), door=fetcher(resolve=lambda host, _port: (host,)))


def test_a_redirect_to_a_name_with_a_private_address_is_refused(web):
    web.pages["/a"] = redirect("http://printer.example/")
    places = {"herald.example": ("127.0.0.1",), "printer.example": ("192.168.7.7",)}

    with pytest.raises(Refused, match=r"printer\.example leads to 192\.168\.7\.7"):
        get(
            web.url("/a", host="herald.example"),
            door=fetcher(resolve=lambda host, _port: places[host]),
        )


def test_a_redirect_to_what_robots_disallow_is_refused(web):
    web.pages["/robots.txt"] = page(b"User-agent: *\nDisallow: /private")
    web.pages["/a"] = redirect("/private/b")

    with pytest.raises(Refused, match=r"robots\.txt of 127\.0\.0\.1 does not allow /private/b"):
        get(web.url("/a"))

    assert web.targets == ["/a"]


def test_the_body_of_a_redirect_is_not_read(web):
    web.pages["/a"] = (
        b"HTTP/1.1 301 M\r\nLocation: /b\r\nContent-Type: image/png\r\nContent-Length: 999999\r\n\r\n"
    )
    web.pages["/b"] = page(b"here")

    assert get(web.url("/a")).body == b"here"


def test_a_target_in_raw_utf8_is_followed(web):
    web.pages["/a"] = b"HTTP/1.1 302 F\r\nLocation: /caf\xc3\xa9\r\nContent-Length: 0\r\n\r\n"
    web.pages["/caf%C3%A9"] = page(b"here")

    assert get(web.url("/a")).body == b"here"
