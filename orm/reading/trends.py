"""The Trends page: half a year of a school in figures, in plain words. No post, no person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median

from orm.model.judgement import Category
from orm.model.schools import School
from orm.model.sight import Sight
from orm.model.trends import CaseTimes, Fairness
from orm.reading.figures import (
    MEASURED_WORDS,
    SHOWN,
    Figures,
    FigureWeek,
    Measured,
    figures,
    usual,
)
from orm.reading.shelf import Shelf

_MOST_THEMES = 12
_FEWEST_FOR_A_SHARE = 3
_DAY = timedelta(days=1)
_BANDS = (
    ("Within a day", 1),
    ("2 to 5 days", 5),
    ("6 to 10 days", 10),
    ("11 to 20 days", 20),
    ("Longer", None),
)


@dataclass(frozen=True, slots=True)
class WeekRow:
    """One week in figures. `mark` is empty where every source was read; shares are in percent, and
    None where there are fewer than three posts to take a share of.
    """

    ends_on: date
    key: str
    posts: int
    usual: float | None
    positive: int
    negative: int
    positive_share: int | None
    negative_share: int | None
    unsure: int
    mark: str
    blind: bool


@dataclass(frozen=True, slots=True)
class ThemeRow:
    """How often a subject came up in the last full week, and what was usual."""

    label: str
    number: int
    usual: float | None


@dataclass(frozen=True, slots=True)
class BandRow:
    """How many cases were ended in such a time."""

    label: str
    number: int


@dataclass(frozen=True, slots=True)
class FairRow:
    """In how many cases something was asked to be taken down, by kind of post."""

    label: str
    number: int


@dataclass(frozen=True, slots=True)
class Outcomes:
    """How long cases took. `median_days` is None where none ended."""

    opened: int
    open_now: int
    ended: int
    median_days: float | None
    bands: tuple[BandRow, ...]
    says: str


@dataclass(frozen=True, slots=True)
class Fair:
    """How little was asked to be taken down, and never for criticism."""

    asked: int
    kinds: tuple[FairRow, ...]
    for_criticism: int
    refused: int
    overrides: int
    says: str


@dataclass(frozen=True, slots=True)
class TrendsPage:
    """Everything that the page says. `sealed` is None for who may not know the number."""

    weeks: tuple[WeekRow, ...]
    posts_say: str
    tone_says: str
    themes: tuple[ThemeRow, ...]
    themes_say: str
    outcomes: Outcomes
    fair: Fair
    gaps: int
    sealed: int | None


@dataclass(frozen=True, slots=True)
class TrendWords:
    """The policy's own labels."""

    kinds: Mapping[Category, str]
    themes: Mapping[str, str]


def page(
    shelf: Shelf,
    school: School,
    *,
    sight: Sight,
    words: TrendWords,
    watched_since: datetime | None,
    now: datetime,
) -> TrendsPage:
    """The last 26 full weeks of a school."""
    found = figures(
        shelf, school.id, sight=sight, weeks=SHOWN, watched_since=watched_since, now=now
    )
    weeks = tuple(map(_row, found.weeks))
    themes = _themes(found, words.themes)
    return TrendsPage(
        weeks=weeks,
        posts_say=_posts_say(weeks),
        tone_says=_tone_says(weeks),
        themes=themes,
        themes_say=_themes_say(themes),
        outcomes=_outcomes(found.counted.cases),
        fair=_fair(found.counted.fairness, words.kinds),
        gaps=sum(each.measured is not Measured.WHOLE for each in found.weeks),
        sealed=found.counted.sealed,
    )


def _row(each: FigureWeek) -> WeekRow:
    count = each.count
    return WeekRow(
        ends_on=count.week.last_on,
        key=count.week.key,
        posts=count.stories,
        usual=each.usual,
        positive=count.positive,
        negative=count.negative,
        positive_share=_share(count.positive, count.stories),
        negative_share=_share(count.negative, count.stories),
        unsure=count.unsure,
        mark=_mark(each),
        blind=each.measured in {Measured.NOTHING, Measured.BEFORE} and not count.stories,
    )


def _mark(each: FigureWeek) -> str:
    if each.measured is Measured.WHOLE:
        return ""
    words = MEASURED_WORDS[each.measured]
    if each.measured is Measured.PARTLY:
        return f"{words}: {each.read} of {each.sources} sources were read in full"
    return words


def _share(number: int, total: int) -> int | None:
    return round(100 * number / total) if total >= _FEWEST_FOR_A_SHARE else None


def _posts_say(weeks: Sequence[WeekRow]) -> str:
    last = weeks[-1] if weeks else None
    if last is None or last.blind:
        return "Nothing was measured in the last full week, so there is no number for it."
    posts = f"{last.posts} post{'' if last.posts == 1 else 's'}"
    said = f"In the week to {_day(last.ends_on)} we saw {posts} about the school"
    said += f"; {last.usual:g} is usual." if last.usual is not None else "."
    return f"{said} That week was {last.mark}." if last.mark else said


def _tone_says(weeks: Sequence[WeekRow]) -> str:
    total = sum(week.posts for week in weeks)
    if total < _FEWEST_FOR_A_SHARE:
        return "There are too few posts in this half year to speak of a tone."
    leaning = [sum(week.positive for week in weeks), sum(week.negative for week in weeks)]
    towards, against = (round(100 * number / total) for number in leaning)
    return (
        f"Of {total:,} posts in this half year, {towards} in 100 lean towards the school and"
        f" {against} in 100 lean against it. The rest lean to neither side."
    )


def _themes(found: Figures, labels: Mapping[str, str]) -> tuple[ThemeRow, ...]:
    if not found.counted.themes:
        return ()
    *earlier, (_, newest) = found.counted.themes
    past = [dict(counts) for _, counts in earlier]
    now = dict(newest)
    names = sorted({*now, *(name for week in past for name in week)})
    rows = [
        ThemeRow(labels.get(name, name), now.get(name, 0), usual([w.get(name, 0) for w in past]))
        for name in names
    ]
    told = [row for row in rows if row.number or row.usual]
    told.sort(key=lambda row: (-row.number, -(row.usual or 0), row.label))
    return tuple(told[:_MOST_THEMES])


def _themes_say(rows: Sequence[ThemeRow]) -> str:
    if not rows or not rows[0].number:
        return "No subject came up in the last full week."
    first = rows[0]
    said = f"Most was said about {_small(first.label)}: {first.number} in the last full week"
    return f"{said}; {first.usual:g} is usual." if first.usual is not None else f"{said}."


def _outcomes(times: CaseTimes) -> Outcomes:
    days = [_days(each) for each in times.lasted]
    middle = float(median(days)) if days else None
    ended = f"{len(days)} case{'' if len(days) == 1 else 's'} ended in this half year"
    said = f"{ended}; half of them within {middle:g} days." if middle is not None else f"{ended}."
    return Outcomes(
        opened=times.opened,
        open_now=times.open_now,
        ended=len(days),
        median_days=middle,
        bands=_bands(days),
        says=said.replace("within 1 days", "within a day"),
    )


def _bands(days: Sequence[int]) -> tuple[BandRow, ...]:
    rows, low = [], 0
    for label, high in _BANDS:
        inside = [day for day in days if day > low and (high is None or day <= high)]
        rows.append(BandRow(label, len(inside)))
        low = high or low
    return tuple(rows)


def _days(lasted: timedelta) -> int:
    """Days as people count them: what ended on its first day took one."""
    return max(1, -(-lasted // _DAY))


def _fair(fairness: Fairness, kinds: Mapping[Category, str]) -> Fair:
    criticism = sum(number for kind, number in fairness.asked if kind in {Category.T3, Category.T4})
    cases = f"{fairness.total} case{'' if fairness.total == 1 else 's'}"
    said = (
        f"Something was asked to be taken down in {cases} of this half year,"
        f" {criticism} of them for criticism."
    )
    return Fair(
        asked=fairness.total,
        kinds=tuple(FairRow(kinds[kind], number) for kind, number in fairness.asked),
        for_criticism=criticism,
        refused=fairness.refused,
        overrides=fairness.overrides,
        says=said,
    )


def _day(on: date) -> str:
    return f"{on.day} {on:%B}"


def _small(label: str) -> str:
    return f"{label[:1].lower()}{label[1:]}"
