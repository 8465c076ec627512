"""Trends: half a year of a school in figures, drawn, as tables, and as sheets to keep."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from orm.model.schools import School
from orm.reading.trends import TrendsPage, TrendWords, page
from orm.web.asking import Answer, Ask, Download, Missing, Page
from orm.web.charts import Chart, Row, WeekColumn, by_row, by_week
from orm.web.routes import EVERY_PERSON, look
from orm.web.sheets import sheet


@dataclass(frozen=True, slots=True)
class TrendsView:
    """What the template shows."""

    school: School
    schools: tuple[School, ...]
    page: TrendsPage
    posts: Chart
    tone: Chart
    themes: Chart
    outcomes: Chart
    blind: bool


def show(ask: Ask) -> Answer:
    """The page of one school."""
    school = ask.reader.school(ask.query.one("school"))
    found = _page(ask, school)
    view = TrendsView(
        school=school,
        schools=ask.reader.schools,
        page=found,
        posts=_posts(found),
        tone=_tone(found),
        themes=_themes(found),
        outcomes=_outcomes(found),
        blind=any(week.blind for week in found.weeks),
    )
    return Page("trends.html", "Trends", view)


def keep(ask: Ask) -> Answer:
    """One table as a sheet."""
    school = ask.reader.school(ask.query.one("school"))
    make = _SHEETS.get(ask.path["file"])
    return Missing() if make is None else make(_page(ask, school))


def _page(ask: Ask, school: School) -> TrendsPage:
    policy = ask.house.policy
    return page(
        ask.house.shelf,
        school,
        sight=ask.reader.sight,
        words=TrendWords(
            kinds={category: row.label for category, row in policy.categories.items()},
            themes={key: row.label for key, row in policy.themes.items()},
        ),
        watched_since=ask.house.edges.store.watched_since(school.id),
        now=ask.now,
    )


def _posts(found: TrendsPage) -> Chart:
    columns = [
        WeekColumn(week.ends_on, (week.posts,), week.usual, week.blind) for week in found.weeks
    ]
    return by_week("posts", "Posts about the school by week", found.posts_say, columns)


def _tone(found: TrendsPage) -> Chart:
    columns = [
        WeekColumn(week.ends_on, (week.positive_share, week.negative_share), blind=week.blind)
        for week in found.weeks
    ]
    return by_week("tone", "Tone of posts by week", found.tone_says, columns, unit="%")


def _themes(found: TrendsPage) -> Chart:
    rows = [Row(theme.label, theme.number, theme.usual) for theme in found.themes]
    return by_row("subjects", "Subjects in the last full week", found.themes_say, rows)


def _outcomes(found: TrendsPage) -> Chart:
    rows = [Row(band.label, band.number) for band in found.outcomes.bands]
    return by_row("cases", "How long cases were open", found.outcomes.says, rows)


def _posts_sheet(found: TrendsPage) -> Download:
    rows = [
        (
            week.ends_on.isoformat(),
            None if week.blind else week.posts,
            week.usual,
            week.unsure,
            week.mark or "every source was read",
        )
        for week in found.weeks
    ]
    return sheet(
        "posts-by-week.csv", ("week ending", "posts", "usual", "not sure", "measured"), rows
    )


def _tone_sheet(found: TrendsPage) -> Download:
    rows = [
        (
            week.ends_on.isoformat(),
            None if week.blind else week.posts,
            None if week.blind else week.positive,
            None if week.blind else week.negative,
            week.mark or "every source was read",
        )
        for week in found.weeks
    ]
    columns = ("week ending", "posts", "towards the school", "against the school", "measured")
    return sheet("tone-by-week.csv", columns, rows)


def _themes_sheet(found: TrendsPage) -> Download:
    rows = [(theme.label, theme.number, theme.usual) for theme in found.themes]
    return sheet("subjects.csv", ("subject", "posts in the last full week", "usual"), rows)


def _cases_sheet(found: TrendsPage) -> Download:
    rows = [(band.label, band.number) for band in found.outcomes.bands]
    return sheet("time-to-end.csv", ("open for", "cases"), rows)


def _fairness_sheet(found: TrendsPage) -> Download:
    fair = found.fair
    rows = [
        *((row.label, row.number) for row in fair.kinds),
        ("asked to take something down", fair.asked),
        ("of these for criticism", fair.for_criticism),
        ("the answer was no", fair.refused),
        ("gate G2 set aside", fair.overrides),
    ]
    return sheet("fairness.csv", ("what", "cases"), rows)


_SHEETS: Mapping[str, Callable[[TrendsPage], Download]] = {
    "posts.csv": _posts_sheet,
    "tone.csv": _tone_sheet,
    "subjects.csv": _themes_sheet,
    "cases.csv": _cases_sheet,
    "fairness.csv": _fairness_sheet,
}

ROUTES = (look("/trends", show, EVERY_PERSON), look("/trends/{file}", keep, EVERY_PERSON))
