"""Planted names, handles, words and references, in every field of posts and records, in no report."""

from datetime import timedelta

from orm.model.items import Kind
from orm.model.judgement import Category, Route, Severity
from orm.model.report_facts import TrustFacts
from orm.model.schools import Role
from orm.model.steps import SET_ASIDE, Ending
from reports.dsl_summary import dsl_summary
from reports.governors_summary import governors_summary
from reports.inspection_view import inspection_view
from reports.press_pack import press_pack
from reports.report_paper import report_csv, report_pdf
from reports.report_view import Heading
from reports.trust_summary import trust_summary
from tests.factories_reports import IN_TERM, PLANTED, TERM, about, planted, step, told_by, words
from tests.factories_store import NOW, SCHOOLS, WRENBECK
from tests.factories_trends import BOTH, bring_in, sight
from tests.factories_triage import house_policy

EVERYTHING = sight(*Role, schools=BOTH)
HEADING = Heading("Wrenbeck Primary School", TERM, NOW.date())
SEALED = {Category.T11, Category.T12, Category.T13, Category.T14}
KINDS = (Category.T1, Category.T4, Category.T5, *sorted(SEALED), Category.T20)
SECRETS = {**PLANTED, "reference": "MC-4711-77", "lesson": "never ring after four"}


def refs():
    return {kind: f"K{number:03d}-2MX9" for number, kind in enumerate(KINDS)}


def told_everything(store):
    """A case of every kind, with every step that reports count, and planted words in all of it."""
    for kind, ref in refs().items():
        news = {"item": planted(kind, kind=Kind.NEWS)} if kind is Category.T20 else {}
        severity = Severity.S2
        judged = about(kind, kind, ref=ref, sealed=kind in SEALED, severity=severity, **news)
        bring_in(store, IN_TERM, judged)
        step(store, SET_ASIDE, ref=ref)
        step(store, "gate G2 answered", ref=ref, answers={"checked": "it is false"})
        for route in (Route.DELETION_REQUEST, Route.LADO, Route.PRESS_LINE):
            step(store, "proposed", ref=ref, route=route.value, rule=PLANTED["words"])
            said = {"route": route.value, "reference": SECRETS["reference"]}
            step(store, "sent", ref=ref, days=1, **said)
        lesson = f"{PLANTED['name']}: {SECRETS['lesson']}"
        step(store, "closed", ref=ref, ending=Ending.CORRECTED.value, lesson=lesson)


def views(store):
    labels, shelf = words(house_policy()), store.shelf
    facts = shelf.school_facts(EVERYTHING, WRENBECK, TERM, now=NOW)
    loads = shelf.workloads(EVERYTHING, since=NOW - timedelta(days=90), now=NOW)
    names = {school.id: school.name for school in SCHOOLS}
    side = [
        TrustFacts(
            names[each.school_id],
            each,
            shelf.school_facts(EVERYTHING, each.school_id, TERM, now=NOW),
        )
        for each in loads
    ]
    sealed = shelf.sealed_facts(EVERYTHING, WRENBECK, TERM)
    press = shelf.press_facts(EVERYTHING, WRENBECK, TERM, now=NOW)
    return {
        "governors": governors_summary(facts, labels, HEADING),
        "inspection": inspection_view(facts, labels, HEADING),
        "dsl": dsl_summary(sealed, labels, HEADING),
        "press": press_pack(press, labels, HEADING),
        "trust": trust_summary(side, HEADING),
    }


def test_no_report_tells_a_planted_word_and_only_the_leads_a_sealed_kind(store):
    told_everything(store)
    labels = {kind.value: house_policy().categories[kind].label for kind in sorted(SEALED)}

    for kind, view in views(store).items():
        sheet = report_csv(view)
        for made in (report_pdf(view), sheet):
            assert told_by(made, SECRETS) == [], kind
            assert told_by(made, dict(refs())) == [], kind
            assert told_by(made, {"title": view.title}) == ["title"], "what is there is found"
        assert told_by(sheet, labels) == (sorted(labels) if kind == "dsl" else []), kind
