"""Which network addresses may be connected to: the public internet, and nothing else."""

from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)

from orm.errors import ConfigError

_UNICAST = IPv6Network("2000::/3")
_NAT64 = IPv6Network("64:ff9b::/96")


@dataclass(frozen=True, slots=True)
class AddressRule:
    """Public addresses pass, and those in `allowed`, for the demo and tests."""

    allowed: tuple[IPv4Network | IPv6Network, ...] = ()

    def permits(self, address: str) -> bool:
        """True when the address may be connected to."""
        try:
            ip = ip_address(address)
        except ValueError:
            return False
        return is_public(ip) or any(ip in network for network in self.allowed)


def address_rule(networks: Iterable[str]) -> AddressRule:
    """The rule of `Manners.allow_addresses`.

    Raises:
        ConfigError: a network is not in CIDR form.
    """
    allowed, problems = [], []
    for text in networks:
        try:
            allowed.append(ip_network(text))
        except ValueError:
            problems.append(
                f'network.allow_addresses: "{text}" is not a network such as 127.0.0.0/8.'
            )
    if problems:
        raise ConfigError(problems)
    return AddressRule(tuple(allowed))


def is_public(ip: IPv4Address | IPv6Address) -> bool:
    """True for a unicast address of the public internet.

    An IPv6 address that stands for an IPv4 one (mapped, 6to4, NAT64) is as public as that one.
    """
    if isinstance(ip, IPv4Address):
        return ip.is_global and not ip.is_multicast
    inner = ip.ipv4_mapped or ip.sixtofour
    if ip in _NAT64:
        inner = IPv4Address(int(ip) & 0xFFFFFFFF)
    if inner is not None:
        return is_public(inner)
    return ip in _UNICAST and ip.is_global
