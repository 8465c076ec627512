"""Every collector there is. Adding one is a module and a line here (docs/add-a-source.md)."""

import difflib
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from importlib.resources import files

from orm.errors import ConfigError
from orm.model.polls import Access
from orm.ports import Source
from sources.feed import Feed, FeedOptions, Newspaper, area
from sources.gdelt import Gdelt, GdeltOptions
from sources.news_sitemap import NewsSitemap, NewsSitemapOptions
from sources.review_page import ReviewPage, ReviewPageOptions
from sources.wordpress import Wordpress, WordpressOptions
from sources.youtube_feed import YoutubeFeed, YoutubeFeedOptions


@dataclass(frozen=True, slots=True)
class Shape:
    """A collector before it has its options.

    `options` is the frozen dataclass that `[sources.<name>]` fills; `make` takes one of those.
    """

    name: str
    access: Access
    options: type
    make: Callable[..., Source]


def newspapers() -> tuple[Newspaper, ...]:
    """The bundled papers, in the order of the file."""
    text = files("sources").joinpath("data", "newspapers.toml").read_text(encoding="utf-8")
    data = tomllib.loads(text)
    return tuple(
        Newspaper(
            name=paper["name"],
            url=paper["url"],
            group=paper["group"],
            areas=frozenset(map(area, paper["areas"])),
            checked=data["checked"].isoformat(),
        )
        for paper in data["papers"]
    )


def _feed(options: FeedOptions) -> Feed:
    return Feed(options, papers=newspapers())


SOURCES: tuple[Shape, ...] = (
    Shape(Feed.name, Feed.access, FeedOptions, _feed),
    Shape(NewsSitemap.name, NewsSitemap.access, NewsSitemapOptions, NewsSitemap),
    Shape(Wordpress.name, Wordpress.access, WordpressOptions, Wordpress),
    Shape(Gdelt.name, Gdelt.access, GdeltOptions, Gdelt),
    Shape(ReviewPage.name, ReviewPage.access, ReviewPageOptions, ReviewPage),
    Shape(YoutubeFeed.name, YoutubeFeed.access, YoutubeFeedOptions, YoutubeFeed),
)


def build(name: str, options: object) -> Source:
    """The collector `name` with its options.

    Raises:
        ConfigError: no collector has this name.
        TypeError: the options are another collector's.
    """
    shape = next((shape for shape in SOURCES if shape.name == name), None)
    if shape is None:
        names = [shape.name for shape in SOURCES]
        near = difflib.get_close_matches(name, names, n=1)
        hint = f'did you mean "{near[0]}"?' if near else f"known are {', '.join(names)}"
        raise ConfigError([f"sources.{name}: there is no such source; {hint}"])
    if not isinstance(options, shape.options):
        raise TypeError(f"{name} takes {shape.options.__name__}, not {type(options).__name__}")
    return shape.make(options)
