"""Mastodon: an account on its own server, and who else is called so (contracts/social.md §9, §16)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import ClassVar, Protocol
from urllib.parse import urlencode, urlsplit

from orm.errors import Gone
from orm.model.accounts import Account, Sighting, State
from orm.model.polls import Request, Response
from sources._parsing.announced import FEED_ACCEPT
from sources._parsing.answers import expect_ok, unreadable
from sources._parsing.feeds import read_feed
from sources._parsing.links import canonical
from sources._parsing.mastodon_answers import host_of, read_mastodon
from sources._parsing.posts import is_web_page, read_answer
from sources._parsing.text import clean, plain
from sources.profiles.asking import MOST_FOUND, POSTS, PROFILE, SEARCH, base_of, look, subject_of
from sources.profiles.reading import links_in, links_of, named, newest, spoken, unique

PLATFORM = "mastodon"
WEBFINGER = "webfinger"
_LIMIT = "40"
_MOST_FIELDS = 20
_LARGEST_SERVER = "https://mastodon.social"
_HOST = r"(?P<host>[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,9}(?::\d{1,5})?)"
_HANDLE = re.compile(rf"@?(?P<name>[\w.-]{{1,100}})@{_HOST}", re.ASCII)
_PAGE = re.compile(
    rf"(?:https?://)?{_HOST}/(?:@|users/)(?P<name>[\w.-]{{1,100}})/?", re.ASCII | re.IGNORECASE
)
_ID = re.compile(r"[\w-]{1,64}", re.ASCII)
_FEED_STARTS = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:\?xml|rss|feed)\b")
_PROFILE_PAGE = "http://webfinger.net/rel/profile-page"


class Server(Protocol):
    """A server as the operator lists it."""

    @property
    def url(self) -> str:
        """Its address."""
        ...

    @property
    def host(self) -> str:
        """Its name, with the port where it has one."""
        ...

    @property
    def signed(self) -> bool:
        """Whether it wants a key."""
        ...


class Listing(Protocol):
    """Options of the source."""

    @property
    def servers(self) -> tuple[Server, ...]:
        """The servers that the operator lists."""
        ...


@dataclass(frozen=True, slots=True)
class _Home:
    """Where an account's server answers, and the name of the key to sign with."""

    base: str
    signer: str = ""


@dataclass(frozen=True, slots=True)
class MastodonProfiles:
    """Accounts of Mastodon's servers, without a key where the server allows it."""

    options: Listing

    name: ClassVar[str] = "mastodon"
    platform: ClassVar[str] = PLATFORM

    def looks(self, account: Account) -> tuple[Request, ...]:
        """The account, its posts, and what its domain says of it.

        Until the id is known, the posts are those of the account's feed.
        """
        place = _place(account)
        if place is None:
            return ()
        name, host, server = place
        home, domain = self._home(server), self._home(host)
        who = f"{name}@{host}"
        finger = urlencode({"resource": f"acct:{who}"})
        return (
            _look(home, PROFILE, who, _profile_path(account.stable_id, name)),
            _look(home, POSTS, who, _posts_path(account.stable_id, name)),
            _look(domain, WEBFINGER, who, f"/.well-known/webfinger?{finger}"),
        )

    def _home(self, host: str) -> _Home:
        listed = next((one for one in self.options.servers if one.host == host), None)
        if listed is None:
            return _Home(f"https://{host}")
        return _Home(base_of(listed.url), host.partition(":")[0] if listed.signed else "")

    def sighting(self, response: Response) -> Sighting:
        """What an account, its posts, its feed or its domain says.

        Raises:
            SourceError: Gone for an account that the server does not know; else what the server's
                own words say, then by status; Unreadable for anything else.
        """
        if response.request.shape == WEBFINGER:
            return _finger(response)
        if response.request.shape == POSTS and _FEED_STARTS.match(response.body):
            expect_ok(response)
            return _feed(response)
        spoken(response, "error")
        answer = read_mastodon(response)
        if isinstance(answer, list):
            return _statuses(answer, response)
        found = _account(answer, response)
        if found is None:
            raise unreadable(response, "the JSON is no account")
        return found


@dataclass(frozen=True, slots=True)
class MastodonSeeker:
    """Accounts that one server knows by name: a listed one with a key, else the first that is
    listed, else the largest.
    """

    options: Listing

    name: ClassVar[str] = "mastodon"
    platform: ClassVar[str] = PLATFORM

    def seek(self, words: str) -> Request:
        """The twenty-five accounts that the server finds first; it asks no other server."""
        asked = {"q": words, "type": "accounts", "resolve": "false", "limit": str(MOST_FOUND)}
        ordered = sorted(self.options.servers, key=lambda one: not one.signed)
        home = _Home(_LARGEST_SERVER)
        if ordered:
            signer = ordered[0].host.partition(":")[0] if ordered[0].signed else ""
            home = _Home(base_of(ordered[0].url), signer)
        return _look(home, SEARCH, words.casefold(), f"/api/v2/search?{urlencode(asked)}")

    def found(self, response: Response) -> tuple[Sighting, ...]:
        """The accounts of a search.

        Raises:
            SourceError: what the server's own words say, then by status; Unreadable for anything
                but accounts.
        """
        spoken(response, "error")
        answer = read_mastodon(response)
        listed = answer.get("accounts") if isinstance(answer, dict) else None
        if not isinstance(listed, list):
            raise unreadable(response, "the JSON holds no list of accounts")
        known = tuple(found for one in listed[:MOST_FOUND] if (found := _account(one, response)))
        if listed and not known:
            raise unreadable(response, "none of the accounts can be read")
        return known


def _place(account: Account) -> tuple[str, str, str] | None:
    """The name, the host in its handle, and the host that serves it; None for no such handle.

    The two hosts differ where a school's handle is on its own domain and its server is not.
    """
    handle, url = clean(account.handle).casefold(), clean(account.url).casefold()
    page = _PAGE.fullmatch(handle) or _PAGE.fullmatch(url)
    known = _HANDLE.fullmatch(handle) or page
    if known is None:
        return None
    served = page if page and page["name"] == known["name"] else known
    return known["name"], known["host"], served["host"]


def _look(home: _Home, shape: str, subject: str, path: str) -> Request:
    accept = f"application/json, {FEED_ACCEPT}" if shape == POSTS else "application/json"
    return look(PLATFORM, shape, subject, home.base + path, credential=home.signer, accept=accept)


def _profile_path(stable_id: str, name: str) -> str:
    if _ID.fullmatch(stable_id):
        return f"/api/v1/accounts/{stable_id}"
    return f"/api/v1/accounts/lookup?{urlencode({'acct': name})}"


def _posts_path(stable_id: str, name: str) -> str:
    if _ID.fullmatch(stable_id):
        asked = urlencode({"limit": _LIMIT, "exclude_reblogs": "true"})
        return f"/api/v1/accounts/{stable_id}/statuses?{asked}"
    return f"/@{name}.rss"


def _account(account: object, response: Response) -> Sighting | None:
    """An account with its id; None for anything else."""
    own_id = account.get("id") if isinstance(account, dict) else None
    if not isinstance(account, dict) or not isinstance(own_id, str) or not _ID.fullmatch(own_id):
        return None
    acct = named(account.get("acct"))
    if not acct:
        return None
    # Another server's account has another id here; its `uri` is the same everywhere.
    known = Sighting(
        PLATFORM,
        stable_id=canonical(account.get("uri")) if "@" in acct else own_id,
        handle=(acct if "@" in acct else f"{acct}@{_host(response)}").casefold(),
        url=canonical(account.get("url")),
        state=_state(account),
        moved_to=_moved_to(account.get("moved")),
    )
    return known if account.get("suspended") is True else _described(known, account)


def _described(known: Sighting, account: dict[str, object]) -> Sighting:
    """The account with what it says of itself, which a server blanks for a suspended one."""
    fields = [one for one in _listed(account.get("fields")) if isinstance(one, dict)]
    values, note = [one.get("value") for one in fields], account.get("note")
    checked = [one.get("value") for one in fields if one.get("verified_at")]
    led = (link for each in (note, *values) for link in links_of(each))
    silent = known.state is State.LIVE and account.get("last_status_at", "") is None
    return replace(
        known,
        name=named(account.get("display_name")),
        description=plain(note),
        links=unique((*led, *links_in(plain(note), *map(plain, values)))),
        proven_links=unique(link for each in checked for link in (*links_of(each), *_bare(each))),
        posted_at=() if silent else None,
    )


def _bare(value: object) -> tuple[str, ...]:
    """The addresses in a field whose value is no HTML."""
    return links_in(value) if isinstance(value, str) and "<" not in value else ()


def _listed(value: object) -> list[object]:
    return value[:_MOST_FIELDS] if isinstance(value, list) else []


def _state(account: dict[str, object]) -> State:
    if account.get("suspended") is True or account.get("limited") is True:
        return State.SUSPENDED
    return State.MOVED if isinstance(account.get("moved"), dict) else State.LIVE


def _moved_to(moved: object) -> str:
    if not isinstance(moved, dict):
        return ""
    return canonical(moved.get("url")) or named(moved.get("acct"))


def _host(response: Response) -> str:
    """The host in the handles of a server's own accounts."""
    _, _, host = subject_of(response.request).rpartition("@")
    return host or urlsplit(response.request.url).netloc.casefold()


def _statuses(found: list[object], response: Response) -> Sighting:
    posts = [one for one in found if isinstance(one, dict) and not one.get("reblog")]
    if found and not any("created_at" in one for one in found if isinstance(one, dict)):
        raise unreadable(response, "the JSON is no list of posts")
    times = newest((one.get("created_at") for one in posts), response)
    only_boosts = bool(found) and not posts
    return Sighting(PLATFORM, posted_at=None if only_boosts else times)


def _feed(response: Response) -> Sighting:
    feed = read_feed(response)
    return Sighting(PLATFORM, posted_at=newest((one.stated.raw for one in feed.entries), response))


def _finger(response: Response) -> Sighting:
    """What the account's domain says of it; Mastodon says no without a word."""
    missing = response.status in {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}
    if missing and not is_web_page(response.body):
        raise Gone(
            f"{host_of(response)} knows no such account; look at the account on its server and "
            "correct it in the register of accounts"
        )
    if missing:
        raise unreadable(response, "a web page came instead of the domain's word on the account")
    expect_ok(response)
    answer = read_answer(response)
    subject = answer.get("subject") if isinstance(answer, dict) else None
    if not isinstance(answer, dict) or not named(subject).startswith("acct:"):
        raise unreadable(response, "the JSON does not say whose account it is")
    return Sighting(
        PLATFORM,
        handle=named(subject).removeprefix("acct:").removeprefix("@").casefold(),
        url=_profile_page(_listed(answer.get("links"))),
    )


def _profile_page(links: Iterable[object]) -> str:
    pages = (one for one in links if isinstance(one, dict) and one.get("rel") == _PROFILE_PAGE)
    return next((canonical(one.get("href")) for one in pages), "")
