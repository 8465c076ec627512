"""What a service of the town has to answer from, and what all of them do alike."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from orm.demo.town import pages
from orm.demo.town.answers import Answer, reply
from orm.demo.town.index import Article
from orm.demo.town.moments import Seen, Shelf
from orm.demo.town.profiles import Shown

EVERYBODY = "User-agent: *\nDisallow:\n"
"""The robots.txt of a site that lets every robot read everything."""


@dataclass(frozen=True, slots=True)
class Scene:
    """A service's own posts and accounts, what search engines know of the town, and whether it
    misbehaves now.
    """

    shelf: Shelf
    articles: tuple[Article, ...] = ()
    is_troubled: bool = False
    profiles: tuple[Shown, ...] = ()


def front(look: pages.Look, scene: Scene, address_of: Callable[[Seen], str]) -> Answer:
    """The page that a browser shows first: the newest posts."""
    rows = ((address_of(post), post) for post in scene.shelf.posts)
    return pages.page(look, look.strapline, pages.listing(rows), scene.shelf.changed_at)


def told(look: pages.Look, scene: Scene, words: str) -> Answer:
    """The first page of an interface, which has nothing to show to people."""
    main = f"<h1>{look.name}</h1><p>{words}</p>"
    return pages.page(look, look.strapline, main, scene.shelf.changed_at)


def robots(scene: Scene, rules: str = EVERYBODY) -> Answer:
    """A robots.txt with these rules."""
    return reply(rules, scene.shelf.changed_at, media="text/plain; charset=utf-8")


def zulu(at: datetime) -> str:
    """ISO 8601 in UTC with milliseconds and a Z, as many interfaces write it."""
    return f"{at:%Y-%m-%dT%H:%M:%S}.000Z"
