"""Nothing of a post, an author or an address reaches a letter (domain.md §5.3)."""

from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orm.model.items import Kind
from orm.model.judgement import Category, Severity
from reports.digest import digest
from tests.factories_weeks import (
    EVERYBODY,
    HEAD,
    NOW,
    article,
    case,
    facts,
    health,
    mention,
    normal_week,
    rules,
    school,
    sealed_case,
    unread,
)

PLANTED = ("Tamsin Ruddlewick", "@tamsins_mum", "[SLUR]", "https://gossip.example/p/1")


def write(week, reader=HEAD, **changes):
    arguments = {"school": school(), "contacts": EVERYBODY, "rules": rules(), "now": NOW, **changes}
    return digest(week, reader=reader, **arguments)


def everything(letter):
    return f"{letter.subject}\n{letter.text}\n{letter.html}".casefold()


def filled(value, secret):
    """The same value with `secret` in every field that can hold free text."""
    names = {each.name for each in fields(value)} & {
        "platform", "outlet", "title", "url", "subtype", "detail",
    }  # fmt: skip
    changes: dict[str, Any] = dict.fromkeys(names, secret)
    if any(each.name == "themes" for each in fields(value)):
        changes["themes"] = (secret, "parking")
    return replace(value, **changes)


@pytest.mark.parametrize("reader", EVERYBODY, ids=lambda reader: reader.id)
@pytest.mark.parametrize("secret", PLANTED)
def test_nothing_planted_in_a_stored_text_reaches_a_letter(secret, reader):
    posts = [mention(category) for category in Category]
    sealed = [replace(article(""), sealed=True), article("", severity=Severity.S3)]
    week = facts(
        mentions=tuple(filled(each, secret) for each in (*posts, *sealed)),
        cases=tuple(filled(each, secret) for each in (case(), sealed_case(), case("B-B"))),
        health=(filled(health(), secret), filled(unread(), secret)),
        earlier=(((secret, 4),),),
    )

    assert secret.casefold() not in everything(write(week, reader))


@pytest.mark.parametrize("secret", PLANTED[1:])
@pytest.mark.parametrize("field", ["title", "outlet", "url", "platform"])
def test_a_headline_with_a_handle_an_address_or_a_slur_is_counted_and_not_told(field, secret):
    week = facts(
        mentions=(article(**{"title": "Fair opens", field: f"Row over {secret} goes on"}),)
    )

    assert secret.casefold() not in everything(write(week))


@pytest.mark.parametrize("title", ["See www.gossip.example now", "Read gossip.example", "By ＠mum"])
def test_an_address_without_a_scheme_is_an_address(title):
    text = write(facts(mentions=(article(title),))).text

    assert "1 article without a headline here" in text


@pytest.mark.parametrize(
    "kind", [kind for kind in Kind if kind is not Kind.NEWS], ids=lambda kind: kind.value
)
def test_only_news_has_a_headline(kind):
    assert "Fair opens" not in everything(
        write(facts(mentions=(article("Fair opens", kind=kind),)))
    )


@pytest.mark.parametrize(
    "changes",
    [
        {"sealed": True},
        {"severity": Severity.S3},
        {"category": Category.T12},
        {"category": Category.T5},
        {"category": Category.T8},
    ],
)
def test_the_headline_of_a_grave_story_is_not_told(changes):
    assert "fair opens" not in everything(
        write(facts(mentions=(article("Fair opens", **changes),)))
    )


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "{{ config }}{% for x in y %}",
        "=HYPERLINK(1)",
        '"><img src=x onerror=alert(1)>',
        "&lt;b&gt; <!-- <style>*{display:none}</style>",
    ],
)
def test_a_hostile_headline_is_shown_as_plain_characters(hostile):
    letter = write(facts(mentions=(article(hostile),)))

    assert hostile in letter.text
    assert hostile not in letter.html or not set(hostile) & set("<>&")
    assert "<script" not in letter.html
    assert "<img" not in letter.html


@pytest.mark.parametrize(
    ("hostile", "shown"),
    [
        ("Fair\r\nBcc: all@example", "withheld"),
        ("Fair\nopens\x00\x1b[31m", "Fair opens [31m"),
        ("Fair \u202ednammoc\u202c opens\u2066", "Fair dnammoc opens"),
        ("Fa\u200bir\ufeff opens", "Fa ir opens"),
        ("F" + "\u0301" * 50 + "air", "F" + "\u0301" * 2 + "air"),
        ("Fair\u2028opens\u2029now", "Fair opens now"),
    ],
)
def test_a_headline_is_one_visible_line(hostile, shown):
    text = write(facts(mentions=(article(hostile),))).text

    if shown == "withheld":
        assert "Bcc" not in text
    else:
        assert f"The Harrowmere Herald: {shown} - Wed 18 Nov" in text


@given(st.text(max_size=200))
def test_no_headline_adds_a_line_or_an_element(title):
    letter = write(facts(mentions=(article(f"A{title}"),)))
    plain = write(facts(mentions=(article("A"),)))

    assert letter.html.count("<") <= plain.html.count("<")
    assert abs(len(letter.text.splitlines()) - len(plain.text.splitlines())) <= 2
    assert letter.subject == plain.subject


@given(st.text(max_size=120))
def test_a_school_name_never_breaks_the_subject(name):
    letter = write(facts(), school=school(name=name))

    assert len(letter.subject.splitlines()) == 1
    assert letter.subject.isprintable()


def test_an_article_without_a_date_is_not_dated_today():
    text = write(facts(mentions=(article("Fair opens", posted_at=None),))).text

    assert "Fair opens - no date given" in text


def test_the_subject_is_fixed_words_and_a_number():
    assert (
        write(normal_week()).subject
        == "Online mentions digest, week ending 22 Nov - 2 decisions (Wrenbeck Primary School)"
    )
