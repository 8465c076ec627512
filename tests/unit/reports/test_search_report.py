"""What parents see first, month by month: places, tone and changes, and never a title that speaks ill."""

from dataclasses import replace
from datetime import UTC, date, datetime

from orm.accounts.first_page import by_month
from orm.model.first_page import FirstPage, Result, Tone
from orm.model.report_facts import Period
from orm.model.schools import ContactId
from reports.report_paper import report_csv
from reports.search_report import search_report
from tests.factories_report_facts import HEADING, SCHOOL, WORDS
from tests.factories_reports import PLANTED, cells, told_by

AUTUMN = Period(date(2026, 9, 1), date(2026, 11, 18))


def result(place, site, tone=Tone.NEUTRAL, *, title="A page", ours=False):
    return Result(place, title, site, f"https://{site}/x", tone, ours=ours)


def page(month, *results, by="head"):
    at = datetime(2026, month, 5, 9, 0, tzinfo=UTC)
    return FirstPage(SCHOOL, date(2026, month, 1), ContactId(by) if by else None, at, results)


OURS = result(1, "wrenbeck.example", ours=True, title="Wrenbeck Primary School")
NOVEMBER = page(
    11,
    replace(OURS, place=2),
    result(1, "herald.example", Tone.POSITIVE, title="Wrenbeck opens a library"),
    result(3, "meremum.example", Tone.NEGATIVE, title=PLANTED["title"]),
)
SEPTEMBER = page(9, OURS, result(2, "old.example", Tone.NEGATIVE, title=PLANTED["title"]))
AUGUST = page(8, result(1, "old.example"))
PAGES = (NOVEMBER, SEPTEMBER, AUGUST)


def view(pages=PAGES, period=AUTUMN):
    months = by_month(pages, period.first_on, period.last_on)
    return search_report(months, WORDS, replace(HEADING, period=period))


def rows(view):
    return {tuple(row[:3]): row[3] for row in cells(report_csv(view))[1:]}


def test_each_month_says_who_stands_where_what_changed_and_when_nobody_looked():
    found = rows(view())

    november = "First page in Nov 2026"
    assert found[november, "1", "Site"] == "herald.example"
    assert found[november, "1", "Since Sep 2026"] == "new"
    assert found[november, "2", "Since Sep 2026"] == "was in place 1"
    assert found[november, "2", "Our own"] == "yes"
    assert found[november, "3", "Speaks of the school"] == "ill"
    assert found["Gone from the first page in Nov 2026", "2", "Site"] == "old.example"
    assert found["First page in Oct 2026", "None", ""].startswith("Nobody looked this month")
    assert found["First page in Sep 2026", "1", "Since Aug 2026"] == "new"
    assert "Somebody looked in 2 of 3 months." in report_csv(view()).decode()
    assert "Written down by Ada Ferrow on 5 Nov 2026." in report_csv(view()).decode()


def test_a_title_is_told_of_our_own_pages_and_of_what_does_not_speak_ill():
    found = rows(view())

    assert found["First page in Nov 2026", "1", "Title"] == "Wrenbeck opens a library"
    assert found["First page in Nov 2026", "2", "Title"] == "Wrenbeck Primary School"
    assert found["First page in Nov 2026", "3", "Title"] == "(not repeated)"
    assert told_by(report_csv(view()), PLANTED) == []
    handle = page(11, result(1, "x.example", Tone.POSITIVE, title=f"By {PLANTED['handle']}"))
    assert told_by(report_csv(view((handle,))), PLANTED) == []


def test_the_first_month_of_all_has_nothing_to_compare_with_and_an_empty_page_says_so():
    found = rows(view((page(9, OURS),)))
    assert (
        found["First page in Sep 2026", "1", "Since the month before"] == "nothing to compare with"
    )
    nothing = rows(view((page(9, by=""),)))
    assert nothing["First page in Sep 2026", "None", ""] == "Nothing came up."


def test_a_period_that_begins_in_a_month_is_about_the_whole_month():
    months = by_month(PAGES, date(2026, 9, 20), date(2026, 12, 1))

    assert [each.first_on.month for each in months] == [9, 10, 11, 12]
    assert (months[0].page, months[0].since) == (SEPTEMBER, date(2026, 8, 1))
