"""Google Alerts: one key per alert, and its address nowhere."""

import dataclasses
import gzip

import pytest

from orm.errors import Gone, Refused, SourceError, Unreadable
from orm.model.items import Precision
from orm.model.keys import SecretAddress
from orm.model.polls import Scope
from orm.ports import Keyed
from sources._parsing.alerts import Alert
from sources._parsing.links import canonical
from sources.google_alerts import GoogleAlerts, GoogleAlertsOptions
from tests.factories_sources import ST_ORRINS, WRENBECK, golden_cases, response

PREFIX = "https://www.google.com/alerts/feeds/"
SECRET = PREFIX + "01020304050607080910/1112131415161718192"
NUMBERS = ("01020304050607080910", "1112131415161718192", "MDEwMjAzMDQwNTA2")
SOURCE = GoogleAlerts()
OK = next(case for case in golden_cases("google_alerts") if case.name == "ok")


def options(*alerts: Alert) -> GoogleAlertsOptions:
    return GoogleAlertsOptions(alerts=alerts)


def read(body: str | bytes, **how):
    return SOURCE.parse(response(body, source="google_alerts", url=PREFIX, shape="", **how))


def feed(*entries: str) -> str:
    return (
        '<feed xmlns="http://www.w3.org/2005/Atom">'
        "<id>tag:google.com,2005:reader/user/01020304050607080910/state/com.google/alerts/"
        f"1112131415161718192</id><title>Google Alert - x</title>{''.join(entries)}</feed>"
    )


def entry(number: int = 1, *, title: str = "T", target: str = "https://herald.example/1") -> str:
    return (
        f"<entry><id>tag:google.com,2013:googlealerts/feed:{number}</id><title>{title}</title>"
        f'<link href="https://www.google.com/url?rct=j&amp;sa=t&amp;url={target}&amp;ct=ga&amp;cd=x'
        '&amp;usg=y"/><published>2026-11-08T14:26:15Z</published></entry>'
    )


def test_without_a_list_the_unnamed_key_is_read_for_every_school():
    plans = [tuple(SOURCE.plan(watch)) for watch in (WRENBECK, ST_ORRINS)]

    assert plans[0] == plans[1]
    ((request,), _) = plans
    assert (request.url, request.credential, request.key) == (PREFIX, "", "google_alerts")


def test_each_listed_alert_is_a_request_that_names_its_key_and_holds_no_address():
    source = GoogleAlerts(
        options(Alert("wrenbeck", ("wrenbeck",), Scope.ABOUT), Alert("harrowmere"))
    )

    found = {request.key: request for request in source.plan(WRENBECK)}

    assert set(found) == {"wrenbeck", "harrowmere"}
    assert {request.credential for request in found.values()} == {"wrenbeck", "harrowmere"}
    assert {request.url for request in found.values()} == {PREFIX}
    assert found["wrenbeck"].scope is Scope.ABOUT
    assert [request.key for request in source.plan(ST_ORRINS)] == ["harrowmere"]


def test_an_alert_listed_twice_for_a_school_is_asked_once():
    source = GoogleAlerts(options(Alert("a", scope=Scope.LOCAL), Alert("a", ("wrenbeck",))))

    (request,) = source.plan(WRENBECK)

    assert request.scope is Scope.LOCAL


@pytest.mark.parametrize("name", [SECRET, "alerts/feeds/1", "a\nb", "x" * 65])
def test_an_address_written_where_a_name_belongs_is_refused_and_not_repeated(name):
    with pytest.raises(ValueError, match="by the name of its key") as refused:
        Alert(name)

    assert name not in str(refused.value)


def test_the_key_is_an_address_that_begins_as_googles_feeds_do():
    assert isinstance(SOURCE, Keyed)
    assert SOURCE.signing == SecretAddress(prefixes=(PREFIX,))


@pytest.mark.parametrize("case", golden_cases("google_alerts"), ids=lambda case: case.name)
def test_no_number_of_the_address_is_in_an_item_or_an_error(case):
    try:
        said = repr(SOURCE.parse(case.response()))
    except SourceError as error:
        said = f"{error!r} {error} {getattr(error, 'head', b'')!r}"

    for number in NUMBERS:
        assert number not in said


@pytest.mark.parametrize("status", [400, 403, 418, 500])
def test_an_error_by_status_holds_no_number_of_the_address(status):
    with pytest.raises(SourceError) as caught:
        read(f"no such feed {SECRET}", status=status)

    assert "0102" not in f"{caught.value} {getattr(caught.value, 'head', b'')!r}"


def test_a_damaged_archive_and_wide_characters_leave_no_trace_in_the_error():
    damaged = gzip.compress(feed(entry()).encode())[:10] + feed(entry()).encode()
    for body in (damaged, feed(entry()).encode("utf-16")):
        with pytest.raises(Unreadable) as caught:
            read(body)
        assert caught.value.head == b""


def test_the_signature_on_a_link_is_not_shown_to_a_developer_either():
    signed = entry(title="", target="https://herald.example/1").replace("cd=x", f"cd={NUMBERS[2]}")

    with pytest.raises(Unreadable) as caught:
        read(feed(signed))

    assert b"herald.example/1" in caught.value.head
    assert NUMBERS[2].encode() not in caught.value.head


def test_an_answer_packed_without_saying_so_is_read():
    assert read(gzip.compress(feed(entry()).encode())).items


def test_an_entry_keeps_its_identity_under_another_title_and_signature():
    (before,), (after,) = (
        read(feed(entry(7, title=title))).items for title in ("First", "First, corrected")
    )

    assert before.identity == after.identity
    assert before.title != after.title


def test_the_date_is_googles_and_so_known_to_the_day_only():
    (item,) = read(feed(entry())).items

    assert item.precision is Precision.DAY


@pytest.mark.parametrize(
    ("target", "url"),
    [
        ("https://herald.example/a?t=88&amp;f=3", "https://herald.example/a?f=3&t=88"),
        ("https%3A%2F%2Fherald.example%2Fa%3Ft%3D88", "https://herald.example/a?t=88"),
        ("https://herald.example/a%3Ft%3D88%26f%3D3", "https://herald.example/a?f=3&t=88"),
        ("https://herald.example/caf%C3%A9", canonical("https://herald.example/café")),
        (
            "https://herald.example/a?cd=1&amp;usg=2&amp;z=3",
            "https://herald.example/a?cd=1&usg=2&z=3",
        ),
    ],
)
def test_the_article_is_found_behind_googles_link_however_it_is_escaped(target, url):
    (item,) = read(feed(entry(target=target))).items

    assert item.url == url
    assert item.via_url == ""


def test_a_page_of_the_web_and_a_missing_feed_say_what_the_operator_does():
    with pytest.raises(Refused, match=r"make it anew at google\.com/alerts"):
        read("\ufeff <!-- --> <html><title>Google Alerts</title></html>")
    with pytest.raises(Gone, match=r"make it anew at google\.com/alerts"):
        read("", status=404)


def test_a_new_alert_that_has_found_nothing_is_an_honest_nothing():
    assert read(feed()).items == ()


def test_the_answer_is_read_the_same_whatever_address_it_is_said_to_come_from():
    answer = OK.response()
    elsewhere = dataclasses.replace(answer, url=SECRET)

    assert SOURCE.parse(answer) == SOURCE.parse(elsewhere)
