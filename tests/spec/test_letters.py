"""domain.md §4 as a spec: what each of L1 to L23 must state, and what it must not say."""

import re
from html import unescape
from itertools import pairwise

import pytest

from orm.errors import NotAllowed
from orm.model.papers import Facts, Form, Template
from reports import papers
from reports.paper_data import fact_words, forbidden, layout
from reports.paper_facts import found
from reports.paper_view import STAMP, Part
from reports.paper_writing import view
from tests.factories_papers import (
    APPROVED_ON,
    FACTS,
    answers,
    docx_text,
    drafted,
    facts,
    finished,
    pdf_text,
)

MUST_STATE = {
    "L1": "seen_on platform post_links words_quoted picture_described ground asked by_when spoke_on "
    "complaints_link privacy_link sender_name school_email",
    "L2": "issue meeting_times attending sender_name school_email",
    "L3": "one_fact school_email",
    "L4": "issue complaints_link complaint_stage complaint_timescale sender_name school_email",
    "L5": "platform post_links policy_clause data_concern asked by_when wellbeing_support",
    "L6": "asked_on refused_on continued_on conduct effect asked by_when may_follow "
    "grievance_handling adviser_seen complaints_link",
    "L7": "platform_heading post_links account_link platform_rule what_happened affected_role "
    "school_identity earlier_report asked",
    "L8": "sender_role school_name post_links account_names posted_on seen_on platform_reference "
    "platform_reported_at platform_reply hours_waited safeguarding_reason platform_heading "
    "effect steps_taken police_status lado_status question affected_role",
    "L9": "school_name",
    "L10": "complainant_name complainant_email exact_words post_links why_defamatory meaning "
    "wrong_parts consent_to_share solicitor_seen_on operator",
    "L11": "shared_with",
    "L12": "received_at deadline outlet school_email sender_name",
    "L13": "article_title article_on wrong_sentence correct_fact evidence asked",
    "L14": "register_link report_link notice_subject platform",
    "L15": "seen_on post_links concern_line seen_by danger opened_or_saved",
    "L16": "subject_role concern_line seen_on posted_by child_known teacher_anonymity who_knows",
    "L17": "danger what_happened posted_on platform post_links exact_words account_names "
    "affected_role effect earlier_incidents evidence_held sender_name first_approver "
    "second_approver crime_reference",
    "L18": "post_links seen_on",
    "L19": "period counts actions time_to_action upheld no_action removals_asked removals_granted "
    "gate_overrides complaints_signposted account_audit lessons policy_changes dpia_status",
    "L20": "what_happened what_worked lesson change change_owner change_by",
    "L21": "lawful_basis sources search_terms frequency seen_by_roles retention complaints_link "
    "dpo_contact privacy_link",
    "L22": "lawful_basis sources search_terms frequency seen_by_roles retention dpo_contact",
    "L23": "error_rates measured_on",
}
"""The facts in [ ] of domain.md §4, written from the document."""

MUST_SAY = {
    "L1": ["good faith", "meet you", "complaints procedure", "criticism", "not affected", "disagree",
           "privacy notice"],
    "L2": ["bring somebody", "interpreter", "We ask nothing of you before we meet"],
    "L3": ["Thank you for raising this"],
    "L4": ["complaints procedure"],
    "L5": ["right to reply", "union", "whistleblowing", "Support for you"],
    "L6": ["right to respond", "chair of governors to review", "Signed off by Robin Marsh",
           "Seen by an adviser before it was sent: yes"],
    "L7": ["Category of the report", "Rule"],
    "L8": ["0344 381 4772", "cannot order a removal", "do not belong in this pack"],
    "L9": ["online abuse", "bullying or harassment", "threats", "impersonation",
           "unwanted sexual advances", "violent content", "self-harm or suicide",
           "pornographic content", "report to the platform", "reportharmfulcontent.com"],
    "L10": ["do not have enough information", "Seen by a solicitor"],
    "L11": ["Thank you", "shared"],
    "L12": ["looking into it", "cannot comment on individuals", "duty of confidentiality",
            "questions by email"],
    "L13": ["correct", "Opinions in the article are the writer's own"],
    "L14": ["official accounts", "Do not reply", "do not share screenshots"],
    "L15": ["open nothing further", "999"],
    "L16": ["one working day", "Do not speak to the adult concerned"],
    "L17": ["999", "101"],
    "L18": ["report.iwf.org.uk", "ceop.police.uk", "0800 789 321", "reportfraud.police.uk"],
    "L19": ["Free expression gate (G2) overridden"],
    "L20": ["The lesson"],
    "L21": ["do not search for a parent", "do not open profiles", "private groups", "pictures",
            "ask for a copy", "object", "Information Commissioner"],
    "L22": ["invisible processing", "news alert", "necessary", "Signed off by (DPO)"],
    "L23": ["VADER", "sarcasm", "does not set how serious a post is", "A person reads"],
}  # fmt: skip
"""The sentences of §4 that are the same for every case."""

MUST_NOT = {
    "L1": ["harassment", "illegal", "defamed the school", "other parents"],
    "L2": ["monitoring"],
    "L3": ["your child", "as a parent"],
    "L4": ["stop posting"],
    "L5": ["gross misconduct"],
    "L6": ["school place", "trip", "we will contact the police"],
    "L7": ["bad for our reputation", "reputation"],
    "L8": ["image attached"],
    "L12": ["no comment"],
    "L13": ["delete", "take down"],
    "L15": ["in my opinion"],
    "L20": ["blame"],
}
GENERAL = ["legal action", "harassment", "illegal", "defamed the school", "gross misconduct",
           "bad for our reputation", "stop posting", "no comment", "troll", "sexting"]  # fmt: skip

FORMS = {
    Form.DOCX: "L1 L2 L4 L5 L6 L14",
    Form.PDF: "L8 L9 L10 L15 L16 L17 L18 L19 L20 L21 L22 L23",
    Form.EMAIL: "L1 L2 L4 L5 L6 L9 L12 L13 L14",
}

ALL = tuple(Template)


def seen(html: str) -> str:
    """What a reader of the page sees, on one line."""
    body = html[html.index("<body") :]
    return flat(unescape(re.sub(r"<[^>]*>", " ", body)))


def flat(text: str) -> str:
    return " ".join(text.split())


def readings(paper) -> dict[str, str]:
    """The paper's words in each of its forms."""
    forms = {"text": flat(paper.text), "html": seen(paper.html)}
    if paper.docx:
        forms["docx"] = flat(docx_text(paper.docx))
    if paper.pdf:
        forms["pdf"] = pdf_text(paper.pdf)
    return forms


@pytest.mark.parametrize("template", ALL)
def test_every_fact_that_must_be_stated_stands_in_every_form(template):
    stated = [answer for name in MUST_STATE[template].split() for answer in answers(name)]

    for form, words in readings(finished(template)).items():
        assert [answer for answer in stated if flat(answer) not in words] == [], form


@pytest.mark.parametrize("template", ALL)
def test_every_sentence_that_must_be_there_is_there(template):
    for form, words in readings(finished(template)).items():
        assert [said for said in MUST_SAY[template] if said not in words] == [], form


@pytest.mark.parametrize("template", ALL)
def test_no_form_says_a_word_that_is_forbidden(template):
    named_by_others = layout(template).may_say
    words = [word for word in GENERAL if word not in named_by_others]
    words += [*MUST_NOT.get(template, ()), *forbidden(template)]

    for paper in (drafted(template), finished(template)):
        for form, text in readings(paper).items():
            assert found(words, text) == (), form


@pytest.mark.parametrize("template", [t for t in ALL if t != "L9"])
def test_only_the_leaflet_that_names_the_helplines_eight_harms_may_say_harassment(template):
    assert "harassment" in forbidden(template)


@pytest.mark.parametrize("template", [t for t in ALL if t != "L10"])
def test_only_the_notice_that_a_person_gives_may_speak_of_defamation(template):
    assert {"defamation", "defamatory", "sue", "solicitor"} <= set(forbidden(template))


@pytest.mark.parametrize("template", ALL)
def test_a_draft_is_stamped_in_every_form_and_a_final_in_none(template):
    for form, words in readings(drafted(template)).items():
        assert words.count(STAMP) >= 2, form
    for form, words in readings(finished(template)).items():
        assert STAMP not in words, form

    assert STAMP in drafted(template).subject
    assert STAMP not in finished(template).subject


@pytest.mark.parametrize("template", ALL)
def test_a_paper_has_the_forms_that_the_table_gives_it(template):
    expected = {form for form, names in FORMS.items() if template in names.split()}

    assert set(papers.forms(template)) == expected
    assert (finished(template).docx is not None) == (Form.DOCX in expected)
    assert (finished(template).pdf is not None) == (Form.PDF in expected)


@pytest.mark.parametrize("template", ALL)
def test_a_paper_carries_the_version_of_its_words(template):
    paper = finished(template)

    assert paper.version == papers.versions()[template]
    assert re.fullmatch(r"20\d\d\.\d+", paper.version)
    if layout(template).kind != "reply":
        assert f"({template}), version {paper.version}" in flat(paper.text)


@pytest.mark.parametrize("template", [t for t in ALL if t not in {"L3", "L10", "L11"}])
def test_a_paper_carries_the_schools_address(template):
    for words in readings(finished(template)).values():
        assert FACTS.school_address in words


def test_a_notice_that_a_person_gives_does_not_speak_for_the_school():
    for words in readings(finished(Template.S5_NOTICE)).values():
        assert FACTS.school_name not in words
        assert FACTS.case_ref not in words


@pytest.mark.parametrize("template", [Template.PUBLIC_REPLY, Template.THANKS])
def test_a_public_reply_is_its_words_and_nothing_else(template):
    assert finished(template).text.startswith("Thank you")
    assert finished(template).text.count("\n") == 1


@pytest.mark.parametrize(
    ("template", "fact"), [(t, fact) for t in ALL for fact in papers.needs(t)], ids=str
)
def test_a_fact_that_must_be_stated_and_is_not_known_is_asked_for(template, fact):
    empty = facts(**{fact: type(getattr(FACTS, fact))()})

    with pytest.raises(NotAllowed) as refusal:
        papers.draft(template, empty)

    assert fact_words()[fact].words in str(refusal.value)
    assert fact_words()[fact].who in str(refusal.value)


@pytest.mark.parametrize("template", ALL)
def test_every_must_state_fact_is_asked_for_or_may_honestly_be_unknown(template):
    may_be_unknown = {
        "words_quoted", "picture_described", "hours_waited", "safeguarding_reason", "one_fact",
        "shared_with", "school_email", "crime_reference", "dpo_contact", "privacy_link",
    }  # fmt: skip
    stated = set(MUST_STATE[template].split())

    assert stated - set(papers.needs(template)) <= may_be_unknown


@pytest.mark.parametrize("template", ALL)
def test_a_paper_with_only_what_it_needs_has_no_empty_section(template):
    needed = {*papers.needs(template), *(either[0] for either in layout(template).needs_one)}
    few = Facts(**{fact: getattr(FACTS, fact) for fact in needed})

    parts = [block.part for block in view(template, few, stamp="", approval={}).blocks]

    papers.draft(template, few)
    assert parts[-1] is not Part.HEADING
    assert (Part.HEADING, Part.HEADING) not in pairwise(parts)


@pytest.mark.parametrize("nobody", ["", "  ", "\x00"])
@pytest.mark.parametrize("template", ALL)
def test_nothing_is_final_without_a_named_person(template, nobody):
    with pytest.raises(NotAllowed, match="no person is named who approved it"):
        papers.final(template, FACTS, approved_by=nobody, approved_on=APPROVED_ON)


@pytest.mark.parametrize("template", ALL)
def test_the_approver_is_named_to_the_reader_of_a_warning_only(template):
    named = any(
        "Robin Marsh, 23 Nov 2026" in text for text in readings(finished(template)).values()
    )

    assert named == (template is Template.WRITTEN_WARNING)


@pytest.mark.parametrize("template", [Template(f"L{n}") for n in (9, 14, 19, 21, 22, 23)])
def test_what_is_about_the_school_names_no_case(template):
    for words in readings(finished(template)).values():
        assert FACTS.case_ref not in words


def test_a_notice_to_all_parents_greets_nobody_by_name():
    assert "Dear parents and carers," in finished(Template.PARENT_NOTICE).text


def test_the_dpia_names_every_gate_by_its_label(pytestconfig):
    gates = (pytestconfig.rootpath / "orm" / "policy" / "gates.toml").read_text(encoding="utf-8")
    labels = re.findall(r'^\[(G\d+)\]\nlabel = "(.*)"', gates, re.MULTILINE)

    assert len(labels) == 12
    assert [
        label
        for gate, label in labels
        if f"{gate} {label}." not in flat(finished(Template.DPIA_STARTER).text)
    ] == []


def test_the_answers_of_every_choice_are_asked_for_on_the_desk():
    asked = {each.fact: each for each in papers.questions(Template.POLICE_SHEET)}

    assert asked["danger"].choices == ("yes", "no", "not known")
    assert asked["earlier_incidents"].many
    assert asked["second_approver"].needed
    assert not asked["crime_reference"].needed
