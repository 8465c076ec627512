"""What the docs name is there."""

import re
from pathlib import Path

import pytest

from orm.cli.app import COMMANDS

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
PATH = re.compile(r"`((?:orm|sources|reports|tests|docs|benchmarks)/[\w./-]+)`")
LINK = re.compile(r"\]\((?!http)([^)#]+)")
CODE = re.compile(r"`[^`\n]*`")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_path_that_a_page_names_exists(page):
    text = page.read_text("utf-8")
    named = {ROOT / path for path in PATH.findall(text)}
    linked = {page.parent / path for path in LINK.findall(CODE.sub("", text))}

    assert [path for path in sorted(named | linked) if not path.exists()] == []


def test_every_command_of_the_readme_exists():
    told = set(re.findall(r"`orm ([a-z]+)", (ROOT / "README.md").read_text("utf-8")))

    assert told
    assert told <= set(COMMANDS)


def test_every_command_is_in_the_readme():
    text = (ROOT / "README.md").read_text("utf-8")

    missing = [name for name in COMMANDS if f"orm {name}" not in text]

    assert missing == ["demo"]  # `make demo` is how it is run
