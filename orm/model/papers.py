"""Letters and packs (domain.md §4): which there are, the facts they state, and what is written."""

from dataclasses import dataclass
from enum import StrEnum


class Template(StrEnum):
    """The 23 papers of domain.md §4, by its numbers."""

    DELETION_REQUEST = "L1"
    INVITATION = "L2"
    PUBLIC_REPLY = "L3"
    COMPLAINTS_SIGNPOST = "L4"
    STAFF_REQUEST = "L5"
    WRITTEN_WARNING = "L6"
    PLATFORM_REPORT = "L7"
    POSH_PACK = "L8"
    RHC_LEAFLET = "L9"
    S5_NOTICE = "L10"
    THANKS = "L11"
    PRESS_HOLDING_REPLY = "L12"
    EDITOR_CORRECTION = "L13"
    PARENT_NOTICE = "L14"
    DSL_NOTE = "L15"
    LADO_SHEET = "L16"
    POLICE_SHEET = "L17"
    REPORT_CHECKLISTS = "L18"
    GOVERNORS_SUMMARY = "L19"
    DEBRIEF = "L20"
    SCOPE_STATEMENT = "L21"
    DPIA_STARTER = "L22"
    RISK_NOTE = "L23"


class Form(StrEnum):
    """What a paper comes as, beside its text and its page."""

    EMAIL = "email"
    DOCX = "docx"
    PDF = "pdf"


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with its label, such as ("Complaint that needs an answer", "4")."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything a paper can state, as text for people; empty when not known.

    Dates and times are already words ("Monday 23 November 2026, 16:00"). A tuple has one entry per
    line. People are roles ("a Year 5 teacher"), never a pupil's or a parent's name; `recipient` is
    the one exception, and only in the letter to that person. What each fact means to a person is in
    `reports/data/papers/facts.toml`.
    """

    # the school and who writes
    case_ref: str = ""
    school_name: str = ""
    school_address: str = ""
    school_website: str = ""
    school_email: str = ""
    school_telephone: str = ""
    school_identity: str = ""
    complaints_link: str = ""
    privacy_link: str = ""
    register_link: str = ""
    written_on: str = ""
    recipient: str = ""
    sender_name: str = ""
    sender_role: str = ""
    # the post
    platform: str = ""
    post_links: tuple[str, ...] = ()
    account_link: str = ""
    account_names: tuple[str, ...] = ()
    posted_on: str = ""
    seen_on: str = ""
    seen_by: str = ""
    words_quoted: str = ""
    picture_described: str = ""
    exact_words: str = ""
    # why, and what is asked
    ground: str = ""
    issue: str = ""
    what_happened: str = ""
    affected_role: str = ""
    effect: str = ""
    asked: str = ""
    by_when: str = ""
    spoke_on: str = ""
    agreement_signed_on: str = ""
    meeting_times: tuple[str, ...] = ()
    attending: str = ""
    one_fact: str = ""
    complaint_stage: str = ""
    complaint_timescale: str = ""
    # a request to staff, a warning to a parent
    staff_subtype: str = ""
    policy_clause: str = ""
    data_concern: str = ""
    hr_checked_by: str = ""
    wellbeing_support: str = ""
    asked_on: str = ""
    refused_on: str = ""
    continued_on: str = ""
    conduct: str = ""
    may_follow: tuple[str, ...] = ()
    grievance_handling: str = ""
    adviser_seen: str = ""
    police_threshold: str = ""
    # platform, helpline, section 5
    platform_heading: str = ""
    platform_rule: str = ""
    earlier_report: str = ""
    platform_reference: str = ""
    platform_reported_at: str = ""
    platform_reply: str = ""
    hours_waited: str = ""
    safeguarding_reason: str = ""
    steps_taken: tuple[str, ...] = ()
    police_status: str = ""
    lado_status: str = ""
    question: str = ""
    complainant_name: str = ""
    complainant_email: str = ""
    operator: str = ""
    why_defamatory: str = ""
    meaning: str = ""
    wrong_parts: str = ""
    author_identified: str = ""
    consent_to_share: str = ""
    solicitor_seen_on: str = ""
    # praise, press, parents
    shared_with: str = ""
    outlet: str = ""
    received_at: str = ""
    deadline: str = ""
    article_title: str = ""
    article_on: str = ""
    wrong_sentence: str = ""
    correct_fact: str = ""
    evidence: str = ""
    notice_subject: str = ""
    report_link: str = ""
    # safeguarding, police
    concern_line: str = ""
    danger: str = ""
    opened_or_saved: str = ""
    subject_role: str = ""
    posted_by: str = ""
    child_known: str = ""
    teacher_anonymity: str = ""
    who_knows: tuple[str, ...] = ()
    earlier_incidents: tuple[str, ...] = ()
    evidence_held: tuple[str, ...] = ()
    first_approver: str = ""
    second_approver: str = ""
    crime_reference: str = ""
    # governors, lessons
    period: str = ""
    counts: tuple[Figure, ...] = ()
    actions: tuple[Figure, ...] = ()
    time_to_action: str = ""
    upheld: str = ""
    no_action: str = ""
    removals_asked: str = ""
    removals_granted: str = ""
    gate_overrides: str = ""
    complaints_signposted: str = ""
    account_audit: str = ""
    lessons: tuple[str, ...] = ()
    policy_changes: tuple[str, ...] = ()
    dpia_status: str = ""
    what_worked: str = ""
    lesson: str = ""
    change: str = ""
    change_owner: str = ""
    change_by: str = ""
    # scope statement, DPIA, risk note
    lawful_basis: str = ""
    sources: tuple[str, ...] = ()
    search_terms: tuple[str, ...] = ()
    frequency: str = ""
    seen_by_roles: tuple[str, ...] = ()
    retention: tuple[str, ...] = ()
    dpo_contact: str = ""
    error_rates: tuple[Figure, ...] = ()
    measured_on: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """One fact that a paper can state, as the desk asks for it.

    `fact` is a field of `Facts`. `choices` are the answers that exist, or empty. `many` says that
    the answer is a list. `needed` facts are refused when empty; of an either-or, both are not
    `needed` and the refusal names them together.
    """

    fact: str
    words: str
    who: str
    choices: tuple[str, ...]
    many: bool
    needed: bool


@dataclass(frozen=True, slots=True)
class Paper:
    """A letter or pack as written. `subject` is one line; `html` is a whole page.

    `docx` and `pdf` are whole files, or None where the template has no such form.
    """

    template: Template
    version: str
    subject: str
    text: str
    html: str
    docx: bytes | None
    pdf: bytes | None
