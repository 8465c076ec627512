"""X: what is asked for and what it costs, which posts are kept, and what X's problems mean."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from orm.errors import Gone, RateLimited, Refused, SourceError, Unreadable
from orm.model.items import Kind
from orm.model.keys import HeaderKey
from orm.model.polls import Scope
from orm.model.schools import OfficialAccount, SchoolId, Watch
from orm.ports import Batching
from sources.x import X, XOptions
from tests.factories_sources import FETCHED_AT, ST_ORRINS, WRENBECK, response

OWN = "1300000000000000001"
SEARCH = "https://api.x.com/2/tweets/search/recent?query=a"
UNASKED = "-is:retweet -protest -rally -strike -strikes -union -unions -picket"
ID = "1987000000000000001"


def read(body, options=None, **more):
    answer = response(json.dumps(body), source="x", **({"url": SEARCH, "shape": ""} | more))
    return X(options or XOptions()).parse(answer)


def failed(body, **more):
    with pytest.raises(SourceError) as caught:
        read(body, **more)
    return caught.value


def post(**more):
    return {"data": [{"id": ID, "text": "Wrenbeck Primary, Harrowmere"} | more]}


def asked(request, name):
    return parse_qs(urlsplit(request.url).query).get(name, [""])[0]


def first(watch, options=None):
    return next(iter(X(options or XOptions()).plan(watch)))


def test_names_with_the_town_and_the_website_are_one_question_without_the_schools_own_account():
    assert asked(first(WRENBECK), "query") == (
        f'(("Wrenbeck Primary" "Harrowmere" -from:{OWN})'
        f' OR (url:"wrenbeck.example" -from:{OWN})) {UNASKED}'
    )


def test_the_town_can_be_left_out():
    assert '("St Orrin\'s")' in asked(first(ST_ORRINS, XOptions(town=False)), "query")


def test_strikes_protests_and_unions_are_not_asked_for():
    query = asked(first(WRENBECK), "query")

    assert all(f" -{word}" in query for word in ("protest", "strike", "union", "rally", "picket"))


def test_quotation_marks_and_operators_in_a_name_cannot_change_the_question():
    watch = Watch(SchoolId("x"), 'St "Mary" OR from:somebody', town='Harrow" OR "mere')
    query = asked(first(watch), "query")

    assert query == f'(("St Mary OR from somebody" "Harrow OR mere")) {UNASKED}'


def test_questions_for_many_schools_fit_into_512_characters():
    source = X()
    many = [
        replace(WRENBECK, name=f"Wrenbeck Primary {n}", other_names=(), town=f"Harrowmere {n}")
        for n in range(60)
    ]
    phrases = [phrase for watch in many for phrase in source.phrases(watch)]
    queries = [asked(source.ask(chunk), "query") for chunk in source.batch.packed(phrases)]

    assert isinstance(source, Batching)
    assert max(map(len, queries)) <= 512
    assert 1 < len(queries) < len(phrases)
    assert all(any(phrase in query for query in queries) for phrase in phrases)


def test_a_poll_keeps_its_key_while_its_window_moves():
    request = first(WRENBECK, XOptions(days=2))

    assert asked(request, "start_time") == "{today-2}T00:00:00Z"
    assert "today" not in request.key


def test_mentions_and_own_posts_are_asked_for_by_number_each_in_its_scope():
    scopes = {r.key: r.scope for r in X().plan(WRENBECK)}
    named = Watch(SchoolId("x"), "X", accounts=(OfficialAccount("x", "@wrenbeck"),))

    assert scopes[f"{OWN}/mentions"] is Scope.ABOUT
    assert scopes[f"{OWN}/tweets"] is Scope.OWN
    assert f"{OWN}/tweets" not in {r.key for r in X(XOptions(own_posts=False)).plan(WRENBECK)}
    assert tuple(X().plan(named)) == ()


@pytest.mark.parametrize(
    ("options", "micros"),
    [(XOptions(), 50_000), (XOptions(max_results=100), 500_000), (XOptions(authors=True), 150_000)],
)
def test_a_call_is_counted_at_the_most_it_can_cost(options, micros):
    (allowance,) = X(options).allowances

    assert allowance.micros == micros
    assert allowance.shape is None


def test_writers_are_paid_for_only_when_they_are_asked_for():
    assert "author_id" not in first(WRENBECK).url
    assert asked(first(WRENBECK, XOptions(authors=True)), "expansions") == "author_id"


def test_the_key_is_a_bearer_token_for_x_alone():
    assert X.signing == HeaderKey("x.com", header="Authorization", prefix="Bearer ")


@pytest.mark.parametrize(
    "options",
    [
        {"max_results": 9},
        {"max_results": 101},
        {"pages": 0},
        {"pages": 6},
        {"days": 0},
        {"days": 7},
        {"base_url": "x y"},
    ],
)
def test_options_that_x_cannot_take_stop_the_start(options):
    with pytest.raises(ValueError, match=r"max_results|pages|days|address"):
        XOptions(**options)


def test_a_post_is_known_by_its_id_whoever_reads_it():
    (plain,) = read(post()).items
    (full,) = read(post(text="changed", author_id="7", created_at="2026-11-08T09:00:00.000Z")).items

    assert plain.identity == full.identity
    assert plain.url == full.url == f"https://x.com/i/status/{ID}"


def test_text_is_unescaped_once():
    (item,) = read(post(text="&amp;lt; &lt;b&gt; 3 &gt; 2")).items

    assert item.text == "&lt; <b> 3 > 2"


@pytest.mark.parametrize(
    ("expanded", "shown"),
    [
        ("https://wrenbeck.example/fair", "See https://wrenbeck.example/fair"),
        ("https://x.com/a/status/1/photo/1", "See"),
        ("https://x.com/a/status/1/video/1", "See"),
        ("https://wrenbeck.example/fair.jpg", "See [media]"),
        (None, "See https://t.co/a"),
    ],
)
def test_short_links_are_written_out_and_media_are_not(expanded, shown):
    link = {"url": "https://t.co/a", "expanded_url": expanded}
    (item,) = read(post(text="See https://t.co/a", entities={"urls": [link, 7]})).items

    assert item.text == shown


@pytest.mark.parametrize(
    "text",
    [
        "Strike at Wrenbeck Primary",
        "PROTEST outside Wrenbeck Primary",
        "NEU ballot at Wrenbeck Primary",
        "Rally for Wrenbeck Primary",
        "Wrenbeck Primary walk-out",
        "industrial action, Wrenbeck Primary",
    ],
)
def test_posts_that_xs_terms_forbid_to_watch_are_not_kept(text):
    page = read(post(text=text))

    assert page.items == ()
    assert len(page.skipped) == 1


@pytest.mark.parametrize("text", ["A striking hall", "Reunion at Wrenbeck Primary", "In March"])
def test_words_that_only_look_alike_are_kept(text):
    assert read(post(text=text)).items


@pytest.mark.parametrize(
    ("more", "kind"),
    [
        ({}, Kind.POST),
        ({"referenced_tweets": [{"type": "quoted", "id": "1"}]}, Kind.POST),
        ({"referenced_tweets": [{"type": "replied_to", "id": "1"}]}, Kind.COMMENT),
        ({"referenced_tweets": [7, {"type": 3}, {}]}, Kind.POST),
    ],
)
def test_an_answer_is_a_comment(more, kind):
    assert read(post(**more)).items[0].kind is kind


@pytest.mark.parametrize(("lang", "language"), [("cy", "cy"), ("und", ""), ("qme", ""), (5, "")])
def test_a_language_that_x_does_not_know_is_left_open(lang, language):
    assert read(post(lang=lang)).items[0].language == language


def test_pages_follow_each_other_and_end():
    body = post() | {"meta": {"result_count": 1, "next_token": "n2"}}
    timeline = f"https://api.x.com/2/users/{OWN}/tweets?max_results=10"
    options = XOptions(pages=2)

    (search,) = read(body, options).follow
    (own,) = read(body, options, url=timeline).follow

    assert search.url == f"{SEARCH}&next_token=n2"
    assert own.url == f"{timeline}&pagination_token=n2"
    assert not read(body, options, url=search.url, shape=search.shape).follow


def test_a_stated_count_of_none_is_nothing():
    assert read({"meta": {"result_count": 0}}).items == ()


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"data": []},
        {"meta": {}},
        {"meta": {"result_count": 2}},
        {"data": {"id": 1}},
        {"data": [], "meta": {"result_count": "0"}},
    ],
)
def test_no_posts_without_a_count_of_none_is_not_nothing(body):
    assert isinstance(failed(body), Unreadable)


PROBLEMS = "https://api.twitter.com/2/problems/"


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ({"title": "CreditsDepleted", "type": f"{PROBLEMS}credits"}, Refused),
        ({"title": "Payment Required", "type": f"{PROBLEMS}credits-depleted"}, Refused),
        ({"title": "Too Many Requests", "detail": "", "type": "about:blank"}, RateLimited),
        ({"type": f"{PROBLEMS}rate-limit-exceeded"}, RateLimited),
        ({"type": f"{PROBLEMS}usage-capped"}, RateLimited),
        ({"detail": "Monthly spend cap reached for this billing cycle."}, RateLimited),
        ({"type": f"{PROBLEMS}client-forbidden"}, Refused),
        ({"title": "Unauthorized", "type": "about:blank"}, Refused),
        ({"type": f"{PROBLEMS}invalid-request", "detail": "no"}, Refused),
        ({"errors": [{"type": f"{PROBLEMS}resource-not-found"}]}, Gone),
        ({"errors": [{"title": "Forbidden", "detail": "User has been suspended: [1]."}]}, Gone),
        ({"errors": [{"type": f"{PROBLEMS}not-authorized-for-resource"}]}, Refused),
        ({"errors": [7, {"message": "?"}]}, Unreadable),
        ({"type": f"{PROBLEMS}something-new", "detail": "?"}, Unreadable),
    ],
)
def test_xs_problems_mean_what_they_say_whatever_the_status(body, error):
    assert type(failed(body)) is error


@pytest.mark.parametrize(
    ("status", "error"), [(401, Refused), (402, Refused), (403, Refused), (429, RateLimited)]
)
@pytest.mark.parametrize("body", [{}, {"message": "?"}, []])
def test_a_status_alone_is_enough_for_a_refusal(body, status, error):
    assert type(failed(body, status=status)) is error


def test_a_rate_limit_ends_at_its_reset_and_a_cap_with_its_period():
    quarter = FETCHED_AT + timedelta(minutes=15)
    headers = (("x-rate-limit-reset", str(int(quarter.timestamp()))),)
    cap = {"type": f"{PROBLEMS}usage-capped", "period": "Monthly"}

    assert failed({}, status=429, headers=headers).until == quarter
    assert failed(cap, status=429, headers=headers).until == datetime(2026, 12, 1, tzinfo=UTC)
    assert failed(cap | {"period": "Daily"}, status=429).until == datetime(2026, 11, 10, tzinfo=UTC)


@pytest.mark.parametrize("reset", ["", "soon", "1", "9" * 30, "nan"])
def test_a_reset_that_cannot_be_is_not_believed(reset):
    later = FETCHED_AT + timedelta(minutes=2)
    headers = (("x-rate-limit-reset", reset),)

    assert failed({}, status=429, headers=headers, retry_at=later).until == later


def test_a_message_never_quotes_a_key():
    key = "AAAAAAAAAAAAAAAAAAAAAInvented0000000000000"
    detail = f"token {key} is not right"

    assert key not in str(failed({"type": f"{PROBLEMS}invalid-request", "detail": detail}))
