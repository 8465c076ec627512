"""The decision table, for a headteacher to read: who owns what, by when, and what is proposed to whom.

One line per kind of post and author. "may" is proposed when the post comes in, "never" is never open.
Kinds are those of docs/policy.md. Authors: P parent, carer, governor; U pupil; S staff; T third party;
? unknown; O our own account; N news. Severity is the usual one of the kind.
"""

import pytest

from orm.model.judgement import AuthorType, Category, Route, Severity
from orm.model.settings import PolicyProfile
from orm.triage.authors import Author
from orm.triage.decide import ruling
from orm.triage.severity import Finding
from tests.factories_triage import house_policy

REMOVAL = "DELETION_REQUEST WRITTEN_WARNING PLATFORM_REPORT POSH S5_NOTICE"
POLICE = "POLICE_101 TRUE_VISION"

# kind, severity, owner, sealed, deadline
WHO_AND_WHEN = [
    ("T0", 0, "comms", False, "none"),
    ("T1", 0, "comms", False, "five-school-days"),
    ("T2", 0, "comms", False, "two-school-days"),
    ("T3", 1, "headteacher", False, "five-school-days"),
    ("T4", 2, "headteacher", False, "two-school-days"),
    ("T5", 2, "headteacher", False, "one-school-day"),
    ("T5", 3, "headteacher", False, "same-day"),
    ("T6", 3, "headteacher", False, "one-school-day"),
    ("T7", 3, "headteacher", False, "same-day"),
    ("T8", 3, "headteacher", False, "one-hour"),
    ("T8", 4, "headteacher", False, "now"),
    ("T9", 3, "headteacher", False, "same-day"),
    ("T10", 2, "headteacher", False, "same-day"),
    ("T10", 4, "headteacher", False, "one-hour"),
    ("T11", 3, "dsl", True, "one-hour"),
    ("T11", 4, "dsl", True, "now"),
    ("T12", 3, "headteacher", True, "same-day"),
    ("T13", 4, "dsl", True, "now"),
    ("T14", 3, "dsl", True, "same-day"),
    ("T14", 4, "dsl", True, "now"),
    ("T15", 3, "headteacher", False, "same-day"),
    ("T16a", 3, "headteacher", False, "one-hour"),
    ("T16b", 2, "headteacher", False, "one-school-day"),
    ("T17", 1, "dsl", False, "five-school-days"),
    ("T17", 2, "dsl", False, "same-day"),
    ("T18", 3, "comms", False, "one-hour"),
    ("T18", 2, "comms", False, "one-school-day"),
    ("T18", 0, "comms", False, "ten-school-days"),
    ("T19", 2, "headteacher", False, "same-day"),
    ("T20", 2, "headteacher", False, "one-school-day"),
    ("T20", 3, "headteacher", False, "two-hours"),
    ("T21", 1, "headteacher", False, "two-school-days"),
]

# kind, severity, author, may, never
WHAT = [
    ("T0", 0, "PUST?ON", "NO_ACTION", f"{REMOVAL} {POLICE}"),
    ("T1", 0, "PUST?", "THANK", f"{REMOVAL} {POLICE}"),
    ("T2", 0, "PT?", "REPLY_PUBLIC", f"{REMOVAL} {POLICE}"),
    ("T3", 1, "PUST?N", "NOTE_THEME NO_ACTION", f"{REMOVAL} {POLICE} LEGAL_ADVICE HR"),
    ("T3", 3, "PUST?N", "NOTE_THEME", f"{REMOVAL} {POLICE} LEGAL_ADVICE"),
    ("T4", 2, "PU", "INVITE_CONTACT COMPLAINTS", f"{REMOVAL} {POLICE} LEGAL_ADVICE"),
    ("T4", 2, "T?", "REPLY_PUBLIC COMPLAINTS", f"{REMOVAL} {POLICE}"),
    ("T5", 1, "PUST?", "", f"{REMOVAL} {POLICE}"),
    ("T5", 2, "P", "INVITE_CONTACT DELETION_REQUEST", f"PLATFORM_REPORT POSH {POLICE}"),
    ("T5", 2, "U", "BEHAVIOUR DSL", f"{REMOVAL} {POLICE}"),
    ("T5", 2, "T?", "PLATFORM_REPORT", f"DELETION_REQUEST POSH {POLICE}"),
    ("T6", 3, "P", "INVITE_CONTACT DELETION_REQUEST LEGAL_ADVICE", f"S5_NOTICE {POLICE}"),
    ("T6", 3, "T?", "PLATFORM_REPORT LEGAL_ADVICE", f"DELETION_REQUEST S5_NOTICE {POLICE}"),
    ("T7", 3, "P", "CHAIR PLATFORM_REPORT", f"WRITTEN_WARNING POSH {POLICE}"),
    ("T7", 3, "T?", "PLATFORM_REPORT", f"DELETION_REQUEST {POLICE}"),
    ("T8", 3, "PUST?", "POLICE_999 POLICE_101", f"{REMOVAL} INVITE_CONTACT COMPLAINTS"),
    ("T8", 4, "PUST?", "POLICE_999", f"{REMOVAL} INVITE_CONTACT COMPLAINTS"),
    ("T8", 4, "U", "DSL", REMOVAL),
    ("T9", 3, "P", "INVITE_CONTACT DELETION_REQUEST", "POSH WRITTEN_WARNING"),
    ("T9", 3, "U", "DSL BEHAVIOUR", REMOVAL),
    ("T9", 3, "T?", "PLATFORM_REPORT", "DELETION_REQUEST POSH"),
    ("T10", 2, "P", "DSL INVITE_CONTACT DELETION_REQUEST", "WRITTEN_WARNING POLICE_101"),
    ("T10", 3, "T?", "DSL PLATFORM_REPORT POSH", "DELETION_REQUEST"),
    ("T10", 2, "U", "DSL", REMOVAL),
    ("T11", 3, "PUST?", "DSL MYCONCERN_REF", f"{REMOVAL} REPLY_PUBLIC COMPLAINTS INVITE_CONTACT"),
    ("T12", 3, "PUST?", "LADO DSL", f"{REMOVAL} REPLY_PUBLIC COMPLAINTS INVITE_CONTACT"),
    ("T13", 4, "PUST?", "DSL IWF", f"{REMOVAL} REPLY_PUBLIC COMPLAINTS INVITE_CONTACT"),
    ("T14", 3, "PUT?", "DSL ACT_PREVENT", f"{REMOVAL} REPLY_PUBLIC COMPLAINTS INVITE_CONTACT"),
    ("T14", 3, "S", "DSL LADO", REMOVAL),
    ("T15", 3, "T?", "PLATFORM_REPORT", "DELETION_REQUEST POSH"),
    ("T15", 3, "P", "INVITE_CONTACT", "PLATFORM_REPORT POSH"),
    ("T15", 3, "U", "BEHAVIOUR DSL", REMOVAL),
    ("T16a", 3, "S", "DELETION_REQUEST DPO_BREACH", "PLATFORM_REPORT POSH"),
    ("T16b", 2, "S", "HR", "PLATFORM_REPORT POSH"),
    ("T16c", 2, "S", "NO_ACTION", f"{REMOVAL} HR"),
    ("T16d", 0, "S", "NO_ACTION", f"{REMOVAL} HR"),
    ("T17", 2, "PUST?", "DSL", f"{REMOVAL} {POLICE}"),
    ("T18", 3, "O", "OFFICIAL_FIX DPO_BREACH", REMOVAL),
    ("T19", 2, "PT?", "PLATFORM_REPORT REPORT_FRAUD", "DELETION_REQUEST"),
    ("T20", 2, "N", "PRESS_LINE EDITOR_CORRECTION", f"{REMOVAL} {POLICE}"),
    ("T21", 1, "PUST?", "NO_ACTION", f"{REMOVAL} {POLICE}"),
]


def decision_on(kind: str, severity: int, author: str):
    return ruling(
        Finding(Category(kind.rstrip("abcd")), Severity(severity), subtype=kind[3:]),
        Author(AuthorType(author)),
        policy=house_policy(),
        profile=PolicyProfile(),
    )


@pytest.mark.parametrize(
    ("kind", "severity", "owner", "sealed", "deadline"),
    WHO_AND_WHEN,
    ids=[f"{row[0]}-S{row[1]}" for row in WHO_AND_WHEN],
)
def test_who_owns_it_who_sees_it_and_by_when(kind, severity, owner, sealed, deadline):
    decision = decision_on(kind, severity, "?")

    assert (decision.owner, decision.sealed, decision.deadline) == (owner, sealed, deadline)


@pytest.mark.parametrize(
    ("kind", "severity", "author", "may", "never"),
    [(kind, s, a, may, never) for kind, s, authors, may, never in WHAT for a in authors],
    ids=[f"{kind}-S{s}-{a}" for kind, s, authors, _, _ in WHAT for a in authors],
)
def test_what_may_be_proposed_and_what_never(kind, severity, author, may, never):
    routes = decision_on(kind, severity, author).routes

    assert {Route(name) for name in may.split()} <= set(routes)
    assert not {Route(name) for name in never.split()} & set(routes)


def test_the_table_names_every_kind():
    kinds = {row[0].rstrip("abcd") for row in WHAT}

    assert kinds == {category.value for category in Category}
    assert {row[0].rstrip("abcd") for row in WHO_AND_WHEN} == kinds
