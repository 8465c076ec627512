"""Letters speak neutrally (domain.md R33, R53): a lint over every bank, template and module."""

import re
import tomllib
from importlib import resources
from pathlib import Path

import pytest

from orm.model.cases import CaseState
from orm.model.items import Kind
from orm.model.judgement import ALWAYS_SEALED, Category, Route
from orm.model.polls import Outcome
from orm.model.schools import Role
from reports import bank, words
from reports.audience import PARTS, TO_DECIDE, UNDER_WAY

ROOT = Path(__file__).parents[3]
WRITTEN = sorted(
    path
    for path in (ROOT / "reports").rglob("*")
    if path.suffix in {".py", ".txt", ".html", ".toml"}
)
LOADED = re.compile(
    r"\b(trolls?|trolling|sexting|harass\w*|victims?|complainers?|complainants?|offenders?|"
    r"perpetrators?|culprits?|stalk\w*|bully|bullies|cyberbull\w*|defam\w*|libel\w*|illegal|"
    r"unlawful|criminal|abusers?|abusive|paedophile|grooming|extremis\w*|terroris\w*|"
    r"vexatious|malicious|slander\w*|rant\w*|keyboard warriors?|haters?|guilty|accused)\b",
    re.IGNORECASE,
)


NAMES = {
    "L9.toml": {"harassment"},  # one of the eight harms of Report Harmful Content
    "L10.toml": {"complainant", "defamation", "defamatory", "defamed"},  # the Act and its list
    "L18.toml": {"grooming", "terrorist"},  # what CEOP and the Anti-Terrorist Hotline are for
    "facts.toml": {"harassment", "defamatory"},  # a platform's heading; the Act
}
"""Names that others have given, and domain.md §4 asks for (L7, L9, L10, L18)."""

LINT = "words.toml"
"""The list of what no paper says has to name it; tests/spec/test_letters.py holds papers to it."""


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.name)
def test_no_word_that_judges_a_person_is_written_anywhere(path):
    judging = {word.lower() for word in LOADED.findall(path.read_text(encoding="utf-8"))}

    assert path.name == LINT or judging - NAMES.get(path.name, set()) == set()


def test_the_lint_knows_the_words_that_the_policy_names():
    assert all(LOADED.search(word) for word in ("sexting", "victim", "troll", "Harassment"))


@pytest.mark.parametrize("category", sorted(ALWAYS_SEALED))
def test_sealed_categories_have_no_words_at_all(category):
    said = bank.entry(category)

    assert (said.sealed, said.digest, said.ground) == (True, "", "")


@pytest.mark.parametrize("category", sorted(set(Category) - ALWAYS_SEALED))
def test_every_other_category_has_words(category):
    assert bank.entry(category).digest
    assert not bank.entry(category).sealed


def test_every_kind_role_route_and_failure_has_words():
    assert set(bank.words("place")) == {kind.value for kind in Kind}
    assert set(bank.words("role")) == {role.value for role in Role} == set(PARTS)
    assert set(bank.words("route")) == {route.value for route in Route}
    assert set(words.UNMEASURED) == {outcome for outcome in Outcome if not outcome.measured}


def test_every_state_that_waits_has_words_or_a_suggestion():
    assert set(bank.words("waiting")) == UNDER_WAY
    assert set(bank.words("state")) | {CaseState.NEW, CaseState.REVIEW} == TO_DECIDE


def test_every_theme_of_the_policy_has_words():
    policy = (resources.files("orm") / "policy" / "themes.toml").read_text(encoding="utf-8")
    themes = {key for key, value in tomllib.loads(policy).items() if isinstance(value, dict)}

    assert themes == set(bank.words("theme"))


def test_a_suggestion_to_take_something_down_is_never_an_order():
    removal = (Route.DELETION_REQUEST, Route.PLATFORM_REPORT, Route.POSH, Route.WRITTEN_WARNING)

    assert all("onsider" in bank.word("route", route) for route in removal)
