"""GDELT and WordPress: what they are asked, and what they mean."""

from urllib.parse import parse_qs, urlsplit

import pytest

from orm.errors import RateLimited, Refused
from orm.model.schools import SchoolId, Watch
from sources._parsing.listing import Listed
from sources.gdelt import Gdelt, GdeltOptions
from sources.wordpress import Wordpress, WordpressOptions
from tests.factories_sources import ST_ORRINS, WRENBECK, response

BLOG = WordpressOptions(sites=(Listed("https://meremum.example/"),))


def asked(url: str, name: str) -> str:
    return parse_qs(urlsplit(url).query)[name][0]


def query(watch: Watch, options: GdeltOptions | None = None) -> str:
    (request,) = Gdelt(options or GdeltOptions()).plan(watch)
    return asked(request.url, "query")


def test_names_and_town_are_quoted_and_alternatives_stand_in_parentheses():
    assert query(WRENBECK) == (
        '("Wrenbeck Primary School" OR "Wrenbeck Primary") "Harrowmere" sourcecountry:UK'
    )


def test_curly_quotes_dots_and_dashes_are_made_acceptable_to_gdelt():
    watch = Watch(SchoolId("x"), "St. Orrin’s C-of-E “Primary” & Nursery", town="Stow-on-the-Mere")

    assert query(watch, GdeltOptions(country="")) == (
        '"St Orrin\'s C-of-E Primary Nursery" "Stow-on-the-Mere"'
    )


def test_a_school_known_only_by_initials_is_not_searched_for():
    watch = Watch(SchoolId("x"), "WPS", town="Harrowmere")

    assert tuple(Gdelt().plan(watch)) == ()
    assert tuple(Wordpress(BLOG).plan(watch)) == ()


def test_a_plan_holds_names_and_town_and_nothing_else_of_a_watch():
    (request,) = Gdelt().plan(WRENBECK)

    assert "youtube" not in request.url
    assert "UC" not in request.url


@pytest.mark.parametrize(("days", "timespan"), [(1, "1d"), (7, "7d")])
def test_the_question_looks_back_as_many_days_as_configured(days, timespan):
    (request,) = Gdelt(GdeltOptions(days=days)).plan(WRENBECK)

    assert asked(request.url, "timespan") == timespan


@pytest.mark.parametrize(
    "options", [{"days": 0}, {"days": 91}, {"country": "U K"}, {"endpoint": "x y"}]
)
def test_options_that_gdelt_cannot_take_stop_the_start(options):
    with pytest.raises(ValueError, match=r"days|country|address"):
        GdeltOptions(**options)


def test_a_headline_that_quotes_a_refusal_is_a_headline():
    body = '{"articles": [{"url": "https://x.example/1", "title": "Your query was too short or too long."}]}'

    (item,) = Gdelt().parse(response(body, source="gdelt")).items
    assert item.title == "Your query was too short or too long."


@pytest.mark.parametrize("status", [200, 400, 429, 500])
def test_gdelts_sentences_count_whatever_the_status(status):
    pause = b"Please limit requests to one every 5 seconds or contact us."
    fault = b"Your query was too short or too long."

    with pytest.raises(RateLimited):
        Gdelt().parse(response(pause, source="gdelt", status=status))
    with pytest.raises(Refused):
        Gdelt().parse(response(fault, source="gdelt", status=status))


def test_a_blog_is_searched_once_for_names_that_hold_each_other():
    (request,) = Wordpress(BLOG).plan(WRENBECK)

    assert asked(request.url, "search") == "Wrenbeck Primary"


def test_the_search_asks_for_no_author():
    (request,) = Wordpress(BLOG).plan(ST_ORRINS)

    assert "author" not in asked(request.url, "_fields")


def test_a_post_keeps_its_identity_when_the_interface_is_switched_off():
    source = Wordpress(BLOG)
    (request,) = source.plan(WRENBECK)
    post = (
        '[{"id": 512, "link": "https://meremum.example/a/", "title": {"rendered": "A"},'
        ' "content": {"rendered": "Text"}, "date_gmt": "2026-11-01T10:00:00"}]'
    )
    refusal = '{"code": "rest_disabled", "message": "off", "data": {"status": 401}}'
    feed = (
        '<rss version="2.0"><channel><item><title>A</title><link>https://meremum.example/a/</link>'
        "<guid isPermaLink='false'>https://meremum.example/?p=512</guid>"
        "<description>Text</description></item></channel></rss>"
    )
    by_json = source.parse(response(post, source="wordpress", url=request.url, shape=""))
    off = source.parse(response(refusal, source="wordpress", url=request.url, shape="", status=401))
    (follow,) = off.follow
    by_feed = source.parse(response(feed, source="wordpress", url=follow.url, shape=follow.shape))

    assert by_json.items[0].identity == by_feed.items[0].identity
    assert by_json.items[0].text == by_feed.items[0].text


def test_two_posts_with_one_number_on_two_sites_are_two_things():
    options = WordpressOptions(
        sites=(Listed("https://a.example"), Listed("https://b.example/blog"))
    )
    post = b'[{"id": 1, "link": "https://c.example/a/", "title": {"rendered": "A"}}]'
    source = Wordpress(options)
    first, second = (
        source.parse(response(post, source="wordpress", url=r.url, shape="")).items[0].identity
        for r in source.plan(WRENBECK)
    )

    assert (first.key, second.key) == ("a.example#1", "b.example/blog#1")
