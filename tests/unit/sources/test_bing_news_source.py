"""Bing News: what it is asked, and what its links stand for."""

from urllib.parse import parse_qs, urlsplit

import pytest

from orm.errors import Unreadable
from orm.model.schools import SchoolId, Watch
from sources.bing_news import BingNews, BingNewsOptions
from tests.factories_sources import ST_ORRINS, WRENBECK, response

SOURCE = BingNews()


def asked(request) -> dict[str, str]:
    return {name: value for name, (value,) in parse_qs(urlsplit(request.url).query).items()}


def wrapped(target: str, *, tid: str = "6a12", host: str = "http://www.bing.com") -> str:
    return f"{host}/news/apiclick.aspx?ref=FexRss&amp;aid=&amp;tid={tid}&amp;url={target}&amp;c=1&amp;mkt=en-gb"


def feed(*links: str, source: str = "", space: str = "https://www.bing.com/news/search?q=x") -> str:
    said = f"<News:Source>{source}</News:Source>" if source else ""
    items = "".join(f"<item><title>T</title><link>{link}</link>{said}</item>" for link in links)
    return (
        f'<rss version="2.0" xmlns:News="{space}"><channel><title>x - BingNews</title>'
        f"{items}</channel></rss>"
    )


def read(body: str | bytes):
    return SOURCE.parse(
        response(body, source="bing_news", url="https://saved.example/", shape="")
    ).items


def test_a_question_asks_for_a_feed_of_the_last_days_of_one_market():
    (request,) = SOURCE.plan(WRENBECK)

    assert request.url.startswith("https://www.bing.com/news/search?")
    assert asked(request) == {
        "q": '"Wrenbeck Primary"',
        "format": "rss",
        "mkt": "en-GB",
        "setlang": "en-GB",
        "qft": 'interval="8"',
    }


@pytest.mark.parametrize(
    ("days", "interval"), [(1, 'interval="7"'), (7, 'interval="8"'), (30, 'interval="9"')]
)
def test_days_are_said_in_bings_own_numbers(days, interval):
    (request,) = BingNews(BingNewsOptions(days=days)).plan(WRENBECK)

    assert asked(request)["qft"] == interval


def test_several_schools_and_one_site_make_one_question():
    source = BingNews(BingNewsOptions(site="harrowmereherald.example"))

    request = source.ask((*source.phrases(WRENBECK), *source.phrases(ST_ORRINS)))

    assert asked(request)["q"] == (
        '("Wrenbeck Primary" OR "St Orrin\'s") site:harrowmereherald.example'
    )


def test_a_school_known_only_by_initials_is_not_asked_for():
    assert tuple(SOURCE.plan(Watch(SchoolId("x"), "WPS"))) == ()


@pytest.mark.parametrize(
    "options", [{"days": 2}, {"market": "uk"}, {"base_url": "x y"}, {"site": "a b"}]
)
def test_options_that_bing_cannot_take_stop_the_start(options):
    with pytest.raises(ValueError, match=r"days|market|address|site"):
        BingNewsOptions(**options)


def test_an_article_keeps_its_identity_when_bings_link_to_it_changes():
    first = read(feed(wrapped("https%3a%2f%2fherald.example%2f1", tid="aaaa")))
    second = read(feed(wrapped("https%3a%2f%2fherald.example%2f1%3futm_source%3dbing", tid="bbbb")))

    assert first[0].identity == second[0].identity
    assert first == second


@pytest.mark.parametrize(
    ("target", "url"),
    [
        ("https%3a%2f%2fwww.herald.example%2fa%3fid%3d7", "https://herald.example/a?id=7"),
        ("http%3A%2F%2Fherald.example%2Fa", "http://herald.example/a"),
        ("https%3a%2f%2fherald.example%2fa%26b", "https://herald.example/a&b"),
    ],
)
def test_the_scheme_and_the_address_are_the_articles_own(target, url):
    assert read(feed(wrapped(target)))[0].url == url


@pytest.mark.parametrize(
    "link",
    [
        "http://www.bing.com/news/apiclick.aspx?ref=FexRss&amp;tid=6a12&amp;c=1",
        wrapped("ftp%3a%2f%2fherald.example%2f1"),
        "https://herald.example/photo.jpg",
    ],
)
def test_a_link_that_changes_with_every_answer_or_shows_a_picture_is_no_article(link):
    with pytest.raises(Unreadable, match="without the address of its article"):
        read(feed(link))


def test_an_entry_without_a_headline_is_counted_and_not_shown():
    target = wrapped("https%3a%2f%2fherald.example%2f1")

    with pytest.raises(Unreadable, match="without a headline"):
        read(feed(target).replace("<title>T</title>", ""))


def test_the_publisher_is_read_whatever_namespace_this_answer_gives_it():
    target = wrapped("https%3a%2f%2fherald.example%2f1")

    first = read(feed(target, source="The Herald", space="urn:one"))
    second = read(feed(target, source="The Herald", space="https://www.bing.com/?q=two"))

    undeclared = read(feed(target, source="The Herald").replace("xmlns:News", "xmlns:Other"))

    assert first[0].outlet == second[0].outlet == undeclared[0].outlet == "The Herald"


def test_what_another_vocabulary_calls_a_source_is_not_the_publisher():
    other = feed(wrapped("https%3a%2f%2fherald.example%2f1"), source="An archive").replace(
        "News:", "dc:"
    )

    assert read(other.replace("xmlns:News", "xmlns:dc"))[0].outlet == "herald.example"


def test_without_a_publisher_the_site_stands_for_it():
    assert read(feed(wrapped("https%3a%2f%2fwww.herald.example%2f1")))[0].outlet == "herald.example"
