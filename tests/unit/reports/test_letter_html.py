"""Both bodies say the same; the HTML body fetches nothing and is well built."""

import re
from collections import Counter
from functools import cache
from typing import Any

import pytest
from bs4 import BeautifulSoup

from orm.model.cases import CaseRef
from orm.model.judgement import Severity
from reports.alert import alert
from reports.digest import digest
from tests.factories_weeks import (
    DESK,
    EVERYBODY,
    HEAD,
    NOW,
    facts,
    huge_week,
    normal_week,
    rules,
    school,
    unread,
)

NAMES = (
    *(
        f"{week}-{reader.id}"
        for week in ("normal", "quiet", "blind", "huge")
        for reader in EVERYBODY
    ),
    "alert-S3",
    "alert-S4",
)


@pytest.fixture(params=NAMES)
def letter(request):
    return letters()[request.param]


@cache
def letters():
    """By name; made once, when the first test asks."""
    return dict(made())


def made():
    weeks = {
        "normal": normal_week(),
        "quiet": facts(),
        "blind": facts(health=(unread(),)),
        "huge": huge_week(),
    }
    for name, week in weeks.items():
        for reader in EVERYBODY:
            letter = digest(
                week,
                school=school(),
                reader=reader,
                contacts=EVERYBODY,
                rules=rules(),
                now=NOW,
            )
            yield f"{name}-{reader.id}", letter
    for severity in (Severity.S3, Severity.S4):
        ref = CaseRef("K7QD-2MX9")
        letter = alert(ref=ref, severity=severity, school=school(), reader=HEAD, rules=rules())
        yield f"alert-{severity.name}", letter


def opened(letter) -> Any:
    return BeautifulSoup(letter.html, "lxml")


def words(text):
    return Counter(re.findall(r"[\w/:.-]*\w", text.casefold()))


def test_both_bodies_hold_the_same_words(letter):
    body = opened(letter).body

    body.find(class_="preheader").extract()  # for the inbox; the letter says it again
    for link in body.select(".foot a"):  # pressed on the page, copied from the text
        link.append(f" {link['href']}")
    assert words(letter.text) == words(body.get_text(" "))


def test_the_only_links_lead_to_the_desk(letter):
    page = opened(letter)
    links = [link["href"] for link in page.find_all(href=True)]

    assert all(
        link == DESK or link.startswith((f"{DESK}/cases/", f"{DESK}/accounts")) for link in links
    )


def test_nothing_is_fetched_when_a_letter_is_opened(letter):
    page = opened(letter)
    loading = [
        "img",
        "link",
        "script",
        "iframe",
        "object",
        "embed",
        "video",
        "audio",
        "form",
        "svg",
    ]

    assert page.find_all(loading) == []
    assert page.find_all(src=True) == []
    assert page.find_all(background=True) == []
    assert not re.search(r"url\(|@import|@font-face|http-equiv|javascript:", letter.html)
    assert set(re.findall(r"https?://[^/\"<\s]+", letter.html)) <= {DESK}


def test_the_styles_are_in_the_elements(letter):
    page = opened(letter)

    assert "max-width: 600px" in page.find(class_="page")["style"]
    assert all("style" in each.attrs for each in page.body.find_all(["h1", "h2", "li", "p"]))


def test_a_letter_has_a_language_a_title_and_one_first_heading(letter):
    page = opened(letter)

    assert letter.html.startswith("<!DOCTYPE html>")
    assert page.html["lang"] == "en-GB"
    assert page.title.get_text() == letter.subject
    assert len(page.find_all("h1")) == 1


def test_a_letter_reads_the_same_in_every_encoding(letter):
    assert letter.html.isascii()


def test_the_text_body_fits_an_old_screen(letter):
    assert max(map(len, letter.text.splitlines())) <= 78


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "desk.example", "file:///etc", "//x.example"]
)
def test_an_address_that_is_no_web_address_becomes_no_link(url):
    letter = digest(
        normal_week(),
        school=school(),
        reader=HEAD,
        contacts=EVERYBODY,
        rules=rules(desk_url=url),
        now=NOW,
    )

    assert "href" not in letter.html
    assert url not in letter.text


def test_every_letter_is_looked_at():
    assert tuple(letters()) == NAMES
