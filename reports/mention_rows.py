"""The parts of the digest that come from mentions: good news, themes, news, fairness.

Sealed mentions are in no number here, for any reader: two readers who compare their digests must
not find one by subtraction.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from orm.model.items import Kind
from orm.model.judgement import ALWAYS_SEALED, REMOVAL_ROUTES, Category, Severity, Verdict
from orm.model.weeks import WeekCase, WeekFacts, WeekMention
from reports import bank
from reports.audience import ORDINARY, Audience, sealed
from reports.case_rows import Desk
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


@dataclass(frozen=True, slots=True)
class Subject:
    """A subject of the bank's list, how many mentions are about it, and the median of the weeks
    before.
    """

    label: bank.Said
    number: int
    usual: float


def countable(facts: WeekFacts) -> tuple[WeekMention, ...]:
    """Mentions that are about this school and not sealed."""
    return tuple(each for each in facts.mentions if each.verdict is Verdict.US and _open(each))


def unsure(facts: WeekFacts) -> int:
    """How many unsealed mentions may be about somebody else."""
    return sum(each.verdict is Verdict.UNSURE and _open(each) for each in facts.mentions)


def good_news(mentions: Sequence[WeekMention], desk: Desk) -> Section:
    """Praise in our words (domain.md §5.3: never the post's): with a desk one by one, each with the
    link that passes the reader's thanks on, what was not thanked for first; else by theme.
    """
    praise = [each for each in mentions if each.category is Category.T1]
    if not praise:
        return Section("Good news", ())
    if desk.address and all(each.id is not None for each in praise):
        in_turn = sorted(praise, key=lambda each: (each.thanked, -each.first_seen_at.timestamp()))
        rows = [_to_thank(each, desk) for each in in_turn]
        return Section("Good news", capped(rows, most=_MOST_PRAISE, more="praise item"))
    themes = Counter(_known_theme(each.themes) for each in praise)
    told = [
        _praise(theme, number)
        for theme, number in sorted(themes.items(), key=lambda pair: (-pair[1], pair[0]))
    ]
    items = bank.counted(len(praise), "items")
    text = bank.say("praise", items=items, praises=bank.listed(told, most=_MOST_PRAISE))
    return Section("Good news", (Row(text),))


def is_critical(mention: WeekMention) -> bool:
    """Criticism or a complaint; sentiment plays no part in it."""
    return mention.category in _CRITICAL


def subjects(mentions: Sequence[WeekMention], facts: WeekFacts) -> tuple[Subject, ...]:
    """What the mentions are about, most of them first."""
    now = _by_theme(mentions)
    return tuple(
        Subject(label, number, _usual(label, facts.earlier))
        for label, number in sorted(now.items(), key=lambda pair: (-pair[1], pair[0]))
    )


def praise_of(themes: Sequence[str]) -> bank.Said:
    """What somebody praised, like "praise for school lunches"."""
    theme = _known_theme(themes)
    if not theme:
        return bank.word("praise_any")
    return bank.say("praise_of", theme=bank.word("theme", theme))


def themes(mentions: Sequence[WeekMention], facts: WeekFacts) -> Section:
    """Subjects with their number beside the median of the weeks before."""
    critical = _by_theme(list(filter(is_critical, mentions)))
    rows = [
        Row(lead=bank.capital(each.label), text=_beside(each, facts.earlier, critical[each.label]))
        for each in subjects(mentions, facts)
    ]
    return Section("What people are saying", capped(rows, most=_MOST_THEMES, more="subject"))


def news(mentions: Sequence[WeekMention], desk: Desk) -> Section:
    """Articles: outlet, headline, date, and whether somebody has checked it. A headline that is not
    fit for an email is only counted.
    """
    articles = [each for each in mentions if each.kind is Kind.NEWS]
    articles.sort(key=lambda each: each.posted_at or each.first_seen_at, reverse=True)
    rows = [row for each in articles if (row := _article(each, desk)) is not None]
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


def _known_theme(themes: Sequence[str]) -> str:
    """The first of the themes that the bank has words for; empty for none."""
    known = bank.words("theme")
    return next((theme for theme in themes if theme in known), "")


def _to_thank(mention: WeekMention, desk: Desk) -> Row:
    what = praise_of(mention.themes)
    if mention.thanked:
        return Row(bank.say("thanked", praise=what))
    href = desk.page(f"/mentions/{mention.id}/thanks")
    return Row(lead=bank.word("pass_on"), text=what, href=href)


def _by_theme(mentions: Sequence[WeekMention]) -> Counter[bank.Said]:
    return Counter(label for each in mentions for label in {_label(theme) for theme in each.themes})


def _label(theme: str) -> bank.Said:
    return bank.words("theme").get(theme) or bank.word("other_theme")


def _usual(label: bank.Said, earlier: Sequence[Sequence[tuple[str, int]]]) -> float:
    numbers = [sum(number for theme, number in week if _label(theme) == label) for week in earlier]
    return median(numbers or [0])


def _beside(
    subject: Subject, earlier: Sequence[Sequence[tuple[str, int]]], critical: int
) -> bank.Said:
    usual = bank.say("no_earlier_weeks")
    if earlier:
        usual = bank.say("usually", median=bank.median(subject.usual))
    if not critical:
        return bank.say("theme", number=subject.number, usual=usual)
    return bank.say("theme_critical", number=subject.number, usual=usual, critical=critical)


def _article(mention: WeekMention, desk: Desk) -> Row | None:
    title = one_line(mention.title[:_LONGEST_READ], longest=_LONGEST_READ)
    outlet = one_line(mention.outlet[:_LONGEST_READ], longest=_LONGEST_OUTLET)
    quotable = mention.category in _QUOTABLE and mention.severity <= Severity.S2
    if not (title and quotable and fit_for_email(title) and fit_for_email(outlet)):
        return None
    on = bank.day(local_day(mention.posted_at)) if mention.posted_at else bank.say("no_date")
    copies = bank.counted(mention.copies, "copies")
    dated = bank.say("copies", day=on, copies=copies) if mention.copies > 1 else on
    checkable = mention.id is not None and mention.checked is None
    return Row(
        lead=outlet or bank.word("place", Kind.NEWS).capitalize(),
        text=one_line(title, longest=_LONGEST_TITLE),
        note=bank.joined((dated, _accurate(mention)), by="; "),
        href=desk.page(f"/mentions/{mention.id}") if checkable else "",
    )


def _accurate(mention: WeekMention) -> bank.Said:
    """Whether somebody has checked it, by role and never by name (domain.md §5.2, point 7)."""
    if mention.checked is None:
        return bank.word("not_checked")
    word = bank.word("checked", mention.checked.word.name)
    if mention.checked.role is None:
        return bank.say("checked_in_case", checked=word)
    role = bank.word("role", mention.checked.role)
    return bank.say("checked_by", role=role, checked=word)


def _opened_this_week(case: WeekCase, facts: WeekFacts) -> bool:
    return facts.week.first_on <= local_day(case.opened_at) <= facts.week.last_on
