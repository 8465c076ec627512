"""Only unicast addresses of the public internet are public."""

from ipaddress import IPv6Address, ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orm.http.addresses import address_rule, is_public


@pytest.mark.parametrize(
    "address",
    [
        "93.184.216.34",
        "1.1.1.1",
        "223.255.255.254",
        "2606:2800:220:1:248:1893:25c8:1946",
        "::ffff:93.184.216.34",
        "64:ff9b::5db8:d822",
        "2002:5db8:d822::1",
    ],
)
def test_a_public_address_passes(address):
    assert is_public(ip_address(address))


@given(st.ip_addresses(v=4))
def test_an_ipv4_address_in_ipv6_clothes_is_as_public_as_itself(inner):
    number = int(inner)
    clothes = [
        IPv6Address(f"::ffff:{inner}"),
        IPv6Address(int(IPv6Address("64:ff9b::")) + number),
        IPv6Address(int(IPv6Address("2002::")) + (number << 80)),
    ]

    assert {is_public(outer) for outer in clothes} == {is_public(inner)}


@given(st.ip_addresses(v=4))
def test_nothing_special_is_public(address):
    special = (
        address.is_private
        or address.is_loopback
        or address.is_link_local
        or address.is_multicast
        or address.is_reserved
        or address.is_unspecified
    )

    assert not (special and is_public(address))


def test_an_allowed_network_adds_to_the_public_ones():
    rule = address_rule(["127.0.0.0/8", "::1/128"])

    permitted = [a for a in ("127.5.5.5", "::1", "10.0.0.1", "1.1.1.1") if rule.permits(a)]

    assert permitted == ["127.5.5.5", "::1", "1.1.1.1"]
