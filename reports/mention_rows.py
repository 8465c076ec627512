"""The parts of the digest that come from mentions: good news, themes, news, fairness.

Sealed mentions are in no number here, for any reader: two readers who compare their digests must
not find one by subtraction.
"""

from collections import Counter
from collections.abc import Sequence
from statistics import median

from orm.model.items import Kind
from orm.model.judgement import ALWAYS_SEALED, REMOVAL_ROUTES, Category, Severity, Verdict
from orm.model.weeks import WeekCase, WeekFacts, WeekMention
from reports import bank
from reports.audience import ORDINARY, Audience, sealed
from reports.plain import fit_for_email, local_day, one_line
from reports.view import Row, Section, capped

_MOST_PRAISE = 3
_MOST_THEMES = 3
_MOST_NEWS = 2
_LONGEST_TITLE = 90
_LONGEST_OUTLET = 40
_LONGEST_READ = 500
_CRITICAL = frozenset({Category.T3, Category.T4})
_QUOTABLE = ORDINARY | {Category.T20}


def countable(facts: WeekFacts) -> tuple[WeekMention, ...]:
    """Mentions that are about this school and not sealed."""
    return tuple(each for each in facts.mentions if each.verdict is Verdict.US and _open(each))


def unsure(facts: WeekFacts) -> int:
    """How many unsealed mentions may be about somebody else."""
    return sum(each.verdict is Verdict.UNSURE and _open(each) for each in facts.mentions)


def good_news(mentions: Sequence[WeekMention]) -> Section:
    """Praise by theme, in our words (domain.md §5.3: never the post's)."""
    praise = [each for each in mentions if each.category is Category.T1]
    known = bank.words("theme")
    themes = Counter(
        next((theme for theme in each.themes if theme in known), "") for each in praise
    )
    if not praise:
        return Section("Good news", ())
    told = [
        _praise(theme, number)
        for theme, number in sorted(themes.items(), key=lambda pair: (-pair[1], pair[0]))
    ]
    items = bank.counted(len(praise), "items")
    text = bank.say("praise", items=items, praises=bank.listed(told, most=_MOST_PRAISE))
    return Section("Good news", (Row(text),))


def themes(mentions: Sequence[WeekMention], facts: WeekFacts) -> Section:
    """Subjects with their number beside the median of the weeks before."""
    now = _by_theme(mentions)
    critical = _by_theme([each for each in mentions if each.category in _CRITICAL])
    rows = [
        Row(
            lead=label[:1].upper() + label[1:],
            text=_beside(number, _usual(label, facts.earlier), critical[label]),
        )
        for label, number in sorted(now.items(), key=lambda pair: (-pair[1], pair[0]))
    ]
    return Section("What people are saying", capped(rows, most=_MOST_THEMES, more="subject"))


def news(mentions: Sequence[WeekMention]) -> Section:
    """Articles: outlet, headline, date. A headline that is not fit for an email is only counted."""
    articles = [each for each in mentions if each.kind is Kind.NEWS]
    articles.sort(key=lambda each: each.posted_at or each.first_seen_at, reverse=True)
    rows = [row for row in map(_article, articles) if row is not None]
    untold = len(articles) - len(rows)
    shown = capped(rows, most=_MOST_NEWS, more="article")
    if untold:
        shown = (*shown, Row(bank.say("untold", articles=bank.counted(untold, "articles"))))
    return Section("News", shown)


def fairness(
    mentions: Sequence[WeekMention], facts: WeekFacts, who: Audience, *, looked: bool
) -> Section:
    """What was seen, and how little of it is asked to be taken down (domain.md §0.2)."""
    cases = [case for case in facts.cases if _opened_this_week(case, facts)]
    removals = [
        case
        for case in cases
        if REMOVAL_ROUTES.intersection(case.proposed)
        and not sealed(case)
        and not who.kept_from(case)
    ]
    return Section(
        "Fairness",
        (Row(bank.joined(_fair(mentions, removals, who, facts, looked=looked), by="; ") + "."),),
    )


def _fair(
    mentions: Sequence[WeekMention],
    removals: Sequence[WeekCase],
    who: Audience,
    facts: WeekFacts,
    *,
    looked: bool,
) -> tuple[bank.Said, bank.Said]:
    """How much was seen, how much of it is asked to be taken down, and how often a person set gate
    G2 aside for it.
    """
    seen = bank.say("not_measured")
    if looked or mentions:
        seen = bank.say(
            "seen",
            mentions=bank.counted(len(mentions), "mentions"),
            critical=sum(each.category in _CRITICAL for each in mentions),
        )
    critical = sum(case.category in _CRITICAL for case in removals)
    overrides = bank.counted(facts.overrides, "overrides")
    grounds = sorted({bank.entry(case.category).ground for case in removals} - {""})
    if not (grounds and who.leads):
        return seen, bank.say(
            "removal", number=len(removals), critical=critical, overrides=overrides
        )
    why = bank.joined(grounds, by=", ")
    return seen, bank.say(
        "removal_why",
        number=len(removals),
        grounds=why,
        critical=critical,
        overrides=overrides,
    )


def _open(mention: WeekMention) -> bool:
    return not mention.sealed and mention.category not in ALWAYS_SEALED


def _praise(theme: str, number: int) -> bank.Said:
    if not theme:
        return bank.say("plain_praise", number=number)
    return bank.say("praise_for", theme=bank.word("theme", theme), number=number)


def _by_theme(mentions: Sequence[WeekMention]) -> Counter[bank.Said]:
    return Counter(label for each in mentions for label in {_label(theme) for theme in each.themes})


def _label(theme: str) -> bank.Said:
    return bank.words("theme").get(theme) or bank.word("other_theme")


def _usual(label: bank.Said, earlier: Sequence[Sequence[tuple[str, int]]]) -> bank.Said:
    if not any(earlier):
        return bank.say("no_earlier_weeks")
    numbers = [sum(number for theme, number in week if _label(theme) == label) for week in earlier]
    return bank.say("usually", median=bank.median(median(numbers)))


def _beside(number: int, usual: bank.Said, critical: int) -> bank.Said:
    if not critical:
        return bank.say("theme", number=number, usual=usual)
    return bank.say("theme_critical", number=number, usual=usual, critical=critical)


def _article(mention: WeekMention) -> Row | None:
    title = one_line(mention.title[:_LONGEST_READ], longest=_LONGEST_READ)
    outlet = one_line(mention.outlet[:_LONGEST_READ], longest=_LONGEST_OUTLET)
    quotable = mention.category in _QUOTABLE and mention.severity <= Severity.S2
    if not (title and quotable and fit_for_email(title) and fit_for_email(outlet)):
        return None
    on = bank.day(local_day(mention.posted_at)) if mention.posted_at else bank.say("no_date")
    copies = bank.counted(mention.copies, "copies")
    return Row(
        lead=outlet or bank.word("place", Kind.NEWS).capitalize(),
        text=one_line(title, longest=_LONGEST_TITLE),
        note=bank.say("copies", day=on, copies=copies) if mention.copies > 1 else on,
    )


def _opened_this_week(case: WeekCase, facts: WeekFacts) -> bool:
    return facts.week.first_on <= local_day(case.opened_at) <= facts.week.last_on
