"""What the Guardian is asked, how its pages end, and who must act when it says no."""

import json
from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from orm.errors import RateLimited, Refused, SourceError, Unreadable
from orm.model.polls import Page
from orm.ports import Batching, Keyed, Metered
from sources.guardian import Guardian, GuardianOptions
from tests.factories_sources import FETCHED_AT, ST_ORRINS, WRENBECK, response

SOURCE = Guardian()


def asked(source: Guardian = SOURCE, watch=WRENBECK) -> dict[str, list[str]]:
    (request,) = source.plan(watch)
    return parse_qs(urlsplit(request.url).query)


def read(body: object, *, url: str = "https://saved.example/", status: int = 200) -> Page:
    text = body if isinstance(body, str) else json.dumps(body)
    return SOURCE.parse(response(text, source="guardian", url=url, shape="", status=status))


def article(**changed: object) -> dict[str, object]:
    return {
        "id": "education/2026/nov/03/a",
        "type": "article",
        "webPublicationDate": "2026-11-03T12:00:43Z",
        "webTitle": "Small schools",
        "webUrl": "https://www.theguardian.com/education/2026/nov/03/a",
        "fields": {"trailText": "Wrenbeck Primary"},
        **changed,
    }


def page(*results: object, here: int = 1, pages: int = 1) -> dict[str, object]:
    answer = {"status": "ok", "total": len(results), "currentPage": here, "pages": pages}
    return {"response": {**answer, "results": list(results)}}


def test_it_says_how_its_key_is_shown_what_it_counts_and_that_it_takes_several_schools():
    assert isinstance(SOURCE, Keyed)
    assert isinstance(SOURCE, Metered)
    assert isinstance(SOURCE, Batching)
    assert SOURCE.allowances[0].calls == 500
    assert SOURCE.allowances[0].micros == 0


def test_a_name_is_asked_for_in_quotation_marks_together_with_the_town():
    assert asked()["q"] == ['("Wrenbeck Primary" AND "Harrowmere")']


def test_no_address_holds_a_key_and_none_asks_for_a_thumbnail():
    assert "api-key" not in asked()
    assert "thumbnail" not in asked()["show-fields"][0]


def test_the_question_looks_back_from_the_day_it_is_asked_and_its_key_does_not_move():
    (request,) = SOURCE.plan(WRENBECK)

    assert asked()["from-date"] == ["{today-7}"]
    assert "today" not in request.key


def test_two_schools_fit_into_one_question():
    phrases = (*SOURCE.phrases(WRENBECK), *SOURCE.phrases(ST_ORRINS))

    (chunk,) = SOURCE.batch.packed(phrases)
    (query,) = parse_qs(urlsplit(SOURCE.ask(chunk).url).query)["q"]
    assert query == ('("Wrenbeck Primary" AND "Harrowmere") OR ("St Orrin\'s" AND "Harrowmere")')


def test_the_whole_text_is_left_out_when_the_operator_says_so():
    lean = Guardian(GuardianOptions(full_text=False))

    assert "bodyText" not in asked(lean)["show-fields"][0]


def test_a_test_may_serve_it_from_elsewhere():
    local = Guardian(GuardianOptions(base_url="http://127.0.0.1:8899/guardian"))

    (request,) = local.plan(WRENBECK)
    assert request.url.startswith("http://127.0.0.1:8899/guardian/search?")


@pytest.mark.parametrize(
    "wrong",
    [
        {"days": 0},
        {"days": 91},
        {"pages": 0},
        {"pages": 6},
        {"calls_per_day": 0},
        {"base_url": "ftp://x"},
    ],
)
def test_options_that_cannot_work_are_refused(wrong):
    with pytest.raises(ValueError, match=r"must be|web address"):
        GuardianOptions(**wrong)


def test_an_edited_article_keeps_its_identity():
    (before,) = read(page(article())).items
    (after,) = read(page(article(webTitle="New", webUrl="https://www.theguardian.com/b"))).items

    assert before.identity == after.identity


def test_a_growing_live_blog_keeps_its_identity_and_moves_its_date():
    grown = article(type="liveblog", fields={"lastModified": "2026-11-08T09:00:00Z"})

    (before,), (after,) = read(page(article())).items, read(page(grown)).items
    assert before.identity == after.identity
    assert after.posted_raw == "2026-11-08T09:00:00Z"


def test_a_live_blog_without_a_change_keeps_the_date_it_began():
    (item,) = read(page(article(type="liveblog", fields={"lastModified": "soon"}))).items

    assert item.posted_raw == "2026-11-03T12:00:43Z"


def test_an_article_that_is_only_about_something_removed_is_kept():
    (item,) = read(page(article(webTitle="Removed: the headteacher who said no to phones"))).items

    assert item.title.startswith("Removed:")


@pytest.mark.parametrize(("asked_page", "follows"), [(1, True), (2, True), (3, False)])
def test_pages_are_counted_in_the_address_so_that_the_same_page_for_ever_ends(asked_page, follows):
    url = f"https://content.guardianapis.com/search?q=x&page={asked_page}"

    assert bool(read(page(article(), pages=9), url=url).follow) is follows


def test_the_last_page_is_not_followed():
    url = "https://content.guardianapis.com/search?q=x&page=1"

    assert read(page(article(), pages=1), url=url).follow == ()


@pytest.mark.parametrize("broken", [[], "x", {"id": 1}, {"id": "a", "webTitle": "b"}, None, 7])
def test_an_article_that_cannot_be_read_is_counted_beside_one_that_can(broken):
    found = read(page(article(), broken))

    assert (len(found.items), len(found.skipped)) == (1, 1)


@pytest.mark.parametrize(
    ("status", "body", "error"),
    [
        (401, {"message": "Unauthorized"}, Refused),
        (401, {"message": "No API key found in request"}, Refused),
        (403, "<html>Forbidden</html>", Refused),
        (200, {"message": "API rate limit exceeded"}, RateLimited),
        (200, {"response": {"status": "error", "message": "Invalid q"}}, Refused),
        (200, {"response": {"status": "ok", "results": {}}}, Unreadable),
        (200, {"response": {"status": "ok", "content": {}}}, Unreadable),
        (200, {"response": {"status": "ok", "results": []}}, Unreadable),
    ],
)
def test_what_is_not_an_answer_is_the_right_error(status, body, error):
    with pytest.raises(error):
        read(body, status=status)


def test_a_refusal_says_where_to_get_a_key_and_never_which_key_it_was():
    key = "0123abcd-4567-89ef-0123-456789abcdef"
    with pytest.raises(SourceError) as caught:
        read({"message": f"Unauthorized {key}"}, status=401)

    assert "open-platform.theguardian.com" in str(caught.value)
    assert key not in str(caught.value)


def test_the_sites_own_pause_is_kept_to():
    until = FETCHED_AT + timedelta(seconds=5)
    answer = replace(response("{}", source="guardian", status=429), retry_at=until)

    with pytest.raises(RateLimited) as caught:
        SOURCE.parse(answer)
    assert caught.value.until == until
