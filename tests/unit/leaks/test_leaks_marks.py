"""What no letter may hold, whatever it is about (domain.md §5.3)."""

import pytest

from orm.leaks.marks import marks
from orm.model.letters import Leak
from tests.factories_leaks import LICENCE, page
from tests.factories_weeks import DESK, letter


@pytest.mark.parametrize(
    ("text", "leak"),
    [
        ("write to tamsin@post.example now", Leak.CONTACT),
        ("ring 01632 960 123", Leak.CONTACT),
        ("ring +44 (0)1632-960123", Leak.CONTACT),
        ("ring 07700900123.", Leak.CONTACT),
        ("as @tamsins_mum says", Leak.CONTACT),
        ("as ＠tamsins_mum says", Leak.CONTACT),
        ("see https://gossip.example/p/1", Leak.LINK),
        ("see www.gossip.example", Leak.LINK),
        ("see gossip.co.uk/p/1", Leak.LINK),
        (f"see {DESK}.gossip.example", Leak.LINK),
        (f"see {DESK}/cases/K7QD-2MX9?by=tamsin", Leak.LINK),
        (f"see {DESK}/accounts/7", Leak.LINK),
        (f"see {DESK}/accounts?who=tamsin", Leak.LINK),
        ("see mailto:tamsin", Leak.LINK),
        ("see javascript:alert(1)", Leak.LINK),
        ("called a [SLUR] by", Leak.ABUSE),
        ("called a (slur) by", Leak.ABUSE),
        ("what a b*tch", Leak.ABUSE),
        ("the “useless” head", Leak.ABUSE),
        ("the 'old  BAG' in the office", Leak.ABUSE),
    ],
)
@pytest.mark.parametrize("part", ["subject", "text", "html"])
def test_what_no_letter_may_hold_is_found_in_each_part(part, text, leak):
    assert leak in marks(letter(**{part: text}), LICENCE)


@pytest.mark.parametrize(
    "text",
    [
        f"The desk: {DESK}",
        f"{DESK}/cases/K7QD-2MX9.",
        f"{DESK}/accounts.",
        "Write to head@wrenbeck.example or helpline@saferinternet.org.uk",
        "Ring POSH, 0344 381 4772, or 999, or 101",
        "Childline: childline.org.uk",
        "2 decisions, first due Wed 18 Nov, 16:00; 41 mentions; 12 critical",
        "Nobody is named as DSL: add them to config.toml.",
        "a useless box of 'lost property' in the parents' room",
        "week ending 22 Nov 2026",
    ],
)
def test_the_desk_the_contacts_and_the_helplines_are_no_leak(text):
    assert marks(letter(text=text), LICENCE) == frozenset()


@pytest.mark.parametrize(
    "body",
    [
        '<img src="https://gossip.example/a.png">',
        "<IMG SRC=x>",
        "<svg><image href='x'></svg>",
        '<table background="x">',
        '<p style="background: URL (x)">',
        "<style>@import 'x';</style>",
        '<link rel="stylesheet" href="x">',
        "<iframe></iframe>",
        '<meta http-equiv="refresh" content="0">',
        "<video poster=x>",
        "<p onclick=x>",
        "<![unknown[ x",
    ],
)
def test_a_page_that_would_fetch_something_is_found(body):
    assert Leak.REMOTE in marks(page(body), LICENCE)


def test_a_link_behind_a_text_is_followed():
    assert Leak.LINK in marks(page('<a href="//gossip.example">the desk</a>'), LICENCE)


def test_a_link_written_with_entities_is_read_as_a_browser_reads_it():
    coded = "".join(f"&#{ord(char)};" for char in "tamsin@post.example")

    assert Leak.CONTACT in marks(page(f"<p>{coded}</p>"), LICENCE)


def test_an_address_that_tags_cut_apart_is_read_as_one():
    assert Leak.CONTACT in marks(page("<b>tamsin</b>@<i>post</i>.example"), LICENCE)


def test_without_a_desk_no_address_is_allowed():
    nowhere = LICENCE.__class__(LICENCE.phrases, LICENCE.words)

    assert Leak.LINK in marks(letter(text=f"see {DESK}"), nowhere)
