"""Reports for people who ask: what each says for none, one and many."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from orm.model.accounts import Check
from orm.model.judgement import Category, Route
from orm.model.report_facts import LineUsed, MonthFacts, SealedFacts, TrustFacts, Watched
from orm.model.schools import SchoolId
from orm.model.steps import Checked, Ending
from orm.model.today import Workload
from reports.dsl_summary import dsl_summary
from reports.governors_summary import CHECKS, ENDINGS
from reports.report_paper import report_csv, report_pdf
from reports.report_view import read
from reports.trust_summary import trust_summary
from tests.factories_papers import pdf_file, pdf_text
from tests.factories_report_facts import (
    ARTICLE,
    FACTS,
    HEADING,
    LABEL,
    NONE,
    SCHOOL,
    WORDS,
    governors,
    inspection,
    press,
    rows,
)
from tests.factories_reports import TERM, cells
from tests.factories_triage import house_policy

# ---- the governors' summary says what L19 must state


GOVERNORS = {
    ("What was found, by kind", LABEL[Category.T3], "Posts"): "5",
    ("What was found, by kind", "All", "Posts"): "8",
    ("Cases opened, by kind", LABEL[Category.T4], "Cases"): "3",
    ("Cases opened, by kind", "All", "Cases"): "5",
    ("What was done", house_policy().routes[Route.COMPLAINTS].label, "Times"): "2",
    ("What was done", "Thanks for praise passed on to the people it was for", "Times"): "3",
    (
        "Time to action",
        "Until the first step was taken or the case ended",
        "Result",
    ): "half within 2 days, the longest 9 days",
    ("Time to action", "No step yet", "Result"): "2",
    ("Time to action", "Of these past their time", "Result"): "1",
    ("How cases ended", "Corrected or answered", "Cases"): "2",
    ("How cases ended", "Ended without action", "Cases"): "1",
    ("How cases ended", "Not about the school after all", "Cases"): "1",
    ("Fairness", "Removal asked for", "Cases"): "4",
    ("Fairness", "Removal granted", "Cases"): "1",
    ("Fairness", "Removal refused", "Cases"): "2",
    ("Fairness", "No answer yet", "Cases"): "1",
    ("Fairness", "Free expression gate (G2) set aside by two leaders", "Cases"): "1",
    ("Fairness", "Pointed to the complaints procedure", "Cases"): "2",
    ("Official accounts, as last checked", "Accounts, active", "Number"): "1",
    (
        "Official accounts, as last checked",
        "An account does not link to our website",
        "Number",
    ): "1",
    ("Lessons", LABEL[Category.T5], "Debriefed on"): "2 Oct 2026",
    ("What could not be measured", "No source was read", "Weeks"): "2",
    ("The written policy that posts were judged by", "2026.2", "Used"): "in this time",
    ("To fill in", "Data protection impact assessment (DPIA): status and date", ""): "",
}


@pytest.mark.parametrize("place", GOVERNORS, ids=lambda place: f"{place[0]}: {place[1]}")
def test_the_summary_states_what_governors_are_owed(place):
    assert rows(governors())[place] == GOVERNORS[place]


def test_an_empty_term_says_none_and_not_that_all_was_quiet():
    text = pdf_text(report_pdf(governors(replace(NONE, watched=Watched(nothing=3, before=4)))))

    assert "No source was read, so nothing is said about posts." in text
    assert "No case was opened in this time." in text
    assert "No case was closed with a lesson in this time." in text
    assert "The school has no official accounts in its register." in text
    assert "Look-alikes were not searched for yet." in text
    assert "nothing to measure" in text


def test_a_quiet_term_that_was_read_says_so():
    text = pdf_text(report_pdf(governors(replace(NONE, watched=Watched(whole=7)))))

    assert "No post was found in what could be read." in text
    assert "Every source was read in 7 of 7 weeks." in text


def test_every_check_and_every_ending_has_words():
    assert set(CHECKS) == set(Check)
    assert set(ENDINGS) == set(Ending)


READ = {
    Watched(): "The time holds no full week, so nothing is said about how well it was read.",
    Watched(whole=1): "Every source was read in 1 of 1 week.",
    Watched(
        whole=2, partly=1
    ): "Every source was read in 2 of 3 weeks. The rest: 1 week in which a part"
    " of the sources was not read. A low number there does not mean that little was said.",
}


@pytest.mark.parametrize("watched", READ)
def test_what_was_read_is_one_sentence(watched):
    assert read(watched).startswith(READ[watched])


# ---- the pre-inspection view


def test_months_show_numbers_and_mark_what_was_not_measured():
    found = rows(inspection())

    assert found["Posts and tone, by month", "Sep 2026", "Posts"] == "6"
    assert found["Posts and tone, by month", "Oct 2026", "Posts"] == "2 (not all read)"
    assert found["Posts and tone, by month", "Nov 2026", "Posts"] == "not measured"
    assert found["Posts and tone, by month", "All", "Lean against it"] == "3"
    lunches = house_policy().themes["lunches"].label
    assert found["Subjects, by month", lunches, "Sep 2026"] == "4"
    assert found["Subjects, by month", lunches, "Nov 2026"] == "?"
    assert found["Subjects, by month", lunches, "All"] == "5"
    assert found["Subjects, by month", lunches, "Usual month"] == "1.7"


def test_only_a_place_that_is_no_handle_is_named():
    found = rows(inspection())

    assert found["Papers and review sites", "The Harrowmere Herald", "Articles or reviews"] == "3"
    assert found["Papers and review sites", "Elsewhere", "Articles or reviews"] == "2"
    assert "otter" not in report_csv(inspection()).decode()


def test_what_is_open_is_by_kind():
    found = rows(inspection())

    assert found["Open on the day of this report", LABEL[Category.T4], "Cases"] == "1"
    assert found["Open on the day of this report", "Past their time", "Cases"] == "1"


@pytest.mark.parametrize(
    ("sealed", "said"),
    [
        (None, False),
        (0, "0 sealed cases were"),
        (1, "1 sealed case was"),
        (2, "2 sealed cases were"),
    ],
)
def test_sealed_cases_are_a_number_for_who_may_know_it(sealed, said):
    text = pdf_text(report_pdf(inspection(replace(FACTS, sealed=sealed))))

    assert (said in text) if said else ("sealed case w" not in text)
    assert "opened that you may open" not in pdf_text(
        report_pdf(governors(replace(FACTS, sealed=sealed)))
    )


def test_a_year_of_many_subjects_fits_and_says_how_many_are_left_out():
    themes = tuple((f"subject-{number:02d}", 40 - number) for number in range(30))
    months = tuple(
        MonthFacts(date(2026, number, 1), 9, themes=themes, watched=Watched(whole=4))
        for number in range(1, 13)
    )
    view = inspection(replace(FACTS, months=months))
    found = rows(view)

    assert found["Subjects, by month", "subject-14", "Dec 2026"] == "26"
    assert ("Subjects, by month", "subject-15", "All") not in found
    assert found["Subjects, by month", "Note", ""] == "And 15 more subjects that came up less."
    assert len(pdf_file(report_pdf(view)).pages) <= 5


# ---- the safeguarding lead's report


def test_the_lead_reads_kinds_by_month_times_and_missing_references():
    facts = SealedFacts(
        SCHOOL,
        TERM,
        months=((date(2026, 9, 1), Category.T11, 2),),
        handed_over=(timedelta(minutes=20), timedelta(hours=9)),
        waiting=1,
        open_now=1,
        references=((Route.LADO, 1, 2),),
    )
    table = cells(report_csv(dsl_summary(facts, WORDS, HEADING)))

    assert ["Sealed cases opened", "Sep 2026", "Kind", LABEL[Category.T11]] in table
    assert ["Sealed cases opened", "Sep 2026", "Cases", "2"] in table
    lado = house_policy().routes[Route.LADO].label
    assert ["References of what was handed over", lado, "Reference written down", "1"] in table
    assert ["References of what was handed over", lado, "Reference missing", "2"] in table
    assert ["Time to hand-over", "Not handed over yet", "Result", "1 case"] in table


def test_a_term_without_a_concern_says_so():
    text = pdf_text(report_pdf(dsl_summary(SealedFacts(SCHOOL, TERM), WORDS, HEADING)))

    assert "No sealed case was opened in this time." in text
    assert "Nothing was handed over in this time." in text


# ---- the press pack


def cell(view, column):
    return next(row[3] for row in cells(report_csv(view)) if row[2] == column)


def test_an_article_has_its_times_in_uk_time_and_nobody_has_checked_it():
    view = press(ARTICLE)

    assert cell(view, "Headline") == ARTICLE.title
    assert cell(view, "Published") == "16 Sep 2026, 07:00"
    assert cell(view, "First known") == "16 Sep 2026, 08:30"
    assert cell(view, "Accurate?") == "not checked"
    assert cell(view, "Checked by") == "nobody"
    assert cell(view, "Line used") == "none"


@pytest.mark.parametrize(
    ("checked", "said"),
    [
        (Checked.FALSE, "not accurate"),
        (Checked.MAYBE, "may be accurate"),
        (Checked.TRUE, "accurate"),
        (Checked.NOTHING, "nothing to check"),
    ],
)
def test_who_checked_it_is_named_with_what_they_found(checked, said):
    lines = (LineUsed(Route.PRESS_LINE, "L12 2026.1", datetime(2026, 9, 17, 9, 0, tzinfo=UTC)),)
    view = press(replace(ARTICLE, checked=checked, checked_by="head", lines=lines))

    assert cell(view, "Accurate?") == said
    assert cell(view, "Checked by") == "Ada Ferrow"
    assert cell(view, "Line used").endswith("(L12 2026.1), 17 Sep 2026, 10:00")


def test_a_checker_who_is_gone_is_not_invented():
    view = press(replace(ARTICLE, checked=Checked.TRUE, checked_by="long-gone"))

    assert cell(view, "Checked by") == "somebody who has left"


@pytest.mark.parametrize("title", ["", "Ask @quiet_otter", "See https://x.example", "a [SLUR] b"])
def test_a_headline_that_is_not_fit_is_not_repeated(title):
    assert cell(press(replace(ARTICLE, title=title)), "Headline") == "(headline not repeated)"


def test_no_article_is_said_to_be_what_could_be_read():
    assert "No article was found in what could be read." in pdf_text(report_pdf(press()))


def test_five_hundred_articles_are_all_in_the_pack():
    view = press(*(replace(ARTICLE, title=f"Library, part {number}.") for number in range(500)))
    text = " ".join(pdf_text(report_pdf(view)).split())

    assert all(f"part {number}." in text for number in range(500))


# ---- schools side by side


def test_schools_stand_side_by_side_and_a_blind_one_is_not_quiet():
    schools = [
        TrustFacts("Wrenbeck Primary School", Workload(SCHOOL, 3, 1, 2, 1, 9), FACTS),
        TrustFacts(
            "St Orrin's", Workload(SchoolId("o")), replace(NONE, watched=Watched(nothing=7))
        ),
    ]
    found = rows(trust_summary(schools, HEADING))

    assert found["What waits today", "Wrenbeck Primary School", "Open cases"] == "3"
    assert found["What waits today", "Wrenbeck Primary School", "Sources not read"] == "1 of 9"
    assert found["What waits today", "St Orrin's", "Sources not read"] == "none set up"
    assert found["What was seen and done", "Wrenbeck Primary School", "Cases ended"] == "4"
    assert found["What was seen and done", "St Orrin's", "Posts"] == "not measured"
    assert (
        found["How well each school was read, in weeks", "Wrenbeck Primary School", "No source"]
        == "2"
    )
