"""A clue never hides what an expression would find."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from orm.triage.clues import DIGIT, clues
from orm.triage.text import passage
from orm.triage.vocabulary import Shape, compile_vocabulary
from tests.factories_triage import house_policy

PIECES = st.sampled_from(
    [
        "ab", "c", "x*", "(?:ab|cd)", "(?:ab|c?)", r"\d", r"\d?", r"(?<!\w)", "[a-c]", "[^]x]", r"\*", "(?= d)", "(?!ab)",
        "e{2}", "f{0,2}", "g{,3}", "|", ".", "$", r"\.?", "(a(b|cd)e)", r"\w+", "h+i",
    ]
)  # fmt: skip
EXPRESSIONS = st.lists(PIECES, min_size=1, max_size=6).map("".join)
SHAPES = {shape.name: shape for shape in house_policy().shapes}


def may_hold(branches, text):
    return not branches or any(
        all(any(re.search(DIGIT if s == DIGIT else re.escape(s), text) for s in c) for c in branch)
        for branch in branches
    )


@pytest.mark.parametrize(
    ("expression", "known"),
    [
        ("mobile 07", [[{"mobile 07"}]]),
        (r"(?<!\w)(?:Mr|Mrs) [A-Z]|\(\(", [[{"Mr"}], [{"(("}]]),
        (r"\d{1,2} ?(?:am|pm)", [[{DIGIT}, {"am", "pm"}]]),
        (r"my (?!own )[a-z]+ (?:son|sons)", [[{"my "}, {"son"}]]),
        ("[A-Z][a-z]+", []),
        ("Mr|[A-Z]", []),
        ("(?:ab)?", []),
        ("(?i)street", []),
        (r"\x41bc", []),
    ],
)
def test_a_clue_is_what_every_branch_must_hold(expression, known):
    assert [[set(c) for c in branch] for branch in clues(re.compile(expression))] == known


@given(st.data(), EXPRESSIONS)
@settings(suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
def test_whatever_an_expression_finds_holds_its_clues(data, expression):
    pattern = re.compile(expression)
    text = data.draw(st.from_regex(pattern))

    assert may_hold(clues(pattern), text)


@pytest.mark.parametrize("name", sorted(SHAPES))
@given(data=st.data())
def test_whatever_a_shape_of_the_house_finds_holds_its_clues(name, data):
    text = data.draw(st.from_regex(SHAPES[name].pattern))

    assert may_hold(clues(SHAPES[name].pattern), text)


@pytest.mark.parametrize("name", sorted(SHAPES))
@given(data=st.data())
def test_a_shape_is_found_wherever_its_expression_finds_it(name, data):
    text = passage([("text", data.draw(st.from_regex(SHAPES[name].pattern)))])
    subject = text.cased if SHAPES[name].cased else text.lower
    vocabulary, _ = compile_vocabulary({}, [SHAPES[name]])

    found = [(hit.start, hit.end) for hit in vocabulary.find(text).get(name, ())]

    assert found == [match.span() for match in SHAPES[name].pattern.finditer(subject)]


def test_a_shape_without_a_clue_is_looked_for_in_every_text():
    vocabulary, _ = compile_vocabulary({}, [Shape("name", re.compile("[A-Z][a-z]+"), cased=True)])

    assert "name" in vocabulary.find(passage([("text", "so Ada said")]))
