"""Ofsted's monthly file: which one is followed, and which inspections a row holds."""

import csv
import json
from io import StringIO

import pytest

from orm.errors import Unreadable
from orm.model.schools import SchoolId, Watch
from sources.ofsted import Ofsted, OfstedOptions
from tests.factories_sources import ST_ORRINS, WRENBECK, response

ASSETS = "https://assets.publishing.service.gov.uk/media"
PAGE = "https://www.gov.uk/api/content/x#urn=990101"
STATE = "Management_information_-_state-funded_schools_-_latest_inspections_as_at_"
NAMED = {"URN": "990101", "School name": "Wrenbeck Primary School", "Postcode": "HM4 2AB"}
OEIF = "Inspection start date of latest OEIF graded inspection"


def read(body, url="https://saved.example/", shape=""):
    return Ofsted().parse(response(body, source="ofsted", url=url, shape=shape))


def table(*rows):
    out = StringIO()
    header = list(dict.fromkeys(name for row in rows for name in row))
    writer = csv.DictWriter(out, header, restval="NULL")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def offer(*files, title=""):
    attachments = [{"title": title, "url": f"{ASSETS}/{n}/{name}"} for n, name in enumerate(files)]
    return json.dumps({"details": {"attachments": attachments}})


def identities(*rows):
    return [item.identity.key for item in read(table(*rows)).items]


def test_all_schools_share_one_request_for_the_page_that_offers_the_files():
    request = Ofsted().ask((*Ofsted().phrases(ST_ORRINS), *Ofsted().phrases(WRENBECK)))

    assert request.url.startswith(
        "https://www.gov.uk/api/content/government/statistical-data-sets/"
    )
    assert request.url.endswith("#urn=990101,990102")
    assert not request.conditional, "an unchanged page must still be followed"


def test_a_school_without_a_urn_is_not_asked_for():
    assert Ofsted().plan(Watch(SchoolId("x"), "Wrenbeck Primary School")) == ()


@pytest.mark.parametrize(
    "files",
    [
        (f"{STATE}30_June_2026.csv", f"{STATE}31_Oct_2026.csv"),
        (f"{STATE}31_Oct_2026.csv", f"{STATE}30_Sep_2026.csv"),
        (f"{STATE}31_Oct_2026.csv", f"{STATE}31_Oct_2027.csv"),
        (f"{STATE}31_Oct_2026.csv", f"{STATE}5_Nov_2026.ods"),
        (
            f"{STATE}31_Oct_2026.csv",
            f"{STATE}5_Nov_2026.csv".replace("state-funded", "independent"),
            "Management_information_-_all_inspections_-_published_by_5_Nov_2026.csv",
        ),
    ],
    ids=["newest last", "newest first", "of the future", "no CSV", "other files"],
)
def test_the_newest_file_of_latest_inspections_of_state_schools_is_followed(files):
    (follow,) = read(offer(*files), url=PAGE).follow

    assert follow.url.endswith("as_at_31_Oct_2026.csv#urn=990101")
    assert follow.max_bytes == 120_000_000


def test_a_relative_address_of_a_file_is_made_whole():
    body = offer(f"{STATE}31_Oct_2026.csv").replace(ASSETS, "/media")

    (follow,) = read(body, url=PAGE).follow
    assert follow.url.startswith("https://www.gov.uk/media/0/")


def test_a_title_may_say_what_a_file_is():
    (follow,) = read(offer("f.csv", title="State: latest inspections as at 31 October 2026")).follow

    assert follow.url == f"{ASSETS}/0/f.csv"


def test_a_page_that_leads_to_itself_is_not_followed_again():
    with pytest.raises(Unreadable, match="offers no CSV"):
        read(offer(f"{STATE}31_Oct_2026.csv"), shape="table")


@pytest.mark.parametrize("files", [None, "x", 3, [3, {"url": 3}, {"title": None, "url": "x.csv"}]])
def test_attachments_of_another_form_are_unreadable(files):
    with pytest.raises(Unreadable, match="offers no CSV"):
        read(json.dumps({"details": {"attachments": files}}))


def test_a_judgement_that_changes_changes_the_text_and_not_the_identity():
    first = NAMED | {"Inspection start date": "22/09/2026", "Inclusion": "Strong standard"}
    (before,), (after,) = (
        read(table(first)).items,
        read(table(first | {"Inclusion": "Expected standard"})).items,
    )

    assert before.identity == after.identity
    assert "Inclusion: Strong standard." in before.text
    assert "Inclusion: Expected standard." in after.text


def test_every_inspection_of_a_row_is_an_item_and_an_absent_one_is_none():
    row = NAMED | {
        "Inspection start date": "22/09/2026",
        "Inspection type": "Routine inspection",
        OEIF: "11/06/2019",
        "Date of latest ungraded inspection": "",
    }

    assert identities(row) == [
        "990101|2026-09-22|routine inspection",
        "990101|2019-06-11|graded inspection",
    ]


def test_columns_that_repeat_the_latest_inspection_make_no_second_item():
    row = NAMED | {
        "Inspection start date": "11/06/2019",
        "Inspection type": "S5 Inspection",
        OEIF: "11/06/2019",
        "Latest OEIF overall effectiveness": "4",
    }

    assert identities(row) == ["990101|2019-06-11|s5 inspection"]
    (item,) = read(table(row)).items
    assert "Overall effectiveness: Inadequate (4)." in item.text


@pytest.mark.parametrize("nothing", ["", "NULL", "null", "-"])
def test_a_blank_in_any_spelling_is_no_judgement(nothing):
    row = NAMED | {"Inspection start date": "22/09/2026", "Achievement": nothing}

    (item,) = read(table(row)).items
    assert "Achievement" not in item.text


def test_what_is_not_judged_is_said_in_the_files_own_words():
    row = NAMED | {OEIF: "11/06/2019", "Latest OEIF overall effectiveness": "Not judged"}

    (item,) = read(table(row)).items
    assert "Overall effectiveness: Not judged." in item.text


def test_a_date_that_cannot_be_read_keeps_the_item_without_a_date():
    (item,) = read(table(NAMED | {"Inspection start date": "spring 2026"})).items

    assert item.posted_at is None
    assert item.identity.key == "990101|spring 2026|inspection"


def test_headers_are_read_whatever_their_capitals_and_spaces():
    body = table(NAMED | {"Inspection start date": "22/09/2026"})

    assert read(body.replace("URN", " urn ").replace("School name", "SCHOOL NAME")).items


def test_a_table_without_any_date_of_inspection_is_not_ofsteds():
    with pytest.raises(Unreadable, match="columns"):
        read(table(NAMED))


def test_a_report_is_known_by_its_file_whatever_its_page_says():
    page = (
        '<h1 class="heading--title">{}</h1><ol class="timeline"><li class="timeline__day">'
        '<time>19 October 2026</time><a class="publication-link" '
        'href="https://files.ofsted.gov.uk/v1/file/5099">Report</a></li></ol>'
    )
    (before,), (after,) = (
        read(page.format(name)).items for name in ("Wrenbeck", "Wrenbeck Primary")
    )

    assert before.identity.key == after.identity.key == "file 5099"


def test_a_page_of_a_school_without_reports_is_an_honest_nothing():
    page = '<h1 class="heading--title">Wrenbeck</h1><ol class="timeline"></ol>'

    assert read(page).items == ()


def test_reports_are_never_asked_for():
    """contracts/web.md §4.2: the reports site is class B."""
    assert not any("reports.ofsted" in request.url for request in Ofsted().plan(WRENBECK))


def test_an_address_that_cannot_be_fetched_stops_the_start():
    with pytest.raises(ValueError, match="web address"):
        OfstedOptions(base_url="gopher://x")
