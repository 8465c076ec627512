"""The press pack: which paper wrote what about the school, when we knew, and what was done (T20).

A headline is shown as the digest shows one; the rest is counted.
"""

from datetime import datetime

from orm.model.report_facts import Article, PressFacts, ReportWords
from orm.model.steps import Checked
from reports import plain
from reports.report_view import Heading, ReportTable, ReportView, about, day, name, read

_HEADLINE = 200
_CHECKED = {
    Checked.FALSE: "not accurate",
    Checked.MAYBE: "may be accurate",
    Checked.TRUE: "accurate",
    Checked.NOTHING: "nothing to check",
}
_UNTOLD = "(headline not repeated)"
_CLOSING = (
    (
        "A headline is not repeated where it names who wrote it, holds an address or a slur, belongs to a "
        "serious case, or is no longer kept. The article itself is with the paper."
    ),
    "“Published” is what the paper says; “first known” is when orm first read it. Both are UK time.",
    "Broadcasts, printed pages and articles behind a paywall are seen only when somebody brings them.",
)


def press_pack(facts: PressFacts, words: ReportWords, heading: Heading) -> ReportView:
    """What papers wrote in a time, oldest first."""
    number = plain.count(len(facts.articles), "article")
    return ReportView(
        title=f"Press pack: {name(heading.name)}",
        about=about(heading),
        opening=(
            (
                f"{number} from {day(facts.period.first_on)} to {day(facts.period.last_on)}, for the "
                "headteacher."
            ),
            read(facts.watched),
        ),
        tables=(
            ReportTable(
                "Articles, by when we first knew",
                (
                    "Outlet",
                    "Headline",
                    "Published",
                    "First known",
                    "Accurate?",
                    "Checked by",
                    "Line used",
                ),
                tuple(_row(each, words) for each in facts.articles),
                none="No article was found in what could be read.",
                widths=(4, 8, 4, 4, 3, 3, 5),
            ),
        ),
        closing=_CLOSING,
        wide=True,
    )


def _row(article: Article, words: ReportWords) -> tuple[str, ...]:
    lines = [
        f"{words.routes.get(each.route, each.route)}{f' ({name(each.paper)})' if each.paper else ''}, "
        f"{_moment(each.sent_at)}"
        for each in article.lines
    ]
    checker = words.people.get(article.checked_by, "") if article.checked else ""
    return (
        _told(article.outlet) or "a news site",
        _told(article.title, longest=_HEADLINE) or _UNTOLD,
        _moment(article.posted_at) if article.posted_at else "no date given",
        _moment(article.first_seen_at),
        _CHECKED[article.checked] if article.checked else "not checked",
        name(checker) or ("somebody who has left" if article.checked else "nobody"),
        "; ".join(lines) or "none",
    )


def _told(text: str, *, longest: int = 60) -> str:
    line = plain.one_line(text, longest=longest)
    return line if plain.fit_for_email(line) else ""


def _moment(at: datetime) -> str:
    local = at.astimezone(plain.LONDON)
    return f"{day(local.date())}, {local:%H:%M}"
