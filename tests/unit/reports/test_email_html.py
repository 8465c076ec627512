"""Letters are built from what mail programs show: the golden digests, alerts, and letters of any words.

What Outlook for Windows (Word) takes of CSS is Microsoft's table "Word 2007 HTML and CSS Rendering
Capabilities in Outlook 2007", unchanged since: body and span take CORE, div and p margins besides,
everything else also sizes, padding and single borders. Inline elements such as links take CORE only.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache, partial

import html5lib
import pytest
from bs4 import BeautifulSoup, Tag
from hypothesis import given, settings
from hypothesis import strategies as st

from orm.model.cases import CaseRef
from orm.model.judgement import Severity
from orm.model.letters import Letter
from reports.alert import alert
from reports.plain import one_line
from reports.render import render
from reports.view import DigestView, Row, Section, Shown, Tone
from tests.factories_golden_weeks import GOLDEN_WEEKS, letter_of, written
from tests.factories_weeks import DESK, EVERYBODY, HEAD, huge_week, rules, school

GMAIL_CLIPS_AT = 102_000
GMAIL_DROPS_STYLES_AT = 8_192

TAGS = {
    "html",
    "head",
    "meta",
    "title",
    "style",
    "body",
    "div",
    "table",
    "tbody",
    "tr",
    "td",
    "h1",
    "h2",
    "p",
    "ul",
    "li",
    "a",
    "span",
    "img",
}
ATTRIBUTES = {
    "html": {"lang"},
    "meta": {"charset", "name", "content"},
    "style": {"data-css-inline"},
    "div": {"role", "aria-roledescription", "aria-label", "lang"},
    "table": {"role", "width", "align", "cellpadding", "cellspacing", "border"},
    "td": {"align"},
    "ul": {"role"},
    "a": {"href", "rel"},
    "img": {"src", "alt", "width", "height"},
}
CORE = {
    "color",
    "background-color",
    "font-family",
    "font-size",
    "font-weight",
    "line-height",
    "text-align",
    "vertical-align",
    "border",
}
MARGINS = {"margin", "margin-top"}
BOXES = {"width", "padding", "border-left", "border-left-color", "border-top"}
WORD = {"body": CORE, "span": CORE, "a": CORE, "div": CORE | MARGINS, "p": CORE | MARGINS}
ORNAMENT = {
    "margin": "body, img: an edge that a mail program draws itself",
    "padding": "body, a: a smaller place to touch; no layout hangs on it",
    "display": "hides what stands behind the subject, which mso-hide does in Word; runs a heading into its line",
    "mso-hide": "for Word only",
    "max-height": "hides what stands behind the subject",
    "overflow": "hides what stands behind the subject",
    "max-width": "Word has a table of 600 pixels in a comment instead",
    "height": "auto: img has its height as an attribute",
    "list-style": "Word may show the points of a list",
    "overflow-wrap": "long words; Word breaks them anyway",
    "word-break": "the same for older programs",
    "-webkit-text-size-adjust": "for iPhones only",
}
"""What a mail program may drop without harm, and why."""

NEVER = (
    r"url\s*\(|@import|@font-face|http-equiv|javascript:|<script|<form|<link|<iframe|<svg|<video"
)

LINES = st.text(max_size=120).map(lambda text: one_line(text, longest=80))
ROWS = st.builds(
    Row, LINES, lead=LINES, note=LINES, mark=LINES, href=st.sampled_from(["", f"{DESK}/cases/A-1"])
)
PICTURES = st.builds(Shown, st.just("a" * 40 + "@orm"), LINES, st.just(564), st.just(160), LINES)
VIEWS = st.builds(
    DigestView,
    subject=LINES,
    school=LINES,
    period=LINES,
    verdict=LINES,
    tone=st.sampled_from(Tone),
    caveats=st.tuples(LINES),
    sections=st.lists(
        st.builds(Section, LINES, st.lists(ROWS, min_size=1, max_size=3).map(tuple)), max_size=3
    ).map(tuple),
    footer=st.tuples(ROWS),
    preheader=LINES,
    pictures=st.lists(PICTURES, max_size=1).map(tuple),
)


ALERTED = (Severity.S3, Severity.S4)


def alert_of(severity: Severity) -> Letter:
    ref = CaseRef("K7QD-2MX9")
    return alert(ref=ref, severity=severity, school=school(), reader=HEAD, rules=rules())


HUGE = replace(GOLDEN_WEEKS["normal"], facts=huge_week())
PAGES = {
    **{kind: partial(letter_of, kind) for kind in GOLDEN_WEEKS},
    **{f"alert-{severity.name}": partial(alert_of, severity) for severity in ALERTED},
    **{f"huge-{each.id}": partial(written, HUGE, each) for each in EVERYBODY},
}


@pytest.fixture(params=PAGES)
def html(request):
    return page_of(request.param)


@cache
def page_of(name: str) -> str:
    return PAGES[name]().html


def declared(style: str) -> set[str]:
    return {each.partition(":")[0].strip() for each in style.split(";") if each.strip()}


def faults(html: str) -> list[str]:
    """What a mail program would not show, would drop, or would ask a server for."""
    page = BeautifulSoup(html, "lxml")
    found = [f"never: {each}" for each in re.findall(NEVER, html, re.IGNORECASE)]
    found += [fault for tag in page.find_all(name=True) for fault in _of_tag(tag)]
    found += [f"{len(html)} bytes"] * (len(html) >= GMAIL_CLIPS_AT)
    found += ["styles"] * any(len(each.text) >= GMAIL_DROPS_STYLES_AT for each in page("style"))
    found += ["doctype"] * (not html.startswith("<!DOCTYPE html>"))
    found += ["not ascii"] * (not html.isascii())
    found += [f"table {each.attrs}" for each in page("table") if each.get("role") != "presentation"]
    return found


def _of_tag(tag: Tag) -> Iterator[str]:
    if tag.name not in TAGS:
        yield f"<{tag.name}>"
    allowed = ATTRIBUTES.get(tag.name, set()) | {"class", "style"}
    yield from (f"{tag.name} {each}=" for each in set(tag.attrs) - allowed)
    taken = WORD.get(tag.name, CORE | MARGINS | BOXES) | set(ORNAMENT)
    yield from (f"{tag.name} {{{each}}}" for each in declared(str(tag.get("style", ""))) - taken)
    if tag.name == "img":
        whole = re.fullmatch(r"cid:[0-9a-f]{40}@orm", str(tag["src"])) and {"alt"} <= set(tag.attrs)
        if not (whole and str(tag["width"]).isdigit() and str(tag["height"]).isdigit()):
            yield f"img {tag.attrs}"


def test_a_letter_holds_nothing_that_a_mail_program_drops_or_fetches(html):
    assert faults(html) == []


def test_a_letter_is_valid_html_with_its_language_title_and_headings_in_order(html):
    html5lib.HTMLParser(strict=True).parse(html)

    page = BeautifulSoup(html, "lxml")
    headings = [tag.name for tag in page.find_all(["h1", "h2", "h3"])]
    assert page.html is not None
    assert page.title is not None
    assert page.html["lang"] == "en-GB"
    assert page.title.get_text(strip=True)
    assert headings == ["h1", *["h2"] * (len(headings) - 1)]
    assert all(each["role"] == "list" for each in page("ul"))
    assert all(each.get_text(strip=True) for each in page("a"))


@settings(deadline=None, max_examples=60)
@given(VIEWS)
def test_no_words_make_a_digest_that_a_mail_program_cannot_show(view):
    html = render("digest", view).html

    assert faults(html) == []
    html5lib.HTMLParser(strict=True).parse(html)


@pytest.mark.parametrize(
    "bad",
    [
        '<div style="display: flex; gap: 3px">x</div>',
        '<p style="padding: 3px; width: 9px">x</p>',
        '<table><tr><td style="background-image: none">x</td></tr></table>',
        '<img src="https://pics.example/1.png" alt="" width="1" height="1">',
        '<img src="cid:chart" alt="" width="1" height="1">',
        '<svg></svg><p style="background: url(x)">x</p>',
        '<a href="x" onclick="y()">x</a>',
    ],
)
def test_the_check_finds_what_mail_programs_cannot_show(bad):
    assert faults(page_of("zero").replace("</body>", f"{bad}</body>"))
