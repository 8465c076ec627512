"""Result pages of Ofsted's Parent View: questions with the share of each answer.

Two layouts: the print page draws its figures in chart addresses (`chd=t:50,30,…`), the other writes
them out (`Strongly agree : 50%`).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from bs4 import BeautifulSoup, NavigableString, Tag

from orm.model.polls import Response
from sources._parsing.answers import body_of, read_page, unreadable
from sources._parsing.text import clean

_LONGEST_TEXT = 1_000_000  # a page of Parent View has a hundredth
_MOST_QUESTIONS = 40
_BLOCKS = (
    "article", "br", "dd", "div", "dt", "h1", "h2", "h3", "h4", "li", "option", "p", "section",
    "td", "th", "tr", "title",
)  # fmt: skip
_UNREAD = frozenset({"script", "style", "template", "noscript"})
_CHART = re.compile(r"chd=t(?::|%3A)", re.IGNORECASE)
_CHARTED = re.compile(r"charted (.+)")
_QUESTION = re.compile(r"(\d{1,2})\.\s+(\S.*)", re.ASCII)
_FIGURE = re.compile(r"([^:%]{2,80}?)(?: ?: ?| )(\d{1,3}) ?%", re.ASCII)
_BASED_ON = re.compile(
    r"figures based on (\d[\d,]*) responses?(?: up to (\d{1,2}[-/]\d{1,2}[-/]\d{4}))?",
    re.IGNORECASE | re.ASCII,
)
_YEAR = re.compile(r"\d{4}/\d{2}", re.ASCII)
_AGREEMENT = ("Strongly agree", "Agree", "Disagree", "Strongly disagree", "Don't know")
_ANSWERS = {5: _AGREEMENT, 2: ("Yes", "No")}
_COUNTED = re.compile(r"responses for (?:this school|year)", re.IGNORECASE)
_OUR_WORDS = re.compile(rf"parent view|{_COUNTED.pattern}", re.IGNORECASE)
_NO_NAME = re.compile(r"parent view|^results?\b|^ofsted\b|\bsurvey\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `responses` is None where the page does not say how many answered."""

    words: str
    figures: tuple[str, ...]
    responses: int | None = None


@dataclass(frozen=True, slots=True)
class Survey:
    """The results of one school and year; no questions where the page shows none.

    `counted` says whether the page states a number of responses, be it none.
    """

    school: str
    year: str
    questions: tuple[Question, ...]
    responses: int | None
    until: str
    links: tuple[str, ...]
    counted: bool


def read_survey(response: Response) -> Survey:
    """The survey on a page.

    Raises:
        Unreadable: it is no page of Parent View.
    """
    page = read_page(response, body_of(response))
    lines = _lines(page)
    text = "\n".join(lines)
    questions = tuple(_questions(lines))
    if not questions and not _OUR_WORDS.search(text):
        raise unreadable(response, "the page is none of Parent View's")
    counts = [each.responses for each in questions if each.responses is not None]
    stated = [found[2] for found in _BASED_ON.finditer(text) if found[2]]
    return Survey(
        school=_school(page),
        year=_year(lines),
        questions=questions,
        responses=max(counts, default=_summary(lines)),
        until=max(stated, key=lambda day: re.split(r"[-/]", day)[::-1], default=""),
        counted=bool(_COUNTED.search(text)),
        links=tuple(str(link["href"]) for link in page.select("a[href*='survey/result']")),
    )


def _lines(page: BeautifulSoup) -> list[str]:
    """The page's text by block, with the figures of each chart on a line of their own."""
    parts: list[str] = []
    waiting: list[object] = [page]
    while waiting:
        node = waiting.pop()
        if type(node) is str or type(node) is NavigableString:
            parts.append(str(node))
        elif isinstance(node, Tag):
            before, after = _around(node)
            parts.append(before)
            waiting += (after, *reversed(node.contents))
    text = "".join(parts)[:_LONGEST_TEXT]
    return [line for line in map(clean, text.splitlines()) if line]


def _around(tag: Tag) -> tuple[str, str]:
    """What stands before and after a tag's own text."""
    if tag.name in _UNREAD:
        tag.clear()
    chart = _chart(tag)
    after = f"\ncharted {chart}\n" if chart else ""
    if "question-result" in (tag.get("class") or []):
        numbered = _QUESTION.match(clean(tag.get_text()))
        return ("\n" if numbered else "\n0. "), f"\n{after}"
    if tag.name in _BLOCKS:
        return "\n", f"\n{after}"
    return "", after


def _chart(tag: Tag) -> str:
    """The figures of a chart's address, with its own labels where it has as many."""
    values = (str(value) for name, value in tag.attrs.items() if name != "class")
    address = next((value for value in values if _CHART.search(value)), "")
    if not address:
        return ""
    try:
        query = parse_qs(urlsplit(address).query)
    except ValueError:
        return ""
    shares = query.get("chd", [""])[0].removeprefix("t:").split(",")
    if not all(share.strip().isascii() and share.strip().isdigit() for share in shares):
        return ""
    own = query.get("chdl", query.get("chl", [""]))[0].split("|")
    labels = own if len(own) == len(shares) > 1 else _ANSWERS.get(len(shares), ())
    if not labels:
        return f"in the chart's order {' '.join(f'{int(share)}%,' for share in shares)}".rstrip(",")
    return ", ".join(f"{label} {int(share)}%" for label, share in zip(labels, shares, strict=True))


def _questions(lines: list[str]) -> Iterator[Question]:
    starts = [n for n, line in enumerate(lines) if _QUESTION.fullmatch(line)][:_MOST_QUESTIONS]
    for start, end in zip(starts, (*starts[1:], len(lines)), strict=False):
        question = _QUESTION.fullmatch(lines[start])
        own = lines[start + 1 : end]
        figures = tuple(figure for line in own for figure in _figures(line))
        if question and figures:
            based = next((found for line in own if (found := _BASED_ON.search(line))), None)
            count = int(based[1].replace(",", "")) if based else None
            yield Question(question[2], figures, count)


def _figures(line: str) -> Iterator[str]:
    if charted := _CHARTED.fullmatch(line):
        yield charted[1]
    else:
        for figure in _FIGURE.finditer(line[:400]):
            yield f"{figure[1].strip(' ,.')} {int(figure[2])}%"


def _after(lines: list[str], label: str) -> str:
    """What stands after a label: on its line, or on the next."""
    for line, following in zip(lines, (*lines[1:], ""), strict=True):
        if line.casefold().startswith(label):
            return line[len(label) :].strip(" :") or following
    return ""


def _year(lines: list[str]) -> str:
    stated = _YEAR.search(_after(lines, "responses for year"))
    return stated[0] if stated else ""


def _summary(lines: list[str]) -> int | None:
    """The number in the page's summary; the questions' own counts are surer than it."""
    for label in ("responses for this school", "responses for year"):
        said = _after(lines, label).replace(",", "")
        if said.isascii() and said.isdigit() and len(said) <= len("100000"):
            return int(said)
    return None


def _school(page: BeautifulSoup) -> str:
    for tag in page.select("h1, h2, title")[:20]:
        for part in re.split(r"\s+[|–-]\s+", clean(tag.get_text(" "))):
            if part and not _NO_NAME.search(part) and not _QUESTION.match(part):
                return part[:200]
    return ""
