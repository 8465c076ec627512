"""The house's own rules that no linter holds (design §9)."""

import ast
import io
import re
import tokenize
from functools import cache
from itertools import chain
from pathlib import Path

ROOT = Path(__file__).parents[2]
CODE = sorted(
    chain.from_iterable((ROOT / top).rglob("*.py") for top in ("orm", "sources", "reports"))
)
TESTS = sorted((ROOT / "tests").rglob("*.py"))
LONGEST_FILE = 300
BANNED_NAMES = {"utils", "helpers", "common", "base", "manager", "service", "handler", "misc"}
NOT_CODE = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT}


def named(path):
    return str(path.relative_to(ROOT))


@cache
def text_of(path):
    return path.read_text(encoding="utf-8")


@cache
def tree_of(path):
    return ast.parse(text_of(path))


def code_lines(path):
    """Lines that hold code: no blank line, no comment, no docstring."""
    docstrings: set[int] = set()
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            docstrings.update(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    lines: set[int] = set()
    for token in tokenize.generate_tokens(io.StringIO(text_of(path)).readline):
        if token.type not in NOT_CODE and token.string:
            lines.update(range(token.start[0], token.end[0] + 1))
    return len(lines - docstrings)


def test_a_file_has_at_most_300_lines_of_code():
    long = {path for path in (*CODE, *TESTS) if text_of(path).count("\n") > LONGEST_FILE}

    assert {named(path): lines for path in long if (lines := code_lines(path)) > LONGEST_FILE} == {}


def test_no_import_hides_inside_a_function():
    indented = re.compile(r"^ +(?:import|from) ", re.MULTILINE)
    hidden = [
        f"{named(path)}:{inner.lineno}"
        for path in CODE
        if indented.search(text_of(path))
        for function in ast.walk(tree_of(path))
        if isinstance(function, ast.FunctionDef)
        for inner in ast.walk(function)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    ]

    assert hidden == []


def test_at_most_one_place_turns_a_bug_into_a_failed_poll():
    broad = [
        named(path)
        for path in CODE
        if "except" in text_of(path)
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or getattr(node.type, "id", "") in {"Exception", "BaseException"})
    ]

    assert set(broad) <= {
        "orm/accounts/asking.py",
        "orm/pipeline/running.py",
        "orm/weekly/faults.py",
    }
    assert len(broad) == len(set(broad))


def test_no_test_sleeps():
    sleeping = re.compile(
        r"\btime\.sleep\(|\basyncio\.sleep\(|^from time import .*\bsleep\b", re.MULTILINE
    )

    assert [named(path) for path in TESTS if sleeping.search(path.read_text("utf-8"))] == []


def test_modules_are_named_with_the_words_of_the_design():
    paths = [path.relative_to(ROOT) for path in CODE]

    assert [
        str(path)
        for path in paths
        if BANNED_NAMES & {part.removesuffix(".py").strip("_") for part in path.parts}
    ] == []


def test_feedparser_is_only_given_bytes_in_a_file_object():
    """Bytes that look like a path are opened by feedparser (style: cautions)."""
    calls = [
        node
        for path in CODE
        if "feedparser" in text_of(path)
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "feedparser.parse"
    ]

    assert calls
    assert all(ast.unparse(call.args[0]).startswith(("BytesIO(", "io.BytesIO(")) for call in calls)
