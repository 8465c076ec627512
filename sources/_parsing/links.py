"""Web addresses: one spelling for one page (contracts/web.md §0)."""

import re
from functools import lru_cache
from urllib.parse import parse_qs, quote, unquote, urljoin, urlsplit

from sources._parsing.text import clean

_PREFIXES = ("www.", "m.", "amp.")
_TRACKING = frozenset({
    "fbclid", "gclid", "at_medium", "at_campaign", "ito", "oc", "ref", "cmp",
})  # fmt: skip
_TRACKING_STARTS = ("utm_", "ns_")
_SAME_HOST = {"bbc.co.uk": "bbc.com"}
_KEPT = "%/:=&?~#+!$,;'@()*[]|"
_GOOGLE = re.compile(r"(?:www\.)?google(?:\.[a-z]{2,3}){1,2}")
_ALERT_TARGET = re.compile(r"(?:^|&)url=(.*?)&ct=ga")
_WRAPPERS_DEEP = 5
LONGEST_URL = 4_000
_DEFAULT_PORTS = {"http": 80, "https": 443}


def canonical(url: object) -> str:
    """The one spelling of a page's address, or "" for what is not a web address.

    Redirectors are unwrapped; host in lower case without `www.`, `m.`, `amp.`; no `/amp`, no
    fragment, no tracking parameters; the other parameters sorted. Repeating it changes nothing.
    """
    return _spelt(url) if isinstance(url, str) and len(url) <= LONGEST_URL else ""


@lru_cache(maxsize=8_192)  # a feed repeats most of its links at each reading
def _spelt(url: str) -> str:
    try:
        return _canonical(_unwrapped(url))
    except ValueError:
        return ""


def absolute(base: str, href: object) -> str:
    """`href` resolved against `base`, or "" unless that is a web address."""
    if not isinstance(href, str) or len(href) > LONGEST_URL:
        return ""
    return _joined(base, href)


@lru_cache(maxsize=8_192)
def _joined(base: str, href: str) -> str:
    try:
        joined = urljoin(base, clean(href))
        return joined if _host(joined) else ""
    except ValueError:
        return ""


def site(url: str) -> str:
    """The host of an address as people know it: `harrowmereherald.example`."""
    try:
        return _short(_host(url))
    except ValueError:
        return ""


def web_address(url: str) -> str:
    """`url` without its fragment, with a scheme, for a request.

    Raises:
        ValueError: it is not an address that can be fetched.
    """
    url = clean(url)
    if "://" not in url:
        url = f"https://{url}"
    if not _host(url) or " " in url:
        raise ValueError(f'"{url}" is not a web address; write it like "https://paper.example/rss"')
    parts = urlsplit(url)
    return parts._replace(fragment="", path=parts.path or "/").geturl()


def _host(url: str) -> str:
    parts = urlsplit(url)
    _ = parts.port  # raises ValueError when it is no number
    return (parts.hostname or "") if parts.scheme in _DEFAULT_PORTS else ""


def _short(host: str) -> str:
    shorter = next((host.removeprefix(p) for p in _PREFIXES if host.startswith(p)), host)
    if shorter == host or "." not in shorter.strip("."):
        return _SAME_HOST.get(host, host)
    return _short(shorter)


def _canonical(url: str) -> str:
    host = _short(_host(url))
    if not host:
        return ""
    parts = urlsplit(url)
    host = f"[{host}]" if ":" in host else host
    if parts.port and parts.port != _DEFAULT_PORTS[parts.scheme]:
        host = f"{host}:{parts.port}"
    path = quote(parts.path, safe=_KEPT)
    while path.rstrip("/").endswith("/amp"):
        path = path.rstrip("/").removesuffix("amp")
    path = path or "/"
    kept = sorted(word for word in quote(parts.query, safe=_KEPT).split("&") if _names_page(word))
    return f"{parts.scheme}://{host}{path}" + (f"?{'&'.join(kept)}" if kept else "")


def _names_page(parameter: str) -> bool:
    name, _, value = unquote(parameter).partition("=")
    name = name.lower()
    if name == "outputtype" and value.lower() == "amp":
        return False
    return bool(name) and name not in _TRACKING and not name.startswith(_TRACKING_STARTS)


def _unwrapped(url: str) -> str:
    for _ in range(_WRAPPERS_DEEP):
        url = clean(url)
        target = _target(url)
        if not target:
            break
        url = target
    return url


def _target(url: str) -> str:
    parts = urlsplit(url)
    host = parts.hostname or ""
    if host.endswith("bing.com") and parts.path.lower().endswith("/apiclick.aspx"):
        return _parameter(parts.query, "url")
    if _GOOGLE.fullmatch(host) and parts.path == "/url":
        # A Google alert may hold its target unescaped, `&` and all, or with only the query escaped.
        if match := _ALERT_TARGET.search(parts.query):
            raw = match[1]
            return raw if "?" in raw or "&" in raw else unquote(raw)
        return _parameter(parts.query, "url") or _parameter(parts.query, "q")
    return ""


def _parameter(query: str, name: str) -> str:
    value = parse_qs(query).get(name, [""])[0]
    return value if value.startswith(("http://", "https://")) else ""
