"""The page about helplines and platforms is what the program knows."""

from tests.docs.contacts import PAGE, render
from tests.factories_triage import house_policy


def test_the_page_about_contacts_is_up_to_date():
    assert PAGE.read_text(encoding="utf-8") == render(), "run: make docs"


def test_every_helpline_platform_and_form_is_on_the_page():
    page, policy = render(), house_policy()
    names = [*(each.name for each in policy.authorities), *(each.name for each in policy.platforms)]
    forms = [form.where for each in policy.platforms for form in each.form]

    assert [one for one in (*names, *forms) if one not in page] == []


def test_what_nobody_has_verified_says_so_on_the_page():
    page, policy = render(), house_policy()
    marked = [
        *(each.unverified for each in policy.authorities),
        *(each.unverified for each in policy.platforms),
        *(rule.unverified for each in policy.platforms for rule in each.rule),
        *(form.unverified for each in policy.platforms for form in each.form),
    ]

    assert page.count("*(not verified)*") == sum(marked) > 0
