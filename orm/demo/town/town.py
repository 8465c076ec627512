"""The town: which site answers, at a simulated moment. A pure function; the server is elsewhere."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from html import escape
from http import HTTPStatus
from urllib.parse import parse_qsl

from orm.demo.town import (
    blog,
    blog_api,
    channel,
    county_paper,
    forum,
    index,
    noticeboard,
    pages,
    paper,
    reviews,
    troubles,
    websites,
)
from orm.demo.town.answers import Answer, Asked, finish, reply
from orm.demo.town.moments import FIRST_MONDAY, Seen, Shelf, moment, shelf
from orm.demo.town.posts import Post, bundled_posts
from orm.demo.town.profiles import Profile, bundled_profiles, shown
from orm.demo.town.scene import Scene
from orm.demo.town.services import SEARCHES, SERVICES

OLDNEWS = "oldnews"
SITES = (
    paper.SITE,
    county_paper.SITE,
    reviews.SITE,
    blog.SITE,
    forum.SITE,
    channel.SITE,
    websites.WRENBECK,
    websites.ST_ORRINS,
    index.SITE,
    *SERVICES,
    OLDNEWS,
)

_PORTAL = pages.Look("Harrowmere", "An invented town’s web, for the orm demonstration", "#335577")
_DEAD = pages.Look("Harrowmere Free Press", "Closed", "#777777")
_INDEXED: tuple[tuple[str, Callable[[Seen], str]], ...] = (
    (paper.SITE, paper.article_path),
    (county_paper.SITE, county_paper.article_path),
    (blog.SITE, blog_api.permalink),
)
_SEARCHED: tuple[tuple[str, Callable[[Seen], str]], ...] = (
    (paper.SITE, paper.article_path),
    (county_paper.SITE, county_paper.article_path),
    (noticeboard.SITE, noticeboard.notice_path),
)


@dataclass(frozen=True, slots=True)
class Town:
    """Invented posts by site, who has an account, and the Monday that their day 0 is."""

    posts: Mapping[str, tuple[Post, ...]] = field(default_factory=bundled_posts)
    profiles: tuple[Profile, ...] = field(default_factory=bundled_profiles)
    first_monday: date = FIRST_MONDAY

    def respond(
        self, host: str, path: str, *, query: str, headers: Mapping[str, str], now: datetime
    ) -> Answer:
        """The answer to one GET; the same question at the same moment has the same bytes.

        `host` is the Host header, port included; `query` is the part after the question mark.
        """
        asked = Asked(
            host=host,
            path=path,
            query=tuple(parse_qsl(query, keep_blank_values=True)),
            headers={name.lower(): value for name, value in headers.items()},
            now=now,
        )
        return finish(self._answer(asked), asked)

    def shelf(self, site: str, now: datetime) -> Shelf:
        """What one site shows at `now`."""
        return shelf(self.posts.get(site, ()), first_monday=self.first_monday, now=now)

    def _answer(self, asked: Asked) -> Answer:
        mine = self.shelf(asked.site, asked.now)
        match asked.site:
            case paper.SITE:
                return paper.answer(asked, mine)
            case county_paper.SITE:
                down = troubles.WESTMARCH_IS_DOWN.covers(self.first_monday, asked.now)
                return county_paper.answer(asked, mine, is_down=down)
            case reviews.SITE:
                new = moment(self.first_monday, troubles.PARENTPOST_IS_NEW) <= asked.now
                return reviews.answer(asked, mine, is_new_layout=new)
            case blog.SITE:
                return blog.answer(asked, mine)
            case forum.SITE:
                busy = troubles.CHAT_IS_BUSY.covers(self.first_monday, asked.now)
                return forum.answer(asked, mine, is_busy=busy)
            case _:
                return self._other(asked, mine)

    def _other(self, asked: Asked, mine: Shelf) -> Answer:
        match asked.site:
            case channel.SITE:
                return channel.answer(asked, mine)
            case websites.WRENBECK | websites.ST_ORRINS:
                return websites.answer(asked, mine)
            case index.SITE:
                return index.answer(
                    asked, tuple(self._known(_INDEXED, asked.now)), mine, busy=self._busy(asked)
                )
            case "oldnews":
                return self._oldnews(asked, mine)
            case site if site in SERVICES:
                return SERVICES[site](asked, self._scene(asked, mine))
            case _:
                return _portal(asked, mine)

    def _scene(self, asked: Asked, mine: Shelf) -> Scene:
        spell = troubles.SPELLS.get(asked.site)
        return Scene(
            shelf=mine,
            articles=tuple(self._known(_SEARCHED, asked.now)) if asked.site in SEARCHES else (),
            is_troubled=spell is not None and spell.covers(self.first_monday, asked.now),
            profiles=tuple(shown(self.profiles, asked, first_monday=self.first_monday)),
        )

    def _known(
        self, places: Iterable[tuple[str, Callable[[Seen], str]]], now: datetime
    ) -> Iterator[index.Article]:
        for site, path_of in places:
            for post in self.shelf(site, now).posts:
                yield index.Article(site, path_of(post), post)

    def _busy(self, asked: Asked) -> HTTPStatus | None:
        if troubles.GDELT_IS_BUSY.covers(self.first_monday, asked.now):
            return HTTPStatus.OK
        if troubles.GDELT_REFUSES.covers(self.first_monday, asked.now):
            return HTTPStatus.TOO_MANY_REQUESTS
        return None

    def _oldnews(self, asked: Asked, mine: Shelf) -> Answer:
        gone = moment(self.first_monday, troubles.OLDNEWS_IS_GONE) <= asked.now
        return pages.missing(_DEAD, mine, HTTPStatus.GONE if gone else HTTPStatus.NOT_FOUND)


def _portal(asked: Asked, mine: Shelf) -> Answer:
    """Any host that is no site of the town shows where the sites are."""
    if asked.path == "/robots.txt":
        return reply("User-agent: *\nDisallow:\n", mine.changed_at, media="text/plain")
    if asked.path != "/":
        return pages.missing(_PORTAL, mine)
    links = "".join(
        f'<li><h2><a href="{escape(asked.origin(site))}/">{site}.localhost</a></h2></li>'
        for site in SITES
    )
    main = f'<h1>The town’s sites</h1><ul class="posts">{links}</ul>'
    return pages.page(_PORTAL, "Sites", main, mine.changed_at)
