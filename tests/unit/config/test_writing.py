"""The written file reads back as what was meant, and shows every other key where it belongs."""

import re
import tomllib
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orm.config.writing import toml_value, write_config
from orm.model.settings import Transport
from tests.factories_config import BOARD_B, BOARD_C, KIOSK, SMALL, problems

SHAPES = {**KIOSK, **BOARD_B}
DOCUMENT = tomllib.loads(SMALL)


def set_lines(text: str) -> list[str]:
    """The lines of the file that are not commented out."""
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def uncommented(text: str) -> str:
    """The file as if a person had taken every "#" away, but for the keys of any source."""
    explained = re.compile(r"#\[sources\.NAME\].*?\[\[sources\.NAME\.keys\]\].*?\n\n", re.DOTALL)
    return re.sub(r"(?m)^#(?=[\[a-z])", "", explained.sub("", text))


def test_the_file_reads_back_as_what_was_written():
    assert tomllib.loads(write_config(DOCUMENT, {})) == {
        **DOCUMENT,
        "database": {},
        "digest": {},
        "desk": {},
        "calendar": {},
        "reminders": {},
        "policy": {},
        "retention": {},
        "intake": {},
        "alerts": {},
        "evidence": {},
        "letters": {},
        "judge": {},
    }


def test_a_source_that_is_set_reads_back():
    table = {
        "enabled": True,
        "days": 3,
        "shelves": [{"url": "https://a.example"}, {"url": "b://b"}],
    }

    text = write_config({**DOCUMENT, "sources": {"kiosk": table}}, KIOSK)

    assert tomllib.loads(text)["sources"] == {"kiosk": table}


def test_a_key_that_is_not_set_is_shown_with_its_default():
    text = write_config(DOCUMENT, {})

    assert "#threads = 4\n" in text
    assert "threads" not in tomllib.loads(text)["network"]


def test_every_key_behind_a_hash_is_known_where_it_stands():
    text = write_config(DOCUMENT, KIOSK)

    told = problems(uncommented(text), sources=KIOSK)

    assert told  # the examples do not fit the small file
    assert [line for line in told if "no such" in line] == []


def test_a_source_that_needs_an_option_is_shown_behind_a_hash():
    text = write_config(DOCUMENT, BOARD_C)

    assert "#[sources.board]\n#key = " in text
    assert '#place = "hall"' in text


def test_a_class_b_source_shows_that_its_terms_are_to_be_accepted():
    assert (
        '#accept_terms = "2026-11-20 J. Okafor"'
        in write_config(DOCUMENT, BOARD_B).partition("NAME]")[2]
    )


def test_a_second_entry_of_a_list_repeats_no_comment():
    lines = set_lines(write_config(DOCUMENT, {}))

    assert lines[-5:] == [
        "[[contacts]]",
        'id = "chair"',
        'name = "Bram Oakes"',
        'email = "chair@wrenbeck.example"',
        'roles = ["chair"]',
    ]


def test_what_stands_inside_a_second_entry_is_written_too():
    schools = [
        {"id": "a", "name": "A", "town": "T", "namesakes": [{"name": "A Lane"}]},
        {"id": "b", "name": "B", "town": "T", "namesakes": [{"name": "B Lane"}, {"name": "B Inn"}]},
    ]

    text = write_config({**DOCUMENT, "schools": schools}, {})

    assert tomllib.loads(text)["schools"] == schools


def test_no_comment_is_wider_than_a_screen():
    assert max(map(len, write_config(DOCUMENT, SHAPES).splitlines())) <= 100


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (True, "true"),
        (5_000_000, "5_000_000"),
        (8080, "8080"),
        (2.5, "2.5"),
        (date(2026, 9, 2), "2026-09-02"),
        (Transport.FILE, '"file"'),
        (("a", 'b"c'), '["a", "b\\"c"]'),
        (frozenset({"b", "a"}), '["a", "b"]'),
        ("St Orrin’s\n", '"St Orrin’s\\n"'),
    ],
)
def test_a_value_is_written_as_toml(value, written):
    assert toml_value(value) == written


@settings(deadline=None)
@given(
    st.text() | st.integers(-(2**63), 2**63 - 1) | st.booleans() | st.dates() | st.lists(st.text())
)
def test_every_value_reads_back(value):
    assert tomllib.loads(f"x = {toml_value(value)}")["x"] == value
