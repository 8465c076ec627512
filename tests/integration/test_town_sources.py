"""The real collectors and the real fetcher read the town over loopback."""

import pytest

from orm.demo.town.posts import bundled_posts
from orm.errors import Gone, RateLimited, Unreadable
from orm.model.items import Precision
from orm.model.polls import NotModified, Request, Response, Validators
from orm.ports import Source
from sources._parsing.listing import Listed
from sources.feed import FeedEntry, FeedOptions
from sources.gdelt import GdeltOptions
from sources.news_sitemap import NewsSitemapOptions
from sources.registry import build
from sources.review_page import PageEntry, ReviewPageOptions
from sources.school_website import SchoolWebsiteOptions
from sources.wordpress import WordpressOptions
from sources.youtube_feed import YoutubeFeedOptions
from tests.factories_town import Reader, at, st_orrins, wrenbeck


def _feed(*urls: str) -> Source:
    entries = tuple(FeedEntry(url) for url in urls)
    return build("feed", FeedOptions(entries, local_papers=False))


def _website() -> Source:
    return build("school_website", SchoolWebsiteOptions())


def test_the_feeds_of_both_papers_the_blog_and_the_board_are_read_in_full(reader: Reader):
    reader.clock.move_to(at(27))
    urls = reader.urls
    source = _feed(urls.herald_feed, urls.westmarch_feed, urls.blog_feed, urls.chat_feed)
    pages = reader.answers(source, wrenbeck(urls))

    assert [(len(page.items), len(page.skipped)) for page in pages] == [
        (30, 0),
        (13, 0),
        (9, 0),
        (20, 0),
    ]


def test_the_fetcher_follows_the_papers_move_and_reports_it(reader: Reader):
    request = Request("feed", "k", reader.urls.herald_old_feed)
    answer = reader.fetch(request, Validators())

    assert isinstance(answer, Response)
    assert (answer.status, answer.moved_to) == (200, reader.urls.herald_feed)


def test_validators_save_the_second_reading(reader: Reader):
    request = Request("feed", "k", reader.urls.chat_feed)
    first = reader.fetch(request, Validators())

    assert isinstance(first, Response)
    assert isinstance(reader.fetch(request, first.validators), NotModified)


def test_each_school_website_is_found_and_read(reader: Reader):
    reader.clock.move_to(at(16))

    assert "Our inspection report" in reader.items(_website(), wrenbeck(reader.urls))
    assert "School dinners from January" in reader.items(_website(), st_orrins(reader.urls))


def test_a_date_that_cannot_be_read_is_null_never_now(reader: Reader):
    reader.clock.move_to(at(13))
    hall = reader.items(_website(), st_orrins(reader.urls))
    story = hall["A new hall: tell the planners what you think"]

    assert (story.posted_at, story.precision) == (None, Precision.UNKNOWN)


def test_the_sitemap_the_channel_and_the_index_are_read(reader: Reader):
    reader.clock.move_to(at(9, "21:00"))
    urls = reader.urls
    sitemap = build("news_sitemap", NewsSitemapOptions((Listed(urls.herald_sitemap),)))
    channel = build("youtube_feed", YoutubeFeedOptions(urls.video_endpoint))
    index = build("gdelt", GdeltOptions(endpoint=urls.gdelt_endpoint))

    quiz = "Maths quiz: Wrenbeck pupils beat eleven schools, and a bishop"
    assert quiz in reader.items(sitemap, wrenbeck(urls))
    assert "Our choir at the Eastmarch Shield" in reader.items(channel, wrenbeck(urls))
    assert quiz in reader.items(index, wrenbeck(urls))


def test_the_blog_is_searched_by_its_interface(reader: Reader):
    reader.clock.move_to(at(27))
    source = build("wordpress", WordpressOptions((Listed(reader.urls.blog),)))

    assert "Choosing a primary school in Harrowmere – what we looked at" in reader.items(
        source, wrenbeck(reader.urls)
    )
    twins = reader.items(source, st_orrins(reader.urls))[
        "Guest post: “Why I moved my twins to St Orrin’s”"
    ]
    assert "document.title" not in twins.text


def test_reviews_are_read_until_the_layout_changes_and_then_that_is_said(reader: Reader):
    urls = reader.urls
    pages = (
        PageEntry("wrenbeck", urls.wrenbeck_reviews),
        PageEntry("st-orrins", urls.st_orrins_reviews),
    )
    source = build("review_page", ReviewPageOptions(pages))
    reader.clock.move_to(at(13))
    assert reader.items(source, st_orrins(urls))["Cold dinners"].rating == 0.25

    reader.clock.move_to(at(14))
    with pytest.raises(Unreadable):
        reader.items(source, st_orrins(urls))
    assert len(reader.items(source, wrenbeck(urls))) > 5


def test_an_edited_review_keeps_its_identity(reader: Reader):
    urls = reader.urls
    options = ReviewPageOptions((PageEntry("wrenbeck", urls.wrenbeck_reviews),))
    source = build("review_page", options)
    reader.clock.move_to(at(19))
    before = reader.items(source, wrenbeck(urls))["Nice staff, chaos at the gate"]
    reader.clock.move_to(at(21))
    after = reader.items(source, wrenbeck(urls))["Nice staff, better gate"]

    assert before.identity == after.identity


def test_an_edited_post_keeps_its_identity(reader: Reader):
    source, watch = _feed(reader.urls.chat_feed), wrenbeck(reader.urls)
    title = "Schools and kids • Year 4 homework"
    reader.clock.move_to(at(8))
    before = reader.items(source, watch)[title]
    reader.clock.move_to(at(12))
    after = reader.items(source, watch)[title]

    assert before.identity == after.identity
    assert before.text != after.text


def test_a_busy_morning_is_told_as_such_with_the_time_to_come_back(reader: Reader):
    reader.clock.move_to(at(9, "08:00"))

    with pytest.raises(RateLimited) as busy:
        reader.items(_feed(reader.urls.chat_feed), wrenbeck(reader.urls))
    assert busy.value.until is not None
    assert (busy.value.until - reader.clock.now()).total_seconds() == pytest.approx(120, abs=1)


def test_the_throttle_sentence_of_the_index_is_no_empty_result(reader: Reader):
    source = build("gdelt", GdeltOptions(endpoint=reader.urls.gdelt_endpoint))
    for day in (3, 17):
        reader.clock.move_to(at(day, "08:00"))
        with pytest.raises(RateLimited):
            reader.items(source, wrenbeck(reader.urls))


def test_a_maintenance_page_is_unreadable_and_a_dead_feed_is_gone(reader: Reader):
    reader.clock.move_to(at(13, "02:00"))

    with pytest.raises(Unreadable):
        reader.items(_feed(reader.urls.westmarch_feed), wrenbeck(reader.urls))
    with pytest.raises(Gone):
        reader.items(_feed(reader.urls.dead_feed), wrenbeck(reader.urls))


def test_no_reader_of_the_house_asks_for_a_picture(reader: Reader):
    reader.clock.move_to(at(27))
    urls = reader.urls
    sources = [_feed(urls.herald_feed, urls.blog_feed, urls.chat_feed), _website()]
    sources.append(build("youtube_feed", YoutubeFeedOptions(urls.video_endpoint)))
    for source in sources:
        reader.items(source, wrenbeck(urls))

    asked = {hit.path for hit in reader.town.hits}
    assert asked
    assert not any(path.endswith((".jpg", ".png", ".gif")) or "/v/" in path for path in asked)


def test_every_title_of_the_papers_and_the_board_is_read_when_asked_once_a_week(reader: Reader):
    urls = reader.urls
    source = _feed(urls.herald_feed, urls.westmarch_feed, urls.chat_feed)
    read: set[str] = set()
    for day in (-1, 6, 13, 20, 27):
        reader.clock.move_to(at(day))
        read |= {_own_title(title) for title in reader.items(source, wrenbeck(urls))}
    written = {
        _own_title(post.title)
        for site in ("herald", "westmarch", "chat")
        for post in bundled_posts()[site]
        if post.deleted is None and "<" not in post.title
    }

    assert written - read == set()


def _own_title(title: str) -> str:
    """A title without the board before it or the paper's name after it."""
    return title.rpartition(" • ")[2].removesuffix(" | The Westmarch Mail")
