"""Facts of reports with something in every number, and each report made of them; invented."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from orm.model.accounts import Check
from orm.model.judgement import Category, Route
from orm.model.report_facts import (
    Article,
    CaseWork,
    MonthFacts,
    PressFacts,
    Removals,
    SchoolFacts,
    SealedFacts,
    SearchMonth,
    TrustFacts,
    Watched,
)
from orm.model.schools import AccountStatus, SchoolId
from orm.model.steps import Ending
from orm.model.today import Workload
from orm.model.weeks import AccountsWeek
from reports.dsl_summary import dsl_summary
from reports.governors_summary import governors_summary
from reports.inspection_view import inspection_view
from reports.press_pack import press_pack
from reports.report_paper import report_csv
from reports.report_view import Heading
from reports.search_report import search_report
from reports.trust_summary import trust_summary
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
    thanked=3,
)
NONE = SchoolFacts(SCHOOL, TERM)


def rows(view):
    """(section, item, figure) → value, of the sheet."""
    return {tuple(row[:3]): row[3] for row in cells(report_csv(view))[1:]}


def governors(facts=FACTS):
    return governors_summary(facts, WORDS, HEADING)


def inspection(facts=FACTS):
    return inspection_view(facts, WORDS, replace(HEADING, period=YEAR))


ARTICLE = Article(
    outlet="The Harrowmere Herald",
    title="Wrenbeck Primary opens its new library",
    posted_at=datetime(2026, 9, 16, 6, 0, tzinfo=UTC),
    first_seen_at=datetime(2026, 9, 16, 7, 30, tzinfo=UTC),
)


def press(*articles):
    facts = PressFacts(SCHOOL, TERM, articles, Watched(whole=7))
    return press_pack(facts, WORDS, HEADING)


EVERY = {
    "governors": governors,
    "inspection": inspection,
    "dsl": lambda: dsl_summary(SealedFacts(SCHOOL, TERM), WORDS, HEADING),
    "press": lambda: press(ARTICLE),
    "first-page": lambda: search_report((SearchMonth(TERM.first_on),), WORDS, HEADING),
    "trust": lambda: trust_summary([TrustFacts("W", Workload(SCHOOL), FACTS)], HEADING),
}
"""A maker of each report."""
