"""Talkwalker Alerts: one key per alert, and its address nowhere."""

import pytest

from orm.errors import Gone, Refused, SourceError
from orm.model.keys import SecretAddress
from orm.model.polls import Scope
from orm.ports import Keyed
from sources._parsing.alerts import Alert
from sources.talkwalker import Talkwalker, TalkwalkerOptions
from tests.factories_sources import ST_ORRINS, WRENBECK, golden_cases, response

PREFIX = "https://alerts.talkwalker.com/alerts/rss/"
MARK = "WRENBECKTOKEN0000INVENTED"
SOURCE = Talkwalker()


def read(body: str | bytes, **how):
    return SOURCE.parse(response(body, source="talkwalker", url=PREFIX, shape="", **how))


def feed(*items: str) -> str:
    return f'<rss version="2.0"><channel><title>Alerts</title>{"".join(items)}</channel></rss>'


def item(link: str, *, title: str = "T", rest: str = "") -> str:
    return f"<item><title>{title}</title><link>{link}</link>{rest}</item>"


def test_without_a_list_the_unnamed_key_is_read_for_every_school():
    (request,) = SOURCE.plan(WRENBECK)

    assert (request.url, request.credential, request.key) == (PREFIX, "", "talkwalker")
    assert tuple(SOURCE.plan(ST_ORRINS)) == (request,)


def test_an_alert_is_read_for_the_schools_it_is_listed_for():
    source = Talkwalker(TalkwalkerOptions(alerts=(Alert("wrenbeck", ("wrenbeck",), Scope.ABOUT),)))

    (request,) = source.plan(WRENBECK)

    assert (request.key, request.credential, request.scope) == ("wrenbeck", "wrenbeck", Scope.ABOUT)
    assert tuple(source.plan(ST_ORRINS)) == ()


def test_the_key_is_an_address_that_begins_as_talkwalkers_feeds_do():
    assert isinstance(SOURCE, Keyed)
    assert SOURCE.signing == SecretAddress(
        prefixes=(PREFIX, "https://www.talkwalker.com/alerts/rss/")
    )


@pytest.mark.parametrize("case", golden_cases("talkwalker"), ids=lambda case: case.name)
def test_the_token_is_in_no_item_and_no_error(case):
    try:
        said = repr(SOURCE.parse(case.response()))
    except SourceError as error:
        said = f"{error!r} {error} {getattr(error, 'head', b'')!r}"

    assert MARK not in said


@pytest.mark.parametrize(
    "address",
    [
        f"https://alerts.talkwalker.com/alerts/rss/{MARK}",
        f"https://www.talkwalker.com/alerts/rss/{MARK}?lang=en",
        f"https://www.talkwalker.com/de/alerts/rss/{MARK}",
        f"https://alerts.talkwalker.com/alerts/rss?token={MARK}",
    ],
)
def test_the_feeds_own_address_is_dropped_from_titles_and_texts(address):
    told = item(
        "https://herald.example/1",
        title=f"See {address}",
        rest=f"<description>{address}</description>",
    )

    (found,) = read(feed(told)).items

    assert MARK not in repr(found)


def test_an_article_whose_address_looks_like_a_feed_of_alerts_is_kept_whole():
    (found,) = read(feed(item("https://herald.example/alerts/rss/storm"))).items

    assert found.url == "https://herald.example/alerts/rss/storm"


def test_an_article_is_known_by_its_address_whatever_its_title_and_tracking():
    (before,) = read(feed(item("https://herald.example/1?utm_source=tw"))).items
    (after,) = read(feed(item("https://www.herald.example/1", title="T, corrected"))).items

    assert before.identity == after.identity


def test_a_publisher_named_in_the_feed_comes_before_the_site():
    named = item("https://herald.example/1", rest='<source url="https://x">The Herald</source>')

    assert read(feed(named)).items[0].outlet == "The Herald"
    assert read(feed(item("https://herald.example/1"))).items[0].outlet == "herald.example"


@pytest.mark.parametrize(
    ("body", "status", "error"), [("<html></html>", 200, Refused), ("", 410, Gone)]
)
def test_where_there_is_no_feed_the_operator_is_told_what_to_do(body, status, error):
    with pytest.raises(error, match=r"make it anew at talkwalker\.com/alerts"):
        read(body, status=status)
