"""The school's own website: where it looks, what counts as a headline, and what it never claims."""

from dataclasses import replace

import pytest

from orm.errors import Gone, RateLimited, Refused, Unreadable
from orm.model.polls import Scope
from orm.model.schools import SchoolId, Watch
from sources.school_website import NewsPage, SchoolWebsite, SchoolWebsiteOptions
from tests.factories_sources import FETCHED_AT, ST_ORRINS, WRENBECK, response

SITE = "https://wrenbeck.example"
NOTHING = "announces no feed and no news page was recognised"


def answer(body, *, shape="news", url=f"{SITE}/news", **changes):
    return response(body, source="school_website", url=url, shape=shape, **changes)


def read(body, **changes):
    return SchoolWebsite().parse(answer(body, **changes))


def page(main, head=""):
    return f"<!DOCTYPE html><html><head>{head}</head><body>{main}</body></html>"


def titles(main, **changes):
    return [item.title for item in read(page(main), **changes).items]


def test_without_listed_pages_the_home_page_is_asked_and_always_in_full():
    (request,) = SchoolWebsite().plan(WRENBECK)

    assert (request.url, request.scope, request.shape, request.conditional) == (
        f"{SITE}/",
        Scope.OWN,
        "home",
        False,
    )


def test_a_school_without_a_website_is_asked_nothing():
    assert tuple(SchoolWebsite().plan(Watch(SchoolId("x"), "Mill School"))) == ()


def test_listed_pages_are_read_instead_of_the_home_page_for_their_school_only():
    listed = NewsPage(f"{SITE}/our-school/noticeboard", schools=("wrenbeck",))
    source = SchoolWebsite(SchoolWebsiteOptions(pages=(listed,)))

    assert [(r.url, r.scope, r.shape) for r in source.plan(WRENBECK)] == [
        (listed.url, Scope.OWN, "news")
    ]
    assert [r.url for r in source.plan(ST_ORRINS)] == ["https://st-orrins.example/"]


def test_an_address_that_is_none_is_refused_at_the_start():
    with pytest.raises(ValueError, match="not a web address"):
        NewsPage("notice board")


def test_two_schools_that_share_a_website_share_the_request():
    both = (WRENBECK, replace(ST_ORRINS, website="https://wrenbeck.example"))

    first, second = (tuple(SchoolWebsite().plan(watch)) for watch in both)

    assert first == second


def test_what_a_home_page_leads_to_keeps_the_scope_of_the_website():
    (request,) = SchoolWebsite().plan(WRENBECK)
    home = page('<a href="/news">News</a>')
    asked = replace(answer(home, url=request.url), request=request)

    (followed,) = SchoolWebsite().parse(asked).follow

    assert (followed.url, followed.scope, followed.shape) == (f"{SITE}/news", Scope.OWN, "news")


@pytest.mark.parametrize(
    ("href", "text"),
    [
        ("/news", ""),
        ("/our-school/latest-news.html", "Read"),
        ("/blog/", "Heron Class"),
        ("/page/?title=Newsletters&pid=9", "Click"),
        ("/p/1042", "School news"),
        ("/p/1042", "News and events"),
        ("https://www.wrenbeck.example/letters-home", "x"),
    ],
)
def test_a_link_that_calls_itself_news_latest_blog_or_letters_is_followed(href, text):
    found = read(page(f'<a href="{href}">{text}</a>'), shape="home", url=f"{SITE}/")

    assert [request.shape for request in found.follow] == ["news"]


@pytest.mark.parametrize(
    ("href", "text"),
    [
        ("/p/7", "Great news for Year 6"),
        ("/p/7", "Newsagents we like"),
        ("/news/our-new-hall", "Our new hall"),
        ("https://herald.example/news", "News"),
        ("/files/newsletter.pdf", "Newsletter"),
        ("mailto:news@wrenbeck.example", "News"),
        ("#news", "News"),
    ],
)
def test_a_headline_a_file_or_another_site_is_not_taken_for_the_news_page(href, text):
    body = page(f'<a href="/about">About</a><a href="{href}">{text}</a>')

    found = read(body, shape="home", url=f"{SITE}/")

    assert [request.url for request in found.follow] == [f"{SITE}/sitemap.xml"]


def test_at_most_three_pages_are_followed_and_the_best_one_last():
    links = "".join(f'<a href="/{name}">x</a>' for name in ("letters", "blog", "news", "latest"))

    found = read(page(links), shape="home", url=f"{SITE}/")

    assert [(r.url, r.shape) for r in found.follow] == [
        (f"{SITE}/latest", "also"),
        (f"{SITE}/blog", "also"),
        (f"{SITE}/news", "news"),
    ]


def test_an_announced_feed_is_followed_before_any_page():
    feed = '<link rel="alternate" type="application/atom+xml" href="a.xml">'

    found = read(page('<a href="/news">News</a>', feed), shape="home", url=f"{SITE}/")

    assert [(r.url, r.shape) for r in found.follow] == [(f"{SITE}/a.xml", "feed")]


def test_an_item_keeps_its_identity_when_the_headline_is_edited_or_the_page_is_another():
    first = read(page('<h2><a href="/news/fair">Fair</a></h2>')).items[0]
    edited = read(
        page('<h3><a href="/news/fair?utm_source=x">Fair, moved</a></h3>'),
        url=f"{SITE}/blog",
        shape="also",
    ).items[0]

    assert first.identity == edited.identity
    assert first.identity.key == f"{SITE}/news/fair"


@pytest.mark.parametrize("part", ["header", "nav", "footer", "aside"])
def test_menus_and_side_columns_hold_no_headlines(part):
    body = f'<{part}><h2><a href="/x">Menu</a></h2></{part}><h2><a href="/news/a">Choir</a></h2>'

    assert titles(body) == ["Choir"]


def test_parts_marked_as_navigation_hold_no_headlines():
    body = '<div role="navigation"><h2><a href="/x">M</a></h2></div><h2><a href="/n">Choir</a></h2>'

    assert titles(body) == ["Choir"]


def test_the_header_of_an_article_holds_its_headline():
    assert titles('<article><header><h2><a href="/news/a">Choir</a></h2></header></article>') == [
        "Choir"
    ]


def test_a_heading_inside_a_link_is_a_headline():
    assert titles('<a href="/news/a"><h3>Choir</h3></a>') == ["Choir"]


def test_each_headline_has_the_date_beside_it_and_no_other():
    body = "".join(
        f'<div><h3><a href="/news/{day}">On {day}</a></h3><span>{day} November 2026</span></div>'
        for day in (4, 5)
    )

    found = read(page(f"<main>{body}</main>")).items

    assert [item.posted_raw for item in found] == ["4 November 2026", "5 November 2026"]


def test_a_date_that_cannot_be_read_is_null_never_now():
    (item,) = read(page('<div><h3><a href="/news/1">A</a> fair</h3><i>last week</i></div>')).items

    assert (item.title, item.posted_at) == ("A fair", None)


def test_a_list_entry_counts_only_with_a_date():
    body = (
        '<ul><li><a href="/docs/a.pdf">Trip letter</a> 2 November 2026</li>'
        '<li><a href="/menu">Lunch menu</a></li></ul>'
    )

    assert titles(body) == ["Trip letter"]


def test_the_page_itself_and_the_front_page_are_no_headlines():
    body = '<h2><a href="/news">News</a></h2><h2><a href="/">Home</a></h2>'

    with pytest.raises(Unreadable, match=NOTHING):
        read(page(body))


def test_a_news_page_without_a_headline_is_not_the_same_as_no_news():
    with pytest.raises(Unreadable, match=NOTHING):
        read(page("<h1>News</h1><p>Soon.</p>"))


def test_a_second_page_without_headlines_is_counted_and_spoils_nothing():
    found = read(page("<p>Soon.</p>"), shape="also")

    assert (found.items, len(found.skipped)) == ((), 1)


def test_a_linked_page_that_is_gone_is_gone_when_it_is_the_best_one():
    with pytest.raises(Gone):
        read("", status=404)


def test_only_the_newest_hundred_of_a_sitemap_are_taken():
    entries = "".join(
        f"<url><loc>{SITE}/news/item-{n}</loc><lastmod>2026-{n // 28 + 1:02}-{n % 28 + 1:02}"
        "</lastmod></url>"
        for n in range(200)
    )

    found = read(f"<urlset>{entries}</urlset>", shape="map", url=f"{SITE}/sitemap.xml").items

    assert (len(found), found[0].title) == (100, "Item 199")


def test_an_index_leads_to_the_sitemaps_of_posts_and_no_deeper():
    index = (
        f"<sitemapindex><sitemap><loc>{SITE}/pages.xml</loc></sitemap>"
        f"<sitemap><loc>{SITE}/posts.xml</loc></sitemap></sitemapindex>"
    )

    found = read(index, shape="map", url=f"{SITE}/sitemap.xml")

    assert [(r.url, r.shape) for r in found.follow] == [(f"{SITE}/posts.xml", "child-map")]
    with pytest.raises(Unreadable, match="one level"):
        read(index, shape="child-map", url=f"{SITE}/posts.xml")


@pytest.mark.parametrize("status", [404, 410])
def test_a_website_without_a_sitemap_says_what_to_list(status):
    with pytest.raises(Unreadable, match=r"list one under \[\[sources.school_website.pages\]\]"):
        read("", shape="map", url=f"{SITE}/sitemap.xml", status=status)


def test_a_page_in_place_of_the_sitemap_says_what_to_list():
    body = page('<a href="/news">News</a><h2><a href="/news/1">Choir</a></h2>')

    with pytest.raises(Unreadable, match=NOTHING):
        read(body, shape="map", url=f"{SITE}/sitemap.xml")


@pytest.mark.parametrize(("status", "error"), [(403, Refused), (429, RateLimited)])
def test_a_sitemap_that_is_refused_is_refused(status, error):
    with pytest.raises(error):
        read("", shape="map", url=f"{SITE}/sitemap.xml", status=status, retry_at=FETCHED_AT)


def test_a_saved_answer_of_any_kind_is_read_without_a_hint():
    saved = "https://saved.example/"
    feed = '<rss version="2.0"><channel><item><title>A fair</title></item></channel></rss>'
    places = "<urlset><url><loc>https://saved.example/news/a-fair</loc></url></urlset>"
    listed = page('<h2><a href="/news/1">A fair</a></h2>')

    for body in (feed, places, listed):
        assert [item.title for item in read(body, shape="", url=saved).items] == ["A fair"]
    home = read(page('<a href="/news">News</a>'), shape="", url=saved)
    assert [request.url for request in home.follow] == ["https://saved.example/news"]


def test_no_picture_is_a_headline():
    body = '<h2><a href="/a.jpg">Photo</a></h2><h2><a href="/news/1">Choir</a></h2>'

    assert titles(body) == ["Choir"]
