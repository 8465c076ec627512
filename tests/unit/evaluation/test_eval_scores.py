"""Ratios and F1 by hand-made counts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orm.evaluation.scores import by_class, f1, macro_f1, precision, ratio, recall

PAIRS = [("a", "a"), ("a", "a"), ("a", "b"), ("b", "b"), ("c", "b")]
"""(expected, got): a is found twice of three, b once of one and said three times, c never."""


def test_a_ratio_of_nothing_is_unknown_and_neither_0_nor_1():
    assert ratio(0, 0) is None
    assert recall([], "a") is None
    assert macro_f1([]) is None


def test_recall_is_over_what_is_expected_and_precision_over_what_is_said():
    assert recall(PAIRS, "a") == pytest.approx(2 / 3, abs=1e-4)
    assert precision(PAIRS, "a") == 1.0
    assert recall(PAIRS, "b") == 1.0
    assert precision(PAIRS, "b") == pytest.approx(1 / 3, abs=1e-4)


def test_f1_is_the_harmonic_mean_of_both():
    assert f1(PAIRS, "a") == 0.8  # 2 * 2 / (3 + 2)
    assert f1(PAIRS, "b") == 0.5  # 2 * 1 / (1 + 3)
    assert f1(PAIRS, "c") == 0.0  # it was expected and never said


def test_macro_f1_counts_every_class_alike():
    assert macro_f1(PAIRS) == pytest.approx((0.8 + 0.5 + 0.0) / 3, abs=1e-4)


def test_a_class_that_is_only_said_counts_against_macro_f1():
    assert macro_f1([("a", "a"), ("a", "a"), ("a", "z")]) == 0.4  # (0.8 + 0) / 2


def test_measures_by_class_name_every_class_of_either_side():
    found, right = by_class(PAIRS)

    assert found == {"a": 0.6667, "b": 1.0, "c": 0.0}
    assert right == {"a": 1.0, "b": 0.3333, "c": None}


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), min_size=1))
def test_macro_f1_does_not_depend_on_the_order_and_is_1_only_when_all_are_right(pairs):
    score = macro_f1(pairs)

    assert score == macro_f1(pairs[::-1])
    assert (score == 1.0) == all(expected == got for expected, got in pairs)
