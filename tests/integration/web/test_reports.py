"""Reports in a browser's hands: offered by role, made for the time that was typed, of one's own school."""

import pytest

from tests.factories_desk import PEOPLE, POSTS
from tests.factories_reports import cells, text_of

KINDS = ("governors", "inspection", "dsl", "press", "first-page", "trust")


def offered(desk, person):
    page = desk.browser(person).get("/reports").text
    return {kind for kind in KINDS if f'action="/reports/{kind}.pdf"' in page}


@pytest.mark.parametrize(
    ("person", "kinds"),
    [
        ("head", {"governors", "inspection", "press", "first-page"}),
        ("deputy", {"governors", "inspection", "press", "first-page"}),
        ("dsl", {"dsl"}),
        ("dep-dsl", {"governors", "inspection", "dsl", "first-page"}),
        ("comms", {"first-page"}),
        ("chair", {"governors"}),
        ("trust", {"governors", "inspection", "first-page", "trust"}),
    ],
)
def test_a_person_is_offered_their_reports(desk, person, kinds):
    assert offered(desk, person) == kinds


def test_the_menu_leads_there_for_who_has_reports(desk):
    assert 'href="/reports"' in desk.browser("chair").get("/").text
    for person in ("it", "dpo"):
        assert 'href="/reports"' not in desk.browser(person).get("/").text


def test_the_page_begins_with_the_running_term(desk):
    page = desk.browser("chair").get("/reports").text

    assert 'value="2026-11-02"' in page
    assert 'value="2026-11-20"' in page


@pytest.mark.parametrize("form", ["pdf", "csv"])
@pytest.mark.parametrize(
    ("person", "kind"),
    [
        ("chair", "governors"),
        ("head", "inspection"),
        ("dsl", "dsl"),
        ("head", "press"),
        ("comms", "first-page"),
        ("trust", "trust"),
    ],
)
def test_a_report_comes_as_a_file_and_quotes_no_post_and_no_case(desk, person, kind, form):
    answer = desk.browser(person).get(f"/reports/{kind}.{form}?from=2026-11-01&to=2026-11-20")
    text = text_of(answer.content)

    assert answer.status_code == 200
    assert answer.headers["content-disposition"].startswith("attachment")
    assert f'-2026-11-20.{form}"' in answer.headers["content-disposition"]
    assert "20 Nov 2026" in text
    for ref in desk.cases.values():
        assert ref not in text
    for post in POSTS.values():
        assert post[:30] not in " ".join(text.split())


def test_the_figures_are_those_of_the_posts_that_were_brought(desk):
    answer = desk.browser("chair").get("/reports/governors.csv?school=wrenbeck")
    found = {(row[0], row[1]): row[3] for row in cells(answer.content)}

    assert found["What was found, by kind", "Praise or thanks"] == "1"
    # two of the eight are for few people: the concern, and what is said about the head
    assert found["What was found, by kind", "All"] == str(len(POSTS) - 2)


def test_another_schools_report_is_refused(desk):
    for kind in ("governors", "inspection", "press"):
        for school in ("st-orrins", "nowhere"):
            answer = desk.browser("head").get(f"/reports/{kind}.pdf?school={school}")
            assert answer.status_code == 403
            assert "There is no such school for you here" in answer.text


def test_schools_side_by_side_are_those_of_the_reader(desk):
    rows = cells(desk.browser("trust").get("/reports/trust.csv").content)

    schools = {row[1] for row in rows if row[0] == "What waits today"}
    assert schools == {"Wrenbeck Primary School", "St Orrin's C of E Primary School"}
    assert desk.browser("other-head").get("/reports/trust.csv").status_code == 404


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("from=2027-01-01", "still to come"),
        ("from=2026-11-10&to=2026-11-01", "comes after"),
        ("from=<script>", "Type a day like 2026-09-02"),
    ],
)
def test_days_that_make_no_time_are_said_beside_their_report(desk, query, says):
    answer = desk.browser("head").get(f"/reports/press.pdf?{query}")

    assert answer.status_code == 422
    assert says in answer.text
    assert 'href="#f-from-press"' in answer.text
    assert "<script>" not in answer.text


def test_what_is_no_report_is_not_found(desk):
    for path in ("/reports/everything.pdf", "/reports/governors.docx", "/reports/governors.PDF"):
        assert desk.browser("head").get(path).status_code == 404


def test_on_the_first_day_every_report_can_be_made_and_claims_nothing(empty_desk):
    for kind, person in (("governors", "chair"), ("inspection", "head"), ("press", "head")):
        text = text_of(empty_desk.browser(person).get(f"/reports/{kind}.csv").content)
        assert "before orm watched the school" in text


HEADS = frozenset({"head", "deputy", "other-head"})
REPORTS = {
    "governors": HEADS | {"dep-dsl", "trust", "chair", "other-chair"},
    "inspection": HEADS | {"dep-dsl", "trust"},
    "dsl": frozenset({"dsl", "dep-dsl", "other-head"}),
    "press": HEADS,
    "first-page": HEADS | {"dep-dsl", "trust", "comms"},
    "trust": frozenset({"trust"}),
}
"""Who may have each report: by role, by deputising, and side by side only for several schools."""


def test_a_report_is_for_whom_it_is_written_and_nobody_else_finds_it(desk):
    browsers = {person: desk.browser(person) for person, *_ in PEOPLE}
    for kind, readers in REPORTS.items():
        for form in ("pdf", "csv"):
            path = f"/reports/{kind}.{form}"
            found = {
                person
                for person, browser in browsers.items()
                if browser.get(path).status_code != 404
            }
            assert found == readers, path
