"""Corners that real sites reach rarely, each with the honest answer."""

import pytest

from orm.errors import Unreadable
from sources._parsing.answers import body_of
from sources._parsing.links import canonical, site
from sources._parsing.listing import Listed
from sources._parsing.schema_org import microdata, types_of
from sources._parsing.text import plain, soup
from sources.feed import Feed
from sources.gdelt import Gdelt
from sources.news_sitemap import NewsSitemap, NewsSitemapOptions
from sources.review_page import ReviewPage
from sources.wordpress import Wordpress, WordpressOptions
from sources.youtube_feed import YoutubeFeed
from tests.factories_sources import ST_ORRINS, WRENBECK, response

POSTS = "https://meremum.example/wp-json/wp/v2/posts?search=Wrenbeck"


def wordpress_items(body: str, *, url: str = POSTS, shape: str = ""):
    return Wordpress().parse(response(body, source="wordpress", url=url, shape=shape))


def test_a_broken_archive_is_unreadable_not_empty():
    with pytest.raises(Unreadable, match="broken gzip"):
        body_of(response(b"\x1f\x8b\xff\xff"))


@pytest.mark.parametrize(
    "trap", ["<textInput><georss:point>", "<psc:chapters><textInput>&#x99999999999;<!["]
)
def test_a_feed_that_makes_the_feed_reader_fall_over_is_unreadable(trap):
    with pytest.raises(Unreadable):
        Feed().parse(response(f'<rss version="2.0"><channel><item>{trap}<georss:point>'))


def test_a_json_feed_without_a_list_of_items_is_unreadable():
    with pytest.raises(Unreadable, match="no list of items"):
        Feed().parse(response('{"version": "https://jsonfeed.org/version/1.1", "items": {}}'))


def test_entries_with_neither_link_nor_guid_are_known_by_title_and_date():
    feed = (
        '<rss version="2.0"><channel><item><title>Fete</title><pubDate>2026-11-01</pubDate></item>'
        "<item><title>Fete</title><pubDate>2026-11-08</pubDate></item></channel></rss>"
    )
    first, second = Feed().parse(response(feed)).items

    assert first.identity != second.identity
    assert first.identity == Feed().parse(response(feed)).items[0].identity


def test_two_entries_of_one_address_are_one_item_and_the_other_is_counted():
    one, other = (f"<item><title>{t}</title><link>https://x.example/1</link></item>" for t in "AB")
    page = Feed().parse(response(f'<rss version="2.0"><channel>{one}{one}{other}</channel></rss>'))

    assert ([item.title for item in page.items], len(page.skipped)) == (["A"], 1)


def test_a_very_long_guid_becomes_a_short_key():
    guid = "x" * 1_900
    feed = (
        f'<rss version="2.0"><channel><item><title>A</title><guid isPermaLink="false">{guid}</guid>'
    )
    (item,) = Feed().parse(response(f"{feed}</item></channel></rss>")).items

    assert len(item.identity.key) == 64


def test_a_redirector_that_leads_to_itself_is_unwrapped_only_so_often():
    url = "https://herald.example/1"
    for _ in range(7):
        url = f"https://www.google.com/url?q={url}"

    assert canonical(url).startswith("https://")


def test_an_address_that_is_none_belongs_to_no_site():
    assert site("http://[::1") == ""


def test_an_entity_escaped_four_times_is_read_three_times():
    assert plain("&amp;amp;amp;amp;") == "&amp;"


def test_a_microdata_property_stated_twice_has_both_values():
    (thing,) = microdata(soup("<p itemscope><b itemprop=name>A</b><b itemprop=name>B</b></p>"))

    assert thing["name"] == ["A", "B"]


def test_a_microdata_property_belongs_to_the_innermost_object_around_it():
    outer, inner = microdata(
        soup(
            "<div itemscope itemtype='http://schema.org/School'><i itemprop=name>S</i>"
            "<p itemprop=review itemscope itemtype='http://schema.org/Review'>"
            "<span><b itemprop='name headline'>R</b></span></p></div>"
        )
    )

    assert outer["name"] == ["S"]
    assert outer["review"] == [inner]
    assert inner["name"] == inner["headline"] == ["R"]
    assert types_of(inner) == {"Review"}


def test_a_page_cannot_overwrite_the_id_of_a_microdata_object():
    (thing,) = microdata(soup("<p itemscope itemid='#r1'><b itemprop='@id'>#r2</b></p>"))

    assert thing["@id"] == "#r1"


def test_deeply_nested_microdata_is_read_up_to_a_limit_and_does_no_harm():
    deep = "<div itemscope>" + "<div itemprop=x itemscope>" * 20_000

    assert len(list(microdata(soup(deep)))) <= 5_000
    assert len(list(microdata(soup("<p itemscope>A</p>")))) == 1


@pytest.mark.parametrize(
    "body", ['{"articles": {}}', '{"articles": null}', '{"status": "ok"}', "[]"]
)
def test_json_that_is_no_list_of_articles_is_not_an_empty_answer(body):
    with pytest.raises(Unreadable, match="not a list of articles"):
        Gdelt().parse(response(body, source="gdelt"))


def test_an_article_that_is_no_object_is_counted():
    body = '{"articles": [7, {"url": "https://x.example/1", "title": "A"}]}'

    assert len(Gdelt().parse(response(body, source="gdelt")).skipped) == 1


def test_a_sitemap_or_a_blog_listed_for_one_school_is_not_asked_for_another():
    sitemaps = NewsSitemap(NewsSitemapOptions((Listed("https://x.example/n", ("wrenbeck",)),)))
    blogs = Wordpress(WordpressOptions((Listed("https://x.example/", ("wrenbeck",)),)))

    for source in (sitemaps, blogs):
        assert tuple(source.plan(WRENBECK))
        assert tuple(source.plan(ST_ORRINS)) == ()


def test_a_review_with_neither_words_nor_rating_is_counted():
    body = (
        '<script type="application/ld+json">[{"@type": "Review"},'
        ' {"@type": "Review", "reviewBody": "Good."}]</script>'
    )
    page = ReviewPage().parse(response(body, source="review_page"))

    assert (len(page.items), len(page.skipped)) == (1, 1)


def test_a_post_that_is_no_object_is_counted():
    page = wordpress_items('[{"id": 1, "link": "https://x.example/1", "title": "Plain"}, 7]')

    assert ([item.title for item in page.items], len(page.skipped)) == (["Plain"], 1)


def test_a_search_feed_entry_without_words_is_counted():
    feed = (
        '<rss version="2.0"><channel><item><guid>1</guid></item>'
        "<item><title>A</title><link>https://meremum.example/a/</link></item></channel></rss>"
    )
    page = wordpress_items(feed, url="https://meremum.example/feed/?s=x", shape="feed")

    assert (len(page.items), len(page.skipped)) == (1, 1)


def test_a_youtube_entry_without_a_video_id_is_counted():
    feed = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><id>yt:channel:x</id><title>T</title>'
        "<entry><id>yt:playlist:1</id><title>P</title></entry>"
        "<entry><id>yt:video:abc</id><title>V</title></entry></feed>"
    )
    page = YoutubeFeed().parse(response(feed, source="youtube_feed"))

    assert (len(page.items), len(page.skipped)) == (1, 1)
