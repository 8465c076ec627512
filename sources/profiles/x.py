"""X: an account by its permanent id, for a cent a look (contracts/social.md §6, §16)."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import ClassVar
from urllib.parse import urlencode

from orm.model.accounts import Account, Sighting, State
from orm.model.polls import Request, Response
from sources._parsing.answers import unreadable
from sources._parsing.dates import AHEAD
from sources._parsing.links import canonical, site
from sources._parsing.results import json_object, part
from sources._parsing.wording import exact
from sources._parsing.x_answers import read_x
from sources.profiles.asking import PROFILE, Based, bare, base_of, in_page, look, subject_of
from sources.profiles.reading import links_in, named, spoken, unique

PLATFORM = "x"
_ID = re.compile(r"\d{1,25}", re.ASCII)
_HANDLE = re.compile(r"\w{1,30}", re.ASCII)
_FIELDS = "description,entities,most_recent_tweet_id,protected,url,username,verified"
_SUSPENDED = re.compile(r"has been suspended", re.IGNORECASE)
_PROTECTED = "/not-authorized-for-resource"
_PAGES = ("x.com/", "twitter.com/")
_MOST_LINKS = 20
# An id of a post holds its time: milliseconds since this moment, 22 bits up.
_SNOWFLAKES_FROM = datetime(2010, 11, 4, 1, 42, 54, 657_000, tzinfo=UTC)
_CLOCK_BITS = 22


@dataclass(frozen=True, slots=True)
class XProfiles:
    """Accounts of X; each look is paid for."""

    options: Based

    name: ClassVar[str] = "x"
    platform: ClassVar[str] = PLATFORM

    def looks(self, account: Account) -> tuple[Request, ...]:
        """The account."""
        names = (bare(account.handle, *_PAGES), in_page(account.url, *_PAGES))
        handle = next((each for each in names if _HANDLE.fullmatch(each)), "")
        own = next((each for each in (account.stable_id, handle) if _ID.fullmatch(each)), "")
        if not own and not handle:
            return ()
        who = f"users?ids={own}" if own else f"users/by?usernames={handle}"
        fields = urlencode({"user.fields": _FIELDS})
        url = f"{base_of(self.options.base_url)}/2/{who}&{fields}"
        return (look(self.name, PROFILE, own or handle.casefold(), url),)

    def sighting(self, response: Response) -> Sighting:
        """What X says of an account. Suspended and protected are answers, not errors.

        Raises:
            SourceError: Gone for an account that X does not know, which it says with status 200;
                else X's problem, then by status; Unreadable for anything but accounts.
        """
        answer = json_object(response)
        if (state := _closed(answer)) is not None:
            return _unseen(subject_of(response.request), state)
        spoken(response, "errors", "title", "type")
        data = read_x(response).get("data")
        user = data[0] if isinstance(data, list) and data else data
        found = _user(user, response) if isinstance(user, dict) else None
        if found is None:
            raise unreadable(response, "the JSON holds no account")
        return found


def _closed(answer: dict[str, object]) -> State | None:
    """The state that an answer without an account gives for its absence."""
    listed = answer.get("errors") if "data" not in answer else None
    for problem in (answer, *(listed if isinstance(listed, list) else ())):
        if not isinstance(problem, dict) or "data" in problem:
            continue
        if _SUSPENDED.search(named(problem.get("detail"))):
            return State.SUSPENDED
        if problem.get("resource_type") == "user" and named(problem.get("type")).endswith(
            _PROTECTED
        ):
            return State.PRIVATE
    return None


def _unseen(asked: str, state: State) -> Sighting:
    own = asked if _ID.fullmatch(asked) else ""
    return Sighting(PLATFORM, own, "" if own else asked, _page(own, asked), state)


def _page(own: str, username: str) -> str:
    if username and username != own:
        return canonical(f"https://x.com/{username}")
    return canonical(f"https://x.com/i/user/{own}") if own else ""


def _user(user: dict[str, object], response: Response) -> Sighting | None:
    """An account with its id; None for anything else."""
    own, username = user.get("id"), named(user.get("username"))
    if not isinstance(own, str) or not _ID.fullmatch(own) or not _HANDLE.fullmatch(username):
        return None
    entities, sealed = part(user, "entities"), user.get("verified")
    website = [full for _, full in _links(part(entities, "url"))]
    described = user.get("description")
    words = html.unescape(described) if isinstance(described, str) else ""
    for short, full in _links(part(entities, "description")):
        words = words.replace(short, full)
    description = exact(words)
    led = unique((*website, *links_in(description)))
    tells = "description" in user or "entities" in user
    return Sighting(
        PLATFORM,
        stable_id=own,
        handle=username,
        url=_page(own, username),
        state=State.PRIVATE if user.get("protected") is True else State.LIVE,
        name=exact(html.unescape(named(user.get("name")))),
        description=description if "description" in user else None,
        links=tuple(each for each in led if site(each) != "t.co") if tells else None,
        verified=sealed if isinstance(sealed, bool) else None,
        posted_at=_last_post(user.get("most_recent_tweet_id"), response),
    )


def _links(whole: dict[str, object]) -> Iterator[tuple[str, str]]:
    """The short links of a text with what each stands for."""
    links = whole.get("urls")
    for link in (links if isinstance(links, list) else ())[:_MOST_LINKS]:
        short, full = (
            (link.get("url"), link.get("expanded_url")) if isinstance(link, dict) else ("", "")
        )
        if isinstance(short, str) and short.startswith("https://t.co/") and isinstance(full, str):
            yield short, full


def _last_post(post: object, response: Response) -> tuple[datetime, ...] | None:
    """When the newest post was written, which its id tells; None where X does not name one."""
    if not isinstance(post, str) or not _ID.fullmatch(post):
        return None
    try:
        at = _SNOWFLAKES_FROM + timedelta(milliseconds=int(post) >> _CLOCK_BITS)
    except OverflowError:
        return None
    return (at,) if _SNOWFLAKES_FROM < at <= response.fetched_at + AHEAD else None
