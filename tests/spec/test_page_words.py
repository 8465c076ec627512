"""The desk speaks as the letters do: no word of their list, and nothing that a reader must look up."""

import ast
import re
import tomllib
from itertools import chain
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TEMPLATES = sorted((ROOT / "orm" / "web" / "templates").glob("*.html"))
MODULES = sorted(
    chain.from_iterable((ROOT / "orm" / room).rglob("*.py") for room in ("web", "reading"))
)
LIST = tomllib.loads((ROOT / "reports" / "data" / "papers" / "words.toml").read_text("utf-8"))
FOR_PROGRAMS = {"api_answers"}
"""What says its sentences to programs."""
MUST_NOT = tuple(LIST["must_not"])
PROGRAM = (
    "null",
    "boolean",
    "payload",
    "endpoint",
    "backend",
    "frontend",
    "UUID",
    "regex",
    "timestamp",
)
"""Words of people who write programs."""


def named(path):
    return path.stem


def of_template(path):
    text = re.sub(
        r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|<[^>]*>", " ", path.read_text("utf-8"), flags=re.DOTALL
    )
    return " ".join(text.split())


def of_module(path):
    """The sentences that a module can say: its texts with a space, without its docstrings."""
    tree = ast.parse(path.read_text("utf-8"))
    docs = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    texts = (
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs
    )
    return " . ".join(text for text in texts if " " in text.strip())


def said(words, text):
    return [word for word in words if re.search(rf"\b{re.escape(word)}\b", text, re.IGNORECASE)]


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_no_page_says_a_word_that_no_letter_says(path):
    assert said((*MUST_NOT, *PROGRAM), of_template(path)) == []


@pytest.mark.parametrize(
    "path",
    [each for each in MODULES if each.stem not in FOR_PROGRAMS],
    ids=lambda path: f"{path.parent.name}-{path.stem}",
)
def test_no_sentence_of_the_desk_says_a_word_that_no_letter_says(path):
    assert said((*MUST_NOT, *PROGRAM), of_module(path)) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_no_page_holds_a_script_a_style_or_anything_from_elsewhere(path):
    text = path.read_text("utf-8")

    assert re.findall(r"<script|<style|\sstyle=|\son\w+=|javascript:", text) == []
    assert re.findall(r'(?:src|href)="(?:https?:)?//', text) == []
