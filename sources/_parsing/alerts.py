"""Alert feeds: their address is known to their owner only, and is kept by nobody else.

Whoever has the address reads the alert, so it must not come back in an item or in an error
(contracts/web.md §1.3, §1.4). Google writes it into the feed itself.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from http import HTTPStatus
from typing import ClassVar

from orm.errors import Gone, Refused, Unreadable
from orm.model.items import Identity, Item
from orm.model.keys import SecretAddress
from orm.model.polls import Request, Response, Scope, Skipped
from orm.model.schools import Watch
from sources._parsing.answers import body_of, expect_ok
from sources._parsing.documents import Entry, Label, short_key
from sources._parsing.links import canonical, site
from sources._parsing.text import is_media

_NAME = re.compile(r"[\w .-]{0,64}")
_MISSING = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.GONE})
_WEB_PAGE = re.compile(
    rb"\s*(?:<!--.*?-->\s*)?<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL
)
_OWN_ADDRESS = re.compile(
    rb"((?:google(?:\.[a-z]{2,3}){1,2}/alerts/feeds|talkwalker\.com/(?:[a-z]{2}/)?alerts/rss"
    rb"|google\.com,2005:reader/user)[/?])[^\s\"'<>]+",
    re.IGNORECASE,
)
# Google signs the way to each article with the alert's own number.
_SIGNATURE = re.compile(rb"(&(?:amp;)?ct=ga)(?:&(?:amp;)?(?:cd|usg)=[\w.:%~=-]*)+")


@dataclass(frozen=True, slots=True)
class Alert:
    """One alert of `[sources.<name>]`; its address is a key.

    Raises:
        ValueError: `name` is not a name; it may be the secret address, so it is not quoted.
    """

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}

    name: str = field(
        default="",
        metadata={"doc": "Name of the key that holds its address; empty means the unnamed one."},
    )
    schools: tuple[str, ...] = field(
        default=(), metadata={"doc": "Ids of the schools it is read for; empty means all."}
    )
    scope: Scope = field(
        default=Scope.OPEN,
        metadata={
            "doc": "How it relates to the school: open (anything), local (writes about the area), "
            "about (all of it is about the school), own (the school's own)."
        },
    )

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name):
            raise ValueError(
                'an alert is listed by the name of its key, like "wrenbeck"; '
                "its address is the key and stands nowhere else"
            )

    def is_for(self, watch: Watch) -> bool:
        """Whether it is read for this school."""
        return not self.schools or watch.school_id in self.schools


def alert_requests(
    source: str, signing: SecretAddress, alerts: tuple[Alert, ...], watch: Watch
) -> Iterator[Request]:
    """One request per alert that is read for this school. The house puts in the secret address."""
    named = {alert.name: alert for alert in reversed(alerts) if alert.is_for(watch)}
    for name, alert in named.items():
        yield Request(
            source=source,
            key=name or source,
            url=signing.prefixes[0],
            scope=alert.scope,
            accept="application/atom+xml, application/rss+xml, application/xml;q=0.9, */*;q=0.5",
            credential=name,
        )


def alert_answer(response: Response, *, advice: str) -> Response:
    """An answer that may hold an alert's feed: unpacked, and without the feed's own address in it.

    `advice` is what the operator does when there is no feed. Errors hold no address either.

    Raises:
        SourceError: by status; Gone and Refused with the advice where the alert is not there or the
            key leads to a web page; Unreadable for what is empty or no text.
    """
    where = site(response.request.url) or "the site"
    if response.status in _MISSING:
        raise Gone(f"{where} answered {response.status}: the alert is not there; {advice}")
    expect_ok(replace(response, url=response.request.url, body=b""))
    try:
        body = body_of(response)
    except Unreadable as broken:
        raise Unreadable(str(broken)) from None
    if b"\0" in body:
        raise Unreadable(f"{where}: the answer is not text")
    if _WEB_PAGE.match(body.removeprefix(b"\xef\xbb\xbf")):
        raise Refused(f"{where} shows a web page instead of the alert's feed; {advice}")
    body = _SIGNATURE.sub(rb"\1", _OWN_ADDRESS.sub(rb"\1", body))
    return replace(response, url=response.request.url, body=body)


def alert_item(
    entry: Entry, label: Label, signing: SecretAddress, *, by_guid: bool = False
) -> Item | Skipped:
    """One entry as an item, known by the article's address or, `by_guid`, by the entry's id.

    The way there is not kept: it carries the alert's signature.
    """
    url = "" if is_media(entry.link) else canonical(entry.link)
    if not url or any(url.startswith(canonical(prefix)) for prefix in signing.prefixes):
        return Skipped("an entry without the address of its article")
    if not entry.title and not entry.text:
        return Skipped("an entry without a title or a text")
    return Item(
        identity=Identity(label.family, short_key((by_guid and entry.guid) or url)),
        kind=label.kind,
        platform=label.platform,
        url=url,
        title=entry.title,
        text=entry.text,
        posted_at=entry.stated.at,
        posted_raw=entry.stated.raw,
        precision=entry.stated.precision,
        outlet=label.outlet or site(url),
    )
