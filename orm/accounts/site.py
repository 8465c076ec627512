"""The school's own website as it is today: its first page and the few that matter here."""

from collections.abc import Iterable
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import urlsplit

from orm.accounts.asking import response
from orm.accounts.site_pages import pages_to_read, read_site_page
from orm.errors import Gone, SourceError, Unreachable, Unreadable
from orm.model.accounts import SiteLinks
from orm.model.polls import Request, Scope
from orm.model.schools import School
from orm.model.site_checks import SitePage
from orm.ports import Fetch

WEBSITE = "school_website"
"""The source in whose name the school's website is asked."""

MOST_PAGES = 8


@dataclass(frozen=True, slots=True)
class Visited:
    """The pages that were read, the first page first; `unread` are those that could not be. Without
    any page `why` says what is wrong.
    """

    website: str
    pages: tuple[SitePage, ...] = ()
    unread: tuple[str, ...] = ()
    why: str = ""


def visit(school: School, fetch: Fetch) -> Visited:
    """Read the website's first page, and those of its own pages that it leads to and that are
    about accounts, policies, news and contact.
    """
    if not school.website:
        return Visited("", why="orm does not know the school's website: add it to config.toml.")
    try:
        home = _read(school.website, fetch)
    except SourceError as error:
        return Visited(school.website, why=f"The website could not be read today: {error}")
    pages, unread = [home], []
    for url in pages_to_read(home, most=MOST_PAGES - 1):
        try:
            pages.append(_read(url, fetch))
        except SourceError:
            unread.append(url)
    return Visited(school.website, tuple(pages), tuple(unread))


def site_links(visited: Visited) -> SiteLinks:
    """What the website leads to; not known when its first page could not be read."""
    if not visited.pages:
        return SiteLinks(visited.website, None, visited.why)
    links = dict.fromkeys(address for page in visited.pages for _, address in page.links)
    return SiteLinks(visited.website, tuple(links))


def site_words(pages: Iterable[SitePage]) -> str:
    """The words of the first page."""
    return next((page.text for page in pages), "")


def _read(url: str, fetch: Fetch) -> SitePage:
    """One page.

    Raises:
        SourceError: it is not there, cannot be read, or leads to another site.
    """
    path = urlsplit(url).path or "/"
    request = Request(
        WEBSITE, f"site|{path}", url, Scope.OWN, "", "text/html, */*;q=0.5", conditional=False
    )
    page = response(fetch, request)
    if page.status in {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}:
        raise Gone(f"there is no page at {url}")
    if page.status >= HTTPStatus.BAD_REQUEST:
        raise Unreachable(f"the site answers {page.status}")
    if _host(page.url) != _host(url):
        raise Unreadable(f"the address leads to another site, {_host(page.url)}")
    return read_site_page(page.body, page.url, charset=page.charset, fetched_at=page.fetched_at)


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")
