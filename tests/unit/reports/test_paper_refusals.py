"""When a paper is refused, and what the person is told (domain.md §4, "must not")."""

import pytest

from orm.errors import NotAllowed
from orm.model.papers import Figure, Template
from reports import papers
from tests.factories_papers import drafted, facts

BARRED = ["legal action", "harassment", "illegal", "defamed the school", "gross misconduct",
          "bad for our reputation", "stop posting", "no comment", "troll", "sexting"]  # fmt: skip


def test_a_white_space_answer_is_no_answer():
    with pytest.raises(NotAllowed, match="the platform report's reference"):
        papers.draft(Template.POSH_PACK, facts(platform_reference=" \n\t\x00 "))


def test_every_missing_fact_is_named_at_once():
    with pytest.raises(NotAllowed) as refusal:
        papers.draft(Template.POSH_PACK, facts(platform_reference="", question="", steps_taken=()))

    for words in ("the platform report's reference", "the question", "what has been done so far"):
        assert words in str(refusal.value)


def test_a_posh_pack_needs_the_wait_or_a_safeguarding_reason():
    papers.draft(Template.POSH_PACK, facts(hours_waited=""))
    papers.draft(Template.POSH_PACK, facts(safeguarding_reason=""))

    with pytest.raises(NotAllowed, match=r"the hours since .* or the safeguarding reason"):
        papers.draft(Template.POSH_PACK, facts(hours_waited="", safeguarding_reason=""))


def test_a_posh_pack_without_a_safeguarding_reason_claims_none():
    paper = papers.draft(Template.POSH_PACK, facts(safeguarding_reason=""))

    assert "Safeguarding reason" not in paper.text


def test_a_deletion_request_cites_the_agreement_only_if_the_signed_copy_was_seen():
    unseen = papers.draft(Template.DELETION_REQUEST, facts(agreement_signed_on=""))

    assert "agreement" not in unseen.text
    assert (
        "agreement that you signed on 4 September 2026" in drafted(Template.DELETION_REQUEST).text
    )


def test_a_deletion_request_does_not_quote_at_length():
    paper = papers.draft(Template.DELETION_REQUEST, facts(words_quoted="unkind " * 400))

    assert paper.text.count("unkind") < 40
    assert "unkind…" in paper.text


@pytest.mark.parametrize("subtype", ["c", "d", "whistleblowing"])
def test_no_request_to_staff_who_raise_a_concern(subtype):
    with pytest.raises(NotAllowed, match="whistleblowing route"):
        papers.draft(Template.STAFF_REQUEST, facts(staff_subtype=subtype))


@pytest.mark.parametrize("step", ["your child's place", "legal action", "advice from the police!"])
def test_a_warning_names_nothing_but_the_steps_of_the_menu(step):
    with pytest.raises(NotAllowed, match="choose: a meeting with the chair of governors"):
        papers.draft(Template.WRITTEN_WARNING, facts(may_follow=(step,)))


@pytest.mark.parametrize("threshold", ["", "no"])
def test_a_warning_names_the_police_only_above_the_threshold(threshold):
    police = facts(may_follow=("advice from the police",), police_threshold=threshold)

    with pytest.raises(NotAllowed, match="two people have decided"):
        papers.draft(Template.WRITTEN_WARNING, police)


def test_a_warning_names_the_legal_adviser_only_if_the_adviser_saw_it():
    with pytest.raises(NotAllowed, match="shows it to the adviser first"):
        papers.draft(Template.WRITTEN_WARNING, facts(adviser_seen="no"))


@pytest.mark.parametrize("heading", ["bad for our reputation", "defamation", "other"])
def test_a_platform_report_names_one_of_the_platforms_headings(heading):
    with pytest.raises(NotAllowed, match="choose: impersonation"):
        papers.draft(Template.PLATFORM_REPORT, facts(platform_heading=heading))


def test_reputation_is_no_ground_for_a_platform_report():
    with pytest.raises(NotAllowed, match="without “bad for our reputation”"):
        papers.draft(
            Template.PLATFORM_REPORT, facts(what_happened="The post is bad for our  Reputation.")
        )


def test_no_section_5_notice_against_a_known_author():
    with pytest.raises(NotAllowed, match="whose author nobody can identify"):
        papers.draft(Template.S5_NOTICE, facts(author_identified="yes"))


def test_no_section_5_notice_by_the_school():
    with pytest.raises(NotAllowed, match="The school cannot give it"):
        papers.draft(Template.S5_NOTICE, facts(complainant_name="WRENBECK primary school"))


def test_one_person_cannot_approve_a_police_sheet_twice():
    with pytest.raises(NotAllowed, match="two different people"):
        papers.draft(Template.POLICE_SHEET, facts(second_approver="avery holt, Headteacher"))


@pytest.mark.parametrize("word", BARRED)
def test_the_schools_own_words_are_held_to_the_lint(word):
    with pytest.raises(NotAllowed, match=f"without “{word}”"):
        papers.draft(Template.DELETION_REQUEST, facts(ground=f"It is {word.upper()}, we think."))


def test_the_words_of_the_post_are_not_held_to_the_lint():
    paper = papers.draft(Template.DELETION_REQUEST, facts(words_quoted="stop posting, troll"))

    assert "stop posting, troll" in paper.text


def test_figures_without_a_number_are_no_figures():
    with pytest.raises(NotAllowed, match="the counts by category"):
        papers.draft(Template.GOVERNORS_SUMMARY, facts(counts=(Figure(" ", ""),)))


def test_reputation_is_no_rule_of_a_platform():
    with pytest.raises(NotAllowed, match="without “reputation”"):
        papers.draft(Template.POSH_PACK, facts(platform_rule="Damage to our reputation"))


def test_a_platforms_rule_is_called_by_the_platforms_own_name():
    named = facts(platform_heading="harassment", platform_rule="Bullying and Harassment")

    assert "Rule: Bullying and Harassment" in papers.draft(Template.PLATFORM_REPORT, named).text
