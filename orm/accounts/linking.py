"""The two-way link: the account leads to the school's website, and the website to the account (R135)."""

from collections.abc import Callable, Collection, Iterable, Sequence

from orm.accounts.addresses import (
    KNOWN_PLATFORMS,
    Place,
    host_of,
    place_of,
    plain_address,
    plain_name,
)
from orm.accounts.outcomes import could_not, finding, mark, quoted, well
from orm.model.accounts import Account, Check, Checked, Sighting, SiteLinks
from orm.model.schools import AccountStatus

_NO_WEBSITE = "The school's website is not known to orm. Ask whoever looks after orm to enter it."


def links_out(sighting: Sighting, website: str, *, domain_of: Callable[[str], str]) -> Checked:
    """LINKS_OUT: its website field or description leads to the school's site.

    Scheme, path and "www." make no difference; nothing is fetched, so a redirect is not followed.
    A host below the school's own is its site; a neighbour under the same registrable domain, as
    hosted sites and trusts have, is for a person to say.
    """
    home = host_of(website)
    if not home:
        return could_not(Check.LINKS_OUT, _NO_WEBSITE)
    if any(_is_home(link, home) for link in sighting.proven_links):
        says = "The account is linked to our website, and the platform has verified it."
        return well(Check.LINKS_OUT, says, f"Verified: {home}")
    if sighting.links is None:
        says = "The platform does not say where this account links to. Look at it yourself."
        return could_not(Check.LINKS_OUT, says)
    ours = next((link for link in sighting.links if _is_home(link, home)), "")
    if ours:
        return well(Check.LINKS_OUT, "The account links to our website.", quoted(ours))
    return _elsewhere(sighting.links, home, domain_of)


def _is_home(link: str, home: str) -> bool:
    host = host_of(link)
    return host == home or host.endswith(f".{home}")


def _elsewhere(links: Sequence[str], home: str, domain_of: Callable[[str], str]) -> Checked:
    hosts = {host: link for link in links if (host := host_of(link))}
    near = [host for host in hosts if _domain(host, domain_of) == _domain(home, domain_of)]
    if near:
        says = (
            "The account links to a neighbour of our website, which may be another school's or the "
            "trust's. Check that it is ours, or link to our website itself."
        )
        return finding(Check.LINKS_OUT, f"near:{mark(near[0])}", says, quoted(hosts[near[0]]))
    if not hosts:
        says = "The account does not link to our website. Add the link to its profile."
        return finding(Check.LINKS_OUT, "none", says)
    says = (
        "The account links to another website than ours. Put our website into its profile; if "
        "nobody at the school chose that link, change the password."
    )
    where = ", ".join(sorted(hosts))
    return finding(Check.LINKS_OUT, f"other:{mark(*sorted(hosts))}", says, quoted(where))


def _domain(host: str, domain_of: Callable[[str], str]) -> str:
    return domain_of(f"https://{host}")


def linked_back(account: Account, sighting: Sighting | None, site: SiteLinks) -> Checked:
    """LINKED_BACK: a page of the school's website leads to the account, by its address, handle or
    id. A handle that the account has no longer does not count.
    """
    if site.links is None:
        return _site_unread(site)
    names = _names(account, sighting)
    addresses = _addresses(account, sighting)
    if not addresses and _platform(account) not in KNOWN_PLATFORMS:
        says = "orm does not know this account's web address. Enter it in the register."
        return could_not(Check.LINKED_BACK, says)
    servers = _servers([account])
    for link in site.links:
        place = place_of(link, servers=servers)
        by_name = place is not None and place.platform == _platform(account) and place.name in names
        if by_name or _is_below(plain_address(link), addresses):
            return well(Check.LINKED_BACK, "Our website links to the account.", quoted(link))
    says = (
        "Our website does not link to this account. Ask whoever keeps the website to add the link."
    )
    return finding(Check.LINKED_BACK, "none", says, site.website)


def stray_links(site: SiteLinks, accounts: Iterable[Account]) -> tuple[Checked, ...]:
    """Accounts to which the website leads and which are none of the school's open ones: a dead link,
    a hijacked one, or a gap in the register. Of the website, not of an account; the key is the
    address.
    """
    if site.links is None:
        return (_site_unread(site),)
    registered = tuple(accounts)
    servers = _servers(registered)
    ours = {
        (_platform(account), name)
        for account in registered
        if account.status is not AccountStatus.CLOSED
        for name in _names(account, None)
    }
    strays: dict[Place, str] = {}
    for link in site.links:
        place = place_of(link, servers=servers)
        if place is not None and place.whole and (place.platform, place.name) not in ours:
            strays.setdefault(place, link)
    if not strays:
        says = "Every account that our website links to is in the register."
        return (well(Check.LINKED_BACK, says),)
    return tuple(_stray(link) for link in strays.values())


def _stray(link: str) -> Checked:
    says = (
        "Our website links to an account that is not among ours. If it is ours, enter it in the "
        "register; if it is closed or somebody else's now, take the link off the website."
    )
    return finding(Check.LINKED_BACK, quoted(plain_address(link)), says, quoted(link))


def _site_unread(site: SiteLinks) -> Checked:
    says = (
        "Our website could not be read, so orm cannot tell whether it links to the account. Look "
        "at it yourself; tell whoever keeps the website if this goes on."
    )
    return could_not(Check.LINKED_BACK, says, quoted(site.why))


def _names(account: Account, sighting: Sighting | None) -> frozenset[str]:
    """What the account is called in addresses: by its handle of today, and by its ids."""
    ids = {plain_name(account.stable_id), plain_name(sighting.stable_id if sighting else "")}
    now = plain_name(sighting.handle) if sighting else ""
    written = _written(account)
    names = {now or written, *ids}
    if sighting is not None:
        place = place_of(sighting.url, servers=_servers([account]))
        names.add(place.name if place else "")
    elif (place := place_of(account.url, servers=_servers([account]))) is not None:
        names.add(place.name)
    return frozenset(names - {""})


def _written(account: Account) -> str:
    """The register's handle; it may be written as an address."""
    place = place_of(account.handle, servers=_servers([account])) if "/" in account.handle else None
    return place.name if place else plain_name(account.handle)


def _addresses(account: Account, sighting: Sighting | None) -> frozenset[str]:
    """The account's own web addresses, where its platform has no shape that is known."""
    known = {account.url, sighting.url if sighting else ""}
    if _platform(account) not in KNOWN_PLATFORMS and "." in account.handle:
        known.add(account.handle)
    if _platform(account) in KNOWN_PLATFORMS and sighting is not None and sighting.handle:
        known.discard(account.url)
    return frozenset(plain_address(url) for url in known) - {""}


def _is_below(address: str, homes: Collection[str]) -> bool:
    return any(address == home or address.startswith(f"{home}/") for home in homes)


def _servers(accounts: Iterable[Account]) -> frozenset[str]:
    """The hosts of the accounts on Mastodon."""
    on_it = [one for one in accounts if _platform(one) == "mastodon"]
    by_handle = {one.handle.strip().strip("@").partition("@")[2].casefold() for one in on_it}
    return frozenset(by_handle | {host_of(one.url) for one in on_it if one.url}) - {""}


def _platform(account: Account) -> str:
    return account.platform.strip().casefold()
