"""Reports for people who ask: what each says for none, one and many, as a PDF and as a sheet."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from orm.model.accounts import Check
from orm.model.judgement import Category, Route
from orm.model.report_facts import (
    Article,
    CaseWork,
    LineUsed,
    MonthFacts,
    Period,
    PressFacts,
    Removals,
    SchoolFacts,
    SealedFacts,
    TrustFacts,
    Watched,
)
from orm.model.schools import AccountStatus, SchoolId
from orm.model.steps import Checked, Ending
from orm.model.today import Workload
from orm.model.weeks import AccountsWeek
from reports.dsl_summary import dsl_summary
from reports.governors_summary import CHECKS, ENDINGS, governors_summary
from reports.inspection_view import inspection_view
from reports.press_pack import press_pack
from reports.report_paper import report_csv, report_pdf
from reports.report_view import Heading, read
from reports.trust_summary import trust_summary
from tests.factories_bad_input import BAD_INPUT
from tests.factories_papers import pdf_file, pdf_root, pdf_text
from tests.factories_reports import TERM, YEAR, cells, words
from tests.factories_triage import house_policy

SCHOOL = SchoolId("wrenbeck")
WORDS = words(house_policy())
HEADING = Heading("Wrenbeck Primary School", TERM, date(2026, 11, 18))
LABEL = {kind: row.label for kind, row in house_policy().categories.items()}
WORK = CaseWork(
    opened=((Category.T4, 3), (Category.T5, 2)),
    open_now=((Category.T4, 1),),
    overdue=1,
    sent=((Route.COMPLAINTS, 2), (Route.DELETION_REQUEST, 1)),
    endings=((Ending.CORRECTED, 2), (Ending.NO_ACTION, 1)),
    not_ours=1,
    acted=(timedelta(hours=5), timedelta(days=2), timedelta(days=9)),
    unacted=2,
    removals=Removals(asked=4, granted=1, refused=2, waiting=1),
    overrides=1,
    signposted=2,
    lessons=((Category.T5, date(2026, 10, 2)),),
)
ACCOUNTS = AccountsWeek(
    platforms=(("Bluesky", AccountStatus.ACTIVE), ("X", AccountStatus.DORMANT)),
    findings=((Check.LINKS_OUT, 1),),
    could_not=1,
    lookalikes=2,
    searched=True,
)
MONTHS = (
    MonthFacts(date(2026, 9, 1), 6, 2, 3, 1, (("lunches", 4),), Watched(whole=4)),
    MonthFacts(date(2026, 10, 1), 2, 1, 0, 0, (("lunches", 1), ("parking", 1)), Watched(partly=4)),
    MonthFacts(date(2026, 11, 1), watched=Watched(nothing=2)),
)
FACTS = SchoolFacts(
    school_id=SCHOOL,
    period=TERM,
    kinds=((Category.T3, 5), (Category.T1, 3)),
    months=MONTHS,
    outlets=(("The Harrowmere Herald", 3), ("@quiet_otter", 2), ("ParentPost", 1)),
    work=WORK,
    watched=Watched(whole=4, partly=4, nothing=2),
    accounts=ACCOUNTS,
    policies=("2026.1", "2026.2"),
)
NONE = SchoolFacts(SCHOOL, TERM)


def rows(view):
    """(section, item, figure) → value, of the sheet."""
    return {tuple(row[:3]): row[3] for row in cells(report_csv(view))[1:]}


def governors(facts=FACTS):
    return governors_summary(facts, WORDS, HEADING)


def inspection(facts=FACTS):
    return inspection_view(facts, WORDS, replace(HEADING, period=YEAR))


# ---- the governors' summary says what L19 must state


GOVERNORS = {
    ("What was found, by kind", LABEL[Category.T3], "Posts"): "5",
    ("What was found, by kind", "All", "Posts"): "8",
    ("Cases opened, by kind", LABEL[Category.T4], "Cases"): "3",
    ("Cases opened, by kind", "All", "Cases"): "5",
    ("What was done", house_policy().routes[Route.COMPLAINTS].label, "Times"): "2",
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

ARTICLE = Article(
    outlet="The Harrowmere Herald",
    title="Wrenbeck Primary opens its new library",
    posted_at=datetime(2026, 9, 16, 6, 0, tzinfo=UTC),
    first_seen_at=datetime(2026, 9, 16, 7, 30, tzinfo=UTC),
)


def press(*articles):
    facts = PressFacts(SCHOOL, TERM, articles, Watched(whole=7))
    return press_pack(facts, WORDS, HEADING)


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


# ---- every report, as a PDF and as a sheet

EVERY = {
    "governors": governors,
    "inspection": inspection,
    "dsl": lambda: dsl_summary(SealedFacts(SCHOOL, TERM), WORDS, HEADING),
    "press": lambda: press(ARTICLE),
    "trust": lambda: trust_summary([TrustFacts("W", Workload(SCHOOL), FACTS)], HEADING),
}


@pytest.mark.parametrize("view", EVERY.values(), ids=EVERY)
def test_every_pdf_is_tagged_titled_british_and_the_same_each_time(view):
    made = report_pdf(view())
    catalogue = pdf_root(made)

    assert catalogue["/MarkInfo"]["/Marked"]
    assert catalogue["/Lang"] == "en-GB"
    assert catalogue["/ViewerPreferences"]["/DisplayDocTitle"]
    assert view().title in str(pdf_file(made).metadata)
    assert "pdfuaid:part" in catalogue["/Metadata"].get_data().decode()
    assert made == report_pdf(view())


@pytest.mark.parametrize("view", EVERY.values(), ids=EVERY)
def test_a_sheet_has_four_cells_in_every_row_and_says_what_the_pdf_says(view):
    table = cells(report_csv(view()))
    text = "".join(pdf_text(report_pdf(view())).split())

    assert table[0] == ["section", "item", "figure", "value"]
    assert {len(row) for row in table} == {4}
    for row in table[1:]:
        if row[0] not in {"About", "To fill in"}:
            assert "".join(row[3].split()) in text, row


@pytest.mark.parametrize("text", ["=1+1", "+44", "-1", "@SUM(A1)", "\t=1", " =1", "'=1", "1" * 12])
def test_a_cell_is_never_a_formula_and_loses_no_digit(text):
    facts = replace(FACTS, outlets=((text, 1),), policies=(text,))

    for row in cells(report_csv(governors(facts))) + cells(report_csv(inspection(facts))):
        for each in row:
            assert not each.lstrip().startswith(("=", "+", "-", "@")), each
            assert each != "1" * 12


@pytest.mark.parametrize("text", BAD_INPUT.values(), ids=BAD_INPUT)
def test_any_text_is_text_and_breaks_nothing(text):
    facts = replace(FACTS, outlets=((text, 1),), policies=(text,))
    article = replace(ARTICLE, outlet=text, title=text)

    for view in (governors(facts), inspection(facts), press(article)):
        assert "Wrenbeck Primary School" in pdf_text(report_pdf(view))
        assert {len(row) for row in cells(report_csv(view))} == {4}


def test_a_period_is_said_on_the_report():
    heading = Heading("Wrenbeck", Period(date(2026, 9, 2), date(2026, 9, 2)), date(2026, 9, 3))
    text = pdf_text(report_pdf(governors_summary(NONE, WORDS, heading)))

    assert "Wrenbeck, 2 Sep 2026 to 2 Sep 2026, made on 3 Sep 2026" in text
