"""What the operator decides about the desk: where it listens and who may come in."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from urllib.parse import urlsplit

from orm.model.settings import Secret

GOOGLE_ISSUER = "https://accounts.google.com"
MICROSOFT_HOST = "login.microsoftonline.com"


class Provider(StrEnum):
    """Whose rules an identity is checked by (docs/sign-in.md)."""

    MICROSOFT = "microsoft"
    GOOGLE = "google"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class OpenIdSettings:
    """One OpenID Connect provider. `name` is what its button says.

    `allowed_domains` are the only domains an address may have, in small letters.
    `allowed_tenants` are Microsoft's tenant ids in small letters; empty for any other provider.
    """

    name: str
    issuer: str
    client_id: str
    client_secret: Secret
    allowed_domains: tuple[str, ...]
    allowed_tenants: tuple[str, ...] = ()

    @property
    def provider(self) -> Provider:
        """Whose rules apply; the issuer's host says it."""
        host = urlsplit(self.issuer).hostname
        if host == MICROSOFT_HOST:
            return Provider.MICROSOFT
        if host == urlsplit(GOOGLE_ISSUER).hostname:
            return Provider.GOOGLE
        return Provider.OTHER


@dataclass(frozen=True, slots=True)
class DeskSettings:
    """The desk. Its address for people is `DigestRules.desk_url`; `host` and `port` are where it
    listens, behind a reverse proxy (docs/reverse-proxy.md).

    Only what comes from a network in `trusted_proxies` (CIDR) is believed about the visitor's
    address and scheme. A session ends after `idle` without a step, and after `session` in any case.
    Without `local_accounts` people come in by OpenID Connect only. `report_link` switches the
    "Report a post" form on. `security_contact` is an email address or an https page.
    """

    enabled: bool = True
    host: str = "127.0.0.1"
    port: int = 8770
    trusted_proxies: tuple[str, ...] = ()
    idle: timedelta = timedelta(minutes=30)
    session: timedelta = timedelta(hours=12)
    local_accounts: bool = True
    report_link: bool = False
    security_contact: str = ""
    openid: tuple[OpenIdSettings, ...] = ()
