"""A private, loopback or link-local address is never connected to (design §6, line 9)."""

import pytest

from orm.errors import ConfigError, Refused
from orm.http.connect import system_resolver
from orm.http.fetcher import Fetcher
from tests.factories_http import FakeClock, fetcher, get, manners
from tests.web_server import page

PRIVATE = [
    "127.0.0.1",
    "127.8.8.8",
    "0.0.0.0",  # noqa: S104 - an address to refuse, not one to bind
    "10.1.2.3",
    "172.16.0.1",
    "192.168.0.1",
    "169.254.169.254",
    "100.64.1.1",
    "192.0.2.1",
    "198.18.0.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "fe80::1",
    "fe80::1%2",
    "fc00::1",
    "fec0::1",
    "ff02::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::127.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b::a00:1",
    "64:ff9b:1::808:808",
    "2002:7f00:1::",
    "2002:c0a8:1::1",
    "2001:0:4136:e378:8000:63bf:3fff:fdd2",
    "2001:db8::1",
    "not an address",
]


@pytest.mark.parametrize("address", PRIVATE)
def test_a_name_that_leads_to_a_private_address_is_refused(web, address):
    web.pages["/"] = page()
    door = fetcher(resolve=lambda _host, _port: (address,), allow_addresses=())

    with pytest.raises(Refused, match="this address is not on the public internet"):
        get(web.url("/", host="herald.example"), door=door)

    assert web.asked == []


def test_one_private_address_among_public_ones_is_enough(web):
    door = fetcher(resolve=lambda _host, _port: ("93.184.216.34", "10.0.0.1"), allow_addresses=())

    with pytest.raises(Refused, match=r"10\.0\.0\.1"):
        get(web.url("/", host="herald.example"), door=door)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_the_machine_itself_is_refused_with_its_own_resolver(web, host):
    door = Fetcher(manners(allow_addresses=()), FakeClock(), resolve=system_resolver)

    with pytest.raises(Refused, match=r"network\.allow_addresses"):
        get(web.url("/", host=host), door=door)

    assert web.asked == []


def test_a_name_that_changes_its_address_after_the_check_gains_nothing(web):
    web.pages["/"] = page(b"secret")
    asked: list[str] = []

    def rebinding(host: str, _port: int) -> tuple[str, ...]:
        # First the address that is checked, then the one the attacker wants.
        asked.append(host)
        return ("127.0.0.1",) if len(asked) == 1 else ("127.0.0.2",)

    door = fetcher(resolve=rebinding, allow_addresses=("127.0.0.1/32",))

    with pytest.raises(Refused, match=r"127\.0\.0\.2: this address is not on the public internet"):
        get(web.url("/", host="herald.example"), door=door)

    # One look-up per connection: robots.txt went to the checked address, the page nowhere.
    assert (len(asked), web.targets) == (2, [])


def test_an_allowed_network_is_reached_for_the_demo(web):
    web.pages["/"] = page(b"hello")

    assert get(web.url("/"), door=fetcher(allow_addresses=("127.0.0.0/8",))).body == b"hello"


def test_an_allowed_network_allows_no_other():
    door = fetcher(resolve=lambda host, _port: (host,), allow_addresses=("127.0.0.0/8",))

    with pytest.raises(Refused):
        get("http://10.0.0.1/", door=door)


@pytest.mark.parametrize("network", ["everything", "127.0.0.1/99", "10.0.0.1/8", ""])
def test_a_network_that_is_none_stops_the_start(network):
    with pytest.raises(ConfigError, match=r"network\.allow_addresses"):
        fetcher(allow_addresses=(network,))


@pytest.mark.parametrize("contact", ["", "  ", "a\r\nX-Injected: yes", "Müller"])
def test_a_contact_that_cannot_stand_in_a_header_stops_the_start(contact):
    with pytest.raises(ConfigError, match=r"network\.contact"):
        fetcher(contact=contact)
