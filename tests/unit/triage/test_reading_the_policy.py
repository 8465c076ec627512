"""The policy's files check themselves; the operator sees every problem at once."""

from dataclasses import replace

import pytest

from orm.errors import ConfigError
from orm.model.judgement import REMOVAL_ROUTES, Category, Route, Severity
from orm.triage.checks import NEVER_REMOVED
from orm.triage.policy import FILES, read_policy
from tests.factories_triage import house_policy, policy_texts


def problems_of(**changes):
    texts = {**policy_texts(), **changes}
    with pytest.raises(ConfigError) as caught:
        read_policy({name: text for name, text in texts.items() if text is not None})
    return caught.value.problems


def changed(name, old, new):
    text = policy_texts()[name]
    assert old in text
    return {name: text.replace(old, new, 1)}


def test_the_houses_own_policy_has_no_problem():
    policy = house_policy()

    assert set(policy.categories) == set(Category)
    assert set(policy.routes) == set(Route)
    assert set(policy.severities) == set(Severity)


def test_every_file_says_where_it_comes_from_and_when_it_was_checked():
    stamps = house_policy().stamps

    assert set(stamps) == set(FILES)
    assert all(stamp.version and stamp.source for stamp in stamps.values())


def test_file_names_may_carry_their_ending():
    policy = read_policy({f"{name}.toml": text for name, text in policy_texts().items()})

    assert policy.version == house_policy().version


def test_every_missing_file_is_named_at_once():
    problems = problems_of(gates=None, themes=None)

    assert {p.split(" ")[0] for p in problems if "is missing" in p} == {"gates.toml", "themes.toml"}


def test_a_file_that_is_not_toml_is_named():
    assert any("gates.toml cannot be read" in p for p in problems_of(gates="[[["))


def test_a_file_without_its_date_is_a_problem():
    assert any("last_checked" in p for p in problems_of(**changed("gates", "last_checked", "#")))


def test_an_unknown_key_is_a_problem():
    found = problems_of(**changed("gates", "[G1]\n", '[G1]\ncolour = "red"\n'))

    assert any("gates.toml, G1.colour" in p for p in found)


def test_a_category_that_is_missing_is_named():
    text = policy_texts()["categories"]
    without = text[: text.index("[T21]")]

    assert any("T21 is missing" in p for p in problems_of(categories=without))


def test_a_route_that_is_missing_is_named():
    text = policy_texts()["routes"]
    without = text[: text.index("[CHAIR]")]

    assert any("CHAIR is missing" in p for p in problems_of(routes=without))


def test_an_author_type_without_routes_is_named():
    text = policy_texts()["categories"]
    head, tail = text.split("[T5.now]\n", 1)
    without = head + "[T5.now]\n" + tail.split("\n", 1)[1]

    assert any("no routes for author type P" in p for p in problems_of(categories=without))


def test_a_deadline_nobody_knows_is_named():
    found = problems_of(**changed("categories", 'S0 = "none"', 'S0 = "soon"'))

    assert any("no 'soon'" in p for p in found)


def test_a_category_that_opens_cases_needs_a_time():
    found = problems_of(
        **changed("categories", '{ S0 = "one-hour", S4 = "now" }', '{ S0 = "none" }')
    )

    assert any("'none' must name a time" in p for p in found)


@pytest.mark.parametrize("category", sorted(NEVER_REMOVED))
def test_no_data_opens_removal_where_it_is_forbidden(category):
    text = policy_texts()["categories"]
    head, tail = text.split(f"[{category}.now]\n", 1)
    opened = head + f"[{category}.now]\n" + tail.replace('P = ["', 'P = ["PLATFORM_REPORT", "', 1)

    assert any("PLATFORM_REPORT is forbidden" in p for p in problems_of(categories=opened))


def test_a_safeguarding_category_cannot_be_unsealed_by_data():
    text = policy_texts()["categories"]
    head, tail = text.split("[T11]\n", 1)
    unsealed = head + "[T11]\n" + tail.replace("sealed = true", "sealed = false", 1)

    assert any("sealed must be true" in p for p in problems_of(categories=unsealed))


def test_a_threat_always_reaches_a_person():
    text = policy_texts()["categories"]
    head, tail = text.split("[T8]\n", 1)
    quiet = head + "[T8]\n" + tail.replace("opens_case_from = 0", "opens_case_from = 4", 1)

    assert any("always reaches a person" in p for p in problems_of(categories=quiet))


RULE = '[[rule]]\nid = "{id}"\nsays = "x"\nneeds = ["{needs}"]\n'


@pytest.mark.parametrize(
    ("rule", "says"),
    [
        (RULE.format(id="T8-bomb", needs="bomb"), "used 2 times"),
        (RULE.format(id="T99", needs="no-such-list"), "no list or shape 'no-such-list'"),
        ('[[rule]]\nid = "T99"\nsays = "x"\n', "always fires"),
        ('[[rule]]\nid = "T99"\nsays = "x"\nonly = ["full-moon"]\n', "fact 'full-moon'"),
    ],
)
def test_a_rule_that_cannot_be_meant_is_named(rule, says):
    grounds = policy_texts()["grounds"] + "\n" + rule

    assert any(says in problem for problem in problems_of(grounds=grounds))


def test_a_shape_that_is_no_regular_expression_is_named():
    words = policy_texts()["words"] + '\n[shapes.broken]\npattern = "("\n'

    assert any("shapes.broken" in p for p in problems_of(words=words))


def test_a_severity_that_is_missing_is_named():
    assert any("S4 is missing" in p for p in problems_of(**changed("severity", "[S4]", "[S5]")))


def test_the_deadline_of_the_nearest_severity_below_holds():
    row = replace(house_policy().categories[Category.T5], deadline={"S1": "a", "S3": "b"})

    assert [row.deadline_for(s) for s in Severity] == ["a", "a", "a", "b", "b"]


def test_every_removal_route_says_what_it_waits_for():
    routes = house_policy().routes

    assert all(routes[route].waits_for for route in REMOVAL_ROUTES)


def test_every_rule_id_says_what_the_rule_sets():
    for rule in house_policy().rules:
        if rule.category is not None and rule.id[0] == "T":
            family = rule.id.split("-")[0]
            assert family == rule.category or rule.category in {Category.T2, Category.T4}, rule.id
