"""Google News: what it is asked, what it is known by, and how it says no."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from orm.errors import RateLimited, Refused, Unreadable
from orm.model.polls import Scope
from orm.model.schools import SchoolId, Watch
from sources._parsing.news_search import any_of, only_on
from sources.google_news import GoogleNews, GoogleNewsOptions
from tests.factories_sources import FETCHED_AT, ST_ORRINS, WRENBECK, golden_cases, response

SOURCE = GoogleNews()
OK = next(case for case in golden_cases("google_news") if case.name == "ok")


def asked(request) -> dict[str, str]:
    return {name: value for name, (value,) in parse_qs(urlsplit(request.url).query).items()}


def feed(*items: str, title: str = '"x" - Google News') -> str:
    return f'<rss version="2.0"><channel><title>{title}</title>{"".join(items)}</channel></rss>'


def item(
    *, title: str = "Headline", guid: str = "CBMi00000001", link: str = "", source: str = ""
) -> str:
    link = link or f"https://news.google.com/rss/articles/{guid}?oc=5"
    said = f'<source url="https://herald.example">{source}</source>' if source else ""
    return f"<item><title>{title}</title><link>{link}</link><guid>{guid}</guid>{said}</item>"


def read(body: str | bytes, **how):
    return SOURCE.parse(
        response(
            body,
            source="google_news",
            url=how.pop("url", "https://saved.example/"),
            shape="",
            **how,
        )
    )


def test_a_question_names_the_edition_and_the_days():
    (request,) = SOURCE.plan(WRENBECK)

    assert request.url.startswith("https://news.google.com/rss/search?")
    assert asked(request) == {
        "q": '"Wrenbeck Primary" when:7d',
        "hl": "en-GB",
        "gl": "GB",
        "ceid": "GB:en",
    }
    assert request.scope is Scope.OPEN


def test_several_schools_are_asked_for_in_one_question_with_parentheses():
    phrases = (*SOURCE.phrases(WRENBECK), *SOURCE.phrases(ST_ORRINS))

    request = SOURCE.ask(phrases)

    assert asked(request)["q"] == '("Wrenbeck Primary" OR "St Orrin\'s") when:7d'


def test_a_question_can_be_limited_to_one_site_and_another_edition():
    options = GoogleNewsOptions(
        site="www.HarrowmereHerald.example", days=30, language="cy", country="GB"
    )

    (request,) = GoogleNews(options).plan(WRENBECK)

    assert asked(request) == {
        "q": '"Wrenbeck Primary" site:harrowmereherald.example when:30d',
        "hl": "cy",
        "gl": "GB",
        "ceid": "GB:cy",
    }


def test_a_plan_holds_names_and_nothing_else_of_a_watch():
    (request,) = SOURCE.plan(WRENBECK)

    for account in WRENBECK.accounts:
        assert account.handle not in request.url
    assert WRENBECK.website not in request.url


def test_a_school_known_only_by_initials_is_not_asked_for():
    assert tuple(SOURCE.plan(Watch(SchoolId("x"), "WPS", town="Harrowmere"))) == ()


def test_the_key_of_a_question_does_not_change_with_the_address_of_the_interface():
    other = GoogleNews(GoogleNewsOptions(base_url="http://127.0.0.1:8089"))
    (here,), (there,) = SOURCE.plan(WRENBECK), other.plan(WRENBECK)

    assert here.key == there.key
    assert there.url.startswith("http://127.0.0.1:8089/rss/search?")


@pytest.mark.parametrize(
    "options",
    [
        {"days": 0},
        {"days": 91},
        {"country": "uk"},
        {"country": "GBR"},
        {"language": "English"},
        {"base_url": "not an address"},
        {"site": "https://herald.example/"},
        {"site": "herald example"},
    ],
)
def test_options_that_google_ignores_in_silence_stop_the_start(options):
    with pytest.raises(ValueError, match=r"days|country|language|address|site"):
        GoogleNewsOptions(**options)


def test_a_headline_loses_exactly_the_publishers_name():
    page = read(
        feed(item(title="Fire - a timeline - Herald - Live - Herald", source="Herald - Live"))
    )

    assert page.items[0].title == "Fire - a timeline - Herald - Live - Herald"

    page = read(feed(item(title="Fire - a timeline - Herald - Live", source="Herald - Live")))

    assert page.items[0].title == "Fire - a timeline"
    assert page.items[0].outlet == "Herald - Live"


def test_an_article_keeps_its_identity_under_another_headline_and_link():
    first = read(feed(item(title="Pupils plant trees - Herald", source="Herald")))
    second = read(
        feed(
            item(
                title="Pupils plant 200 trees - Herald",
                link="https://news.google.com/rss/articles/CBMi00000001?oc=9&amp;hl=cy",
                source="Herald",
            )
        )
    )

    assert first.items[0].identity == second.items[0].identity


def test_an_article_without_a_guid_is_known_by_the_code_in_its_link():
    with_guid = read(feed(item(guid="CBMi00000001")))
    bare = "<item><title>H</title><link>https://news.google.com/rss/articles/CBMi00000001?oc=5</link></item>"

    assert read(feed(bare)).items[0].identity == with_guid.items[0].identity


def test_a_guid_of_any_length_is_a_key_of_limited_length():
    (found,) = read(
        feed(item(guid="C" * 1_500, link="https://news.google.com/rss/articles/x1"))
    ).items

    assert len(found.identity.key) <= 1_000


def test_what_google_calls_a_description_is_not_read_as_the_articles_text():
    page = SOURCE.parse(OK.response())

    assert {each.text for each in page.items} == {""}


@pytest.mark.parametrize("status", [429, 503])
def test_a_pause_without_a_time_lasts_hours_and_with_a_time_as_long_as_stated(status):
    with pytest.raises(RateLimited) as unstated:
        read(b"", status=status)
    with pytest.raises(RateLimited) as stated:
        read(b"", status=status, retry_at=FETCHED_AT + timedelta(minutes=5))

    assert unstated.value.until == FETCHED_AT + timedelta(hours=2)
    assert stated.value.until == FETCHED_AT + timedelta(minutes=5)


@pytest.mark.parametrize("status", [200, 302, 404])
def test_the_consent_page_is_a_refusal_whatever_its_status(status):
    with pytest.raises(Refused, match="consent page"):
        read(b"<html></html>", status=status, url="https://consent.google.com/m?continue=x")


def test_a_headline_about_the_consent_page_is_a_headline():
    page = read(feed(item(title="Before you continue to Google: what it means")))

    assert page.items[0].title.startswith("Before you continue to Google")


def test_another_feed_is_not_google_news():
    with pytest.raises(Unreadable, match="not Google News"):
        read(feed(item(), title="The Harrowmere Herald"))


@pytest.mark.parametrize(
    ("phrases", "also", "words"),
    [
        (('"A"',), (), '"A"'),
        (('"A"', '"B"'), (), '"A" OR "B"'),
        (('"A"', '"B"'), ("", ""), '"A" OR "B"'),
        (('"A"',), ("site:x.example",), '"A" site:x.example'),
        (('"A"', '"B"'), ("site:x.example", "when:1d"), '("A" OR "B") site:x.example when:1d'),
    ],
)
def test_parentheses_stand_only_where_or_meets_something_else(phrases, also, words):
    assert any_of(phrases, *also) == words


def test_no_site_is_no_limit():
    assert only_on("") == ""
    assert only_on(" www.herald.example ") == "site:herald.example"
