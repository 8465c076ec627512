"""Which sources run: class A by itself, B with its terms accepted, C with a key, D never."""

from dataclasses import dataclass, field
from datetime import date

import pytest

from orm.config.values import SourceKey, SourceSettings, SourceShape
from orm.model.polls import Access
from orm.model.settings import Secret
from tests.factories_config import (
    ACCEPTED,
    BOARD_B,
    BOARD_C,
    BOARD_D,
    KIOSK,
    PAID_C,
    SMALL,
    BoardOptions,
    KioskOptions,
    Shelf,
    problems,
    read,
)


@dataclass(frozen=True, slots=True)
class Bare:
    """Options without a word of documentation."""

    place: str
    more: tuple[str, ...] = field(default_factory=tuple)


def board(*lines: str) -> str:
    """The small file with [sources.board]."""
    return SMALL + "\n".join(["[sources.board]", *lines]) + "\n"


def test_a_class_a_source_runs_with_its_defaults_when_nobody_mentions_it():
    assert read(SMALL, sources=KIOSK).sources == (SourceSettings("kiosk", KioskOptions()),)


def test_a_class_a_source_can_be_switched_off():
    assert read(SMALL + "[sources.kiosk]\nenabled = false\n", sources=KIOSK).sources == ()


def test_a_class_a_source_that_needs_an_option_waits_for_its_table():
    needy = {"board": SourceShape(BoardOptions, Access.A)}

    assert read(SMALL, sources=needy).sources == ()
    assert problems(board(), sources=needy) == [
        'sources.board.place: is missing; write it like place = "hall"'
    ]


def test_options_arrive_as_the_sources_own_dataclass():
    text = SMALL + (
        "[sources.kiosk]\ndeep = true\ndays = 3\n"
        '[[sources.kiosk.shelves]]\nurl = "https://k.example/a"\nschools = ["wrenbeck"]\n'
    )

    (settings,) = read(text, sources=KIOSK).sources

    assert settings.options == KioskOptions(
        shelves=(Shelf("https://k.example/a", schools=("wrenbeck",)),), deep=True, days=3
    )


@pytest.mark.parametrize(
    ("shapes", "lines"),
    [
        (BOARD_B, ['place = "hall"']),
        (BOARD_B, ['place = "hall"', "enabled = false", ACCEPTED]),
        (BOARD_C, ['place = "hall"']),
        (BOARD_C, ['place = "hall"', "enabled = true"]),
        (BOARD_C, ["enabled = false"]),
        (BOARD_D, ['place = "hall"', ACCEPTED]),
    ],
    ids=["B without terms", "B switched off", "C without a key", "C on but keyless", "C off", "D"],
)
def test_a_source_that_may_not_run_is_off(shapes, lines):
    assert read(board(*lines), sources=shapes, environ={"KEY": "k"}).sources == ()


@pytest.mark.parametrize(
    ("shapes", "lines", "keys"),
    [
        (BOARD_B, [ACCEPTED], ()),
        (BOARD_B, ["enabled = true", ACCEPTED], ()),
        (BOARD_C, ['key = "env:KEY"'], (SourceKey("", Secret("k")),)),
        (
            BOARD_C,
            ["[[sources.board.keys]]", 'name = "hill"', 'secret = "env:KEY"', "ends = 2027-01-14"],
            (SourceKey("hill", Secret("k"), date(2027, 1, 14)),),
        ),
    ],
    ids=["B with terms", "B switched on", "C with a key", "C with a named key"],
)
def test_a_source_that_may_run_is_on(shapes, lines, keys):
    config = read(board('place = "hall"', *lines), sources=shapes, environ={"KEY": "k"})

    assert config.sources == (SourceSettings("board", BoardOptions("hall"), keys),)


@pytest.mark.parametrize(
    ("shapes", "lines", "sentence"),
    [
        (
            BOARD_B,
            ["enabled = true"],
            ("sources.board.accept_terms: is missing; read the terms in docs/sources.md, then write "
            'who accepts them and when, like "2026-11-20 J. Okafor"'),
        ),
        (
            BOARD_B,
            ['accept_terms = "yes"'],
            ('sources.board.accept_terms: "yes" must be the day and who accepted, like '
            '"2026-11-20 J. Okafor"'),
        ),
        (
            BOARD_B,
            [ACCEPTED, 'key = "env:KEY"'],
            "sources.board.key: is of no use: this source takes no key; remove it",
        ),
        (
            BOARD_C,
            ['key = "env:KEY"', "[[sources.board.keys]]", 'secret = "env:KEY"'],
            'sources.board.keys[0].secret: is a second key named ""; name each once',
        ),
        (
            BOARD_D,
            ["enabled = true"],
            "sources.board.enabled: must not be true: this source is never read automatically",
        ),
        (
            BOARD_C,
            ['key = "env:NONE"'],
            ("sources.board.key: the environment variable NONE is not set or empty; set it before orm "
            "starts"),
        ),
        (
            BOARD_B,
            ["enabeld = false"],
            'sources.board.enabeld: no such key; did you mean "enabled"?',
        ),
        (BOARD_B, ["plase = 1"], 'sources.board.plase: no such key; did you mean "place"?'),
        (BOARD_B, ['enabled = "yes"'], ('sources.board.enabled: "yes" must be true or false, without '
         "quotes")),
    ],
)  # fmt: skip
def test_what_keeps_a_source_from_running_is_told(shapes, lines, sentence):
    text = board('place = "hall"', *lines)

    assert problems(text, sources=shapes, environ={"KEY": "k"}) == [sentence]


@pytest.mark.parametrize(
    ("shapes", "lines", "why"),
    [
        (BOARD_B, [], "off: its terms are not accepted"),
        (BOARD_C, [], "not configured: it has no key"),
        (BOARD_C, ["enabled = true"], "not configured: it has no key"),
        (BOARD_D, [], "by hand only"),
        (BOARD_B, ["enabled = false", ACCEPTED], "switched off"),
    ],
)
def test_a_source_that_is_not_on_says_what_it_waits_for(shapes, lines, why):
    (idle,) = read(board('place = "hall"', *lines), sources=shapes).idle

    assert (idle.name, idle.why) == ("board", why)


def test_a_budget_reaches_its_source():
    text = board('place = "hall"', 'key = "env:KEY"', "monthly_budget = 2.5")

    (settings,) = read(text, sources=PAID_C, environ={"KEY": "k"}).sources

    assert settings.monthly_budget == 2.5


def test_a_budget_for_what_costs_nothing_is_told_to_be_of_no_use():
    text = board('place = "hall"', 'key = "env:KEY"', "monthly_budget = 2.5")

    assert problems(text, sources=BOARD_C, environ={"KEY": "k"}) == [
        "sources.board.monthly_budget: is of no use: this source costs nothing; remove it"
    ]


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        ("[sources.kisok]\n", 'sources.kisok: no such source; did you mean "kiosk"?'),
        ("[sources]\nkiosk = 1\n", "sources.kiosk: 1 must be a table of keys"),
        (
            '[sources.kiosk]\nshelves = [{ adress = "x" }]\n',
            "sources.kiosk.shelves[0].adress: no such key; remove it or choose from schools, url",
        ),
        (
            '[sources.kiosk]\nshelves = [{ url = "k.example" }]\n',
            ('sources.kiosk.shelves[0]: "k.example" is not an address; write it like '
            '"https://k.example"'),
        ),
        ("[sources.kiosk]\ndays = '1'\n", ('sources.kiosk.days: "1" must be a whole number without '
         "quotes")),
        ("[sources.kiosk]\ndays = inf\n", "sources.kiosk.days: must be a finite number"),
    ],
)  # fmt: skip
def test_a_wrong_source_table_is_told(lines, sentence):
    assert sentence in problems(SMALL + lines, sources=KIOSK)


def test_a_required_option_without_an_example_is_told_as_missing():
    shapes = {"bare": SourceShape(Bare, Access.A)}

    assert problems(SMALL + "[sources.bare]\n", sources=shapes) == [
        "sources.bare.place: is missing; add it"
    ]


def test_an_option_may_have_a_default_that_is_made_anew():
    config = read(
        SMALL + '[sources.bare]\nplace = "hall"\n', sources={"bare": SourceShape(Bare, Access.A)}
    )

    assert config.sources == (SourceSettings("bare", Bare("hall", ())),)


def test_options_that_are_no_dataclass_are_a_mistake_of_the_programmer():
    with pytest.raises(TypeError, match="neither a pydantic model nor a dataclass"):
        read(SMALL, sources={"text": SourceShape(str, Access.A)})


def test_sources_come_in_the_order_in_which_the_house_knows_them():
    shapes = {"b": KIOSK["kiosk"], "a": KIOSK["kiosk"]}

    config = read(SMALL + "[sources.a]\n[sources.b]\n", sources=shapes)

    assert [settings.name for settings in config.sources] == ["b", "a"]
