"""Papers' facts with every field answered, and letterheads; everything invented."""

import zipfile
from dataclasses import fields, replace
from datetime import date
from functools import cache
from io import BytesIO
from typing import Any

from docx import Document
from docx.document import Document as WordFile
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from pypdf import PdfReader

from orm.model.papers import Facts, Figure, Paper, Template
from reports.papers import draft, final

ADDRESS = "https://meremum.example/talk/1187"

FACTS = Facts(
    case_ref="K7QD-2MX9",
    school_name="Wrenbeck Primary School",
    school_address="Mill Lane, Harrowmere HM1 2QX",
    school_website="wrenbeck.example",
    school_email="office@wrenbeck.example",
    school_telephone="01632 960100",
    school_identity="URN 999001; this report comes from the school's own email domain.",
    complaints_link="https://wrenbeck.example/complaints",
    privacy_link="https://wrenbeck.example/privacy",
    register_link="https://wrenbeck.example/official-accounts",
    written_on="Monday 23 November 2026",
    recipient="Ms Example",
    sender_name="Avery Holt",
    sender_role="Headteacher",
    platform="MereMum",
    post_links=(ADDRESS, "https://meremum.example/talk/1188"),
    account_link="https://meremum.example/u/quiet-otter",
    account_names=("quiet otter",),
    posted_on="Thursday 19 November 2026, 21:14",
    seen_on="Friday 20 November 2026, 08:05",
    seen_by="the communications lead",
    words_quoted="the Year 5 teacher is a liar and everybody knows it",
    picture_described="two children in the playground, seen from the road",
    exact_words="I will be at the gate on Monday and you had better not be there.",
    ground="The words name a teacher and are hurtful; we found nothing that supports them.",
    issue="how a playground incident was handled.",
    what_happened="An account shows the school's badge and name and answers parents as the school.",
    affected_role="a Year 5 teacher",
    effect="The teacher has asked not to stand at the gate for now.",
    asked="Would you take this one sentence out?",
    by_when="Wednesday 25 November 2026",
    spoke_on="Friday 20 November 2026",
    agreement_signed_on="4 September 2026",
    meeting_times=("Tuesday 24 November, 15:45", "Thursday 26 November, 08:15"),
    attending="the headteacher and the deputy headteacher",
    one_fact="The gate has been mended since Tuesday.",
    complaint_stage="Stage 1: a talk with the class teacher or the headteacher",
    complaint_timescale="ten school days",
    staff_subtype="a",
    policy_clause="Staff code of conduct, section 7.2",
    data_concern="The post tells a colleague's reason for being away.",
    hr_checked_by="the HR adviser of the local authority",
    wellbeing_support="the employee assistance line, at any hour, in confidence",
    asked_on="Friday 6 November 2026",
    refused_on="Monday 9 November 2026",
    continued_on="Thursday 12 and Sunday 15 November 2026",
    conduct="Four posts that name a teaching assistant and call them names.",
    may_follow=(
        "a meeting with the chair of governors",
        "a report to the platform that carries the posts",
        "advice from the school's legal adviser",
    ),
    grievance_handling="Your concern about lunchtimes is at stage 2; the answer is due on 4 December.",
    adviser_seen="yes",
    police_threshold="no",
    platform_heading="impersonation",
    platform_rule="Impersonation: accounts that pose as an organisation",
    earlier_report="None: this is the first report.",
    platform_reference="MM-55120",
    platform_reported_at="Friday 20 November 2026, 09:10",
    platform_reply="An automatic confirmation on 20 November; no decision yet.",
    hours_waited="52",
    safeguarding_reason="The account writes to children.",
    steps_taken=("20 November: text kept as evidence", "20 November: reported to the platform"),
    police_status="not told; there is no sign of a crime",
    lado_status="does not apply",
    question="Can you ask MereMum to look at the report of a school that is being posed as?",
    complainant_name="Avery Holt",
    complainant_email="avery@holt.example",
    operator="MereMum Ltd, 1 Ferry Road, Eastmarch",
    why_defamatory="It says that I took money from the school fund.",
    meaning="That I am a thief.",
    wrong_parts="All of it: the fund is audited each year and nothing is missing.",
    author_identified="no",
    consent_to_share="no",
    solicitor_seen_on="18 November 2026",
    shared_with="the kitchen team",
    outlet="Harrowmere Herald",
    received_at="Monday 23 November 2026, 10:20",
    deadline="today at 16:00",
    article_title="School closes early",
    article_on="Friday 20 November 2026",
    wrong_sentence="Wrenbeck Primary School sent all pupils home at noon on Thursday.",
    correct_fact="Two of seven classes were sent home, at 14:00.",
    evidence="The register of Thursday and the message to parents at 13:10.",
    notice_subject="an account that is not ours",
    report_link="https://meremum.example/report",
    concern_line="A child may not be safe at home.",
    danger="not known",
    opened_or_saved="nothing was opened or saved",
    subject_role="a teaching assistant",
    posted_by="parent",
    child_known="no",
    teacher_anonymity="not known",
    who_knows=("the communications lead", "the headteacher"),
    earlier_incidents=("Tuesday 17 November 2026, 19:02: a first post at the same address",),
    evidence_held=(f"record.txt, SHA-256 {'3f' * 32}",),
    first_approver="Avery Holt, headteacher",
    second_approver="Robin Marsh, deputy headteacher",
    crime_reference="42/118822/26",
    period="the autumn term 2026",
    counts=(Figure("Praise or thanks", "21"), Figure("Complaint that needs an answer", "4")),
    actions=(Figure("No action", "18"), Figure("Answered in private", "6")),
    time_to_action="half of them within 1.5 school days",
    upheld="9",
    no_action="16",
    removals_asked="1",
    removals_granted="1",
    gate_overrides="0",
    complaints_signposted="4",
    account_audit="Three of three accounts are ours, alive and looked after.",
    lessons=("Answer questions about the gate sooner.",),
    policy_changes=("None this term",),
    dpia_status="Signed by the DPO on 2 September 2026; next review in September 2027.",
    what_worked="The call on the same day.",
    lesson="Families learned of the change too late.",
    change="Changes at the gate go out by text message the day before.",
    change_owner="the business manager",
    change_by="11 January 2027",
    lawful_basis="Public task, Article 6(1)(e) of the UK GDPR: running the school.",
    sources=("the Harrowmere Herald", "the MereMum forum, public threads only"),
    search_terms=("the school's name and its short forms", "the town and postcode"),
    frequency="every few hours",
    seen_by_roles=("the headteacher", "the DSL, for safeguarding"),
    retention=("praise and criticism: 90 days", "cases: until the end of the next school year"),
    dpo_contact="dpo@wrenbeck.example",
    error_rates=(Figure("Safeguarding posts that no person was told of", "0 of 36"),),
    measured_on="330 invented posts, on 20 November 2026",
)
"""Every field is answered. Of an either-or, both answers are there."""

APPROVED_ON = date(2026, 11, 23)


def facts(**changes) -> Facts:
    return replace(FACTS, **changes)


@cache
def drafted(template: Template) -> Paper:
    return draft(template, FACTS)


@cache
def finished(template: Template) -> Paper:
    return final(template, FACTS, approved_by="Robin Marsh", approved_on=APPROVED_ON)


def pdf_file(pdf: bytes | None) -> PdfReader:
    assert pdf is not None
    return PdfReader(BytesIO(pdf))


def pdf_root(pdf: bytes | None) -> Any:
    """The PDF's catalogue."""
    return pdf_file(pdf).trailer["/Root"]


def pdf_text(pdf: bytes | None) -> str:
    """What a reader can copy out of the PDF, with every run of white space as one space."""
    return " ".join(" ".join(page.extract_text() for page in pdf_file(pdf).pages).split())


def word_file(docx: bytes | None) -> WordFile:
    assert docx is not None
    return Document(BytesIO(docx))


def docx_text(docx: bytes | None) -> str:
    """The paragraphs of the letter, and the header's."""
    document = word_file(docx)
    header = [each.text for each in document.sections[0].header.paragraphs]
    return "\n".join([*header, *(each.text for each in document.paragraphs)])


def answers(name: str) -> tuple[str, ...]:
    """The texts of one of FACTS' fields."""
    value = getattr(FACTS, name)
    if isinstance(value, str):
        return (value,)
    return tuple(each if isinstance(each, str) else each.value for each in value)


def every(value: str) -> Facts:
    """Facts whose free text is `value` everywhere; the answers with choices stay as they are."""
    kept = {
        "staff_subtype", "may_follow", "adviser_seen", "police_threshold", "platform_heading",
        "author_identified", "consent_to_share", "danger", "opened_or_saved", "child_known", "teacher_anonymity",
        "complainant_name", "first_approver",
    }  # fmt: skip
    return replace(
        FACTS,
        **{
            field.name: _like(getattr(FACTS, field.name), value)
            for field in fields(Facts)
            if field.name not in kept
        },
    )


def _like(old: object, value: str) -> Any:
    if isinstance(old, str):
        return value
    assert isinstance(old, tuple)
    return (Figure(value, value),) if isinstance(old[0], Figure) else (value,)


# ---- letterheads ---------------------------------------------------------------------------------


def letterhead(*paragraphs: str) -> bytes:
    """A .docx with these paragraphs."""
    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def with_part(docx: bytes, name: str, content: str) -> bytes:
    """The same file with one more part, or another in its place."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(docx)) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.infolist():
            if entry.filename != name:
                new.writestr(entry.filename, old.read(entry))
        new.writestr(name, content)
    return out.getvalue()


def house_letterhead() -> bytes:
    """The file reports/templates/papers/letterhead.docx, made anew."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(25)
    section.top_margin, section.bottom_margin = Mm(25), Mm(22)
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Arial", Pt(11)
    style.paragraph_format.space_after = Pt(8)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en-GB")
    style.element.get_or_add_rPr().append(language)
    header = section.header.paragraphs[0]
    header.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    header.add_run("{{ school }}").bold = True
    for field in ("{{ address }}", "{{ contact }}"):
        line = section.header.add_paragraph()
        line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        line.add_run(field).font.size = Pt(9)
    document.add_paragraph().add_run("{{ subject }}").bold = True
    document.add_paragraph("{{r body }}")
    section.footer.paragraphs[0].add_run("{{ version }}").font.size = Pt(8)
    out = BytesIO()
    document.save(out)
    return out.getvalue()
