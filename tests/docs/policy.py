"""Writes docs/policy.md from orm/policy, so that the page and the program cannot disagree."""

from collections.abc import Iterable
from pathlib import Path

from orm.model.judgement import Category
from orm.triage.gates import MARKS
from orm.triage.policy import Policy
from orm.triage.rules import Rule
from orm.triage.vocabulary import words_of
from tests.docs.kinds import kinds, summary
from tests.docs.tables import cell, table
from tests.factories_triage import house_policy

PAGE = Path(__file__).parents[2] / "docs" / "policy.md"
WORDS_PAGE = PAGE.with_name("policy-words.md")

INTRODUCTION = """\
# The policy as written

What the program proposes when somebody says something about the school in public, and what it never proposes. It is data
(`orm/policy/*.toml`), this page is generated from it (`make docs`), and a test holds the two together. Change the data, not this page.

- **A person decides.** Nothing here is ever done by the program; it sorts, quotes its reason, and says what is open and what is not.
- **Ordinary criticism is never a removal case**, whoever writes and however rudely. Tone is not an input to any of this.
- **Rules suggest.** They look for words of [these lists](policy-words.md) that stand near each other. They miss what is said in other
  words, and they ring for nothing at times.
"""

WORDS_INTRODUCTION = """\
# The words the rules look for

Written from `orm/policy/words.toml` (`make docs`); [the policy](policy.md) says which rule uses which list. Some are offensive: they are here to be found, not
said. No slur is spelled out.
"""


def render() -> str:
    """The page."""
    policy = house_policy()
    parts = (
        INTRODUCTION,
        _versions(policy),
        _categories(policy),
        _severities(policy),
        _gates(policy),
        _routes(policy),
        _deadlines(policy),
        _themes(policy),
        _contacts(),
        _rules(policy),
    )
    return "\n".join(parts)


def render_words() -> str:
    """The page of the lists that the rules look words up in."""
    return f"{WORDS_INTRODUCTION}\n{_words(house_policy())}"


def write() -> None:
    """Write the page anew."""
    PAGE.write_text(render(), encoding="utf-8")
    WORDS_PAGE.write_text(render_words(), encoding="utf-8")


def _versions(policy: Policy) -> str:
    rows = (
        (f"`{name}.toml`", stamp.version, stamp.source, stamp.last_checked.isoformat())
        for name, stamp in sorted(policy.stamps.items())
    )
    return f"Version **{policy.version}**.\n\n" + table(
        ("file", "version", "source", "last checked"), rows
    )


def _categories(policy: Policy) -> str:
    return (
        "## Kinds of posts\n\n"
        + summary(policy)
        + "\nThe gravest kind decides. What is shown shut names the gate's reason; a person who confirms another author, or answers the"
        " questions of gate G2, may open it.\n\n" + kinds(policy)
    )


def _severities(policy: Policy) -> str:
    rows = (
        (f"S{severity.value}", row.label, row.signals, row.clock)
        for severity, row in policy.severities.items()
    )
    return "## How serious\n\n" + table(("", "meaning", "signs", "clock"), rows)


def _gates(policy: Policy) -> str:
    rows = ((name, row.label, row.rule, row.basis) for name, row in policy.gates.items())
    marks = "\n".join(f"- {reason}" for reason in MARKS.values())
    return (
        "## Gates\n\n"
        + table(("", "gate", "rule", "basis"), rows)
        + "\nG2 also keeps removal shut when a rule notes one of these:\n\n"
        + marks
        + "\n"
    )


def _routes(policy: Policy) -> str:
    rows = (
        (
            f"`{route.value}`",
            row.label,
            row.needs,
            _kinds_of(row.never_for),
            row.never_because,
            row.gate,
        )
        for route, row in policy.routes.items()
    )
    heading = ("code", "what", "needs first", "never for", "because", "gate")
    return "## Routes\n\n" + table(heading, rows)


def _kinds_of(never_for: Iterable[str]) -> str:
    """The kinds, or what is left where that is shorter."""
    named = tuple(never_for)
    left = [each.value for each in Category if each.value not in named]
    few = len(left) < len(named) and not any(name[-1].isalpha() for name in named)
    return f"all but {', '.join(left)}" if few else ", ".join(named)


def _deadlines(policy: Policy) -> str:
    rows = ((f"`{key}`", row.label, row.basis) for key, row in policy.deadlines.items())
    return "## Deadlines\n\nHours are real time. School days end at 16:00 local time.\n\n" + table(
        ("key", "means", "for"), rows
    )


def _themes(policy: Policy) -> str:
    rows = (
        (f"`{key}`", theme.label, ", ".join(words_of(theme.words)))
        for key, theme in policy.themes.items()
    )
    return "## Themes\n\n" + table(("key", "theme", "words"), rows)


def _contacts() -> str:
    return (
        "## Who outside the school can help\n\n"
        "Helplines, authorities and the ways to report to each platform: [contacts](contacts.md).\n"
    )


def _rules(policy: Policy) -> str:
    rows = (_rule(rule) for rule in (*policy.rules, *policy.author_rules))
    return (
        "## Rules\n\nEvery rule by its id. *Needs*: one hit of each list within so many words; "
        "*unless*: lists that make the words mean something else.\n\n"
        + table(("id", "what it finds", "sets", "needs", "unless"), rows)
    )


def _rule(rule: Rule) -> tuple[str, ...]:
    sets = [rule.category.value + rule.subtype] if rule.category else []
    sets += [f"S{rule.severity.value}"] if rule.category else []
    sets += [f"author {rule.author.value}"] if rule.author else []
    sets += [f"note: {mark}" for mark in sorted(rule.marks)]
    sets += [f"also {category.value}" for category in rule.also]
    sets += ["sealed"] if rule.seals else []
    needs = [" or ".join(need.split("|")) for need in rule.needs]
    needs += [f"{rule.least} of: {', '.join(rule.signs)}"] if rule.signs else []
    needs += [f"the item is: {fact}" for fact in sorted(rule.only)]
    near = f" (within {rule.within} words)" if len(needs) > 1 else ""
    unless = (*rule.unless, *rule.unless_before, *rule.unless_near, *sorted(rule.never))
    return (
        f"`{rule.id}`",
        rule.says,
        ", ".join(sets),
        "; ".join(needs) + near,
        ", ".join(dict.fromkeys(unless)),
    )


def _words(policy: Policy) -> str:
    lists = "\n".join(
        f"- **{name}**: {cell(', '.join(words_of(words)))}" for name, words in policy.lists.items()
    )
    shapes = "\n".join(f"- **{shape.name}**: `{shape.pattern.pattern}`" for shape in policy.shapes)
    return (
        "## Lists of words\n\n`{a/b}` stands for either; `~` for any ending; `@list` includes a list.\n\n"
        f"{lists}\n\n### Shapes\n\n{shapes}\n"
    )


if __name__ == "__main__":
    write()
