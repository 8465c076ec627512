"""What the read-only interface answers: the shapes that openapi.json describes."""

from datetime import date, datetime
from statistics import median
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from orm.model.judgement import Category
from orm.model.polls import Access
from orm.model.schools import School
from orm.model.source_records import SourceRecord
from orm.model.weeks import SourceHealth
from orm.reading.figures import Figures, FigureWeek, Measured

_SECONDS_A_DAY = 86_400


class Answer(BaseModel):
    """A part of an answer."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class ProblemAnswer(Answer):
    """Why there is no answer (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    reference: str = ""


class SchoolAnswer(Answer):
    """A school."""

    id: str
    name: str


class SchoolsAnswer(Answer):
    """The schools of a token."""

    schools: list[SchoolAnswer]


class WeekAnswer(Answer):
    """One week, Monday to Sunday, Europe/London. Sealed posts are in no number."""

    week: Annotated[str, Field(description="ISO week, like 2026-W46")]
    first_day: date
    last_day: date
    posts: Annotated[
        int | None, Field(description="Copies of a story once; null: nothing was measured")
    ]
    positive: int | None
    negative: int | None
    praise: int | None
    critical: int | None
    unsure: Annotated[int, Field(description="May be about somebody else; in no other number")]
    usual: Annotated[
        float | None, Field(description="Median of posts in the eight weeks before, where known")
    ]
    measured: Measured
    sources_read: int
    sources: int


class CasesAnswer(Answer):
    """Cases in these weeks; sealed ones and those about a leader or of the chair left out."""

    opened: int
    open_now: int
    ended: int
    median_days: Annotated[float | None, Field(description="From opened to closed")]


class KindAnswer(Answer):
    """How many cases of one kind of post."""

    kind: Category
    cases: int


class FairnessAnswer(Answer):
    """What was asked to be taken down in these weeks."""

    asked: list[KindAnswer]
    refused: int
    gate_set_aside: int


class FiguresAnswer(Answer):
    """One school's figures."""

    school: str
    weeks: list[WeekAnswer]
    cases: CasesAnswer
    fairness: FairnessAnswer


class SourceAnswer(Answer):
    """How one source was read. Only pages that were read count as measured."""

    name: str
    called: str
    access: Access | None
    pages: int
    pages_read: int
    last_read_at: datetime | None
    silent_since: datetime | None
    paused: bool


class SourcesAnswer(Answer):
    """How a school's sources were read between two moments, UTC."""

    school: str
    since: datetime
    until: datetime
    sources: list[SourceAnswer]


def figures_answer(school: School, found: Figures) -> FiguresAnswer:
    """A school's figures as they are answered."""
    lasted = [each.total_seconds() / _SECONDS_A_DAY for each in found.counted.cases.lasted]
    cases, fairness = found.counted.cases, found.counted.fairness
    return FiguresAnswer(
        school=school.id,
        weeks=[_week(each) for each in found.weeks],
        cases=CasesAnswer(
            opened=cases.opened,
            open_now=cases.open_now,
            ended=len(lasted),
            median_days=round(median(lasted), 1) if lasted else None,
        ),
        fairness=FairnessAnswer(
            asked=[KindAnswer(kind=kind, cases=number) for kind, number in fairness.asked],
            refused=fairness.refused,
            gate_set_aside=fairness.overrides,
        ),
    )


def source_answer(each: SourceHealth, record: SourceRecord | None) -> SourceAnswer:
    """A source's health as it is answered."""
    return SourceAnswer(
        name=each.source,
        called=record.called if record else each.source,
        access=record.access if record else None,
        pages=each.polls,
        pages_read=each.measured,
        last_read_at=each.last_measured_at,
        silent_since=each.silent_since,
        paused=each.paused,
    )


def _week(each: FigureWeek) -> WeekAnswer:
    count = each.count
    unseen = each.measured in {Measured.NOTHING, Measured.BEFORE} and not count.stories
    return WeekAnswer(
        week=count.week.key,
        first_day=count.week.first_on,
        last_day=count.week.last_on,
        posts=None if unseen else count.stories,
        positive=None if unseen else count.positive,
        negative=None if unseen else count.negative,
        praise=None if unseen else count.praise,
        critical=None if unseen else count.critical,
        unsure=count.unsure,
        usual=each.usual,
        measured=each.measured,
        sources_read=each.read,
        sources=each.sources,
    )
