"""The page about the policy is what the program does."""

from tests.docs.policy import PAGE, WORDS_PAGE, render, render_words
from tests.factories_triage import house_policy


def test_the_page_about_the_policy_is_up_to_date():
    assert PAGE.read_text(encoding="utf-8") == render(), "run: make docs"


def test_the_page_of_words_is_up_to_date():
    assert WORDS_PAGE.read_text(encoding="utf-8") == render_words(), "run: make docs"


def test_every_rule_is_on_the_page_by_its_id():
    page = render()
    policy = house_policy()

    assert [r.id for r in (*policy.rules, *policy.author_rules) if f"`{r.id}`" not in page] == []
