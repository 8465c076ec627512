"""Planning: one poll per distinct request, wanted by every school that asked."""

from dataclasses import dataclass, fields
from typing import ClassVar

from hypothesis import given
from hypothesis import strategies as st

from orm.model.keys import Batch
from orm.model.polls import Access, Cadence, Page, Request, Scope
from orm.model.schools import SchoolId, Watch
from orm.pipeline.planning import plan
from tests.factories import CADENCE, school

HARROWMERE = school()
ST_ORRINS = school(id=SchoolId("st-orrins"), name="St Orrin's C of E Primary School")


@dataclass(frozen=True)
class TownPaper:
    """Asks for one paper per town, and for a page per school."""

    name: str = "paper"
    access: Access = Access.A
    cadence: Cadence = CADENCE

    def plan(self, watch):
        yield Request("paper", watch.town, f"https://{watch.town}.example/rss", Scope.LOCAL)
        yield Request("paper", watch.school_id, f"https://own.example/{watch.school_id}", Scope.OWN)
        yield Request("paper", watch.town, f"https://{watch.town}.example/rss", Scope.OPEN)

    def parse(self, response):
        return Page()


def plans(*schools):
    return plan([TownPaper()], schools, domain_of=lambda url: url.split("/")[2])


def test_two_schools_in_one_town_share_the_poll_of_the_local_paper():
    paper = next(each for each in plans(HARROWMERE, ST_ORRINS) if each.request.key == "Harrowmere")

    assert [wanted for wanted, _ in paper.wanted_by] == ["st-orrins", "wrenbeck"]
    assert len(plans(HARROWMERE, ST_ORRINS)) == 3


def test_the_closest_scope_wins_when_a_school_asks_twice():
    paper = next(each for each in plans(HARROWMERE) if each.request.key == "Harrowmere")

    assert paper.wanted_by == ((SchoolId("wrenbeck"), Scope.LOCAL),)


def test_the_order_of_schools_does_not_change_the_plan():
    assert plans(HARROWMERE, ST_ORRINS) == plans(ST_ORRINS, HARROWMERE)


def test_a_source_can_be_told_of_no_person():
    assert {each.name for each in fields(Watch)} == {
        "school_id",
        "name",
        "other_names",
        "town",
        "county",
        "website",
        "accounts",
        "urn",
    }


@dataclass(frozen=True)
class Index:
    """Answers a question for several names at once, and has a page per school besides."""

    batch: ClassVar[Batch] = Batch(most=2, longest=200)
    name: str = "index"
    access: Access = Access.A
    cadence: Cadence = CADENCE

    def phrases(self, watch):
        return (f'"{watch.name}"',)

    def ask(self, phrases):
        query = " OR ".join(phrases)
        return Request("index", query, f"https://index.example/?q={query}")

    def plan(self, watch):
        yield from (self.ask(chunk) for chunk in self.batch.packed(self.phrases(watch)))
        yield Request("index", watch.school_id, f"https://index.example/{watch.school_id}")

    def parse(self, response):
        return Page()


HILL = school(id=SchoolId("hill"), name="Mere Hill School")


def questions(*schools):
    planned = plan([Index()], schools, domain_of=lambda url: url.split("/")[2])
    return {each.request.key: [wanted for wanted, _ in each.wanted_by] for each in planned}


def test_schools_share_questions_as_far_as_they_fit():
    assert questions(HARROWMERE, ST_ORRINS, HILL) == {
        '"Wrenbeck Primary School" OR "St Orrin\'s C of E Primary School"': [
            "st-orrins",
            "wrenbeck",
        ],
        '"Mere Hill School"': ["hill"],
        "wrenbeck": ["wrenbeck"],
        "st-orrins": ["st-orrins"],
        "hill": ["hill"],
    }


def test_schools_of_one_name_want_the_same_question_once():
    twin = school(id=SchoolId("twin"))

    assert questions(HARROWMERE, twin)['"Wrenbeck Primary School"'] == ["twin", "wrenbeck"]


@given(
    names=st.lists(st.text("abc ", min_size=1, max_size=30), max_size=30),
    most=st.integers(1, 5),
    longest=st.integers(5, 60),
)
def test_packing_keeps_every_phrase_once_in_order_and_within_the_limits(names, most, longest):
    packed = list(Batch(most, longest).packed(names))

    assert [name for chunk in packed for name in chunk] == list(dict.fromkeys(names))
    for chunk in packed:
        assert len(chunk) <= most
        assert len(chunk) == 1 or len(" OR ".join(chunk)) <= longest
