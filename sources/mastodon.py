"""Mastodon: hash tags on listed servers, and the school's own accounts.

- **What is read:** words, content warning, address, language, time and display name of public posts
  under the listed tags and by the school's official accounts; with `search`, of posts that a listed
  server finds for the school's name. Tag and account feeds (RSS) are understood too.
- **Blind to:** posts that the listed server does not know, posts without a listed tag (unless
  searched), posts for followers or for one person, boosts, polls, what pictures and films
  show (they are counted, and those without a description), and what authors keep out of search. The
  search finds only authors who opted in: it is no measure of what is said. An account on a server whose address is not its name is not found; then list
  the server. A post read from a feed is known by its address, not by its `uri`.
- **Access:** A, keyless where the server allows it (contracts/social.md §9, October 2026); that
  most servers look accounts up for anybody is unverified. Each server has rules of its own; the
  operator lists the servers and answers for them.
- **Key:** for `search`, and for servers that answer nobody without one: on that server, Settings,
  Development, New application with the right to read; the key is the access token, named after the
  server's host.
- **Rate:** every 30 minutes to daily. A server allows 300 questions in five minutes and address; an
  empty tag costs one more, to know whether the server has its tag pages open at all.
- **Personal data:** display names and whatever posts hold. Deletions and edits on Mastodon are to
  be honoured here.
- **Known by:** the post's `uri`, the same on every server; an edit keeps it.
- **Golden files:** `tests/golden/mastodon/`.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from http import HTTPStatus
from typing import ClassVar
from urllib.parse import quote, urlencode, urlsplit

from orm.errors import Gone, Refused
from orm.model.keys import HeaderKey, Signing
from orm.model.polls import Access, Cadence, Page, Request, Response, Scope
from orm.model.schools import Watch
from sources._parsing.answers import expect_ok, header, unreadable
from sources._parsing.links import absolute, web_address
from sources._parsing.listing import Listed
from sources._parsing.mastodon_answers import host_of, read_mastodon
from sources._parsing.posts import next_page, open_handles, posts_page, with_query
from sources._parsing.queries import names
from sources._parsing.statuses import feed_statuses, status_item

_LIMIT = "40"
_MOST_PAGES = 5
_TAGGED = "/api/v1/timelines/tag/"
_INSTANCE = "instance"
_TAG = re.compile(r"\w{2,100}")
_HANDLE = re.compile(
    r"@?(?P<name>[\w.-]{1,100})@(?P<host>[a-z0-9.-]{1,250}(?::\d{1,5})?)", re.ASCII
)
_ACCOUNT_ID = re.compile(r"[\w-]{1,64}", re.ASCII)
_FEED_STARTS = re.compile(rb"\s*<(\?xml|rss|feed)\b")
_NEXT = re.compile(r'<([^<>]{1,2000})>\s*;\s*rel="?next"?')


@dataclass(frozen=True, slots=True)
class Server(Listed):
    """A server whose tag pages are read.

    Raises:
        ValueError: the address is not one of the web, or a tag is no tag.
    """

    tags: tuple[str, ...] = field(
        default=(), metadata={"doc": 'Hash tags to read there, with or without "#".'}
    )
    signed: bool = field(
        default=False,
        metadata={"doc": "Ask with the key named after this server, where it wants one for tags."},
    )

    def __post_init__(self) -> None:
        web_address(self.url)
        for tag in self.tags:
            if not _TAG.fullmatch(_bare(tag)) or _bare(tag).isdigit():
                raise ValueError(f'"{tag}" is not a hash tag; write it like "Harrowmere"')

    @property
    def host(self) -> str:
        """Its name, with the port where it has one."""
        return urlsplit(web_address(self.url)).netloc.casefold()


@dataclass(frozen=True, slots=True)
class MastodonOptions:
    """`[sources.mastodon]`. The school's own accounts come from its official accounts."""

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}

    servers: tuple[Server, ...] = field(default=(), metadata={"doc": "Servers to read tags on."})
    search: bool = field(
        default=False,
        metadata={
            "doc": "Search the listed servers for the school's name too; needs a key for each, "
            "named after the server."
        },
    )
    pages: int = field(
        default=2, metadata={"doc": "How many pages of forty are read at most, from 1 to 5."}
    )

    def __post_init__(self) -> None:
        if not 1 <= self.pages <= _MOST_PAGES:
            raise ValueError(f"pages must be from 1 to {_MOST_PAGES}")


@dataclass(frozen=True, slots=True)
class Mastodon:
    """Public posts on Mastodon's servers."""

    options: MastodonOptions = MastodonOptions()

    name: ClassVar[str] = "mastodon"
    access: ClassVar[Access] = Access.A
    cadence: ClassVar[Cadence] = Cadence(
        shortest=timedelta(minutes=30),
        usual=timedelta(hours=2),
        longest=timedelta(days=1),
        silence=timedelta(days=120),
    )
    signing: ClassVar[Signing] = HeaderKey(domain="")

    def plan(self, watch: Watch) -> Iterable[Request]:
        """A request per tag, searched name and official account."""
        wanted: dict[str, Request] = {}
        for request in (*self._listed(watch), *self._own(watch)):
            wanted.setdefault(request.key, request)
        return tuple(wanted.values())

    def _listed(self, watch: Watch) -> Iterator[Request]:
        for server in self.options.servers:
            if not server.is_for(watch):
                continue
            for tag in map(_bare, server.tags):
                path = f"{_TAGGED}{quote(tag.casefold())}?limit={_LIMIT}"
                yield _ask(server, f"tag|{tag.casefold()}", path)
            for name in names(watch) if self.options.search else ():
                asked = {"q": f'"{name}"', "type": "statuses", "limit": _LIMIT}
                path = f"/api/v2/search?{urlencode(asked)}"
                yield _ask(replace(server, signed=True), f"search|{name.casefold()}", path)

    def _own(self, watch: Watch) -> Iterator[Request]:
        for handle in open_handles(watch, self.name):
            account = _HANDLE.fullmatch(handle.casefold())
            server = _home(account["host"], self.options.servers) if account else None
            if account and server:
                path = f"/api/v1/accounts/lookup?{urlencode({'acct': account['name']})}"
                request = _ask(server, f"account|{account['name']}", path)
                yield replace(request, scope=Scope.OWN, conditional=False)

    def parse(self, response: Response) -> Page:
        """The posts of a tag, an account or a search; for an account, its posts to read.

        Raises:
            SourceError: what the server's own words say, whatever the status; else by status;
                Unreadable for anything but Mastodon's answers.
        """
        if _FEED_STARTS.match(response.body):
            expect_ok(response)
            return feed_statuses(response)
        if response.request.shape == _INSTANCE and response.status == HTTPStatus.NOT_FOUND:
            return Page()  # an older server, which cannot switch its tag pages off
        answer = read_mastodon(response)
        if isinstance(answer, list):
            return self._statuses(answer, response)
        if isinstance(answer, dict):
            if isinstance(found := answer.get("statuses"), list):
                return self._statuses(found, response)
            if "acct" in answer and "username" in answer:
                return _account(answer, response)
            if isinstance(said := answer.get("configuration"), dict) and "domain" in answer:
                return _instance(said, response)
        raise unreadable(response, "the JSON is no list of posts and no account")

    def _statuses(self, found: list[object], response: Response) -> Page:
        follow: tuple[Request, ...] = ()
        if found and (url := _next(response)):
            follow = next_page(response.request, url, most=self.options.pages)
        if not found and _is_first_of_tag(response.request):
            follow = (_about_server(response.request),)
        return posts_page((status_item(one, response) for one in found), response, follow=follow)


def _bare(tag: str) -> str:
    return tag.strip().removeprefix("#")


def _home(host: str, listed: tuple[Server, ...]) -> Server | None:
    """The server of an account: as the operator lists it, else by its name."""
    try:
        return next((one for one in listed if one.host == host), None) or Server(f"https://{host}")
    except ValueError:
        return None


def _signer(server: Server) -> str:
    return server.host.partition(":")[0] if server.signed else ""


def _ask(server: Server, key: str, path: str) -> Request:
    return Request(
        source="mastodon",
        key=f"{server.host}|{key}",
        url=f"{web_address(server.url).rstrip('/')}{path}",
        scope=server.scope,
        accept="application/json",
        credential=_signer(server),
    )


def _next(response: Response) -> str:
    """The next page as the `Link` header states it, on this very server and without a key."""
    stated = _NEXT.search(header(response, "link"))
    here = response.request.url
    url = absolute(here, stated[1]) if stated else ""
    return with_query(url) if url and urlsplit(url).netloc == urlsplit(here).netloc else ""


def _is_first_of_tag(request: Request) -> bool:
    return _TAGGED in request.url and "max_id=" not in request.url


def _about_server(request: Request) -> Request:
    base = request.url.partition(_TAGGED)[0]
    return replace(request, url=f"{base}/api/v2/instance", shape=_INSTANCE, conditional=False)


def _account(account: dict[str, object], response: Response) -> Page:
    own_id = account.get("id")
    if not isinstance(own_id, str) or not _ACCOUNT_ID.fullmatch(own_id):
        raise unreadable(response, "the account has no id")
    if "/statuses?" in response.request.url:
        raise unreadable(response, "an account came instead of its posts")
    if account.get("moved") or account.get("suspended"):
        raise Gone(
            f"{host_of(response)}: the account has moved or is suspended; check the school's "
            "official accounts in config.toml"
        )
    parts = urlsplit(response.request.url)
    asked = urlencode({"limit": _LIMIT, "exclude_reblogs": "true"})
    url = f"{parts.scheme}://{parts.netloc}/api/v1/accounts/{own_id}/statuses?{asked}"
    return Page(follow=(replace(response.request, url=url, shape="", conditional=False),))


def _instance(configuration: dict[str, object], response: Response) -> Page:
    """Nothing, where the server has its tag pages open: then an empty one was honest."""
    access = configuration.get("timelines_access")
    tags = access.get("hashtag_feeds") if isinstance(access, dict) else None
    if isinstance(tags, dict) and tags and all(one == "disabled" for one in tags.values()):
        raise Refused(
            f"{host_of(response)} has switched its tag pages off, so they look empty; take its tags "
            "out of [sources.mastodon] in config.toml or read them on another server"
        )
    return Page()
