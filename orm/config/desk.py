"""[desk] in, the desk's settings out, or what is wrong with it."""

import re
from collections.abc import Iterator, Mapping
from datetime import timedelta
from ipaddress import ip_address, ip_network
from urllib.parse import urlsplit

from orm.config.kinds import HOST
from orm.config.outline import table as table_of
from orm.config.outline import text, texts
from orm.config.problems import Problem, join, read_table, shown
from orm.config.secret_values import Vault
from orm.config.shape_desk import DeskTable, OpenIdTable
from orm.model.desk_settings import GOOGLE_ISSUER, MICROSOFT_HOST, DeskSettings, OpenIdSettings

_AT = "desk"
_LISTEN = re.compile(r"(?:\[(?P<six>[0-9A-Fa-f:.]+)\]|(?P<host>[^:\[\]]+)):(?P<port>[0-9]{1,5})")
_HIGHEST_PORT = 65_535
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_TENANT_PATH = re.compile(r"/(?P<tenant>[^/]+)/v2\.0")
_ANYBODYS_TENANTS = frozenset(
    {"common", "consumers", "organizations", "9188040d-6c67-4c5b-b112-36a304b66dad"}
)
"""Where anybody with any Microsoft account can sign in; the last is that of personal accounts."""

_OTHER_MICROSOFT = frozenset({"sts.windows.net", "login.windows.net", "login.microsoft.com"})


def read_desk(
    document: Mapping[str, object], vault: Vault, problems: list[Problem]
) -> DeskSettings | None:
    """The desk with its providers' secrets; None where something is wrong with it."""
    before = len(problems)
    table, found = read_table(DeskTable, document.get(_AT, {}), at=_AT)
    problems += found
    if table is None:
        return None
    listens = listening_place(table.listen)
    if listens is None:
        why = f'{shown(table.listen)} must be an address and a port, like "127.0.0.1:8770"'
        problems.append(Problem(f"{_AT}.listen", why))
    problems += _wrong(table)
    if table.enabled:
        problems += _wrong_desk_url(table, text(table_of(document, "digest"), "desk_url"))
    letters = {d.strip().lower() for _, d in texts(table_of(document, "mail"), "allowed_domains")}
    providers = [
        _provider(entry, letters, vault, problems, at=join(_AT, "openid", n))
        for n, entry in enumerate(table.openid)
    ]
    if len(problems) > before or listens is None:
        return None
    host, port = listens
    return DeskSettings(
        enabled=table.enabled,
        host=host,
        port=port,
        trusted_proxies=table.trusted_proxies,
        idle=timedelta(minutes=table.idle_minutes),
        session=timedelta(hours=table.session_hours),
        local_accounts=table.local_accounts,
        report_link=table.report_link,
        security_contact=table.security_contact or text(table_of(document, "network"), "contact"),
        openid=tuple(provider for provider in providers if provider is not None),
    )


def _this_machine(host: str) -> bool:
    """Whether a host in an address is this machine itself."""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def listening_place(listen: str) -> tuple[str, int] | None:
    """The host and port of an address like "127.0.0.1:8770"; None when it is none."""
    found = _LISTEN.fullmatch(listen)
    if found is None or not 0 < int(found["port"]) <= _HIGHEST_PORT:
        return None
    host = found["six"] or found["host"]
    try:
        ip_address(host)
    except ValueError:
        if found["six"] or not HOST.fullmatch(host) or host.rpartition(".")[2].isdigit():
            return None
    return host, int(found["port"])


def _wrong(table: DeskTable) -> Iterator[Problem]:
    for n, network in enumerate(table.trusted_proxies):
        if ip_network(network).prefixlen == 0:
            yield Problem(
                f"{_AT}.trusted_proxies[{n}]",
                "is everybody, who could then pretend to come from anywhere; name the proxy's own"
                " network",
            )
    if table.idle_minutes > table.session_hours * 60:
        yield Problem(f"{_AT}.idle_minutes", "is longer than session_hours; write less")
    if table.enabled and not table.local_accounts and not table.openid:
        yield Problem(
            f"{_AT}.local_accounts",
            "is false and there is no [[desk.openid]], so nobody could come in; write one of them",
        )
    for key in ("name", "client_id"):
        values = [getattr(provider, key).casefold() for provider in table.openid]
        for n, value in enumerate(values):
            if value in values[:n]:
                yield Problem(
                    join(_AT, "openid", n, key),
                    f"is {join(_AT, 'openid', values.index(value))}'s {key} too; give each its own",
                )


def _wrong_desk_url(table: DeskTable, url: str) -> Iterator[Problem]:
    if not url:
        if table.openid:
            yield Problem(
                "digest.desk_url",
                "is missing; a provider sends people back to it, so write the desk's address, like"
                ' "https://orm.wrenbeck.example"',
            )
        return
    parts = urlsplit(url)
    if parts.scheme == "http" and not _this_machine(parts.hostname or ""):
        yield Problem(
            "digest.desk_url",
            "must start with https: people sign in there, and http can be read on its way"
            " (docs/reverse-proxy.md)",
        )


def _provider(
    entry: OpenIdTable, letters: set[str], vault: Vault, problems: list[Problem], *, at: str
) -> OpenIdSettings | None:
    tenants = tuple(tenant.lower() for tenant in entry.allowed_tenants)
    problems += _wrong_domains(entry, letters, at)
    problems += _wrong_issuer(entry.issuer, tenants, at)
    problems += _wrong_tenants(tenants, at)
    secret = vault.resolve(entry.client_secret, at=f"{at}.client_secret")
    if isinstance(secret, Problem):
        problems.append(secret)
        return None
    return OpenIdSettings(
        name=entry.name,
        issuer=entry.issuer,
        client_id=entry.client_id,
        client_secret=secret,
        allowed_domains=entry.allowed_domains,
        allowed_tenants=tenants,
    )


def _wrong_domains(entry: OpenIdTable, letters: set[str], at: str) -> Iterator[Problem]:
    for n, domain in enumerate(entry.allowed_domains):
        if domain not in letters:
            yield Problem(
                join(at, "allowed_domains", n),
                f"{shown(domain)} is not in mail.allowed_domains; whoever comes in must be somebody"
                " whom a letter may reach",
            )


def _wrong_issuer(issuer: str, tenants: tuple[str, ...], at: str) -> Iterator[Problem]:
    parts = urlsplit(issuer)
    path, host = f"{at}.issuer", parts.hostname or ""
    if "?" in issuer or "#" in issuer:
        yield Problem(path, 'holds a "?" or a "#"; write the issuer alone')
    elif parts.scheme == "http" and not _this_machine(host):
        yield Problem(path, "must start with https; http can be read on its way")
    elif host in _OTHER_MICROSOFT:
        yield Problem(path, f"write it like https://{MICROSOFT_HOST}/YOUR-TENANT-ID/v2.0")
    elif host == MICROSOFT_HOST:
        yield from _wrong_microsoft(parts.netloc, parts.path, tenants, at)
    elif host == urlsplit(GOOGLE_ISSUER).hostname and issuer != GOOGLE_ISSUER:
        yield Problem(path, f'Google\'s issuer is written "{GOOGLE_ISSUER}"')
    if host != MICROSOFT_HOST and tenants:
        yield Problem(f"{at}.allowed_tenants", "belongs to Microsoft only; remove it")


def _wrong_microsoft(
    netloc: str, path: str, tenants: tuple[str, ...], at: str
) -> Iterator[Problem]:
    found = _TENANT_PATH.fullmatch(path)
    tenant = found["tenant"].lower() if found else ""
    if tenant in _ANYBODYS_TENANTS:
        yield Problem(
            f"{at}.issuer",
            f"{shown(tenant)} lets in anybody with a Microsoft account; write your own tenant's id",
        )
    elif netloc != MICROSOFT_HOST or not _UUID.fullmatch(found["tenant"] if found else ""):
        yield Problem(
            f"{at}.issuer",
            f"write it like https://{MICROSOFT_HOST}/YOUR-TENANT-ID/v2.0, with the id that Entra"
            ' calls "Directory (tenant) ID", in small letters',
        )
    elif not tenants:
        yield Problem(f"{at}.allowed_tenants", f'is missing; write allowed_tenants = ["{tenant}"]')
    elif tenant not in tenants:
        yield Problem(
            f"{at}.allowed_tenants",
            f"does not hold the issuer's own tenant, {tenant}, so nobody could come in; add it",
        )


def _wrong_tenants(tenants: tuple[str, ...], at: str) -> Iterator[Problem]:
    for n, tenant in enumerate(tenants):
        if tenant in _ANYBODYS_TENANTS:
            says = f"{shown(tenant)} lets in anybody with a Microsoft account; remove it"
            yield Problem(join(at, "allowed_tenants", n), says)
        elif not _UUID.fullmatch(tenant):
            says = f"{shown(tenant)} is not a tenant's id; write its 36 letters, digits and hyphens"
            yield Problem(join(at, "allowed_tenants", n), says)
