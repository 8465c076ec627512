"""The files of reports/data/papers say only what the program can fill."""

import re
from dataclasses import fields

import pytest

from orm.model.papers import Facts, Template
from reports import papers
from reports.paper_data import fact_words, layout
from reports.paper_facts import uses
from tests.factories_papers import FACTS

APPROVAL = {"approved_by", "approved_on"}


def test_every_fact_is_described_and_every_description_is_a_fact():
    assert set(fact_words()) == {field.name for field in fields(Facts)}


def test_every_fact_is_used_by_some_paper():
    assert {fact for template in Template for fact in uses(template)} >= (
        set(fact_words()) - {"case_ref", "written_on", "school_website"}
    )


@pytest.mark.parametrize("template", Template)
def test_every_slot_is_a_fact(template):
    words = layout(template)
    slots = re.findall(r"\{(\w+)\}", words.model_dump_json())

    assert set(slots) <= set(fact_words()) | APPROVAL


@pytest.mark.parametrize("template", Template)
def test_every_needed_fact_is_known_to_the_program(template):
    words = layout(template)
    either = {fact for facts in words.needs_one for fact in facts}
    guarded = {fact for guard in words.guard for fact in (guard.fact, guard.where, guard.unlike)}

    assert (set(papers.needs(template)) | either | guarded) - {""} <= set(fact_words())


@pytest.mark.parametrize("template", Template)
def test_a_block_is_one_thing(template):
    for block in layout(template).block:
        said = [
            block.heading, block.text, block.quote, block.items, block.each, block.figures,
            block.rows,
        ]  # fmt: skip

        assert sum(map(bool, said)) == 1


@pytest.mark.parametrize("template", Template)
def test_a_letter_greets_and_a_guard_says_why(template):
    words = layout(template)

    assert (words.kind == "letter") == bool(words.greeting)
    assert all(guard.because.endswith(".") for guard in words.guard)


def test_the_invented_facts_answer_everything():
    assert [field.name for field in fields(Facts) if not getattr(FACTS, field.name)] == []


def test_the_documentation_names_every_paper_with_its_forms(pytestconfig):
    page = (pytestconfig.rootpath / "docs" / "letters.md").read_text(encoding="utf-8")

    for template in Template:
        forms = ", ".join(form.value for form in papers.forms(template)) or "text"
        row = f"| {template} | {papers.name(template)} | {papers.used(template)} | {forms} |"
        assert row in page
