"""Every collector there is. Adding one is a module and a line here (docs/add-a-source.md)."""

import difflib
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from orm.errors import ConfigError
from orm.model.polls import Access
from orm.ports import Source
from sources._parsing.links import site
from sources.bing_news import BingNews, BingNewsOptions
from sources.bluesky import Bluesky, BlueskyOptions
from sources.brave import Brave, BraveOptions
from sources.discourse import Discourse, DiscourseOptions
from sources.facebook import Facebook, FacebookOptions
from sources.feed import Feed, FeedOptions, Newspaper, area
from sources.gdelt import Gdelt, GdeltOptions
from sources.gias import Gias, GiasOptions
from sources.google_alerts import GoogleAlerts, GoogleAlertsOptions
from sources.google_business import GoogleBusiness, GoogleBusinessOptions
from sources.google_news import GoogleNews, GoogleNewsOptions
from sources.google_places import GooglePlaces, GooglePlacesOptions
from sources.guardian import Guardian, GuardianOptions
from sources.hansard import Hansard, HansardOptions
from sources.instagram import Instagram, InstagramOptions
from sources.mastodon import Mastodon, MastodonOptions
from sources.mojeek import Mojeek, MojeekOptions
from sources.news_sitemap import NewsSitemap, NewsSitemapOptions
from sources.newsapi import Newsapi, NewsapiOptions
from sources.ofsted import Ofsted, OfstedOptions
from sources.parent_view import ParentView, ParentViewOptions
from sources.petitions import Petitions, PetitionsOptions
from sources.reddit import Reddit, RedditOptions
from sources.review_page import ReviewPage, ReviewPageOptions
from sources.school_website import SchoolWebsite, SchoolWebsiteOptions
from sources.searxng import Searxng, SearxngOptions
from sources.talkwalker import Talkwalker, TalkwalkerOptions
from sources.telegram import Telegram, TelegramOptions
from sources.theyworkforyou import Theyworkforyou, TheyworkforyouOptions
from sources.threads import Threads, ThreadsOptions
from sources.trustpilot import Trustpilot, TrustpilotOptions
from sources.whatdotheyknow import Whatdotheyknow, WhatdotheyknowOptions
from sources.wikipedia import Wikipedia, WikipediaOptions
from sources.wordpress import Wordpress, WordpressOptions
from sources.x import X, XOptions
from sources.youtube import Youtube, YoutubeOptions
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


@cache
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


@cache
def press() -> frozenset[str]:
    """Hosts whose pages are news, without `www.`."""
    text = files("sources").joinpath("data", "press.toml").read_text(encoding="utf-8")
    return frozenset(tomllib.loads(text)["hosts"]) | {site(paper.url) for paper in newspapers()}


def _feed(options: FeedOptions) -> Feed:
    return Feed(options, papers=newspapers())


SOURCES: tuple[Shape, ...] = (
    Shape(Feed.name, Feed.access, FeedOptions, _feed),
    Shape(NewsSitemap.name, NewsSitemap.access, NewsSitemapOptions, NewsSitemap),
    Shape(Gdelt.name, Gdelt.access, GdeltOptions, Gdelt),
    Shape(GoogleNews.name, GoogleNews.access, GoogleNewsOptions, GoogleNews),
    Shape(BingNews.name, BingNews.access, BingNewsOptions, BingNews),
    Shape(GoogleAlerts.name, GoogleAlerts.access, GoogleAlertsOptions, GoogleAlerts),
    Shape(Talkwalker.name, Talkwalker.access, TalkwalkerOptions, Talkwalker),
    Shape(Guardian.name, Guardian.access, GuardianOptions, Guardian),
    Shape(Newsapi.name, Newsapi.access, NewsapiOptions, Newsapi),
    Shape(Searxng.name, Searxng.access, SearxngOptions, Searxng),
    Shape(Brave.name, Brave.access, BraveOptions, Brave),
    Shape(Mojeek.name, Mojeek.access, MojeekOptions, Mojeek),
    Shape(Wikipedia.name, Wikipedia.access, WikipediaOptions, Wikipedia),
    Shape(Petitions.name, Petitions.access, PetitionsOptions, Petitions),
    Shape(Hansard.name, Hansard.access, HansardOptions, Hansard),
    Shape(Theyworkforyou.name, Theyworkforyou.access, TheyworkforyouOptions, Theyworkforyou),
    Shape(ReviewPage.name, ReviewPage.access, ReviewPageOptions, ReviewPage),
    Shape(Trustpilot.name, Trustpilot.access, TrustpilotOptions, Trustpilot),
    Shape(GoogleBusiness.name, GoogleBusiness.access, GoogleBusinessOptions, GoogleBusiness),
    Shape(GooglePlaces.name, GooglePlaces.access, GooglePlacesOptions, GooglePlaces),
    Shape(Discourse.name, Discourse.access, DiscourseOptions, Discourse),
    Shape(Reddit.name, Reddit.access, RedditOptions, Reddit),
    Shape(Mastodon.name, Mastodon.access, MastodonOptions, Mastodon),
    Shape(Bluesky.name, Bluesky.access, BlueskyOptions, Bluesky),
    Shape(YoutubeFeed.name, YoutubeFeed.access, YoutubeFeedOptions, YoutubeFeed),
    Shape(Youtube.name, Youtube.access, YoutubeOptions, Youtube),
    Shape(X.name, X.access, XOptions, X),
    Shape(Facebook.name, Facebook.access, FacebookOptions, Facebook),
    Shape(Instagram.name, Instagram.access, InstagramOptions, Instagram),
    Shape(Threads.name, Threads.access, ThreadsOptions, Threads),
    Shape(Telegram.name, Telegram.access, TelegramOptions, Telegram),
    Shape(Gias.name, Gias.access, GiasOptions, Gias),
    Shape(Ofsted.name, Ofsted.access, OfstedOptions, Ofsted),
    Shape(ParentView.name, ParentView.access, ParentViewOptions, ParentView),
    Shape(Whatdotheyknow.name, Whatdotheyknow.access, WhatdotheyknowOptions, Whatdotheyknow),
    Shape(SchoolWebsite.name, SchoolWebsite.access, SchoolWebsiteOptions, SchoolWebsite),
    Shape(Wordpress.name, Wordpress.access, WordpressOptions, Wordpress),
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
