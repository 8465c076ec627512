"""Five hundred names, handles, slurs, addresses and images, planted wherever a week holds free text:
none stands in any part of what any reader is sent (domain.md §5.3).

Each holds a mark of its own, which is looked for in the whole of the letter and of the email.
"""

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from email import message_from_bytes, policy
from itertools import count

from orm.mail.message import message
from orm.model.items import Kind
from orm.model.judgement import Category, Severity
from orm.model.letters import Mail, MailId, PostWords, fingerprint
from orm.weekly import cleared
from reports.digest import digest
from tests.factories_golden_weeks import GOLDEN_WEEKS, SETTINGS, TRUST_LEAD
from tests.factories_leaks import SCREEN
from tests.factories_weeks import (
    EVERYBODY,
    NOW,
    case,
    facts,
    health,
    mention,
    rules,
    school,
    sealed_case,
    unread,
)

MANY = 500
MARK = re.compile(r"zq[a-z]{3}x", re.IGNORECASE)
OURS = {"school_id", "ref", "source"}
"""Texts that the house gives itself: ids, references, its names of the collectors."""

SHAPES = (
    "Tamsin {mark}rey",
    "Ofsted-{mark}",
    "@{mark}_mum",
    "[SLUR:{mark}]",
    "s***{mark}",
    "https://gossip.example/p/{mark}",
    "www.{mark}.example/u",
    "{mark}.jpg",
    '<img src="https://pics.example/{mark}.png">',
    'cid:{mark}@orm" alt="',
)


def mark(number: int) -> str:
    letters = "abcdefghijklmnopqrst"
    return "zq" + "".join(letters[number // 20**place % 20] for place in range(3)) + "x"


def shaped(numbers: Iterator[int]) -> str:
    number = next(numbers)
    return SHAPES[number % len(SHAPES)].format(mark=mark(number))


def planted(value, numbers):
    """The same value with a planted text in every field of plain text, however deep."""
    if type(value) is str:
        return shaped(numbers)
    if isinstance(value, tuple):
        return tuple(planted(each, numbers) for each in value)
    if not is_dataclass(value) or isinstance(value, type):
        return value
    kept = {each.name: getattr(value, each.name) for each in fields(value)}
    return replace(
        value,
        **{name: planted(each, numbers) for name, each in kept.items() if name not in OURS},
    )


def week(numbers):
    """Every kind of post and case with planted texts; of each kind one has a theme that is known."""
    kinds, severities = list(Kind), list(Severity)
    posts = [
        mention(
            category,
            kind=kinds[number % len(kinds)],
            severity=severities[number % len(severities)],
            themes=("a", "b"),
            copies=number % 9,
        )
        for number, category in enumerate([*Category] * 2)
    ]
    news = [mention(category, kind=Kind.NEWS, themes=("c",)) for category in Category]
    golden = GOLDEN_WEEKS["normal"].facts
    return planted(
        facts(
            mentions=(*posts, *news, replace(posts[0], sealed=True)),
            cases=(*golden.cases, case("B-B", category=Category.T16), sealed_case()),
            health=(health(), unread(), health("bluesky", polls=3, measured=2)),
            earlier=golden.earlier,
            trend=golden.trend,
            is_first=True,
        ),
        numbers,
    )


def parts(letter) -> str:
    """All that is sent: subject, text, page with its attributes and comments, pictures' names, and
    every header and part of the email as it stands and as it is decoded.
    """
    mail = Mail(MailId(1), letter, NOW, 0, cleared_as=fingerprint(letter))
    raw = message(mail, SETTINGS).as_bytes()
    read = message_from_bytes(raw, policy=policy.SMTP)
    inside = [f"{name}: {text}" for part in read.walk() for name, text in part.items()]
    inside += [part.get_content() for part in read.walk() if part.get_content_maintype() == "text"]
    own = (letter.subject, letter.text, letter.html, *(each.name for each in letter.pictures))
    return " ".join((*own, raw.decode("ascii"), *inside))


def write(week, school, reader):
    return digest(week, school=school, reader=reader, contacts=EVERYBODY, rules=rules(), now=NOW)


def test_nothing_of_five_hundred_planted_texts_is_in_any_part_of_any_readers_letter():
    numbers = count()
    told = week(numbers)
    signed = [each for each in told.mentions if each.title]
    posts = [
        PostWords(each.title, shaped(numbers), shaped(numbers), each.outlet, each.kind)
        for each in signed
    ]
    posts += [
        PostWords(shaped(numbers), shaped(numbers), shaped(numbers), shaped(numbers), Kind.POST)
        for _ in range(20)
    ]

    letters = cleared(told, posts, school(), (*EVERYBODY, TRUST_LEAD), write=write, screen=SCREEN)

    assert next(numbers) > MANY
    assert [letter.held for letter in letters] == [""] * (len(EVERYBODY) + 1)
    for letter in letters:
        everything = parts(letter)
        assert MARK.findall(everything) == []
        assert MARK.findall("".join(everything.split())) == []


def test_a_theme_that_is_not_of_the_policy_is_counted_and_never_printed():
    odd = ("Tamsin Ruddlewick", "[SLUR]", "parking ", "PARKING", "{{ view.subject }}")
    posts = tuple(mention(Category.T3, themes=(theme,), copies=9) for theme in odd)

    text = write(facts(mentions=posts), school(), EVERYBODY[0]).text

    assert "Other subjects: 5" in text
    assert "Ruddlewick" not in text
    assert "SLUR" not in text
    assert "about" not in text.split("DECIDE")[0]
