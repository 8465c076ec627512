"""Fair to whoever writes: the same complaint takes the same way in whatever words it is said.

The complaints of `complaints.toml` go through the whole judgement, as found on a page about the
school. Who may be approached, and how, depends on who wrote; what kind of post it is does not
(domain.md §3.3, gates G2 and G6), but for staff, who have a kind of their own (T16).
"""

import tomllib
from pathlib import Path

import pytest

from orm.evaluation.house import trial_house
from orm.model.items import Identity, Item, Kind
from orm.model.judgement import REMOVAL_ROUTES, AuthorType, Category, Route, Severity
from orm.model.polls import Scope
from orm.model.settings import PolicyProfile
from orm.pipeline.judging import judge
from orm.triage.authors import Author
from orm.triage.decide import ruling
from orm.triage.severity import Finding
from tests.factories import NOW
from tests.factories_match import ST_ORRINS, WRENBECK
from tests.factories_triage import house_policy

COMPLAINTS = tomllib.loads(Path(__file__).with_name("complaints.toml").read_text(encoding="utf-8"))
WAYS = {
    (name, way): text
    for name, ways in COMPLAINTS.items()
    for way, text in {**ways, "capitals": ways["plain"].upper()}.items()
}
OTHER_WAYS = [key for key in WAYS if key[1] != "plain"]
WRITERS = {
    AuthorType.PARENT: "I am a parent.",
    AuthorType.PUPIL: "I am a former pupil of this school.",
    AuthorType.THIRD_PARTY: "I live next door to the school.",
    AuthorType.UNKNOWN: "",
}
UNSIGNED = (
    "I complained to Wrenbeck Primary in May that the hall is freezing and have had no reply."
)
OF_NOBODY = (
    "The hall of Wrenbeck Primary School has been freezing for weeks and the school ignores every"
    " email about it."
)


@pytest.fixture(scope="module")
def bench():
    with trial_house([WRENBECK, ST_ORRINS], now=NOW) as house:
        yield house.round.bench


@pytest.fixture(scope="module")
def decided(bench):
    def decision_on(text):
        post = Item(Identity("test", "1"), Kind.POST, "forum", "", text=text)
        judged = judge(post, wanted={WRENBECK.id: Scope.ABOUT}, bench=bench, now=NOW)
        (one,) = [each for each in judged.rulings if each.mention.school_id == WRENBECK.id]
        return one.decision

    return decision_on


@pytest.mark.parametrize("name", COMPLAINTS)
def test_a_complaint_in_plain_words_is_pointed_to_the_complaints_procedure(decided, name):
    assert Route.COMPLAINTS in decided(WAYS[name, "plain"]).routes


@pytest.mark.parametrize(("name", "way"), OTHER_WAYS, ids=lambda word: word)
def test_the_same_complaint_takes_the_same_way_in_other_words(decided, name, way):
    assert decided(WAYS[name, way]).routes == decided(WAYS[name, "plain"]).routes


@pytest.mark.parametrize(("name", "way"), WAYS, ids=lambda word: word)
def test_no_way_of_complaining_leads_to_a_request_for_removal(decided, name, way):
    assert not REMOVAL_ROUTES.intersection(decided(WAYS[name, way]).routes)


@pytest.mark.parametrize("writer", WRITERS)
def test_a_writer_is_known_by_their_own_words(decided, writer):
    assert decided(f"{UNSIGNED} {WRITERS[writer]}").author is writer


@pytest.mark.parametrize("writer", WRITERS)
@pytest.mark.parametrize("text", [UNSIGNED, OF_NOBODY])
def test_who_complains_does_not_change_what_kind_of_post_it_is(decided, writer, text):
    assert decided(f"{text} {WRITERS[writer]}").category is decided(text).category


def test_a_parent_who_complains_is_invited_to_talk_and_a_stranger_is_not(decided):
    parent, stranger = decided(f"{UNSIGNED} {WRITERS[AuthorType.PARENT]}"), decided(UNSIGNED)

    assert Route.INVITE_CONTACT in parent.routes
    assert Route.INVITE_CONTACT not in stranger.routes


def test_a_member_of_staff_who_complains_raises_a_concern_and_no_matter_for_hr(decided):
    decision = decided(f"{UNSIGNED} I am a teacher at this school.")

    assert (decision.category, decision.subtype) == (Category.T16, "c")
    assert not {Route.HR, *REMOVAL_ROUTES}.intersection(decision.routes)


@pytest.mark.parametrize("category", [Category.T3, Category.T4, Category.T5, Category.T6])
def test_another_author_changes_the_routes_and_never_the_kind(category):
    decisions = [
        ruling(
            Finding(category, Severity.S2),
            Author(author),
            policy=house_policy(),
            profile=PolicyProfile(),
        )
        for author in AuthorType
    ]

    assert {each.category for each in decisions} == {category}
    assert len({each.routes for each in decisions}) > 1


@pytest.mark.parametrize("author", AuthorType)
@pytest.mark.parametrize("category", [Category.T3, Category.T4])
def test_no_author_is_asked_to_take_criticism_or_a_complaint_down(category, author):
    decision = ruling(
        Finding(category, Severity.S2),
        Author(author),
        policy=house_policy(),
        profile=PolicyProfile(),
    )

    assert not decision.removal_proposed
