"""Parent View: where the figures are found, and what they say."""

import pytest

from orm.errors import Unreadable
from orm.model.items import Precision
from orm.model.polls import Scope
from orm.model.schools import SchoolId, Watch
from sources.parent_view import ParentView, ParentViewOptions
from tests.factories_sources import ST_ORRINS, WRENBECK, response

SITE = "https://parentview.ofsted.gov.uk/parent-view-results"
PRINT = f"{SITE}/survey/result-print/12191/17#urn=990101"
NOTHING = "<h1>Wrenbeck Primary School</h1><p>Responses for year</p><p>0</p>"
BEST = "8. When the school makes decisions, it has the child's best interests at heart"


def read(body, url=PRINT, shape="", status=200):
    return ParentView().parse(
        response(body, source="parent_view", url=url, shape=shape, status=status)
    )


def page(*figures, words="1. My child is happy at this school", count=40):
    said = "".join(f"<div>{figure}</div>" for figure in figures)
    return (
        f"<h1>Wrenbeck Primary School</h1><p>Responses for year</p><p>2025/26</p><h3>{words}</h3>"
        f"{said}<p>Figures based on {count} responses up to 03-06-2026</p>"
    )


def charted(chart, words="1. My child is happy"):
    return f'<a class="question-result">{words}</a><span><img src="{chart}"></span>'


def text_of(body):
    (item,) = read(body).items
    return item.text


def test_a_school_is_asked_for_by_its_urn_and_all_that_comes_is_about_it():
    (request,) = ParentView().plan(WRENBECK)

    assert request.url == f"{SITE}/urn/990101#urn=990101"
    assert request.scope is Scope.ABOUT
    assert not request.conditional


def test_each_school_has_its_own_request_and_one_without_a_urn_none():
    (one,), (other,) = ParentView().plan(WRENBECK), ParentView().plan(ST_ORRINS)

    assert one.key != other.key
    assert ParentView().plan(Watch(SchoolId("x"), "Wrenbeck Primary School")) == ()


def test_a_changed_figure_changes_the_text_and_not_the_identity():
    (before,) = read(page("Agree : 50%")).items
    (after,) = read(page("Agree : 49%")).items

    assert before.identity == after.identity
    assert before.identity.key == "990101|2025/26|2019-09"
    assert "Agree 50%" in before.text
    assert "Agree 49%" in after.text


def test_the_questionnaire_of_november_2025_is_another_item():
    (item,) = read(page("Agree : 50%", words=BEST)).items

    assert item.identity.key == "990101|2025/26|2025-11"


def test_the_print_page_and_the_page_for_people_are_one_item():
    (printed,) = read(page("Agree : 50%")).items
    (shown,) = read(page("Agree : 50%"), url=f"{SITE}/survey/result/12191/17#urn=990101").items

    assert printed == shown


def test_figures_hold_the_day_that_they_were_counted_up_to():
    (item,) = read(page("Agree : 50%")).items

    assert (item.posted_raw, item.precision) == ("03-06-2026", Precision.DAY)


@pytest.mark.parametrize(
    ("figure", "says"),
    [
        ("Strongly agree : 50%", "Strongly agree 50%"),
        ("Strongly agree: 50 %", "Strongly agree 50%"),
        ("Don’t know 7%", "Don’t know 7%"),
        ("My child has not been bullied : 80%", "Not bullied 80%"),
        ("Agree : 10% Disagree : 20%", "Agree 10%, Disagree 20%"),
    ],
)
def test_written_figures_are_read(figure, says):
    assert f": {says} (40 responses)." in text_of(page(figure))


@pytest.mark.parametrize(
    ("chart", "says"),
    [
        ("//c.example/chart?chd=t:50,30,10,5,5", "Strongly agree 50%, Agree 30%, Disagree 10%"),
        ("//c.example/chart?chd=t%3A50%2C30%2C10%2C5%2C5", "Strongly agree 50%, Agree 30%"),
        ("//c.example/chart?chd=t:85,15", "Yes 85%, No 15%"),
        ("//c.example/chart?chd=t:85,15&amp;chdl=Likely|Unlikely", "Likely 85%, Unlikely 15%"),
        ("//c.example/chart?chd=t:1,2,97", "in the chart's order 1%, 2%, 97%"),
    ],
)
def test_charted_figures_are_read(chart, says):
    assert f"My child is happy: {says}" in text_of(charted(chart))


@pytest.mark.parametrize(
    "words",
    [
        "4. My child has been bullied at this school. The school dealt with it quickly",
        "4. My child has been bullied and the school dealt with it quickly",
    ],
)
def test_a_statement_of_the_questionnaire_does_not_read_as_a_parents_complaint(words):
    text = text_of(page("Agree : 50%", words=words))

    assert "my child has been bullied" not in text.lower()
    assert "Bullying: the school dealt with it quickly: Agree 50%" in text.replace("The", "the")


def test_no_address_of_a_chart_is_kept():
    assert "c.example" not in repr(read(charted("https://c.example/chart.png?chd=t:85,15")).items)


@pytest.mark.parametrize(
    "chart", ["//c.example/?chd=t:a,b", "//c.example/?chd=t:", "//[?chd=t:1,2"]
)
def test_a_chart_without_figures_is_no_question(chart):
    with pytest.raises(Unreadable):
        read(charted(chart), url="https://saved.example/")


def test_a_question_without_its_number_is_read():
    assert "My child feels safe: Yes 85%, No 15%." in text_of(
        charted("//c.example/?chd=t:85,15", words="My child feels safe")
    )


@pytest.mark.parametrize(("count", "items"), [(9, 0), (10, 1)])
def test_fewer_than_ten_responses_are_left_out_and_counted(count, items):
    found = read(page("Agree : 50%", count=count))

    assert len(found.items) == items
    assert len(found.skipped) == 1 - items


def test_the_questions_own_count_is_trusted_more_than_the_summary():
    """contracts/web.md §4.3: the two can disagree."""
    body = f"<p>Responses for this school</p><p>3</p>{page('Agree : 50%', count=40)}"

    assert "Up to 40 responses." in text_of(body)


def test_without_results_three_years_back_are_asked_for_and_then_nothing():
    years, url, shape = [], f"{SITE}/survey/result/12191/18#urn=990101", ""
    for _ in range(4):
        (follow,) = read(NOTHING, url=url, shape=shape).follow
        years.append(follow.url.rpartition("/")[2])
        url, shape = follow.url, follow.shape

    assert years == ["18#urn=990101", "17#urn=990101", "16#urn=990101", "15#urn=990101"]
    assert read(NOTHING, url=url, shape=shape).follow == ()


@pytest.mark.parametrize(
    ("url", "shape"),
    [("https://saved.example/", ""), (PRINT, "back 3"), (f"{SITE}/survey/result/1/17", "back 0")],
)
def test_a_page_of_the_site_that_does_not_say_that_nothing_is_there_is_no_empty_page(url, shape):
    with pytest.raises(Unreadable, match="does not say so"):
        read("<title>Page not found | Ofsted Parent View</title>", url=url, shape=shape)


def test_there_is_no_year_before_the_first():
    assert read(NOTHING, url=f"{SITE}/survey/result-print/12191/1").follow == ()


def test_a_landing_page_that_leads_to_landing_pages_comes_to_an_end():
    link = f'{NOTHING}<a href="/parent-view-results/survey/result/12191/17">2025/26</a>'
    (follow,) = read(link, url=f"{SITE}/urn/990101").follow

    assert read(link, url=f"{SITE}/urn/990101", shape=follow.shape).follow == ()


def test_a_missing_year_on_the_way_back_does_not_hide_the_years_before():
    (follow,) = read("", shape="back 1", status=404).follow

    assert "/12191/16#" in follow.url


def test_a_page_without_a_school_is_named_by_its_urn():
    (item,) = read(charted("//c.example/?chd=t:85,15")).items

    assert item.title == "Parent View year 17: URN 990101"


@pytest.mark.parametrize("heading", ["Ofsted Parent View | Wrenbeck", "Wrenbeck - survey results"])
def test_the_schools_name_is_read_without_the_sites(heading):
    (item,) = read(f"<h1>{heading}</h1>{charted('//c.example/?chd=t:85,15')}").items

    assert item.title == "Parent View year 17: Wrenbeck"


def test_an_address_that_cannot_be_fetched_stops_the_start():
    with pytest.raises(ValueError, match="web address"):
        ParentViewOptions(base_url="")
