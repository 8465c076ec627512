"""Keys on their way out: to their own domain, over TLS, and never back in.

A source never sees its own key.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote, unquote

import httpx

from orm.http.domains import registrable_domain
from orm.model.keys import Signing
from orm.model.settings import Secret


@dataclass(frozen=True, slots=True)
class Lock:
    """How one source's site wants keys shown, and the keys by name; "" is the unnamed one.

    A `required` key is one without which nothing is asked.
    """

    signing: Signing
    keys: Mapping[str, Secret]
    required: bool


@dataclass(frozen=True, slots=True)
class Credential:
    """A key for one registrable domain, sent as a header or as a query parameter.

    `prefix` stands before the value in a header ("Bearer "). It goes out over TLS only, and never
    to another domain, wherever a request or a redirect leads.
    """

    domain: str
    secret: Secret
    header: str = ""
    parameter: str = ""
    prefix: str = ""

    def fits(self, url: httpx.URL) -> bool:
        """Whether this address may be shown the key."""
        return url.scheme == "https" and registrable_domain(str(url)) == self.domain

    def headers(self, url: httpx.URL) -> tuple[tuple[str, str], ...]:
        """What to send along to this address."""
        if not self.header or not self.fits(url):
            return ()
        return ((self.header, self.prefix + self.secret.reveal()),)

    def signed(self, url: httpx.URL) -> httpx.URL:
        """The address as it goes on the wire."""
        if not self.parameter or not self.fits(url):
            return url
        pair = f"{quote(self.parameter)}={quote(self.secret.reveal(), safe='')}".encode()
        return url.copy_with(query=url.query + b"&" + pair if url.query else pair)

    def bare(self, url: httpx.URL) -> httpx.URL:
        """The address without the key, where a redirect echoes it."""
        if self.parameter and self.secret.reveal() in url.params.get_list(self.parameter):
            return url.copy_remove_param(self.parameter)
        return url


@dataclass(frozen=True, slots=True)
class SecretPlace:
    """An address that is itself the key: asked instead of `prefix`, shown as `prefix`."""

    prefix: str
    secret: Secret

    def fits(self, url: httpx.URL) -> bool:
        """Whether this is the address that stands for the secret one."""
        return str(url) == self.prefix

    def headers(self, url: httpx.URL) -> tuple[tuple[str, str], ...]:
        """Nothing: the key is in the address."""
        del url
        return ()

    def signed(self, url: httpx.URL) -> httpx.URL:
        """The secret address."""
        return httpx.URL(self.secret.reveal()) if self.fits(url) else url

    def bare(self, url: httpx.URL) -> httpx.URL:
        """The prefix, wherever a redirect's address holds the secret one or its path."""
        secret = httpx.URL(self.secret.reveal())
        path = secret.raw_path.decode("ascii").rstrip("/")
        return httpx.URL(self.prefix) if path in unquote(str(url)) else url


Key = Credential | SecretPlace
