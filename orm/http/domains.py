"""Which domain an address belongs to, as politeness counts it."""

from functools import lru_cache

import tldextract

from orm.http.urls import web_address

# The list that comes with the package: no fetch, no cache on disk.
_SUFFIXES = tldextract.TLDExtract(cache_dir=None, suffix_list_urls=())


@lru_cache(maxsize=4_096)
def registrable_domain(url: str) -> str:
    """The part of the host that somebody registered: `bbc.co.uk` for `https://www.bbc.co.uk/news`.

    Blogs of one host (`*.wordpress.com`) share a domain: they share its machines.
    An IP address, a name without a public suffix and a suffix itself stand for themselves, with
    the port where the address names one. Lower-case ASCII.

    Raises:
        Refused: not a web address.
    """
    address = web_address(url)
    host = address.raw_host.decode("ascii")
    return _SUFFIXES(host).top_domain_under_public_suffix or address.netloc.decode("ascii")
