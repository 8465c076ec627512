"""What a plan costs is known before anything is asked."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import ClassVar

from orm.model.keys import Allowance, Window
from orm.model.polls import Access, Cadence, Page
from orm.pipeline.costing import costs
from tests.factories import CADENCE
from tests.factories_store import ST_ORRINS, plan_of


@dataclass(frozen=True)
class Search:
    name: str = "search"
    access: Access = Access.C
    cadence: ClassVar[Cadence] = replace(CADENCE, usual=timedelta(hours=12))
    allowances: tuple[Allowance, ...] = (
        Allowance("calls", calls=3_000, window=Window.MONTH),
        Allowance("dear ones", calls=100, shape="dear", micros=5_000),
    )

    def plan(self, watch):
        return ()

    def parse(self, response):
        return Page()


def test_calls_quota_and_dollars_are_counted_at_the_usual_pace():
    dear = plan_of("a", source="search", shape="dear")
    cheap = plan_of("b", source="search", wanted_by=((ST_ORRINS, dear.wanted_by[0][1]),))

    (cost,) = costs([dear, cheap], {"search": Search()})

    assert (cost.schools, cost.polls, cost.calls) == (2, 2, 4.0)
    assert cost.most_calls == 2 * 96  # every quarter of an hour
    assert cost.quota == 98  # 3,000 a month are 98 a day, less than the 100 dear ones
    assert round(cost.most_dollars, 2) == round(0.005 * 2 * 365.25 / 12, 2)
