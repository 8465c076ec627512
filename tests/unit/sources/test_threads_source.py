"""Threads: what is asked for, conversations, and a search that must not look like a measurement."""

import json
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest

from orm.errors import Refused
from orm.model.items import Kind
from orm.model.keys import RenewableToken
from orm.model.polls import Scope
from orm.model.schools import OfficialAccount, SchoolId, Watch
from sources.threads import Threads, ThreadsOptions
from tests.factories_sources import ST_ORRINS, WRENBECK, response

ACCOUNT = "26000000000000001"
OWN = f"https://graph.threads.net/v1.0/{ACCOUNT}/threads?limit=25"
SEARCH = "https://graph.threads.net/v1.0/keyword_search?q=Wrenbeck+Primary"


def read(*entries, options=None, paging=None, shape="", url="https://saved.example/"):
    body = {"data": list(entries)} | ({"paging": paging} if paging else {})
    answer = response(json.dumps(body), source="threads", url=url, shape=shape)
    return Threads(options or ThreadsOptions()).parse(answer)


def post(**more):
    return {
        "id": "180001",
        "text": "Choir on Friday",
        "timestamp": "2026-11-08T09:00:00+0000",
        "permalink": "https://www.threads.net/@wrenbeckprimary/post/DWr4",
        "username": "wrenbeckprimary",
    } | more


def test_own_posts_and_mentions_are_asked_for_and_nothing_is_searched_by_default():
    scopes = {request.key: request.scope for request in Threads().plan(WRENBECK)}

    assert scopes == {f"{ACCOUNT}/threads": Scope.OWN, f"{ACCOUNT}/mentions": Scope.ABOUT}


def test_the_search_asks_for_the_schools_names_only():
    plan = tuple(Threads(ThreadsOptions(search=True)).plan(ST_ORRINS))

    assert [parse_qs(urlsplit(r.url).query)["q"] for r in plan] == [["St Orrin's"]]
    assert plan[0].scope is Scope.OPEN


def test_every_search_counts_in_the_allowance_and_nothing_else_does():
    (allowance,) = Threads().allowances
    searches = [r for r in Threads(ThreadsOptions(search=True)).plan(WRENBECK) if r.shape]

    assert allowance.calls == 2_200
    assert [r.shape for r in searches] == [allowance.shape]
    assert all("keyword_search" in r.url for r in searches)


def test_the_key_is_renewed_at_threads_and_is_in_no_address():
    assert isinstance(Threads.signing, RenewableToken)
    assert Threads.signing.renew_url == "https://graph.threads.net/refresh_access_token"
    for request in Threads(ThreadsOptions(search=True)).plan(WRENBECK):
        assert "access_token" not in request.url
        assert request.credential == ACCOUNT


def test_an_account_without_a_number_cannot_be_asked_for():
    named = Watch(SchoolId("x"), "X", accounts=(OfficialAccount("threads", "@wrenbeck"),))

    assert tuple(Threads().plan(named)) == ()


@pytest.mark.parametrize(
    "options",
    [{"posts": 0}, {"pages": 4}, {"conversations": 6}, {"version": "1"}, {"base_url": "x y"}],
)
def test_options_that_threads_cannot_take_stop_the_start(options):
    with pytest.raises(ValueError, match=r"posts|pages|conversations|version|address"):
        ThreadsOptions(**options)


def test_an_edited_post_keeps_its_identity():
    (before,), (after,) = read(post()).items, read(post(text="Choir is off")).items

    assert before.identity == after.identity


def test_addresses_of_both_domains_are_one():
    new = post(permalink="https://www.threads.com/@wrenbeckprimary/post/DWr4")

    assert read(post()).items[0].url == read(new).items[0].url
    assert read(post()).items[0].url == "https://threads.com/@wrenbeckprimary/post/DWr4"


@pytest.mark.parametrize(
    ("more", "url"),
    [
        ({"shortcode": "DWr4"}, "https://threads.com/@wrenbeckprimary/post/DWr4"),
        ({"shortcode": "../../x"}, "https://threads.com/"),
        ({"shortcode": "DWr4", "username": "a/b"}, "https://threads.com/"),
        ({}, "https://threads.com/"),
    ],
)
def test_a_post_without_a_good_link_is_linked_by_its_short_code(more, url):
    (item,) = read(post(permalink="https://threads.net.evil.example/1", **more)).items

    assert item.url == url


def test_an_answer_is_a_comment():
    kinds = [
        read(post(**more)).items[0].kind
        for more in ({}, {"is_reply": True}, {"replied_to": {"id": "1"}})
    ]

    assert kinds == [Kind.POST, Kind.COMMENT, Kind.COMMENT]


@pytest.mark.parametrize("status", ["HIDDEN", "COVERED", "BLOCKED", "RESTRICTED"])
def test_what_the_account_has_hidden_is_no_item(status):
    assert read(post(hide_status=status)).items == ()


def test_finds_that_are_all_the_accounts_own_are_a_refusal_not_a_measurement():
    own = post(owner={"id": ACCOUNT})
    answer = post(id="180002", is_reply=True, is_reply_owned_by_me=True)

    with pytest.raises(Refused, match="App Review"):
        read(own, answer, url=SEARCH, shape="search")
    assert len(read(own, post(id="180003"), url=SEARCH, shape="search").items) == 2
    assert read(own, url=OWN).items


def test_a_search_is_one_question_and_is_not_followed():
    paging = {"next": f"{SEARCH}&after=a"}

    assert not read(post(), url=SEARCH, shape="search", paging=paging).follow


def test_conversations_of_the_newest_posts_are_read_once():
    talks = [post(id=str(n), has_replies=True) for n in range(6)]
    options = ThreadsOptions(conversations=2)
    first = read(*talks, url=OWN, options=options).follow

    assert [urlsplit(r.url).path for r in first] == ["/v1.0/0/conversation", "/v1.0/1/conversation"]
    assert not read(*talks, url=OWN, shape="page-2", options=options).follow
    assert not read(*talks, url=first[0].url, shape=first[0].shape, options=options).follow


def test_a_poll_of_the_largest_options_stays_within_the_houses_budget_of_20_requests():
    talks = [post(id=str(n), has_replies=True) for n in range(6)]
    paging = {"next": f"{OWN}&after=a"}
    source = Threads(ThreadsOptions(pages=3, conversations=5))
    request = next(iter(source.plan(WRENBECK)))
    body = json.dumps({"data": talks, "paging": paging})
    waiting, asked = [request], 0
    while waiting and asked <= 20:
        asked += 1
        now = waiting.pop()
        answer = replace(response(body, source="threads", url=now.url), request=now)
        waiting += source.parse(answer).follow

    assert asked <= 20
