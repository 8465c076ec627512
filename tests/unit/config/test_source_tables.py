"""Which sources run: class A by itself, B with its terms accepted, C with a key, D never."""

from dataclasses import dataclass, field

import pytest

from orm.config.values import SourceSettings, SourceShape
from orm.model.polls import Access
from orm.model.settings import Secret
from tests.factories_config import (
    BOARD_B,
    BOARD_C,
    BOARD_D,
    KIOSK,
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
        (BOARD_B, ['place = "hall"', "enabled = false", "accept_terms = true"]),
        (BOARD_C, ['place = "hall"']),
        (BOARD_C, ["enabled = false"]),
        (BOARD_D, ['place = "hall"', "accept_terms = true", 'key = "env:KEY"']),
    ],
    ids=["B without terms", "B switched off", "C without a key", "C switched off", "D"],
)
def test_a_source_that_may_not_run_is_off(shapes, lines):
    assert read(board(*lines), sources=shapes, environ={"KEY": "k"}).sources == ()


@pytest.mark.parametrize(
    ("shapes", "lines", "key"),
    [
        (BOARD_B, ["accept_terms = true"], None),
        (BOARD_B, ["enabled = true", "accept_terms = true"], None),
        (BOARD_C, ['key = "env:KEY"'], Secret("k")),
    ],
    ids=["B with terms", "B switched on", "C with a key"],
)
def test_a_source_that_may_run_is_on(shapes, lines, key):
    config = read(board('place = "hall"', *lines), sources=shapes, environ={"KEY": "k"})

    assert config.sources == (SourceSettings("board", BoardOptions("hall"), key),)


@pytest.mark.parametrize(
    ("shapes", "lines", "sentence"),
    [
        (
            BOARD_B,
            ["enabled = true"],
            ("sources.board.accept_terms: must be true before this source runs; read its terms in "
            "docs/sources.md first"),
        ),
        (
            BOARD_C,
            ["enabled = true"],
            "sources.board.key: is missing; this source needs one: env:NAME or file:PATH",
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
    assert problems(board('place = "hall"', *lines), sources=shapes) == [sentence]


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
