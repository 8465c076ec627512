"""What NewsAPI is asked, how its pages end, and who must act when it says no."""

import json
from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from orm.errors import RateLimited, Refused, Unreachable, Unreadable
from orm.model.polls import Page
from orm.ports import Batching, Keyed, Metered
from sources.newsapi import Newsapi, NewsapiOptions
from tests.factories_sources import FETCHED_AT, ST_ORRINS, WRENBECK, response

SOURCE = Newsapi()
URL = "https://newsapi.org/v2/everything?q=x&page={}"


def asked(source: Newsapi = SOURCE, watch=WRENBECK) -> dict[str, list[str]]:
    (request,) = source.plan(watch)
    return parse_qs(urlsplit(request.url).query)


def read(body: object, *, page: int = 1, status: int = 200, source: Newsapi = SOURCE) -> Page:
    text = body if isinstance(body, str) else json.dumps(body)
    url = URL.format(page)
    return source.parse(response(text, source="newsapi", url=url, shape="", status=status))


def article(**changed: object) -> dict[str, object]:
    return {
        "source": {"id": None, "name": "The Harrowmere Herald"},
        "author": None,
        "title": "Pupils plant a hedge",
        "description": "Wrenbeck Primary",
        "url": "https://harrowmereherald.example/hedge",
        "publishedAt": "2026-11-03T08:00:00Z",
        "content": None,
        **changed,
    }


def listed(*articles: object, total: int | None = None) -> dict[str, object]:
    found = len(articles) if total is None else total
    return {"status": "ok", "totalResults": found, "articles": list(articles)}


def error(code: object, message: str = "No.") -> dict[str, object]:
    return {"status": "error", "code": code, "message": message}


def test_it_says_how_its_key_is_shown_what_it_counts_and_that_it_takes_several_schools():
    assert isinstance(SOURCE, Keyed)
    assert isinstance(SOURCE, Metered)
    assert isinstance(SOURCE, Batching)
    assert (SOURCE.signing.header, SOURCE.signing.prefix) == ("X-Api-Key", "")
    assert SOURCE.allowances[0].calls == 100


def test_a_name_is_asked_for_in_quotation_marks_together_with_the_town():
    assert asked()["q"] == ['("Wrenbeck Primary" AND "Harrowmere")']
    assert asked()["from"] == ["{today-7}"]


def test_every_language_is_asked_for_when_none_is_named():
    assert "language" not in asked(Newsapi(NewsapiOptions(language="")))


def test_no_question_is_longer_than_newsapi_takes():
    schools = [
        replace(WRENBECK, name=f"School of Saint Number {n}", other_names=()) for n in range(40)
    ]
    phrases = [phrase for school in schools for phrase in SOURCE.phrases(school)]

    chunks = tuple(SOURCE.batch.packed(phrases))
    assert len(chunks) > 1
    assert all(len(" OR ".join(chunk)) <= 500 for chunk in chunks)
    assert [phrase for chunk in chunks for phrase in chunk] == phrases


def test_a_name_that_fits_into_no_question_is_not_asked_for():
    short = Newsapi(NewsapiOptions(longest_query=100))

    assert short.phrases(replace(WRENBECK, name="W" * 120, other_names=())) == ()


def test_two_schools_fit_into_one_question():
    phrases = (*SOURCE.phrases(WRENBECK), *SOURCE.phrases(ST_ORRINS))

    assert len(tuple(SOURCE.batch.packed(phrases))) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"days": 0},
        {"days": 31},
        {"pages": 6},
        {"longest_query": 501},
        {"calls_per_day": 0},
        {"base_url": ""},
    ],
)
def test_options_that_cannot_work_are_refused(wrong):
    with pytest.raises(ValueError, match=r"must be|web address"):
        NewsapiOptions(**wrong)


def test_an_edited_article_keeps_its_identity():
    (before,) = read(listed(article())).items
    changed = article(title="New", publishedAt="2026-11-04T08:00:00Z", description="Other")
    (after,) = read(listed(changed)).items

    assert before.identity == after.identity


def test_a_picture_in_the_text_is_not_kept():
    (item,) = read(listed(article(description="See https://x.example/a.jpg now"))).items

    assert item.text == "See [media] now"


@pytest.mark.parametrize(
    ("author", "shown"),
    [
        ("Bea Thorn", "Bea Thorn"),
        ("bea@harrowmereherald.example (Bea Thorn)", "Bea Thorn"),
        ("https://www.facebook.com/harrowmereherald", ""),
        (["Bea"], ""),
        (None, ""),
    ],
)
def test_an_author_is_a_name_never_an_address(author, shown):
    (item,) = read(listed(article(author=author))).items

    assert item.author == shown


@pytest.mark.parametrize(
    ("summary", "opening", "text"),
    [
        ("One.", "Two… [+9 chars]", "One. Two"),
        ("One two.", "One two. Three [+9 chars]", "One two. Three"),
        (None, "Three [+9 chars]", "Three"),
        ("One.", None, "One."),
        (None, None, ""),
    ],
)
def test_summary_and_opening_are_joined_unless_one_holds_the_other(summary, opening, text):
    (item,) = read(listed(article(description=summary, content=opening))).items

    assert item.text == text


@pytest.mark.parametrize(
    ("page", "pages", "total", "follows"),
    [(1, 1, 500, False), (1, 3, 500, True), (3, 3, 500, False), (1, 3, 100, False)],
)
def test_pages_end_at_the_option_and_at_the_total(page, pages, total, follows):
    source = Newsapi(NewsapiOptions(pages=pages))
    found = read(listed(article(), total=total), page=page, source=source)

    assert bool(found.follow) is follows


@pytest.mark.parametrize("broken", [[], "x", {"title": "x"}, {"url": "https://x.example/"}, None])
def test_an_article_that_cannot_be_read_is_counted_beside_one_that_can(broken):
    found = read(listed(article(), broken))

    assert (len(found.items), len(found.skipped)) == (1, 1)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("apiKeyDisabled", Refused),
        ("apiKeyInvalid", Refused),
        ("apiKeyMissing", Refused),
        ("upgradeRequired", Refused),
        ("apiKeyExhausted", RateLimited),
        ("rateLimited", RateLimited),
        ("parameterInvalid", Refused),
        ("maximumResultsReached", Refused),
        ("unexpectedError", Unreachable),
        ("somethingNew", Refused),
        (["list"], Unreadable),
    ],
)
def test_the_code_decides_whatever_the_status(code, expected):
    for status in (200, 400):
        with pytest.raises(expected):
            read(error(code), status=status)


def test_half_a_days_quota_is_waited_for_twelve_hours():
    with pytest.raises(RateLimited) as caught:
        read(error("rateLimited", "(50 requests available every 12 hours)"), status=429)

    assert caught.value.until == FETCHED_AT + timedelta(hours=12)


def test_an_unexplained_pause_names_no_time():
    with pytest.raises(RateLimited) as caught:
        read(error("rateLimited", "Slow down."), status=429)

    assert caught.value.until is None
