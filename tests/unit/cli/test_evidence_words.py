"""Every reason that the matcher can give has a sentence."""

import pytest

from orm.match import evidence
from orm.match.aliases import Strength
from orm.match.verdict import scope_evidence
from orm.match.words import words
from orm.model.polls import Scope
from orm.reading.evidence_words import AGAINST, FOR, WORDS, sentence, strength

OWN_IDS = {"older_pupils": "older-pupils", "no_page": "other-no-page"}
RULES = sorted(
    {
        *(f"name-{each.name.lower()}" for each in Strength),
        *evidence._PLACES,
        *(f"talk-{kind}" for kind, _ in words().school_talk),
        *(OWN_IDS.get(kind, f"other-{kind}") for kind, _ in words().other_things),
        *(each.rule for scope in Scope for each in scope_evidence(scope)),
        "name-in-company",
        "link-website",
        "context-term",
        "elsewhere",
        "elsewhere-beside",
        "namesake",
        "namesake-kind",
        "second-reading",
        "settled",
    }
)


def test_every_rule_has_a_sentence_and_every_sentence_a_rule():
    assert sorted(WORDS) == RULES


def test_no_two_rules_say_the_same():
    assert len(set(WORDS.values())) == len(WORDS)


@pytest.mark.parametrize(("weight", "says"), [(0.3, FOR), (-0.3, AGAINST)])
def test_a_rule_without_words_says_which_side_it_is_on(weight, says):
    assert sentence("a-rule-of-tomorrow", weight) == says


@pytest.mark.parametrize(
    ("weight", "says"),
    [
        (0.55, "counts a lot"),
        (-0.2, "counts"),
        (0.1, "counts a little"),
        (0.0, "counts for nothing by itself"),
    ],
)
def test_a_weight_is_said_in_words_whichever_side_it_is_on(weight, says):
    assert strength(weight) == says
