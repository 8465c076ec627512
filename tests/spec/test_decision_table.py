"""The decision table of domain.md §3.3 and §3.3b, written by hand from that document.

Every kind of post, author and severity: who owns it, by when, what may be proposed when it comes in,
and what stays shut by which gate. The table is exact: a route that is not named must not be there.

Authors: P parent, carer, governor; U pupil, former pupil; S staff; T third party; ? unknown;
O our own account; N news. Gates are those of docs/policy.md; "ladder" says that a step comes first.
"""

from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest

from orm.model.judgement import (
    REMOVAL_ROUTES,
    AuthorType,
    Category,
    Ground,
    Retain,
    Route,
    Severity,
    Verdict,
)
from orm.model.schools import Role
from orm.model.settings import PolicyProfile
from orm.triage.authors import Author
from orm.triage.decide import Seen, ruling
from orm.triage.gates import Situation, doors
from orm.triage.severity import Finding
from tests.factories_triage import house_policy

# ---- owner and deadline (§3.3) ------------------------------------------------------------------
# kind: owner, deadline at S0, S1, S2, S3, S4
WHO_AND_WHEN = {
    "T0": "comms none none none none none",
    "T1": "comms 5sd 5sd 5sd 5sd 5sd",
    "T2": "comms 2sd 2sd 2sd 2sd 2sd",
    "T3": "headteacher 5sd 5sd 5sd 5sd 5sd",
    "T4": "headteacher 2sd 2sd 2sd 2sd 2sd",
    "T5": "headteacher 5sd 5sd 1sd day now",
    "T6": "headteacher 1sd 1sd 1sd 1sd now",
    "T7": "headteacher day day day day now",
    "T8": "headteacher 1h 1h 1h 1h now",
    "T9": "headteacher day day day day now",
    "T10": "headteacher day day day day 1h",
    "T11": "dsl 1h 1h 1h 1h now",
    "T12": "headteacher day day day day now",
    "T13": "dsl now now now now now",
    "T14": "dsl day day day day now",
    "T15": "headteacher day day day day now",
    "T16": "headteacher 1sd 1sd 1sd 1h now",
    "T17": "dsl 5sd 5sd day day now",
    "T18": "comms 10sd 1sd 1sd 1h 1h",
    "T19": "headteacher day day day day day",
    "T20": "headteacher 1sd 1sd 1sd 2h 2h",
    "T21": "headteacher 2sd 2sd 2sd day now",
}
DEADLINES = {
    "none": "none",
    "now": "now",
    "1h": "one-hour",
    "2h": "two-hours",
    "day": "same-day",
    "1sd": "one-school-day",
    "2sd": "two-school-days",
    "5sd": "five-school-days",
    "10sd": "ten-school-days",
}

TABLE = Path(__file__).with_name("decision_table.txt").read_text(encoding="utf-8")
"""Routes (§3.3, §3.3b, §3.3c); the file says how it is read."""

SUBTYPES = {"T16": "abcd"}
NOT_IN_THE_TABLE = {("T16", author) for author in "PUT?ON"} | {("T19", 4)}
"""T16 is about staff: T16b shows what others get. A scam is no danger to life."""


def rows():
    for line in TABLE.splitlines():
        if "|" in line and not line.startswith("#"):
            kind, severities, authors, may, shut = (cell.strip() for cell in line.split("|"))
            for severity, author in product(severities, authors):
                yield kind, int(severity), author, routes(may), gates(shut, author)


def routes(names):
    found: set[Route] = set()
    for name in names.split():
        found |= REMOVAL_ROUTES if name == "REMOVAL" else {Route(name)}
    return found


def gates(shut, author):
    """Route to gate. A part that begins with an author holds for that author only."""
    found = {}
    for part in shut.split(";"):
        gate, names = (side.strip() for side in part.split(":"))
        only, _, gate = gate.rpartition(" ")
        if not only or author in only:
            found.update(dict.fromkeys(routes(names), gate))
    return found


def situation(kind, severity, author, **changes):
    category, subtype = kind.rstrip("abcd"), kind[3:]
    return Situation(
        Category(category), Severity(severity), AuthorType(author), subtype=subtype, **changes
    )


def looked_up(case, profile=None):
    return doors(case, policy=house_policy(), profile=profile or PolicyProfile())


def locked(case, profile=None):
    return {each.route: each.gate for each in looked_up(case, profile).locked}


ROWS = list(rows())


@pytest.mark.parametrize(
    ("kind", "severity", "author", "may", "shut"),
    ROWS,
    ids=[f"{kind}-S{severity}-{author}" for kind, severity, author, _, _ in ROWS],
)
def test_what_may_be_proposed_and_which_gate_shuts_the_rest(kind, severity, author, may, shut):
    case = situation(kind, severity, author)

    assert set(looked_up(case).routes) == may
    assert locked(case) == shut


def test_the_table_has_every_kind_author_and_severity_once():
    named = [row[:3] for row in ROWS]
    expected = {
        (category + subtype, severity.value, author.value)
        for category, severity, author in product(Category, Severity, AuthorType)
        for subtype in SUBTYPES.get(category, [""])
        if not {(category, author.value), (category, severity.value)} & NOT_IN_THE_TABLE
    }

    assert len(named) == len(set(named))
    assert expected <= set(named)


@pytest.mark.parametrize("kind", WHO_AND_WHEN)
def test_who_owns_it_and_by_when(kind):
    owner, *deadlines = WHO_AND_WHEN[kind].split()
    row = house_policy().categories[Category(kind)]

    assert row.owner == owner
    assert [row.deadline_for(each) for each in Severity] == [DEADLINES[key] for key in deadlines]


def test_every_kind_has_an_owner_and_a_deadline_here():
    assert set(WHO_AND_WHEN) == {category.value for category in Category}


def test_every_shut_route_says_why():
    for kind, severity, author, _, _ in ROWS:
        reasons = [each.reason for each in looked_up(situation(kind, severity, author)).locked]
        assert all(len(reason) > 10 for reason in reasons), (kind, severity, author)


# ---- the gates of §3.2 that hold when a post comes in --------------------------------------------


def test_g2_nothing_is_taken_down_while_nobody_is_sure_that_it_is_about_us():
    sure, unsure = situation("T5", 2, "P"), situation("T5", 2, "P", verdict=Verdict.UNSURE)

    assert Route.DELETION_REQUEST in looked_up(sure).routes
    assert locked(unsure)[Route.DELETION_REQUEST] == "G2"


@pytest.mark.parametrize("mark", ["no-person", "helper", "protest", "grievance", "second-reading"])
def test_g2_a_remark_of_the_rules_shuts_removal(mark):
    assert locked(situation("T5", 2, "P", marks=frozenset({mark})))[Route.DELETION_REQUEST] == "G2"


@pytest.mark.parametrize("kind", ["T8", "T11", "T12", "T13", "T14"])
def test_g3_where_a_crime_is_possible_nobody_is_asked_to_delete(kind):
    assert locked(situation(kind, 3, "P"))[Route.DELETION_REQUEST] == "G3"


def test_g6_nobody_is_taken_for_a_member_of_the_community_unless_shown():
    assert locked(situation("T5", 2, "?"))[Route.DELETION_REQUEST] == "G6"


def test_g7_a_case_about_the_headteacher_is_the_chairs():
    about = Seen(grounds=(Ground("about-headteacher", quote="the head"),))
    finding = Finding(Category.T12, Severity.S3)

    decision = ruling(
        finding,
        Author(AuthorType.PARENT),
        policy=house_policy(),
        profile=PolicyProfile(),
        seen=about,
    )

    assert decision.owner is Role.CHAIR
    assert Route.CHAIR in decision.routes


def test_g7_a_case_about_the_safeguarding_lead_is_the_headteachers():
    about = Seen(grounds=(Ground("about-dsl", quote="the safeguarding lead"),))

    decision = ruling(
        Finding(Category.T11, Severity.S3),
        Author(AuthorType.PARENT),
        policy=house_policy(),
        profile=PolicyProfile(),
        seen=about,
    )

    assert decision.owner is Role.HEADTEACHER


def test_g9_no_request_goes_to_a_child():
    case = situation("T5", 2, "P", child_author=True)

    assert locked(case)[Route.DELETION_REQUEST] == "G9"


@pytest.mark.parametrize("kind", ["T5", "T6", "T7", "T9", "T10", "T15", "T19"])
def test_g10_news_is_never_asked_to_be_removed(kind):
    assert locked(situation(kind, 3, "N"))[Route.PLATFORM_REPORT] == "G10"


@pytest.mark.parametrize("author", AuthorType)
@pytest.mark.parametrize("route", [Route.POLICE_101, Route.TRUE_VISION])
def test_g10_news_has_no_police_sheet(author, route):
    policy = house_policy()
    row = replace(policy.categories[Category.T20], now=dict.fromkeys(AuthorType, (route,)))
    opened = replace(policy, categories={**policy.categories, Category.T20: row})

    found = doors(situation("T20", 3, author.value), policy=opened, profile=PolicyProfile())

    assert next((each.route, each.gate) for each in found.locked) == (route, "G10")


@pytest.mark.parametrize(
    ("kind", "author", "route"),
    [
        ("T16b", "S", Route.DELETION_REQUEST),
        ("T5", "S", Route.DELETION_REQUEST),
        ("T6", "?", Route.S5_NOTICE),
        ("T7", "P", Route.POLICE_101),
        ("T9", "T", Route.TRUE_VISION),
    ],
)
def test_g11_what_needs_two_people_is_shut_when_a_post_comes_in(kind, author, route):
    assert locked(situation(kind, 3, author))[route] == "G11"


def test_the_schools_own_policy_shuts_what_it_does_not_contain():
    profile = PolicyProfile(routes=frozenset({Route.INVITE_CONTACT}))
    case = situation("T5", 2, "?")

    assert locked(case, profile)[Route.PLATFORM_REPORT] == "profile"


def test_the_schools_own_policy_never_shuts_safeguarding_or_999():
    nothing = PolicyProfile(routes=frozenset())

    assert {Route.DSL, Route.MYCONCERN_REF, Route.POLICE_999} <= set(
        looked_up(situation("T11", 4, "P"), nothing).routes
    )


@pytest.mark.parametrize("kind", ["T0", "T5", "T16d"])
@pytest.mark.parametrize("verdict", [Verdict.US, Verdict.UNSURE])
def test_g4_where_an_image_concern_is_suspected_too_no_word_is_kept(kind, verdict):
    finding = Finding(
        Category(kind.rstrip("d")), Severity.S0, subtype=kind[3:], also=(Category.T13,)
    )

    decision = ruling(
        finding,
        Author(AuthorType.UNKNOWN),
        policy=house_policy(),
        profile=PolicyProfile(),
        verdict=verdict,
    )

    assert decision.retain is Retain.POINTER
