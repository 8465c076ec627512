"""The two charts of a digest and what they say in words: mentions by week, and this week's subjects.

They show what the same reader's letter tells in sentences anyway, and only to who reads themes
(domain.md §5.1). Sealed mentions are in no number of them (gate G8). A week that was not measured
is a gap in words and never a nought.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from orm.model.judgement import Category
from orm.model.letters import Picture
from orm.model.weeks import WeekFacts, WeekFigures
from reports import bank
from reports.audience import Audience, Part
from reports.charts import Beside, Chart, Gap, Tones, subjects_chart, weeks_chart
from reports.coverage import coverage
from reports.mention_rows import Subject, countable, is_critical, subjects
from reports.view import Shown

FEWEST_WEEKS = 3
"""With fewer measured weeks there is nothing to compare, and no chart."""

_MOST_SUBJECTS = 5


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture for the letter, and how its page shows it."""

    picture: Picture
    shown: Shown


def charts(facts: WeekFacts, who: Audience) -> tuple[Drawn, ...]:
    """The charts of one reader's letter: the weeks, and the subjects where there are any."""
    weeks = _since_measured([*facts.trend, _this_week(facts)])
    if not who.gets(Part.THEMES) or sum(map(_told, weeks)) < FEWEST_WEEKS:
        return ()
    found = subjects(countable(facts), facts)[:_MOST_SUBJECTS] if facts.earlier else ()
    return (_of_weeks(weeks), *([_of_subjects(found)] if found else []))


def _this_week(facts: WeekFacts) -> WeekFigures:
    """As the rest of the letter counts it."""
    mentions = countable(facts)
    return WeekFigures(
        week=facts.week,
        mentions=len(mentions),
        critical=sum(map(is_critical, mentions)),
        praise=sum(each.category is Category.T1 for each in mentions),
        measured=coverage(facts).looked,
    )


def _told(week: WeekFigures) -> bool:
    """Posts that people brought count in a week in which no source was read."""
    return week.measured or bool(week.mentions)


def _since_measured(weeks: Sequence[WeekFigures]) -> tuple[WeekFigures, ...]:
    """Without the weeks before the first that was measured: nobody was watching then."""
    first = next((at for at, week in enumerate(weeks) if _told(week)), len(weeks))
    return tuple(weeks[first:])


def _of_weeks(weeks: Sequence[WeekFigures]) -> Drawn:
    names = bank.words("tones")
    chart = weeks_chart(
        tuple(_bar(week) for week in weeks),
        title=bank.word("chart", "weeks"),
        legend=(names["praise"], names["other"], names["critical"]),
    )
    until, number = bank.day(weeks[-1].week.last_on), len(weeks)
    said = bank.joined([_week_in_words(week) for week in weeks], by=", ")
    return _drawn(
        chart,
        alt=bank.say(
            "chart_weeks_alt", number=number, day=until, now=_now(weeks), most=_most(weeks)
        ),
        figures=bank.say("chart_weeks", number=number, day=until, figures=said),
    )


def _bar(week: WeekFigures) -> Tones | Gap:
    day = bank.short_day(week.week.last_on)
    if not _told(week):
        return Gap(day, bank.word("chart", "gap"))
    other = week.mentions - week.praise - week.critical
    return Tones(day, praise=week.praise, other=max(other, 0), critical=week.critical)


def _week_in_words(week: WeekFigures) -> bank.Said:
    if not _told(week):
        return bank.word("chart", "gap")
    tones = (("praise", week.praise), ("critical", week.critical))
    said = [
        bank.say("tone", number=number, tone=bank.word("tones", name))
        for name, number in tones
        if number
    ]
    total = bank.number(week.mentions)
    if not said:
        return total
    return bank.say("toned", number=total, tones=bank.joined(said, by="; "))


def _now(weeks: Sequence[WeekFigures]) -> bank.Said:
    now = weeks[-1]
    if not _told(now):
        return bank.say("chart_gap_now")
    return bank.say("chart_now", number=now.mentions, praise=now.praise, critical=now.critical)


def _most(weeks: Sequence[WeekFigures]) -> bank.Said:
    """The largest week, and how many were not measured."""
    largest = max(filter(_told, weeks), key=lambda week: week.mentions)
    day, gaps = bank.day(largest.week.last_on), sum(not _told(week) for week in weeks)
    most = bank.say("chart_most", number=largest.mentions, day=day)
    if not gaps:
        return most
    return bank.joined([most, bank.say("chart_gaps", weeks=bank.counted(gaps, "weeks"))], by="; ")


def _of_subjects(found: Sequence[Subject]) -> Drawn:
    beside = tuple(
        Beside(
            label=bank.capital(each.label),
            number=each.number,
            usual=each.usual,
            figures=bank.say(
                "theme",
                number=each.number,
                usual=bank.say("usually", median=bank.median(each.usual)),
            ),
        )
        for each in found
    )
    names = bank.words("chart")
    chart = subjects_chart(
        beside, title=names["subjects"], legend=(names["this_week"], names["usual"])
    )
    said = bank.joined(
        [bank.joined([each.label, each.figures], by=" ") for each in beside], by=", "
    )
    return _drawn(
        chart,
        alt=bank.say("chart_subjects_alt", figures=said),
        figures=bank.say("chart_subjects", figures=said),
    )


def _drawn(chart: Chart, *, alt: bank.Said, figures: bank.Said) -> Drawn:
    picture = Picture(chart.png)
    return Drawn(picture, Shown(picture.name, alt, chart.width, chart.height, figures))
