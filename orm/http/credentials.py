"""Keys that a site asks for, by source. A source never sees its own key."""

from dataclasses import dataclass
from urllib.parse import quote

import httpx

from orm.http.domains import registrable_domain
from orm.model.settings import Secret


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

    def _fits(self, url: httpx.URL) -> bool:
        return url.scheme == "https" and registrable_domain(str(url)) == self.domain

    def headers(self, url: httpx.URL) -> tuple[tuple[str, str], ...]:
        """What to send along to this address."""
        if not self.header or not self._fits(url):
            return ()
        return ((self.header, self.prefix + self.secret.reveal()),)

    def signed(self, url: httpx.URL) -> httpx.URL:
        """The address as it goes on the wire."""
        if not self.parameter or not self._fits(url):
            return url
        pair = f"{quote(self.parameter)}={quote(self.secret.reveal(), safe='')}".encode()
        return url.copy_with(query=url.query + b"&" + pair if url.query else pair)

    def bare(self, url: httpx.URL) -> httpx.URL:
        """The address without the key, where a redirect echoes it."""
        if self.parameter and self.secret.reveal() in url.params.get_list(self.parameter):
            return url.copy_remove_param(self.parameter)
        return url
