"""What a digest tells of what people said: which praise was thanked for, which article was checked."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, RowMapping, and_, select

from orm.model.items import Kind
from orm.model.judgement import Category
from orm.model.remarks import CheckedNews
from orm.model.schools import SchoolId
from orm.model.steps import Checked
from orm.store.case_steps import GATE, Done, done
from orm.store.outcomes import for_everybody
from orm.store.remarks import news_checks, thanked
from orm.store.tables.casework import CASES

_ANSWERS = "answers"
_CHECKED = "checked"


@dataclass(frozen=True, slots=True)
class WeekRemarks:
    """What was said of a week's stories, by item and by story."""

    thanked: frozenset[int] = frozenset()
    checks: Mapping[int, CheckedNews] = field(default_factory=dict)
    in_cases: Mapping[int, CheckedNews] = field(default_factory=dict)

    def thanks_for(self, copies: Sequence[RowMapping]) -> bool:
        """Whether thanks were passed on for one of the copies."""
        return any(row["item_id"] in self.thanked for row in copies)

    def check_of(self, copies: Sequence[RowMapping]) -> CheckedNews | None:
        """What was said of one of the copies; else what gate G2 of the story's case was told."""
        said = (self.checks.get(row["item_id"]) for row in copies)
        found = next((each for each in said if each), None)
        return found or self.in_cases.get(copies[0]["story_id"])


def week_remarks(
    connection: Connection, school_id: SchoolId, stories: Iterable[Sequence[RowMapping]]
) -> WeekRemarks:
    """What was said of these stories; nothing is asked where none is praise or an article."""
    rows = [row for copies in stories for row in copies]
    praise = [row["item_id"] for row in rows if row["category"] == Category.T1.value]
    articles = [row for row in rows if row["kind"] == Kind.NEWS.value]
    said = news_checks(connection, school_id, [row["item_id"] for row in articles])
    return WeekRemarks(
        thanked=frozenset(thanked(connection, school_id, praise)),
        checks={item: CheckedNews(each.word, each.role) for item, each in said.items()},
        in_cases=_in_cases(connection, school_id, articles),
    )


def checked_in(steps: Iterable[Done]) -> tuple[Done, Checked | None] | None:
    """The last answer to gate G2 among these steps, and what checking gave."""
    last = next((each for each in reversed(tuple(steps)) if each.action == GATE), None)
    if last is None:
        return None
    answers = last.details.get(_ANSWERS)
    said = answers.get(_CHECKED) if isinstance(answers, dict) else None
    return last, next((each for each in Checked if each.value == said), None)


def _in_cases(
    connection: Connection, school_id: SchoolId, articles: Sequence[RowMapping]
) -> Mapping[int, CheckedNews]:
    """What gate G2 was told in cases of these stories; never in a case that is for few people."""
    wanted = {row["story_id"] for row in articles}
    if not wanted:
        return {}
    ours = and_(
        CASES.c.school_id == school_id,
        CASES.c.category == Category.T20.value,
        CASES.c.story_id.in_(sorted(wanted)),
        for_everybody(),
    )
    cases = connection.execute(select(CASES.c.ref, CASES.c.story_id, CASES.c.opened_at).where(ours))
    story_of = {row.ref: (row.story_id, row.opened_at) for row in cases}
    if not story_of:
        return {}
    since: datetime = min(opened_at for _, opened_at in story_of.values())
    by_case: dict[str, list[Done]] = {}
    for each in done(connection, ours, actions=(GATE,), since=since):
        by_case.setdefault(each.ref, []).append(each)
    found = {ref: checked_in(steps) for ref, steps in by_case.items()}
    return {
        story_of[ref][0]: CheckedNews(each[1])
        for ref, each in found.items()
        if each is not None and each[1] is not None
    }
