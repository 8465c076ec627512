"""What a fetch hands back for evidence: the way, the addresses, the certificate, and no secret."""

import ssl

from orm.http.credentials import Lock
from orm.model.evidence import Witnessed
from orm.model.keys import HeaderKey, QueryKey
from orm.model.settings import Secret
from tests.factories_http import fetcher, get
from tests.web_server import page, redirect

KEY = "wren 1234/&x"


def hops_of(url, **changes):
    answer = get(url, **changes)
    assert isinstance(answer, Witnessed)
    return answer.hops


def test_every_redirect_and_the_page_are_told_in_order(web):
    web.pages["/old"] = redirect(web.url("/new", host="herald.co.uk"), "301 Moved Permanently")
    web.pages["/new"] = page(b"hello")

    answer = get(web.url("/old", host="herald.co.uk"))

    assert isinstance(answer, Witnessed)
    assert [(hop.url.rpartition("/")[2], hop.status) for hop in answer.hops] == [
        ("old", 301),
        ("new", 200),
    ]
    assert {hop.address for hop in answer.hops} == {"127.0.0.1"}
    assert dict(answer.hops[0].headers)["location"].endswith("/new")
    assert {hop.certificate for hop in answer.hops} == {""}


def test_the_certificate_is_the_one_that_the_server_showed(secure, trust):
    secure.pages["/"] = page(b"hello")

    (hop,) = hops_of(secure.url("/", host="herald.co.uk"), door=fetcher(trust=trust))

    shown = ssl.get_server_certificate(("127.0.0.1", secure.port))
    assert hop.certificate.strip() == shown.strip()


def test_a_key_in_a_header_is_not_told(secure, trust):
    secure.pages["/"] = page(b"hello")
    locks = {"feed": Lock(HeaderKey("herald.co.uk", "X-Key", ""), {"": Secret(KEY)}, required=True)}

    (hop,) = hops_of(secure.url("/", host="herald.co.uk"), door=fetcher(trust=trust, locks=locks))

    assert secure.asked[-1].headers["x-key"] == KEY
    assert {name.lower() for name, _ in hop.sent} <= {"user-agent", "accept", "accept-encoding"}
    assert "1234" not in repr(hop)


def test_a_key_in_an_address_is_not_told(secure, trust):
    secure.pages["/"] = page(b"hello")
    locks = {"feed": Lock(QueryKey("herald.co.uk", "key"), {"": Secret(KEY)}, required=True)}

    (hop,) = hops_of(secure.url("/", host="herald.co.uk"), door=fetcher(trust=trust, locks=locks))

    assert "1234" in secure.asked[-1].target
    assert "1234" not in repr(hop)


def test_cookies_are_not_told(web):
    web.pages["/"] = page(b"hello", set_cookie="wren=1")

    (hop,) = hops_of(web.url("/", host="herald.co.uk"))

    assert "wren" not in repr(hop.headers)
