"""Planning: one poll per distinct request, wanted by every school that asked."""

from dataclasses import dataclass, fields

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
    }
