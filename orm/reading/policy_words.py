"""The policy's own words, as an explanation needs them."""

from orm.reading.explanation import PolicyWords
from orm.triage.advice import SECOND_READING
from orm.triage.decide import CONFIRMED_IMPOSTOR
from orm.triage.policy import Policy


def policy_words(policy: Policy) -> PolicyWords:
    """The policy's own words, by id."""
    return PolicyWords(
        kinds={category: row.label for category, row in policy.categories.items()},
        severities={severity: row.label for severity, row in policy.severities.items()},
        clocks={severity: row.clock for severity, row in policy.severities.items()},
        rules={
            CONFIRMED_IMPOSTOR: "A person has looked at it and says that it poses as the school",
            SECOND_READING: "A second reading, learned from examples, takes it for this",
            **{rule.id: rule.says for rule in policy.rules},
        },
        routes={route: row.label for route, row in policy.routes.items()},
        gates={gate: row.label for gate, row in policy.gates.items()},
        deadlines={key: row.label for key, row in policy.deadlines.items()},
        themes={key: row.label for key, row in policy.themes.items()},
        also_told={category: row.also_told for category, row in policy.categories.items()},
    )
