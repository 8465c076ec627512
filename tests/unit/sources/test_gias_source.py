"""The register of schools: one file for all, the wanted rows of it, and the day it is of."""

import zipfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO

import httpx
import pytest

from orm.errors import Gone, Unreadable
from orm.model.schools import SchoolId, Watch
from orm.pipeline.dating import dated
from sources._parsing.tables import ONE_FILE, about, wanted
from sources.gias import Gias, GiasOptions
from tests.factories_register import HEADER, register, row, table
from tests.factories_sources import FETCHED_AT, ST_ORRINS, WRENBECK, response

BASE = "https://ea-edubase-api-prod.azurewebsites.net/edubase/downloads/public"
ORRINS = row(urn="990102", name="St Orrin’s C of E Primary School", trust="Mereside Learning Trust")


def read(body, url=f"{BASE}/edubasealldata20261109.csv#urn=990101", **more):
    return Gias().parse(response(body, source="gias", url=url, shape="", **more))


def text_of(**changes):
    (item,) = read(register(row(**changes))).items
    return item.text


def test_all_schools_share_one_request_for_todays_file():
    request = Gias().ask((*Gias().phrases(WRENBECK), *Gias().phrases(ST_ORRINS)))

    assert request.url == f"{BASE}/edubasealldata{{yyyymmdd}}.csv#urn=990101,990102"
    assert request.max_bytes == 120_000_000


def test_the_order_of_the_schools_makes_no_other_request():
    assert Gias().ask(("990102", "990101")) == Gias().ask(("990101", "990102"))


def test_another_school_makes_another_poll_so_that_its_row_is_read_at_once():
    assert Gias().ask(("990101",)).key != Gias().ask(("990101", "990102")).key


def test_the_day_of_asking_is_not_part_of_the_key_and_the_wanted_schools_survive_it():
    request = Gias().ask(("990101",))
    asked = dated(request, now=datetime(2026, 11, 8, 23, 30, tzinfo=UTC))

    assert asked.url == f"{BASE}/edubasealldata20261108.csv#urn=990101"
    assert asked.key == request.key


@pytest.mark.parametrize("urn", ["", "99010", "9901011", "99010a", "９９０１０１"])
def test_a_school_without_a_urn_of_six_digits_is_not_asked_for(urn):
    assert Gias().plan(Watch(SchoolId("x"), "Wrenbeck Primary School", urn=urn)) == ()


def test_the_fullest_question_is_an_address_that_can_be_asked():
    """The client, httpx, takes at most 65,536 characters, fragment included."""
    urns = tuple(str(number) for number in range(100_000, 100_000 + ONE_FILE.most))

    assert httpx.URL(Gias(GiasOptions(also=("groups", "links"))).ask(urns).url).host


def test_wanted_schools_are_read_back_from_the_address():
    request = replace(
        Gias().ask(("1",)), url=about("https://x.example/a.csv", ("990102", "990101"))
    )

    assert wanted(request) == {"990101", "990102"}
    assert wanted(replace(request, url="https://x.example/a.csv")) == frozenset()


def test_only_the_wanted_schools_are_read_and_all_where_none_is_named():
    body = register(row(), ORRINS, row(urn="990301", name="Wrenbeck Primary Academy"))

    assert [item.identity.key for item in read(body).items] == ["990101"]
    assert len(read(body, url="https://saved.example/").items) == 3


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"status": "Closed"}, "Status: Closed."),
        ({"name": "Wrenbeck Academy"}, "Wrenbeck Academy, Harrowmere"),
        ({"trust": "Mereside Learning Trust"}, "Trust: Mereside Learning Trust."),
        ({"phase": "All-through"}, "Phase: All-through."),
        ({"kind": "Academy converter"}, "Type: Academy converter."),
    ],
)
def test_a_change_in_the_register_changes_the_text_and_not_the_identity(change, says):
    (before,) = read(register(row())).items
    (after,) = read(register(row(**change))).items

    assert before.identity == after.identity
    assert says in after.text
    assert says not in before.text


def test_what_changes_every_week_makes_no_new_version():
    with_numbers = {**row(), "NumberOfPupils": "213", "LastChangedDate": "09-11-2026"}

    (before,), (after,) = read(register(row())).items, read(register(with_numbers)).items
    assert (before.title, before.text) == (after.title, after.text)


def test_no_name_of_a_head_is_read():
    (item,) = read(register(row())).items

    assert not {"Ottilie", "Quenby", "Headteacher"} & set(repr(item).replace("'", " ").split())


@pytest.mark.parametrize(
    ("website", "says"),
    [
        ("http://www.wrenbeck.example/", "Website: wrenbeck.example."),
        ("wrenbeck.example", "Website: wrenbeck.example."),
        ("https://wrenbeck.example/logo.png", "Website: wrenbeck.example."),
        ("HTTP//wrenbeck.example", "Local authority: Eastmarch."),
        ("none yet", "Local authority: Eastmarch."),
        ("http://[::1", "Local authority: Eastmarch."),
    ],
)
def test_a_website_is_its_host_or_nothing(website, says):
    assert text_of(website=website).endswith(says)


def test_windows_1252_and_utf_8_read_the_same():
    assert (
        read(register(ORRINS), url="https://saved.example/").items
        == read(register(ORRINS, encoding="utf-8"), url="https://saved.example/").items
    )


def test_the_websites_zip_is_read_like_the_file_in_it():
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("edubasealldata20261109.csv", register(row()))

    assert read(packed.getvalue()).items == read(register(row())).items


@pytest.mark.parametrize("names", [(), ("a.csv", "b.csv")])
def test_a_zip_without_exactly_one_table_is_unreadable(names):
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("readme.txt", "")
        for name in names:
            archive.writestr(name, register(row()))

    with pytest.raises(Unreadable, match="CSV files, not one"):
        read(packed.getvalue())


def test_columns_are_found_by_name_wherever_they_stand():
    assert read(table(HEADER[::-1], row())).items == read(register(row())).items


def test_days_without_a_file_are_walked_back_and_come_to_an_end():
    days, url = [], f"{BASE}/edubasealldata20261109.csv#urn=990101"
    for _ in range(5):
        (follow,) = read("", url=url, status=404).follow
        days.append(follow.url.partition("alldata")[2][:8])
        url = follow.url

    assert days == ["20261108", "20261107", "20261106", "20261105", "20261104"]
    with pytest.raises(Gone, match="last 5 days"):
        read("", url=url, status=404)


def test_a_file_of_another_month_is_not_walked_back_from():
    with pytest.raises(Gone):
        read("", url=f"{BASE}/edubasealldata20260101.csv", status=404)


@pytest.mark.parametrize(
    "url", [f"{BASE}/edubasealldata20269999.csv", f"{BASE}/edubasealldata.csv"]
)
def test_a_missing_file_without_a_real_date_is_gone(url):
    with pytest.raises(Gone):
        read("", url=url, status=404)


def test_the_day_is_counted_in_london():
    late = datetime(2026, 7, 9, 23, 30, tzinfo=UTC)  # already the tenth in London
    answer = replace(
        response("", source="gias", url=f"{BASE}/edubasealldata20260710.csv", status=404),
        fetched_at=late,
    )

    (follow,) = Gias().parse(answer).follow
    assert "20260709" in follow.url
    assert FETCHED_AT - late > timedelta(days=100)


def test_other_files_are_asked_for_once_and_only_when_wanted():
    request = Gias(GiasOptions(also=("links", "groups"))).ask(("990101",))
    url = request.url.replace("{yyyymmdd}", "20261109")
    page = read(register(row()), url=url)

    assert [follow.url.rpartition("/")[2] for follow in page.follow] == [
        "alllinksdata20261109.csv#urn=990101",
        "links_edubasealldata20261109.csv#urn=990101",
    ]
    assert read(register(row()), url=page.follow[0].url).follow == ()


def test_a_school_that_is_not_in_the_register_is_named_and_the_others_are_read():
    page = read(register(row()), url=f"{BASE}/edubasealldata20261109.csv#urn=990101,990109")

    assert [item.identity.key for item in page.items] == ["990101"]
    assert [skip.reason for skip in page.skipped] == [
        "URN 990109 is not in the register; check the school's urn in config.toml"
    ]


def test_broken_rows_are_counted_and_only_so_many_are_named():
    body = register(row()) + b'"1","2"\r\n' * 80
    page = read(body, url="https://saved.example/")

    assert len(page.items) == 1
    assert len(page.skipped) == 51
    assert page.skipped[-1].reason == "and 30 more rows"


def test_the_same_urn_twice_with_other_words_is_counted():
    page = read(register(row(), row(), row(status="Closed")))

    assert len(page.items) == 1
    assert [skip.reason for skip in page.skipped] == ["another row has the same identity"]


def test_an_address_that_cannot_be_fetched_stops_the_start():
    with pytest.raises(ValueError, match="web address"):
        GiasOptions(base_url="ftp://x")
